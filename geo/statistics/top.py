"""The areas with the most, and how concentrated records are over the areas a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import AreaChoice, Question
from data.months import days_between
from data.query import Tally
from data.selection import Measure, Selection
from geo.disclosure.held import areas_certainly_for, certain_top, certainly_below, known
from geo.disclosure.told import ToldTally
from geo.measures.measured import Held, Measured
from geo.statistics.concentration import (
    areas_for_half,
    areas_for_quarter,
    gini,
    gini_by_chance,
    gini_generalised,
    top_positions,
)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Top:
    """The n areas with the most, and what they hold; shares divide by the located records, days of harm or pounds."""

    n: int
    positions: tuple[int, ...]  # in the area list, largest first; fewer than n where fewer have any record
    value: float  # of a rate or density: that of these areas together
    share: float | None
    previous_share_ranked: float | None  # held a year earlier by that year's own top n
    previous_share_fixed: float | None  # held a year earlier by these areas


@dataclass(frozen=True)
class Concentration:
    areas: int  # over how many areas: all of the level, or those of the selection
    areas_for_quarter: int | None
    areas_for_half: int | None
    gini: float | None
    gini_generalised: float | None
    gini_by_chance: float | None
    areas_below_one_a_day: int | None  # None only where a withheld area decides


def top_of(selection: Selection, figures: Measured) -> Top | None:
    """The top areas by value and what they hold now and before; None where there are no values."""
    values, amounts = figures.values, figures.amounts
    if values is None or amounts is None:
        return None
    if figures.held is not None:
        return top_told(selection, figures, values, figures.held)
    positions = top_positions(values, selection.n)
    before = figures.amounts_before
    held_before = None if before is None or not before.sum() else before
    ranked = None if held_before is None else held_before[top_before(figures, held_before, selection)].sum()
    fixed = None if held_before is None else held_before[positions].sum()
    located, located_before = amounts.sum(), 0 if before is None else before.sum()
    return Top(
        n=selection.n,
        positions=tuple(int(position) for position in positions),
        value=together(figures, positions),
        share=float(amounts[positions].sum() / located) if located else None,
        previous_share_ranked=None if ranked is None else float(ranked / located_before),
        previous_share_fixed=None if fixed is None else float(fixed / located_before),
    )


def top_told(selection: Selection, figures: Measured, values: Array, held: Held) -> Top | None:
    """The same of figures some of which are withheld: None unless those told are the top whatever the others are."""
    positions = top_positions(values, selection.n)
    if not certain_top(values, positions, selection.n, held.highest):
        return None
    amounts, before = figures.amounts, figures.amounts_before
    ranked = fixed = None
    if before is not None and held.located_before and held.most_before is not None:
        then = top_before(figures, before, selection)
        by = before if selection.measure is Measure.CHANGE or figures.previous is None else figures.previous
        if certain_top(by, then, selection.n, float(held.most_before.max(initial=-np.inf))):
            ranked = known(before[then].sum() / held.located_before)
        fixed = known(before[positions].sum() / held.located_before)
    share = known(amounts[positions].sum() / held.located) if amounts is not None and held.located else None
    return Top(
        n=selection.n,
        positions=tuple(int(position) for position in positions),
        value=together(figures, positions),
        share=share,
        previous_share_ranked=ranked,
        previous_share_fixed=fixed,
    )


def top_before(figures: Measured, amounts: Array, selection: Selection) -> Array:
    """Positions of the period's own top, by the measure; a change has none of its own, so by the records of then."""
    by_measure = figures.previous if selection.measure is not Measure.CHANGE else None
    return top_positions(amounts if by_measure is None else by_measure, selection.n)


def together(figures: Measured, positions: Array) -> float:
    """The measure of some areas taken together: a sum, or the sum of their records over that of their bases."""
    assert figures.values is not None and figures.amounts is not None  # noqa: S101
    if figures.bases is None:
        return figures.values[positions].sum().item()
    base = np.nansum(figures.bases[positions])
    return float(figures.amounts[positions].sum() / base) if base else 0.0


def concentration_of(question: Question, figures: Measured, now: Tally | None, inside: Array) -> Concentration | None:
    """Concentration over all areas, or over those of the wards and small areas chosen."""
    if figures.values is None or figures.amounts is None or now is None:
        return None
    amounts, counts = figures.amounts[inside], now.by_area[inside]
    days = days_between(question.first, question.last)
    if isinstance(now, ToldTally) and np.isnan(counts).any():
        return concentration_told(counts, now.most[inside], now.located_told, days)
    return Concentration(
        areas=len(amounts),
        areas_for_quarter=areas_for_quarter(amounts),
        areas_for_half=areas_for_half(amounts),
        gini=gini(amounts),
        gini_generalised=gini_generalised(amounts, int(counts.sum())),
        gini_by_chance=gini_by_chance(int(counts.sum()), len(counts)),
        areas_below_one_a_day=int((counts < days).sum()),
    )


def concentration_told(counts: Array, most: Array, located: int | None, days: int) -> Concentration:
    """What can be said of areas some of which are withheld; ``most`` (areas,) bounds those."""
    return Concentration(
        areas=len(counts),
        areas_for_quarter=areas_certainly_for(counts, most, 0.25, located),
        areas_for_half=areas_certainly_for(counts, most, 0.5, located),
        gini=None,
        gini_generalised=None,
        gini_by_chance=None if located is None else gini_by_chance(located, len(counts)),
        areas_below_one_a_day=certainly_below(counts, most, days),
    )


def in_selection(area: AreaChoice, selection: Selection) -> bool:
    """Whether an area belongs to the wards and small areas chosen (by best fit); True where none are."""
    ward = area.ward or area.code
    return (not selection.ward or ward in selection.ward) and (not selection.lsoa or area.code in selection.lsoa)
