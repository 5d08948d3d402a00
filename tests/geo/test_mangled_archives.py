"""Files that are no tables, archives and workbooks that are hostile or damaged: refused, or all their rows accounted for."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from data.releases import open_release, rejected_rows
from data.schema import DataError
from tests.geo.mangled import accepted, alarm, junk, refused, used, used_once, whole, write
from tests.worlds import sample

__all__ = ["alarm", "used", "used_once"]  # fixtures

HTML: Final = "<!DOCTYPE html><html><body>Sign in, please</body></html>"


NO_TABLES: Final[dict[str, Callable[[], bytes]]] = {
    "empty": lambda: b"",
    "blank": lambda: b" \n\n \r\n",
    "mark alone": lambda: b"\xef\xbb\xbf",
    "junk": lambda: junk(100_000),
    "junk after a header": lambda: whole("street").splitlines()[0].encode() + b"\n" + junk(50_000),
    "zeros": lambda: bytes(100_000),
    "html": HTML.encode,
    "json": lambda: b'{"error": {"code": 400, "message": "no"}}',
    "pdf": lambda: b"%PDF-1.7\n" + junk(1000),
    "utf-16": lambda: whole("street").encode("utf-16"),
    "old excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + junk(2000),
    "one huge line": lambda: b"x" * (17 << 20),
    "one huge row": lambda: b"1,2," * (3 << 20),
    "huge header": lambda: b"," * (4 << 20) + b"\n1,2\n",
    "quotation mark never closed": lambda: b'"' + b"a,b\n" * 100_000,
    "prose": lambda: b"Dear all, please find the figures below.\n\nKind regards\n" * 50,
}


@pytest.mark.parametrize("kind", NO_TABLES)
def test_no_tables_are_refused(used: Path, tmp_path: Path, kind: str) -> None:
    refused(used, write(tmp_path, NO_TABLES[kind]()))


def test_a_huge_row_among_good_ones_is_rejected(used: Path, tmp_path: Path) -> None:
    lines = whole("stop-search").splitlines()
    report = accepted(used, write(tmp_path, "\n".join([*lines[:4], "x," * (1 << 20), *lines[4:]])))
    assert report["total"]["rejected"] == 1 and report["total"]["rows_read"] == 9


def test_missing_folders_and_pipes_are_refused(used: Path, tmp_path: Path) -> None:
    assert "does not exist" in refused(used, tmp_path / "nothing.csv")
    (tmp_path / "empty").mkdir()
    assert "no files to read" in refused(used, tmp_path / "empty")


# ---- archives


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def hostile(name: str) -> bytes:
    return zipped(**{"good.csv": whole("street").encode(), name: whole("street").encode()})


def lying_bomb() -> bytes:
    """A member that says it is small and unpacks to a gigabyte."""
    content = zipped(**{"bomb.csv": whole("street").encode() + b"0" * (1 << 28)})
    size = struct.pack("<I", len(whole("street")) + (1 << 28))
    return content.replace(size, struct.pack("<I", 5000))


def damaged(at: float) -> bytes:
    content = bytearray(zipped(**{"s.csv": whole("street").encode(), "t.csv": junk(5000)}))
    content[int(len(content) * at)] ^= 0xFF
    return bytes(content)


ARCHIVES: Final[dict[str, Callable[[], bytes]]] = {
    "path upwards": lambda: hostile("../../etc/passwd.csv"),
    "path from the root": lambda: hostile("/etc/passwd.csv"),
    "path with a drive": lambda: hostile("C:\\x.csv"),
    "path upwards in Windows": lambda: hostile("..\\..\\x.csv"),
    "bomb": lambda: zipped(**{"bomb.csv": b"0" * (1 << 28)}),
    "lying bomb": lying_bomb,
    "zip in a zip": lambda: zipped(**{"inner.zip": zipped(**{"s.csv": whole("street").encode()})}),
    "no member": lambda: zipped(),
    "no table": lambda: zipped(**{"a.csv": b"a,b\n1,2\n"}),
    "cut": lambda: zipped(**{"s.csv": whole("street").encode()})[:-40],
    "cut early": lambda: zipped(**{"s.csv": whole("street").encode()})[:100],
    "damaged": lambda: damaged(0.04),
    "gzip cut": lambda: __import__("gzip").compress(whole("street").encode())[:-30],
    "gzip bomb": lambda: __import__("gzip").compress(b"0" * (1 << 28)),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_hostile_and_damaged_archives_are_refused(used: Path, tmp_path: Path, kind: str) -> None:
    name = "a.csv.gz" if kind.startswith("gzip") else "a.zip"
    refused(used, write(tmp_path, ARCHIVES[kind](), name))


def test_an_archive_damaged_at_any_place(used: Path, tmp_path: Path) -> None:
    """Flip bytes all over a small archive: a refusal or a release, and all its rows accounted for."""
    for step in range(40):
        try:
            accepted(used, write(tmp_path, damaged(step / 40), "a.zip"))
        except DataError:
            refused(used, write(tmp_path, damaged(step / 40), "a.zip"))


# ---- workbooks


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fire_sheet() -> list[list[Any]]:
    header, rows = sample("fire")
    return [list(header), *([row[name] for name in header] for row in rows)]


def test_a_workbook_with_mangled_cells(used: Path, tmp_path: Path) -> None:
    sheet = fire_sheet()
    date, easting = sheet[0].index("DateOfCall"), sheet[0].index("Easting_m")
    sheet[1][date], sheet[2][date], sheet[3][easting] = "1900-01-01", 2099, "far"
    sheet.insert(5, [*sheet[4], "one too many"])
    report = accepted(used, write(tmp_path, workbook(sheet), "fire.xlsx"))
    assert report["total"]["rows_read"] == 9 and report["total"]["rejected"] == 4
    assert {row["line"] for row in rejected_rows(open_release(used))} == {2, 3, 4, 6}


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short(used: Path, tmp_path: Path, part: float) -> None:
    content = workbook(fire_sheet())
    refused(used, write(tmp_path, content[: int(len(content) * part)], "fire.xlsx"))


def test_a_workbook_damaged_at_any_place(used: Path, tmp_path: Path) -> None:
    content = workbook(fire_sheet())
    for step in range(30):
        broken = bytearray(content)
        broken[len(broken) * step // 30] ^= 0xFF
        try:
            accepted(used, write(tmp_path, bytes(broken), "fire.xlsx"))
        except DataError:
            refused(used, write(tmp_path, bytes(broken), "fire.xlsx"))


def test_a_workbook_bomb(used: Path, tmp_path: Path) -> None:
    parts = {
        name: zipfile.ZipFile(io.BytesIO(workbook(fire_sheet()))).read(name)
        for name in zipfile.ZipFile(io.BytesIO(workbook(fire_sheet()))).namelist()
    }
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"] + b" " * (1 << 28)
    assert "bomb" in refused(used, write(tmp_path, zipped(**parts), "fire.xlsx"))


def test_a_workbook_without_a_table(used: Path, tmp_path: Path) -> None:
    assert "no sheet with a header" in refused(used, write(tmp_path, workbook([[], ["title"]]), "fire.xlsx"))
    assert "almost London Fire Brigade" in refused(
        used, write(tmp_path, workbook([row[1:] for row in fire_sheet()]), "fire.xlsx")
    )
