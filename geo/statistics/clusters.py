"""Clusters: neighbouring areas high or low together, more than chance would put side by side.

Getis-Ord Gi* (Ord and Getis, Geographical Analysis 27, 1995) and Local Moran (Anselin, Geographical Analysis 27, 1995),
conditional permutation, false discoveries controlled over all areas (Benjamini and Hochberg 1995): ``permuted.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.statistics import permuted
from geo.statistics.neighbours import Neighbours

Array = npt.NDArray[Any]

SEED: Final = 20240101
FALSE_DISCOVERY: Final = 0.05  # at most this share of the areas called clusters is one by chance
LEAST_AREAS: Final = 8
MANY_AREAS: Final = 1000
PERMUTATIONS: Final = 9999  # the least p is 2 in 10,000, under 0.05 / 128
PERMUTATIONS_OVERALL: Final = 999  # one test, of all areas together
PERMUTATIONS_OF_MANY: Final = 4999  # of so many areas hardly one cluster is of a single area
_BLOCK: Final = 1000  # permutations held at a time: 40 MB for all of London
_TIE: Final = 1e-9  # sums of the same numbers in another order differ by less, relative to the largest


class Method(StrEnum):
    GI_STAR = "gi-star"
    LOCAL_MORAN = "local-moran"


HIGH, LOW = "high", "low"
LABELS: Final = {
    Method.GI_STAR: (HIGH, LOW),
    Method.LOCAL_MORAN: ("high-high", "low-low", "high-low", "low-high"),  # the area, then its neighbours
}


@dataclass(frozen=True, eq=False)
class Clusters:
    """What lies together with its like.

    Attributes
    ----------
    codes : every area. labels : of each one of ``LABELS`` or None. p, statistic : (areas,) two-sided pseudo p before
    the control of false discoveries, and z of Gi* or Local Moran's I; NaN for an area that was left out.
    analysed : how many areas took part. global_moran : Moran's I of them all and its two-sided pseudo p.
    reason : why nothing can be said, in words; then no area has a label and the arrays are all NaN.
    """

    method: Method
    codes: tuple[str, ...]
    labels: tuple[str | None, ...]
    p: Array
    statistic: Array
    analysed: int
    permutations: int
    seed: int
    false_discovery: float
    rule: str
    standardised: bool = False  # rates by empirical Bayes
    global_moran: tuple[float, float] | None = None
    reason: str = ""

    @property
    def least_together(self) -> int:
        """How many areas must reach the least p there is before any of them can be called a cluster."""
        return ceil(2 / (self.permutations + 1) * self.analysed / self.false_discovery) if self.analysed else 0

    def count(self, label: str) -> int:
        """How many areas carry a label."""
        return self.labels.count(label)

    def positions(self, label: str) -> list[int]:
        """The areas that carry a label, the clearest first."""
        found = [place for place, each in enumerate(self.labels) if each == label]
        return sorted(found, key=lambda place: (self.p[place], -abs(self.statistic[place]), place))


def clusters(
    values: Array,
    neighbours: Neighbours,
    method: Method,
    *,
    permutations: int | None = None,
    seed: int = SEED,
    populations: Array | None = None,
    false_discovery: float = FALSE_DISCOVERY,
) -> Clusters:
    """The clusters of (areas,) values in the order of ``neighbours.codes``; NaN is not known and left out.

    With ``populations`` the values are counts, and the rates are standardised by empirical Bayes (Assunção and Reis,
    Statistics in Medicine 18, 1999), so that a small population does not by itself stand out. The same seed gives the
    same clusters, in whatever order the areas come.
    """
    values = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(values) if populations is None else ~np.isnan(values) & (np.nan_to_num(populations) > 0)
    kept, pairs = analysed_areas(neighbours.pairs, known, np.argsort(np.array(neighbours.codes), kind="stable"))
    draws = permutations or (PERMUTATIONS if len(kept) <= MANY_AREAS else PERMUTATIONS_OF_MANY)
    nothing = Clusters(
        method=method,
        codes=neighbours.codes,
        labels=(None,) * len(values),
        p=np.full(len(values), np.nan),
        statistic=np.full(len(values), np.nan),
        analysed=0,
        permutations=draws,
        seed=seed,
        false_discovery=false_discovery,
        rule=neighbours.rule,
        standardised=populations is not None,
        reason=neighbours.reason or why_none(values[kept]),
    )
    if nothing.reason:
        return nothing
    given = values[kept] if populations is None else standardised(values[kept], populations[kept])
    if not np.ptp(given) > 0:
        return replace(nothing, reason="All areas have the same rate, so none lie together by it.")
    return with_findings(nothing, kept, given, pairs)


def with_findings(nothing: Clusters, kept: Array, given: Array, pairs: Array) -> Clusters:
    """The clusters among the areas ``kept``, whose values are ``given``, in place of nothing found."""
    found, p_kept, statistic_kept = tested(
        given, pairs, nothing.method, nothing.permutations, nothing.seed, nothing.false_discovery
    )
    labels, p, statistic = list(nothing.labels), nothing.p.copy(), nothing.statistic.copy()
    for place, label in zip(kept.tolist(), found, strict=True):
        labels[place] = label
    p[kept], statistic[kept] = p_kept, statistic_kept
    return replace(
        nothing,
        labels=tuple(labels),
        p=p,
        statistic=statistic,
        analysed=len(kept),
        global_moran=global_moran(given, pairs, min(nothing.permutations, PERMUTATIONS_OVERALL), nothing.seed),
    )


def analysed_areas(pairs: Array, known: Array, order: Array) -> tuple[Array, Array]:
    """Positions of the areas that are known and have a known neighbour, in the order given, and their pairs by place
    in that list."""
    pairs = pairs[known[pairs].all(axis=1)]
    touching = np.zeros(len(known), dtype=bool)
    touching[pairs] = True
    kept = order[touching[order]]
    place = np.full(len(known), -1)
    place[kept] = np.arange(len(kept))
    return kept, place[pairs]


def why_none(values: Array) -> str:
    """Why these values have no clusters, in words; empty where they can have some."""
    if len(values) < LEAST_AREAS:
        return f"Fewer than {LEAST_AREAS} neighbouring areas take part: too few to tell a cluster from chance."
    if not values.any():
        return "No area has any, so nothing lies together."
    if np.ptp(values) == 0:
        return "All areas have the same value, so none stand out together."
    return ""


def standardised(counts: Array, populations: Array) -> Array:
    """Rates less the overall rate, over the spread that a rate of so many people has."""
    return permuted.empirical_bayes(counts, np.asarray(populations, dtype=np.float64))


def tested(
    values: Array, pairs: Array, method: Method, draws: int, seed: int, false_discovery: float
) -> tuple[list[str | None], Array, Array]:
    """Labels, two-sided pseudo p and statistic of every area."""
    statistic, above, below, quadrants = local_statistic(values, pairs, method, draws, seed)
    p = np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (draws + 1))
    clear = permuted.false_discovery_rates(p) <= false_discovery
    if method is Method.GI_STAR:
        # z counts the area itself, the permutation only its neighbours: where they point apart it is no cluster
        high, low = clear & (statistic > 0) & (above < below), clear & (statistic < 0) & (below < above)
        names = np.select([high, low], [HIGH, LOW], "")
    else:
        names = np.where(clear, np.array(["", *LABELS[method]])[quadrants], "")
    return [str(name) or None for name in names], p, statistic


def local_statistic(
    values: Array, pairs: Array, method: Method, draws: int, seed: int
) -> tuple[Array, Array, Array, Array]:
    """The statistic of each area, how many permutations reach it from above and from below (equal ones in both, so
    that areas without any record do not seem low together), and the place of its label in ``LABELS`` from 1 (Local
    Moran)."""
    links = permuted.links_of(pairs, len(values))
    quadrants = np.zeros(len(values), dtype=int)
    if method is Method.GI_STAR:
        given = values - min(values.min(), 0.0)  # G divides by the sum; its z knows no origin
        seen, statistic = permuted.gi_star(given, links)
        drawing = permuted.gi_star_drawn
    else:
        given = values
        seen, quadrants = permuted.local_moran(given, links)
        statistic, quadrants, drawing = seen, quadrants + 1, permuted.local_moran_drawn
    above, below = np.zeros(len(values)), np.zeros(len(values))
    tie = _TIE * np.abs(seen).max()
    for block, first in enumerate(range(0, draws, _BLOCK)):
        places = permuted.drawn_places(len(values), links.counts.max(), min(_BLOCK, draws - first), seed + block)
        drawn = drawing(given, links, places)
        above += (drawn >= (seen - tie)[:, None]).sum(axis=1)
        below += (drawn <= (seen + tie)[:, None]).sum(axis=1)
    return statistic, above, below, quadrants


def global_moran(values: Array, pairs: Array, draws: int, seed: int) -> tuple[float, float]:
    """Moran's I over all areas, row-standardised, and its two-sided pseudo p by permutation."""
    found, drawn = permuted.moran(values, permuted.links_of(pairs, len(values)), draws, seed)
    tail = min((drawn >= found).sum(), (drawn <= found).sum())
    return found, float(min(1.0, 2 * (tail + 1) / (draws + 1)))
