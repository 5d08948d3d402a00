"""Months at the axis of a Plotly figure."""

from __future__ import annotations

from typing import Any, Final

from data.schema import month_text
from layouts.numbers import SHORT_MONTHS

MOST_TICKS: Final = 12


def month_axis(first: int, held: int) -> dict[str, Any]:
    """The months at the axis, at most a dozen; the year under the first of each.

    On a phone the style sheet keeps every third of them, so each third says its year as well where it is a new one.
    """
    step = -(-held // MOST_TICKS)
    ticks = [first + offset for offset in range(0, held, step)]
    texts, year, phone_year = [], None, None
    for place, month in enumerate(ticks):
        every_third = place % 3 == 0
        named = month // 12 != year or (every_third and month // 12 != phone_year)
        year, phone_year = month // 12, month // 12 if every_third else phone_year
        texts.append(f"{SHORT_MONTHS[month % 12]}<br>{month // 12}" if named else SHORT_MONTHS[month % 12])
    ends = (first, first + held - 1) if held > 1 else (first - 1, first + 1)
    return {"tickvals": [day_of(month) for month in ticks], "ticktext": texts, "range": [day_of(end) for end in ends]}


def day_of(month: int) -> str:
    return f"{month_text(month)}-01"
