"""One measure of both periods: the value that every measure is worked out to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Choices, Question
from data.place_words import short_words
from data.selection import Measure
from data.tables.weights import HarmTable
from data.typed_counts import TypedCounts

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Held:
    """What of a measure is withheld from its reader, and sums that are told although not all of their parts are.

    Attributes
    ----------
    withheld : (areas,) bool: areas whose value is withheld.
    most, most_before : (areas,) the most that a withheld value can be, as anyone can work out; -inf for the others.
    located, timed, night : records; None where withheld.
    """

    withheld: Array
    most: Array
    most_before: Array | None
    located: int | None
    located_before: int | None
    timed: int | None
    night: int | None

    @property
    def highest(self) -> float:
        """The most that any withheld value can be; -inf where all are told."""
        return float(self.most.max(initial=-np.inf))


@dataclass(frozen=True)
class Measured:
    """One measure of both periods; what is not known is None or NaN, never zero.

    Attributes
    ----------
    values, previous : (areas,) the measure.
    amounts, amounts_before : (areas,) what shares divide by: records, days of harm or pounds.
    hours : (7, 24) amounts by hour of the start. months, previous_months : (months,) amounts.
    total, total_before : the measure over all records, those without a place included.
    low, high : (areas,) 95 % interval of ``values``; ``interval`` that of ``total``.
    kinds : records by type, where the measure weighs them; ``weights`` (types,) what each counts for, NaN for nothing.
    held : what is withheld of all that.
    bases : (areas,) what ``values`` divide by: people, hectares, or the records expected.
    """

    unit: str
    values: Array | None = None
    previous: Array | None = None
    amounts: Array | None = None
    amounts_before: Array | None = None
    hours: Array | None = None
    months: Array | None = None
    previous_months: Array | None = None
    total: float | None = None
    total_before: float | None = None
    bounds: Callable[[], tuple[Array, Array]] | None = None  # what ``low`` and ``high`` are worked out by
    interval: tuple[float, float] | None = None
    kinds: TypedCounts | None = None
    kinds_before: TypedCounts | None = None
    weights: Array | None = None
    table: HarmTable | None = None
    bases: Array | None = None
    caveats: tuple[str, ...] = ()
    held: Held | None = None  # None for a reader who is told everything

    @cached_property
    def intervals(self) -> tuple[Array | None, Array | None]:
        """``low`` and ``high``, worked out once they are asked for."""
        return (None, None) if self.bounds is None else self.bounds()

    @property
    def low(self) -> Array | None:
        return self.intervals[0]

    @property
    def high(self) -> Array | None:
        return self.intervals[1]

    @property
    def unweighed(self) -> Array:
        """(types,) bool: types without a weight, whose records count for nothing."""
        return np.zeros(0, dtype=bool) if self.weights is None else np.isnan(self.weights)


def unit_of(question: Question, choices: Choices) -> str:
    """What one of the measure's values is."""
    selection = question.selection
    return {
        Measure.HARM: "days of harm",
        Measure.COST: "pounds",
        Measure.RATE: f"per 1,000 {(selection.per or 'residents').replace('-', ' ')}",
        Measure.DENSITY: "per hectare",
        Measure.QUOTIENT: f"times the share in {short_words(choices)}",
    }.get(selection.measure, question.dataset.noun)
