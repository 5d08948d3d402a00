"""What follows from the rows of an index, counted once so that most questions touch few rows or none.

Counts by area are kept running over the months, so that those of any period are one difference: of each type,
and of each hour of the day. Rows are listed by area, so that a question of some areas touches theirs alone. Small
data sets make these arrays at the first question that needs them; of large ones they are files of the index, mapped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from data.levels import Level
from data.timing import Clock

if TYPE_CHECKING:
    from data.index import Index

Array = npt.NDArray[Any]

MANY_ROWS: Final = 500_000  # from so many on the arrays are stored: making them would be felt
WEEK: Final = 168  # hours
HOURS: Final = 24
FILTERED: Final = (Level.LSOA, Level.LSOA21, Level.WARD)  # levels whose areas a question can be narrowed to
MOST: Final = 65_535  # in two bytes
NOTHING: Final = np.zeros(0, dtype=np.int32)


def stored(index: Index) -> dict[str, Array]:
    """The arrays that are files of a large index, by name; none of a small one."""
    if len(index.moment) < MANY_ROWS:
        return {}
    for level in index.areas:
        counts_by_type(index, level)
        if timed(index):
            counts_by_hour(index, level)
        if level in FILTERED:
            rows_by_area(index, level)
    clocks_by_moment(index)
    return dict(index.counted)


def kept(index: Index, name: str, make: Callable[[], Array]) -> Array:
    """An array by its name, made where it is neither a file nor made before."""
    found = index.counted.get(name)
    if found is None:
        found = index.counted[name] = make()
    return found


def width(index: Index, level: Level) -> int:
    """How many positions the arrays of a level have: those of no area stand behind all areas."""
    return int(kept(index, f"width-{level}", lambda: np.array([index.areas[level].max(initial=0) + 1]))[0])


def timed(index: Index) -> bool:
    """Whether any record has an hour."""
    return bool(records_of_all_types(index)[:, :WEEK].any())


def rows_of(index: Index, month: int) -> slice:
    """The rows of a month (0 for the first of the index)."""
    types = len(index.types)
    return slice(int(index.starts[month * types]), int(index.starts[(month + 1) * types]))


def kinds_of(index: Index, month: int) -> Array:
    """(rows of the month,) position of each row's type."""
    types = len(index.types)
    return np.repeat(np.arange(types), np.diff(index.starts[month * types : (month + 1) * types + 1]))


def counted(index: Index, cell: Array, cells: int, month: int) -> Array:
    """(cells,) records of a month by the cell of each of its rows."""
    weight = None if index.weight is None else index.weight[rows_of(index, month)]
    return np.bincount(cell, weights=weight, minlength=cells).astype(np.int64)


@dataclass(frozen=True)
class Running:
    """Records of groups by area, of all months before each: those of any period are one difference.

    Two bytes a count. They wrap around, which leaves a difference right as long as it is under 65,536; areas of which
    more are known, such as that of the records without an area, stand in ``exact`` as well.
    """

    counts: Array  # (groups, months + 1, positions)
    large: Array  # positions that stand in ``exact``
    exact: Array  # (groups, months + 1, large)

    def between(self, groups: tuple[int, ...] | None, low: int, high: int) -> Array:
        """(positions,) records of some groups (None: all) in the months ``low`` to ``high``, both included."""
        chosen = slice(None) if groups is None else list(groups)
        found: Array = (self.counts[chosen, high + 1] - self.counts[chosen, low]).sum(axis=0, dtype=np.int64)
        if len(self.large):
            found[self.large] = (self.exact[chosen, high + 1] - self.exact[chosen, low]).sum(axis=0)
        return found

    def each(self, low: int, high: int, groups: Array) -> Array:
        """(groups, positions) records of each of some groups in those months."""
        found = (self.counts[groups, high + 1] - self.counts[groups, low]).astype(np.int64)
        if len(self.large):
            found[:, self.large] = self.exact[groups, high + 1] - self.exact[groups, low]
        return found


def running(index: Index, name: str, groups: int, level: Level, counts_of: Callable[[int], Array]) -> Running:
    """The running records of a level from (groups, positions) of each month."""
    months, size = len(index.months), width(index, level)

    def counts() -> Array:
        made = np.zeros((groups, months + 1, size), dtype=np.uint16)
        for month in range(months):
            found = counts_of(month)
            if found.min(initial=0) < 0 or found.max(initial=0) > MOST:  # a weight may be negative, an area a region
                return exactly()
            made[:, month + 1] = found
        total = made.sum(axis=1, dtype=np.int64).max(axis=0)
        large = np.flatnonzero(total > MOST)
        index.counted[f"{name}-large"] = large
        index.counted[f"{name}-exact"] = np.cumsum(made[:, :, large], axis=1, dtype=np.int64)
        return np.cumsum(made, axis=1, dtype=np.uint16, out=made)

    def exactly() -> Array:
        index.counted[f"{name}-large"] = np.zeros(0, dtype=np.int64)
        index.counted[f"{name}-exact"] = np.zeros((groups, months + 1, 0), dtype=np.int64)
        made = np.zeros((groups, months + 1, size), dtype=np.int64)
        for month in range(months):
            made[:, month + 1] = counts_of(month)
        return np.cumsum(made, axis=1, out=made)

    made = kept(index, name, counts)
    return Running(made, index.counted[f"{name}-large"], index.counted[f"{name}-exact"])


