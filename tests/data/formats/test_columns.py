"""Text cells to checked values: numbers, months, times, points, and the record put together."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats import columns as c
from data.formats.assembling import assemble
from data.formats.rejections import Rejections
from data.schema import RECORD_COLUMNS, check_records, month_number

NOW = dt.date(2023, 10, 15)


def frame(**cells: Sequence[str | None]) -> pd.DataFrame:
    """Text columns with lines from 2 on, as a reader gives them."""
    count = len(next(iter(cells.values())))
    table = pd.DataFrame(cells, dtype="str")
    table.index = pd.RangeIndex(2, 2 + count)
    return table


def reasons(rejections: Rejections) -> dict[int, str]:
    return {reject.line: reject.reason for reject in rejections.as_rejects()}


def test_text_is_stripped_and_blanks_null_words_and_absent_columns_are_missing() -> None:
    table = frame(a=[" x ", "  ", None, "NULL", "null"])
    assert c.text(table, "a", nulls=("NULL",)).fillna("-").tolist() == ["x", "-", "-", "-", "-"]
    assert c.text(table, "a").fillna("-").tolist() == ["x", "-", "-", "NULL", "null"]
    assert c.text(table, "b").isna().all()
    assert c.text(table, "b").dtype == "str"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1", 1.0), (" -2.50 ", -2.5), ("1,234", 1234.0), ("12,345,678.5", 12345678.5), ("1e3", 1000.0), ("", math.nan)],
)
def test_numbers_that_can_be_read(cell: str, value: float) -> None:
    table = frame(a=[cell])
    rejections = Rejections(table, "f.csv")
    assert c.number(table, "a", rejections).tolist() == pytest.approx([value], nan_ok=True)
    assert not rejections.as_rejects()


@pytest.mark.parametrize("cell", ["x", "12,34", "1,2345", "inf", "nan", "-", "1 2", "2022-10", "1.2.3", "£5"])
def test_what_is_no_number_rejects_its_row_with_column_value_and_text(cell: str) -> None:
    table = frame(a=["1", cell], b=["p", "q,r"])
    rejections = Rejections(table, "f.csv")
    values = c.number(table, "a", rejections)
    (reject,) = rejections.as_rejects()
    assert math.isnan(values[3])
    assert (reject.file, reject.line, reject.reason) == ("f.csv", 3, c.NOT_A_NUMBER)
    assert (reject.column, reject.value) == ("a", cell)
    assert next(csv.reader([reject.text])) == [cell, "q,r"]


@given(st.lists(st.one_of(st.floats(allow_nan=False, allow_infinity=False).map(repr), st.text("0123456789.,-+ex"))))
def test_numbers_agree_with_python_read_one_by_one(cells: list[str]) -> None:
    table = frame(a=[*cells, "7"])
    values = c.number(table, "a", Rejections(table, "f.csv")).tolist()
    for cell, value in zip(cells, values, strict=False):
        try:
            expected = float(cell)
        except ValueError:
            continue
        if math.isfinite(expected) and "," not in cell:
            assert value == expected


def test_whole_numbers() -> None:
    table = frame(a=["3", "3.0", "3.5", "-1", "", "1,000"])
    rejections = Rejections(table, "f.csv")
    values = c.whole_number(table, "a", rejections, least=0)
    assert values.fillna(-9).tolist() == [3, 3, -9, -9, -9, 1000]
    assert reasons(rejections) == {4: c.NOT_WHOLE, 5: "less than 0"}


def test_months() -> None:
    cells = ["2022-10", "2000-01", "2023-10", "2023-11", "1999-12", "2022-13", "2022-1", "Oct 22", "", None, "2099-01"]
    table = frame(m=cells)
    rejections = Rejections(table, "f.csv")
    months = c.months(c.text(table, "m"), rejections, "m", now=NOW)
    assert months[:3].tolist() == [month_number(2022, 10), month_number(2000, 1), month_number(2023, 10)]
    assert months[3:].isna().all()
    outside = "date outside 2000-01 .. 2023-10"
    assert [reasons(rejections)[line] for line in range(5, 13)] == [
        outside,
        outside,
        c.NOT_A_MONTH,
        c.NOT_A_MONTH,
        c.NOT_A_MONTH,
        "no month",
        "no month",
        outside,
    ]


@pytest.mark.parametrize(
    ("cell", "formats", "local", "stated"),
    [
        ("2023-05-31T23:04:00+00:00", (), "2023-06-01 00:04", True),  # summer time: the next day, and month
        ("2022-12-31T23:04:00Z", (), "2022-12-31 23:04", True),
        ("2022-07-01T12:00:00+02:00", (), "2022-07-01 11:00", True),
        ("2022-07-01 12:00", (), "2022-07-01 12:00", True),
        ("2022-10-01", (), "2022-10-01 00:00", False),
        ("01/02/2022", ("%d/%m/%Y",), "2022-02-01 00:00", False),
        ("01/02/2022 23:15", ("%d/%m/%Y", "%d/%m/%Y %H:%M"), "2022-02-01 23:15", True),
        ("2022-02-01 00:00:00", ("%d/%m/%Y",), "2022-02-01 00:00", True),
        ("2022-10-30T00:30:00+00:00", (), "2022-10-30 01:30", True),  # the hour that comes twice
        ("2022-10-30T01:30:00+00:00", (), "2022-10-30 01:30", True),
        ("2022-03-27 01:30", (), "2022-03-27 01:30", True),  # the hour that does not exist, as written
    ],
)
def test_times(cell: str, formats: tuple[str, ...], local: str, stated: bool) -> None:
    table = frame(d=[cell])
    rejections = Rejections(table, "f.csv")
    times = c.local_times(c.text(table, "d"), rejections, "d", formats=formats, now=NOW)
    assert times.local.tolist() == [pd.Timestamp(local)]
    assert times.stated.tolist() == [stated]
    assert times.local.dtype == "datetime64[us]"
    assert not rejections.as_rejects()


def test_a_time_without_offset_in_a_utc_source_is_turned_to_local_time() -> None:
    table = frame(d=["2022-07-01T12:00:00", "2022-07-01T12:00:00+00:00", "2022-01-01 12:00"])
    times = c.local_times(c.text(table, "d"), Rejections(table, "f.csv"), "d", utc=True)
    assert times.local.dt.hour.tolist() == [13, 13, 12]


def test_unreadable_and_impossible_times_reject() -> None:
    cells = ["x", "31/02/2022", "1900-01-01", "2099-01-01T00:00:00Z", "", "2022-10", "20221001", "2023-11-01"]
    table = frame(d=cells)
    rejections = Rejections(table, "f.csv")
    times = c.local_times(c.text(table, "d"), rejections, "d", formats=("%d/%m/%Y",), required=True, now=NOW)
    outside = "date outside 2000-01 .. 2023-10"
    expected = [c.NOT_A_TIME, c.NOT_A_TIME, outside, outside, "no date", c.NOT_A_TIME, c.NOT_A_TIME, outside]
    assert [reasons(rejections)[line] for line in range(2, 10)] == expected
    assert times.local.isna().all()
    assert not times.stated.any()


@given(st.datetimes(dt.datetime(2001, 1, 1), dt.datetime(2023, 9, 30)))
def test_utc_to_local_agrees_with_the_standard_library(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    table = frame(d=[moment.isoformat() + "+00:00"])
    times = c.local_times(c.text(table, "d"), Rejections(table, "f.csv"), "d", now=NOW)
    london = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)
    assert times.local.iloc[0] == pd.Timestamp(london)


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        ("-0.14", "51.51", ""),
        ("0", "51.48", ""),  # on the meridian, no missing value
        ("", "", ""),
        ("0", "0", c.ZERO_POINT),
        ("0.000000", "0.000000", c.ZERO_POINT),
        ("-0.14", "", c.HALF_POINT),
        ("", "51.5", c.HALF_POINT),
        ("51.51", "-0.14", c.SWAPPED),
        ("530000", "180000", c.METRES),
        ("180000", "530000", c.METRES),
        ("-74.0", "40.7", c.OUTSIDE),
        ("1e9", "51", c.OUTSIDE),
        ("x", "51.5", c.NOT_A_NUMBER),
    ],
)
def test_geographic_points(lon: str, lat: str, reason: str) -> None:
    table = frame(lon=[lon], lat=[lat])
    rejections = Rejections(table, "f.csv")
    x, y = c.geographic_point(table, "lon", "lat", rejections)
    assert reasons(rejections) == ({2: reason} if reason else {})
    usable = bool(lon) and not reason
    assert x.notna().tolist() == y.notna().tolist() == [usable]


@pytest.mark.parametrize(
    ("east", "north", "reason"),
    [
        ("530,000", "180000", ""),
        ("", "", ""),
        ("0", "0", c.ZERO_POINT),
        ("530000", "", c.HALF_POINT),
        ("-0.14", "51.51", c.DEGREES),
        ("51.51", "-0.14", c.DEGREES),
        ("530000", "1800000", c.OUTSIDE),
        ("-5000", "180000", c.OUTSIDE),
    ],
)
def test_grid_points(east: str, north: str, reason: str) -> None:
    table = frame(e=[east], n=[north])
    rejections = Rejections(table, "f.csv")
    x, y = c.grid_point(table, "e", "n", rejections)
    assert reasons(rejections) == ({2: reason} if reason else {})
    assert x.notna().tolist() == y.notna().tolist() == [bool(east) and not reason]


@pytest.mark.parametrize(("lon", "lat"), [("0", "0"), ("0", ""), ("NULL", "0"), ("NULL", "null")])
def test_zero_and_null_words_may_mean_missing(lon: str, lat: str) -> None:
    table = frame(lon=[lon], lat=[lat])
    rejections = Rejections(table, "f.csv")
    x, y = c.geographic_point(table, "lon", "lat", rejections, zero_is_missing=True, nulls=("NULL",))
    assert not rejections.as_rejects()
    assert x.isna().all() and y.isna().all()


def test_the_first_reason_stands_and_rejects_come_in_the_order_of_the_file() -> None:
    table = frame(a=["1", "2", "3"], b=['say "x"', None, "z"])
    rejections = Rejections(table, "f.csv")
    rejections.add(np.array([False, False, True]), "third", "b")
    rejections.add(pd.Series([True, pd.NA, True], dtype="boolean"), "later", "gone")
    first, third = rejections.as_rejects()
    assert (first.line, first.reason, first.column, first.value) == (2, "later", "gone", "")
    assert (third.line, third.reason, third.column, third.value) == (4, "third", "b", "z")
    assert first.text == '1,"say ""x"""'
    assert rejections.mask.tolist() == [True, False, True]


