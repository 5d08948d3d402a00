"""How the values of a measure stand on the screen: their unit, their rounding, the words before the records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from data.choices import Choices
from data.place_words import possessive
from data.selection import ADDS_UP, Measure
from geo.answer import Answer

THOUSANDS: Final = 1000  # pounds are shown in thousands
DIGITS: Final = {Measure.RATE: 1, Measure.DENSITY: 1, Measure.QUOTIENT: 1}


NAMES: Final = {  # in the order of the list that offers them
    Measure.COUNT: "number",
    Measure.CHANGE: "change in number",
    Measure.HARM: "harm",
    Measure.COST: "cost",
    Measure.RATE: "number per 1,000 residents",
    Measure.DENSITY: "number per hectare",
    Measure.QUOTIENT: "share against {}",
}
# Why a measure's areas make no whole that could be shared out.
NO_WHOLE: Final = {
    Measure.CHANGE: "Rises and falls do not add up to a whole",
    Measure.RATE: "Rates of areas do not add up to a whole",
    Measure.DENSITY: "Numbers per hectare do not add up to a whole",
    Measure.QUOTIENT: "Comparisons with {} share do not add up to a whole",
}


def name(answer: Answer) -> str:
    """The measure in a sentence: ``harm``, ``number per 1,000 residents``."""
    if answer.measure is Measure.RATE:
        return f"number {answer.figures.unit}"
    return named(answer.measure, answer.release.choices)


def named(kind: Measure, choices: Choices) -> str:
    """A measure by itself: ``share against the borough’s``."""
    return NAMES[kind].format(possessive(choices))


def no_whole(answer: Answer) -> str:
    """Why the areas of the answer's measure make no whole."""
    return NO_WHOLE[answer.measure].format(possessive(answer.release.choices))


def decimals(measure: Measure) -> int:
    """How many places a column of the measure tells behind the point."""
    return DIGITS.get(measure, 0)


def unit(answer: Answer) -> str:
    """What one of the map's values is: ``offences``, ``days of harm``, ``offences per hectare``."""
    noun = answer.dataset.noun
    return {
        Measure.HARM: "days of harm",
        Measure.COST: "thousand pounds",
        Measure.RATE: f"{noun} {answer.figures.unit}",
        Measure.DENSITY: f"{noun} {answer.figures.unit}",
        Measure.QUOTIENT: f"times {possessive(answer.release.choices)} share",
    }.get(answer.measure, noun)


def amount_unit(answer: Answer) -> str:
    """What hours and months are counted in."""
    return unit(answer) if answer.measure in ADDS_UP else answer.dataset.noun


def shown(values: Iterable[float] | None, measure: Measure) -> list[Any] | None:
    """Values as they are drawn and written: rounded, pounds in thousands; None where they are not known."""
    if isinstance(values, np.ndarray) and measure not in DIGITS:  # thousands at once, by the same rule
        whole = np.rint(values / THOUSANDS if measure is Measure.COST else values)
        if not np.isnan(whole).any():
            found: list[Any] = whole.astype(np.int64).tolist()
            return found
    return None if values is None else [rounded(value, measure) for value in values]


def rounded(value: float | None, measure: Measure) -> Any:
    """One value as it is drawn and written."""
    if value is None or np.isnan(value):
        return None
    scaled = value / THOUSANDS if measure is Measure.COST else value
    digits = DIGITS.get(measure, 0)
    return round(float(scaled), digits) if digits else round(float(scaled))


def amounts(values: Iterable[float] | None, answer: Answer) -> list[Any] | None:
    """Hours or months as they are drawn: in the unit of a measure that adds up, else in records."""
    return shown(values, answer.measure if answer.measure in ADDS_UP else Measure.COUNT)


def totals(answer: Answer) -> tuple[float | None, float | None]:
    """What hours and months add up to, now and before, in the unit they are shown in."""
    if answer.measure in ADDS_UP:
        now, before = answer.figures.total, answer.figures.total_before
    else:
        now = None if answer.now is None else answer.now.records
        before = None if answer.before is None else answer.before.records
    measure = answer.measure if answer.measure in ADDS_UP else Measure.COUNT
    return rounded(now, measure), rounded(before, measure)
