"""Cells that cannot be read reject their row with the reason; months that cannot be refuse the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from data.formats.columns import DEGREES, METRES, NOT_A_NUMBER, SWAPPED, ZERO_POINT
from data.releases import open_release, rejected_rows
from tests import worlds
from tests.geo.mangled import accepted, alarm, refused, used, used_once, whole, write
from tests.worlds import csv_text, sample

__all__ = ["alarm", "used", "used_once"]  # fixtures

POINTS: Final = {
    "street": ("Longitude", "Latitude"),
    "stop-search": ("Longitude", "Latitude"),
    "extract": ("Easting", "Northing"),
    "fire": ("Easting_m", "Northing_m"),
    "ambulance": ("Easting", "Northing"),
}
DATES: Final = {"extract": "Start date", "fire": "DateOfCall", "ambulance": "Call date"}
TOO_EARLY_OR_LATE: Final = "date outside 2000-01"


def with_first_row(name: str, change: dict[str, str]) -> str:
    header, rows = sample(name)
    assert change.keys() <= set(header)
    rows[0] |= change
    return csv_text(rows, header)


def cell_cases() -> Iterator[Any]:
    longitude, latitude = map(str, worlds.degrees(worlds.HOT))
    east, north = (f"{value:.0f}" for value in worlds.metres(worlds.HOT))
    for name, (x, y) in POINTS.items():
        degrees = x == "Longitude"
        yield name, {x: "north"}, NOT_A_NUMBER
        yield name, {y: "1e999"}, NOT_A_NUMBER
        yield name, {y: ""}, "only half a point"
        if degrees:
            yield name, {x: latitude, y: longitude}, SWAPPED
            yield name, {x: east, y: north}, METRES
            yield name, {x: "100", y: "13"}, "point outside Great Britain"
        else:
            yield name, {x: longitude, y: latitude}, DEGREES
            yield name, {x: "9999999", y: north}, "point outside Great Britain"
        if name not in ("fire", "ambulance"):  # where 0,0 stands for no place
            yield name, {x: "0", y: "0"}, ZERO_POINT
    for month in ("1900-01", "2099-12"):
        yield "street", {"Month": month}, TOO_EARLY_OR_LATE
        yield "stop-search", {"Date": f"{month}-01T10:00:00+00:00"}, TOO_EARLY_OR_LATE
        for name, column in DATES.items():
            yield name, {column: f"{month}-01"}, TOO_EARLY_OR_LATE
    yield "street", {"Month": "10/2022"}, "not a month"
    yield "street", {"Month": ""}, "no month"
    yield "street", {"Crime type": ""}, "no crime type"
    yield "stop-search", {"Date": "2022-13-45T99:00:00Z"}, "not a date or time"
    yield "extract", {"Start date": "31/02/2022"}, "not a date or time"
    yield "extract", {"Start time": "25:61"}, "not a time of day"
    yield "extract", {"Victim age": "old"}, NOT_A_NUMBER
    yield "extract", {"Victim age": "-3"}, "age outside"
    yield "extract", {"Knife": "perhaps"}, "neither yes nor no"
    yield "fire", {"HourOfCall": "31"}, "no hour of the day"
    for level in ("borough", "ward", "lsoa"):
        yield f"datastore-{level}", {"202210": "many"}, NOT_A_NUMBER
        yield f"datastore-{level}", {"202210": "-4"}, "less than 0"
        yield f"datastore-{level}", {"202211": "1.5"}, "not a whole number"
        yield f"datastore-{level}", {"202211": "99999999999"}, "more than"


@pytest.mark.parametrize(("name", "change", "reason"), list(cell_cases()))
def test_a_cell_that_cannot_be_read_rejects_its_row(
    used: Path, tmp_path: Path, name: str, change: dict[str, str], reason: str
) -> None:
    report = accepted(used, write(tmp_path, with_first_row(name, change)))
    assert report["total"]["rejected"] == 1
    (row,) = rejected_rows(open_release(used))
    assert reason in row["reason"] and row["line"] == 2
    assert row["column"] in change or reason == "only half a point"
    for cell in change.values():
        assert cell in row["text"]


@pytest.mark.parametrize("name", ["fire", "ambulance"])
def test_nought_is_no_place_where_the_source_writes_it_so(used: Path, tmp_path: Path, name: str) -> None:
    x, y = POINTS[name]
    extra = {"Easting_rounded": "0", "Northing_rounded": "0"} if name == "fire" else {}
    report = accepted(used, write(tmp_path, with_first_row(name, {x: "0", y: "0", **extra})))
    assert report["files"][0]["reasons"]["outside"]["the row does not say where"] == 2


@pytest.mark.parametrize("level", ["borough", "ward", "lsoa"])
@pytest.mark.parametrize("month", ["190001", "209912", "202213", "2022-10"])
def test_impossible_and_double_months_of_counts(used: Path, tmp_path: Path, level: str, month: str) -> None:
    text = whole(f"datastore-{level}").replace("202211", month, 1)
    assert month in refused(used, write(tmp_path, text))
