"""Records by month as lines from zero, for ``assets/lines.js``: values, names at the lines' ends, periods marked."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from data.schema import month_number

Values = Sequence[int | None]
Mark = tuple[date, date]


def trend(
    first: int,
    now: Values,
    first_before: int | None,
    before: Values | None,
    names: tuple[str, str],
    most: int | None = None,
) -> str:
    """Both periods on the same months (None where not known), as JSON; ``most`` sets the axis where several charts
    share one."""
    previous = list(before) if before is not None and first_before is not None else []
    lines = [line(first, now, names[0])]
    if previous:
        lines.append(line(first_before or 0, previous, names[1]))
    return drawn(lines, most=most, between=bool(previous) and None not in now and None not in previous)


def long_series(
    first: int,
    series: Sequence[tuple[str, Values]],
    marks: Sequence[Mark] = (),
    marked: str = "",
    shown: tuple[int, int] | None = None,
) -> str:
    """One or two lines of the same months (the lesser last), periods marked and what they are called, and the period
    that the page's other figures show; as JSON."""
    lines = [line(first, values, name) for name, values in series]
    bands: dict[str, Any] = {"marks": [[place(start), place(end, whole=True)] for start, end in marks]}
    if marked:
        bands["marked"] = marked
    if shown:
        bands["shown"] = [shown[0] - 0.5, shown[1] + 0.5]
    return drawn(lines, **bands)


def line(first: int, values: Values, name: str) -> dict[str, Any]:
    return {"first": first, "values": list(values), "name": name}


def drawn(lines: Sequence[dict[str, Any]], **more: Any) -> str:
    kept = {name: value for name, value in more.items() if value not in (None, [], False)}
    return json.dumps({"lines": list(lines), **kept}, ensure_ascii=False, separators=(",", ":"))


def place(day: date, *, whole: bool = False) -> float:
    """A day among months whose values are drawn at their middle: 1 November 2020 lies half a month before November."""
    part = (day.day if whole else day.day - 1) / monthrange(day.year, day.month)[1]
    return round(month_number(day.year, day.month) + part - 0.5, 2)
