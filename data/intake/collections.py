"""Accepted records on their way into a release, spooled to disk by source.

A collection is what one provider says of one data set. A complete source (a month of a police force, a
month of published counts) restates whole months; any other restates records by their identifiers, and
those without one by month. Which records stand is decided in ``data/intake/standing.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from data.formats import Format
from data.intake.force_counts import ForceCounts
from data.intake.parts import column_names, columns_of, read_pieces, write_pieces
from data.intake.providers import FORCE_WIDE

UNPLACED: Final = "unplaced"  # why a record has no place; told of in the report and not kept
Key = tuple[str, int]  # series and month: what a complete source restates


@dataclass(frozen=True)
class CollectionName:
    provider: str
    dataset: str

    @property
    def stem(self) -> str:
        return f"{self.dataset}.{self.provider}"


@dataclass(frozen=True)
class Origin:
    """A file of the import: its number in the order read, what it came in, and its name in reports."""

    number: int
    archive: str
    file: str


@dataclass(frozen=True)
class Part:
    """Accepted records of one file, on disk."""

    path: Path
    origin: Origin
    rows: int


@dataclass
class Collection:
    """The accepted records of one provider and data set in this import."""

    name: CollectionName
    source: str  # the format's name
    complete: bool
    aggregated: bool
    folder: Path
    parts: list[Part] = field(default_factory=list)
    covered: set[Key] = field(default_factory=set)  # by the files, whether or not anything fell here
    force: dict[Origin, ForceCounts] = field(default_factory=dict)  # of all records read, where they tell of a force

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def columns(self) -> set[str]:
        return {name for part in self.parts for name in column_names(part.path)} - {UNPLACED}

    @property
    def months(self) -> set[int]:
        return {month for _, month in self.covered}

    def add(self, records: pd.DataFrame, origin: Origin) -> None:
        """Put accepted records on disk."""
        kept = records.drop(columns="line")
        self.parts.append(Part(self.next_path, origin, write_pieces(self.next_path, [kept], columns_of([kept]))))

    def add_part(self, content: bytes, rows: int, origin: Origin) -> None:
        """Put accepted records on disk that are a Parquet file already."""
        self.next_path.write_bytes(content)
        self.parts.append(Part(self.next_path, origin, rows))

    @property
    def next_path(self) -> Path:
        return self.folder / f"{self.name.stem}.{len(self.parts):06d}.parquet"

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[tuple[Part, pd.DataFrame]]:
        """The accepted records, or some of their columns, in the order read."""
        for part in self.parts:
            for piece in read_pieces(part.path, columns):
                yield part, piece


class Spool:
    """All collections of one import, and what its files cover."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.collections: dict[CollectionName, Collection] = {}
        self.reach: dict[str, int] = {}  # archive -> newest month it tells of
        self.covering: dict[str, dict[Key, set[Origin]]] = {}  # provider -> key -> files that tell of it

    def collection(self, known: Format, dataset: str) -> Collection:
        name = CollectionName(known.provider, dataset)
        if name not in self.collections:
            self.collections[name] = Collection(name, known.name, known.complete, known.aggregated, self.folder)
        return self.collections[name]

    def cover(self, known: Format, dataset: str, records: pd.DataFrame, origin: Origin) -> None:
        """Take note of the series and months that records read (accepted or not) tell of."""
        force = ForceCounts()
        if known.provider in FORCE_WIDE:
            force.add(records, known.provider)
        self.cover_keys(known, dataset, keys_of(records), force, origin)

    def cover_keys(self, known: Format, dataset: str, keys: set[Key], force: ForceCounts, origin: Origin) -> None:
        """The same of records that have been read elsewhere."""
        collection = self.collection(known, dataset)
        collection.covered |= keys
        if known.provider in FORCE_WIDE:
            collection.force.setdefault(origin, ForceCounts()).join(force)
        covering = self.covering.setdefault(known.provider, {})
        for key in keys:
            covering.setdefault(key, set()).add(origin)
        newest = max((month for _, month in keys), default=0)
        self.reach[origin.archive] = max(self.reach.get(origin.archive, 0), newest)

    def age(self, origin: Origin) -> tuple[int, int]:
        """Sorts files from the oldest to the newest: by how far their archive reaches, then as given."""
        return self.reach.get(origin.archive, 0), origin.number

    def complete_coverage(self, provider: str) -> set[Key]:
        """Series and months that complete files of the provider cover, in whatever data set."""
        complete = any(each.complete for name, each in self.collections.items() if name.provider == provider)
        return set(self.covering[provider]) if complete else set()


def keys_of(records: pd.DataFrame) -> set[Key]:
    """The series and months that records tell of."""
    keys = records[["series", "month"]].drop_duplicates()
    return {(str(series), int(month)) for series, month in zip(keys["series"], keys["month"], strict=True)}
