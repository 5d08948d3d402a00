"""What a data set can answer: its types, levels, hours, ages and named values, gathered piece by piece."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.attributes.features import ValuesFound
from data.indexing import distinct_types
from data.levels import PLACED, WIDER, Level
from data.schema import PlacedBy

AGES = ("victim_age", "suspect_age")


@dataclass
class Facts:
    types: set[tuple[str, str]] = field(default_factory=set)  # (major, minor), minor "" where there is none
    cells: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # month, major, minor: records
    levels: set[Level] = field(default_factory=set)  # at which some record has an area
    timed: bool = False
    ages: bool = False
    placed_by: dict[str, Counter[str]] = field(default_factory=lambda: {f"{level}_by": Counter() for level in PLACED})
    values: ValuesFound = field(default_factory=ValuesFound)

    def add(self, records: pd.DataFrame) -> None:
        """Take note of placed records."""
        self.count_cells(records)
        known = [*PLACED, *(level for level in WIDER if level.value in records)]
        self.levels |= {level for level in known if records[level.value].notna().any()}
        self.timed |= bool((records["hour"] >= 0).any())
        self.ages |= any(name in records and bool(records[name].notna().any()) for name in AGES)
        self.values.add(records)
        for column, counter in self.placed_by.items():
            codes, ways = pd.factorize(records[column].fillna(str(PlacedBy.NOT_PLACED)), sort=True)
            counts = np.bincount(codes, weights=records["count"].to_numpy(), minlength=len(ways))
            counter.update({str(way): int(count) for way, count in zip(ways, counts, strict=True)})

    def count_cells(self, records: pd.DataFrame) -> None:
        """Count the records of each month and type."""
        number, pairs = distinct_types(records)
        cell = records["month"].to_numpy().astype(np.int64) * len(pairs) + number
        found, counts = np.unique(cell, return_counts=True)
        for each, count in zip(found.tolist(), counts.tolist(), strict=True):
            month, place = divmod(each, len(pairs))
            self.cells[month, *pairs[place]] += count
        self.types.update(pairs)
