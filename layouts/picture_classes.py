"""The classes of a map: round bounds that do not follow the period, and what the classes are called."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from math import floor, log10
from typing import Any, Final

import numpy as np

from data.levels import Level
from data.place_words import possessive
from data.selection import DAYS, PER_AREA, Measure, Only, hours_of
from data.two_counts import Verdict
from geo.answer import Answer
from geo.phrases import first_capital, subject
from geo.wording import AMOUNT_WORDS
from layouts.words import measure

BASE_BOUNDS: Final = (0, 50, 100, 250, 500, 1000)
# Records an area and year that the bounds above suit: the largest ward stands out less than the largest small area.
BASE_AVERAGE: Final = {Level.LSOA: 130, Level.LSOA21: 130, Level.WARD: 500, Level.AUTHORITY: 130, Level.REGION: 130}
LEAST_AVERAGE: Final = 1e-9  # so few that there are none
LEAST_BOUNDS: Final = (0, 1, 2, 3, 5, 10)
CHANGE_SIZES: Final = (25, 100, 500)  # a change under the first is drawn as none
LEAST_CHANGES: Final = (2, 5, 10)
TIMES: Final = (0.33, 0.5, 0.8, 1.25, 2, 3)  # a quotient is as far from 1 at a half as at 2
TIMES_LABELS: Final = ("under ⅓", "⅓ to ½", "½ to 0.8", "0.8 to 1.25", "1.25 to 2", "2 to 3", "3× and more")


def classes(answer: Answer, average: float | None = None) -> dict[str, Any]:
    """Bounds of the classes and what they are called; ``average`` of areas and years where it is not that of all
    records of the chosen types."""
    if answer.measure is Measure.CHANGE:
        return change_classes(answer, average)
    if answer.measure is Measure.QUOTIENT:
        title = f"{first_capital(subject(answer.question))}: their share against {possessive(answer.release.choices)}"
        return {"breaks": list(TIMES), "labels": list(TIMES_LABELS), "diverging": True, "signed": False,
                "legend_title": title}  # fmt: skip
    average, level = yearly_average(answer) if average is None else average, answer.question.level
    bounds = bounds_of(average, level) if answer.measure in PER_AREA else count_bounds(average, level)
    labels = None if answer.measure not in PER_AREA else decimal_labels(bounds)
    return {"breaks": list(bounds), "labels": labels, "diverging": False, "legend_title": None}


def change_classes(answer: Answer, average: float | None = None) -> dict[str, Any]:
    """Classes of a difference; where only clear changes are asked for, all others stand in the middle one."""
    sizes = change_sizes(yearly_average(answer) if average is None else average, answer.question.level)
    low = [1 - size for size in reversed(sizes)]
    breaks, labels = [*low, *sizes], change_labels(sizes)
    told: dict[str, Any] = {
        "breaks": breaks,
        "labels": labels,
        "diverging": True,
        "legend_title": f"Difference in {answer.dataset.noun} to the period before",
    }
    if answer.selection.only is not Only.CLEAR or answer.values is None or answer.verdicts is None:
        return told
    middle, small = len(sizes), f"under {sizes[1]:,}"
    placed = [bisect_right(breaks, value) for value in answer.values.tolist()]
    told["classes"] = [clear_class(*found, middle) for found in zip(placed, answer.verdicts, strict=True)]
    return told | {"labels": [*labels[: middle - 1], small, "no clear change", small, *labels[middle + 2 :]]}


def clear_class(place: int, verdict: Verdict | None, middle: int) -> int:
    """The middle for a change that is not clear; the next one for a clear change however small."""
    if verdict is Verdict.HIGHER:
        return max(place, middle + 1)
    return min(place, middle - 1) if verdict is Verdict.LOWER else middle


def yearly_average(answer: Answer) -> float:
    """The measure's average over areas and years, for the types and hours asked for, over all the data set has: the
    same for any period, but for a rule on ages or a mark, where it is that of the period."""
    selection, figures = answer.selection, answer.figures
    if answer.release.rule.withholds or answer.question.syv or selection.flag:  # not told, or not counted, by type
        return average_of_records(answer, (answer.located or 0) / answer.question.months * 12, answer.inside)
    index = answer.release.index(answer.dataset.slug)
    types = slice(None) if answer.question.types is None else list(answer.question.types)
    by_type = index.table[:, types].sum(axis=(0, 2)).astype(float)
    weighed = by_type if figures.weights is None else by_type * np.nan_to_num(figures.weights)[types]
    start, end = hours_of(selection.time)
    hours = ((end - start) % 24 or 24) / 24
    days = len(selection.days or DAYS) / len(DAYS)
    bases = bases_of(answer)
    total = float(weighed.sum()) / (measure.THOUSANDS if answer.measure is Measure.COST else 1)
    return total / max(bases, 1) / len(index.months) * 12 * hours * days


def bases_of(answer: Answer, inside: Any = slice(None)) -> float:
    """What an average divides by: areas, or the people or hectares of them."""
    bases = answer.figures.bases
    each = np.ones(len(answer.areas)) if bases is None or answer.measure not in PER_AREA else bases
    return float(np.nansum(each[inside]))


def average_of_records(answer: Answer, yearly_records: float, inside: Any = slice(None)) -> float:
    """The measure's average over areas and years for a number of records a year, weighed as those of the answer are;
    ``inside`` (areas,) are those it is taken over."""
    each = 1.0
    if answer.measure in AMOUNT_WORDS:
        each = (measure.rounded(answer.amount_located, answer.measure) or 0) / (answer.located or 1)
    return yearly_records * each / max(bases_of(answer, inside), 1)


def scale_of(average: float, level: Level) -> int:
    """Tens by which round bounds are multiplied so that they suit areas of about this average."""
    return floor(log10(average / BASE_AVERAGE[level]) + 0.5) if average > LEAST_AVERAGE else -2


def count_bounds(average: float, level: Level = Level.LSOA) -> tuple[int, ...]:
    """Lower bounds of six classes of round counts.

    They do not follow the period, so that darker always means more, and never quantiles, which hide concentration.
    """
    scale = scale_of(average, level)
    return LEAST_BOUNDS if scale < -1 else tuple(round(bound * 10**scale) for bound in BASE_BOUNDS)


def bounds_of(average: float, level: Level) -> tuple[float, ...]:
    """The same for a measure that has fractions."""
    factor = 10.0 ** max(scale_of(average, level), -4)
    return tuple(float(f"{bound * factor:.3g}") for bound in BASE_BOUNDS)


def decimal_labels(bounds: tuple[float, ...]) -> list[str]:
    """``under 5``, ``5 to 10`` ... ``100+``: classes of values that have fractions."""
    names = [f"{bound:,g}" for bound in bounds]
    between = [f"{low} to {high}" for low, high in pairwise(names[1:])]
    return [f"under {names[1]}", *between, f"{names[-1]}+"]


def change_sizes(average: float, level: Level = Level.LSOA) -> tuple[int, ...]:
    """The least changes, up or down alike, of the three classes on each side of no change."""
    scale = scale_of(average, level)
    return LEAST_CHANGES if scale < 0 else tuple(size * 10**scale for size in CHANGE_SIZES)


def change_labels(sizes: tuple[int, ...]) -> list[str]:
    small, middle, large = sizes
    between = [f"{small:,}–{middle - 1:,}", f"{middle:,}–{large - 1:,}"]
    return [f"{large:,}+ fewer", *reversed(between), f"under {small:,}", *between, f"{large:,}+ more"]
