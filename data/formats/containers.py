"""Find the files to read in what the user names: files, folders, zips; nothing is ever extracted."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final

from data.formats import SourceFile
from data.formats.chunks import Opener
from data.formats.guards import Limits, check_archive, check_complete, guarded, said_plainly, ungzipped
from data.schema import DataError

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
GZIP: Final = b"\x1f\x8b"
# What lies beside tables in folders and archives; a file named by itself is read whatever its ending.
_BESIDE_TABLES: Final = (
    ".md .pdf .doc .docx .odt .rtf .html .htm .xml .json .log .url .lnk .ini .py .png .jpg .jpeg .gif .svg .parquet "
    ".gpkg .geojson .shp .shx .dbf .prj .cpg .qmd .kml .kmz"
)
NO_TABLE: Final = frozenset(_BESIDE_TABLES.split())
READ_ME: Final = re.compile(r"(readme|licen[cs]e|about|notes?|metadata|copyright)\b", re.IGNORECASE)
MONTH_FOLDER: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Found:
    """A file to read: ``open`` gives its unpacked bytes, from the start each time; ``size`` is packed.

    ``named``: the user named the file itself. ``archive``: what it came in; files of one archive were made together.
    ``unpacked``: bytes that the container says it unpacks to, None where it does not say. ``path``: the file on disk
    that holds it. Can be pickled: another process that sees the same path opens the same file.
    """

    source: SourceFile
    open: Opener
    size: int
    named: bool = False
    archive: str = ""
    unpacked: int | None = None
    path: Path = Path()


class Archive:
    """A zip, opened when it is first read; its members share it, and the last of them closes it."""

    def __init__(self, path: Path, zipped: zipfile.ZipFile | None = None) -> None:
        self._path, self._zipped = path, zipped

    def __reduce__(self) -> tuple[type[Archive], tuple[Path]]:
        return Archive, (self._path,)

    def open(self, filename: str) -> tuple[IO[bytes], int]:
        """A member's unpacked bytes, and its packed size."""
        if self._zipped is None:
            self._zipped = zipfile.ZipFile(self._path)
        return self._zipped.open(filename), self._zipped.getinfo(filename).compress_size


@dataclass(frozen=True)
class Findings:
    """What the named paths hold: ``files`` in reading order, ``mappings`` (.toml), and what was left out, why."""

    files: tuple[Found, ...]
    mappings: tuple[Path, ...] = ()
    left_out: tuple[str, ...] = ()


def find_files(paths: Iterable[str | os.PathLike[str]], limits: Limits | None = None) -> Findings:
    """The files in ``paths``, each once: folders through and through in sorted order, zips by member.

    DataError for a path that does not exist or cannot be read, an archive that is hostile, damaged or
    needs a password, and when there is nothing to read.
    """
    limits, paths = limits or Limits(), list(paths)
    files: list[Found] = []
    mappings: list[Path] = []
    left_out: list[str] = []
    seen: set[Path] = set()
    for path, name, named in _walk(paths):
        resolved = path.resolve()
        if resolved in seen:
            continue
        seen.add(resolved)
        if path.suffix.lower() == ".toml":
            mappings.append(path)
        elif not named and _no_table(path.name):
            left_out.append(f"{name}: not a table by its name")
        else:
            archive = _archive_of(resolved)
            files += [
                replace(found, archive=archive, named=named and found.source.name == name, path=resolved)
                for found in _found(resolved, name, limits, left_out)
            ]
    if not files and not mappings:
        given = ", ".join(os.fspath(path) for path in paths) or "no path"
        raise DataError("no files to read", where=given, mend="Name CSV or XLSX files, folders or zips of them")
    return Findings(tuple(_told_apart(files)), tuple(mappings), tuple(left_out))


def _walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[tuple[Path, str, bool]]:
    """Each file with the name reports show, and whether the user named the file itself."""
    for given in paths:
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            reason = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
            raise DataError(reason, where=str(given), mend="Check the path") from error
        if stat.S_ISREG(mode):
            yield path, _readable(path.name), True
        elif stat.S_ISDIR(mode):
            yield from _walk_folder(path)
        else:
            raise DataError("neither a file nor a folder", where=str(given), mend="Give a file")


def _walk_folder(top: Path) -> Iterator[tuple[Path, str, bool]]:
    def refuse(error: OSError) -> None:
        raise DataError(f"cannot be read ({error.strerror})", where=str(error.filename or top)) from error

    for folder, folders, names in os.walk(top, onerror=refuse):
        folders[:] = sorted(name for name in folders if not _junk(name))
        for name in sorted(names):
            path = Path(folder) / name
            if not _junk(name) and path.is_file():
                yield path, _readable(f"{top.resolve().name}/{path.relative_to(top).as_posix()}"), False


def _readable(name: str) -> str:
    """A file's name as text, whatever bytes the disk has for it."""
    return os.fsencode(name).decode("utf-8", "replace")


