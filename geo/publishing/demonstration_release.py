"""Make the embedded demonstration release: ``python -m geo.publishing.demonstration_release`` (the geography first:
``python -m geo.publishing.demonstration``). The same seed gives the same bytes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from data.choices import DATASET_WORDS
from data.demonstration import generate
from data.intake.collections import CollectionName
from data.releases import DEMONSTRATION
from geo.placing.assign import place, places_for
from geo.placing.lookups import WESTMINSTER
from geo.publishing.publishing import Account, Held, write_draft, write_manifest

IDENTITY: Final = "demonstration-2023-09"
PROVIDER: Final = "demonstration"
MADE: Final = datetime(2023, 10, 1, tzinfo=UTC)  # of what the records stand for; not of the writing


def write_demonstration_release(folder: Path) -> None:
    """Place the generated records and write them as a release into ``folder``, replacing it."""
    places = places_for(None, WESTMINSTER)
    held = []
    for dataset, records in generate().items():
        placed = place(records, places, local=True)
        outside = placed["outside"].notna()
        if outside.any():
            raise AssertionError(f"{outside.sum()} demonstration records of {dataset} fall outside")
        joined = pd.concat([records.drop(columns="line"), placed.drop(columns=["outside", "unplaced"])], axis=1)
        title = DATASET_WORDS.get(dataset, (dataset.replace("-", " ").capitalize(), ""))[0].lower()
        months = set(records["month"].unique().tolist())
        held.append(Held(CollectionName(PROVIDER, dataset), f"demonstration, {title}", months, [slim(joined)]))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    manifest = write_draft(folder, held, places, Account({}, [], MADE), demonstration=True)
    write_manifest(folder, {"id": IDENTITY, **manifest, "imports": []})


def slim(records: pd.DataFrame) -> pd.DataFrame:
    """Without the columns in which nothing is known."""
    return records[[name for name in records if name in KEPT or records[name].notna().any()]]


KEPT: Final = frozenset({"identifier", "minor", "lsoa", "lsoa21", "ward"})


if __name__ == "__main__":
    write_demonstration_release(DEMONSTRATION)