def counts_by_type(index: Index, level: Level) -> Running:
    """Running records by type, (types, months + 1, positions)."""
    size, types = width(index, level), len(index.types)

    def of(month: int) -> Array:
        cell = kinds_of(index, month) * size + index.areas[level][rows_of(index, month)]
        return counted(index, cell, types * size, month).reshape(types, size)

    return running(index, f"by-type-{level}", types, level, of)


def counts_by_hour(index: Index, level: Level) -> Running:
    """Running records by hour of the day, of all types, (24, months + 1, positions)."""
    size = width(index, level)

    def of(month: int) -> Array:
        moment = index.moment[rows_of(index, month)]
        hour = np.where(moment < WEEK, moment % HOURS, HOURS).astype(np.int64)
        cell = hour * size + index.areas[level][rows_of(index, month)]
        return counted(index, cell, (HOURS + 1) * size, month).reshape(HOURS + 1, size)[:HOURS]

    return running(index, f"by-hour-{level}", HOURS, level, of)


def rows_by_area(index: Index, level: Level) -> tuple[Array, Array]:
    """(rows,) the rows by area and within it by month and type, and (months + 1, positions) where each month begins."""

    def order() -> Array:
        narrow = np.int32 if len(index.moment) < np.iinfo(np.int32).max else np.int64
        return np.argsort(index.areas[level], kind="stable").astype(narrow)

    def begins() -> Array:
        size, months = width(index, level), range(len(index.months))
        by_month = [np.bincount(index.areas[level][rows_of(index, month)], minlength=size) for month in months]
        grown = np.cumsum([np.zeros(size, dtype=np.int64), *by_month], axis=0)
        first = np.concatenate(([0], np.cumsum(grown[-1])[:-1]))
        return (grown + first).astype(np.int32 if len(index.moment) < np.iinfo(np.int32).max else np.int64)

    return kept(index, f"rows-{level}", order), kept(index, f"begins-{level}", begins)


def records_by_moment(index: Index) -> Array:
    """(months + 1, types, moments) running records, from the table."""

    def make() -> Array:
        grown = np.cumsum(index.table, axis=0, dtype=np.int64)
        return np.concatenate((np.zeros((1, *grown.shape[1:]), dtype=np.int64), grown))

    return kept(index, "moments", make)


def records_by_type(index: Index) -> Array:
    """(months, types) records, from the table."""
    return kept(index, "types", lambda: index.table.sum(axis=2, dtype=np.int64))


def records_of_all_types(index: Index) -> Array:
    """(months, moments) records, from the table."""
    return kept(index, "all-types", lambda: index.table.sum(axis=1, dtype=np.int64))


def clocks_by_moment(index: Index) -> Array:
    """(months + 1, types, 168, clocks) running records by hour of the week and reading (``data.timing.Clock``)."""
    cells, types = WEEK * len(Clock), len(index.types)

    def of(month: int) -> Array:
        rows = rows_of(index, month)
        moment, clock = index.moment[rows].astype(np.int64), index.attributes["clock"][rows]
        known = (moment < WEEK) & (clock < len(Clock))
        return by_cell(index, month, moment * len(Clock) + clock, known, cells).reshape(types, WEEK, len(Clock))

    return kept(index, "clocks", lambda: cumulated(index, of) if "clock" in index.attributes else NOTHING)


def by_cell(index: Index, month: int, cell: Array, known: Array, cells: int) -> Array:
    """(types, cells) records of a month by type and by the cell of each row; those not ``known`` are left out."""
    types = len(index.types)
    every = np.where(known, cell, cells) + kinds_of(index, month) * (cells + 1)
    return counted(index, every, types * (cells + 1), month).reshape(types, cells + 1)[:, :cells]


def cumulated(index: Index, counts_of: Callable[[int], Array]) -> Array:
    """(months + 1, ...) running records from those of each month."""
    first = counts_of(0)
    made = np.zeros((len(index.months) + 1, *first.shape), dtype=np.int32)
    for month in range(len(index.months)):
        np.add(made[month], counts_of(month), out=made[month + 1], casting="unsafe")
    return made
