"""A release of several authorities: what it has of all of them together, and of each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from data.categories import fold
from data.choice_values import AreaChoice, DatasetChoice, spellings_of
from data.levels import PLACED, Level

WITHIN: Final = "within"  # folder, below the index of a data set, of those of each authority


@dataclass(frozen=True)
class Scopes:
    """What a release of several authorities has, of all of them and of each.

    Attributes
    ----------
    name : of all of them together.
    datasets, areas : of all of them; ``areas`` holds the wards of whichever authorities have any.
    held : by authority and data set, the levels its own records have areas at, and whether any has an hour.
    """

    name: str
    datasets: tuple[DatasetChoice, ...]
    areas: Mapping[Level, tuple[AreaChoice, ...]]
    held: Mapping[str, Mapping[str, tuple[frozenset[Level], bool]]]

    @cached_property
    def authorities(self) -> tuple[AreaChoice, ...]:
        """Those with any record, in the order of codes."""
        return tuple(area for area in self.areas[Level.AUTHORITY] if self.held.get(area.code))

    @cached_property
    def names(self) -> dict[str, str]:
        """Every accepted spelling of an authority to its code."""
        return spellings_of(Level.AUTHORITY, self.authorities)

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """Every spelling of a small area or ward to the codes of the authorities that have one so called."""
        found: dict[str, set[str]] = {}
        for level in PLACED:
            for area in self.areas.get(level, ()):
                for spelling in (area.code.lower(), area.slug, fold(area.name)):
                    found.setdefault(spelling, set()).add(area.authority)
        return {spelling: tuple(sorted(codes)) for spelling, codes in found.items()}

    def owner_of(self, text: str) -> tuple[AreaChoice, ...]:
        """The authorities that have a small area or ward so called."""
        codes = self.owners.get(text.lower()) or self.owners.get(fold(text)) or ()
        return tuple(area for area in self.areas[Level.AUTHORITY] if area.code in codes)

    @cached_property
    def own_areas(self) -> dict[str, dict[Level, tuple[AreaChoice, ...]]]:
        """By authority, its areas of each level."""
        found: dict[str, dict[Level, list[AreaChoice]]] = {}
        for level in PLACED:
            for area in self.areas.get(level, ()):
                found.setdefault(area.authority, {}).setdefault(level, []).append(area)
        return {code: {level: tuple(areas) for level, areas in levels.items()} for code, levels in found.items()}

    @cached_property
    def wards_everywhere(self) -> bool:
        """Whether the wards of every authority are known: of some alone they would be taken for all."""
        return all(self.own_areas.get(area.code, {}).get(Level.WARD) for area in self.areas[Level.AUTHORITY])

    def of(self, code: str) -> tuple[str, tuple[DatasetChoice, ...], Mapping[Level, tuple[AreaChoice, ...]]]:
        """Name, data sets and areas of one authority; of all together for an empty code."""
        if code:
            held, own = self.held[code], self.own_areas.get(code, {})
            datasets = [
                replace(dataset, levels=held[dataset.slug][0], timed=held[dataset.slug][1])
                for dataset in self.datasets
                if dataset.slug in held
            ]
            name = next(area.name for area in self.authorities if area.code == code)
            return name, tuple(datasets), {level: own.get(level, ()) for level in PLACED}
        if self.wards_everywhere:
            return self.name, self.datasets, self.areas
        datasets = [replace(dataset, levels=dataset.levels - {Level.WARD}) for dataset in self.datasets]
        return self.name, tuple(datasets), {**self.areas, Level.WARD: ()}
