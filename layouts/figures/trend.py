"""Records by month, the period compared with in grey behind; zero-based, labelled at the line's end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go
from dash import Patch

from data.months import month_name
from data.schema import month_text
from layouts.figures.theme import AXIS, GRID, LAYOUT, LINE, PREVIOUS, TINT
from layouts.numbers import SHORT_MONTHS, count, short_month

Values = Sequence[int | None]

APART: Final = 0.09  # of the axis: labels of line ends nearer than this are moved apart
STEP_PX: Final = 9
HOVER: Final = "%{customdata}: <b>%{y:,}</b><extra></extra>"
FEWEST_FOR_PEAK: Final = 3  # months
MOST_TICKS: Final = 12
LEAST_AXIS: Final = 4  # records
NOT_KNOWN: Final = "Not known for these months"


def trend() -> go.Figure:
    """The chart without values: ``trend_values`` fills it."""
    figure = go.Figure(layout=LAYOUT)
    line = {
        "mode": "lines+markers",
        "x": [],
        "y": [],
        "customdata": [],
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": HOVER,
    }
    figure.add_scatter(**line, line={"color": PREVIOUS, "width": 1.5}, marker={"size": 4}, name="before")
    figure.add_scatter(
        **line, line={"color": LINE, "width": 2.5}, marker={"size": 6}, name="now", fill="tonexty", fillcolor=TINT
    )
    figure.update_xaxes(
        type="date", tickmode="array", showgrid=False, zeroline=False, linecolor=AXIS, ticks="", tickangle=0,
        fixedrange=True, unifiedhovertitle={"text": " "},
    )  # fmt: skip
    figure.update_yaxes(
        rangemode="tozero", gridcolor=GRID, zeroline=False, tickformat=",d", nticks=5, fixedrange=True,
        minallowed=0, ticklabelstandoff=8, exponentformat="none",
    )  # fmt: skip
    return figure


def trend_values(
    first: int, now: Values, first_before: int | None, before: Values | None, names: tuple[str, str]
) -> Patch:
    """What changes in ``trend``: first month and values (None where not known) of both periods, names of the lines."""
    patch, months = Patch(), [day_of(first + offset) for offset in range(len(now))]
    previous = list(before) if before is not None and first_before is not None else []
    whole = None not in now and None not in previous
    patch["data"][0].update(line_of(months, previous, first_before or 0, names[1]))
    patch["data"][1].update(
        line_of(months, list(now), first, names[0]) | {"fill": "tonexty" if previous and whole else "none"}
    )
    patch["layout"]["xaxis"].update(month_axis(first, len(now)))
    patch["layout"]["yaxis"].update(count_axis(max((value or 0 for value in [*now, *previous]), default=0)))
    patch["layout"]["annotations"] = labels(months, first, now, previous, names)
    return patch


def line_of(months: list[str], values: list[int | None], first: int, name: str) -> dict[str, Any]:
    held = months[: len(values)]
    return {
        "x": held,
        "y": values,
        "name": name,
        "customdata": [month_name(first + offset) for offset in range(len(held))],
    }


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


def count_axis(most: int) -> dict[str, Any]:
    """From zero to a little over the most, which leaves room for the peak's label; whole numbers on a short axis."""
    return {"range": [0, 1.12 * max(most, LEAST_AXIS)], "dtick": 1 if most <= LEAST_AXIS else None}


def day_of(month: int) -> str:
    return f"{month_text(month)}-01"


def labels(
    months: list[str], first: int, now: Values, previous: Values, names: tuple[str, str]
) -> list[dict[str, Any]]:
    ends = [end_of(values) for values in (now, previous)]
    if ends == [None, None]:
        return [{"text": NOT_KNOWN, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}]
    moves = apart(ends, max([value or 0 for value in [*now, *previous]] + [1]))
    names_at_ends = [
        end_label(months, end, name, colour, move)
        for end, name, colour, move in zip(ends, names, (LINE, PREVIOUS), moves, strict=True)
        if end is not None
    ]
    return [*names_at_ends, *peak_label(months, first, now)]


def end_of(values: Values) -> tuple[int, int] | None:
    """Place and value of the last known month."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def apart(ends: list[tuple[int, int] | None], most: int) -> tuple[int, int]:
    """Pixels by which the two labels give way to each other, upwards positive."""
    now, before = ends
    if now is None or before is None:
        return 0, 0
    if max(now[1], before[1]) / most < APART:  # both upon the axis, whose labels stand below
        return 3 * STEP_PX, STEP_PX
    if abs(now[1] - before[1]) / most > APART:
        return 0, 0
    return (STEP_PX, -STEP_PX) if now[1] >= before[1] else (-STEP_PX, STEP_PX)


def end_label(months: list[str], end: tuple[int, int], name: str, colour: str, move: int) -> dict[str, Any]:
    """The line's name at its last known month."""
    place, value = end
    at = {"x": months[place], "y": value, "xanchor": "left", "xshift": 8, "yshift": move}
    return {"text": name, "font": {"color": colour}, "showarrow": False, "align": "left", **at}


def peak_label(months: list[str], first: int, values: Values) -> list[dict[str, Any]]:
    """The month with the most, named at its point; none for few months."""
    known = [(value, -place) for place, value in enumerate(values) if value is not None]
    if len(known) < FEWEST_FOR_PEAK or not max(known)[0]:
        return []
    value, place = max(known)[0], -max(known)[1]
    text = f"{count(value)} in {short_month(first + place)}"
    anchor = "left" if place < len(months) / 4 else "right" if place > len(months) * 3 / 4 else "center"
    return [{"text": text, "x": months[place], "y": value, "yshift": 14, "showarrow": False, "xanchor": anchor}]
