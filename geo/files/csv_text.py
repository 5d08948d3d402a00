"""A table as CSV text: lines that say what it is, each starting with ``#``, then header and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """One row a mapping, all with the same names; unknown is empty, never zero. Lines end in ``\\n``."""
    stream = io.StringIO()
    for line in head:
        stream.write(f"# {' '.join(line.split())}\n")
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: cell(value) for name, value in row.items()} for row in rows])
    return stream.getvalue()


def cell(value: Any) -> Any:
    """A value as it is written: nothing for unknown, an apostrophe before text that a spreadsheet would calculate.

    OWASP, CSV Injection: a cell whose text begins with one of ``FORMULA_STARTS`` is taken for a formula.
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
