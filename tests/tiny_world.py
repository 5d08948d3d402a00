"""A release of three wards, six small areas, fourteen months and three types, small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data.index import save_index
from data.indexing import build_index
from data.levels import Level
from data.manifests import AREAS
from data.releases import FORMAT_VERSION, Release, open_folder
from data.schema import month_number
from data.store import MANIFEST

WARDS: Final = {"E05013806": "St James's", "E05013808": "West End", "E05013809": "Westbourne"}
LSOAS: Final = {
    "E01004734": ("Westminster 018A", "E05013806"),
    "E01004736": ("Westminster 018C", "E05013806"),
    "E01004758": ("Westminster 006A", "E05013809"),
    "E01004763": ("Westminster 013B", "E05013808"),
    "E01033595": ("Westminster 013E", "E05013808"),
    "E01033596": ("Westminster 013F", "E05013808"),
}
MERGED: Final = {"E01033595": "E01035716", "E01033596": "E01035716"}  # 013E and 013F are one area in 2021
TYPES: Final = (
    ("Robbery", "Robbery of Business Property"),
    ("Robbery", "Robbery of Personal Property"),
    ("Theft", "Theft from Person"),
)
FIRST, LAST = month_number(2022, 8), month_number(2023, 9)
ANSWERED: Final = ("lsoa", "lsoa21", "ward")


def tiny_records(size: int = 400, seed: int = 1) -> pd.DataFrame:
    """Placed records, one in ten without a place, one in eight without an hour, some without ages."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, len(TYPES), size)
    lsoa = rng.choice([*LSOAS], size, p=[0.2, 0.1, 0.05, 0.15, 0.4, 0.1]).astype(object)
    lsoa[rng.random(size) < 0.1] = np.nan
    hour = np.where(rng.random(size) < 0.125, -1, rng.integers(0, 24, size))
    day = np.where((hour < 0) & (rng.random(size) < 0.5), -1, rng.integers(0, 7, size))
    ages = {name: np.where(rng.random(size) < 0.3, np.nan, rng.integers(8, 60, size)) for name in ("victim", "suspect")}
    frame = pd.DataFrame(
        {
            "month": rng.integers(FIRST, LAST + 1, size).astype("int32"),
            "major": pd.Series([TYPES[kind][0] for kind in kinds], dtype="str"),
            "minor": pd.Series([TYPES[kind][1] for kind in kinds], dtype="str"),
            "day": day.astype("int8"),
            "hour": hour.astype("int8"),
            "count": np.ones(size, dtype="int64"),
            "lsoa": pd.Series(lsoa, dtype="str"),
            "victim_age": ages["victim"].astype("float32"),
            "suspect_age": ages["suspect"].astype("float32"),
            "knife": pd.Series(rng.random(size) < 0.5, dtype="boolean"),
            "injury": pd.Series(rng.random(size) < 0.5, dtype="boolean"),
        }
    )
    frame["lsoa21"] = frame["lsoa"].map(lambda code: MERGED.get(code, code)).astype("str")
    frame["ward"] = frame["lsoa"].map({code: ward for code, (_, ward) in LSOAS.items()}).astype("str")
    return frame


def tiny_areas() -> dict[str, list[tuple[str, str, str]]]:
    lsoas = [(code, name, ward) for code, (name, ward) in sorted(LSOAS.items())]
    merged = [(code, name, ward) for code, name, ward in lsoas if code not in MERGED]
    return {
        "lsoa": lsoas,
        "lsoa21": sorted([*merged, ("E01035716", "Westminster 013G", "E05013808")]),
        "ward": [(code, name, "") for code, name in sorted(WARDS.items())],
    }


def tiny_release(
    folder: Path, records: pd.DataFrame | None = None, *, dataset: str = "offences", **facts: Any
) -> Release:
    """A release in ``folder`` with one data set; ``facts`` change what the manifest says of it."""
    records = tiny_records() if records is None else records
    areas = tiny_areas()
    codes = {Level(level): [code for code, *_ in rows] for level, rows in areas.items()}
    save_index(build_index(records, TYPES, codes), folder / "index" / dataset)
    (folder / AREAS).write_text(json.dumps(areas), encoding="utf-8")
    months = list(range(int(records["month"].min()), int(records["month"].max()) + 1))
    described = {
        "slug": dataset,
        "provider": "test",
        "source": "a test",
        "types": TYPES,
        "months": months,
        "levels": list(ANSWERED),
        "timed": True,
        "ages": True,
        "placed_by": {},
        **facts,
    }
    source = {"name": "a test", "dataset": dataset, "provider": "test", "first": FIRST, "last": LAST, "rows": 1}
    boundaries = {level: {"approximate": False, "display": f"{level}.json"} for level in areas}
    manifest = {
        "id": "0001-0000tiny",
        "created": "2023-10-01T00:00:00+00:00",
        "format": FORMAT_VERSION,
        "demonstration": False,
        "authority": "E09000033",
        "authority_name": "Westminster",
        "sources": [source],
        "datasets": [described],
        "boundaries": boundaries,
        "imports": [],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return open_folder(folder, ())
