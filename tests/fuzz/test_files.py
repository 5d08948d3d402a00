"""Files from strangers: tables, workbooks, archives and mapping files, mutated; read or refused in one line, and never more
than the file itself."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app
from data.formats.containers import find_files
from data.formats.mapped import load_mapping
from data.formats.mapping_file import TARGETS, parse_mapping
from data.formats.registry import recognise
from data.formats.tables import read_rows
from data.schema import DataError
from tests.fuzz.asking import CANARY
from tests.worlds import SAMPLES, csv_text, sample

MAPPINGS: Final = sorted(Path("data/formats/mappings").resolve().glob("*.toml"))
FEWER: Final = settings(max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
SPANS: Final = st.lists(
    st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4
)


def mutated(content: bytes, spans: list[tuple[int, int, bytes]]) -> bytes:
    """Bytes taken out, put in or replaced at some places."""
    for place, length, new in spans:
        at = place % (len(content) + 1)
        content = content[:at] + new + content[at + length :]
    return content


def read(path: Path) -> str:
    """All that is read of a path, as text; the words of the refusal where it is refused."""
    seen = []
    try:
        for found in find_files([path]).files:
            table = read_rows(found.source, found.open)
            seen.append(" ".join(table.header))
            known = recognise(table.header)
            for chunk in table.chunks:
                seen.append(chunk.rows.to_csv() + repr(chunk.rejects))
                if known is not None:
                    known.normalise(chunk.rows, found.source)
    except DataError as error:
        seen.append(one_line(error))
    return "\n".join(seen)


def one_line(error: DataError) -> str:
    said = str(error)
    assert said and "\n" not in said and len(said) < 1200 and "Traceback" not in said
    return said


def workbook() -> bytes:
    header, rows = sample("fire")
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(header))
    for row in rows:
        book.worksheets[0].append([row[name] for name in header])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


SEEDS: Final[dict[str, Callable[[], bytes]]] = {
    **{name: (lambda name=name: csv_text(sample(name)[1], sample(name)[0]).encode()) for name in SAMPLES},  # type: ignore[misc]
    "workbook": workbook,
    "archive": lambda: zipped(
        {"2022-10/a.csv": csv_text(sample("street")[1], sample("street")[0]).encode(), "b.xlsx": workbook()}
    ),
}


@pytest.fixture(scope="module")
def seeds() -> dict[str, bytes]:
    return {name: make() for name, make in SEEDS.items()}


@FEWER
@given(data=st.data(), spans=SPANS)
def test_mutated_tables_and_archives_are_read_or_refused(
    tmp_path: Path, seeds: dict[str, bytes], data: st.DataObject, spans: list[tuple[int, int, bytes]]
) -> None:
    name = data.draw(st.sampled_from(sorted(seeds)))
    path = tmp_path / data.draw(st.sampled_from(["a.csv", "a.xlsx", "a.zip", "a.csv.gz", "a"]))
    path.write_bytes(mutated(seeds[name], spans))
    read(path)


# ---- workbooks that name files


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_entity(part: str, entity: str) -> bytes:
    """A workbook one of whose parts begins with a document type; the entity stands in its first text."""
    parts = parts_of(workbook())
    text = parts[part].decode()
    head, _, body = text.rpartition("?>") if text.startswith("<?xml") else ("", "", text)
    doctype = f"<!DOCTYPE x [{entity}]>"
    parts[part] = (head + ("?>" if head else "") + doctype + body.replace("IncidentNumber", "&e;", 1)).encode()
    return zipped(parts)


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_entities_of_a_workbook_read_no_file(tmp_path: Path, part: str) -> None:
    (tmp_path / "canary.txt").write_text(CANARY, encoding="utf-8")
    laughs = (
        "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9)) + '<!ENTITY e "&a8;">'
    )
    for entity in (
        f'<!ENTITY e SYSTEM "file://{tmp_path}/canary.txt">',
        f'<!ENTITY % p SYSTEM "file://{tmp_path}/canary.txt"> %p;',
        '<!ENTITY e SYSTEM "http://127.0.0.1:9/x">',
        laughs,
    ):
        path = tmp_path / "book.xlsx"
        path.write_bytes(with_entity(part, entity))
        said = read(path)
        assert CANARY not in said and len(said) < 100_000


# ---- archives


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


NAMES: Final = ["a.csv", "../a.csv", "/etc/passwd", "a/../../b.csv", "C:\\a.csv", "..\\a.csv", "a\0.csv", "é.csv", "\u202ecsv.a", "a" * 300 + ".csv",
                "con.csv", " .csv", "~/a.csv", "a/./b.csv", "//host/a.csv", "a.csv/", "inner.zip", "x.toml", "x.xlsx"]  # fmt: skip
MODES: Final = [0, stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o666, stat.S_IFCHR | 0o666, stat.S_IFDIR | 0o755]


@FEWER
@given(
    members=st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from(MODES), st.sampled_from(["table", "link", "zip", "book", "junk"])
        ),
        max_size=4,
    )
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_any_name_and_kind(tmp_path: Path, members: list[tuple[str, int, str]]) -> None:
    canary = tmp_path / "canary.csv"
    canary.write_text(f"a,b\n{CANARY},1\n", encoding="utf-8")
    contents = {
        "table": b"a,b\n1,2\n", "link": str(canary).encode(), "zip": zipped({"../a.csv": b"a,b\n1,2\n"}), "book": workbook(), "junk": random.Random(3).randbytes(300),
    }  # fmt: skip
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, mode, kind in members:
            archive.writestr(entry(name, mode), contents[kind])
    before = sorted(tmp_path.iterdir())
    assert CANARY not in read(path)
    assert sorted(tmp_path.iterdir()) == before  # nothing is ever unpacked


def test_a_gzip_of_a_zip_of_a_gzip_is_refused(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(zipped({"a.csv.gz": gzip.compress(b"a,b\n1,2\n")})))
    assert "zip inside" in read(path)


# ---- mapping files

SCALARS: Final = (
    st.sampled_from(["Start", "%d/%m/%Y", "../../etc/passwd", "file:///etc/passwd", "", "\u202e", "x" * 2000, "%x", "%" * 50, "met", "local"])
    | st.text(max_size=8) | st.integers() | st.floats() | st.booleans()
)  # fmt: skip
NAMED: Final = st.sampled_from(
    [
        "name",
        "provider",
        "dataset",
        "recognise",
        "columns",
        "constants",
        "codes",
        "flag_codes",
        "times",
        "flags",
        "points",
        "include",
        "extends",
        *TARGETS,
    ]
)


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return (
            '"'
            + "".join(f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}" for letter in value)
            + '"'
        )
    return repr(value)


TEXTS: Final = st.recursive(
    SCALARS, lambda parts: st.lists(parts, max_size=3) | st.dictionaries(NAMED, parts, max_size=4), max_leaves=10
)


@FEWER
@given(keys=st.dictionaries(NAMED, TEXTS, max_size=8), base=st.sampled_from([None, *MAPPINGS]), spans=SPANS)
def test_mutated_mapping_files_are_read_or_refused(
    tmp_path: Path, keys: dict[str, Any], base: Path | None, spans: list[tuple[int, int, bytes]]
) -> None:
    content = (
        mutated(base.read_bytes(), spans)
        if base
        else "\n".join(f"{key} = {toml(one)}" for key, one in keys.items()).encode()
    )
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    try:
        load_mapping(path)
    except DataError as error:
        one_line(error)


@pytest.mark.parametrize(
    "content",
    [b"a = " + b"[" * 50_000, b"a." * 20_000 + b"b = 1", b"\xff\xfea = 1", b"x" * 1_000_001, b"a = 1e999", b"[[a]]\n" * 20_000, b"\0", b"a = 9" + b"9" * 5000,
     b'name = """' + b"\n" * 500_000],
)  # fmt: skip
def test_mapping_files_made_to_break_the_reader(content: bytes) -> None:
    with pytest.raises(DataError) as caught:
        parse_mapping(content, "own.toml")
    one_line(caught.value)


