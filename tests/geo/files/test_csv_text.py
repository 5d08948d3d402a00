"""CSV text: what a spreadsheet would calculate stays text, and reads back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.files.csv_text import FORMULA_STARTS, cell, csv_text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("Church Street", "Church Street"),
        ("a=b", "a=b"),
        (-12, -12),
        (-0.5, -0.5),
        (0, 0),
        (None, ""),
        ("", ""),
    ],
)
def test_cells(value: object, written: object) -> None:
    assert cell(value) == written


@given(
    st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00")), st.integers()))
)
def test_no_cell_is_a_formula_and_nothing_is_lost(values: list[tuple[str, int]]) -> None:
    rows = [{"name": name, "number": number} for name, number in values]
    read = list(csv.DictReader(io.StringIO(csv_text([], rows), newline="")))
    assert [int(row["number"]) for row in read] == [number for _, number in values]
    for row, (name, _) in zip(read, values, strict=True):
        assert not row["name"].startswith(FORMULA_STARTS)
        assert row["name"].removeprefix("'") == name.removeprefix("'")


def test_a_line_of_the_head_stays_one_line() -> None:
    assert csv_text(["one\ntwo  three"], [{"a": 1}]) == "# one two three\na\n1\n"
