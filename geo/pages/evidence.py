"""The evidence of an answer: how far it is from chance, whether places stay the same, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.claims import ClaimResult
from data.releases import Release
from data.selection import Page
from geo.answer import Answer, answer_link
from geo.register.claims import run_claims
from geo.statistics.chance import ByChance, Figures, concentration_by_chance, figures_of
from geo.statistics.change import Change, change_of
from geo.statistics.concentration import lorenz_curve
from geo.statistics.control_chart import ControlChart, series_of
from geo.statistics.stability import Stability, stability_of

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Evidence:
    """All that the page of evidence draws from, but clusters and claims, which take longer.

    Attributes
    ----------
    curve, curve_before : (areas + 1,) cumulated share, areas from the largest to the smallest; None where not known.
    before : how concentrated the period compared with was.
    """

    answer: Answer
    chance: ByChance | None
    before: Figures | None
    stability: Stability | None
    change: Change | None
    series: ControlChart | None
    curve: Array | None
    curve_before: Array | None


def evidence(release: Release, link: str) -> Evidence:
    """The evidence for the question of a link."""
    answer = answer_link(link, release)
    now, before = answer.amounts, answer.figures.amounts_before if answer.values is not None else None
    return Evidence(
        answer=answer,
        chance=concentration_by_chance(answer),
        before=figures_before(answer, before),
        stability=stability_of(answer),
        change=change_of(answer),
        series=series_of(answer),
        curve=curve_of(answer, now),
        curve_before=curve_of(answer, before),
    )


def figures_before(answer: Answer, amounts: Array | None) -> Figures | None:
    """How concentrated the period compared with was."""
    if amounts is None or answer.before is None or not answer.complete:
        return None
    records = int(answer.before.by_area[answer.inside].sum())
    return figures_of(amounts[answer.inside], records, answer.selection.n) if records else None


def curve_of(answer: Answer, amounts: Array | None) -> Array | None:
    """The Lorenz curve over the areas asked about; None where there is nothing to share out."""
    if amounts is None:
        return None
    curve = lorenz_curve(amounts[answer.inside])
    return None if np.isnan(curve).any() else curve


def prepare(release: Release) -> None:
    """Work out what the page of evidence takes longest for, so that its first reader does not wait for it."""
    from geo.statistics.answer_clusters import clusters_of

    claims_of(release)
    clusters_of(answer_link(str(Page.EVIDENCE), release))


@dataclass(frozen=True)
class _Asked:
    """A release as its reader sees it, as a key: its folder never changes."""

    folder: Path
    key: str
    release: Release = field(compare=False)


def claims_of(release: Release) -> Sequence[ClaimResult]:
    """The register of published figures, asked again of a release: once, since a release never changes."""
    return _claims_of(_Asked(release.folder, release.key, release))


@lru_cache(maxsize=4)
def _claims_of(asked: _Asked) -> Sequence[ClaimResult]:
    return tuple(run_claims(asked.release))
