"""Worlds whose every record the test knows: a small one made by hand, and releases that exist."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.authorities import LONDON, authority_names
from data.index import HOURS_OF_WEEK, MOMENTS, save_index
from data.indexing import build_index
from data.levels import Level
from data.manifests import AREAS
from data.releases import FORMAT_VERSION, Release, open_folder
from data.schema import month_number
from data.store import MANIFEST, RELEASES
from data.within import write_within
from tests.attack.shapes import Rows, write_shapes

Array = npt.NDArray[Any]

PLACED: Final = (Level.LSOA, Level.LSOA21, Level.WARD)
FIRST, LAST = month_number(2021, 2), month_number(2023, 9)  # two whole years and eight months
TYPES: Final = (
    ("Burglary", "Burglary Business and Community"),
    ("Burglary", "Domestic Burglary"),
    ("Possession of Weapons", "Possession of Article with Blade or Point"),
    ("Robbery", "Robbery of Business Property"),
    ("Robbery", "Robbery of Personal Property"),
    ("Sexual Offences", "Other Sexual Offences"),
    ("Sexual Offences", "Rape"),
    ("Theft", "Bicycle Theft"),
    ("Theft", "Theft from Person"),
    ("Violence Against the Person", "Homicide"),
    ("Violence Against the Person", "Violence with Injury"),
)
OFTEN: Final = (0.09, 0.05, 0.03, 0.02, 0.1, 0.02, 0.01, 0.13, 0.33, 0.002, 0.218)
WARDS_TAKEN, AREAS_OF_A_WARD = 4, 5
AUTHORITIES: Final = ("E09000007", "E09000020", "E09000033")
SMALL_RELEASE: Final = "0001-0000small"


@dataclass(frozen=True)
class World:
    """A release with what the test alone knows: its records as one row a record.

    ``records`` has, by data set, a column for each level that its release has (missing: no area), ``kind`` (position of
    the type), ``month`` and ``moment``.
    """

    release: Release
    records: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Atoms:
    """The four dimensions of one data set's atoms: places where records may lie, kinds, months and moments."""

    records: pd.DataFrame
    kinds: int
    months: tuple[int, int]
    known: dict[tuple[str, tuple[str, ...]], Array] = field(default_factory=dict)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Those at which records have areas."""
        return tuple(level for level in Level if level in self.records)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Every place there is: small areas of both censuses, ward and what lies above together, and no place."""
        return self.records[list(self.levels)].fillna("").drop_duplicates(ignore_index=True)

    @cached_property
    def place(self) -> Array:
        """(records,) the place of each."""
        own = pd.MultiIndex.from_frame(self.records[list(self.levels)].fillna(""))
        return pd.MultiIndex.from_frame(self.places).get_indexer(own)

    def lying(self, level: Level, codes: Sequence[str]) -> Array:
        """(places,) whether each lies in areas of a level."""
        key = str(level), tuple(codes)
        if key not in self.known:
            self.known[key] = self.places[str(level)].isin(codes).to_numpy()
        return self.known[key]


def small_records(seed: int = 7, size: int = 2600) -> pd.DataFrame:
    """Few records over many cells, one hot area, one ward nearly empty; one in ten without a place or an hour."""
    rng = np.random.default_rng(seed)
    areas = small_areas()
    codes = [code for code, _, _ in areas["lsoa"]]
    weights = rng.gamma(0.7, size=len(codes))
    weights[3] *= 8
    weights[-AREAS_OF_A_WARD:] *= 0.15
    place = rng.choice(len(codes), size, p=weights / weights.sum())
    kind = rng.choice(len(TYPES), size, p=np.array(OFTEN) / np.sum(OFTEN))
    hour = np.where(rng.random(size) < 0.1, -1, (rng.normal(21, 5, size).astype(int)) % 24)
    day = np.where((hour < 0) & (rng.random(size) < 0.5), -1, rng.integers(0, 7, size))
    lsoa = np.array(codes, dtype=object)[place]
    ward = np.array([ward for _, _, ward in areas["lsoa"]], dtype=object)[place]
    strays = (place == 4) & (rng.random(size) < 0.3)  # one small area lies in two wards
    ward[strays] = areas["ward"][1][0]
    nowhere = rng.random(size) < 0.08
    lsoa[nowhere], ward[nowhere] = np.nan, np.nan
    ward[rng.random(size) < 0.01] = np.nan
    frame = pd.DataFrame(
        {
            "month": rng.integers(FIRST, LAST + 1, size).astype("int32"),
            "major": pd.Series([TYPES[position][0] for position in kind], dtype="str"),
            "minor": pd.Series([TYPES[position][1] for position in kind], dtype="str"),
            "day": day.astype("int8"),
            "hour": hour.astype("int8"),
            "count": np.ones(size, dtype="int64"),
            "lsoa": pd.Series(lsoa, dtype="str"),
            "ward": pd.Series(ward, dtype="str"),
            "victim_age": np.where(rng.random(size) < 0.4, np.nan, rng.integers(10, 50, size)).astype("float32"),
            "suspect_age": np.where(rng.random(size) < 0.6, np.nan, rng.integers(10, 50, size)).astype("float32"),
            "knife": pd.Series(rng.random(size) < 0.05, dtype="boolean"),
            "injury": pd.Series(rng.random(size) < 0.2, dtype="boolean"),
        }
    )
    frame["lsoa21"] = frame["lsoa"].replace(merged(areas)).astype("str")
    return frame


