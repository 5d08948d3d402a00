"""The clusters of an answer: which of its areas lie high or low together, by both methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.selection import Measure
from geo.answer import Answer
from geo.disclosure.wording import CLUSTERS_WITHHELD
from geo.statistics.clusters import Clusters, Method, clusters
from geo.statistics.neighbours import Neighbours, neighbours_of

Array = npt.NDArray[Any]

MEASURES: Final = (Measure.COUNT, Measure.HARM, Measure.COST, Measure.DENSITY, Measure.RATE)


@dataclass(frozen=True, eq=False)
class AnswerClusters:
    """An answer and its clusters, each method's own; ``reason`` says why there are none."""

    answer: Answer
    neighbours: Neighbours
    found: Mapping[Method, Clusters]
    left_out: int  # areas asked for that took no part: not known, or without a known neighbour
    reason: str = ""

    @property
    def gi_star(self) -> Clusters:
        return self.found[Method.GI_STAR]

    @property
    def local_moran(self) -> Clusters:
        return self.found[Method.LOCAL_MORAN]


@dataclass(frozen=True)
class _Asked:
    """What an answer is known by, so that a page that asks twice waits once."""

    folder: Path
    key: str  # of the release as its reader sees it
    link: str
    answer: Answer = field(compare=False, repr=False)


def clusters_of(answer: Answer) -> AnswerClusters:
    """The clusters among the areas that an answer is about, by its measure, at its level.

    Amounts (records, days of harm, pounds) and densities are taken as they are, rates standardised by empirical
    Bayes. Areas outside the wards and small areas chosen take no part.
    """
    return _clusters_of(_Asked(answer.release.folder, answer.release.key, answer.link, answer))


@lru_cache(maxsize=8)
def _clusters_of(asked: _Asked) -> AnswerClusters:
    answer = asked.answer
    neighbours = neighbours_of(answer.release, answer.question.level)
    values, populations = values_for(answer)
    inside = np.where(answer.inside, values, np.nan)
    found = {method: clusters(inside, neighbours, method, populations=populations) for method in Method}
    reason = why_not(answer) or found[Method.GI_STAR].reason
    left_out = 0 if reason else int(answer.inside.sum()) - found[Method.GI_STAR].analysed
    return AnswerClusters(answer, neighbours, found, left_out, reason)


def values_for(answer: Answer) -> tuple[Array, Array | None]:
    """(areas,) values to analyse, NaN where there are none, and for a rate the populations that the records divide by."""
    nothing = np.full(len(answer.areas), np.nan)
    if why_not(answer) or answer.values is None:
        return nothing, None
    if answer.selection.measure is not Measure.RATE:
        return answer.values, None
    counts = nothing if answer.counts is None else answer.counts
    return counts, nothing if answer.figures.bases is None else answer.figures.bases


def why_not(answer: Answer) -> str:
    """Why an answer has no clusters, before any is looked for; empty where it can have some."""
    if answer.selection.measure not in MEASURES:
        return "Clusters are looked for in records, harm, cost, density and rates; not in changes or quotients."
    if answer.values is None:
        return (
            answer.reason or "The value of single areas is not known here, so what lies together is not known either."
        )
    return "" if answer.complete else CLUSTERS_WITHHELD
