"""XLSX workbooks as the text a CSV would have: the first sheet that has a header."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pandas as pd

from data.formats import SourceFile
from data.formats.chunks import TOO_MANY, Chunk, Opener, Table, named_columns, read_whole
from data.formats.guards import Limits, check_size
from data.formats.rejections import as_line
from data.schema import DataError, Reject

LARGEST_FILE: Final = 200_000_000  # packed bytes; openpyxl needs the file at hand
LARGEST_CONTENT: Final = 2_000_000_000  # unpacked
LARGEST_STRINGS: Final = 200_000_000  # unpacked; the table of shared strings is held in memory
ROWS_A_CHUNK: Final = 20_000
HEADER_WITHIN: Final = 20  # rows


# What openpyxl lets through from a damaged workbook.
_DAMAGE: Final = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    NotImplementedError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
)


def read_workbook(source: SourceFile, opener: Opener) -> Table:
    """Header and chunks of a workbook; line numbers are the sheet's row numbers."""
    content = read_whole(opener, source, LARGEST_FILE)
    _check_parts(content, source)
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and validation we do not read
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
        found = _first_table(book)
    except _DAMAGE as error:
        raise _damaged(source) from error
    if found is None:
        raise DataError("no sheet with a header", where=source.name, mend="Put the column names in the first row")
    sheet, row, cells = found
    names = named_columns(cells, source)
    others = [other.title for other in book.worksheets if other is not sheet]
    notes = (f"sheet {sheet.title!r} read, other sheets left out: {', '.join(others)}",) if others else ()
    size = content.getbuffer().nbytes
    return Table(names, _chunks(sheet, names, row, source, size), size, notes)


def _damaged(source: SourceFile) -> DataError:
    return DataError("the workbook is damaged", where=source.name, mend="Open and save it in Excel, or save it as CSV")


def _check_parts(content: io.BytesIO, source: SourceFile) -> None:
    """Refuse what is a zip but no workbook, and a workbook that unpacks to more than memory holds."""
    try:
        with zipfile.ZipFile(content) as parts:
            members = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(source) from error
    for part in members:
        check_size(part.file_size, part.compress_size, Limits(), source.name)
    sizes = {part.filename: part.file_size for part in members}
    if "xl/workbook.xml" not in sizes:
        raise DataError("a zip inside another archive", where=source.name, mend="Unpack it and give its files")
    beside_sheets = sum(size for name, size in sizes.items() if not name.startswith("xl/worksheets/"))
    if sum(sizes.values()) > LARGEST_CONTENT or beside_sheets > LARGEST_STRINGS:
        raise DataError("the workbook unpacks to too much", where=source.name, mend="Save the sheet as CSV")


def _first_table(book: Any) -> tuple[Any, int, list[str]] | None:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its extent is often wrong
        for row, cells in enumerate(sheet.iter_rows(max_row=HEADER_WITHIN), start=1):
            names = _texts(cells)
            while names and not names[-1].strip():
                names.pop()
            if sum(bool(name.strip()) for name in names) > 1:
                return sheet, row, names
    return None


def _chunks(sheet: Any, names: list[str], header_row: int, source: SourceFile, size: int) -> Iterator[Chunk]:
    width = len(names)
    rows: list[list[str]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    try:
        for line, cells in enumerate(sheet.iter_rows(min_row=header_row + 1), start=header_row + 1):
            texts = _texts(cells)
            if any(texts[width:]):
                rejects.append(Reject(source.name, line, TOO_MANY, as_line(texts)))
            elif any(texts):
                rows.append((texts + [""] * width)[:width])
                lines.append(line)
            if len(rows) + len(rejects) == ROWS_A_CHUNK:
                yield _chunk(names, rows, lines, rejects, 0)
                rows, lines, rejects = [], [], []
    except _DAMAGE as error:
        raise _damaged(source) from error
    if rows or rejects:
        yield _chunk(names, rows, lines, rejects, size)


def _chunk(names: list[str], rows: list[list[str]], lines: list[int], rejects: list[Reject], done: int) -> Chunk:
    frame = pd.DataFrame(rows, columns=names, index=np.array(lines, dtype="int64"), dtype="str")
    return Chunk(frame.mask(frame == ""), rejects, done)


def _texts(cells: Iterable[Any]) -> list[str]:
    return [_as_text(cell) for cell in cells]


def _as_text(cell: Any) -> str:
    """What a CSV would hold: ISO dates, a time only where the cell shows one, whole numbers without point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        shows_time = value.time() != dt.time() or "h" in (cell.number_format or "").lower()
        return value.isoformat(" ", "seconds") if shows_time else value.date().isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("seconds")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)
