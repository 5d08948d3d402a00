"""The small areas of each ward that hold most of its records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.choices import Question
from data.levels import LEVEL_NAMES, Level
from data.matching import matching
from data.releases import Release
from geo.disclosure.told import told_tally
from geo.statistics.concentration import ranks

MOST_LSOAS: Final = 5


@dataclass(frozen=True)
class SmallArea:
    """A small area of the ward (by best fit)."""

    code: str
    name: str
    value: int
    share: float | None  # of the ward's records with a known small area
    borough_rank: int  # among all small areas


def small_areas(release: Release, question: Question) -> tuple[dict[str, tuple[SmallArea, ...]], str]:
    """By ward code its largest small areas, and why there are none."""
    level = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    if level not in question.dataset.levels:
        return {}, f"This source ({question.dataset.source}) does not say in which {LEVEL_NAMES[level]} a record lies."
    areas = release.choices.areas[level]
    if release.rule.withholds:
        return small_areas_told(release, replace(question, level=level)), ""
    found = matching(release.index(question.dataset.slug), question, release.choices, (question.first, question.last))
    counts = found.by_area(level, len(areas))
    rank = ranks(counts)
    totals: dict[str, int] = {}
    for area, count in zip(areas, counts, strict=True):
        totals[area.ward] = totals.get(area.ward, 0) + int(count)
    by_code: dict[str, list[SmallArea]] = {}
    for i in np.argsort(-counts, kind="stable"):
        area, total = areas[i], totals[areas[i].ward]
        kept = by_code.setdefault(area.ward, [])
        if len(kept) < MOST_LSOAS and counts[i]:
            kept.append(SmallArea(area.code, area.name, int(counts[i]), int(counts[i]) / total, int(rank[i])))
    return {ward: tuple(kept) for ward, kept in by_code.items()}, ""


def small_areas_told(release: Release, question: Question) -> dict[str, tuple[SmallArea, ...]]:
    """The same as a reader under a rule is told: areas that have more than any withheld one can have, without shares
    where an area of the ward is withheld."""
    told = told_tally(release, question, (question.first, question.last))
    if told is None:
        return {}
    areas, highest = release.choices.areas[question.level], float(told.most.max(initial=-np.inf))
    totals: dict[str, float] = {}
    for area, count in zip(areas, told.by_area.tolist(), strict=True):
        totals[area.ward] = totals.get(area.ward, 0.0) + count
    found: dict[str, list[SmallArea]] = {}
    order = np.argsort(-np.nan_to_num(told.by_area, nan=-1.0), kind="stable")
    for rank, place in enumerate(order[told.by_area[order] > max(highest, 0)], start=1):
        area, count = areas[place], int(told.by_area[place])
        kept = found.setdefault(area.ward, [])
        if len(kept) < MOST_LSOAS:
            share = None if np.isnan(totals[area.ward]) else count / totals[area.ward]
            kept.append(SmallArea(area.code, area.name, count, share, rank))
    return {ward: tuple(kept) for ward, kept in found.items()}
