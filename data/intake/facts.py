"""What a data set can answer: its types, levels, hours, ages and named values, gathered piece by piece."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from data.attributes.features import ValuesFound
from data.levels import Level
from data.schema import PlacedBy

AGES = ("victim_age", "suspect_age")


@dataclass
class Facts:
    types: set[tuple[str, str]] = field(default_factory=set)  # (major, minor), minor "" where there is none
    levels: set[Level] = field(default_factory=set)  # at which some record has an area
    timed: bool = False
    ages: bool = False
    placed_by: dict[str, Counter[str]] = field(default_factory=lambda: {f"{level}_by": Counter() for level in Level})
    values: ValuesFound = field(default_factory=ValuesFound)

    def add(self, records: pd.DataFrame) -> None:
        """Take note of placed records."""
        kinds = records[["major", "minor"]].drop_duplicates().fillna("").astype(str)
        self.types |= set(zip(kinds["major"], kinds["minor"], strict=True))
        self.levels |= {level for level in Level if records[level.value].notna().any()}
        self.timed |= bool((records["hour"] >= 0).any())
        self.ages |= any(name in records and bool(records[name].notna().any()) for name in AGES)
        self.values.add(records)
        for column, counter in self.placed_by.items():
            ways = records[column].fillna(str(PlacedBy.NOT_PLACED))
            counts = records["count"].groupby(ways).sum()
            counter.update({str(way): int(count) for way, count in counts.items()})
