"""A series of months as a control chart: which months lie outside what earlier months lead one to expect.

Laney's u' chart (Quality Engineering 14, 2002) of records per day: months differ in length, and recorded crime
varies more from month to month than independent records would. The limits of a u chart are widened by that excess,
measured from month to month in the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from data.months import days_between, known_months, month_name, months_named, period_name
from data.query import filters_of, months_counted
from data.typed_counts import typed_counts
from geo.disclosure.told import told_months
from geo.phrases import number_word

if TYPE_CHECKING:
    from geo.answer import Answer

Array = npt.NDArray[Any]
Signal = Literal["above", "below", "run"]

SIGMAS: Final = 3
RUN: Final = 8  # months in a row on one side of the centre
LEAST_BEFORE: Final = 12  # known months before the period, to be its baseline
LEAST_BASELINE: Final = 6  # known months under which nothing is expected
MOVING_RANGE: Final = 1.128  # mean distance of two values over their standard deviation, for normal ones
NOTE: Final = (
    f"Laney u′ chart of the number per day: limits at {SIGMAS} standard deviations, widened where months vary more than"
    f" chance; {RUN} months in a row on one side of the average are marked too. It does not allow for seasons: a month"
    " that is high every year, such as December, may be marked, and a mild month of a bad year may not."
)


@dataclass(frozen=True)
class ChartMonth:
    """One month of the series; all but the month and its range is None where the release does not cover it."""

    month: int
    value: float | None
    per_day: float | None
    centre: float  # per day, as are the limits
    lower: float
    upper: float
    signal: Signal | None


@dataclass(frozen=True)
class ControlChart:
    """``first`` and ``last`` month of the baseline and how many of its months are known; ``own`` where it is the series.

    ``dispersion``: standard deviation from month to month over that of independent records (1: no excess).
    """

    first: int
    last: int
    known: int
    own: bool
    dispersion: float
    months: tuple[ChartMonth, ...]

    @property
    def says(self) -> str:
        """Which months stand out, in one or more sentences."""
        expected = "these months themselves" if self.own else f"the {self.known} months before"
        told = []
        for signal in ("above", "below"):
            months = [month.month for month in self.months if month.signal == signal]
            if months:
                verb = ("was", "were both", "were all")[min(len(months), 3) - 1]
                told.append(f"{months_named(months)} {verb} {signal} the range expected from {expected}.")
        told += [
            f"{period_name(first, last)}: {number_word(length)} months in a row {side} the average of {expected}."
            for first, last, length, side in runs(self.months)
            if any(month.signal == "run" for month in self.months if first <= month.month <= last)
        ]
        if not told:
            known = [month.month for month in self.months if month.value is not None]
            all_of = month_name(known[0]) if len(known) == 1 else f"Each of the {number_word(len(known))} months"
            told.append(f"{all_of} is within the range expected from {expected}.")
        return " ".join(told)


def runs(months: tuple[ChartMonth, ...]) -> list[tuple[int, int, int, str]]:
    """Stretches of RUN or more known months on one side of the centre: first and last month, length, side."""
    found = []
    for side, group in groupby(months, key=side_of):
        members = [month.month for month in group]
        if side and len(members) >= RUN:
            found.append((members[0], members[-1], len(members), side))
    return found


def side_of(month: ChartMonth) -> str:
    """Above or below the centre; empty on it, and in a month that is not known, which ends a run."""
    if month.per_day is None or month.per_day == month.centre:
        return ""
    return "above" if month.per_day > month.centre else "below"


def month_days(first: int, months: int) -> Array:
    """(months,) days of each month from ``first``."""
    return np.array([days_between(month, month) for month in range(first, first + months)], dtype=np.float64)


def dispersion_of(values: Array, days: Array, least: float = 1.0) -> float:
    """Laney's sigma of z: the mean step between neighbouring known months, in standard deviations of a u chart.

    At least ``least``: with 1 the limits are never narrower than those of independent records; 0 for weighted sums,
    whose unit has no such deviation.
    """
    known = ~np.isnan(values)
    centre = values[known].sum() / days[known].sum()
    z = (values / days - centre) / np.sqrt(centre / days)
    steps = np.abs(np.diff(z))
    steps = steps[~np.isnan(steps)]
    if not len(steps):
        return least
    return max(least, float(steps.mean()) / MOVING_RANGE)


def control_chart(
    values: Array, first: int, before: Array | None = None, *, weighted: bool = False
) -> ControlChart | None:
    """Chart (months,) ``values`` from month ``first``; NaN is a month that is not known.

    ``before``: the months up to ``first``, the baseline where at least LEAST_BEFORE are known; otherwise the series
    itself. None where too few months are known, or the baseline has no record.
    """
    values = np.asarray(values, dtype=np.float64)
    own = before is None or int((~np.isnan(before)).sum()) < LEAST_BEFORE
    baseline = values if own or before is None else np.asarray(before, dtype=np.float64)
    start = first if own else first - len(baseline)
    known = np.flatnonzero(~np.isnan(baseline))
    if len(known) < LEAST_BASELINE or np.isnan(values).all() or baseline[known].sum() <= 0:
        return None
    days, baseline_days = month_days(first, len(values)), month_days(start, len(baseline))
    centre = float(baseline[known].sum() / baseline_days[known].sum())
    dispersion = dispersion_of(baseline, baseline_days, 0.0 if weighted else 1.0)
    reach = SIGMAS * dispersion * np.sqrt(centre / days)
    months = [
        chart_month(first + place, float(values[place]), float(days[place]), centre, float(reach[place]))
        for place in range(len(values))
    ]
    return ControlChart(
        first=start + int(known[0]),
        last=start + int(known[-1]),
        known=len(known),
        own=own,
        dispersion=dispersion,
        months=with_runs(tuple(months)),
    )


def chart_month(month: int, value: float, days: float, centre: float, reach: float) -> ChartMonth:
    """One month against its limits; runs are not looked at."""
    lower, upper = max(0.0, centre - reach), centre + reach
    if np.isnan(value):
        return ChartMonth(month, None, None, centre, lower, upper, None)
    rate = value / days
    signal: Signal | None = "above" if rate > upper else "below" if rate < lower else None
    return ChartMonth(month, value, rate, centre, lower, upper, signal)


def with_runs(months: tuple[ChartMonth, ...]) -> tuple[ChartMonth, ...]:
    """The same with every month of a run marked that has no stronger signal."""
    inside = {month for first, last, _, _ in runs(months) for month in range(first, last + 1)}
    return tuple(
        ChartMonth(month.month, month.value, month.per_day, month.centre, month.lower, month.upper, "run")
        if month.month in inside and month.signal is None
        else month
        for month in months
    )


def series_of(answer: Answer) -> ControlChart | None:
    """The chart of an answer's months, of records or what weighs them; None where there are none or too few."""
    if answer.months is None:
        return None
    weighted = answer.figures.kinds is not None and answer.figures.weights is not None
    return control_chart(answer.months, answer.question.first, months_before(answer), weighted=weighted)


def months_before(answer: Answer) -> Array | None:
    """(months,) from the data set's first month up to the period, NaN where not covered; None where there are none."""
    question, choices, figures = answer.question, answer.release.choices, answer.figures
    first, last = question.dataset.months[0], question.first - 1
    if last < first:
        return None
    if answer.release.rule.withholds:
        return known_months(told_months(answer.release, question, (first, last)), first, question.dataset)
    index = answer.release.index(question.dataset.slug)
    if figures.kinds is not None and figures.weights is not None:
        counts = typed_counts(index, question, choices, (first, last), len(answer.areas))
        by_month = counts.by_month @ np.nan_to_num(figures.weights)
    else:
        by_month = months_counted(index, question, filters_of(question, choices), (first, last))
    return known_months(by_month, first, question.dataset)
