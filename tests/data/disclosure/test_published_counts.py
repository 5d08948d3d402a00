"""Published counts by ward and borough: no record has a small area, and what a borough has beyond its wards may be negative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from data.disclosure.counts import UNKNOWN, YearRows
from data.disclosure.rule import PUBLIC
from data.disclosure.told import rows_told
from data.disclosure.year_tables import YearTables, year_tables
from data.disclosure.years import Year
from data.index import MOMENTS
from data.levels import Level

WARDS: Final = 3
NOWHERE: Final = WARDS
THEFT, SEXUAL = 0, 1
AREAS: Final = {Level.LSOA: 6, Level.WARD: WARDS}
COUNTS: Final = {
    (ward, kind, month): 20 + ward for ward in range(WARDS) for kind in (THEFT, SEXUAL) for month in range(12)
}


def made(beyond: Mapping[tuple[int, int, int], int]) -> YearTables | None:
    """The tables of the wards' counts, and of what the borough has beyond them, by ward, kind and month."""
    cells: Sequence[tuple[tuple[int, int, int], int]] = [*COUNTS.items(), *beyond.items()]
    ward, kind, month = np.array([cell for cell, _ in cells]).T
    rows = YearRows(
        major=kind,
        areas={Level.LSOA: np.full(len(cells), AREAS[Level.LSOA]), Level.WARD: ward},
        month=month,
        moment=np.full(len(cells), MOMENTS - 1),
        time=np.full(len(cells), UNKNOWN),
        count=np.array([count for _, count in cells]),
    )
    return year_tables(rows, Year(0, 11), np.array([False, True]), AREAS, PUBLIC)


def wards(tables: YearTables, kind: int) -> list[float]:
    """Records of a kind by ward and, last, in none; NaN where withheld."""
    column = tables.column(Level.WARD)
    assert tables.places is not None and column is not None
    return [float(count) for count in rows_told(tables.places, column, np.arange(2) == kind)]


def test_wards_are_told_where_no_record_has_a_small_area() -> None:
    """Sensitive kinds too: that small areas do not tell them is no reason, where there are none."""
    tables = made({(NOWHERE, THEFT, 0): 7, (NOWHERE, SEXUAL, 0): 30})
    assert tables is not None and tables.column(Level.LSOA) is None
    assert wards(tables, THEFT) == [240, 252, 264, 7]
    assert wards(tables, SEXUAL) == [240, 252, 264, 30]


def test_less_than_nothing_in_a_month_keeps_no_year_from_being_told() -> None:
    tables = made({(NOWHERE, THEFT, 0): 9, (NOWHERE, THEFT, 1): -2})
    assert tables is not None
    assert wards(tables, THEFT) == [240, 252, 264, 7]
    assert rows_told(tables.months, 0, np.array([True, False]))[:2].tolist() == [72, 61]


def test_where_no_ward_has_as_many_as_the_borough_lacks_places_are_not_told() -> None:
    tables = made({(NOWHERE, THEFT, 0): -2})
    assert tables is not None and tables.places is None
    assert tables.totals.tolist() == [754, 756]


def test_a_month_of_less_than_nothing_tells_nothing() -> None:
    assert made({(NOWHERE, THEFT, 0): -70}) is None
