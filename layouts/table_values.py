"""Tables as values: ``assets/tables.js`` makes real tables of them, with captions and headings, in a tenth of the bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

Cell = Any  # words; a number, written with commas; a list of words and what they are sorted by; or a mapping (below)


def table_host(told: Mapping[str, Any] | str) -> html.Div:
    """The place of a table, which holds its values."""
    text = told if isinstance(told, str) else values_text(told)
    return html.Div(className="table-host", **{"data-table": text})


def empty_host(component_id: str) -> html.Div:
    """The place of a table whose values come with the answer."""
    return html.Div(id=component_id, className="table-host")


def values_text(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def plain(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> dict[str, Any]:
    """A table whose first column names its rows; ``styles`` are the classes of its columns."""
    return {"caption": caption, "heads": list(heads), "styles": list(styles), "rows": [list(row) for row in rows]}


def months_text(caption: str, heads: Sequence[str], lines: Sequence[tuple[str, int]], **how: Any) -> str:
    """Months as a table of numbers that charts on the page hold anyway: ``lines`` names each chart and its line.

    ``then``: the second line is an earlier period, told with its change; ``then="month"`` with the earlier month's
    name too. ``both``: a change is told as the two values. ``short``: short names of months; ``newest``: newest first.
    """
    told = {"kind": "months", "caption": caption, "heads": list(heads), "lines": [list(line) for line in lines]}
    return values_text(told | {name: value for name, value in how.items() if value})
