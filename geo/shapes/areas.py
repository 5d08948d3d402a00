"""Boundaries as a value: the areas of one level, checked at the door and brought into one form."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.authorities import WALES, authority_code, authority_names, region_of
from data.levels import LEVEL_NAMES, Level, is_code
from data.plain_names import plain_name
from data.schema import DataError
from geo.placing import lookups
from geo.shapes.projection import GRID, geometry_to_grid

COLUMNS: Final = ["code", "name", "authority_code", "authority_name", "geometry"]
REGION_COLUMNS: Final = ["region_code", "region_name"]  # beside those, where the file tells regions
_WALES_IN_LOOKUPS: Final = "W99999999"  # look-ups of English regions give Wales this code of no region

# Metres on the British national grid that any United Kingdom area lies within, Northern Ireland included.
_GRID_LIMITS: Final = (-200_000.0, -100_000.0, 800_000.0, 1_400_000.0)
_SHOWN: Final = 5


@dataclass(frozen=True)
class Boundaries:
    """The areas of one level.

    Attributes
    ----------
    areas : code, name, authority_code, authority_name (NaN where unknown), where the file tells them
        region_code and region_name, and geometry: valid MultiPolygons in metres (EPSG:27700), sorted by
        code, index 0..n-1.
    approximate : True for the embedded geography, which is not official.
    checksum : sha256 of the areas; equal areas have equal checksums.
    notes : what was assumed or mended on reading, in words.
    """

    level: Level
    areas: gpd.GeoDataFrame
    approximate: bool
    source: str
    licence: str
    checksum: str
    notes: tuple[str, ...] = ()


def make_boundaries(
    level: Level,
    areas: gpd.GeoDataFrame,
    *,
    source: str,
    licence: str,
    approximate: bool = False,
    notes: tuple[str, ...] = (),
) -> Boundaries:
    """Check ``areas`` (at least code, name, geometry) and bring them into the one form of ``Boundaries``.

    Raises DataError for areas without geometry, double or malformed codes, or coordinates that are
    neither degrees nor metres in the United Kingdom; mends invalid polygons, and says so in ``notes``.
    """
    frame = areas.reset_index(drop=True)
    frame = frame.assign(name=[plain_name(name) if isinstance(name, str) else name for name in frame["name"]])
    _check_codes(level, frame["code"], where=source)
    geometry, mended = _polygons(frame, where=source)
    geometry, assumed = _in_metres(geometry, frame.crs, where=source)
    frame = frame.drop(columns=frame.geometry.name).assign(geometry=geometry)
    frame = frame.sort_values("code", ignore_index=True)
    for column in ("authority_code", "authority_name"):
        if column not in frame:
            frame[column] = np.nan
    frame = _with_authority(level, frame)
    told = REGION_COLUMNS if set(REGION_COLUMNS) <= set(frame.columns) and frame["region_code"].notna().any() else []
    form = gpd.GeoDataFrame(frame[[*COLUMNS[:-1], *told, "geometry"]], geometry="geometry", crs=GRID)
    return Boundaries(level, form, approximate, source, licence, checksum_of(level, form), (*notes, *mended, *assumed))


def with_areas(boundaries: Boundaries, areas: gpd.GeoDataFrame) -> Boundaries:
    """The same boundaries with other areas, the checksum brought up to date."""
    return replace(boundaries, areas=areas, checksum=checksum_of(boundaries.level, areas))


def checksum_of(level: Level, areas: gpd.GeoDataFrame) -> str:
    """sha256 over level, codes, names, authorities and geometry (normalised, two dimensions)."""
    digest = hashlib.sha256(level.encode())
    for column in [name for name in areas.columns if name != "geometry"]:
        digest.update("\n".join(areas[column].fillna("").astype(str).tolist()).encode())
        digest.update(b"\0")
    for shape in shapely.to_wkb(shapely.normalize(areas.geometry.to_numpy()), output_dimension=2, byte_order=1):
        digest.update(shape)
    return digest.hexdigest()


def _some(values: pd.Series) -> str:
    shown = ", ".join(str(value) for value in values[:_SHOWN])
    return shown + (f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else "")


def _check_codes(level: Level, codes: pd.Series, *, where: str) -> None:
    if codes.empty:
        raise DataError("the layer has no areas", where=where, mend="give a file that holds boundaries")
    bad = codes[[not is_code(level, str(code)) for code in codes]]
    if len(bad):
        raise DataError(
            f"{len(bad)} codes are not those of a {LEVEL_NAMES[level]}, such as {_some(bad)}",
            where=where,
            mend="give the boundaries of small areas (LSOA) or wards",
        )
    twice = codes[codes.duplicated()].drop_duplicates()
    if len(twice):
        raise DataError(f"codes stand there more than once: {_some(twice)}", where=where, mend="keep one row an area")


def _polygons(frame: gpd.GeoDataFrame, *, where: str) -> tuple[Any, list[str]]:
    """Valid MultiPolygons in two dimensions, and a note where some had to be mended."""
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if empty.any():
        raise DataError(f"areas have no shape: {_some(frame.loc[empty, 'code'])}", where=where, mend="add their shapes")
    invalid = ~shapely.is_valid(shapes)
    shapes = np.where(invalid, shapely.make_valid(shapes), shapes)
    shapes = np.array([polygonal(shape) for shape in shapes], dtype=object)
    lost = shapely.is_empty(shapes)
    if lost.any():
        raise DataError(f"areas are not polygons: {_some(frame.loc[lost, 'code'])}", where=where, mend="give polygons")
    notes = [f"{invalid.sum()} shapes were invalid and mended: {_some(frame.loc[invalid, 'code'])}"]
    return shapes, notes if invalid.any() else []


def polygonal(shape: Any) -> Any:
    """The polygons of any shape as one MultiPolygon, maybe empty; lines and points fall away."""
    if shape.geom_type == "MultiPolygon":
        return shape
    parts = shapely.get_parts(shape)
    nested = [part for piece in parts for part in shapely.get_parts(piece)]
    return shapely.MultiPolygon([part for part in nested if part.geom_type == "Polygon"])


def _in_metres(shapes: Any, crs: Any, *, where: str) -> tuple[Any, list[str]]:
    """Shapes in EPSG:27700. The size of the coordinates decides, for the member ``crs`` is often wrong:
    a web service asked for metres sends them in GeoJSON, whose standard knows degrees only."""
    west, south, east, north = shapely.total_bounds(shapes)
    degrees = max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90
    notes = []
    if degrees:
        if crs is None or crs.is_projected:
            notes.append("the coordinates were taken to be degrees (WGS 84), judging by their size")
            crs = None
        shapes = geometry_to_grid(shapes) if crs is None or crs.to_epsg() == 4326 else _reproject(shapes, crs)
    elif crs is None or not crs.is_projected:
        notes.append("the coordinates were taken to be metres on the national grid, judging by their size")
    elif crs.to_epsg() != 27700:
        shapes = _reproject(shapes, crs)
    west, south, east, north = shapely.total_bounds(shapes)
    low_x, low_y, high_x, high_y = _GRID_LIMITS
    if not (low_x <= west and east <= high_x and low_y <= south and north <= high_y):
        raise DataError(
            "the areas lie outside the United Kingdom",
            where=where,
            mend="check the coordinate system and that longitude and latitude are not swapped",
        )
    return shapes, notes


def _reproject(shapes: Any, crs: Any) -> Any:
    return gpd.GeoSeries(shapes, crs=crs).to_crs(GRID).to_numpy()


def _with_authority(level: Level, frame: pd.DataFrame) -> pd.DataFrame:
    """Fill the authority from what the file says, else the name of the small area, else the known wards."""
    codes, names = frame["authority_code"].astype(object), frame["authority_name"].astype(object)
    if level is Level.WARD:
        ours = frame["code"].isin(lookups.wards_2022()["ward22cd"])
        codes = codes.where(codes.notna() | ~ours, lookups.WESTMINSTER)
    else:
        named = frame["name"].astype(str).map(lookups.authority_name_of_lsoa)
        names = names.where(names.notna(), named)
    from_name = names.map(lambda name: authority_code(name) if isinstance(name, str) else None)
    codes = codes.where(codes.notna(), from_name)
    names = names.where(names.notna(), codes.map(authority_names()))
    frame = frame.assign(authority_code=codes.astype("str"), authority_name=names.astype("str"))
    return _with_region(frame) if "region_code" in frame else frame


def _with_region(frame: pd.DataFrame) -> pd.DataFrame:
    """Regions as the file says them; London and Wales by the codes of their authorities, for files differ in these."""
    certain = (
        frame["authority_code"].astype(object).map(lambda code: region_of(code) if isinstance(code, str) else None)
    )
    codes = frame["region_code"].astype(object).replace(_WALES_IN_LOOKUPS, WALES[0])
    names = frame["region_name"].astype(object) if "region_name" in frame else pd.Series(np.nan, frame.index, object)
    known = certain.notna()
    codes = codes.where(~known, certain.str[0])
    names = names.where(~known, certain.str[1])
    codes = codes.where(codes.map(lambda code: isinstance(code, str) and is_code(Level.REGION, code)))
    names = names.where(names.notna(), codes)
    return frame.assign(region_code=codes.astype("str"), region_name=names.astype("str"))
