"""What is different in a ward: the three strongest statements about it, made from its profile.

Candidates of several kinds (types, night, change, residents, other data sets, one small area) are compared by one
statistic: the log ratio to the base, shrunk towards none by the share of its spread over the wards that is not chance
(empirical Bayes: Efron and Morris, Journal of the American Statistical Association 70, 1975), in units of that spread.
Kinds come before repeats of a kind; never from fewer than the floor of records, nor from what chance would give.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import WEST_END_WARDS
from geo.pages.difference_candidates import Candidate, Statement, candidates_of
from geo.pages.ward_profile import WardProfiles

Array = npt.NDArray[Any]

MOST: Final = 3
BEYOND_CHANCE: Final = 2.0  # standard errors
LEAST_SPREAD: Final = 0.05  # of the log ratios over the wards: a smaller one is taken as this


def differences(profiles: WardProfiles) -> dict[str, tuple[Statement, ...]]:
    """By ward code its statements, strongest first; fewer than three, or none, where nothing stands out."""
    wards = profiles.wards
    if not wards:
        return {}
    base = np.array([not (profiles.without_west_end and ward.code in WEST_END_WARDS) for ward in wards])
    base = base if base.any() else ~base
    candidates = list(candidates_of(profiles, base))
    scored = [scores(candidate) for candidate in candidates]
    return {ward.code: strongest(i, candidates, scored) for i, ward in enumerate(wards)}


def scores(candidate: Candidate) -> Array:
    """(wards,) shrunk log ratios in units of their spread over the wards; 0 where not usable or within chance."""
    usable = candidate.usable & np.isfinite(candidate.ratio)
    distance = np.where(usable, candidate.ratio - candidate.centre, 0.0)
    if not usable.any():
        return distance
    squared = candidate.error**2
    spread = max(float(np.mean(distance[usable] ** 2) - np.mean(squared[usable])), LEAST_SPREAD**2)
    shrunk = distance * spread / (spread + np.where(usable, squared, 0.0))
    told = usable & (np.abs(distance) >= BEYOND_CHANCE * candidate.error)
    return np.where(told, shrunk / np.sqrt(spread), 0.0)


def strongest(ward: int, candidates: list[Candidate], scored: list[Array]) -> tuple[Statement, ...]:
    """The best of each kind first, then the next best of any; ties in the order of the candidates."""
    ranked = sorted((-abs(float(score[ward])), number) for number, score in enumerate(scored) if score[ward])
    kinds: set[str] = set()
    firsts: list[tuple[float, int]] = []
    others: list[tuple[float, int]] = []
    for size, number in ranked:
        (others if candidates[number].kind in kinds else firsts).append((size, number))
        kinds.add(candidates[number].kind)
    chosen = sorted((*firsts, *others)[:MOST])
    return tuple(candidates[number].say(ward, -size) for size, number in chosen)
