"""The classes of the map on the screen, in the unit of the answer: for files that carry them as a style."""

from __future__ import annotations

from math import ceil

from data.months import period_name
from data.selection import ADDS_UP, Measure, Only, Page
from geo.answer import Answer
from geo.files.layer_style import MapClasses
from geo.phrases import first_capital
from layouts.pack.colours import DIVERGING, SEQUENTIAL
from layouts.pack.maps import bound_labels
from layouts.picture_classes import classes
from layouts.view_pictures import even_classes
from layouts.words import measure


def map_classes(answer: Answer) -> MapClasses:
    """Bounds, labels and colours as the page of this question draws its areas.

    The screen rounds a value before it takes its class, so a bound stands where the rounding turns.
    """
    one_scale = answer.selection.page is Page.SIDE_BY_SIDE and answer.measure in ADDS_UP
    found = even_classes(answer) if one_scale else classes(answer)
    breaks, diverging = found["breaks"], bool(found["diverging"])
    labels = found["labels"] or bound_labels(breaks)
    clear_only = answer.measure is Measure.CHANGE and answer.selection.only is Only.CLEAR and "classes" in found
    return MapClasses(
        title=found["legend_title"] or legend_title(answer),
        bounds=tuple(turning_point(bound, answer.measure) for bound in (breaks if diverging else breaks[1:])),
        labels=tuple(labels),
        colours=(DIVERGING if diverging else SEQUENTIAL)[: len(labels)],
        unclear=len(breaks) // 2 if clear_only else None,
    )


def legend_title(answer: Answer) -> str:
    """Measure, kind of area and period, as above the legend on the screen."""
    area = "a ward" if answer.question.level == "ward" else "a small area"
    return (
        f"{first_capital(measure.unit(answer))} in {area}, {period_name(answer.question.first, answer.question.last)}"
    )


def turning_point(bound: float, kind: Measure) -> float:
    """The value from which on the screen shows at least ``bound``."""
    if kind in (Measure.COUNT, Measure.CHANGE):
        return float(ceil(bound))
    steps = 10 ** measure.decimals(kind)
    turned = (ceil(round(bound * steps, 6)) - 0.5) / steps
    return turned * measure.THOUSANDS if kind is Measure.COST else turned
