"""Random years of records and what an attacker hears of all protected tables of one year together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.counts import YearRows, times_of_moments
from data.disclosure.rule import Rule
from data.disclosure.table import Table
from data.disclosure.year_tables import YearTables, year_tables
from data.disclosure.years import Year
from data.levels import Level
from tests.data.disclosure.attacker import Attacker
from tests.data.disclosure.worlds import blocks, random_places

Array = npt.NDArray[Any]

MOMENTS: Final = np.array([20, 21, 10, 175])  # two at night, one by day, one not known
MONTHS: Final = 2
LEVELS: Final = (Level.LSOA, Level.LSOA21, Level.WARD)


class RandomYear:
    """Records by (piece, kind, moment, month), and the tables made of them."""

    def __init__(self, seed: int, rule: Rule, sensitive: bool = False, several: bool = False) -> None:
        rng = np.random.default_rng(seed)
        self.at = random_places(rng, int(rng.integers(2, 6)), int(rng.integers(1, 3)), 0.0 if several else 0.2)
        self.levels = (*LEVELS, Level.AUTHORITY) if several else LEVELS
        if several:  # each ward is an authority's
            self.at = np.vstack((self.at, self.at[2]))
        kinds = int(rng.integers(1, 4))
        shape = (self.at.shape[1], kinds, len(MOMENTS), MONTHS)
        rate = np.ones(shape)
        for axis, size in enumerate(shape):
            rate = rate * rng.gamma(0.8, 1.0, size).reshape([-1 if each == axis else 1 for each in range(4)])
        self.joint = rng.poisson(rng.choice([0.5, 2.0]) * (8 if several else 1) * rate)
        self.sensitive = np.arange(kinds) == (0 if sensitive else -1)
        self.tables = self.made(rule)

    def made(self, rule: Rule) -> YearTables | None:
        """The protected tables."""
        piece, kind, moment, month = (
            part.repeat(self.joint.ravel()) for part in np.indices(self.joint.shape).reshape(4, -1)
        )
        moments = MOMENTS[moment]
        rows = YearRows(
            major=kind,
            areas={level: labels[piece] for level, labels in zip(self.levels, self.at, strict=True)},
            month=month,
            moment=moments,
            time=times_of_moments()[moments],
            count=np.ones(len(kind), dtype=np.int64),
        )
        areas = {level: int(labels.max()) + 1 for level, labels in zip(self.levels, self.at, strict=True)}
        return year_tables(rows, Year(0, MONTHS - 1), self.sensitive, areas, rule)

    def attacker(self) -> Attacker:
        """Who hears every told cell of every table."""
        attacker = Attacker(self.joint.size)
        for vector in self.told():
            attacker.hears(vector, self.joint[vector].sum())
        return attacker

    def told(self) -> Iterator[Array]:
        """(piece, kind, moment, month) bool of every told cell."""
        tables = self.tables
        if tables is None:
            return
        part = tables.times[times_of_moments()[MOMENTS]]
        for group in range(int(tables.groups.max()) + 1):
            yield self.cells(kinds=tables.groups == group)
        for dead in np.flatnonzero(tables.groups < 0):
            yield self.cells(kinds=np.arange(len(tables.groups)) == dead)
        for dead in np.flatnonzero(part < 0):
            yield self.cells(moments=np.arange(len(part)) == dead)
        if tables.places is not None and tables.at_times is not None:
            for column, labels in enumerate(self.at):
                for row in np.unique(labels):
                    for block in blocks(tables.places.pooled[column][row]):
                        yield self.cells(places=labels == row, kinds=self.of_groups(block))
                    for block in blocks(tables.at_times.pooled[column][row]):
                        yield self.cells(places=labels == row, moments=np.isin(part, np.flatnonzero(block)))
        for owner, month in np.ndindex(len(self.owners()) + 1, MONTHS):
            column, row = (1, (owner - 1) * MONTHS + month) if owner else (0, month)
            for block in blocks(tables.months.pooled[column][row]):
                when = np.arange(MONTHS) == month
                yield self.cells(months=when, kinds=self.of_groups(block), places=self.own(owner))
        if tables.hours is not None:
            yield from self.told_hours(tables.hours, part)

    def owners(self) -> Array:
        """The authorities whose months and hours are told."""
        counts = () if self.tables is None else self.tables.months.counts
        return np.arange(len(counts[1]) // MONTHS if len(counts) > 1 else 0)

    def own(self, owner: int) -> Array:
        """(pieces,) bool: those of an authority, counted from 1; all for 0."""
        return self.at[3] == owner - 1 if owner else np.ones(self.at.shape[1], dtype=bool)

    def told_hours(self, hours: Table, part: Array) -> Iterator[Array]:
        """The told cells of hours and of times of day, of all and of each authority."""
        for owner in range(len(self.owners()) + 1):
            for place, labels in enumerate((MOMENTS, part)):
                size = (176, int(part.max()) + 1)[place]
                for label in np.unique(labels[labels >= 0]):
                    column, row = (2 + place, (owner - 1) * size + label) if owner else (place, label)
                    for block in blocks(hours.pooled[column][row]):
                        yield self.cells(moments=labels == label, kinds=self.of_groups(block), places=self.own(owner))

    def of_groups(self, block: Array) -> Array:
        """(kinds,) bool of some groups of kinds."""
        assert self.tables is not None
        return np.isin(self.tables.groups, np.flatnonzero(block))

    def cells(self, **chosen: Array) -> Array:
        """The joint cells of some places, kinds, moments and months; of all where not given."""
        names = ("places", "kinds", "moments", "months")
        every = [
            chosen.get(name, np.ones(size, dtype=bool)) for name, size in zip(names, self.joint.shape, strict=True)
        ]
        vector = np.zeros(self.joint.shape, dtype=bool)
        vector[np.ix_(*every)] = True
        return vector

    def small(self, rule: Rule, subsets: Any) -> list[Array]:
        """Every cell that a link can ask for and that has 1 to ``minimum`` - 1 records: of places by kind and by time of day,
        months and moments by kind, and of places, kinds and moments or months at once."""
        kinds, moments = subsets(self.joint.shape[1]), [np.arange(len(MOMENTS)) == at for at in range(len(MOMENTS))]
        moments += [times_of_moments()[MOMENTS] == time for time in range(3)]
        places = [labels == row for labels in self.at for row in np.unique(labels)]
        places += [
            (self.at[0] == area) & (self.at[2] == ward)
            for area in np.unique(self.at[0])
            for ward in np.unique(self.at[2])
        ]
        months = [np.arange(MONTHS) == month for month in range(MONTHS)]
        asked = [self.cells(places=place, kinds=kind) for place in places for kind in kinds]
        asked += [self.cells(moments=moment, kinds=kind) for moment in moments for kind in kinds]
        asked += [self.cells(months=month, kinds=kind) for month in months for kind in kinds]
        asked += [
            self.cells(places=self.own(owner), moments=moment, kinds=kind)
            for owner in range(1, len(self.owners()) + 1)
            for moment in moments
            for kind in kinds
        ]
        asked += [self.cells(places=place, moments=moment) for place in places for moment in moments]
        asked += [
            self.cells(places=place, moments=moment, kinds=kind)
            for place in places
            for moment in moments
            for kind in kinds
        ]
        asked += [
            self.cells(places=place, months=month, kinds=kind) for place in places for month in months for kind in kinds
        ]
        found = {vector.tobytes(): vector for vector in asked if 0 < self.joint[vector].sum() < rule.minimum}
        return list(found.values())
