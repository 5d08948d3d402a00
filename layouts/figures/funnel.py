"""Change of each area by how many records it had: a few records change much by chance, many do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10, sqrt
from typing import Any, Final

import plotly.graph_objects as go

from layouts.figures.theme import HIGHER, LAYOUT, LOWER, PREVIOUS, empty_figure
from layouts.numbers import count

HOVER: Final = "%{customdata[0]}<br>%{customdata[1]}, was %{customdata[2]}: %{y:+.0%}<extra></extra>"
LIMIT: Final = 1.96  # standard deviations: 95 of 100 areas without a change lie between the lines
STEPS: Final = 40
DECIMALS: Final = 8  # of a change, read with two: the rounding is never seen
MOST_RISE: Final = 3.0  # a change beyond +300 % is drawn at the edge
NAMED: Final = 6
APART: Final = 0.16  # of the axes: labels nearer than this would run into each other
# Verdict, symbol and colour: never told apart by colour alone.
MARKS: Final = (
    ("no clear change", "circle-open", PREVIOUS),
    ("lower", "triangle-down", LOWER),
    ("higher", "triangle-up", HIGHER),
)


@dataclass(frozen=True)
class Point:
    name: str
    now: float
    before: float
    verdict: str


def funnel(points: Sequence[Point], unit: str, *, by_chance: bool = True) -> go.Figure:
    """One mark an area, by what it had before and its change; the lines are what chance alone would do to records."""
    shown = [point for point in points if point.before > 0]
    if not shown:
        return empty_figure("There is no earlier period with records to compare with")
    figure = go.Figure(layout=LAYOUT)
    most = max(point.before for point in shown)
    sizes = [round(10 ** (log10(max(most, 10) * 1.3) * step / STEPS), 2) for step in range(STEPS + 1)]
    for sign in (-1, 1) if by_chance else ():
        limit = [round(max(-1.0, min(MOST_RISE, sign * LIMIT * sqrt(2 / size))), DECIMALS) for size in sizes]
        line = {"color": PREVIOUS, "width": 1, "dash": "dot"}
        figure.add_scatter(x=sizes, y=limit, mode="lines", line=line, hoverinfo="skip", name="by chance")
    for verdict, symbol, colour in MARKS:
        held = [point for point in shown if point.verdict == verdict]
        figure.add_scatter(
            x=[point.before for point in held],
            y=[round(min(MOST_RISE, point.now / point.before - 1), DECIMALS) for point in held],
            customdata=[(point.name, count(round(point.now)), count(round(point.before))) for point in held],
            mode="markers", name=verdict, hovertemplate=HOVER,
            marker={"symbol": symbol, "size": 9, "color": colour},
        )  # fmt: skip
    low, high = min(point.before for point in shown), most
    rises = [min(MOST_RISE, point.now / point.before - 1) for point in shown]
    reach = max(0.2, 1.25 * max(abs(rise) for rise in rises))
    figure.update_xaxes(
        type="log", title_text=f"{unit} in the period before", showgrid=False, zeroline=False, fixedrange=True,
        range=[log10(max(low, 0.5) / 1.4), log10(high * 1.8)], dtick=1, tickformat=",d", title_standoff=8,
    )  # fmt: skip
    figure.update_yaxes(
        tickformat="+.0%", zeroline=True, zerolinecolor=PREVIOUS, zerolinewidth=1, fixedrange=True, nticks=6,
        range=[max(-1.05, -reach), reach],
    )  # fmt: skip
    figure.update_layout(margin={"l": 60, "r": 24, "t": 16, "b": 52}, hovermode="closest")
    figure.layout.annotations = labels(shown, reach)
    return figure


def labels(points: Sequence[Point], reach: float) -> list[dict[str, Any]]:
    """Names of the largest areas whose change is clear, as far as they do not run into each other."""
    clear = sorted((point for point in points if point.verdict in ("higher", "lower")), key=lambda point: -point.now)
    placed: list[tuple[float, float]] = []
    found: list[dict[str, Any]] = []
    for point in clear:
        at = log10(point.before), min(MOST_RISE, point.now / point.before - 1)
        if len(found) < NAMED and all(abs(at[0] - x) > APART or abs(at[1] - y) > reach * APART for x, y in placed):
            placed.append(at)
            found.append({"text": point.name, "x": at[0], "y": at[1], "yshift": 13, "showarrow": False})
    return found
