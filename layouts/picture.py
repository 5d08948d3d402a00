"""The values that the scripts in ``assets`` draw, compact: one picture an action, no geometry, no figures."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any, Final

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.months import period_name
from data.selection import DAYS, PREVIOUS, Measure, Show, hours_of
from geo.answer import Answer
from geo.wording import subject
from layouts.words.where import no_such_level, place_of

BASE_BOUNDS: Final = (0, 50, 100, 250, 500, 1000)
# Records an area and year that the bounds above suit: the largest ward stands out less than the largest small area.
BASE_AVERAGE: Final = {Level.LSOA: 130, Level.LSOA21: 130, Level.WARD: 500}
LEAST_AVERAGE: Final = 1e-9  # so few that there are none
LEAST_BOUNDS: Final = (0, 1, 2, 3, 5, 10)
CHANGE_SIZES: Final = (25, 100, 500)  # a change under the first is drawn as none
LEAST_CHANGES: Final = (2, 5, 10)


def picture(whole: Answer, shown: Answer, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """What map, heatmap and ranking draw: ``whole`` for all areas, ``shown`` (an area chosen, maybe) for the hours."""
    question, change = whole.question, whole.selection.measure is Measure.CHANGE
    return {
        "seq": shown.link,
        "boundaries": boundaries[question.level],
        "level": str(question.level),
        "values": [None] * len(whole.areas) if whole.values is None else whole.values.tolist(),
        "values_note": values_note(whole),
        "previous": None if whole.previous is None or change else whole.previous.tolist(),
        "shares_base": None if change else whole.located,
        "top": list(whole.top.positions) if whole.top else [],
        "selected": chosen_positions(whole, shown),
        "outside": outside(whole),
        "page_wards": list(whole.selection.ward or WEST_END_WARDS),
        **classes(whole, change=change),
        "unit": question.dataset.noun,
        "period": period_name(question.first, question.last),
        "previous_period": None if question.previous is None else period_name(*question.previous),
        "then": "A year earlier" if whole.selection.compare == PREVIOUS else "Period before",
        "hours": None if shown.hours is None else shown.hours.tolist(),
        "hours_of": f"{subject(shown.question)}{place_of(shown)}",
        "hours_note": hours_note(shown),
        "as_table": whole.selection.show is Show.TABLE,
    }


def values_note(answer: Answer) -> str:
    """Why no area has a value, where none has."""
    if answer.values is not None:
        return ""
    if answer.reason:
        return answer.reason
    if answer.question.level not in answer.dataset.levels:
        return no_such_level(answer)
    if answer.selection.measure is Measure.CHANGE:
        return "There is no earlier period to take the change from."
    return "This measure is not worked out yet."


def chosen_positions(whole: Answer, shown: Answer) -> list[int]:
    selection = shown.selection
    codes = selection.ward if whole.question.level is Level.WARD else selection.lsoa
    return [position for position, area in enumerate(whole.areas) if area.code in codes]


def outside(whole: Answer) -> list[int]:
    """Areas that lie in none of the wards counted: neither zero nor unknown, but not asked for."""
    wards = whole.selection.ward
    if not wards or whole.question.level is Level.WARD:
        return []
    counts = whole.counts
    return [
        position
        for position, area in enumerate(whole.areas)
        if area.ward not in wards and (counts is None or not counts[position])
    ]


def classes(answer: Answer, *, change: bool) -> dict[str, Any]:
    """Bounds of the classes and what they are called."""
    average, level = yearly_average(answer), answer.question.level
    if not change:
        return {"breaks": list(count_bounds(average, level)), "labels": None, "diverging": False, "legend_title": None}
    sizes = change_sizes(average, level)
    low = [1 - size for size in reversed(sizes)]
    return {
        "breaks": [*low, *sizes],
        "labels": change_labels(sizes),
        "diverging": True,
        "legend_title": f"Difference in {answer.dataset.noun} to the period before",
    }


def yearly_average(answer: Answer) -> float:
    """Records an area and year of the types and hours asked for, over all the data set has: the same for any period."""
    index, selection = answer.release.index(answer.dataset.slug), answer.selection
    types = answer.question.types
    table = index.table if types is None else index.table[:, list(types)]
    start, end = hours_of(selection.time)
    hours = ((end - start) % 24 or 24) / 24
    days = len(selection.days or DAYS) / len(DAYS)
    return float(table.sum()) / max(len(answer.areas), 1) / len(index.months) * 12 * hours * days


def scale_of(average: float, level: Level) -> int:
    """Tens by which round bounds are multiplied so that they suit areas of about this average."""
    return floor(log10(average / BASE_AVERAGE[level]) + 0.5) if average > LEAST_AVERAGE else -2


def count_bounds(average: float, level: Level = Level.LSOA) -> tuple[int, ...]:
    """Lower bounds of six classes of round counts.

    They do not follow the period, so that darker always means more, and never quantiles, which hide concentration.
    """
    scale = scale_of(average, level)
    return LEAST_BOUNDS if scale < -1 else tuple(round(bound * 10**scale) for bound in BASE_BOUNDS)


def change_sizes(average: float, level: Level = Level.LSOA) -> tuple[int, ...]:
    """The least changes, up or down alike, of the three classes on each side of no change."""
    scale = scale_of(average, level)
    return LEAST_CHANGES if scale < 0 else tuple(size * 10**scale for size in CHANGE_SIZES)


def change_labels(sizes: tuple[int, ...]) -> list[str]:
    small, middle, large = sizes
    between = [f"{small:,}–{middle - 1:,}", f"{middle:,}–{large - 1:,}"]
    return [f"{large:,}+ fewer", *reversed(between), f"under {small:,}", *between, f"{large:,}+ more"]


def hours_note(answer: Answer) -> str:
    """Why there are no hours, where there are none."""
    if answer.hours is not None:
        return ""
    return answer.reason or f"This source ({answer.dataset.source}) gives the month only: it has no days or hours."
