"""The synthetic country: points of small areas, grouped into wards, authorities, forces and regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from tests.benchmarks.national.coverage import cells, winding
from tests.benchmarks.national.outline import COAST, LONDON, LONDON_RADIUS, REGIONS, WALES, Region

SEED: Final = 20_261_120
SOURCE: Final = "synthetic"
WARD_SIZE: Final = 5  # small areas
_CROWDED: Final = 0.75  # share of small areas that lie about a town
_TOWN: Final = 9.0  # kilometres
_NAMES: Final = (
    *("Abbey", "Castle", "Central", "Church", "Common", "Cross", "East", "Field", "Forest", "Gate", "Green", "Grove"),
    *("Hall", "Heath", "Hill", "Hope", "Lake", "Market", "Meadow", "Mill", "Moor", "North", "Park", "Priory", "Quay"),
    *(
        "River",
        "School",
        "South",
        "Spring",
        "Station",
        "Stone",
        "Tower",
        "Town",
        "Valley",
        "Victoria",
        "Water",
        "Wells",
    ),
    *("West", "Wharf", "Wood"),
)

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Country:
    """The small areas of 2021 in a row each: ``areas`` has names and codes of all levels, ``force``, and ``seed_x``,
    ``seed_y`` (a point inside, metres, before ``warped``); ``cells`` the shapes before they wind."""

    areas: pd.DataFrame
    cells: Any


def make_country(scale: float = 1.0) -> Country:
    """The country, or one with the same regions and fewer areas (``scale`` below 1)."""
    random = np.random.default_rng(SEED)
    land = shapely.buffer(shapely.Polygon(np.array(COAST) * 1000), 0)
    wales = shapely.Polygon(np.array(WALES) * 1000)
    parts, authorities, forces = [], 0, 0
    for number, region in enumerate(REGIONS):
        own = region_areas(region, number, land, wales, random, scale)
        own["authority"] += authorities
        own["force"] += forces
        authorities, forces = int(own["authority"].max()) + 1, int(own["force"].max()) + 1
        parts.append(own)
    areas = named(pd.concat(parts, ignore_index=True))
    return Country(areas, cells(areas[["seed_x", "seed_y"]].to_numpy(), land))


def region_areas(
    region: Region, number: int, land: Any, wales: Any, random: np.random.Generator, scale: float
) -> pd.DataFrame:
    """Small areas of one region with the numbers (from 0) of their authority, ward and force."""
    count = max(int(region.small_areas * scale), 12)
    authorities = max(int(region.authorities * scale), 2)
    points = region_points(region, count, land, wales, random)
    authority = split(points, authorities)
    middles = np.array([points[authority == each].mean(axis=0) for each in range(authorities)])
    force = split(middles, min(region.forces, authorities))
    frame = pd.DataFrame({"seed_x": points[:, 0], "seed_y": points[:, 1], "region": number, "authority": authority})
    frame["force"] = force[authority]
    frame["base"] = np.arange(count)
    frame["ward"] = 0
    for each in range(authorities):
        own = np.flatnonzero(authority == each)
        frame.loc[own, "ward"] = split(points[own], max(len(own) // WARD_SIZE, 1))
    return pd.concat([frame, twins(frame, max(int(region.divided * scale), 1), random)], ignore_index=True)


def region_points(region: Region, count: int, land: Any, wales: Any, random: np.random.Generator) -> Floats:
    """(count, 2) distinct points of a region in metres: most about its towns, the others anywhere."""
    found = np.empty((0, 2))
    west, south, east, north = land.bounds
    while len(found) < count:
        town = np.array(region.towns)[random.integers(len(region.towns), size=4 * count)] * 1000
        about = town + random.normal(0, _TOWN * 1000, (4 * count, 2)) * random.gamma(1.0, 1.0, (4 * count, 1))
        anywhere = random.uniform((west, south), (east, north), (4 * count, 2))
        crowded = random.random((4 * count, 1)) < _CROWDED
        tried = np.round(np.where(crowded, about, anywhere), 1).astype(np.float64)
        inside = shapely.contains_xy(land, *tried.T) & (region_of(tried, wales) == region.name)
        found = np.unique(np.concatenate([found, tried[inside]]), axis=0)
        found = found[random.permutation(len(found))[:count]]
    return found


def region_of(points: Floats, wales: Any) -> npt.NDArray[np.object_]:
    """The name of the region each point lies in: Wales by its border, London by its radius, others by nearest seed."""
    seeds = np.array([seed for region in REGIONS for seed in region.seeds]) * 1000
    owner = np.array([region.name for region in REGIONS for _ in region.seeds], dtype=object)
    away = np.hypot(points[:, None, 0] - seeds[None, :, 0], points[:, None, 1] - seeds[None, :, 1])
    london = owner == LONDON
    inner = away[:, london].min(axis=1) < LONDON_RADIUS * 1000
    away[:, london] = np.inf
    found = owner[away.argmin(axis=1)]
    found[inner] = LONDON
    found[shapely.contains_xy(wales, *points.T)] = REGIONS[-1].name
    return found


def split(points: Floats, parts: int) -> Numbers:
    """(points,) number of the part each belongs to: halved again and again across the longer side, by count."""
    number = np.zeros(len(points), dtype=np.int64)
    waiting = [(np.arange(len(points)), parts, 0)]
    while waiting:
        rows, count, first = waiting.pop()
        if count == 1:
            number[rows] = first
            continue
        own = points[rows]
        axis = int(np.ptp(own[:, 1]) > np.ptp(own[:, 0]))
        order = rows[np.lexsort((own[:, 1 - axis], own[:, axis]))]
        half = count // 2
        cut_at = len(rows) * half // count
        waiting += [(order[:cut_at], half, first), (order[cut_at:], count - half, first + half)]
    return number


def twins(frame: pd.DataFrame, count: int, random: np.random.Generator) -> pd.DataFrame:
    """A second point close to some of the points: the areas of 2011 that are two in 2021."""
    chosen = np.sort(random.permutation(len(frame))[:count])
    points = frame[["seed_x", "seed_y"]].to_numpy()
    tree = shapely.STRtree(shapely.points(points))
    _, away = tree.query_nearest(
        shapely.points(points[chosen]), exclusive=True, all_matches=False, return_distance=True
    )
    twin = frame.iloc[chosen].copy()
    twin["seed_x"] += np.round(0.3 * away, 2)
    return twin


def named(areas: pd.DataFrame) -> pd.DataFrame:
    """Add codes and names, as official files have them; codes lie beyond all that were ever given out."""
    areas = areas.sort_values(["authority", "ward", "base", "seed_x"], ignore_index=True)
    welsh = areas["region"] == len(REGIONS) - 1
    country = np.where(welsh, "W", "E")
    base = areas["authority"].astype(str) + "/" + areas["base"].astype(str)
    old = pd.factorize(base)[0]
    divided = base.duplicated(keep=False).to_numpy()
    ward = pd.factorize(areas["authority"] * 10_000 + areas["ward"])[0]
    kind = np.where(welsh, "W06", np.where(areas["region"] == 6, "E09", "E07"))
    name = pd.Series([f"Authority {each + 1:03d}" for each in areas["authority"]])
    letters = areas.groupby(["authority", "ward"])["base"].transform(lambda own: pd.factorize(own)[0])
    label = [
        f"{of} {place + 1:03d}{chr(65 + letter)}"
        for of, place, letter in zip(name, areas["ward"], letters, strict=True)
    ]
    again = base.duplicated().to_numpy()
    return areas.assign(
        LSOA11CD=coded(country, "01", 900_001, old),
        LSOA11NM=label,
        LSOA21CD=np.where(
            divided, coded(country, "01", 960_001, np.arange(len(areas))), coded(country, "01", 900_001, old)
        ),
        LSOA21NM=[text + ("Z" if second else "") for text, second in zip(label, again, strict=True)],
        WD22CD=coded(country, "05", 900_001, ward),
        WD22NM=[f"Synthetic {_NAMES[place]}" for place in areas["ward"]],
        LAD22CD=[f"{prefix}{900_001 + each}" for prefix, each in zip(kind, areas["authority"], strict=True)],
        LAD22NM=name,
        RGN22CD=[
            f"{'W92' if wales else 'E12'}{900_001 + each}" for wales, each in zip(welsh, areas["region"], strict=True)
        ],
        RGN22NM=[REGIONS[each].name for each in areas["region"]],
    )


def coded(country: Sequence[str] | npt.NDArray[Any], kind: str, first: int, number: Numbers) -> list[str]:
    return [f"{letter}{kind}{first + each:06d}" for letter, each in zip(country, number, strict=True)]


def write_boundaries(country: Country, path: Path) -> None:
    """Three layers of a GeoPackage: small areas of both censuses and wards, with authority and region columns."""
    areas, above = country.areas, ["LAD22CD", "LAD22NM", "RGN22CD", "RGN22NM"]
    shapes = winding(country.cells)
    for layer, code in (("lsoa_2011", "LSOA11CD"), ("lsoa_2021", "LSOA21CD"), ("wards_2022", "WD22CD")):
        group = pd.factorize(areas[code])[0]
        members = by_group(group)
        joined = [shapes[own[0]] if len(own) == 1 else shapely.coverage_union_all(shapes[own]) for own in members]
        first = areas.iloc[[own[0] for own in members]]
        told = first[[code, code.replace("CD", "NM"), *above]].reset_index(drop=True)
        frame = gpd.GeoDataFrame(told.assign(licence=SOURCE), geometry=multi(joined), crs="EPSG:27700")
        frame.to_file(path, layer=layer, driver="GPKG")


def by_group(group: Numbers) -> list[Numbers]:
    """The rows of each group."""
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def multi(shapes: Sequence[Any]) -> Any:
    """MultiPolygons."""
    parts, owner = shapely.get_parts(np.array(shapes, dtype=object), return_index=True)
    return shapely.multipolygons(parts, indices=owner)
