"""Records counted by type as well: what measures that weigh each type (harm, cost) are worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from data.choices import Choices, Question
from data.index import HOURS_OF_WEEK, MOMENTS, Index
from data.matching import matching

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
    found = matching(index, question, choices, period)
    kinds = (found.kind, len(index.types))
    return TypedCounts(
        by_area=found.by_area(question.level, areas, kinds),
        by_hour=found.count((found.of(index.moment), MOMENTS), kinds)[:HOURS_OF_WEEK],
        by_month=found.count((found.month, found.months), kinds),
    )
