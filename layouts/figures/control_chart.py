"""The months of a period against the range that earlier months lead one to expect."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from geo.statistics.control_chart import ControlChart
from layouts.figures.months import day_of, month_axis
from layouts.figures.theme import LAYOUT, LINE, PREVIOUS, TINT, empty_figure
from layouts.numbers import short_month

HOVER: Final = "%{customdata}: %{y:,.1f} a day<extra></extra>"
SYMBOLS: Final = {"above": "triangle-up", "below": "triangle-down", "run": "diamond"}
NAMES: Final = {"above": "above the range", "below": "below the range", "run": "one of a run on one side"}


def control_chart(chart: ControlChart | None, unit: str) -> go.Figure:
    """Values per day with centre and limits; months that give a signal are marked by shape, not by colour alone."""
    if chart is None:
        return empty_figure("Too few months are known to say what is usual")
    figure = go.Figure(layout=LAYOUT)
    months = [day_of(month.month) for month in chart.months]
    names = [short_month(month.month) for month in chart.months]
    line: dict[str, Any] = {"x": months, "mode": "lines", "hoverinfo": "skip"}
    edge = {"color": PREVIOUS, "width": 1, "dash": "dot"}
    figure.add_scatter(y=[month.lower for month in chart.months], line=edge, name="least expected", **line)
    figure.add_scatter(
        y=[month.upper for month in chart.months],
        line=edge,
        name="most expected",
        fill="tonexty",
        fillcolor=TINT,
        **line,
    )
    figure.add_scatter(y=[month.centre for month in chart.months], line={"color": PREVIOUS}, name="average", **line)
    marked = [SYMBOLS.get(month.signal or "", "circle") for month in chart.months]
    figure.add_scatter(
        x=months, y=[month.per_day for month in chart.months], customdata=names, mode="lines+markers",
        line={"color": LINE, "width": 2.5}, marker={"size": [10 if mark != "circle" else 6 for mark in marked],
        "symbol": marked}, name=unit, connectgaps=False, hovertemplate=HOVER,
    )  # fmt: skip
    figure.update_xaxes(
        type="date", tickmode="array", showgrid=False, zeroline=False, ticks="", tickangle=0, fixedrange=True,
        **month_axis(chart.months[0].month, len(chart.months)),
    )  # fmt: skip
    figure.update_yaxes(rangemode="tozero", zeroline=False, fixedrange=True, nticks=5, title_text=f"{unit} a day")
    figure.update_layout(margin={"l": 64, "r": 72, "t": 20, "b": 40})
    figure.layout.annotations = labels(chart)
    return figure


def labels(chart: ControlChart) -> list[dict[str, Any]]:
    """The average and the limits by name, at their right ends."""
    last = chart.months[-1]
    at = {"x": day_of(last.month), "xanchor": "left", "xshift": 8, "showarrow": False}
    return [
        {"text": "average", "y": last.centre, **at},
        {"text": "most<br>expected", "y": last.upper, "align": "left", **at},
        {"text": "least<br>expected", "y": last.lower, "align": "left", **at},
    ]
