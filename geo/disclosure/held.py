"""What of a measure is withheld, and what can be said of its areas nevertheless: the top, ranks, concentration.

Everything here is worked out from figures that are told. A statement over all areas (who is among the top three) is
made where it is true whatever the withheld areas have, up to the most that anyone can work out they may have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.query import Tally
from data.selection import PER_AREA, Measure
from geo.disclosure.areas_withheld import why_no_areas
from geo.disclosure.told import ToldTally
from geo.measures.measured import Held, Measured

Array = npt.NDArray[Any]


def with_held(figures: Measured, question: Question, now: Tally | None, before: Tally | None, floor: float) -> Measured:
    """The figures with what is withheld of them; as they are where nobody is withheld anything.

    ``floor``: records expected under which a location quotient has no value anyway.
    """
    if not isinstance(now, ToldTally):
        return figures
    earlier = before if isinstance(before, ToldTally) else None
    values, most = bounds_of(figures, question.selection.measure, now, earlier, floor)
    held = Held(
        withheld=values,
        most=most,
        most_before=None if earlier is None else before_bound(figures, question.selection.measure, earlier),
        located=now.located_told,
        located_before=None if earlier is None else earlier.located_told,
        timed=now.timed_told,
        night=now.night_told,
    )
    figures = replace(figures, held=held, total=known(figures.total), total_before=known(figures.total_before))
    if question.level in question.dataset.levels and values.all():
        figures = replace(figures, values=None, bounds=None, caveats=(*figures.caveats, why_no_areas(question)))
    if figures.previous is not None and np.isnan(figures.previous).all():
        figures = replace(figures, previous=None, amounts_before=None)
    if figures.hours is not None and np.isnan(figures.hours).all():
        figures = replace(figures, hours=None)
    return figures


def bounds_of(
    figures: Measured, measure: Measure, now: ToldTally, before: ToldTally | None, floor: float
) -> tuple[Array, Array]:
    """(areas,) which values are withheld, and the most that each of those can be; -inf for the others."""
    missing, nothing = np.isnan(now.by_area), np.full(len(now.by_area), -np.inf)
    if measure is Measure.CHANGE and before is not None:
        missing = missing | np.isnan(before.by_area)
        upper = np.where(np.isnan(now.by_area), now.most, now.by_area)
        return missing, np.where(missing, upper - np.nan_to_num(before.by_area), nothing)
    if measure is Measure.QUOTIENT and figures.bases is not None:
        missing = np.isnan(figures.bases) | (missing & (figures.bases >= floor))
        return missing, np.where(missing, np.inf, nothing)
    return missing, np.where(missing, per_base(now.most, figures, measure), nothing)


def before_bound(figures: Measured, measure: Measure, before: ToldTally) -> Array:
    """(areas,) the most that the values withheld of the period before can be, by which its own top is found."""
    missing = np.isnan(before.by_area)
    if measure is Measure.QUOTIENT:
        missing = missing | (np.zeros(len(missing), bool) if figures.previous is None else np.isnan(figures.previous))
        return np.where(missing, np.inf, -np.inf)
    return np.where(missing, per_base(before.most, figures, measure), -np.inf)


def per_base(most: Array, figures: Measured, measure: Measure) -> Array:
    """Bounds of counts as bounds of a rate or density; an area without a base has no value to be bounded."""
    if measure not in PER_AREA or figures.bases is None:
        return most
    return np.where(figures.bases > 0, most / figures.bases, -np.inf)


def known(value: float | None) -> float | None:
    """The number, or None where it is not known."""
    return None if value is None or np.isnan(value) else value


def certain_ranks(values: Array, held: Held, ranks: Array) -> list[int | None]:
    """Each area's rank where it holds whatever the withheld areas have; None elsewhere."""
    above = held.highest
    return [int(rank) if value > above else None for value, rank in zip(values.tolist(), ranks, strict=True)]


def certain_top(values: Array, positions: Array, n: int, highest: float) -> bool:
    """Whether these areas, the n largest told, are the n largest of all."""
    least = float(values[positions[-1]]) if len(positions) == n else 0.0
    return least > highest or highest <= 0


def areas_certainly_for(amounts: Array, most: Array, share: float, located: int | None) -> int | None:
    """The least number of areas that hold ``share`` of all records, where it is one whatever the withheld areas have.

    So many of those told hold it; and one fewer of all do not, if the withheld had the most of ``most`` (areas,) and of
    what the told leave of all records.
    """
    if not located:
        return None
    withheld, needed = np.isnan(amounts), located * share * (1 - 1e-12)
    told = np.append(0, np.cumsum(np.sort(amounts[~withheld])[::-1]))
    number = int(np.searchsorted(told, needed))
    if number == len(told):
        return None
    hidden = np.minimum(np.append(0, np.cumsum(np.sort(most[withheld])[::-1])), located - told[-1])
    mixed = [told[number - 1 - some] + hidden[some] for some in range(min(number, len(hidden)))]
    return number if max(mixed, default=0) < needed else None


def certainly_below(counts: Array, most: Array, limit: float) -> int | None:
    """How many areas have fewer records than ``limit``; None where a withheld one may have more."""
    withheld = np.isnan(counts)
    if (most[withheld] >= limit).any():
        return None
    return int((counts[~withheld] < limit).sum() + withheld.sum())
