"""What the browser's map draws, as one file for each level: areas, ward lines, first view, orientation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import shapely

from data.categories import REFERENCE
from geo.shapes.areas import Boundaries
from geo.shapes.display import coverage_in_degrees
from geo.shapes.hexagons import hexagon_cells
from geo.shapes.kept_hexagons import kept_hexagons
from geo.statistics.neighbours import neighbour_pairs

ORIENTATION: Final = REFERENCE / "orientation.geojson"
_DECIMALS: Final = 5
_LONDON: Final = (-0.51, 51.28, 0.33, 51.69)  # where a level has no areas: its boundaries are not registered
MOST_HEXAGONS: Final = 1000  # areas; of all London the cells would take a minute to find, and be too small to choose
_NEAR_DEGREES: Final = 0.02  # orientation beyond the areas, so that the river's far bank is not cut off


def map_file(
    boundaries: Boundaries, wards: Boundaries, ward_of: Mapping[str, str], drawn_before: Iterable[Path] = ()
) -> bytes:
    """Compact JSON: ``areas`` (code, name, ward) in the order of codes, ``wards`` (code, name, label),
    ``home`` ([[west, south], [east, north]] of all areas) and ``orientation`` (or null); degrees, five decimals.
    ``hexagons``: the cell of each area, q and r of the first, then of the second ...; none of very many areas. Cells
    that a release in ``drawn_before`` gave the same areas are taken over."""
    shapes, lines = coverage_in_degrees(boundaries), coverage_in_degrees(wards)
    ward_names = dict(zip(wards.areas["code"], wards.areas["name"], strict=True))
    extent = shapely.total_bounds(shapes) if len(shapes) else _LONDON
    west, south, east, north = (round(float(value), _DECIMALS) for value in extent)
    ward_name = {code: ward_names.get(ward_of.get(code, ""), "") for code in boundaries.areas["code"]}
    kept = kept_hexagons(drawn_before, boundaries.level, boundaries, ward_name)
    areas = [
        {"code": code, "name": name, "ward": ward_name[code]}
        for code, name in zip(boundaries.areas["code"], boundaries.areas["name"], strict=True)
    ]
    labels = shapely.get_coordinates(centres(lines))
    outlines = [
        {"code": code, "name": name, "label": [round(float(x), _DECIMALS), round(float(y), _DECIMALS)]}
        for code, name, (x, y) in zip(wards.areas["code"], wards.areas["name"], labels, strict=True)
    ]
    return orjson.dumps(
        {
            "areas": collection(areas, shapes),
            "wards": collection(outlines, lines),
            "home": [[west, south], [east, north]],
            "orientation": orientation(shapely.box(west, south, east, north)),
            "hexagons": hexagons(boundaries, ward_of) if kept is None else kept,
        }
    )


def hexagons(boundaries: Boundaries, ward_of: Mapping[str, str]) -> list[int]:
    """The cells of the areas, in their order, as one list of whole numbers: q, r, q, r ..."""
    shapes = boundaries.areas.geometry.to_numpy()
    if not 0 < len(shapes) <= MOST_HEXAGONS:
        return []
    pairs, _ = neighbour_pairs(shapes) if len(shapes) > 1 else (np.empty((0, 2), dtype=np.int64), [])
    points = shapely.get_coordinates(shapely.centroid(shapes))
    wards = [ward_of.get(code, "") for code in boundaries.areas["code"]]
    cells: list[int] = hexagon_cells(points, pairs, wards).ravel().tolist()
    return cells


def centres(shapes: Any) -> Any:
    """A point well inside each shape, for its name: the middle of the largest circle it holds."""
    circles = shapely.maximum_inscribed_circle(shapes)
    return shapely.get_point(circles, 0)


def collection(properties: list[dict[str, Any]], shapes: Any) -> dict[str, Any]:
    """A GeoJSON FeatureCollection, outer rings counter-clockwise as RFC 7946 asks."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": known,
                "geometry": shapely.geometry.mapping(shapely.orient_polygons(shape)),
            }
            for known, shape in zip(properties, shapes, strict=True)
        ],
    }


def orientation(frame: Any) -> dict[str, Any] | None:
    """River, parks and landmarks near the areas; None where we know of none."""
    drawn = json.loads(ORIENTATION.read_text(encoding="utf-8"))
    near = shapely.buffer(frame, _NEAR_DEGREES)
    kept = [each for each in drawn["features"] if shapely.intersects(shapely.geometry.shape(each["geometry"]), near)]
    return {"type": "FeatureCollection", "features": kept} if kept else None
