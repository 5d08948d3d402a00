"""Releases: what has been published, opened for reading.

A release is a folder: ``manifest.json`` (what is in it and where from), ``areas.json`` (every area of every
level), ``records/*.parquet``, ``index/<dataset>/`` (sorted arrays), ``boundaries/``, ``rejected.parquet``, and
``force/*.parquet`` where sources tell the totals of a whole police force.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from data.attributes.flags import legal_flags
from data.audience import EVERYTHING, Audience
from data.choices import HARM_WEIGHTS, POPULATIONS, AreaChoice, Choices, Scopes
from data.disclosure.rule import OPEN, Rule
from data.force import FOLDER as FORCE
from data.force import ForceTotals, open_force
from data.index import Index, open_index
from data.intact import check_not_refused, check_opened, refuse
from data.intake.parts import RESTORE
from data.intake.rejected import FILE as REJECTED
from data.intake.rejected import read_rejected
from data.levels import Level
from data.manifests import held_by_authority, read_areas, read_dataset
from data.pruning import what_became
from data.schema import DataError, month_text
from data.scopes import WITHIN
from data.store import MANIFEST, RELEASES, release_folders
from data.tables.registered import POPULATIONS as POPULATION_TABLES
from data.tables.registered import WEIGHTS, registered_names

DEMONSTRATION: Final = Path(__file__).parent / "demonstration" / "release"
FORMAT_VERSION: Final = 1


class WithheldError(RuntimeError):
    """A figure was asked for that the reader may not be told: a fault of the program, never of what was asked."""


@dataclass(frozen=True)
class Source:
    """One origin of a release's records, as every figure names it."""

    name: str
    dataset: str
    provider: str
    first: int
    last: int
    rows: int | None  # None for readers who are not told counts of any size

    @property
    def period(self) -> str:
        return f"{month_text(self.first)}..{month_text(self.last)}"


@dataclass(frozen=True)
class Release:
    """One published release, read-only; arrays are mapped on first use."""

    folder: Path
    manifest: dict[str, Any] = field(hash=False)
    releases: tuple[str, ...] = ()  # ids of all releases of the store, newest first
    weights: tuple[str, ...] = ()  # harm weight tables and populations registered in the store when it was opened
    populations: tuple[str, ...] = ()
    scope: str = ""  # code of the one authority that is looked at, among several
    audience: Audience = EVERYTHING  # who looks at it
    rule: Rule = OPEN  # and what they are not told
    damaged: tuple[str, ...] = ()  # newer releases of the store that cannot be opened, so that this one is served
    _indexes: dict[str, Index] = field(default_factory=dict, repr=False, compare=False)
    _all: Release | None = field(default=None, repr=False, compare=False)  # of a scope: what it is a part of

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def demonstration(self) -> bool:
        return bool(self.manifest["demonstration"])

    @property
    def approximate_boundaries(self) -> bool:
        """Whether any areas it has are; a level without areas has no lines."""
        boundaries = self.manifest["boundaries"].values()
        return any(boundary["approximate"] and boundary.get("areas", True) for boundary in boundaries)

    def has_hexagons(self, level: Level) -> bool:
        """Whether the areas of a level can be drawn as hexagons: older releases have none."""
        return bool(self.manifest["boundaries"].get(str(level), {}).get("hexagons"))

    @property
    def store(self) -> Path | None:
        """The store it was published in; None for the embedded demonstration."""
        return self.folder.parent.parent if self.folder.parent.name == RELEASES else None

    @property
    def key(self) -> str:
        """What tells its answers from any other's: a release, one authority of it and an audience never change."""
        seen = () if self.audience is EVERYTHING and self.rule is OPEN else (self.audience.word, self.rule.key)
        return "/".join((self.id, *((self.scope,) if self.scope else ()), *seen))

    @property
    def displays(self) -> frozenset[str]:
        """Names of the files of shapes for the browser, of the whole and of each authority."""
        described = self.whole.manifest["boundaries"].values()
        own = (part["display"] for level in described for part in level.get("within", {}).values())
        return frozenset([*(level["display"] for level in described), *own])

    @property
    def whole(self) -> Release:
        """The release with all its authorities."""
        return self._all.instead_of(self.damaged).seen_by(self.audience, self.rule) if self._all else self

    def seen_by(self, audience: Audience, rule: Rule) -> Release:
        """The same release as an audience sees it, under its rule of disclosure control."""
        return self if (audience, rule) == (self.audience, self.rule) else _seen_by(self, audience, rule)

    def instead_of(self, damaged: tuple[str, ...]) -> Release:
        """The same release, served in the place of newer ones that cannot be opened."""
        return self if damaged == self.damaged else _instead_of(self, damaged)

    def within(self, code: str) -> Release:
        """The release as if it were one authority's own, by its code; "" for all of them.

        A release of one authority is that authority's whatever is asked.
        """
        if self.choices.scopes is None or code == self.scope:
            return self
        return scoped(self.whole, code) if code else self.whole

    @property
    def authority_name(self) -> str:
        return str(self.manifest["authority_name"])

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        told = tuple(Source(**source) for source in self.manifest["sources"])
        return tuple(replace(source, rows=None) for source in told) if self.rule.withholds else told

    @cached_property
    def choices(self) -> Choices:
        if self.scope:
            return self.whole.choices.within(self.scope)
        areas: Mapping[Level, tuple[AreaChoice, ...]] = read_areas(self.folder)
        datasets = tuple(read_dataset(dataset, self.flags(dataset)) for dataset in self.manifest["datasets"])
        name, own, scopes = str(self.manifest["authority_name"]), str(self.manifest["authority"]), None
        if Level.AUTHORITY in areas:
            scopes = Scopes(name, datasets, areas, held_by_authority(self.manifest))
            own, (name, datasets, areas) = "", scopes.of("")
        return Choices(
            datasets=datasets,
            areas=areas,
            releases=self.releases or (self.id,),
            gone=what_became(self.store),
            authority=name,
            own=own,
            scopes=scopes,
            weights=(*HARM_WEIGHTS, *self.weights),
            populations=(*POPULATIONS, *self.populations),
        )

    def flags(self, dataset: dict[str, Any]) -> tuple[str, ...]:
        """What the records of a data set may be marked with; a release of before the manifest said so has an index."""
        if "flags" in dataset:
            return tuple(dataset["flags"])
        return legal_flags(self.unprotected_index(dataset["slug"]), dataset["ages"])

    def index(self, dataset: str) -> Index:
        """The records of a data set, counted as they are; whoever is not told all of them must not be answered from it."""
        if self.rule.withholds:
            raise WithheldError("records are counted for a reader who is told protected figures only")
        return self.unprotected_index(dataset)

    def unprotected_index(self, dataset: str) -> Index:
        """The same whatever the rule: for ``data.disclosure``, which makes the protected figures from it."""
        if dataset not in self._indexes:
            folder = self.folder / "index" / dataset
            self._indexes[dataset] = open_index(folder / WITHIN / self.scope if self.scope else folder)
        return self._indexes[dataset]

    def force(self, dataset: str) -> ForceTotals | None:
        """Totals of the whole police force for a data set; None where its sources do not tell them, or under a rule:
        of a release that holds the force's every authority they are its own records, of any number."""
        if self.rule.withholds:
            return None
        providers = tuple(source.provider for source in self.sources if source.dataset == dataset)
        name = dataset.removesuffix(f"-{providers[0]}") if providers else dataset
        return open_force(self.folder / FORCE, name, providers, str(self.manifest["authority"]))


