"""What the profiles of wards are made of: records by ward, kind, hour, month and person, as their reader is told them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.people_tally import CODES
from data.choices import Question
from data.index import HOURS_OF_WEEK, MOMENTS
from data.levels import Level
from data.matching import Matching, matching
from data.releases import Release
from data.selection import Timing
from geo.disclosure.told import told_kinds, told_tally, why_refused
from geo.pages.ward_types import TypeProfile
from geo.timing import hours_of

Array = npt.NDArray[Any]

OTHERS: Final = ("all other kinds", "")  # together, where not each of them is told


@dataclass(frozen=True)
class Counts:
    """What is counted once for all wards."""

    total: Array  # (wards,)
    previous: Array | None
    kinds: Array  # (wards, types)
    hours: Array | None  # (wards, 7, 24)
    months: Array  # (wards, months)
    previous_months: Array | None
    persons: dict[str, Array]  # (wards, 256) by kind of person
    types: tuple[tuple[str, str], ...]  # of ``kinds``
    withheld: bool = False  # whether hours, months, people and detailed types are withheld from the reader


def counts_of(release: Release, question: Question, wards: int) -> Counts | None:
    """Everything counted over the wards, in one pass for each period; None where a ward's number is withheld."""
    if release.rule.withholds:
        return counts_told(release, question, wards)
    found = matching(release.index(question.dataset.slug), question, release.choices, (question.first, question.last))
    before = previous_of(release, question)
    return Counts(
        total=by_ward(found, wards),
        previous=None if before is None else by_ward(before, wards),
        kinds=by_ward(found, wards, (found.kind, len(question.dataset.types))),
        hours=hours_by_ward(found, question, wards) if question.dataset.timed else None,
        months=by_ward(found, wards, (found.month, found.months)),
        previous_months=None if before is None else by_ward(before, wards, (before.month, before.months)),
        persons={
            person: by_ward(found, wards, (found.attribute(person), CODES))
            for person in ("victim", "accused")
            if found.asked(person)
        },
        types=question.dataset.types,
    )


def counts_told(release: Release, question: Question, wards: int) -> Counts | None:
    """What of that a reader under a rule is told: numbers, main kinds; None unless it is told of every ward."""
    by_ward = replace(question, level=Level.WARD)
    now = told_by_ward(release, by_ward, (question.first, question.last))
    if now is None:
        return None
    covered = question.previous is not None and is_covered(question, question.previous)
    before = told_by_ward(release, by_ward, question.previous) if covered and question.previous is not None else None
    kinds, types = kinds_told(release, by_ward, now)
    return Counts(
        total=now,
        previous=before,
        kinds=kinds,
        hours=None,
        months=np.full((wards, question.months), np.nan),
        previous_months=None,
        persons={},
        types=types,
        withheld=True,
    )


def told_by_ward(release: Release, question: Question, period: tuple[int, int]) -> Array | None:
    """(wards,) records as a reader is told them; None where any of them is withheld."""
    told = None if why_refused(release, question, period) else told_tally(release, question, period)
    return None if told is None or np.isnan(told.by_area).any() else told.by_area.astype(np.int64)


def kinds_told(release: Release, question: Question, totals: Array) -> tuple[Array, tuple[tuple[str, str], ...]]:
    """(wards, kinds) of the main kinds that are told of every ward, and last of all others together."""
    period = (question.first, question.last)
    asked = [replace(question, selection=replace(question.selection, ward=(area.code,)))
             for area in release.choices.areas[Level.WARD]]  # fmt: skip
    by_ward = [told_kinds(release, one, period) for one in asked]
    names = [name for name in by_ward[0] if all(found.get(name) is not None for found in by_ward)]
    told = np.array([[found[name] for name in names] for found in by_ward], dtype=np.int64).reshape(len(by_ward), -1)
    rest = totals - told.sum(axis=1)
    return np.column_stack((told, rest)), (*((name, "") for name in names), OTHERS)


def types_told(profiles: list[tuple[TypeProfile, ...]]) -> list[tuple[TypeProfile, ...]]:
    """The same without what stands for all kinds that are withheld."""
    return [tuple(kind for kind in profile if kind.name != OTHERS[0]) for profile in profiles]


def hours_by_ward(found: Matching, question: Question, wards: int) -> Array:
    """(wards, 7, 24) hours of the start, or spread to the end where the question asks for that."""
    if question.selection.timing is Timing.SPREAD and found.asked("span"):
        area = found.area(Level.WARD)
        return np.array([hours_of(found.only(area == ward), Timing.SPREAD) for ward in range(wards)])
    hours = by_ward(found, wards, (found.of(found.index.moment), MOMENTS))
    return hours[:, :HOURS_OF_WEEK].reshape(wards, 7, 24)


def by_ward(found: Matching, wards: int, *keys: tuple[Array, int]) -> Array:
    """(wards, ...) records with a known ward, by further keys."""
    return found.by_area(Level.WARD, wards, *keys)


def previous_of(release: Release, question: Question) -> Matching | None:
    """The period compared with; None where none is asked for or the release lacks any of its months."""
    if question.previous is None or not is_covered(question, question.previous):
        return None
    return matching(release.index(question.dataset.slug), question, release.choices, question.previous)


def is_covered(question: Question, period: tuple[int, int]) -> bool:
    """Whether the data set has all months of a period."""
    return set(range(period[0], period[1] + 1)) <= set(question.dataset.months)
