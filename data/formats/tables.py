"""Read any table file as chunks of text columns: CSV in two encodings, four delimiters, and XLSX.

A row is a line (or more, where a quoted cell holds line ends) with at least one cell that is not
empty. Rows that do not fit the header come back as rejects with their text; nothing is dropped.
"""

from __future__ import annotations

from typing import Final

from data.formats import SourceFile
from data.formats.chunks import Chunk, Opener, Table, check_is_text
from data.formats.delimited import read_delimited
from data.formats.portions import quick_header

__all__ = ["Chunk", "Opener", "Table", "is_workbook", "read_header", "read_rows"]

_WORKBOOK: Final = b"PK\x03\x04"


def read_rows(source: SourceFile, opener: Opener) -> Table:
    """Open a table, whatever its kind, and return its header and the iterator of its rows.

    DataError if there is no readable header; the iterator may raise DataError too (a damaged file).
    """
    start = first_bytes(opener)
    if start.startswith(_WORKBOOK):
        return workbook(source, opener)
    check_is_text(start, source)
    return read_delimited(source, opener)


def read_header(source: SourceFile, opener: Opener) -> list[str]:
    """The header alone, by the first bytes of the file where they tell it; DataError as of ``read_rows``."""
    start = first_bytes(opener)
    if start.startswith(_WORKBOOK):
        return workbook(source, opener).header
    check_is_text(start, source)
    header = quick_header(source, opener)
    return read_delimited(source, opener).header if header is None else header


def is_workbook(opener: Opener) -> bool:
    """Whether a file is a workbook, which can only be read as a whole."""
    return first_bytes(opener).startswith(_WORKBOOK)


def first_bytes(opener: Opener) -> bytes:
    """The first bytes of a file, by which its kind is known."""
    with opener() as stream:
        return stream.read(4096)


def workbook(source: SourceFile, opener: Opener) -> Table:
    """An XLSX file opened."""
    from data.formats.workbooks import read_workbook  # openpyxl takes a tenth of a second, and few files are workbooks

    return read_workbook(source, opener)
