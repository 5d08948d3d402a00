"""What a reader under a rule of disclosure control is told: figures of fixed protected tables, sums of them, or NaN.

Every figure is a sum of cells that the tables tell, so no set of questions gives away more than all told cells
together, and of those ``data.disclosure.exchange`` shows what they leave open. The tables are made once from all of
a release: the view of one of several authorities reads the same cells. An earlier release tells nothing, since two
releases have the same records in other years.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.disclosure.asked import HOURS_YEARS, PLACES_YEARS, Asked, read
from data.disclosure.primary import Primary
from data.disclosure.release_tables import ReleaseTables, release_tables
from data.disclosure.yearly import at_times_asked, known, wanted_kinds, year_most, year_places
from data.index import HOURS_OF_WEEK, MOMENTS
from data.levels import Level
from data.releases import Release

Array = npt.NDArray[Any]
Period = tuple[int, int]

NOT_NEWEST: Final = "Earlier releases are not told here: two releases together could give a withheld figure away."
TOO_FEW: Final = "The data set has too few records for any figure to be told."


class Protected(Protocol):
    """What is told of a data set; NaN and None stand for what is withheld, or not known."""

    def places(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) records by area, in the order of the release's list of the level."""

    def months(self, question: Question, period: Period) -> Array:
        """(months,) records by month of the period."""

    def hours(self, question: Question, period: Period) -> Array:
        """(7, 24) records by day and hour."""

    def total(self, question: Question, period: Period) -> float | None:
        """All records of the question."""

    def located(self, question: Question, period: Period) -> float | None:
        """Those with an area at the question's level."""

    def timed(self, question: Question, period: Period) -> float | None:
        """Those with an hour."""

    def night(self, question: Question, period: Period) -> float | None:
        """Those at night."""

    def kinds(self, question: Question, period: Period, area: tuple[Level, str] | None) -> Array:
        """(majors,) records of each main category, in the order of the data set's types."""

    def bound(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) the most records an area can have, from told figures alone; inf where they say nothing."""

    def refusal(self, question: Question, period: Period) -> str:
        """Why the question as a whole is not answered, in one sentence; empty where it is."""


@lru_cache(maxsize=32)
def protected(release: Release, dataset: str) -> Protected:
    """The protected tables of a data set as this reader is told them."""
    return FromTables(release, dataset) if release.rule.secondary else Primary(release, dataset)


def prepare(release: Release) -> None:
    """Make the protected tables of all data sets now, so that no reader waits for them; nothing where none are needed."""
    if not (release.rule.withholds and release.rule.secondary):
        return
    for dataset in release.choices.datasets:
        _ = FromTables(release, dataset.slug).tables


class FromTables:
    """``Protected`` from the tables of the whole release."""

    def __init__(self, release: Release, dataset: str) -> None:
        self.release, self.dataset = release, dataset

    @cached_property
    def tables(self) -> ReleaseTables:
        return release_tables(self.release.whole, self.dataset)

    def asked(self, question: Question) -> Asked:
        return read(question, self.release.choices)

    def refusal(self, question: Question, period: Period) -> str:
        """Why the question as a whole is not answered, in one sentence; empty where it is."""
        if self.release.releases and self.release.id != self.release.releases[0]:
            return NOT_NEWEST
        asked = self.asked(question)
        if asked.refusal or not self.tables.years:
            return asked.refusal or TOO_FEW
        if asked.chosen is not None or asked.marks:
            return "" if self.tables.whole_years(period) is not None else PLACES_YEARS
        return HOURS_YEARS if not asked.any_time and self.tables.whole_years(period) is None else ""

    def places(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) records by area, in the order of the release's list; NaN where withheld."""
        areas = len(self.release.choices.areas.get(level, ()))
        asked = self.asked(question)
        if self.refusal(question, period) or asked.marks or (asked.chosen and asked.chosen[0] is not level):
            return np.full(areas, np.nan)
        found = self.rows(level, asked, period)[self.tables.own(level, self.release.scope)]
        if asked.chosen is None:
            return found
        kept = np.zeros(areas)
        kept[asked.chosen[1]] = found[asked.chosen[1]]
        return kept

    def rows(self, level: Level, asked: Asked, period: Period) -> Array:
        """(areas of the whole release + 1,) records by area and, last, of none; NaN where withheld."""
        years, size = self.tables.whole_years(period), self.tables.areas[level] + 1
        if years is None:
            return np.full(size, np.nan)
        return np.sum([year_places(year, level, asked, size) for year in years], axis=0)

    def months(self, question: Question, period: Period) -> Array:
        """(months,) records by month of the period; NaN where withheld."""
        months = np.full(period[1] - period[0] + 1, np.nan)
        asked = self.asked(question)
        if self.refusal(question, period) or asked.marks or asked.chosen is not None or not asked.any_time:
            return months
        for table in self.tables.years:
            wanted = wanted_kinds(table, asked)
            told = None if wanted is None else self.tables.months_of(table, wanted, self.release.scope)
            if told is not None:
                first, last = max(table.year.first, period[0]), min(table.year.last, period[1])
                if first <= last:
                    own = told[first - table.year.first : last - table.year.first + 1]
                    months[first - period[0] : last - period[0] + 1] = own
        return months

    def hours(self, question: Question, period: Period) -> Array:
        """(7, 24) records by day and hour; NaN where withheld."""
        asked = self.asked(question)
        if self.refusal(question, period) or asked.marks or asked.chosen is not None:
            return np.full((7, 24), np.nan)
        moments = self.moments(asked, period)[:HOURS_OF_WEEK]
        if asked.moments is not None:
            moments = np.where(asked.moments[:HOURS_OF_WEEK], moments, 0.0)
        return moments.reshape(7, 24)

    def moments(self, asked: Asked, period: Period) -> Array:
        """(moments,) records of the kinds asked by moment of the week, over whole years; NaN where withheld."""
        years = self.tables.whole_years(period) or ()
        told = [self.tables.moments_of(year, wanted_kinds(year, asked), self.release.scope) for year in years]
        return np.sum(told, axis=0) if told else np.full(MOMENTS, np.nan)

    def total(self, question: Question, period: Period) -> float | None:
        """All records of the question; None where withheld."""
        if self.refusal(question, period):
            return None
        return self.sum_of(self.asked(question), period)

    def sum_of(self, asked: Asked, period: Period) -> float | None:
        """All records of what is asked; None where withheld."""
        if asked.marks:
            return known(self.tables.marked(asked.marks[0], period, self.release.scope))
        if asked.chosen is not None:
            level, positions = asked.chosen
            return known(self.rows(level, asked, period)[self.tables.own(level, self.release.scope)][positions].sum())
        if not asked.any_time:
            return self.timed_sum(asked, asked.times, period)
        years = self.tables.whole_years(period)
        if years is not None:
            whole = [self.tables.total_of(year, wanted_kinds(year, asked), self.release.scope) for year in years]
            if not np.isnan(whole).any():
                return known(float(np.sum(whole)))
        return known(self.month_sum(asked, period))

    def month_sum(self, asked: Asked, period: Period) -> float:
        """All records of the kinds asked in some months; NaN where one is withheld; none outside the data set."""
        found = 0.0
        for table in self.tables.years:
            first, last = max(table.year.first, period[0]), min(table.year.last, period[1])
            wanted = wanted_kinds(table, asked)
            if first <= last:
                told = None if wanted is None else self.tables.months_of(table, wanted, self.release.scope)
                own = slice(first - table.year.first, last - table.year.first + 1)
                found += np.nan if told is None else told[own].sum()
        return found if self.tables.covers(period) else np.nan

    def timed_sum(self, asked: Asked, times: Array | None, period: Period) -> float | None:
        """Records of the kinds asked at some times of day, or at the moments asked; None where withheld."""
        years = self.tables.whole_years(period)
        if years is None:
            return None
        if times is not None:
            whole = [self.tables.times_of(year, wanted_kinds(year, asked), times, self.release.scope) for year in years]
            if not np.isnan(whole).any():
                return known(float(np.sum(whole)))
        moments = self.moments(asked, period)
        return known(float(moments[asked.moments].sum())) if asked.moments is not None else None

    def located(self, question: Question, period: Period) -> float | None:
        """Records with an area at the question's level; None where withheld."""
        asked, level = self.asked(question), question.level
        if self.refusal(question, period) or asked.marks:
            return None
        if asked.chosen is not None:
            return self.sum_of(asked, period) if asked.chosen[0] is level else None
        told = self.rows(level, asked, period)
        if self.release.scope:
            return known(float(told[self.tables.own(level, self.release.scope)].sum()))
        total = self.sum_of(asked, period)
        return None if total is None else known(total - float(told[-1]))

    def timed(self, question: Question, period: Period) -> float | None:
        """Records with an hour; None where withheld."""
        return self.at_times(question, period, np.array([True, True, False]))

    def night(self, question: Question, period: Period) -> float | None:
        """Records at night; None where withheld."""
        return self.at_times(question, period, np.array([True, False, False]))

    def at_times(self, question: Question, period: Period, times: Array) -> float | None:
        """Records of a question at some times of day; None where withheld."""
        asked = self.asked(question)
        if self.refusal(question, period) or asked.marks:
            return None
        narrowed = at_times_asked(asked, times)
        return None if narrowed is None else self.sum_of(narrowed, period)

    def kinds(self, question: Question, period: Period, area: tuple[Level, str] | None) -> Array:
        """(majors,) records of each main category, of the whole or of one area; NaN where withheld."""
        asked = self.asked(question)
        majors = len(self.tables.majors)
        found = np.full(majors, np.nan)
        if self.refusal(question, period) or asked.marks:
            return found
        position = None if area is None else self.release.choices.positions[area[0]].get(area[1])
        chosen = None if area is None or position is None else (area[0], np.array([position]))
        for major in range(majors):
            one = np.arange(majors) == major
            alone = Asked(one, asked.moments, asked.times, chosen or asked.chosen, False, ())
            value = None if alone.refusal else self.sum_of(alone, period)
            found[major] = np.nan if value is None else value
        return found

    def bound(self, level: Level, question: Question, period: Period) -> Array:
        """(areas,) the most records an area can have, from told figures alone; inf where they say nothing."""
        asked, size = self.asked(question), self.tables.areas.get(level, 0) + 1
        own = self.tables.own(level, self.release.scope)
        years = self.tables.whole_years(period)
        if self.refusal(question, period) or asked.marks or years is None:
            return np.full(len(own), np.inf)
        return np.asarray(np.sum([year_most(year, level, asked, size) for year in years], axis=0)[own])
