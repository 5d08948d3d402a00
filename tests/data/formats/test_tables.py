"""Table files of every kind and in every state of damage, read as text columns with true line numbers."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.formats import SourceFile, chunks, delimited, quoting, workbooks
from data.formats.containers import find_files
from data.formats.tables import read_rows
from data.schema import DataError, Reject

Row = tuple[int, list[str]]


def read(content: bytes) -> tuple[list[str], list[Row], list[Reject]]:
    """Header, rows with their lines ("" for missing) and rejects of a file with this content."""
    table = read_rows(SourceFile("f.csv", "f"), lambda: io.BytesIO(content))
    rows: list[Row] = []
    rejects: list[Reject] = []
    for chunk in table.chunks:
        assert all(dtype == "str" for dtype in chunk.rows.dtypes)
        cells = chunk.rows.astype(object).where(chunk.rows.notna(), "").to_numpy().tolist()
        rows += zip(chunk.rows.index.tolist(), cells, strict=True)
        rejects += chunk.rejects
    return table.header, rows, rejects


def said(rejects: list[Reject]) -> list[tuple[int, str, str]]:
    return [(reject.line, reject.reason, reject.text) for reject in rejects]


PLAIN = [(2, ["1", "x"]), (3, ["2", "y"])]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,x\n2,y\n",
        b"a,b\n1,x\n2,y",
        b"\xef\xbb\xbfa,b\n1,x\n2,y\n",
        b"a,b\r\n1,x\r\n2,y\r\n",
        b"a,b\r1,x\r2,y\r",
        b"a;b\n1;x\n2;y\n",
        b"a\tb\n1\tx\n2\ty\n",
        b"a|b\n1|x\n2|y\n",
        b'"a","b"\n"1","x"\n2,"y"\n',
        b" a , b \n1,x\n2,y\n",
    ],
)
def test_spellings_of_one_table(content: bytes) -> None:
    assert read(content) == (["a", "b"], PLAIN, [])


def test_encodings() -> None:
    assert read("a,Cost (£)\n1,é\n".encode()) == (["a", "Cost (£)"], [(2, ["1", "é"])], [])
    content = "a,Cost (£)\n1,é’\n".encode("cp1252")
    assert read(content) == (["a", "Cost (£)"], [(2, ["1", "é’"])], [])
    assert read_rows(SourceFile("f", "f"), lambda: io.BytesIO(content)).notes == ("read as Windows-1252 text",)


def test_encoding_is_decided_by_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 64)
    body = "".join(f"{n},plain\n" for n in range(500))
    _, rows, _ = read(f"a,b\n1,Café\n{body}".encode("cp1252") + "2,£\n".encode("cp1252"))
    assert rows[0] == (2, ["1", "Café"])
    assert rows[-1] == (503, ["2", "£"])


def test_a_character_cut_by_the_block_is_still_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"a,b\n1," + b"x" * ((1 << 20) - 7) + "£\n".encode()
    monkeypatch.setattr(delimited, "HELD", 0)
    assert delimited.survey(lambda: io.BytesIO(content), SourceFile("f", "f")).encoding == "utf-8"
    assert (
        delimited.survey(lambda: io.BytesIO(content[:-2]), SourceFile("f", "f")).encoding == "cp1252"
    )  # cut within the character


def test_gzip_is_read_in_place(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,x\n2,y\n"))
    (found,) = find_files([path]).files
    assert found.source == SourceFile("table.csv.gz", "table")
    table = read_rows(found.source, found.open)
    assert [len(chunk.rows) for chunk in table.chunks] == [2]


def test_wrong_cells_blank_lines_and_line_numbers() -> None:
    _, rows, rejects = read(b"a,b\n1,x\n\n1,x,y\n  \n2\n,\n3,z\n")
    assert rows == [(2, ["1", "x"]), (8, ["3", "z"])]
    assert said(rejects) == [(4, chunks.TOO_MANY, "1,x,y"), (5, chunks.TOO_FEW, "  "), (6, chunks.TOO_FEW, "2")]


def test_a_truncated_last_line_is_rejected() -> None:
    _, rows, rejects = read(b"a,b,c\n1,2,3\n4,5")
    assert rows == [(2, ["1", "2", "3"])]
    assert said(rejects) == [(3, chunks.TOO_FEW, "4,5")]


def test_quoted_line_ends_keep_line_numbers_true() -> None:
    _, rows, rejects = read(b'a,b\n1,"x\ny"\n2,"p\r\nq ""r"""\n3,z\n')
    assert rows == [(2, ["1", "x\ny"]), (4, ["2", 'p\nq "r"']), (6, ["3", "z"])]
    assert not rejects