def _junk(name: str) -> bool:
    """Hidden files, what macOS and Windows leave, and lock files of Office."""
    return name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def _archive_of(path: Path) -> str:
    """The folder that holds folders of months, as archives of data.police.uk unpack; else the file itself."""
    return os.fspath(path.parent.parent if MONTH_FOLDER.fullmatch(path.parent.name) else path)


def _no_table(name: str) -> bool:
    return Path(name).suffix.lower() in NO_TABLE or (
        Path(name).suffix.lower() in (".txt", "") and bool(READ_ME.match(name))
    )


def _stem(name: str) -> str:
    """File name without folders and endings: ``a/2022-10-metropolitan-street.csv.gz`` -> the middle."""
    return re.sub(r"(\.(csv|tsv|txt|xlsx|xlsm|gz|zip|dat))+$", "", PurePosixPath(name).name, flags=re.IGNORECASE)


def _found(path: Path, name: str, limits: Limits, left_out: list[str]) -> list[Found]:
    with said_plainly(name), path.open("rb") as stream:
        start = stream.read(4)
    size = path.stat().st_size
    source = SourceFile(name, _stem(name))
    if start.startswith(GZIP):
        return [Found(source, partial(_open_gzip, path, name, limits), size)]
    if start not in (ZIP, EMPTY_ZIP):
        if path.suffix.lower() == ".zip":
            raise DataError("named zip but is none", where=name, mend="Download it again")
        return [Found(source, partial(_open_file, path, name), size, unpacked=size)]
    return _found_in_zip(path, name, limits, left_out)


def _found_in_zip(path: Path, name: str, limits: Limits, left_out: list[str]) -> list[Found]:
    with said_plainly(name):
        zipped = zipfile.ZipFile(path)
    members = zipped.infolist()
    with said_plainly(name), path.open("rb") as stream:
        check_complete(stream, len(members), name)
    names = {member.filename for member in members}
    size = path.stat().st_size
    if "xl/workbook.xml" in names:
        return [Found(SourceFile(name, _stem(name)), partial(_open_file, path, name), size, unpacked=size)]
    if "[Content_Types].xml" in names:
        raise DataError("an Office document without a workbook", where=name, mend="Save the table as XLSX or CSV")
    check_archive(members, size, limits, name)
    archive = Archive(path, zipped)
    return [
        _found_member(archive, member, name, limits)
        for member in sorted(members, key=lambda member: member.filename)
        if _wanted(member, name, left_out)
    ]


def _wanted(member: zipfile.ZipInfo, where: str, left_out: list[str]) -> bool:
    parts = member.filename.split("/")
    if member.is_dir() or any(_junk(part) for part in parts):
        return False
    if _no_table(parts[-1]) or parts[-1].lower().endswith(".toml"):
        left_out.append(f"{where}/{member.filename}: not a table by its name")
        return False
    return True


def _found_member(archive: Archive, member: zipfile.ZipInfo, where: str, limits: Limits) -> Found:
    name = f"{where}/{member.filename}"
    with said_plainly(name), archive.open(member.filename)[0] as stream:
        start = stream.read(4)
    source, open_member = SourceFile(name, _stem(name)), partial(_open_member, archive, member.filename, name, limits)
    if start.startswith(GZIP):
        return Found(source, partial(_open_gzip_member, open_member, name, limits), member.compress_size)
    if start in (ZIP, EMPTY_ZIP):
        _check_is_workbook(open_member, name)
    return Found(source, open_member, member.compress_size, unpacked=member.file_size)


def _check_is_workbook(open_member: Opener, name: str) -> None:
    with said_plainly(name), open_member() as stream, zipfile.ZipFile(_in_memory(stream, name)) as inner:
        if "xl/workbook.xml" not in inner.namelist():
            raise DataError("a zip inside a zip", where=name, mend="Unpack the outer one and give the inner ones")


def _in_memory(stream: IO[bytes], name: str, limit: int = 200_000_000) -> io.BytesIO:
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise DataError("a zip inside a zip", where=name, mend="Unpack the outer one and give the inner ones")
    return io.BytesIO(content)


def _open_file(path: Path, name: str) -> IO[bytes]:
    with said_plainly(name):
        return path.open("rb")


def _open_gzip(path: Path, name: str, limits: Limits) -> IO[bytes]:
    return ungzipped(_open_file(path, name), limits, name)


def _open_member(archive: Archive, filename: str, name: str, limits: Limits) -> IO[bytes]:
    with said_plainly(name):
        stream, packed = archive.open(filename)
        return guarded(stream, limits, name, lambda: packed)


def _open_gzip_member(open_member: Opener, name: str, limits: Limits) -> IO[bytes]:
    return ungzipped(open_member(), limits, name)


def _told_apart(files: list[Found]) -> list[Found]:
    """The same with a number after the name of each further file of one name."""
    seen: Counter[str] = Counter()
    apart = []
    for found in files:
        seen[found.source.name] += 1
        count = seen[found.source.name]
        name = found.source.name if count == 1 else f"{found.source.name} ({count})"
        apart.append(replace(found, source=replace(found.source, name=name)))
    return apart
