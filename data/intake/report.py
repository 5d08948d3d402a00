"""What became of every row read: four destinations that add up, for each file and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from data.schema import Destination, PlacedBy

NO_HOUR: Final = "no time of day"
NO_DAY: Final = "month only"
NO_PLACE: Final = "the row names no place"


@dataclass
class FileReport:
    """One file's rows by destination, with the reasons; ``records`` differs from accepted rows where a
    row holds counts. ``unlocated`` and ``untimed`` are accepted rows, kept and counted, and why."""

    file: str
    format: str
    rows_read: int = 0
    records: int = 0
    destinations: Counter[Destination] = field(default_factory=Counter)
    reasons: dict[Destination, Counter[str]] = field(default_factory=dict)
    unlocated: Counter[str] = field(default_factory=Counter)
    untimed: Counter[str] = field(default_factory=Counter)
    placed_by: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()

    def count(self, destination: Destination, reasons: Counter[str] | int) -> None:
        """Add rows that end here: a number, or numbers by reason."""
        if isinstance(reasons, Counter):
            self.reasons.setdefault(destination, Counter()).update(reasons)
        self.destinations[destination] += reasons.total() if isinstance(reasons, Counter) else reasons

    def accept(self, records: pd.DataFrame) -> None:
        """Add accepted rows, one record each (of a row of counts, its first), and what they lack.

        ``records`` has day, hour, ``lsoa_by`` and the like, and ``unplaced``: why it has no place.
        """
        self.count(Destination.ACCEPTED, len(records))
        for counter, found in zip((self.unlocated, self.untimed, self.placed_by), told_by(records), strict=True):
            counter.update(found)

    def restate(self, records: pd.DataFrame, reason: str) -> None:
        """Turn accepted rows, one record each, into duplicates, for that reason."""
        self.destinations[Destination.ACCEPTED] -= len(records)
        self.count(Destination.DUPLICATE, Counter({reason: len(records)}))
        self.records -= len(records)
        for counter, found in zip((self.unlocated, self.untimed, self.placed_by), told_by(records), strict=True):
            counter.subtract(found)

    def restate_all(self, reason: str) -> None:
        """Turn all accepted rows into duplicates, for that reason."""
        self.count(Destination.DUPLICATE, Counter({reason: self.destinations.pop(Destination.ACCEPTED, 0)}))
        self.records = 0
        for counter in (self.unlocated, self.untimed, self.placed_by):
            counter.clear()

    @property
    def reconciles(self) -> bool:
        return self.destinations.total() == self.rows_read

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "format": self.format,
            "rows_read": self.rows_read,
            **{str(destination): self.destinations[destination] for destination in Destination},
            "reasons": {str(key): counted(counts) for key, counts in sorted(self.reasons.items()) if counts},
            "records": self.records,
            "unlocated": self.unlocated.total(),
            "unlocated_reasons": counted(self.unlocated),
            "untimed": self.untimed.total(),
            "untimed_reasons": counted(self.untimed),
            "placed_by": counted(self.placed_by),
            "notes": list(self.notes),
        }


def told_by(records: pd.DataFrame) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of records: the reasons why some have no place, why some have no time, and how each was placed."""
    nowhere = (records["lsoa_by"] == PlacedBy.NOT_PLACED) & (records["ward_by"] == PlacedBy.NOT_PLACED)
    unlocated = Counter(records.loc[nowhere, "unplaced"].fillna(NO_PLACE).tolist())
    without_day, without_hour = records["day"] < 0, (records["day"] >= 0) & (records["hour"] < 0)
    untimed = Counter({NO_DAY: int(without_day.sum()), NO_HOUR: int(without_hour.sum())})
    placed = Counter(f"{level}: {way}" for level in ("lsoa", "ward") for way in records[f"{level}_by"].tolist())
    return unlocated, untimed, placed


def counted(counter: Counter[str]) -> dict[str, int]:
    """The counter in the order of its keys, without zeros."""
    return {key: count for key, count in sorted(counter.items()) if count}


SUMMED: Final = ("rows_read", *map(str, Destination), "records", "unlocated", "untimed")


def total_json(files: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The sums of ``FileReport.as_json`` over files."""
    rows = list(files)
    return {name: sum(row[name] for row in rows) for name in SUMMED}
