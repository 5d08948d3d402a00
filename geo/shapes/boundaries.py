"""The boundaries a store has: registered official ones, else the embedded approximate ones."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from data.levels import LEVEL_NAMES, PLACED, Level
from data.schema import DataError
from data.store import sync, writing
from geo.shapes.areas import REGION_COLUMNS, Boundaries, checksum_of, make_boundaries, with_areas
from geo.shapes.boundary_files import read_boundaries
from geo.shapes.kept import forget

__all__ = [
    "Boundaries",
    "authority_areas",
    "boundaries_for",
    "load_boundaries",
    "make_boundaries",
    "publish_boundaries",
    "read_boundaries",
    "register_boundaries",
    "save_boundaries",
]

ALL: Final = "all"
_NEXT: Final = "next"  # folder of boundaries that have just been registered and are not in their places yet
_FACTS: Final = b"swp"  # key of our facts in the file's metadata


def register_boundaries(store: str | Path, paths: Sequence[str | Path]) -> list[Boundaries]:
    """Read vector files and keep their boundaries in the store, replacing what it had of those levels.

    Several files of one level (one a borough, say) are joined. Nothing is written unless all can be read.
    """
    read = [boundaries for path in paths for boundaries in read_boundaries(path)]
    return publish_boundaries(store, read)


def publish_boundaries(store: str | Path, boundaries: Sequence[Boundaries]) -> list[Boundaries]:
    """Keep boundaries in the store, one file a level; small areas first, for wards take their authority from them."""
    levels = [level for level in PLACED if any(each.level is level for each in boundaries)]
    kept = [_joined([each for each in boundaries if each.level is level]) for level in levels]
    small = next((each for each in kept if each.level is not Level.WARD), None)
    kept = [_with_ward_authorities(each, small or _known_areas(store)) for each in kept]
    if kept:
        _put_into(Path(store), kept)
        forget(store)
    return kept


def _put_into(store: Path, boundaries: Sequence[Boundaries]) -> None:
    """All levels by one rename, then each into its place: who is killed in between leaves the old or the new of all."""
    folder = store / "boundaries"
    with writing(store) as staging:
        _finish(folder)
        for each in boundaries:
            save_boundaries(each, staging / _NEXT / f"{each.level}.parquet")
        folder.mkdir(exist_ok=True)
        sync(staging / _NEXT)
        os.rename(staging / _NEXT, folder / _NEXT)  # noqa: PTH104 - the one atomic step, named as such
        sync(folder)
        _finish(folder)


def _finish(folder: Path) -> None:
    """Put registered boundaries into their places; those of a registration that was killed too."""
    if (folder / _NEXT).is_dir():
        for path in sorted((folder / _NEXT).iterdir()):
            path.replace(folder / path.name)
        (folder / _NEXT).rmdir()


def boundaries_for(store: str | Path | None, level: Level) -> Boundaries:
    """The registered boundaries of a level, or the embedded approximate ones where none are registered."""
    registered = _file(store, level) if store is not None else None
    if registered is not None and registered.is_file():
        changed = registered.stat()
        return _cached(registered, changed.st_mtime_ns, changed.st_ino)
    return _cached(Path(str(files("data") / "demonstration" / "boundaries" / f"{level}.parquet")), 0, 0)


def authority_areas(boundaries: Boundaries, authority: str) -> Boundaries:
    """The areas of one authority (its code, E09000033 say) or, for ``all``, every area; maybe none.

    One authority's say nothing of regions: there is nothing to tell apart.
    """
    if authority == ALL:
        return boundaries
    areas = boundaries.areas.drop(columns=REGION_COLUMNS, errors="ignore")
    return with_areas(boundaries, areas[areas["authority_code"] == authority].reset_index(drop=True))


def save_boundaries(boundaries: Boundaries, path: Path) -> None:
    """Write a GeoParquet file whole or not at all; equal boundaries give equal bytes."""
    facts = {
        "level": boundaries.level.value,
        "approximate": boundaries.approximate,
        "source": boundaries.source,
        "licence": boundaries.licence,
        "checksum": boundaries.checksum,
        "notes": list(boundaries.notes),
    }
    table = pa.table(boundaries.areas.to_arrow(index=False, geometry_encoding="WKB"))
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["MultiPolygon"],
                "crs": boundaries.areas.crs.to_json_dict(),
            }
        },
    }
    table = table.replace_schema_metadata({b"geo": json.dumps(geo).encode(), _FACTS: json.dumps(facts).encode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with temporary.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def load_boundaries(path: Path) -> Boundaries:
    """Read a file of ``save_boundaries``; DataError where it is damaged."""
    try:
        areas = gpd.read_parquet(path)
        facts = json.loads(pq.read_schema(path).metadata[_FACTS])
        level = Level(facts["level"])
        if checksum_of(level, areas) != facts["checksum"]:
            raise ValueError("its checksum is wrong")
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise DataError(
            f"the kept boundaries are damaged ({error})", where=str(path), mend="register them again: swp boundaries"
        ) from error
    return Boundaries(
        level,
        areas,
        facts["approximate"],
        facts["source"],
        facts["licence"],
        facts["checksum"],
        tuple(facts["notes"]),
    )


@lru_cache(maxsize=12)
def _cached(path: Path, modified: int, inode: int) -> Boundaries:  # noqa: ARG001 - the two make a new file a new key
    return load_boundaries(path)


def _file(store: str | Path, level: Level) -> Path:
    folder, name = Path(store) / "boundaries", f"{level}.parquet"
    return folder / _NEXT / name if (folder / _NEXT / name).is_file() else folder / name


def _joined(parts: list[Boundaries]) -> Boundaries:
    """Several files of one level as one; a code in two of them is an error, not a choice."""
    if len(parts) == 1:
        return parts[0]
    areas = pd.concat([part.areas for part in parts], ignore_index=True)
    sources = "; ".join(dict.fromkeys(part.source for part in parts))
    twice = areas.loc[areas["code"].duplicated(), "code"]
    if len(twice):
        raise DataError(
            f"{len(twice)} areas of level {LEVEL_NAMES[parts[0].level]} stand in more than one of them",
            where=sources,
            mend="give one file a level",
        )
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    return make_boundaries(
        parts[0].level, areas, source=sources, licence=parts[0].licence, approximate=parts[0].approximate, notes=notes
    )


def _known_areas(store: str | Path) -> Boundaries:
    return boundaries_for(store, Level.LSOA)


def _with_ward_authorities(wards: Boundaries, small: Boundaries) -> Boundaries:
    """Give a ward without authority that of the small areas it overlaps most."""
    if wards.level is not Level.WARD or not wards.areas["authority_code"].isna().any():
        return wards
    areas = wards.areas.copy()
    unknown = np.flatnonzero(areas["authority_code"].isna())
    known = small.areas[small.areas["authority_code"].notna()].reset_index(drop=True)
    shapes, others = areas.geometry.to_numpy(), known.geometry.to_numpy()
    ward, other = shapely.STRtree(others).query(shapes[unknown], predicate="intersects")
    overlap = shapely.area(shapely.intersection(shapes[unknown][ward], others[other]))
    pairs = pd.DataFrame({"ward": unknown[ward], "code": known["authority_code"].to_numpy()[other], "area": overlap})
    shares = pairs.groupby(["ward", "code"])["area"].sum().reset_index()
    shares = shares.sort_values(["ward", "area", "code"], ascending=[True, False, True]).drop_duplicates("ward")
    shares = shares[shares["area"].to_numpy() > shapely.area(shapes[shares["ward"]]) / 2]
    names = dict(zip(known["authority_code"], known["authority_name"], strict=True))
    rows = areas.index[shares["ward"]]
    areas.loc[rows, "authority_code"] = shares["code"].to_numpy()
    areas.loc[rows, "authority_name"] = shares["code"].map(names).to_numpy()
    return replace(with_areas(wards, areas))
