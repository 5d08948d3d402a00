"""The counts of whole police forces of a new release: what an import read, over what the release before kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.force import FOLDER
from data.intake.collections import CollectionName, Spool
from data.intake.force_counts import COLUMNS, KINDS
from data.intake.parts import read_pieces, write_pieces
from data.intake.standing import losing_keys, of_keys
from data.releases import Release


def write_force(draft: Path, spool: Spool, earlier: Release | None) -> None:
    """Write into ``draft`` a table for each source that tells of a whole force, restated as its records are."""
    names = {name for name, collection in spool.collections.items() if collection.force}
    before = {} if earlier is None else kept(earlier)
    if names or before:
        (draft / FOLDER).mkdir()
    for name in names | before.keys():
        table = pd.concat([*standing_before(name, before, spool), *standing_now(name, spool)], ignore_index=True)
        if not table.empty:
            write_pieces(draft / FOLDER / f"{name.stem}.parquet", [table.sort_values(KINDS)], COLUMNS)


def kept(release: Release) -> dict[CollectionName, pd.DataFrame]:
    """The tables of an earlier release."""
    found = {}
    for path in (release.folder / FOLDER).glob("*.parquet"):
        dataset, _, provider = path.stem.partition(".")
        found[CollectionName(provider, dataset)] = pd.concat(read_pieces(path), ignore_index=True)
    return found


def standing_before(
    name: CollectionName, before: dict[CollectionName, pd.DataFrame], spool: Spool
) -> list[pd.DataFrame]:
    """What the release before kept, less the series and months that the import tells of anew."""
    covered = spool.complete_coverage(name.provider)
    return [table[~of_keys(table, covered)] for table in ([before[name]] if name in before else [])]


def standing_now(name: CollectionName, spool: Spool) -> list[pd.DataFrame]:
    """What the files of the import count, each less the series and months that a newer one tells of."""
    if name not in spool.collections:
        return []
    losing = losing_keys(name.provider, spool)
    tables = [(origin, counts.table()) for origin, counts in spool.collections[name].force.items()]
    return [table[~of_keys(table, losing.get(origin, set()))] for origin, table in tables]