# ---- commands


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """Commands with files that must end in status 1 and one line."""
    yield "import", zipped({"../../canary.csv": b"a,b\n1,2\n"}), "a.zip"
    yield "import", b"a = " + b"[" * 50_000, "own.toml"
    yield "import", with_entity("xl/worksheets/sheet1.xml", '<!ENTITY e SYSTEM "file:///etc/passwd">'), "a.xlsx"
    yield "import", b"\xd0\xcf\x11\xe0" * 500, "a.xls"
    yield "weights", b"minor,days\n" + b"x" * 100_000 + b",nan\n", "w.csv"
    yield "weights", zipped({"xl/workbook.xml": b"<!DOCTYPE x>"}), "w.xlsx"
    yield "populations", b"code,number\nE01004734,1e999\n", "p.csv"
    yield "populations", bytes(range(256)) * 40, "p.csv"
    yield "boundaries", b"<OGRVRTDataSource/>", "b.gpkg"
    yield "boundaries", random.Random(1).randbytes(5000), "b.geojson"


@pytest.mark.parametrize(
    ("command", "content", "name"), list(hostile()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_commands_refuse_in_one_line(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    extra = ["--name", "own"] if command in ("weights", "populations") else []
    assert app.main([command, str(path), "--store", str(store), *extra]) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1 and said.err.startswith("swp: ") and "Traceback" not in said.err
    assert CANARY not in said.out + said.err


@pytest.mark.parametrize(
    "link", ["\ud800", "\0", "//[", "?" * 9000, "/west-end?type=\udcff", "file:///etc/passwd", "%"]
)
def test_a_query_of_any_text(capsysbinary: pytest.CaptureFixture[bytes], link: str) -> None:
    assert app.main(["query", link]) in (0, 1)
    assert b"Traceback" not in capsysbinary.readouterr().err
