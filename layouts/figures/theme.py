"""The look of Plotly figures: the same family and colours as ``assets/theme.css``, and an empty figure."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

FONT: Final = '"Source Sans 3", "Segoe UI", system-ui, sans-serif'
# Grey-blue and greys that read on the light and on the dark paper alike: figures cannot use CSS variables.
LINE: Final = "#2f86a0"
PREVIOUS: Final = "#7e8487"
HIGHER: Final = "#b5703f"
LOWER: Final = "#2f86a0"
AXIS: Final = "#78838d"
GRID: Final = "rgba(126, 132, 135, 0.25)"
TINT: Final = "rgba(66, 171, 171, 0.14)"
CLEAR: Final = "rgba(0, 0, 0, 0)"

LAYOUT: Final = {
    "template": "none",
    "font": {"family": FONT, "size": 13, "color": AXIS},
    "paper_bgcolor": CLEAR,
    "plot_bgcolor": CLEAR,
    "margin": {"l": 56, "r": 72, "t": 26, "b": 40},
    "showlegend": False,
    "hovermode": "x unified",
    "dragmode": False,
    "uirevision": "kept",
}


def empty_figure(message: str) -> go.Figure:
    """A figure that says why there is nothing to see."""
    figure = go.Figure(layout=LAYOUT)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    at = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    figure.layout.annotations = [{"text": message, **at}]
    return figure
