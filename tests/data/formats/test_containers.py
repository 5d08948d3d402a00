"""Files, folders, zips: what is found in them, and that hostile or damaged archives are refused plainly."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.formats import SourceFile
from data.formats.containers import Found, find_files
from data.formats.guards import Limits
from data.formats.tables import read_rows
from data.schema import DataError

TABLE = b"a,b\n1,x\n2,y\n"


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", "b"])
    book.worksheets[0].append([1, "x"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def names(paths: list[Path]) -> list[str]:
    return [found.source.name for found in find_files(paths).files]


def content(found: Found) -> bytes:
    with found.open() as stream:
        return stream.read()


def refusal(path: Path, limits: Limits | None = None) -> str:
    """What finding and reading everything in ``path`` raises."""
    with pytest.raises(DataError) as caught:
        for found in find_files([path], limits).files:
            for _ in read_rows(found.source, found.open).chunks:
                pass
    assert caught.value.where
    return str(caught.value)


def test_files_folders_and_zips_in_sorted_order_without_junk(tmp_path: Path) -> None:
    top = tmp_path / "in"
    for name in (
        "b.csv",
        "a/2.csv",
        "a/1.csv",
        ".hidden.csv",
        "__MACOSX/x.csv",
        ".git/y.csv",
        "~$open.xlsx",
        "a/._1.csv",
    ):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(TABLE)
    zipped(top / "z.zip", {"2022-11/n.csv": TABLE, "2022-10/m.csv": TABLE, "__MACOSX/._n.csv": b"x", ".DS_Store": b"x"})
    assert names([top]) == ["in/b.csv", "in/z.zip/2022-10/m.csv", "in/z.zip/2022-11/n.csv", "in/a/1.csv", "in/a/2.csv"]
    assert all(content(found) == TABLE for found in find_files([top]).files)
    assert [found.source.stem for found in find_files([top]).files] == ["b", "m", "n", "1", "2"]


def test_mappings_are_given_apart_and_other_files_left_out_by_name(tmp_path: Path) -> None:
    for name in ("t.csv", "README.md", "readme.txt", "map.pdf", "btp.toml", "data.txt"):
        (tmp_path / name).write_bytes(TABLE)
    found = find_files([tmp_path])
    assert [file.source.stem for file in found.files] == ["data", "t"]
    assert found.mappings == (tmp_path / "btp.toml",)
    assert [line.split("/")[-1].split(":")[0] for line in found.left_out] == ["README.md", "map.pdf", "readme.txt"]
    assert names([tmp_path / "README.md"]) == ["README.md"]  # named by itself, it is read


def test_each_file_once_and_equal_names_told_apart(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.csv").write_bytes(TABLE)
    x, y = tmp_path / "x" / "t.csv", tmp_path / "y" / "t.csv"
    assert names([x, y, x, tmp_path / "x"]) == ["t.csv", "t.csv (2)"]


def test_a_member_can_be_opened_again_and_side_by_side(tmp_path: Path) -> None:
    first, second = find_files([zipped(tmp_path / "z.zip", {"a.csv": TABLE, "b.csv": TABLE * 2})]).files
    with first.open() as one, second.open() as two:
        assert (one.read(3), two.read(3), one.read(), two.read()) == (TABLE[:3], TABLE[:3], TABLE[3:], (TABLE * 2)[3:])
    assert content(first) == TABLE


def test_gzip_alone_and_within_a_zip(tmp_path: Path) -> None:
    packed = gzip.compress(TABLE)
    (tmp_path / "t.csv.gz").write_bytes(packed)
    zipped(tmp_path / "z.zip", {"in/u.csv.gz": packed})
    found = find_files([tmp_path]).files
    assert [file.source.stem for file in found] == ["t", "u"]
    assert [content(file) for file in found] == [TABLE, TABLE]


def test_workbooks_are_told_from_zips_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "book.zip").write_bytes(workbook())
    zipped(tmp_path / "outer.zip", {"deep/book.xlsx": workbook()})
    found = find_files([tmp_path]).files
    assert [file.source.name.split("/", 1)[1] for file in found] == ["book.zip", "outer.zip/deep/book.xlsx"]
    assert [read_rows(file.source, file.open).header for file in found] == [["a", "b"], ["a", "b"]]


@pytest.mark.parametrize("name", ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "C:/evil.csv", "..\\evil.csv"])
def test_paths_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert "points out of the archive" in refusal(zipped(tmp_path / "z.zip", {"good.csv": TABLE, name: TABLE}))


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "symbolic link" in refusal(tmp_path / "z.zip")


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in refusal(path)


def test_zips_in_zips_are_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "i.zip", {"a.csv": TABLE}).read_bytes()
    assert "zip inside a zip" in refusal(zipped(tmp_path / "o.zip", {"inner.zip": inner}))
    assert "zip inside a zip" in refusal(zipped(tmp_path / "p.zip", {"named.csv": inner}))
    (tmp_path / "z.csv.gz").write_bytes(gzip.compress(inner))
    assert "zip inside another archive" in refusal(tmp_path / "z.csv.gz")
    (tmp_path / "gg.gz").write_bytes(gzip.compress(gzip.compress(TABLE)))
    assert "gzip inside another" in refusal(tmp_path / "gg.gz")


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.csv", TABLE)
        archive.writestr("a.csv", TABLE)
    assert "two files of one name" in refusal(tmp_path / "z.zip")


SMALL = Limits(member=100_000, total=150_000, members=5, ratio=20, ratio_from=10_000)


def test_bombs_are_refused_by_what_they_declare(tmp_path: Path) -> None:
    flat = bytes(range(256))
    assert "unpacks to more than" in refusal(zipped(tmp_path / "m.zip", {"a.csv": flat * 500}, 0), SMALL)
    two = {"a.csv": flat * 300, "b.csv": flat * 300}
    assert "unpacks to more than" in refusal(zipped(tmp_path / "t.zip", two, 0), SMALL)
    assert "zip bomb" in refusal(zipped(tmp_path / "r.zip", {"a.csv": b"a,b\n" * 5000}), SMALL)
    many = {f"{n}.csv": TABLE for n in range(6)}
    assert "more than 5 files" in refusal(zipped(tmp_path / "n.zip", many), SMALL)


def test_the_limits_that_hold_by_default(tmp_path: Path) -> None:
    assert "zip bomb" in refusal(zipped(tmp_path / "z.zip", {"a.csv": b"a,b\n" + b"1,2\n" * 13_000_000}))


def test_a_bomb_that_lies_about_its_size_is_caught_while_reading(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE + b"3,zzzzzzz\n" * 100_000})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = (5000).to_bytes(4, "little")
    path.write_bytes(data)
    (found,) = find_files([path], SMALL).files
    with pytest.raises(DataError), found.open() as stream:
        while stream.read(1000):
            assert stream.tell() <= 6000


def test_a_gzip_bomb_is_caught_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 20_000))
    assert "zip bomb" in refusal(path, SMALL)
    path.write_bytes(gzip.compress(b"a,b\n" + os.urandom(200_000)))
    assert "unpacks to more than" in refusal(path, SMALL)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_truncated_archives_say_so(tmp_path: Path, keep: float) -> None:
    body = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(20_000))
    whole = zipped(tmp_path / "z.zip", {"a.csv": body}).read_bytes()
    (tmp_path / "z.zip").write_bytes(whole[: int(len(whole) * keep)])
    assert "cut short" in refusal(tmp_path / "z.zip")
    packed = gzip.compress(body)
    (tmp_path / "a.csv.gz").write_bytes(packed[: int(len(packed) * keep)])
    assert "cut short" in refusal(tmp_path / "a.csv.gz")


def test_damaged_bytes_are_found_by_their_checksum(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE * 50}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)
    assert "damaged" in refusal(path)
    packed = bytearray(gzip.compress(TABLE * 50))
    packed[-6] ^= 0xFF
    (tmp_path / "a.csv.gz").write_bytes(packed)
    assert "damaged" in refusal(tmp_path / "a.csv.gz")


def test_an_unknown_way_of_packing_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE * 50})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 8] = 9
    data[data.index(b"PK\x01\x02") + 10] = 9
    path.write_bytes(data)
    assert "packed in a way" in refusal(path)


@pytest.mark.parametrize("first", range(40))
def test_flipped_bytes_give_the_content_or_a_refusal(tmp_path: Path, first: int) -> None:
    data = bytearray(zipped(tmp_path / "z.zip", {"a.csv": TABLE * 20, "b/c.csv": TABLE}).read_bytes())
    for place in range(first, len(data), 41):
        data[place] ^= 1 << (place % 8)
    (tmp_path / "z.zip").write_bytes(data)
    with contextlib.suppress(DataError):
        assert [content(found) for found in find_files([tmp_path / "z.zip"]).files] == [TABLE * 20, TABLE]


def test_what_is_not_there_or_holds_nothing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "gone.csv")
    assert "no files to read" in refusal(tmp_path)
    with zipfile.ZipFile(tmp_path / "e.zip", "w"):
        pass
    assert "no files to read" in refusal(tmp_path / "e.zip")
    (tmp_path / "n.zip").write_bytes(b"not a zip at all")
    assert "named zip but is none" in refusal(tmp_path / "n.zip")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "empty" in refusal(tmp_path / "empty.csv")


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "neither a file nor a folder" in refusal(tmp_path / "pipe.csv")
    (tmp_path / "t.csv").write_bytes(TABLE)
    assert [found.source.stem for found in find_files([tmp_path]).files] == ["t"]


def test_the_source_names_where_a_row_comes_from(tmp_path: Path) -> None:
    zipped(tmp_path / "z.zip", {"2022-10/2022-10-metropolitan-street.csv": b"a,b\n1\n"})
    (found,) = find_files([tmp_path / "z.zip"]).files
    assert found.source == SourceFile("z.zip/2022-10/2022-10-metropolitan-street.csv", "2022-10-metropolitan-street")
    (chunk,) = read_rows(found.source, found.open).chunks
    assert (chunk.rejects[0].file, chunk.rejects[0].line) == (found.source.name, 2)
