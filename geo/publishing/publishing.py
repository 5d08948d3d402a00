"""From merged collections to a published release: records, indexes and boundaries, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from data.attributes.flags import legal_flags
from data.index_files import write_index_files
from data.indexing import index_rows
from data.intact import LISTED
from data.intake.collections import Spool
from data.intake.facts import Facts
from data.intake.force_tables import write_force
from data.intake.parts import columns_of, write_pieces
from data.intake.rejected import FILE as REJECTED
from data.intake.rejected import RejectedRows
from data.intake.report import FileReport, total_json
from data.intake.sources import Written, choose_sources, sources_of
from data.levels import Level
from data.manifests import AREAS
from data.releases import DEMONSTRATION, FORMAT_VERSION, Release
from data.schema import DataError
from data.store import MANIFEST, content_hash, next_release_id, publish
from data.within import write_within
from geo.placing.assign import Places
from geo.publishing.kept_boundaries import write_boundaries
from geo.publishing.merging import Held, merge
from geo.publishing.release_areas import AreaRows, area_rows, name_of, with_owner

__all__ = ["Account", "Held", "publish_import", "write_draft", "write_manifest"]


@dataclass(frozen=True)
class Account:
    """What the import has to say for itself; ``rejected`` is the file of rejected rows, if there is one."""

    files: dict[str, FileReport]
    left_out: Sequence[str]
    created: datetime
    rejected: Path | None = None
    notes: Sequence[str] = ()


def publish_import(
    staging: Path, store: Path, spool: Spool, places: Places, earlier: Release | None, account: Account
) -> str:
    """Write a release from what an import accepted and make it visible; returns its id."""
    draft = staging / "draft"
    merged = merge(spool, earlier, account.files, places, staging)
    drawn_before = [DEMONSTRATION] if earlier is None else [earlier.folder, DEMONSTRATION]
    manifest = write_draft(draft, merged.held, places, replace(account, notes=merged.notes), drawn_before=drawn_before)
    if not manifest["datasets"]:
        raise DataError(
            "outcomes alone make no release: there is no record of a crime they belong to",
            where=next(iter(account.files), ""),
            mend="Import the street files of the same archive with them",
        )
    restated = merged.rows - sum(collection["rows"] for collection in manifest["collections"])
    manifest["imports"][-1]["total"]["restated"] = restated
    if earlier is not None:
        manifest["imports"] = [*earlier.manifest["imports"], *manifest["imports"]]
    write_force(draft, spool, earlier)
    release_id = next_release_id(store, content_hash(draft))
    write_manifest(draft, {"id": release_id, LISTED: True, **manifest})
    publish(draft, store, release_id)
    return release_id


def write_draft(
    draft: Path,
    held: Iterable[Held],
    places: Places,
    account: Account,
    *,
    demonstration: bool = False,
    drawn_before: Sequence[Path] = (),
) -> dict[str, Any]:
    """Write all of a release but its manifest into ``draft``; returns the manifest without its id.

    ``drawn_before``: releases whose hexagons are taken over where the areas are the same.
    """
    (draft / "records").mkdir(parents=True)
    written = [write_records(draft, collection) for collection in held]
    if account.rejected is None:
        with RejectedRows(draft / REJECTED):
            pass
    else:
        account.rejected.rename(draft / REJECTED)
    areas = area_rows(places)
    (draft / AREAS).write_text(json.dumps(areas, ensure_ascii=False), encoding="utf-8")
    chosen = choose_sources(written)
    datasets = [write_index(draft, slug, collection, areas, places) for slug, collection in chosen.items()]
    created = account.created.isoformat(timespec="seconds")
    return {
        "created": created,
        "format": FORMAT_VERSION,
        "demonstration": demonstration,
        "authority": places.authority,
        "authority_name": name_of(places),
        "sources": [described for slug, collection in chosen.items() for described in sources_of(slug, collection)],
        "datasets": datasets,
        "collections": [describe(collection) for collection in written],
        "boundaries": write_boundaries(draft, places, drawn_before),
        "imports": [import_made(account, created)],
    }


def import_made(account: Account, created: str) -> dict[str, Any]:
    """The account of an import as the manifest and ``--report`` give it."""
    reports = [report.as_json() for report in account.files.values()]
    return {
        "created": created,
        "files": reports,
        "total": total_json(reports),
        "left_out": list(account.left_out),
        "notes": list(account.notes),
    }


def write_records(draft: Path, held: Held) -> Written:
    """Write the records of one collection into the draft."""
    path = draft / "records" / f"{held.name.stem}.parquet"
    columns = columns_of(held.records) if held.columns is None else held.columns
    rows = write_pieces(path, held.records, columns)
    return Written(held.name, held.source, held.months, rows, path)


def write_manifest(draft: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, which makes a folder a release."""
    (draft / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def describe(written: Written) -> dict[str, Any]:
    """A collection as the manifest lists it."""
    return {
        "provider": written.name.provider,
        "dataset": written.name.dataset,
        "source": written.source,
        "rows": written.rows,
        "months": sorted(written.months),
    }


def write_index(draft: Path, slug: str, written: Written, areas: AreaRows, places: Places) -> dict[str, Any]:
    """Index one data set, of several authorities also each by itself; returns what it can answer."""
    codes = {Level(level): [code for code, *_ in rows] for level, rows in areas.items()}
    facts = Facts()
    for piece in written.pieces():
        facts.add(with_owner(piece, places))
    types = sorted(facts.types)
    names = facts.values.names(places.authority)
    rows = (index_rows(with_owner(piece, places), types, codes, places.authority, names) for piece in written.pieces())
    index = write_index_files(draft / "index" / slug, rows, types, facts.cells, names)
    described: dict[str, Any] = {
        "slug": slug,
        "provider": written.name.provider,
        "source": written.title,
        "types": types,
        "months": sorted(written.known_months),
        "levels": [str(level) for level in Level if level in facts.levels],
        "timed": facts.timed,
        "ages": facts.ages,
        "ends": "span" in index.attributes,
        "flags": list(legal_flags(index, facts.ages)),
        "placed_by": {column: dict(counts) for column, counts in facts.placed_by.items()},
    }
    if places.several:
        owners = {level: [row[-1] for row in areas[str(level)]] for level in places.levels}
        described["within"] = write_within(index, draft / "index" / slug, places.authority_codes, owners)
    return described
