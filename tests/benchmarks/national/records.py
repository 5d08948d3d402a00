"""Synthetic street records in the layout of data.police.uk: a zip a month, a file a force, snapped points that repeat.

A record is a month, an area drawn by unequal weights, one of the area's few points, and a type drawn by the kind of
area; no row says anything of a real place.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv
import shapely

from data.schema import month_text
from geo.shapes.projection import to_degrees
from tests.benchmarks.national.country import SEED, Country
from tests.benchmarks.national.coverage import warped

POINTS: Final = 21  # map points an area; England and Wales have about 750,000
NO_PLACE: Final = 0.015  # share of records without a point
REPEATED: Final = 0.002  # share of rows that equal an earlier one of their file
LAST_MONTH: Final = 2024 * 12 + 11
CODES_OF_2021: Final = 2023 * 12 + 3  # the month from which rows carry the small areas of 2021
ASB: Final = "Anti-social behaviour"
# Shares of types in residential, town-centre and rural areas, about as published for the country.
TYPES: Final = (
    (ASB, 17, 15, 18),
    ("Bicycle theft", 1, 3, 0.5),
    ("Burglary", 5, 3, 6),
    ("Criminal damage and arson", 9, 5, 10),
    ("Drugs", 3, 4, 2),
    ("Other crime", 2, 1, 3),
    ("Other theft", 7, 11, 9),
    ("Possession of weapons", 1, 1, 0.5),
    ("Public order", 8, 9, 6),
    ("Robbery", 1, 3, 0.3),
    ("Shoplifting", 4, 18, 2),
    ("Theft from the person", 1, 7, 0.5),
    ("Vehicle crime", 7, 4, 7),
    ("Violence and sexual offences", 34, 16, 35),
)
OUTCOMES: Final = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Under investigation",
    "Awaiting court outcome",
    "Court result unavailable",
    "Local resolution",
    "Offender given a caution",
)
OUTCOME_SHARES: Final = (0.45, 0.33, 0.06, 0.04, 0.04, 0.04, 0.03, 0.01)
COLUMNS: Final = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Ground:
    """What records are drawn from: weights and kinds of areas, and the texts of areas and points."""

    force: Array
    weight: Array
    kind: Array  # 0 residential, 1 town centre, 2 rural
    longitude: pa.Array  # (areas * POINTS,) text, likewise below
    latitude: pa.Array
    codes: tuple[pa.Array, pa.Array]  # of 2011 and 2021
    names: tuple[pa.Array, pa.Array]


def make_ground(country: Country) -> Ground:
    """Weights so unequal that a hundredth of the areas has about a tenth of the records; points inside the areas."""
    random = np.random.default_rng(SEED + 1)
    areas = country.areas
    weight = np.exp(random.normal(0, 0.75, len(areas)))
    kind = np.where(weight > np.quantile(weight, 0.97), 1, np.where(random.random(len(areas)) < 0.2, 2, 0))
    weight[kind == 1] *= random.uniform(1, 4, int((kind == 1).sum()))
    longitude, latitude = to_degrees(*map_points(country, random).T)
    return Ground(
        force=areas["force"].to_numpy(),
        weight=weight,
        kind=kind,
        longitude=pa.array([f"{number:.6f}" for number in longitude]),
        latitude=pa.array([f"{number:.6f}" for number in latitude]),
        codes=(pa.array(areas["LSOA11CD"]), pa.array(areas["LSOA21CD"])),
        names=(pa.array(areas["LSOA11NM"]), pa.array(areas["LSOA21NM"])),
    )


def map_points(country: Country, random: np.random.Generator) -> Array:
    """(areas * POINTS, 2) metres: on the way from each area's seed to one of its corners."""
    seeds = country.areas[["seed_x", "seed_y"]].to_numpy()
    corners, owner = shapely.get_coordinates(country.cells, return_index=True)
    first = np.searchsorted(owner, np.arange(len(seeds)))
    count = np.bincount(owner, minlength=len(seeds))
    area = np.repeat(np.arange(len(seeds)), POINTS)
    corner = corners[first[area] + random.integers(count[area])]
    return warped(seeds[area] + (corner - seeds[area]) * random.uniform(0.05, 0.9, (len(area), 1)))


