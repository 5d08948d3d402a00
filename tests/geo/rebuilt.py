"""The demonstration with its indexes made anew from its records, and the records themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from data.indexing import build_index
from data.releases import Release, open_release

DATASETS = ("offences", "stop-search", "ambulance", "noise")


@cache
def records_of(dataset: str) -> pd.DataFrame:
    """The placed records of one data set of the demonstration."""
    return pd.read_parquet(open_release(None).folder / "records" / f"{dataset}.demonstration.parquet")


@cache
def rebuilt() -> Release:
    """The embedded release, whose indexes may be older than the code, with new ones."""
    release = replace(open_release(None), _indexes={})
    codes = {level: [area.code for area in areas] for level, areas in release.choices.areas.items()}
    for slug in DATASETS:
        types = release.choices.dataset(slug).types
        release._indexes[slug] = build_index(records_of(slug), types, codes, release.manifest["authority"])
    datasets = [
        {key: value for key, value in dataset.items() if key != "flags"} for dataset in release.manifest["datasets"]
    ]
    made = replace(release, manifest={**release.manifest, "datasets": datasets})
    assert made._indexes is release._indexes
    return made
