"""What the browser's map draws, as one file for each level: areas, the lines over them, first view, orientation."""

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
from geo.shapes.display import Drawn, drawn
from geo.shapes.drawn_files import ARCS
from geo.shapes.hexagons import hexagon_cells
from geo.shapes.kept_hexagons import kept_hexagons
from geo.shapes.topology import DECIMALS, pack_shapes
from geo.statistics.neighbours import neighbour_pairs

ORIENTATION: Final = REFERENCE / "orientation.geojson"
_LONDON: Final = (-0.51, 51.28, 0.33, 51.69)  # where a level has no areas: its boundaries are not registered
MOST_HEXAGONS: Final = 1000  # areas; of all London the cells would take a minute to find, and be too small to choose
_MOST_BEYOND: Final = 9  # times the drawing's extent: over more of a map it would be a patch that tells nothing
_NEAR_DEGREES: Final = 0.02  # orientation beyond the areas, so that the river's far bank is not cut off


def map_file(
    areas: Boundaries | Drawn,
    wards: Boundaries | Drawn,
    ward_of: Mapping[str, str],
    drawn_before: Iterable[Path] = (),
    *,
    with_hexagons: bool = True,
) -> bytes:
    """Compact JSON: ``areas`` (``code``, ``name``, and of each the place of its ward in ``wards``, -1 without one), in
    the order of codes; ``wards``, the larger areas whose lines and names lie over them (``code``, ``name``,
    ``label``); ``shapes`` of the areas, then of the wards (``geo.shapes.topology``); ``home`` ([[west, south], [east, north]] of
    all areas) and ``orientation`` (or null). Degrees, five decimals.

    ``ward_of``: the code of the ward of an area, by its own. ``hexagons``: the cell of each area, q and r of the
    first, then of the second ...; none of very many areas, or not ``with_hexagons``. Cells that a release in
    ``drawn_before`` gave the same areas are taken over.
    """
    shown, lines = drawn(areas), drawn(wards)
    boundaries = shown.boundaries
    codes, line_codes = boundaries.areas["code"].tolist(), lines.boundaries.areas["code"].tolist()
    place = {code: number for number, code in enumerate(line_codes)}
    extent = shapely.total_bounds(shown.shapes) if len(shown.shapes) else _LONDON
    west, south, east, north = (round(float(value), DECIMALS) for value in extent)
    return orjson.dumps(
        {
            "form": ARCS,
            "areas": {
                "code": codes,
                "name": boundaries.areas["name"].tolist(),
                "ward": [place.get(ward_of.get(code, ""), -1) for code in codes],
            },
            "wards": {
                "code": line_codes,
                "name": lines.boundaries.areas["name"].tolist(),
                "label": np.round(shapely.get_coordinates(centres(lines.shapes)), DECIMALS).tolist(),
            },
            "shapes": pack_shapes([*map(rings_of, shown.shapes), *map(rings_of, lines.shapes)]),
            "home": [[west, south], [east, north]],
            "orientation": orientation(shapely.box(west, south, east, north)),
            "hexagons": _cells(boundaries, lines.boundaries, ward_of, drawn_before) if with_hexagons else [],
        }
    )


def rings_of(shape: Any) -> list[list[Any]]:
    """The rings of each polygon of a shape, outer ones counter-clockwise as RFC 7946 asks."""
    polygons = shapely.get_parts(shapely.orient_polygons(shape))
    return [[shapely.get_coordinates(ring) for ring in (each.exterior, *each.interiors)] for each in polygons]


def _cells(
    boundaries: Boundaries, wards: Boundaries, ward_of: Mapping[str, str], drawn_before: Iterable[Path]
) -> list[int]:
    names = dict(zip(wards.areas["code"], wards.areas["name"], strict=True))
    ward_name = {code: names.get(ward_of.get(code, ""), "") for code in boundaries.areas["code"]}
    kept = kept_hexagons(drawn_before, boundaries.level, boundaries, ward_name)
    return hexagons(boundaries, ward_of) if kept is None else kept


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


def orientation(frame: Any) -> dict[str, Any] | None:
    """River, parks and landmarks near the areas; None where we know of none, or of those of a small part only."""
    known = json.loads(ORIENTATION.read_text(encoding="utf-8"))
    shapes = [shapely.geometry.shape(each["geometry"]) for each in known["features"]]
    if frame.area > _MOST_BEYOND * shapely.box(*shapely.total_bounds(shapes)).area:
        return None
    near = shapely.buffer(frame, _NEAR_DEGREES)
    kept = [each for each, shape in zip(known["features"], shapes, strict=True) if shapely.intersects(shape, near)]
    return {"type": "FeatureCollection", "features": kept} if kept else None
