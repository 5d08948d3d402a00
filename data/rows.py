"""The rows of an index that a question of some months, types and areas can concern, and which of them match it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from data.attributes.flags import carrying
from data.index import AGE_OPEN, Index
from data.levels import Level
from data.precounted import FILTERED, rows_by_area

Array = npt.NDArray[Any]

WORTH_PICKING: Final = 8  # rows read in order for each that is picked from its place


class RowFilters(Protocol):
    """What ``matching`` needs to know of a question's filters (``data.query.Filters``)."""

    @property
    def moment(self) -> Array | None: ...
    @property
    def areas(self) -> tuple[tuple[Level, Array], ...]: ...
    @property
    def rule(self) -> int | None: ...
    @property
    def flags(self) -> tuple[str, ...]: ...


class Rows:
    """The rows of some months and types, in the order of the index: slices of its arrays."""

    def __init__(self, index: Index, types: tuple[int, ...] | None, low: int, high: int) -> None:
        """``low`` and ``high`` are months of the index, both included; none where ``high`` is less."""
        self.index, self.low, self.high = index, low, high
        self.types = types
        width, starts = len(index.types), index.starts
        if types is None:
            bounds = starts[low * width : (high + 1) * width + 1 : width]
            self.month_starts = bounds - bounds[0]  # within these rows
            self.slices = [slice(int(bounds[0]), int(bounds[-1]))]
            return
        firsts, stops = zip(*neighbours(types), strict=True)
        at = np.arange(low, high + 1)[:, None] * width
        begins, ends = starts[at + firsts], starts[at + stops]
        self.month_starts = np.zeros(high - low + 2, dtype=np.int64)
        (ends - begins).sum(axis=1).cumsum(out=self.month_starts[1:])
        self.slices = [slice(*pair) for pair in zip(begins.ravel().tolist(), ends.ravel().tolist(), strict=True)]

    @property
    def size(self) -> int:
        return int(self.month_starts[-1])

    def column(self, array: Array) -> Array:
        """(rows,) the values of a column of the index."""
        if len(self.slices) == 1:
            return array[self.slices[0]]
        return np.concatenate([array[rows] for rows in self.slices])

    def within(self, filters: RowFilters) -> tuple[Rows, tuple[tuple[Level, Array], ...]]:
        """These rows, or those of the areas asked for where they are few, and the area filters that are left."""
        left, found = filters.areas, None
        for level, areas in filters.areas:
            listed = Listed.of(self, level, areas) if level in FILTERED else None
            if listed is not None and (found is None or listed.rows < found.rows):
                found, left = listed, tuple(each for each in filters.areas if each[0] is not level)
        if found is None or found.rows * WORTH_PICKING > self.size:
            return self, filters.areas
        return Picked(self, found), left

    def matching(self, filters: RowFilters, areas: tuple[tuple[Level, Array], ...]) -> tuple[Array | None, int]:
        """Positions of those that pass (None for all), and how many would but for an unknown age.

        ``areas`` are the filters by area that are still to be applied.
        """
        tests = []
        if filters.moment is not None:
            tests.append(looked_up(filters.moment, self.column(self.index.moment)))
        tests += [chosen(self.column(self.index.areas[level]), positions) for level, positions in areas]
        tests += [carrying(self.index, flag, self.column, self.kinds, self.size) for flag in filters.flags]
        keep = tests[0] if tests else None
        for test in tests[1:]:
            keep = keep & test
        if filters.rule is None:
            return None if keep is None else np.flatnonzero(keep), 0
        meets, open_age = self.rule(filters.rule)
        open_age &= ~meets
        left_open = np.flatnonzero(open_age if keep is None else open_age & keep)
        return np.flatnonzero(meets if keep is None else meets & keep), self.total(left_open)

    def rule(self, number: int) -> tuple[Array, Array]:
        """(rows,) bool: which meet a rule of youth violence, and of which an unknown age leaves it open."""
        rules, bit = self.column(self.index.rules), np.uint8(1 << number)
        meets = (rules & bit) != 0
        if "rules_open" in self.index.attributes:
            return meets, (self.column(self.index.attributes["rules_open"]) & bit) != 0
        return meets, rules >> AGE_OPEN == 1  # a release of before that column: open by the rule for either person

    def total(self, positions: Array) -> int:
        """Records of some of the rows."""
        weight = self.index.weight
        return len(positions) if weight is None else int(self.column(weight)[positions].sum())

    def count(self, array: Array, length: int, positions: Array | None) -> Array:
        """(length,) records by the value of a column, of all rows or those at ``positions``."""
        values, weight = self.column(array), self.weight
        if positions is not None:
            values, weight = values.take(positions), None if weight is None else weight.take(positions)
        return np.bincount(values, weights=weight, minlength=length).astype(np.int64, copy=False)

    @property
    def weight(self) -> Array | None:
        return None if self.index.weight is None else self.column(self.index.weight)

    def count_months(self, positions: Array | None) -> Array:
        """(months,) records of each month, of all rows or those at ``positions``, which are sorted."""
        starts, weight = self.month_starts, self.weight
        if positions is not None:
            starts = np.searchsorted(positions, starts)
            weight = None if weight is None else weight.take(positions)
        if weight is None:
            return np.diff(starts)
        return np.diff(np.concatenate(([0], np.cumsum(weight, dtype=np.int64)))[starts])

    def months(self) -> Array:
        """(rows,) month of each row, 0 for the first."""
        return np.repeat(np.arange(self.high - self.low + 1, dtype=np.int32), np.diff(self.month_starts))

    def kinds(self) -> Array:
        """(rows,) position of each row's type."""
        width = len(self.index.types)
        types = np.arange(width) if self.types is None else np.array(self.types)
        cells = (np.arange(self.low, self.high + 1)[:, None] * width + types).ravel()
        lengths = self.index.starts[cells + 1] - self.index.starts[cells]
        return np.repeat(np.tile(types.astype(np.int32), self.high - self.low + 1), lengths)


