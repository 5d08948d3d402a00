"""Header cells in whatever spelling, matched to the columns a format wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from data.schema import DataError

_NOT_WORD = re.compile(r"[\W_]+")


def plain(cell: str) -> str:
    """Letters and digits alone, lower case: ``LookUp_BoroughName`` and ``Lookup Borough Name`` are one."""
    return _NOT_WORD.sub("", cell.casefold())


def find_columns(header: Iterable[str], spellings: Mapping[str, Iterable[str]], *, where: str = "") -> dict[str, str]:
    """What we call a column -> its header cell, for those found; DataError if two cells fit one."""
    wanted = {plain(spelling): name for name, found in spellings.items() for spelling in found}
    columns: dict[str, str] = {}
    for cell in header:
        name = wanted.get(plain(cell))
        if name is None:
            continue
        if name in columns:
            raise DataError(
                f"columns {columns[name]!r} and {cell!r} both hold the {name}", where=where, mend="Remove one of them"
            )
        columns[name] = cell
    return columns
