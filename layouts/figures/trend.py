"""Records by month as lines from zero, for ``assets/lines.js``: values, names at the lines' ends, the peak, periods marked."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from data.schema import month_number
from layouts.numbers import count, short_month

Values = Sequence[int | None]
Mark = tuple[date, date]

FEWEST_FOR_PEAK: Final = 3  # months
NOT_KNOWN: Final = "Not known for these months"


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
    told = {
        "lines": list(lines),
        "peak": peak(lines[0]["first"], lines[0]["values"]),
        "says": " ".join(says(each) for each in lines),
        "note": "" if any(value is not None for each in lines for value in each["values"]) else NOT_KNOWN,
    }
    kept = {name: value for name, value in more.items() if value not in (None, [], False)}
    return json.dumps(told | kept, ensure_ascii=False, separators=(",", ":"))


def place(day: date, *, whole: bool = False) -> float:
    """A day among months whose values are drawn at their middle: 1 November 2020 lies half a month before November."""
    part = (day.day if whole else day.day - 1) / monthrange(day.year, day.month)[1]
    return round(month_number(day.year, day.month) + part - 0.5, 2)


def highest(values: Values) -> tuple[int, int] | None:
    """Place and value of the month with the most, the first of several."""
    known = [(value, -offset) for offset, value in enumerate(values) if value is not None]
    return (-max(known)[1], max(known)[0]) if known else None


def peak(first: int, values: Values) -> dict[str, Any] | None:
    """The month with the most, named at its point; none for few months."""
    found = highest(values)
    if found is None or not found[1] or sum(value is not None for value in values) < FEWEST_FOR_PEAK:
        return None
    return {"at": found[0], "text": f"{count(found[1])} in {short_month(first + found[0])}"}


def says(of: dict[str, Any]) -> str:
    """A line in words: its first, its last, its highest month."""
    first, values = of["first"], of["values"]
    found = highest(values)
    name = f"{of['name']}: " if of["name"] else ""
    if found is None:
        return f"{name}{NOT_KNOWN.lower()}."
    known = [offset for offset, value in enumerate(values) if value is not None]
    ends = [f"{count(values[offset])} in {short_month(first + offset)}" for offset in (known[0], known[-1])]
    return f"{name}from {ends[0]} to {ends[1]}, most in {short_month(first + found[0])}: {count(found[1])}."