@dataclass(frozen=True)
class Listed:
    """Pieces of the list of rows by area: ``order[begin:end]`` of each area."""

    order: Array
    pieces: list[tuple[int, int]]

    @staticmethod
    def of(rows: Rows, level: Level, areas: Array) -> Listed:
        """Where the rows of some areas and of the months of ``rows`` stand in the list."""
        order, begins = rows_by_area(rows.index, level)
        some = areas[areas < begins.shape[1]]
        ends = begins[rows.high + 1, some].tolist()
        return Listed(order, list(zip(begins[rows.low, some].tolist(), ends, strict=True)))

    @cached_property
    def rows(self) -> int:
        return sum(end - begin for begin, end in self.pieces)

    @property
    def positions(self) -> Array:
        """The rows, sorted."""
        parts = [self.order[begin:end] for begin, end in self.pieces]
        return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts)) if parts else self.order[:0]


class Picked(Rows):
    """The rows of some areas among those of some months and types, each taken from its place."""

    def __init__(self, rows: Rows, listed: Listed) -> None:
        self.index, self.low, self.high, self.types = rows.index, rows.low, rows.high, rows.types
        positions = listed.positions
        if rows.types is not None:
            positions = positions[inside(positions, rows.slices)]
        self.positions = positions
        width = len(self.index.types)
        starts = self.index.starts[self.low * width : (self.high + 1) * width + 1 : width]
        self.month_starts = np.searchsorted(positions, starts)

    def column(self, array: Array) -> Array:
        return array.take(self.positions)

    def kinds(self) -> Array:
        cells = np.arange(self.low * len(self.index.types), (self.high + 1) * len(self.index.types) + 1)
        lengths = np.diff(np.searchsorted(self.positions, self.index.starts[cells]))
        return np.repeat((cells[:-1] % len(self.index.types)).astype(np.int32), lengths)


def inside(positions: Array, slices: list[slice]) -> Array:
    """(rows,) bool: which sorted positions lie in any of some sorted slices that do not overlap."""
    bounds = np.array([(rows.start, rows.stop) for rows in slices]).ravel()
    within: Array = np.searchsorted(bounds, positions, side="right") % 2 == 1
    return within


def chosen(values: Array, positions: Array) -> Array:
    """(rows,) bool: which values, of a narrow unsigned type, are among the positions."""
    if len(positions) == 1:
        return np.asarray(values == values.dtype.type(positions[0]))
    mask = np.zeros(np.iinfo(values.dtype).max + 1, dtype=bool)
    mask[positions] = True
    return looked_up(mask, values) if values.dtype == np.uint8 else mask.take(values)


def looked_up(mask: Array, values: Array) -> Array:
    """(rows,) bool: ``mask[values]`` of bytes, by translating them, which is several times faster."""
    table = np.zeros(256, dtype=np.uint8)
    table[: len(mask)] = mask
    return np.frombuffer(values.tobytes().translate(table.tobytes()), dtype=bool)


def neighbours(types: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Sorted positions as runs of neighbours: ``(1, 2, 5)`` -> ``(1, 3), (5, 6)``."""
    start = previous = types[0]
    for position in types[1:]:
        if position != previous + 1:
            yield start, previous + 1
            start = position
        previous = position
    yield start, previous + 1
