"""Boundaries from any vector file: the layer, the level and the columns are recognised by what they hold."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from data.levels import Level, is_code
from data.schema import DataError
from geo.placing import lookups
from geo.shapes.areas import Boundaries, make_boundaries
from geo.shapes.boundary_content import check_content, without_network

OGL: Final = "Open Government Licence v3.0 unless the giver of the file says otherwise"

_ENDINGS: Final = frozenset(
    [".gpkg", ".shp", ".geojson", ".json", ".topojson", ".fgb", ".gml", ".kml", ".gdb", ".parquet", ".geoparquet"]
)
_ZIP_BYTES: Final = 4_000_000_000  # unpacked; the United Kingdom's wards at full resolution take about 1.5 GB

_CODE_COLUMNS: Final = {
    Level.LSOA: re.compile(r"LSOA_?11_?CD", re.IGNORECASE),
    Level.LSOA21: re.compile(r"LSOA_?21_?CD", re.IGNORECASE),
    Level.WARD: re.compile(r"WD_?\d\d_?CD", re.IGNORECASE),
}
# Columns that hold a code without saying of which level or census.
_PLAIN_CODE: Final = re.compile(r"(LSOA|WARD|WD|AREA|GEO|GSS)?[ _]?(CODE|CD)|(LSOA|WD|WARD)CD|geography code", re.I)
_AUTHORITY_CODE: Final = re.compile(
    r"LAD_?\d\d_?CD|LAD_?CODE|LAD_?CD|LTLA_?\d\d_?CD|(GSS_?CODE_?)?BOROUGH_?CODE|LB_GSS_CD", re.IGNORECASE
)
_REGION_CODE: Final = re.compile(r"(RGN|REGION|REG)_?(\d\d)?_?(CD|CODE)", re.IGNORECASE)
_LAST_CODE_OF_2011: Final = "E01033768"  # the 2021 census began new English codes above it


def read_boundaries(path: str | Path, layer: str | None = None) -> list[Boundaries]:
    """The boundaries in a vector file, one a layer that holds small areas or wards; level found by columns or codes.

    Reads GeoPackage, shapefile (plain or zipped), GeoJSON, TopoJSON, KML, GML, FlatGeobuf, GeoParquet. Layers
    without a code column are passed over where another has one. Raises DataError, one line, for anything else.
    """
    path = Path(path)
    if not path.exists():
        raise DataError("there is no such file", where=str(path), mend="check the path")
    if path.is_dir() and path.suffix.lower() != ".gdb":
        raise DataError("a folder, not a file", where=str(path), mend="name the files in it: FOLDER/*.gpkg")
    found, misses = [], []
    for member, name in _layers(path, layer):
        frame = _read_layer(path, member, name)
        label = path.name if name is None or name == path.stem else f"{path.name}, layer {name}"
        columns = _recognise(frame)
        if columns is None:
            misses.append(f"{label} has the columns {', '.join(map(str, frame.columns))}")
        else:
            found.append(_boundaries(frame, *columns, source=label))
    if not found:
        raise DataError(
            "no column holds the codes of small areas (LSOA11CD, LSOA21CD) or wards (WD22CD); " + "; ".join(misses),
            where=path.name,
            mend="rename the code column so, or give another file",
        )
    return found


def _layers(path: Path, layer: str | None) -> list[tuple[str, str | None]]:
    """What to open, as GDAL names it, and each layer in it."""
    if path.suffix.lower() in {".parquet", ".geoparquet"}:
        return [(str(path), None)]
    import pyogrio  # a server, which reads no such files, need not carry it

    without_network()
    targets = _in_zip(path) if path.suffix.lower() == ".zip" else [str(path)]
    if path.suffix.lower() not in _ENDINGS | {".zip"}:
        raise DataError(
            f"boundaries are not read from {path.suffix or 'a file without ending'}",
            where=path.name,
            mend="give a GeoPackage, shapefile, GeoJSON or GeoParquet file",
        )
    if path.suffix.lower() != ".zip":
        check_content(path)
    found: list[tuple[str, str | None]] = []
    for target in targets:
        try:
            names = [str(name) for name, kind in pyogrio.list_layers(target) if kind is not None]
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise _unreadable(path, error) from error
        found += [(target, name) for name in names if layer in (None, name)]
    if not found:
        wanted = f"no layer {layer}" if layer else "no layer with shapes"
        raise DataError(f"the file has {wanted}", where=path.name, mend="check what it holds")
    return found


def _in_zip(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise _unreadable(path, error) from error
    if sum(member.file_size for member in members) > _ZIP_BYTES:
        raise DataError("the zip would unpack to more than 4 GB", where=path.name, mend="give the one file needed")
    names = [PurePosixPath(member.filename) for member in members if not member.filename.startswith("__MACOSX")]
    wanted = [name for name in names if name.suffix.lower() in _ENDINGS - {".gdb", ".parquet", ".geoparquet"}]
    safe = [name for name in wanted if not name.is_absolute() and not {"..", "{", "}"} & {*name.parts, *str(name)}]
    if not safe:
        raise DataError("the zip holds no vector file", where=path.name, mend="give a zipped shapefile or GeoPackage")
    try:
        check_content(path, map(str, safe))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError) as error:
        raise _unreadable(path, error) from error
    return [f"/vsizip/{{{path.resolve()}}}/{name}" for name in safe]


def _read_layer(path: Path, target: str, layer: str | None) -> gpd.GeoDataFrame:
    import pyogrio

    try:
        if layer is None:
            return gpd.read_parquet(target)
        return pyogrio.read_dataframe(target, layer=layer)
    except Exception as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> DataError:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return DataError(f"cannot be read as boundaries ({first})", where=path.name, mend="check that the file is whole")


def _recognise(frame: pd.DataFrame) -> tuple[Level, str] | None:
    """The level of a layer and its code column, None where no column will do."""
    if "geometry" not in frame or not isinstance(frame, gpd.GeoDataFrame):
        return None
    columns = [str(column) for column in frame.columns if column != frame.geometry.name]
    named = [(level, column) for level, form in _CODE_COLUMNS.items() for column in columns if form.fullmatch(column)]
    unique = [(level, column) for level, column in named if frame[column].is_unique]
    if named:
        return (unique or named)[0]  # of two code columns the one of the layer's own level is the one without repeats
    for column in columns:
        if _PLAIN_CODE.fullmatch(column) and len(frame):
            level = _level_by_codes(frame[column].dropna().astype(str))
            if level is not None:
                return level, column
    return None


def _level_by_codes(codes: pd.Series) -> Level | None:
    if codes.empty:
        return None
    if all(is_code(Level.WARD, code) for code in codes):
        return Level.WARD
    if not all(is_code(Level.LSOA, code) for code in codes):
        return None
    if (codes.str.startswith("E") & (codes > _LAST_CODE_OF_2011)).any():
        return Level.LSOA21
    gone = set(lookups.lsoa_2011()["lsoa11cd"]) - set(lookups.lsoa_2021()["lsoa21cd"])
    if codes.isin(gone).any():
        return Level.LSOA
    raise DataError(
        "the small areas have codes that both censuses share",
        mend="name the code column LSOA11CD or LSOA21CD to say which it is",
    )


def _boundaries(frame: gpd.GeoDataFrame, level: Level, column: str, *, source: str) -> Boundaries:
    names = {str(name).upper(): name for name in frame.columns}
    name = _name_column(names, column) or names.get("NAME")  # NAME beside GSS_CODE: files of the GLA; KML
    codes = frame[column].astype("str").str.strip()
    areas: dict[str, Any] = {"code": codes, "name": codes.map(_known_names(level)).fillna(codes)}
    if name:
        given = frame[name].astype("str").str.strip()
        areas["name"] = given.where(given.notna() & (given != ""), areas["name"])
    for kind, form_of_code in (("authority", _AUTHORITY_CODE), ("region", _REGION_CODE)):
        told = next((str(c) for c in frame.columns if form_of_code.fullmatch(str(c))), None)
        if told:
            areas[f"{kind}_code"] = frame[told].astype("str")
            name_column = _name_column(names, told)
            if name_column:
                areas[f"{kind}_name"] = frame[name_column].astype("str")
    form = gpd.GeoDataFrame(areas, geometry=frame.geometry.to_numpy(), crs=frame.crs)
    return make_boundaries(level, form, source=source, licence=OGL)


def _name_column(names: dict[str, Any], code_column: str) -> Any:
    """The column of the names that go with a column of codes, by their upper-case spelling; None where there is none."""
    spelled = (re.sub(r"CD$|CODE$", ending, code_column.upper()) for ending in ("NM", "NAME"))
    return next((names[name] for name in spelled if name in names), None)


def _known_names(level: Level) -> dict[str, str]:
    """The names we know by themselves, for a file that has codes alone."""
    table, prefix = {
        Level.LSOA: (lookups.lsoa_2011, "lsoa11"),
        Level.LSOA21: (lookups.lsoa_2021, "lsoa21"),
        Level.WARD: (lookups.wards_2022, "ward22"),
    }[level]
    known = table()
    return dict(zip(known[f"{prefix}cd"], known[f"{prefix}nm"], strict=True))
