"""What reading a table gives, and the checks that every kind of table file shares."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final

import pandas as pd

from data.formats import SourceFile
from data.schema import DataError, Reject

Opener = Callable[[], IO[bytes]]
WIDEST: Final = 16_384  # columns, the most a workbook can have

TOO_MANY: Final = "more cells than the header has columns"
TOO_FEW: Final = "fewer cells than the header has columns"

# What files turn out to be that people take for tables: their first bytes, and what to say.
_MAGIC: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one with a password", "Save it as .xlsx or CSV"),
    (b"%PDF", "a PDF document", "Export the table as CSV"),
    (b"SQLite format 3", "a database or GeoPackage", "Boundaries go to `swp boundaries`; tables as CSV or XLSX"),
    (b"PAR1", "a Parquet file", "Export it as CSV"),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Repack it as zip"),
    (b"Rar!", "a RAR archive", "Repack it as zip"),
    (b"BZh", "a bzip2 file", "Repack it as gzip or zip"),
    (b"\xfd7zXZ", "an xz file", "Repack it as gzip or zip"),
    (b"\x1f\x8b", "a gzip inside another archive", "Unpack it once"),
    (b"\xff\xfe", "text in UTF-16", "Save it as CSV UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "Save it as CSV UTF-8"),
)
_MARKUP: Final = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML document"))


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file. ``rows``: text columns named by the header, index = line numbers, missing =
    NaN. ``rejects``: rows without the right cells. ``bytes_read``: of the unpacked file, so far."""

    rows: pd.DataFrame
    rejects: list[Reject]
    bytes_read: int


@dataclass(frozen=True)
class Table:
    """A file being read: its header at once, its rows as ``chunks`` is consumed (once)."""

    header: list[str]
    chunks: Iterator[Chunk]
    size: int  # bytes, unpacked
    notes: tuple[str, ...] = ()


def check_is_text(start: bytes, source: SourceFile) -> None:
    """Raise DataError when a file's first bytes are of something that is no text table."""
    if not start.strip():
        raise DataError("the file is empty", where=source.name, mend="Export it again")
    for magic, kind, mend in _MAGIC:
        if start.startswith(magic):
            raise DataError(f"this is {kind}, not a table", where=source.name, mend=mend)
    for magic, kind in _MARKUP:
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(magic):
            raise DataError(f"this is {kind}, not a table", where=source.name, mend="Download the file itself again")
    if start[257:262] == b"ustar":
        raise DataError("this is a tar archive, not a table", where=source.name, mend="Repack it as zip")
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x0b" for byte in start)
    if control > 4 + len(start) // 20:
        raise DataError("binary data, not a table", where=source.name, mend="Give CSV or XLSX")


def named_columns(cells: list[str], source: SourceFile) -> list[str]:
    """The header's cells as column names: stripped, unique; blank ones get a name by position."""
    if len(cells) > WIDEST:
        raise DataError(
            f"the header has {len(cells):,} columns, no table has", where=source.name, mend="Export it again"
        )
    names = [cell.strip().strip("\ufeff") or f"(column {place})" for place, cell in enumerate(cells, start=1)]
    if len(names) < 2:
        shown = names[0][:80] if names else ""
        raise DataError(
            f"the header has one column only ({shown!r}): no comma, semicolon, tab or pipe in it",
            where=source.name,
            mend="Save the table as CSV with its header in the first line",
        )
    seen: set[str] = set()
    twice = [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
    if twice:
        shown = ", ".join(sorted(set(twice)))
        raise DataError(f"the header names a column twice: {shown}", where=source.name, mend="Rename or drop one")
    return names


def read_whole(opener: Opener, source: SourceFile, limit: int) -> io.BytesIO:
    """The file in memory, for formats that must jump about in it; DataError beyond ``limit`` bytes."""
    with opener() as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise DataError(
            f"larger than {limit // 1_000_000} MB, too large for a workbook", where=source.name, mend="Save it as CSV"
        )
    return io.BytesIO(content)
