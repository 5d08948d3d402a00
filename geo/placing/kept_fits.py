"""Fits between areas and areas made of others, kept in the store beside the boundaries they follow from."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import shapely

from data.levels import Level
from data.schema import DataError
from geo.placing import lookups
from geo.placing.best_fit import Fit, census_fit, ward_fit
from geo.shapes.areas import Boundaries
from geo.shapes.boundaries import load_boundaries, save_boundaries
from geo.shapes.dissolved import authority_boundaries, region_boundaries
from geo.shapes.kept import digest, kept, text_of

_MADE_BY = ("placing/best_fit.py", "placing/lookups.py", "shapes/dissolved.py", "shapes/areas.py")


@cache
def _version() -> str:
    """Names how fits and wider areas are worked out now."""
    here = Path(__file__).parent.parent
    published = [lookups.ward_by_lsoa(), lookups.ward_by_lsoa21(), lookups.lsoa21_by_lsoa(), lookups.lsoa_by_lsoa21()]
    code = text_of(here / name for name in _MADE_BY)
    return digest([code, json.dumps(published), shapely.geos_version_string])


def kept_census_fit(folder: Path | None, areas: Boundaries, other: Boundaries) -> Fit:
    """``census_fit``, worked out once for these boundaries."""
    name = f"census-fit-{digest([areas.checksum, other.checksum, _version()])}.json"
    told = json.loads(kept(folder, name, lambda: json.dumps(census_fit(areas, other)).encode()))
    return {code: (to, whole) for code, (to, whole) in told.items()}


def kept_ward_fit(folder: Path | None, areas: Boundaries, wards: Boundaries) -> dict[str, str]:
    """``ward_fit``, worked out once for these boundaries."""
    name = f"ward-fit-{digest([areas.checksum, wards.checksum, _version()])}.json"
    told: dict[str, str] = json.loads(kept(folder, name, lambda: json.dumps(ward_fit(areas, wards)).encode()))
    return told


def kept_wider(folder: Path | None, small: Boundaries) -> dict[Level, Boundaries]:
    """Authorities and, where they are known, regions made of small areas; dissolved once for these boundaries."""
    makers: dict[Level, Callable[[Boundaries], Boundaries | None]] = {
        Level.AUTHORITY: authority_boundaries,
        Level.REGION: region_boundaries,
    }
    found = {level: _kept_boundaries(folder, level, small, make) for level, make in makers.items()}
    return {level: boundaries for level, boundaries in found.items() if boundaries is not None}


def _kept_boundaries(
    folder: Path | None, level: Level, small: Boundaries, make: Callable[[Boundaries], Boundaries | None]
) -> Boundaries | None:
    if folder is None:
        return make(small)
    path = folder / f"{level}-{digest([small.checksum, small.source, small.licence, _version()])}.parquet"
    try:
        return load_boundaries(path)
    except DataError:
        made = make(small)
    if made is not None:
        try:
            save_boundaries(made, path)
        except OSError:
            return made
    return made