@pytest.mark.parametrize(
    ("content", "lines", "rejected"),
    [
        (b'a,b\n1,"x\n2,y\n3,z\n', [3, 4], [(2, quoting.UNCLOSED, '1,"x')]),
        (b'a,b\n1,"x\n2,"y"\n3,z\n', [3, 4], [(2, quoting.UNCLOSED, '1,"x')]),
        (b'a,b\n1,"x\n2,"y\n3,z\n', [4], [(2, quoting.UNCLOSED, '1,"x'), (3, quoting.UNCLOSED, '2,"y')]),
        (b'a,b\n1,x\n2,"y\n', [2], [(3, quoting.UNCLOSED, '2,"y')]),
        (b'a,b\n1,5" pipe\n2,y\n', [2, 3], []),
    ],
)
def test_one_unclosed_quotation_mark_costs_one_row(content: bytes, lines: list[int], rejected: list[Any]) -> None:
    _, rows, rejects = read(content)
    assert [line for line, _ in rows] == lines
    assert said(rejects) == rejected


def test_nul_bytes_and_undecodable_bytes_reject_their_row_only() -> None:
    _, rows, rejects = read(b"a,b\n1,x\0y\n2,y\n")
    assert rows == [(3, ["2", "y"])]
    assert said(rejects) == [(2, "NUL byte", "1,x\0y")]
    _, rows, rejects = read(b"a,b\n1,\x81\n2,\xa3\n")
    assert rows == [(3, ["2", "£"])]
    assert said(rejects) == [(2, quoting.NO_TEXT, "1,�")]


def test_a_line_that_holds_a_stray_carriage_return_is_rejected() -> None:
    _, rows, rejects = read(b"a,b\n1,x\ry\n2,y\n")
    assert rows == [(3, ["2", "y"])]
    assert [reject.line for reject in rejects] == [2]


@pytest.mark.parametrize("content", [b"a,b", b"a,b\n", b"a,b\r\n\r\n"])
def test_a_header_alone_is_a_table_of_no_rows(content: bytes) -> None:
    assert read(content) == (["a", "b"], [], [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n \r\n", "empty"),
        (b"a,b,a\n1,2,3\n", "twice: a"),
        (b"a:b\n1:2\n", "one column only ('a:b')"),
        (b'a,"b\n1,2\n', "not closed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        ("\ufeffa,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04 and no more", "workbook is damaged"),
        (b"a" * 300 + b"\n", "one column"),
    ],
)
def test_what_is_no_table_says_so(content: bytes, words: str) -> None:
    with pytest.raises(DataError) as caught:
        read(content)
    assert words in str(caught.value)
    assert caught.value.where == "f.csv"


def test_a_line_without_end_stops_the_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_LINE", 1000)
    monkeypatch.setattr(delimited, "BLOCK", 500)
    with pytest.raises(DataError, match="a line longer"):
        read(b"a,b\n1,2\n" + b"x" * 5000)


def test_blank_header_cells_are_named_by_position_and_excel_hint_is_understood() -> None:
    assert read(b"a,,\n1,2,3\n")[0] == ["a", "(column 2)", "(column 3)"]
    assert read(b"sep=;\na;b\n1;x\n") == (["a", "b"], [(3, ["1", "x"])], [])


def test_files_larger_than_memory_allows_are_opened_twice_and_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "HELD", 0)
    monkeypatch.setattr(delimited, "BLOCK", 100)
    content = b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(1000))
    table = read_rows(SourceFile("f", "f"), lambda: io.BytesIO(content))
    parts = list(table.chunks)
    assert len(parts) > 20
    assert pd.concat([part.rows for part in parts])["a"].tolist() == [str(n) for n in range(1000)]
    assert parts[-1].bytes_read == len(content) - len(b"a,b\n")
    assert table.size == len(content)


