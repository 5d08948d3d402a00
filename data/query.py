"""Counting: (index, question) -> records by area, hour and month, in one pass over the rows asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from data.attributes.flags import carrying
from data.choices import Choices, Question
from data.index import AGE_OPEN, HOURS_OF_WEEK, MOMENTS, RULES, Index
from data.levels import Level
from data.selection import ANY_TIME, DAYS, hours_of

Array = npt.NDArray[Any]


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
    areas: tuple[tuple[Level, Array], ...]  # (level, (areas + 1,) bool)
    rule: int | None  # bit of index.rules
    flags: tuple[str, ...] = ()  # all of which a record must carry

    @property
    def moment_only(self) -> bool:
        return not self.areas and self.rule is None and not self.flags


def filters_of(question: Question, choices: Choices) -> Filters:
    """The row filters a question asks for."""
    selection = question.selection
    lsoa_level = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    chosen = ((Level.WARD, selection.ward), (lsoa_level, selection.lsoa))
    return Filters(
        moment=moment_mask(selection.time, selection.days),
        areas=tuple((level, area_mask(choices, level, codes)) for level, codes in chosen if codes),
        rule=None if question.syv is None else RULES.index(question.syv),
        flags=selection.flag,
    )


def area_mask(choices: Choices, level: Level, codes: tuple[str, ...]) -> Array:
    """(areas + 1,) bool; the last, for records without an area, is False."""
    wanted = frozenset(codes)
    return np.array([*(area.code in wanted for area in choices.areas[level]), False])


def hour_mask(time: str) -> Array:
    """(24,) bool: the hours of a ``time`` value; start included, end not, over midnight where it must."""
    start, end = hours_of(time)
    mask = np.zeros(24, dtype=bool)
    mask[(start + np.arange((end - start) % 24 or 24)) % 24] = True
    return mask


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
    return mask


def tally(index: Index, question: Question, filters: Filters, period: tuple[int, int], areas: int) -> Tally:
    """Count the records of ``period`` (first and last month); ``areas`` is the length of the level's list.

    Months outside the index count nothing; whether they are zero or unknown is the caller's to say.
    """
    first, last = (month - index.first for month in period)
    low, high = max(first, 0), min(last, len(index.months) - 1)
    by_month = np.zeros(last - first + 1, dtype=np.int64)
    if low > high:
        return Tally(np.zeros(areas, np.int64), np.zeros((7, 24), np.int64), by_month, 0)
    rows = Rows(index, question.types, low, high)
    keep, age_open = rows.matching(filters)
    by_area = rows.count(index.areas[question.level], areas + 1, keep)
    if filters.moment_only:
        months, moments = from_table(index, question.types, filters.moment, low, high)
    else:
        months = rows.count_months(keep)
        moments = rows.count(index.moment, MOMENTS, keep)
    by_month[low - first : high - first + 1] = months
    by_hour = moments[:HOURS_OF_WEEK].reshape(7, 24)
    return Tally(by_area[:areas], by_hour, by_month, int(by_area.sum()), age_open)


def from_table(
    index: Index, types: tuple[int, ...] | None, moment: Array | None, low: int, high: int
) -> tuple[Array, Array]:
    """Records by month and by moment from the marginal table, without touching rows."""
    table = index.table[low : high + 1] if types is None else index.table[low : high + 1, list(types)]
    counts = table.sum(axis=1, dtype=np.int64)
    if moment is not None:
        counts = counts * moment
    return counts.sum(axis=1), counts.sum(axis=0)


class Rows:
    """The rows of some months and types: slices of the sorted arrays."""

    def __init__(self, index: Index, types: tuple[int, ...] | None, low: int, high: int) -> None:
        self.index, self.low, self.high = index, low, high
        self.cells = list(self._cells(types))
        starts = index.starts
        self.slices = [(month, slice(int(starts[run.start]), int(starts[run.stop]))) for month, run in self.cells]

    def _cells(self, types: tuple[int, ...] | None) -> Iterator[tuple[int, slice]]:
        """(month, cells of month and type): one slice a month, or one for each run of neighbouring types in it."""
        width = len(self.index.types)
        runs = [(0, width)] if types is None else list(neighbours(types))
        for month in range(self.low, self.high + 1):
            for first, end in runs:
                yield month, slice(month * width + first, month * width + end)

    @property
    def size(self) -> int:
        return sum(rows.stop - rows.start for _, rows in self.slices)

    def column(self, array: Array) -> Array:
        if not self.slices:
            return array[:0]
        if len(self.slices) == 1 or self._contiguous():
            return array[self.slices[0][1].start : self.slices[-1][1].stop]
        return np.concatenate([array[rows] for _, rows in self.slices])

    def _contiguous(self) -> bool:
        ends = [(rows.start, rows.stop) for _, rows in self.slices]
        return all(stop == start for (_, stop), (start, _) in pairwise(ends))

    def matching(self, filters: Filters) -> tuple[Array | None, int]:
        """Which rows pass (None for all), and how many would but for an unknown age."""
        keep: Array | None = None
        if filters.moment is not None:
            keep = filters.moment[self.column(self.index.moment)]
        for level, mask in filters.areas:
            inside = mask[self.column(self.index.areas[level])]
            keep = inside if keep is None else keep & inside
        for flag in filters.flags:
            carried = carrying(self.index, flag, self.column, self.kinds, self.size)
            keep = carried if keep is None else keep & carried
        if filters.rule is None:
            return keep, 0
        rules = self.column(self.index.rules)
        rule = np.uint8(filters.rule)
        meets = (rules >> rule) & 1 == 1
        if "rules_open" in self.index.attributes:
            open_age = (self.column(self.index.attributes["rules_open"]) >> rule) & 1 == 1
        else:  # a release of before that column: open by the rule for either person
            open_age = rules >> AGE_OPEN == 1
        age_open = open_age if keep is None else open_age & keep
        return meets if keep is None else meets & keep, self.total(age_open & ~meets)

    def total(self, keep: Array) -> int:
        weight = self.index.weight
        return int(keep.sum() if weight is None else self.column(weight)[keep].sum())

    def count(self, array: Array, length: int, keep: Array | None) -> Array:
        values = self.column(array)
        weight = None if self.index.weight is None else self.column(self.index.weight)
        if keep is not None:
            values, weight = values[keep], None if weight is None else weight[keep]
        return np.bincount(values, weights=weight, minlength=length).astype(np.int64)

    def months(self) -> Array:
        """(rows,) month of each row, 0 for the first."""
        lengths = [rows.stop - rows.start for _, rows in self.slices]
        months = np.array([month - self.low for month, _ in self.slices], dtype=np.int64)
        return np.repeat(months, np.array(lengths, dtype=np.int64))

    def kinds(self) -> Array:
        """(rows,) position of each row's type."""
        lengths = np.diff(self.index.starts)
        cells = [np.arange(run.start, run.stop) for _, run in self.cells]
        numbers = np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64)
        return np.repeat(numbers % len(self.index.types), lengths[numbers])

    def count_months(self, keep: Array | None) -> Array:
        months = self.months()
        weight = None if self.index.weight is None else self.column(self.index.weight)
        if keep is not None:
            months, weight = months[keep], None if weight is None else weight[keep]
        return np.bincount(months, weights=weight, minlength=self.high - self.low + 1).astype(np.int64)


def neighbours(types: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Sorted positions as runs of neighbours: ``(1, 2, 5)`` -> ``(1, 3), (5, 6)``."""
    start = previous = types[0]
    for position in types[1:]:
        if position != previous + 1:
            yield start, previous + 1
            start = position
        previous = position
    yield start, previous + 1
