"""What an import accepted, merged with the release before: the collections of the new release, piece by piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.intake.collections import Collection, CollectionName, Spool
from data.intake.outcomes import LastOutcomes
from data.intake.parts import column_names, read_pieces, write_pieces
from data.intake.providers import STREET
from data.intake.report import FileReport
from data.intake.sources import OUTCOMES
from data.intake.standing import RESTATED, Standing, of_keys, standing
from data.releases import Release
from data.schema import ATTRIBUTE_COLUMNS, RECORD_COLUMNS
from geo.placing.assign import AUTHORITY, PLACE_COLUMNS, Places, place

KEPT_PLACES: Final = PLACE_COLUMNS[:-2]  # without the two reasons
TYPES: Final[dict[str, str]] = {
    **RECORD_COLUMNS,
    **ATTRIBUTE_COLUMNS,
    **dict.fromkeys((*KEPT_PLACES, AUTHORITY), "str"),
}

Pieces = Callable[[], Iterator[pd.DataFrame]]


@dataclass(frozen=True)
class Held:
    """A collection as the new release holds it: ``records`` gives its pieces, from the start each time."""

    name: CollectionName
    source: str
    months: set[int]
    records: Iterable[pd.DataFrame]
    columns: dict[str, Any] | None = None  # with their types; None: those of the pieces


@dataclass(frozen=True)
class Merged:
    """The collections of the new release, and how many records they would have if nothing were restated."""

    held: list[Held]
    rows: int
    notes: list[str]


class Again:
    """An iterable that makes its iterator anew each time."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return self._pieces()


def merge(spool: Spool, earlier: Release | None, files: dict[str, FileReport], places: Places, scratch: Path) -> Merged:
    """The new release's collections; rows that a newer file of the import restates become duplicates in ``files``."""
    before, notes = held_before(earlier, places, scratch) if earlier else ({}, [])
    rows = sum(len(piece) for held in before.values() for piece in held.records)
    merged = {name: without_restated(held, spool) for name, held in before.items()}
    for name, collection in spool.collections.items():
        if not collection.parts and name not in before:
            continue
        stands = standing(collection, spool)
        rows += collection.rows - count_restated(collection, stands, files)
        merged[name] = joined(collection, stands, before.get(name))
    outcomes = [held for name, held in merged.items() if name.dataset == OUTCOMES]
    last = LastOutcomes(piece for held in outcomes for piece in held.records)
    held = [with_outcomes(held, last) if held.name.provider == STREET else held for held in merged.values()]
    return Merged(sorted(held, key=lambda held: held.name.stem), rows, notes)


def held_before(release: Release, places: Places, scratch: Path) -> tuple[dict[CollectionName, Held], list[str]]:
    """The collections of an earlier release, to build on; placed again where the boundaries have changed."""
    known = {level: told["checksum"] for level, told in release.manifest["boundaries"].items()}
    same = known == {str(level): boundaries.checksum for level, boundaries in places.all_levels.items()}
    found: dict[CollectionName, Held] = {}
    lost = 0
    for row in release.manifest["collections"]:
        name = CollectionName(row["provider"], row["dataset"])
        path = release.folder / "records" / f"{name.stem}.parquet"
        if not same:
            placed = scratch / f"placed-again.{name.stem}.parquet"
            pieces = (placed_again(piece, places) for piece in read_pieces(path))
            names = [name for name in column_names(path) if name != AUTHORITY]
            columns = typed([*names, AUTHORITY] if places.several else names)
            lost += row["rows"] - write_pieces(placed, pieces, columns)
            path = placed
        found[name] = held_in(path, name, row["source"], set(row["months"]))
    return found, [] if same else [placed_again_note(release, lost)]


def held_in(path: Path, name: CollectionName, source: str, months: set[int]) -> Held:
    """A collection that lies in one file."""
    return Held(name, source, months, Again(lambda: read_pieces(path)), typed(column_names(path)))


def placed_again(records: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Records of an earlier release placed in other boundaries; those that do not belong there are left out."""
    bare = records.drop(columns=[*KEPT_PLACES, AUTHORITY], errors="ignore")
    placed = place(bare, places, local=True)
    kept = placed.drop(columns=["outside", "unplaced"])
    return pd.concat([bare, kept], axis=1)[placed["outside"].isna()]


def placed_again_note(release: Release, lost: int) -> str:
    """What the report says of earlier records that were placed in other boundaries."""
    gone = f"; {lost:,} of them lie outside now and are left out" if lost else ""
    return (
        f"the boundaries have changed: the records of release {release.id} were placed again{gone}."
        " Rows that lay outside before come in by importing their files again"
    )


def typed(names: Iterable[str]) -> dict[str, Any]:
    """The columns with their types, in the order of the schema."""
    present = set(names)
    return {name: dtype for name, dtype in TYPES.items() if name in present}


def without_restated(held: Held, spool: Spool) -> Held:
    """Earlier records less the series and months that complete files of the same provider tell of anew, though
    they hold none of this data set: a newer street file without anti-social behaviour restates that too."""
    covered = spool.complete_coverage(held.name.provider)
    if not covered or held.name in spool.collections:
        return held
    records = Again(lambda: (piece[~of_keys(piece, covered)] for piece in held.records))
    return replace(held, months=held.months | {month for _, month in covered}, records=records)


def joined(collection: Collection, stands: Standing, before: Held | None) -> Held:
    """The earlier records that the import leaves standing, then its own."""
    months = collection.months | (before.months if before else set())
    names = collection.columns | set(before.columns or () if before else ())

    def pieces() -> Iterator[pd.DataFrame]:
        if before:
            for piece in before.records:
                yield piece[~stands.restates(piece)]
        yield from stands.pieces(collection)

    return Held(collection.name, collection.source, months, Again(pieces), typed(names))


def count_restated(collection: Collection, stands: Standing, files: dict[str, FileReport]) -> int:
    """Tell in the files' reports which of their rows do not stand; returns how many records these are.

    A row of counts tells of many months: it stays accepted unless nothing that its file says stands.
    """
    rows: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for part, piece in collection.pieces() if stands.contested else ():
        if part.origin in stands.contested:
            report, restated = files[part.origin.file], piece[stands.lost(part, piece)]
            rows[report.file] += len(piece)
            lost[report.file] += len(restated)
            if collection.aggregated:
                report.records -= int(restated["count"].sum())
            else:
                report.restate(restated, RESTATED)
    for file in lost if collection.aggregated else ():
        if lost[file] == rows[file]:
            files[file].restate_all(RESTATED)
        elif lost[file]:
            files[file].notes += (f"some of its months are {RESTATED}",)
    return lost.total()


def with_outcomes(held: Held, last: LastOutcomes) -> Held:
    """Street records with the last outcome that all outcome files tell of."""
    if not len(last) or held.columns is None or "outcome" not in held.columns:
        return held
    columns = typed([*held.columns, "outcome_month"])
    records = Again(lambda: (last.bring(piece) for piece in held.records))
    return Held(held.name, held.source, held.months, records, columns)
