"""The records that match a question in one period, to be counted in as many ways as a page needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from data.attributes.flags import carrying
from data.choices import Choices, Question
from data.index import HOURS_OF_WEEK, MOMENTS, NOTHING_KNOWN, Index
from data.levels import Level
from data.precounted import clocks_by_moment
from data.query import filters_of
from data.rows import Rows
from data.timing import Clock

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Matching:
    """Rows of an index: ``rows`` are those of the period and types, ``chosen`` which of them match (None: all)."""

    index: Index
    rows: Rows
    first: int  # month the period begins with
    months: int  # of the period
    chosen: Array | None  # (matching,) positions in ``rows``
    open_age: int = 0  # rows that an unknown age leaves open

    def of(self, column: Array) -> Array:
        """The values of a column of the index."""
        values = self.rows.column(column)
        return self._chosen(values)

    def only(self, mask: Array) -> Self:
        """Those of these records for which ``mask`` (matching,) is True."""
        kept = np.flatnonzero(mask)
        return replace(self, chosen=kept if self.chosen is None else self.chosen[kept])

    @cached_property
    def weight(self) -> Array | None:
        return None if self.index.weight is None else self.of(self.index.weight)

    @cached_property
    def kind(self) -> Array:
        """(matching,) positions in the list of types."""
        return self._chosen(self.rows.kinds())

    @cached_property
    def month(self) -> Array:
        """(matching,) 0 for the first month of the period."""
        return self._chosen(self.rows.months()) + (self.rows.low + self.index.first - self.first)

    def _chosen(self, values: Array) -> Array:
        return values if self.chosen is None else values.take(self.chosen)

    def area(self, level: Level) -> Array:
        """(matching,) positions in the level's areas; one past the end where there is none."""
        return self.of(self.index.areas[level])

    def asked(self, name: str) -> bool:
        return name in self.index.attributes

    def attribute(self, name: str) -> Array:
        """(matching,) a column of what is known; nothing known where the data set was not asked."""
        if self.asked(name):
            return self.of(self.index.attributes[name])
        blank = NOTHING_KNOWN[name]
        return np.full(self.size, blank)

    def carrying(self, flag: str) -> Array:
        """(matching,) bool: which of them carry a flag, by its name in links."""
        return carrying(self.index, flag, self.of, lambda: self.kind, self.size)

    @property
    def size(self) -> int:
        return self.rows.size if self.chosen is None else len(self.chosen)

    @property
    def records(self) -> int:
        return self.size if self.weight is None else int(self.weight.sum())

    def count(self, *keys: tuple[Array, int]) -> Array:
        """Records by one or more keys, each (matching,) positions with their number: an array of those lengths."""
        cell = np.zeros(self.size, dtype=np.int64)
        for positions, length in keys:
            cell *= length
            cell += positions
        lengths = [length for _, length in keys]
        counts = np.bincount(cell, weights=self.weight, minlength=int(np.prod(lengths)))
        return counts.astype(np.int64).reshape(lengths)

    def by_month(self) -> Array:
        """(months,) records of each month of the period; 0 beyond what the index covers."""
        return self.count((self.month, self.months))

    def by_hour(self) -> Array:
        """(7, 24) records with a known hour, Monday first."""
        return self.count((self.of(self.index.moment), MOMENTS))[:HOURS_OF_WEEK].reshape(7, 24)

    def by_area(self, level: Level, areas: int, *keys: tuple[Array, int]) -> Array:
        """(areas, ...) records with a known area, by further keys."""
        return self.count((self.area(level), areas + 1), *keys)[:areas]


def matching(index: Index, question: Question, choices: Choices, period: tuple[int, int]) -> Matching:
    """The records that match ``question`` in ``period`` (first and last month, both included)."""
    low, high = max(period[0] - index.first, 0), min(period[1] - index.first, len(index.months) - 1)
    months = period[1] - period[0] + 1
    if low > high:
        return Matching(index, Rows(index, None, 0, -1), period[0], months, np.zeros(0, dtype=np.int64))
    filters = filters_of(question, choices)
    rows, left = Rows(index, question.types, low, high).within(filters)
    chosen, open_age = rows.matching(filters, left)
    return Matching(index, rows, period[0], months, chosen, open_age)


def clocks_counted(index: Index, question: Question, choices: Choices, period: tuple[int, int]) -> Array:
    """(24, clocks) records by hour of the day and reading of the clock (``data.timing.Clock``)."""
    low, high = max(period[0] - index.first, 0), min(period[1] - index.first, len(index.months) - 1)
    filters = filters_of(question, choices)
    if filters.moment_only and low <= high:
        running, types = clocks_by_moment(index), slice(None) if question.types is None else list(question.types)
        counts = (running[high + 1, types] - running[low, types]).sum(axis=0, dtype=np.int64)
        if filters.moment is not None:
            counts *= filters.moment[:HOURS_OF_WEEK, None]
        return counts.reshape(7, 24, len(Clock)).sum(axis=0)
    records = matching(index, question, choices, period)
    moment, clock = records.of(index.moment), records.attribute("clock")
    known = np.flatnonzero((moment < HOURS_OF_WEEK) & (clock < len(Clock)))
    cell = moment.take(known) % np.uint8(24) * np.uint8(len(Clock)) + clock.take(
        known
    )  # at most 24 x 5: a byte holds it
    weight = None if records.weight is None else records.weight.take(known)
    return np.bincount(cell, weights=weight, minlength=24 * len(Clock)).astype(np.int64).reshape(24, len(Clock))


def narrowed_to(question: Question, positions: Sequence[int]) -> Question:
    """The question for those of its types that are among ``positions``."""
    wanted = set(positions) if question.types is None else set(positions) & set(question.types)
    return replace(question, types=tuple(sorted(wanted)))
