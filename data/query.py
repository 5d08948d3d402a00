"""Counting: (index, question) -> records by area, hour and month, in one pass over the rows asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import Choices, Question
from data.index import HOURS_OF_WEEK, MOMENTS, RULES, Index
from data.levels import Level
from data.precounted import (
    FILTERED,
    counts_by_hour,
    counts_by_type,
    records_by_moment,
    records_by_type,
    records_of_all_types,
    rows_by_area,
)
from data.rows import Rows
from data.selection import ANY_TIME, DAYS, hours_of

Array = npt.NDArray[Any]

AT_ONCE: Final = 1_000_000  # rows
NOTHING: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Tally:
    """Records that match a question in one period.

    Attributes
    ----------
    by_area : (areas,) records with a known area, in the order of the release's area list.
    by_hour : (7, 24) records with a known hour, Monday first, local time.
    by_month : (months,) records of each month of the period.
    records : all of them, with or without an area or an hour.
    age_open : records whose unknown ages leave open whether they meet the youth-violence rule asked for.
    """

    by_area: Array
    by_hour: Array
    by_month: Array
    records: int
    age_open: int = 0

    @property
    def located(self) -> int:
        return int(self.by_area.sum())

    @property
    def timed(self) -> int:
        return int(self.by_hour.sum())

    @property
    def night(self) -> int:
        return int(self.by_hour[:, hour_mask("night")].sum())


@dataclass(frozen=True)
class Filters:
    """A question's row filters as look-up tables; None where there is none."""

    moment: Array | None  # (MOMENTS,) bool
    areas: tuple[tuple[Level, Array], ...]  # (level, positions of the areas chosen)
    rule: int | None  # bit of index.rules
    flags: tuple[str, ...] = ()  # all of which a record must carry
    hours: tuple[int, ...] | None = None  # of the day, where nothing else narrows the moment

    @property
    def moment_only(self) -> bool:
        return not self.areas and self.rule is None and not self.flags


def filters_of(question: Question, choices: Choices) -> Filters:
    """The row filters a question asks for."""
    selection = question.selection
    lsoa_level = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    chosen = ((Level.WARD, selection.ward), (lsoa_level, selection.lsoa))
    only_hours = selection.time != ANY_TIME and not selection.days
    return Filters(
        moment=moment_mask(selection.time, selection.days),
        areas=tuple((level, area_positions(choices, level, codes)) for level, codes in chosen if codes),
        rule=None if question.syv is None else RULES.index(question.syv),
        flags=selection.flag,
        hours=tuple(np.flatnonzero(hour_mask(selection.time)).tolist()) if only_hours else None,
    )


def area_positions(choices: Choices, level: Level, codes: tuple[str, ...]) -> Array:
    """Positions in the level's list of the areas chosen, sorted."""
    positions = choices.positions.get(level, {})
    return np.array(sorted(positions[code] for code in codes if code in positions), dtype=np.int64)


@cache
def hour_mask(time: str) -> Array:
    """(24,) bool: the hours of a ``time`` value; start included, end not, over midnight where it must."""
    start, end = hours_of(time)
    mask = np.zeros(24, dtype=bool)
    mask[(start + np.arange((end - start) % 24 or 24)) % 24] = True
    mask.flags.writeable = False
    return mask


@cache
def moment_mask(time: str, days: tuple[str, ...]) -> Array | None:
    """(MOMENTS,) bool for a choice of hours and of calendar days; None where neither is restricted.

    A record without an hour matches no restricted time, one without a day no restricted day.
    """
    if time == ANY_TIME and not days:
        return None
    chosen = np.array([not days or day in days for day in DAYS])
    mask = np.zeros(MOMENTS, dtype=bool)
    mask[:HOURS_OF_WEEK] = (chosen[:, None] & hour_mask(time)[None, :]).ravel()
    if time == ANY_TIME:
        mask[HOURS_OF_WEEK : HOURS_OF_WEEK + 7] = chosen
    mask.flags.writeable = False
    return mask


