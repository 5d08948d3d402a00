"""A long row of months with periods marked in it; zero-based, one or two lines, labelled at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import plotly.graph_objects as go
from dash import Patch

from layouts.figures.theme import LINE, PREVIOUS, TINT
from layouts.figures.trend import Values, count_axis, day_of, labels, line_of, month_axis, trend

MARKED: Final = "rgba(126, 132, 135, 0.28)"
# A month's value is drawn at its first day and stands for all of it, so a marked period moves half a month back.
HALF_A_MONTH: Final = timedelta(days=15)

Mark = tuple[date, date]


def long_series() -> go.Figure:
    """The chart without values: ``long_series_values`` fills it."""
    figure = trend()
    for line, colour in zip(figure.data, (PREVIOUS, LINE), strict=True):
        line.update(fill="none", mode="lines", line={"color": colour, "width": 2}, marker={"size": 4})
    return figure


def long_series_values(
    first: int,
    lines: Sequence[tuple[str, Values]],
    marks: Sequence[Mark] = (),
    marked: str = "",
    shown: tuple[int, int] | None = None,
) -> Patch:
    """What changes: first month, one or two lines (name and values, the lesser line last), periods marked and what
    they are called, and the period that the page's other figures show."""
    patch = Patch()
    (name, now), (below_name, below) = [*lines, ("", [])][:2]
    months = [day_of(first + offset) for offset in range(len(now))]
    patch["data"][0].update(line_of(months, list(below), first, below_name))
    patch["data"][1].update(line_of(months, list(now), first, name))
    patch["layout"]["xaxis"].update(month_axis(first, len(now)))
    patch["layout"]["yaxis"].update(count_axis(max((value or 0 for value in [*now, *below]), default=0)))
    named = labels(months, first, now, list(below), (name, below_name))
    patch["layout"]["annotations"] = [*named, *mark_label(marks, marked)]
    patch["layout"]["shapes"] = [*([shape(*in_months(shown), TINT)] if shown else []), *(marks_of(marks))]
    return patch


def marks_of(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [shape(start - HALF_A_MONTH, end - HALF_A_MONTH, MARKED) for start, end in marks]


def in_months(period: tuple[int, int]) -> Mark:
    """First and last day of a period of months, moved as the marks are."""
    start, end = (date(month // 12, month % 12 + 1, 1) for month in (period[0], period[1] + 1))
    return start - HALF_A_MONTH, end - HALF_A_MONTH


def shape(start: date, end: date, colour: str) -> dict[str, Any]:
    """A band over the whole height, behind the lines."""
    place = {"x0": start.isoformat(), "x1": end.isoformat(), "y0": 0, "y1": 1, "xref": "x", "yref": "paper"}
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colour, **place}


def mark_label(marks: Sequence[Mark], marked: str) -> list[dict[str, Any]]:
    """The marks' name above the first of them."""
    if not marks or not marked:
        return []
    start = (marks[0][0] - HALF_A_MONTH).isoformat()
    place = {"x": start, "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return [{"text": marked, "showarrow": False, **place}]
