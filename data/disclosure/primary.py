"""Withholding small cells alone: what secondary suppression is measured against. It gives withheld cells away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.disclosure.kinds import majors_of
from data.levels import Level
from data.query import Tally, filters_of, tally
from data.releases import Release

Array = npt.NDArray[Any]
Period = tuple[int, int]


class Primary:
    """Every question answered from the records, with NaN for counts above 0 and under the minimum."""

    def __init__(self, release: Release, dataset: str) -> None:
        self.release, self.dataset = release, dataset

    def tally(self, question: Question, period: Period, level: Level | None = None) -> Tally:
        """The count of a question, as a reader under no rule has it."""
        at = replace(question, level=level) if level else question
        index, choices = self.release.unprotected_index(self.dataset), self.release.choices
        return tally(index, at, filters_of(at, choices), period, len(choices.areas.get(at.level, ())))

    def withheld(self, counts: Array | float) -> Array:
        """The counts, NaN where one is small."""
        counts = np.asarray(counts, dtype=float)
        return np.where((counts > 0) & (counts < self.release.rule.minimum), np.nan, counts)

    def one(self, count: float) -> float | None:
        """A count; None where it is small."""
        value = float(self.withheld(count))
        return None if np.isnan(value) else value

    def refusal(self, question: Question, period: Period) -> str:
        """Nothing is refused."""
        del question, period
        return ""

    def places(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) records by area."""
        return self.withheld(self.tally(question, period, level).by_area)

    def months(self, question: Question, period: Period) -> Array:
        """(months,) records by month."""
        return self.withheld(self.tally(question, period).by_month)

    def hours(self, question: Question, period: Period) -> Array:
        """(7, 24) records by day and hour."""
        return self.withheld(self.tally(question, period).by_hour)

    def total(self, question: Question, period: Period) -> float | None:
        """All records of the question."""
        return self.one(self.tally(question, period).records)

    def located(self, question: Question, period: Period) -> float | None:
        """Those with an area."""
        return self.one(self.tally(question, period).located)

    def timed(self, question: Question, period: Period) -> float | None:
        """Those with an hour."""
        return self.one(self.tally(question, period).timed)

    def night(self, question: Question, period: Period) -> float | None:
        """Those at night."""
        return self.one(self.tally(question, period).night)

    def kinds(self, question: Question, period: Period, area: tuple[Level, str] | None) -> Array:
        """(majors,) records of each main category, of the whole or of one area."""
        types = question.dataset.types
        found = []
        for major in majors_of(types):
            own = tuple(at for at, (name, _) in enumerate(types) if name == major)
            asked = replace(question, types=own)
            if area is None:
                found.append(float(self.withheld(self.tally(asked, period).records)))
            else:
                at = self.release.choices.positions[area[0]][area[1]]
                found.append(float(self.places(area[0], asked, period)[at]))
        return np.array(found)

    def bound(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) the most records a withheld area has."""
        del question, period
        return np.full(len(self.release.choices.areas.get(level, ())), self.release.rule.minimum - 1.0)
