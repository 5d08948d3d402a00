"""Releases: what has been published, opened for reading.

A release is a folder: ``manifest.json`` (what is in it and where from), ``areas.json`` (every area of every
level), ``records/*.parquet``, ``index/<dataset>/`` (sorted arrays), ``boundaries/``, ``rejected.parquet``, and
``force/*.parquet`` where sources tell the totals of a whole police force.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from data.attributes.flags import legal_flags
from data.choices import HARM_WEIGHTS, POPULATIONS, AreaChoice, Choices, DatasetChoice
from data.force import FOLDER as FORCE
from data.force import ForceTotals, open_force
from data.index import Index, open_index
from data.intake.parts import RESTORE
from data.intake.rejected import FILE as REJECTED
from data.intake.rejected import read_rejected
from data.levels import Level
from data.schema import DataError, month_text
from data.store import MANIFEST, RELEASES, release_folders
from data.tables.registered import POPULATIONS as POPULATION_TABLES
from data.tables.registered import WEIGHTS, registered_names

DEMONSTRATION: Final = Path(__file__).parent / "demonstration" / "release"
FORMAT_VERSION: Final = 1
AREAS: Final = "areas.json"


@dataclass(frozen=True)
class Source:
    """One origin of a release's records, as every figure names it."""

    name: str
    dataset: str
    provider: str
    first: int
    last: int
    rows: int

    @property
    def period(self) -> str:
        return f"{month_text(self.first)}..{month_text(self.last)}"


@dataclass(frozen=True)
class Release:
    """One published release, read-only; arrays are mapped on first use."""

    folder: Path
    manifest: dict[str, Any]
    releases: tuple[str, ...] = ()  # ids of all releases of the store, newest first
    weights: tuple[str, ...] = ()  # harm weight tables and populations registered in the store when it was opened
    populations: tuple[str, ...] = ()
    _indexes: dict[str, Index] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def demonstration(self) -> bool:
        return bool(self.manifest["demonstration"])

    @property
    def approximate_boundaries(self) -> bool:
        return any(boundary["approximate"] for boundary in self.manifest["boundaries"].values())

    def has_hexagons(self, level: Level) -> bool:
        """Whether the areas of a level can be drawn as hexagons: older releases have none."""
        return bool(self.manifest["boundaries"].get(str(level), {}).get("hexagons"))

    @property
    def store(self) -> Path | None:
        """The store it was published in; None for the embedded demonstration."""
        return self.folder.parent.parent if self.folder.parent.name == RELEASES else None

    @property
    def authority_name(self) -> str:
        return str(self.manifest["authority_name"])

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple(Source(**source) for source in self.manifest["sources"])

    @cached_property
    def choices(self) -> Choices:
        areas = json.loads((self.folder / AREAS).read_text(encoding="utf-8"))
        return Choices(
            datasets=tuple(read_dataset(dataset, self.flags(dataset)) for dataset in self.manifest["datasets"]),
            areas={Level(level): tuple(AreaChoice(*area) for area in rows) for level, rows in areas.items()},
            releases=self.releases or (self.id,),
            authority=str(self.manifest["authority_name"]),
            weights=(*HARM_WEIGHTS, *self.weights),
            populations=(*POPULATIONS, *self.populations),
        )

    def flags(self, dataset: dict[str, Any]) -> tuple[str, ...]:
        """What the records of a data set may be marked with; a release of before the manifest said so has an index."""
        if "flags" in dataset:
            return tuple(dataset["flags"])
        return legal_flags(self.index(dataset["slug"]), dataset["ages"])

    def index(self, dataset: str) -> Index:
        if dataset not in self._indexes:
            self._indexes[dataset] = open_index(self.folder / "index" / dataset)
        return self._indexes[dataset]

    def force(self, dataset: str) -> ForceTotals | None:
        """Totals of the whole police force for a data set; None where its sources do not tell them."""
        providers = tuple(source.provider for source in self.sources if source.dataset == dataset)
        name = dataset.removesuffix(f"-{providers[0]}") if providers else dataset
        return open_force(self.folder / FORCE, name, providers, str(self.manifest["authority"]))


def read_dataset(dataset: dict[str, Any], flags: tuple[str, ...]) -> DatasetChoice:
    """A data set as the manifest describes it."""
    return DatasetChoice(
        slug=dataset["slug"],
        provider=dataset["provider"],
        types=tuple((major, minor) for major, minor in dataset["types"]),
        months=tuple(dataset["months"]),
        levels=frozenset(Level(level) for level in dataset["levels"]),
        timed=dataset["timed"],
        ages=dataset["ages"],
        source=dataset["source"],
        flags=flags,
        ends=dataset.get("ends", False),
    )


def open_release(store: Path | None, release_id: str | None = None) -> Release:
    """The named release of a store, or its newest; without a store the embedded demonstration."""
    if store is None:
        return open_folder(DEMONSTRATION, ())
    folders = release_folders(store)
    if not folders:
        raise DataError(
            "there is no release here",
            where=str(store),
            mend="Publish one with: swp import FILES --store " + str(store),
        )
    ids = tuple(folder.name for folder in folders)
    folder = next((folder for folder in folders if folder.name == release_id), folders[0])
    registered = registered_names(store, WEIGHTS), registered_names(store, POPULATION_TABLES)
    return open_folder(folder, ids, *registered)


@lru_cache(maxsize=8)
def open_folder(
    folder: Path, ids: tuple[str, ...], weights: tuple[str, ...] = (), populations: tuple[str, ...] = ()
) -> Release:
    """Releases never change, so one that was opened once stays open."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError("the release's manifest cannot be read", where=str(folder), mend=RESTORE) from error
    if version > FORMAT_VERSION:
        raise DataError(
            f"the release was written by a newer version (format {version})", where=folder.name, mend="Update swp"
        )
    return Release(folder=folder, manifest=manifest, releases=ids, weights=weights, populations=populations)


def rejected_rows(release: Release, most: int = 100) -> list[dict[str, Any]]:
    """The first rejected rows of the release's import, with file, line, reason, column, value and text."""
    return read_rejected(release.folder / REJECTED, most)
