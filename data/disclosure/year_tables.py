"""The protected tables of one reporting year: places by kind, places by time of day, months and hours by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.calendar_tables import hour_table, month_counts, month_table, owners
from data.disclosure.counts import NIGHT, TIMES, YearRows, counted, pieces
from data.disclosure.kinds import merged_kinds, told
from data.disclosure.repair import protect
from data.disclosure.rule import Rule
from data.disclosure.table import Table, holding, new_table, settle
from data.disclosure.years import Year
from data.levels import SMALL, Level

Array = npt.NDArray[Any]

MOST_AREAS: Final = (
    6_000  # of a level; one with more, as of all of England, is not told: it would take too long to make
)
AT_ONCE: Final = 2  # records that an exchange or crossing moves


@dataclass(frozen=True)
class YearTables:
    """What is told of one year; the kinds of its tables are groups of main categories.

    Attributes
    ----------
    groups : (majors,) group of each main category, -1 for one without any record.
    times : (3,) group of each time of day, the same way.
    totals : (groups,) records of the whole.
    levels : of ``places`` and ``at_times``, in their order.
    places, at_times : areas by kind, and by time of day; None where no place is told.
    months : rows are the months of the year; of several authorities, then each one's months after each other's.
    hours : the moments of the week, the times of day, then both of each authority; None where no hour is told.
    """

    year: Year
    groups: Array
    times: Array
    totals: Array
    levels: tuple[Level, ...]
    places: Table | None
    at_times: Table | None
    months: Table
    hours: Table | None

    def column(self, level: Level) -> int | None:
        """Where a level stands in the tables of places; None where it is not in them."""
        return self.levels.index(level) if self.places is not None and level in self.levels else None


def year_tables(
    rows: YearRows, year: Year, sensitive: Array, areas: Mapping[Level, int], rule: Rule
) -> YearTables | None:
    """The tables of a year; None where it has too few records for any figure.

    ``sensitive``: (majors,) bool; ``areas``: how many areas each level has.

    Notes
    -----
    What a borough's file counts beyond those of its wards can be less than nothing in a month and category. It hardly ever
    is over a year, or beside what wards have; where it is, no place is told, no authority's months, or nothing.
    """
    totals = counted([rows.major], (len(sensitive),), rows.count)
    groups = merged_kinds(totals, sensitive, rule)
    if not told(np.flatnonzero(totals).tolist(), totals, sensitive, rule):
        return None
    by_time = counted([rows.time], (TIMES,), rows.count)
    times = merged_kinds(by_time, np.zeros(TIMES, dtype=bool), rule)
    number = int(groups.max()) + 1
    delicate = np.zeros(number, dtype=bool)
    np.logical_or.at(delicate, groups[groups >= 0], sensitive[groups >= 0])
    kind, time = groups[rows.major], times[rows.time]
    owner = owners_of_months(rows, kind, year, number)
    if owner is None:
        return None
    levels = tuple(level for level in Level if level in rows.areas and 0 < areas.get(level, 0) <= MOST_AREAS)
    levels = tuple(level for level in levels if (rows.areas[level] < areas[level]).any())  # at which any record lies
    at, piece = pieces([rows.areas[level] for level in levels]) if levels else (None, None)
    places = None
    if year.whole and at is not None and piece is not None:
        joint = counted([piece, kind, time], (at.shape[1], number, int(times.max()) + 1), rows.count)
        size, night = [areas[level] + 1 for level in levels], np.arange(joint.shape[2]) == times[NIGHT]
        within = [levels.index(Level.AUTHORITY)] if owner.any() else []
        for pinned in [*within, None] if possible(joint) else []:
            places = place_tables(list(at), size, joint, levels, delicate, rule, night, pinned)
            if places is not None:
                owner = owner if pinned is not None else np.zeros_like(owner)
                break
    with_hours = year.whole and bool((times[:2] >= 0).any())
    return YearTables(
        year=year,
        groups=groups,
        times=times,
        totals=counted([kind], (number,), rows.count),
        levels=levels,
        places=None if places is None else places[0],
        at_times=None if places is None else places[1],
        months=month_table(rows, owner, kind, year, delicate, rule),
        hours=hour_table(rows, owner, kind, times, piece, delicate, rule) if with_hours else None,
    )


def owners_of_months(rows: YearRows, kind: Array, year: Year, kinds: int) -> Array | None:
    """(rows,) authority by which months are told, 0 where of the whole alone; None where not even that is possible."""
    own, months = owners(rows), year.last - year.first + 1
    for owner in (own, np.zeros_like(own)):
        if possible(month_counts(rows, owner, kind, months, kinds)):
            return owner
    return None


def possible(counts: Array) -> bool:
    """Whether counts are of records, none less than nothing."""
    return bool((counts >= 0).all())


def place_tables(
    at: list[Array],
    rows: list[int],
    joint: Array,
    levels: tuple[Level, ...],
    sensitive: Array,
    rule: Rule,
    dear: Array | None = None,
    within: int | None = None,
) -> tuple[Table, Table] | None:
    """Areas by kind and by time of day, from (pieces, kinds, times) records; rows withheld as a whole are so in both.

    Two records of different kinds change places where they are of one time of day, and the other way round. ``dear``:
    (times,) bool, told as long as it can be. ``within``: a level whose areas no record leaves; None is the answer where
    that is not enough. The last row of each level is of records without an area: where there are none, that is told,
    and where there are one or two, they stay, so that what is told excludes no world that an exchange leads to.
    """
    small, pins = [level in SMALL for level in levels], None if within is None else at[within]
    plain, stays = np.zeros(joint.shape[2], dtype=bool), few_nowhere(at, rows, joint)
    has = [holding(joint.transpose(2, 0, 1)), holding(joint.transpose(1, 0, 2))]
    for held in has:
        held[:, stays, :-1] = False
    by_kind = new_table(at, rows, has[0], joint.sum(axis=2), small, sensitive, rule, pins)
    by_time = new_table(at, rows, has[1], joint.sum(axis=1), small, plain, rule, pins, dear)
    both = (by_kind, by_time)
    if within is not None and any((table.counts[within] * table.pooled[within][:, :-1]).any() for table in both):
        return None
    before = -1
    while (withheld := sum(int(held[:, -1].sum()) for table in both for held in table.pooled)) != before:
        before = withheld
        for one, other in ((by_kind, by_time), (by_time, by_kind)):
            for held, also in zip(one.pooled, other.pooled, strict=True):
                held[also[:, -1]] = True
            settle(one)
            protect(one)
    if within is not None and by_kind.pooled[within][:, -1].all():
        return None
    for table in both:
        for labels, number, held in zip(table.at, rows, table.pooled, strict=True):
            if not (labels == number - 1).any():
                held[-1] = False
    return both


def few_nowhere(at: list[Array], rows: list[int], joint: Array) -> Array:
    """(pieces,) bool: where the records without an area of some level lie, if an exchange could take all away."""
    found, records = np.zeros(len(joint), dtype=bool), joint.sum(axis=(1, 2))
    for labels, number in zip(at, rows, strict=True):
        nowhere = labels == number - 1
        if records[nowhere].sum() <= AT_ONCE:
            found |= nowhere
    return found