@lru_cache(maxsize=64)
def _seen_by(release: Release, audience: Audience, rule: Rule) -> Release:
    return replace(release, audience=audience, rule=rule)


@lru_cache(maxsize=64)
def _instead_of(release: Release, damaged: tuple[str, ...]) -> Release:
    return replace(release, damaged=damaged)


@lru_cache(maxsize=64)
def _scoped(whole: Release, code: str) -> Release:
    known = {area.code: area.name for area in whole.choices.authorities}
    if code not in known:
        raise DataError("the release has no such authority", where=code, mend="Name one that it has")
    boundaries = {
        level: {**told, **told["within"][code]}
        for level, told in whole.manifest["boundaries"].items()
        if code in told.get("within", {})
    }
    manifest = {**whole.manifest, "authority": code, "authority_name": known[code], "boundaries": boundaries}
    return replace(whole, manifest=manifest, scope=code, _indexes={}, _all=whole)


def scoped(whole: Release, code: str) -> Release:
    """One authority of a release, by its code; DataError for one that it has no record of."""
    return _scoped(whole, code)


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


def open_folder(
    folder: Path, ids: tuple[str, ...], weights: tuple[str, ...] = (), populations: tuple[str, ...] = ()
) -> Release:
    """Releases never change, so one that was opened once stays open; DataError for one that is damaged."""
    check_not_refused(folder)
    try:
        return _opened(folder, ids, weights, populations)
    except DataError as error:
        refuse(folder, error)
        raise


@lru_cache(maxsize=8)
def _opened(folder: Path, ids: tuple[str, ...], weights: tuple[str, ...], populations: tuple[str, ...]) -> Release:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError("the release's manifest cannot be read", where=str(folder), mend=RESTORE) from error
    if version > FORMAT_VERSION:
        raise DataError(
            f"the release was written by a newer version (format {version})", where=folder.name, mend="Update swp"
        )
    check_opened(folder, manifest)
    return Release(folder=folder, manifest=manifest, releases=ids, weights=weights, populations=populations)


def forget_opened() -> None:
    """Open releases anew from now on: a worker died, perhaps of a file that is no longer what it was."""
    _opened.cache_clear()


def rejected_rows(release: Release, most: int = 100) -> list[dict[str, Any]]:
    """The first rejected rows of the release's import, with file, line, reason, column, value and text; for those who
    work with the records only."""
    if release.audience < Audience.ANALYST:
        return []
    return read_rejected(release.folder / REJECTED, most)