_WORD = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\n\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"), max_size=6
)
_NOTE = st.lists(st.text('ab" ', max_size=3), min_size=2, max_size=4).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.tuples(_WORD, st.one_of(_WORD, _NOTE), st.one_of(_WORD, _NOTE)), max_size=30),
    block=st.integers(16, 400),
    quoting_rule=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_the_csv_module_writes_is_read_back_with_its_lines(
    rows: list[tuple[str, str, str]], block: int, quoting_rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BLOCK", block)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=quoting_rule)
    writer.writerow(["one", "two", "three"])
    expected: list[Row] = []
    for row in rows:
        line = buffer.getvalue().count("\n") + 1
        writer.writerow(row)
        if any(row):
            expected.append((line, list(row)))
    assert read(buffer.getvalue().encode()) == (["one", "two", "three"], expected, [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.text('12,\n"', max_size=200), block=st.integers(8, 64))
def test_whatever_stands_in_a_file_both_ways_of_reading_agree_and_no_line_is_lost(
    content: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arrow's way and the csv module's alone; each line of text is in a row or in a reject."""
    data = b"a,b\n" + content.encode()
    monkeypatch.setattr(delimited, "BLOCK", block)
    quick = read(data)
    with monkeypatch.context() as patch:
        patch.setattr(delimited, "_parse_quickly", lambda *_: None)
        careful = read(data)
    assert quick == careful
    covered = [line for line, cells in quick[1] for line in range(line, line + 1 + "".join(cells).count("\n"))]
    covered += [reject.line + extra for reject in quick[2] for extra in range(1 + reject.text.count("\n"))]
    assert len(covered) == len(set(covered))
    filled = {line for line, text in enumerate(content.split("\n"), 2) if text.strip('",')}
    assert filled <= set(covered)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused_but_never_crash(content: bytes) -> None:
    for start in (b"", b"a,b\n", b"PK\x03\x04", b"\xef\xbb\xbfa\tb\r\n"):
        with contextlib.suppress(DataError):
            read(start + content)


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read_path(path: Path) -> tuple[chunks.Table, pd.DataFrame, list[Reject]]:
    (found,) = find_files([path]).files
    table = read_rows(found.source, found.open)
    parts = list(table.chunks)
    rows = pd.concat([part.rows for part in parts]) if parts else pd.DataFrame()
    return table, rows, [reject for part in parts for reject in part.rejects]


def test_a_workbook_gives_the_text_a_csv_would_have(tmp_path: Path) -> None:
    values = [
        1,
        2.5,
        3.0,
        True,
        " x ",
        dt.datetime(2018, 1, 1),
        dt.datetime(2018, 1, 1, 9, 5),
        dt.time(23, 59),
        None,
        "z",
    ]
    header = [f"c{n}" for n in range(len(values))]
    path = workbook(tmp_path / "t.xlsx", {"Data": [header, values, [], [None] * 3, ["short"]]})
    table, rows, rejects = read_path(path)
    assert table.header == header
    assert not rejects and not table.notes
    assert rows.index.tolist() == [2, 5]
    assert rows.fillna("-").to_numpy()[0].tolist() == [
        "1",
        "2.5",
        "3",
        "TRUE",
        " x ",
        "2018-01-01 00:00:00",
        "2018-01-01 09:05:00",
        "23:59:00",
        "-",
        "z",
    ]
    assert all(dtype == "str" for dtype in rows.dtypes)


def test_a_date_cell_that_shows_no_time_states_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["day", "n"])
    sheet.append([dt.datetime(2018, 1, 1), 1])
    sheet["A2"].number_format = "dd-mmm-yy"
    book.save(tmp_path / "t.xlsx")
    assert read_path(tmp_path / "t.xlsx")[1].loc[2, "day"] == "2018-01-01"


def test_the_first_sheet_with_a_header_is_read_and_the_others_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "About": [["A title only"]],
        "Data": [["Notes"], [], ["a", "b"], [1, 2], [3, 4, "extra"]],
        "More": [["x", "y"]],
    }
    table, rows, rejects = read_path(workbook(tmp_path / "t.xlsx", sheets))
    assert table.header == ["a", "b"]
    assert rows.index.tolist() == [4]
    assert said(rejects) == [(5, chunks.TOO_MANY, "3,4,extra")]
    assert table.notes == ("sheet 'Data' read, other sheets left out: About, More",)


def test_workbooks_in_chunks_and_header_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ROWS_A_CHUNK", 10)
    path = workbook(tmp_path / "t.xlsx", {"Data": [["a", "b"], *([n, n] for n in range(25))]})
    assert read_path(path)[1]["a"].tolist() == [str(n) for n in range(25)]
    assert read_path(workbook(tmp_path / "h.xlsx", {"Data": [["a", "b"]]}))[1].empty


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"Data": [["a", "b"], [1, 2]]}).rename(tmp_path / "named.csv")
    assert read_path(path)[0].header == ["a", "b"]


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_truncated_workbook_says_so(tmp_path: Path, keep: float) -> None:
    path = workbook(tmp_path / "t.xlsx", {"Data": [["a", "b"], *([n, n] for n in range(1000))]})
    content = path.read_bytes()
    with pytest.raises(DataError, match=r"damaged|cut short"):
        read(content[: int(len(content) * keep)])


def test_a_workbook_without_header_or_too_large_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="no sheet with a header"):
        read(workbook(tmp_path / "t.xlsx", {"Data": [["only one"]]}).read_bytes())
    content = workbook(tmp_path / "t.xlsx", {"Data": [["a", "b"]]}).read_bytes()
    monkeypatch.setattr(workbooks, "LARGEST_CONTENT", 100)
    with pytest.raises(DataError, match="unpacks to too much"):
        read(content)
    monkeypatch.setattr(workbooks, "LARGEST_FILE", 100)
    with pytest.raises(DataError, match="too large for a workbook"):
        read(content)
