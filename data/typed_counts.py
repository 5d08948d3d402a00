"""Records counted by type as well: what measures that weigh each type (harm, cost) are worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Choices, Question
from data.index import HOURS_OF_WEEK, MOMENTS, Index
from data.matching import matching
from data.precounted import counts_by_type, records_by_moment, records_by_type
from data.query import filters_of

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class TypedCounts:
    """Records that match a question in one period, by type.

    Attributes
    ----------
    by_area : (areas, types) records with a known area.
    by_hour : (168, types) records with a known hour of the week, Monday 00:00 first.
    by_month : (months, types) all records.
    """

    by_area: Array
    by_hour: Array
    by_month: Array

    @property
    def by_type(self) -> Array:
        """(types,) all records, those without an area or an hour included."""
        return self.by_month.sum(axis=0)


def typed_counts(
    index: Index, question: Question, choices: Choices, period: tuple[int, int], areas: int
) -> TypedCounts:
    """Count by type; ``areas`` is the length of the level's list."""
    filters = filters_of(question, choices)
    low, high = max(period[0] - index.first, 0), min(period[1] - index.first, len(index.months) - 1)
    if not filters.moment_only or low > high:
        return typed_rows(index, question, choices, period, areas)
    asked = np.arange(len(index.types)) if question.types is None else np.array(question.types)
    by_month = np.zeros((period[1] - period[0] + 1, len(index.types)), dtype=np.int64)
    by_hour = np.zeros((HOURS_OF_WEEK, len(index.types)), dtype=np.int64)
    within = slice(low + index.first - period[0], high + 1 + index.first - period[0])
    moments, running = filters.moment, records_by_moment(index)
    by_hour[:, asked] = (running[high + 1, asked] - running[low, asked]).T[:HOURS_OF_WEEK]
    if moments is None:
        by_area = np.zeros((areas, len(index.types)), dtype=np.int64)
        placed = counts_by_type(index, question.level).each(low, high, asked).T[:areas]
        by_area[: len(placed), asked] = placed
        by_month[within, asked] = records_by_type(index)[low : high + 1, asked]
    else:
        found = matching(index, question, choices, period)
        by_area = found.by_area(question.level, areas, (found.kind, len(index.types)))
        by_hour *= moments[:HOURS_OF_WEEK, None]
        by_month[within, asked] = index.table[low : high + 1, asked][:, :, moments].sum(axis=2)
    return TypedCounts(by_area, by_hour, by_month)


def typed_rows(index: Index, question: Question, choices: Choices, period: tuple[int, int], areas: int) -> TypedCounts:
    """Count by type from the rows themselves."""
    found = matching(index, question, choices, period)
    kinds = (found.kind, len(index.types))
    return TypedCounts(
        by_area=found.by_area(question.level, areas, kinds),
        by_hour=found.count((found.of(index.moment), MOMENTS), kinds)[:HOURS_OF_WEEK],
        by_month=found.count((found.month, found.months), kinds),
    )
