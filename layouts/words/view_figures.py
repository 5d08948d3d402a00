"""Key figures of the three views side by side: the measure of the part that a view is about, and its change."""

from __future__ import annotations

from typing import Final

from dash.development.base_component import Component

from data.selection import PER_AREA, WEIGHED, Measure
from geo.answer import Answer
from geo.pages.side_by_side import ViewAnswers
from geo.phrases import described_types, rounded
from layouts.numbers import SMALL_BASE, count, ratio
from layouts.words.views import where
from layouts.words.where import before_name, fact

WEIGHED_WORDS: Final = {Measure.HARM: "days of harm, {}", Measure.COST: "cost of {}"}


def figures(view: ViewAnswers) -> list[Component]:
    """The measure of the part that the view is about, or where it has none its records, and the change."""
    part = view.part
    if part.now is None or not part.now.records:
        return []
    now, then_was, what = measured(part)
    found = [fact(said(now, part), f"{what} {where(view)}")]
    if part.before is not None and now is not None and then_was is not None:
        before, then = said(then_was, part), before_name(part)
        if part.before.records < SMALL_BASE or not then_was:
            found.append(fact(before, f"{then}: too few for a percentage"))
        else:
            found.append(fact(ratio(now, then_was), f"on the {before} {then}"))
    return found


def measured(part: Answer) -> tuple[float | None, float | None, str]:
    """The measure over all records of a part now and before, and what it is of."""
    types, figures = described_types(part.question), part.figures
    if part.measure in (*WEIGHED, *PER_AREA):
        what = f"{types} {figures.unit}" if part.measure in PER_AREA else WEIGHED_WORDS[part.measure].format(types)
        return figures.total, figures.total_before, what
    assert part.now is not None  # noqa: S101
    return part.now.records, None if part.before is None else part.before.records, types


def said(value: float | None, part: Answer) -> str:
    """The figure as it is read; pounds with their sign, what has no value as a dash."""
    if value is None:
        return count(None)
    if part.measure in (*WEIGHED, *PER_AREA):
        return f"{'£' if part.measure is Measure.COST else ''}{rounded(value)}"
    return count(int(value))
