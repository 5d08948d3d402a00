"""What is asked, read from the tables of one year."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from data.disclosure.asked import Asked
from data.disclosure.counts import times_of_moments
from data.disclosure.table import Table
from data.disclosure.told import in_groups, most_of, rows_told
from data.disclosure.year_tables import YearTables
from data.levels import Level

Array = npt.NDArray[Any]


def known(value: float) -> float | None:
    """A figure; None where it is not told."""
    return None if np.isnan(value) else float(value)


def wanted_kinds(year: YearTables, asked: Asked) -> Array | None:
    """(groups,) bool: what is asked in the kinds of a year's tables; None where they do not part them so."""
    return None if asked.kinds is None else in_groups(asked.kinds, year.groups)


def at_times_asked(asked: Asked, times: Array) -> Asked | None:
    """The same narrowed to times of day; None where its own hours are no times of day."""
    if asked.moments is None:
        return Asked(asked.kinds, times[times_of_moments()], times, asked.chosen, asked.two_levels, asked.marks)
    moments = asked.moments & times[times_of_moments()]
    left = None if asked.times is None else asked.times & times
    return Asked(asked.kinds, moments, left, asked.chosen, asked.two_levels, asked.marks)


def year_places(year: YearTables, level: Level, asked: Asked, size: int) -> Array:
    """(areas + 1,) what a year tells of what is asked by area; NaN where withheld."""
    column = year.column(level)
    table, wanted = table_asked(year, asked)
    if column is None or table is None or wanted is None:
        return np.full(size, np.nan)
    return rows_told(table, column, wanted)


def year_most(year: YearTables, level: Level, asked: Asked, size: int) -> Array:
    """(areas + 1,) the most that each area can have of what is asked, and no more than it can have in all."""
    column = year.column(level)
    table, wanted = table_asked(year, asked)
    if column is None or table is None:
        return np.full(size, np.inf)
    most = most_of(table, column, np.ones(table.kinds, dtype=bool), float(year.totals.sum()))
    if wanted is None:
        return most
    total = float(year.totals[wanted].sum()) if asked.any_time else at_times_told(year, wanted)
    return np.asarray(np.minimum(most, most_of(table, column, wanted, total)))


def at_times_told(year: YearTables, wanted: Array) -> float:
    """All records of a year at some times of day; NaN where withheld."""
    if year.hours is None:
        return float("nan")
    return float(rows_told(year.hours, 1, np.ones(year.hours.kinds, dtype=bool))[np.flatnonzero(wanted)].sum())


def table_asked(year: YearTables, asked: Asked) -> tuple[Table | None, Array | None]:
    """The table of places that can tell what is asked, and which of its columns are."""
    if asked.any_time:
        return year.places, wanted_kinds(year, asked)
    if asked.times is None or not asked.every_kind:
        return None, None
    return year.at_times, in_groups(asked.times, year.times)
