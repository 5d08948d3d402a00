"""Mangled copies of every format: a clear error and an untouched store, or rejected rows with their reasons."""

from __future__ import annotations

import io
import random
import shutil
import signal
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import openpyxl
import pytest

from data.formats.columns import DEGREES, METRES, NOT_A_NUMBER, SWAPPED, ZERO_POINT
from data.formats.registry import recognise
from data.releases import open_release, rejected_rows
from data.schema import DataError, Destination
from geo.publishing.importing import import_files
from tests import worlds
from tests.worlds import SAMPLES, WESTMINSTER, csv_text, sample

LONGEST: Final = 60  # seconds any one import of these may take


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    """A hang fails its test, and only that."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def _used_once(_bounded_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Path(shutil.copytree(_bounded_store, tmp_path_factory.mktemp("used") / "store"))
    path = worlds.write_csv(store.parent / "first.csv", worlds.extract("2022-09", mark="first"))
    import_files([path], store, WESTMINSTER)
    return store


@pytest.fixture
def used(_used_once: Path, tmp_path: Path) -> Path:
    """A store with a release in it, which no mangled file may touch."""
    return Path(shutil.copytree(_used_once, tmp_path / "used"))


def contents(store: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder of a store with its size and time."""
    found = {path.relative_to(store).as_posix(): path.stat() for path in store.rglob("*")}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items() if name not in (".lock", "releases")}


def refused(store: Path, path: Path) -> str:
    """The one-line error of an import that must fail, the store being as it was."""
    before = contents(store)
    with pytest.raises(DataError) as caught:
        import_files([path], store, WESTMINSTER)
    assert contents(store) == before
    said = str(caught.value)
    assert "\n" not in said and caught.value.where and len(said) < 900
    return said


def accepted(store: Path, path: Path) -> dict[str, Any]:
    """The report of an import that must work: all rows accounted for, each rejected one with a reason."""
    before = contents(store)
    report = import_files([path], store, WESTMINSTER)
    assert before.items() <= contents(store).items()
    total = report["total"]
    assert sum(total[str(destination)] for destination in Destination) == total["rows_read"]
    rejected = rejected_rows(open_release(store))
    assert len(rejected) == total["rejected"]
    assert all(row["reason"] and row["line"] > 1 and row["file"] for row in rejected)
    for file in report["files"]:
        assert sum(file["reasons"].get("rejected", {}).values()) == file["rejected"]
    return report


def either(store: Path, path: Path, rows: int) -> None:
    """One of the two, with so many rows read where there is a release."""
    try:
        report = accepted(store, path)
    except DataError:
        refused(store, path)
    else:
        assert report["total"]["rows_read"] == rows


def write(folder: Path, content: str | bytes, name: str = "mangled.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def whole(name: str) -> str:
    header, rows = sample(name)
    return csv_text(rows, header)


# ---- the file as text


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


# ---- cells

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


# ---- no tables at all

HTML: Final = "<!DOCTYPE html><html><body>Sign in, please</body></html>"


def junk(size: int) -> bytes:
    return random.Random(5).randbytes(size)


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
