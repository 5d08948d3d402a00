"""Tables mangled as text: cut short, other delimiters, columns and rows that are missing, twice or do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.formats.registry import recognise
from data.releases import open_release, rejected_rows
from tests.geo.mangled import accepted, alarm, either, refused, used, used_once, whole, write
from tests.worlds import SAMPLES, csv_text, sample

__all__ = ["alarm", "used", "used_once"]  # fixtures


def data_lines(text: str) -> int:
    return sum(bool(line.strip(",")) for line in text.splitlines()[1:])


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("part", [0.03, 0.5, 0.71, 0.93, 0.99])
def test_cut_short(used: Path, tmp_path: Path, name: str, part: float) -> None:
    text = whole(name)
    cut = text[: int(len(text) * part)]
    either(used, write(tmp_path, cut), data_lines(cut))


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "outcomes"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_read(used: Path, tmp_path: Path, name: str, delimiter: str) -> None:
    header, rows = sample(name)
    report = accepted(used, write(tmp_path, csv_text(rows, header, delimiter)))
    assert report["total"]["rows_read"] == len(rows) and report["total"]["rejected"] == 0


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("delimiter", [":", "^", " "])
def test_wrong_delimiters_are_refused(used: Path, tmp_path: Path, name: str, delimiter: str) -> None:
    header, rows = sample(name)
    said = refused(used, write(tmp_path, csv_text(rows, header, delimiter)))
    assert "one column only" in said or "no format we know" in said or "almost" in said


def essential(name: str) -> list[str]:
    """The columns without which the format is not recognised."""
    header, _ = sample(name)
    known = recognise(header)
    assert known is not None
    found = []
    for column in header:
        other = recognise([cell for cell in header if cell != column])
        if other is None or other.name != known.name:
            found.append(column)
    return found


def test_every_format_has_essential_columns() -> None:
    assert {name: len(essential(name)) for name in SAMPLES} == {
        "street": 8, "stop-search": 9, "outcomes": 6, "datastore-borough": 3, "datastore-ward": 2,
        "datastore-lsoa": 3, "extract": 4, "fire": 4, "ambulance": 3,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in SAMPLES for column in essential(name)])
@pytest.mark.parametrize("rename", ["", "{}_2", "Kolonne"])
def test_an_essential_column_missing_or_renamed(
    used: Path, tmp_path: Path, name: str, column: str, rename: str
) -> None:
    header, rows = sample(name)
    new = rename.format(column)
    rows = [{new if cell == column else cell: value for cell, value in row.items()} for row in rows]
    kept = [new if cell == column else cell for cell in header if new or cell != column]
    known = recognise(kept)
    path = write(tmp_path, csv_text(rows, kept))
    if known is None:
        assert column in refused(used, path)
    else:  # a file of counts without its smaller areas is one of larger areas
        assert name.startswith("datastore")
        either(used, path, len(rows))


@pytest.mark.parametrize("name", SAMPLES)
def test_other_columns_may_be_missing(used: Path, tmp_path: Path, name: str) -> None:
    header, rows = sample(name)
    needed = essential(name)
    for column in [column for column in header if column not in needed]:
        kept = [cell for cell in header if cell != column]
        either(used, write(tmp_path, csv_text(rows, kept)), len(rows))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_column_twice_is_refused(used: Path, tmp_path: Path, name: str) -> None:
    header, rows = sample(name)
    lines = csv_text(rows, header).splitlines()
    doubled = "\n".join(f"{line.split(',')[0]},{line}" for line in lines)
    assert "twice" in refused(used, write(tmp_path, doubled))


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "outcomes"])
def test_rows_that_do_not_fit(used: Path, tmp_path: Path, name: str) -> None:
    """The header again, a row too short, one too long, one with an open quotation mark, one with a NUL byte."""
    header, rows = sample(name)
    lines = csv_text(rows, header).splitlines()
    bad = [lines[0], "a,b", lines[1] + ",x", '"' + lines[1], lines[1].replace(",", "\0,", 1)]
    report = accepted(used, write(tmp_path, "\n".join([*lines[:3], *bad, *lines[3:]]) + "\n"))
    assert report["total"]["rows_read"] == len(rows) + len(bad)
    assert report["total"]["rejected"] == len(bad)
    assert [row["line"] for row in rejected_rows(open_release(used))] == [4, 5, 6, 7, 8]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_header_without_rows(used: Path, tmp_path: Path, name: str) -> None:
    assert "no record to publish" in refused(used, write(tmp_path, whole(name).splitlines()[0] + "\n"))
