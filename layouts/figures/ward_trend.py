"""Records of one ward by month, small: the lines of ``trend``, an axis that ends where all columns' axes end."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from layouts.figures.theme import LINE, PREVIOUS
from layouts.figures.trend import (
    Values,
    apart,
    count_axis,
    day_of,
    end_label,
    end_of,
    labels,
    line_of,
    month_axis,
    peak_label,
    trend,
)

EACH: Final = 3  # one month in so many is named under a narrow graph
FEW_MONTHS: Final = 4


def ward_trend(
    first: int, now: Values, first_before: int | None, before: Values | None, names: tuple[str, str], most: int
) -> go.Figure:
    """Both periods' lines; ``most`` is the largest month of all wards beside this one."""
    figure = trend()
    months = [day_of(first + offset) for offset in range(len(now))]
    previous = list(before) if before is not None and first_before is not None else []
    whole = None not in now and None not in previous
    figure.data[0].update(line_of(months, previous, first_before or 0, names[1]))
    figure.data[1].update(line_of(months, list(now), first, names[0]))
    figure.data[1].update(fill="tonexty" if previous and whole else "none")
    figure.update_xaxes(**few_ticks(month_axis(first, len(now))))
    figure.update_yaxes(**count_axis(most))
    return figure.update_layout(
        annotations=said(months, first, now, previous, names, most), margin={"l": 44, "r": 62, "t": 20, "b": 40}
    )


def said(
    months: list[str], first: int, now: Values, previous: Values, names: tuple[str, str], most: int
) -> list[dict[str, Any]]:
    """Names at the lines' ends, kept apart on the shared axis, and the peak."""
    ends = [end_of(values) for values in (now, previous)]
    if ends == [None, None]:
        return labels(months, first, now, previous, names)
    moves = apart(ends, max(most, 1))
    found = [
        end_label(months, end, name, colour, move)
        for end, name, colour, move in zip(ends, names, (LINE, PREVIOUS), moves, strict=True)
        if end is not None
    ]
    return [*found, *peak_label(months, first, now)]


def few_ticks(axis: dict[str, Any]) -> dict[str, Any]:
    """The axis with every third of its months named."""
    step = EACH if len(axis["tickvals"]) > FEW_MONTHS else 1
    return axis | {"tickvals": axis["tickvals"][::step], "ticktext": axis["ticktext"][::step]}