def tally(index: Index, question: Question, filters: Filters, period: tuple[int, int], areas: int) -> Tally:
    """Count the records of ``period`` (first and last month); ``areas`` is the length of the level's list.

    Months outside the index count nothing; whether they are zero or unknown is the caller's to say.
    """
    first, last = (month - index.first for month in period)
    low, high = max(first, 0), min(last, len(index.months) - 1)
    if low > high:
        return Tally(np.zeros(areas, np.int64), np.zeros((7, 24), np.int64), np.zeros(last - first + 1, np.int64), 0)
    placed = counted_areas(index, question, filters, low, high)
    age_open = 0
    if placed is None or not filters.moment_only:
        placed, months, moments, age_open = count_rows(index, question, filters, (low, high), areas)
    if filters.moment_only:
        months, moments = from_table(index, question.types, filters.moment, low, high)
    by_area, by_month = (np.zeros(size, dtype=np.int64) for size in (areas, last - first + 1))
    by_area[: len(placed)] = placed[:areas]
    by_month[low - first : high - first + 1] = months
    return Tally(by_area, moments[:HOURS_OF_WEEK].reshape(7, 24), by_month, int(months.sum()), age_open)


def months_counted(index: Index, question: Question, filters: Filters, period: tuple[int, int]) -> Array:
    """(months,) records of each month of ``period``, as ``tally`` has them, without counting anything else."""
    first, last = (month - index.first for month in period)
    low, high = max(first, 0), min(last, len(index.months) - 1)
    by_month = np.zeros(last - first + 1, dtype=np.int64)
    if low > high:
        return by_month
    if filters.moment_only:
        months, _ = from_table(index, question.types, filters.moment, low, high)
    else:
        rows, left = Rows(index, question.types, low, high).within(filters)
        months = rows.count_months(rows.matching(filters, left)[0])
    by_month[low - first : high - first + 1] = months
    return by_month


def count_rows(
    index: Index, question: Question, filters: Filters, months: tuple[int, int], areas: int
) -> tuple[Array, Array, Array, int]:
    """Records by area, month and moment, and those that an unknown age leaves open, from the rows themselves."""
    low, high = months
    rows, left = Rows(index, question.types, low, high).within(filters)
    if rows.size > AT_ONCE and low < high:  # what stays in the processor's own memory is counted several times faster
        middle = (low + high) // 2
        one, two = (count_rows(index, question, filters, half, areas) for half in ((low, middle), (middle + 1, high)))
        return one[0] + two[0], np.concatenate((one[1], two[1])), one[2] + two[2], one[3] + two[3]
    chosen, age_open = rows.matching(filters, left)
    placed = rows.count(index.areas[question.level], areas + 1, chosen)
    if filters.moment_only:  # the table tells the rest
        return placed, NOTHING, NOTHING, age_open
    return placed, rows.count_months(chosen), rows.count(index.moment, MOMENTS, chosen), age_open


def counted_areas(index: Index, question: Question, filters: Filters, low: int, high: int) -> Array | None:
    """(positions,) records by area from what was counted beforehand; None where only the rows can tell."""
    if not filters.moment_only:
        return None
    if filters.moment is None:
        if question.types is None and index.weight is None and question.level in FILTERED:
            begins = rows_by_area(index, question.level)[1]
            return begins[high + 1] - begins[low]
        return counts_by_type(index, question.level).between(question.types, low, high)
    if filters.hours is None or question.types is not None:
        return None
    return counts_by_hour(index, question.level).between(filters.hours, low, high)


def from_table(
    index: Index, types: tuple[int, ...] | None, moment: Array | None, low: int, high: int
) -> tuple[Array, Array]:
    """Records by month and by moment from the marginal table, without touching rows."""
    running = records_by_moment(index)
    if types is None:
        by_moment = (running[high + 1] - running[low]).sum(axis=0)
    else:
        chosen = list(types)
        by_moment = (running[high + 1, chosen] - running[low, chosen]).sum(axis=0)
    if moment is None:
        months = records_by_type(index)[low : high + 1]
        return (months if types is None else months[:, chosen]).sum(axis=1), by_moment
    if types is None:
        every = records_of_all_types(index)[low : high + 1]
    else:
        every = index.table[low : high + 1, chosen].sum(axis=1, dtype=np.int64)
    return every[:, moment].sum(axis=1), by_moment * moment
