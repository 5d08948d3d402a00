"""How records lie over areas, from the area with the most to the one with the fewest, beside an even spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from layouts.figures.theme import LAYOUT, LINE, PREVIOUS, empty_figure

DECIMALS: Final = 8  # shares are read with three: the rounding is never seen
HOVER = "%{x:,} areas: %{y:.1%}<extra></extra>"


def lorenz(
    now: Sequence[float] | None, before: Sequence[float] | None, half: int | None, names: tuple[str, str], noun: str
) -> go.Figure:
    """The curve of this period, of the one before and of an even spread; ``half`` areas hold half of all."""
    if now is None:
        return empty_figure("Nothing to share out over areas here")
    areas = len(now) - 1
    figure = go.Figure(layout=LAYOUT)
    line: dict[str, Any] = {"mode": "lines", "hovertemplate": HOVER}
    figure.add_scatter(
        x=[0, areas], y=[0, 1], line={"color": PREVIOUS, "width": 1, "dash": "dot"}, name="evenly spread", **line
    )
    if before is not None:
        figure.add_scatter(x0=0, dx=1, y=rounded(before), line={"color": PREVIOUS, "width": 1.5}, name=names[1], **line)
    figure.add_scatter(x0=0, dx=1, y=rounded(now), line={"color": LINE, "width": 2.5}, name=names[0], **line)
    figure.update_xaxes(
        title_text=f"{noun}, from the one with the most", range=[0, areas], showgrid=False, zeroline=False, ticks="",
        fixedrange=True, title_standoff=8,
    )  # fmt: skip
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%", dtick=0.25, zeroline=False, fixedrange=True)
    figure.update_layout(margin={"l": 56, "r": 24, "t": 16, "b": 52}, hovermode="closest")
    figure.layout.annotations = notes(now, areas, half, noun)
    return figure


def rounded(curve: Sequence[float]) -> list[float]:
    """As exact as a screen can draw and a pointer can read."""
    return [round(float(part), DECIMALS) for part in curve]


def notes(now: Sequence[float], areas: int, half: int | None, noun: str) -> list[dict[str, Any]]:
    """What to see: where half is reached, and which line is the even spread."""
    even = {
        "text": "evenly spread",
        "x": 0.72 * areas,
        "y": 0.66,
        "showarrow": False,
        "xanchor": "left",
        "align": "left",
    }
    if half is None or half >= areas:
        return [even]
    told = f"{half:,} {noun.lower() if half != 1 else 'area'} hold{'s' if half == 1 else ''} half"
    at = {"x": half, "y": now[half], "ax": 36, "ay": 34, "xanchor": "left", "arrowwidth": 1, "arrowhead": 0}
    return [{"text": told, "showarrow": True, **at}, even]