def months_for(records: int) -> int:
    """How many months so many records are spread over: at least two years, at most nine."""
    return int(np.clip(records // 250_000, 24, 108))


def write_archives(country: Country, folder: Path, records: int, months: int) -> Iterator[Path]:
    """A zip a month, as it is written; together ``records`` rows."""
    ground = make_ground(country)
    random = np.random.default_rng([SEED, records, months])
    of_force = np.bincount(ground.force, weights=ground.weight)
    season = 1 + 0.08 * np.sin(np.arange(months) * np.pi / 6) + random.normal(0, 0.02, months)
    share = np.outer(season, of_force) * random.uniform(0.96, 1.04, (months, len(of_force)))
    rows = random.multinomial(records, (share / share.sum()).ravel()).reshape(share.shape)
    for number in range(months):
        month = LAST_MONTH - months + 1 + number
        path = folder / f"synthetic-{month_text(month)}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for force, count in enumerate(rows[number]):
                name = f"{month_text(month)}/{month_text(month)}-synthetic-force-{force + 1:02d}-street.csv"
                if count:
                    own = np.random.default_rng([SEED, month, force, int(count)])
                    write_member(archive, name, table_of(ground, month, force, int(count), own))
        yield path


def write_member(archive: zipfile.ZipFile, name: str, table: pa.Table) -> None:
    """A CSV in a zip, its date fixed so that equal content gives equal bytes."""
    buffer = io.BytesIO((",".join(COLUMNS) + "\n").encode())
    buffer.seek(0, io.SEEK_END)
    pacsv.write_csv(table, buffer, pacsv.WriteOptions(include_header=False, quoting_style="none"))
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w") as stream:
        stream.write(buffer.getbuffer())


def table_of(ground: Ground, month: int, force: int, count: int, random: np.random.Generator) -> pa.Table:
    """The rows of one force and month."""
    repeated = int(count * REPEATED)
    fresh = count - repeated
    own = np.flatnonzero(ground.force == force)
    shares = np.cumsum(ground.weight[own])
    area = own[np.searchsorted(shares, random.random(fresh) * shares[-1])]
    point = area * POINTS + (POINTS * random.random(fresh) ** 2).astype(np.int64)
    kind = types_in(ground.kind[area], random)
    rows = np.concatenate([np.arange(fresh), random.integers(fresh, size=repeated)])
    nowhere = random.random(fresh) < NO_PLACE
    table = columns_of(ground, month, force, area, point, kind, nowhere, random)
    return table.take(pa.array(rows))


def types_in(kinds: Array, random: np.random.Generator) -> Array:
    """The type of each record, as a number in ``TYPES``, given the kind of its area."""
    shares = np.array([shares for _, *shares in TYPES], dtype=float)
    bounds = np.cumsum(shares / shares.sum(axis=0), axis=0).T
    return np.minimum((random.random(len(kinds))[:, None] >= bounds[kinds]).sum(axis=1), len(TYPES) - 1)


def columns_of(
    ground: Ground,
    month: int,
    force: int,
    area: Array,
    point: Array,
    kind: Array,
    nowhere: Array,
    random: np.random.Generator,
) -> pa.Table:
    """The columns of the publisher; a record without a place has neither point nor area."""
    count, vintage = len(area), int(month >= CODES_OF_2021)
    asb = kind == 0
    place, blank = pa.array(area, mask=nowhere), pa.array(point, mask=nowhere)
    outcome = pa.array(random.choice(len(OUTCOMES), count, p=OUTCOME_SHARES), mask=asb)
    digits = np.frombuffer(random.bytes(32 * count).hex().encode(), dtype="S64")
    street = pa.array([f"On or near Synthetic Street {number + 1}" for number in range(POINTS)])
    location = street.take(pa.array(point % POINTS, mask=nowhere)).fill_null("No Location")
    said = pa.array([f"Synthetic Force {force + 1:02d}"]).take(pa.array(np.zeros(count, dtype=np.int64)))
    values = (
        pa.array(digits.astype("U64"), mask=asb),
        pa.array([month_text(month)]).take(pa.array(np.zeros(count, dtype=np.int64))),
        said,
        said,
        ground.longitude.take(blank),
        ground.latitude.take(blank),
        location,
        ground.codes[vintage].take(place),
        ground.names[vintage].take(place),
        pa.array([name for name, *_ in TYPES]).take(pa.array(kind)),
        pa.array(OUTCOMES).take(outcome),
        pa.nulls(count, pa.string()),
    )
    return pa.table(dict(zip(COLUMNS, values, strict=True)))
