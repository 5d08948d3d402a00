"""Shapes of the worlds made by hand: small areas are squares in a row, wider areas are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from data.levels import Level
from geo.shapes.areas import make_boundaries
from geo.shapes.boundaries import save_boundaries
from geo.shapes.drawn_files import save_map_file
from geo.shapes.map_file import map_file
from tests.geo.squares import square

Rows = Mapping[str, Sequence[tuple[str, ...]]]  # by level: code, name, ward and, of several authorities, whose it is


def write_shapes(folder: Path, areas: Rows) -> dict[str, dict[str, Any]]:
    """Write the shapes of every level into a release's folder; what its manifest says of them."""
    (folder / "boundaries").mkdir()
    made = {
        level: make_boundaries(Level(level), shaped(level, areas), source="a test", licence="none") for level in areas
    }
    described = {}
    for level, boundaries in made.items():
        save_boundaries(boundaries, folder / "boundaries" / f"{level}.parquet")
        wards = {code: ward for code, _, ward, *_ in areas[level]}
        display = save_map_file(folder / "boundaries", level, map_file(boundaries, made["ward"], wards))
        described[level] = {
            "approximate": False, "display": display, "source": "a test", "licence": "none", "areas": len(areas[level]), "hexagons": True,
        }  # fmt: skip
    return described


def shaped(level: str, areas: Rows) -> gpd.GeoDataFrame:
    """The areas of a level: those small areas of 2021 that are none of 2011 lie after the others."""
    columns = {code: number for number, (code, *_) in enumerate(areas["lsoa"])}
    columns |= {code: len(columns) for code, *_ in areas["lsoa21"] if code not in columns}
    small = [row for row in areas["lsoa"] if level != "lsoa21" or row in areas["lsoa21"]]

    def shape(code: str) -> Any:
        if code in columns:
            return square(columns[code], 0)
        return shapely.union_all([square(columns[row[0]], 0) for row in small if code in row[2:] or level == "region"])

    rows = areas[level]
    return gpd.GeoDataFrame(
        {"code": [row[0] for row in rows], "name": [row[1] for row in rows]},
        geometry=[shape(row[0]) for row in rows],
        crs="EPSG:27700",
    )
