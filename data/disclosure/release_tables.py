"""The protected tables of a data set over all its years, and what each authority of a release reads from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import AreaChoice
from data.disclosure.counts import year_rows
from data.disclosure.kinds import is_sensitive, major_positions, majors_of
from data.disclosure.marks import marks_told
from data.disclosure.rule import Rule
from data.disclosure.table import Table
from data.disclosure.told import rows_told
from data.disclosure.year_tables import YearTables, year_tables
from data.disclosure.years import reporting_years
from data.index import MOMENTS
from data.levels import Level
from data.releases import Release

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class ReleaseTables:
    """What is told of one data set of a release.

    Attributes
    ----------
    majors : the main categories, in the order of the data set's types.
    months : the first and last month.
    areas : by level, how many areas the whole release has.
    positions : by level, area code to its position among them.
    years : the tables of each year that tells anything, the newest first.
    marks : by first month of a year, the records told of each mark (``data.disclosure.marks``).
    authorities : the authority of each area of a level, where the release has several.
    """

    majors: tuple[str, ...]
    months: tuple[int, int]
    areas: Mapping[Level, int]
    positions: Mapping[Level, Mapping[str, int]]
    years: tuple[YearTables, ...]
    marks: Mapping[int, Mapping[str, int]]
    owners: Mapping[Level, tuple[str, ...]]

    def own(self, level: Level, scope: str) -> Array:
        """(areas,) positions, among all, of the areas of one authority; of all without one."""
        if not scope:
            return np.arange(self.areas.get(level, 0))
        return np.flatnonzero(np.array(self.owners.get(level, ())) == scope)

    def whole_years(self, period: tuple[int, int]) -> tuple[YearTables, ...] | None:
        """The years that a period is made of; None where it cuts one, or has one of which places are not told."""
        within = [year for year in self.years if period[0] <= year.year.first and year.year.last <= period[1]]
        months = sum(year.year.last - year.year.first + 1 for year in within)
        whole = bool(within) and months == period[1] - period[0] + 1 and all(year.year.whole for year in within)
        return tuple(within) if whole else None

    def covers(self, period: tuple[int, int]) -> bool:
        """Whether all months of a period are told of in some year."""
        told = [(max(one.year.first, period[0]), min(one.year.last, period[1])) for one in self.years]
        return sum(max(last - first + 1, 0) for first, last in told) == period[1] - period[0] + 1

    def total_of(self, year: YearTables, wanted: Array | None, scope: str) -> float:
        """All records of some kinds in a year; NaN where withheld."""
        if wanted is None:
            return float("nan")
        if not scope:
            return float(year.totals[wanted].sum())
        column = year.column(Level.AUTHORITY)
        if column is None or year.places is None:
            return float("nan")
        return float(rows_told(year.places, column, wanted)[self.positions[Level.AUTHORITY][scope]])

    def months_of(self, year: YearTables, wanted: Array, scope: str) -> Array | None:
        """(months of the year,) records of some kinds; None where months are not told at all."""
        if not scope:
            return rows_told(year.months, 0, wanted)
        own = self.rows_of(year.months, 1, year.year.last - year.year.first + 1, scope)
        return None if own is None else rows_told(year.months, 1, wanted)[own]

    def moments_of(self, year: YearTables, wanted: Array | None, scope: str) -> Array:
        """(moments,) records of some kinds by moment of the week; NaN where withheld."""
        if wanted is None or year.hours is None:
            return np.full(MOMENTS, np.nan)
        if not scope:
            return rows_told(year.hours, 0, wanted)
        own = self.rows_of(year.hours, 2, MOMENTS, scope)
        return np.full(MOMENTS, np.nan) if own is None else rows_told(year.hours, 2, wanted)[own]

    def times_of(self, year: YearTables, wanted: Array | None, times: Array, scope: str) -> float:
        """Records of some kinds at some times of day; NaN where withheld."""
        live = year.times >= 0
        groups = np.unique(year.times[live & times])
        if wanted is None or year.hours is None or np.isin(year.times[live & ~times], groups).any():
            return float("nan")
        if not scope:
            return float(rows_told(year.hours, 1, wanted)[groups].sum())
        own = self.rows_of(year.hours, 3, int(year.times.max()) + 1, scope)
        return float("nan") if own is None else float(rows_told(year.hours, 3, wanted)[own][groups].sum())

    def rows_of(self, table: Table, column: int, size: int, scope: str) -> slice | None:
        """The rows of one authority where each has as many after each other's; None where it has none."""
        first = self.positions[Level.AUTHORITY][scope] * size
        if column >= len(table.counts) or first + size > len(table.counts[column]):
            return None
        return slice(first, first + size)

    def marked(self, mark: str, period: tuple[int, int], scope: str) -> float:
        """Records with a mark over whole years; NaN where withheld."""
        years = self.whole_years(period)
        if years is None or scope:
            return float("nan")
        told = [self.marks.get(year.year.first, {}).get(mark, float("nan")) for year in years]
        return float(np.sum(told))


def release_tables(whole: Release, dataset: str) -> ReleaseTables:
    """The protected tables of a data set, of all authorities of a release, under its reader's rule."""
    return tables_of(Held(whole, (whole.folder, whole.rule)), dataset)


@dataclass(frozen=True)
class Held:
    """A release with what its tables depend on, by which alone they are kept."""

    release: Release = field(compare=False)
    key: tuple[Path, Rule]


@lru_cache(maxsize=32)
def tables_of(held: Held, dataset: str) -> ReleaseTables:
    """The tables of a data set of a release."""
    release = held.release
    rule = replace(release.rule, sensitive=max(release.rule.sensitive, release.rule.minimum))  # never less strict
    index = release.unprotected_index(dataset)
    majors = majors_of(index.types)
    sensitive = np.array([is_sensitive(major) for major in majors])
    listed = areas_of(release)
    areas = {level: len(found) for level, found in listed.items()}
    positions = major_positions(index.types)
    years, marks = [], {}
    for year in reporting_years(index.months[0], index.months[-1]):
        made = year_tables(year_rows(index, positions, year), year, sensitive, areas, rule)
        if made is not None:
            years.append(made)
            if year.whole:
                marks[year.first] = marks_told(index, year, rule, flags_of(release, dataset))
    return ReleaseTables(
        majors=majors,
        months=(index.months[0], index.months[-1]),
        areas=areas,
        positions={level: {area.code: at for at, area in enumerate(found)} for level, found in listed.items()},
        years=tuple(years),
        marks=marks,
        owners={level: tuple(area.authority for area in found) for level, found in listed.items()},
    )


def flags_of(release: Release, dataset: str) -> tuple[str, ...]:
    """What the records of a data set may be marked with."""
    return next((each.flags for each in release.choices.datasets if each.slug == dataset), ())


def areas_of(release: Release) -> Mapping[Level, tuple[AreaChoice, ...]]:
    """Every area of a release, also of levels that only some of its authorities have."""
    choices = release.choices
    return choices.areas if choices.scopes is None else choices.scopes.areas
