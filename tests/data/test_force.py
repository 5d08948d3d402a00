"""Totals of a whole police force: what is known of which months, and by which types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.force import BOROUGHS, Counted, ForceTotals, open_force
from data.intake.force_counts import COLUMNS, ForceCounts
from data.intake.parts import write_pieces
from data.intake.providers import BOROUGH_COUNTS, LSOA_COUNTS, STREET, WARD_COUNTS
from data.schema import RECORD_COLUMNS

Row = tuple[str, int, str, str, int, int, int]
PERSON, SHOP = "Theft from Person", "Shoplifting"


def write(folder: Path, stem: str, *rows: Row) -> None:
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    write_pieces(folder / f"{stem}.parquet", [table], COLUMNS)


def opened(folder: Path, *providers: str, authority: str = "E09000033") -> ForceTotals | None:
    return open_force(folder, "offences", providers, authority)


def known(folder: Path, *providers: str, authority: str = "E09000033") -> ForceTotals:
    found = opened(folder, *providers, authority=authority)
    assert found is not None
    return found


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    """Wards in months 1 to 3, the boroughs in months 2 to 4."""
    for month in (1, 2, 3):
        rows = [("Theft", PERSON, 10 * month), ("Theft", SHOP, 5), ("Drugs", "", 1)]
        table = [("metropolitan", month, major, minor, count, count, BOROUGHS) for major, minor, count in rows]
        write_more(tmp_path, f"offences.{WARD_COUNTS}", table)
        rows = [("Theft", PERSON, 10 * month + 13), ("Drugs", "", 2)]
        table = [("metropolitan", month + 1, major, minor, count, 0, BOROUGHS) for major, minor, count in rows]
        write_more(tmp_path, f"offences.{BOROUGH_COUNTS}", table)
    return tmp_path


def write_more(folder: Path, stem: str, rows: list[Row]) -> None:
    path = folder / f"{stem}.parquet"
    before = [] if not path.exists() else list(pd.read_parquet(path).itertuples(index=False, name=None))
    write(folder, stem, *before, *rows)


def test_the_boroughs_say_how_many_and_the_wards_how_many_have_a_place(counts: Path) -> None:
    both = known(counts, WARD_COUNTS, BOROUGH_COUNTS)
    assert both.name == "Metropolitan Police"
    assert both.months == (1, 2, 3, 4)
    assert both.records((), 1, 1) == 10 + 5 + 1  # of the wards alone, as the answer's own records are
    assert both.records((), 2, 3) == (23 + 2) + (33 + 2)
    assert both.located((), 2, 3) == (20 + 5 + 1) + (30 + 5 + 1)
    assert both.located((), 2, 4) is None
    assert both.records((), 2, 5) is both.records((), 0, 2) is both.by_major((), 4, 5) is None


def test_one_source_alone(counts: Path) -> None:
    wards, boroughs = known(counts, WARD_COUNTS), known(counts, BOROUGH_COUNTS)
    assert wards.records((), 2, 3) == wards.located((), 2, 3) == 62
    assert (boroughs.records((), 2, 3), boroughs.located((), 2, 3)) == (60, None)
    assert opened(counts, LSOA_COUNTS) is None
    assert opened(counts / "nothing", WARD_COUNTS) is None


def test_types_are_majors_or_minors_by_their_slug(counts: Path) -> None:
    wards = known(counts, WARD_COUNTS)
    assert wards.records(("theft",), 1, 2) == 40
    assert wards.records(("theft-from-person",), 1, 2) == 30
    assert wards.records(("drugs", "shoplifting"), 1, 2) == 12
    assert wards.records(("theft", "shoplifting"), 1, 2) == 40
    assert wards.records(("arson",), 1, 2) == 0
    assert wards.by_major((), 1, 2) == {"theft": 40, "drugs": 2}
    assert wards.by_major(("shoplifting",), 1, 2) == {"theft": 10}


def test_a_slug_of_both_means_the_major() -> None:
    rows = [(1, "Robbery", "", 3), (1, "Theft", "Robbery", 4)]
    table = pd.DataFrame(rows, columns=["month", "major", "minor", "count"])
    assert Counted(table, frozenset({1})).total(("robbery",), 1, 1) == 3


def test_a_file_cut_to_some_boroughs_is_no_force(tmp_path: Path) -> None:
    write(tmp_path, f"offences.{WARD_COUNTS}", ("metropolitan", 1, "Theft", SHOP, 9, 9, 1))
    assert opened(tmp_path, WARD_COUNTS) is None
    whole = ("metropolitan", 2, "Theft", SHOP, 9, 9, BOROUGHS)
    write_more(tmp_path, f"offences.{WARD_COUNTS}", [whole])
    open_force.cache_clear()
    assert known(tmp_path, WARD_COUNTS).months == (2,)


def test_an_authority_has_its_own_force(tmp_path: Path) -> None:
    rows = [("metropolitan", 1, "Burglary", "", 7, 6, 0), ("city-of-london", 2, "Burglary", "", 3, 3, 0)]
    write(tmp_path, f"offences.{STREET}", *rows)
    met = known(tmp_path, STREET)
    assert (met.months, met.others, met.records((), 1, 1), met.located((), 1, 1)) == ((1,), frozenset({2}), 7, 6)
    city = known(tmp_path, STREET, authority="E09000001")
    assert (city.name, city.months, city.records((), 2, 2)) == ("City of London Police", (2,), 3)
    assert opened(tmp_path, STREET, authority="all") is None  # which of the two?


def test_rows_in_a_file_of_another_month_count_in_a_month_that_is_told_of_whole(tmp_path: Path) -> None:
    rows = [("metropolitan", 1, 7), ("metropolitan in 2022-10-metropolitan-street", 1, 2),
            ("metropolitan in 2022-10-metropolitan-street", 2, 1), ("file stops", 1, 5)]  # fmt: skip
    write(tmp_path, f"offences.{STREET}", *((series, month, "Burglary", "", n, n, 0) for series, month, n in rows))
    met = known(tmp_path, STREET, authority="all")
    assert (met.months, met.records((), 1, 1), met.others) == ((1,), 9, frozenset({1}))


def test_counting_in_portions_equals_counting_at_once() -> None:
    given: dict[str, Any] = {
        "series": ["metropolitan"] * 6,
        "month": [1, 1, 1, 2, 2, 2],
        "major": ["Theft", "Theft", "Drugs", "Theft", "Theft", "Theft"],
        "minor": [SHOP, SHOP, None, SHOP, PERSON, SHOP],
        "count": [4, 3, 2, 1, 6, 0],
        "ward_code": ["E05000001", None, "E05000001", None, None, "E05000001"],
        "place": ["Abbey", "Other / NK", "Abbey", "Abbey", None, "Abbey"],
        "authority_code": ["E09000001", None, "E09000001", "E09000002", "E09000003", "E09000004"],
    }
    records = pd.DataFrame(given).reindex(columns=[*RECORD_COLUMNS, "place"])
    at_once, in_portions = ForceCounts(), ForceCounts()
    at_once.add(records, WARD_COUNTS)
    for row in range(len(records)):
        in_portions.add(records.iloc[[row]], WARD_COUNTS)
    assert at_once.table().to_numpy().tolist() == [
        ["metropolitan", 1, "Drugs", "", 2, 2, 1],
        ["metropolitan", 1, "Theft", SHOP, 7, 4, 1],  # three are of no borough
        ["metropolitan", 2, "Theft", SHOP, 1, 1, 2],  # by its name, the row of no record aside
        ["metropolitan", 2, "Theft", PERSON, 6, 0, 2],
    ]
    pd.testing.assert_frame_equal(at_once.table(), in_portions.table())
    assert at_once.table().dtypes.astype(str).to_dict() == COLUMNS
    assert ForceCounts().table().empty