def test_assemble_gives_the_schema_and_leaves_rejected_rows_out() -> None:
    table = frame(a=["1", "x", "3"], d=["2022-10-01 10:30", "2022-10-01", "2022-10-02"])
    rejections = Rejections(table, "f.csv")
    c.number(table, "a", rejections)
    times = c.local_times(c.text(table, "d"), rejections, "d")
    records = assemble(
        table,
        rejections,
        times=times,
        dataset="offences",
        series="here",
        knife=np.array([True, False, False]),
        victim_age=pd.Series([20.0, 1, np.nan], index=table.index),
        outcome="none",
    )
    check_records(records, where="test")
    assert list(records.columns[: len(RECORD_COLUMNS)]) == list(RECORD_COLUMNS)
    assert records["line"].tolist() == [2, 4]
    assert records["month"].tolist() == [month_number(2022, 10)] * 2
    assert records["day"].tolist() == [5, 6]  # a Saturday and a Sunday
    assert records["hour"].tolist() == [10, -1]
    assert records["count"].tolist() == [1, 1]
    assert records["knife"].tolist() == [True, False]
    assert records["identifier"].isna().all()


def test_assemble_of_no_rows_and_by_position_under_repeated_lines() -> None:
    table = frame(a=["1", "2"])
    empty = table.iloc[:0]
    check_records(assemble(empty, dataset="x", series="", month=c.number(empty, "a", Rejections(empty, "f"))), where="")
    repeated = table.iloc[[0, 0, 1]]
    records = assemble(repeated, dataset="x", series="", month=np.array([24273, 24274, 24273]), count=[5, 6, 7][0])
    check_records(records, where="test")
    assert records["line"].tolist() == [2, 2, 3]
    assert records["month"].tolist() == [24273, 24274, 24273]


def test_assemble_refuses_what_is_no_column_of_a_record() -> None:
    table = frame(a=["1"])
    with pytest.raises(ValueError, match="colour"):
        assemble(table, dataset="x", series="", month=24273, colour="red")
    with pytest.raises(ValueError, match="month"):
        assemble(table, dataset="x", series="")