def small_areas() -> dict[str, list[tuple[str, str, str]]]:
    """Four wards of five real small areas each, so that residents and hectares are known."""
    from data.releases import DEMONSTRATION

    told = json.loads((DEMONSTRATION / AREAS).read_text(encoding="utf-8"))
    rows = [(row[0], row[1], row[2]) for row in told["lsoa"]]
    wards = [row[0] for row in told["ward"] if sum(ward == row[0] for _, _, ward in rows) >= AREAS_OF_A_WARD]
    kept = wards[:WARDS_TAKEN]
    lsoa = [row for ward in kept for row in [one for one in rows if one[2] == ward][:AREAS_OF_A_WARD]]
    names = {row[0]: row[1] for row in told["ward"]}
    found = {"lsoa": sorted(lsoa), "ward": [(code, names[code], "") for code in sorted(kept)]}
    gone = merged(found)
    later = {gone.get(code, code): (gone.get(code, code), name, ward) for code, name, ward in found["lsoa"]}
    return found | {"lsoa21": sorted(later.values())}


def merged(areas: dict[str, list[tuple[str, str, str]]]) -> dict[str, str]:
    """Two small areas of one ward that are one at the later census."""
    first, second = areas["lsoa"][0][0], areas["lsoa"][1][0]
    return {first: "E01035716", second: "E01035716"}


def several_records(seed: int = 7, size: int = 2600) -> pd.DataFrame:
    """The small world's records in three authorities of one region: of two wards, of one, and of the nearly empty one.

    Whose a record without a place is, is known of most.
    """
    rng = np.random.default_rng(seed)
    frame = small_records(seed, size)
    known = pd.Series(rng.choice(AUTHORITIES, len(frame), p=(0.7, 0.2, 0.1)), dtype="str")
    known[rng.random(len(frame)) < 0.1] = pd.NA
    frame["authority"] = frame["lsoa"].map({code: owner for code, _, _, owner in several_areas()["lsoa"]}).fillna(known)
    frame["region"] = frame["authority"].where(frame["authority"].isna(), LONDON[0]).astype("str")
    return frame


def several_areas() -> dict[str, list[tuple[str, ...]]]:
    """The small world's areas with whose they are, the authorities and their region."""
    areas = small_areas()
    owners = dict(zip((code for code, *_ in areas["ward"]), (AUTHORITIES[0], *AUTHORITIES), strict=True))
    found: dict[str, list[tuple[str, ...]]] = {
        level: [(code, name, ward, owners[ward or code]) for code, name, ward in rows] for level, rows in areas.items()
    }
    found["authority"] = [(code, authority_names()[code], "", LONDON[0]) for code in AUTHORITIES]
    return found | {"region": [(*LONDON, "")]}


def small_world(folder: Path, records: pd.DataFrame | None = None) -> World:
    """A store in ``folder`` with one release of the small world, and what is in it; of several authorities where the
    records say whose they are."""
    records = small_records() if records is None else records
    several = "authority" in records
    areas: Rows = several_areas() if several else small_areas()
    place = folder / RELEASES / SMALL_RELEASE
    place.mkdir(parents=True)
    codes = {Level(level): [code for code, *_ in rows] for level, rows in areas.items()}
    index = build_index(records, TYPES, codes)
    save_index(index, place / "index" / "offences")
    (place / AREAS).write_text(json.dumps(areas), encoding="utf-8")
    described = {
        "slug": "offences", "provider": "test", "source": "a test", "types": TYPES, "months": list(range(FIRST, LAST + 1)),
        "levels": list(areas), "timed": True, "ages": True, "placed_by": {},
    }  # fmt: skip
    if several:
        owners = {level: [row[-1] for row in areas[str(level)]] for level in PLACED}
        described["within"] = write_within(index, place / "index" / "offences", AUTHORITIES, owners)
    source = {"name": "a test", "dataset": "offences", "provider": "test", "first": FIRST, "last": LAST, "rows": 1}
    manifest = {
        "id": SMALL_RELEASE, "created": "2023-10-01T00:00:00+00:00", "format": FORMAT_VERSION, "demonstration": False,
        "authority": "E09000033", "authority_name": "Westminster", "sources": [source], "datasets": [described],
        "boundaries": write_shapes(place, areas), "imports": [],
    }  # fmt: skip
    (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return World(open_folder(place, (SMALL_RELEASE,)), {"offences": with_positions(records, TYPES)})


def known_world(release: Release, datasets: Sequence[str]) -> World:
    """A release that exists, with the records of some of its data sets."""
    found = {}
    for slug in datasets:
        paths = sorted((release.folder / "records").glob(f"{slug}.*.parquet"))
        columns = ["month", "major", "minor", "day", "hour", "count", "lsoa", "lsoa21", "ward"]
        records = pd.concat([pd.read_parquet(path, columns=columns) for path in paths], ignore_index=True)
        records = records.loc[records.index.repeat(records["count"])].reset_index(drop=True)
        found[slug] = with_positions(records, release.choices.dataset(slug).types)
    return World(release, found)


def with_positions(records: pd.DataFrame, types: Sequence[Sequence[str]]) -> pd.DataFrame:
    """The records with the position of their type and the moment of their week."""
    position = {(major, minor): at for at, (major, minor) in enumerate(types)}
    pairs = zip(records["major"], records["minor"].fillna(""), strict=True)
    day, hour = records["day"].to_numpy().astype(int), records["hour"].to_numpy().astype(int)
    timed = (day >= 0) & (hour >= 0)
    return records.assign(
        kind=[position[pair] for pair in pairs],
        moment=np.where(timed, day * 24 + hour, HOURS_OF_WEEK + np.where(day >= 0, day, MOMENTS - HOURS_OF_WEEK - 1)),
    )
