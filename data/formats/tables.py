"""Read any table file as chunks of text columns: CSV in two encodings, four delimiters, and XLSX.

A row is a line (or more, where a quoted cell holds line ends) with at least one cell that is not
empty. Rows that do not fit the header come back as rejects with their text; nothing is dropped.
"""

from __future__ import annotations

from data.formats import SourceFile
from data.formats.chunks import Chunk, Opener, Table, check_is_text
from data.formats.delimited import read_delimited
from data.formats.workbooks import read_workbook

__all__ = ["Chunk", "Opener", "Table", "read_rows"]


def read_rows(source: SourceFile, opener: Opener) -> Table:
    """Open a table, whatever its kind, and return its header and the iterator of its rows.

    DataError if there is no readable header; the iterator may raise DataError too (a damaged file).
    """
    with opener() as stream:
        start = stream.read(4096)
    if start.startswith(b"PK\x03\x04"):
        return read_workbook(source, opener)
    check_is_text(start, source)
    return read_delimited(source, opener)
