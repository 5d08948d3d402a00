"""Hexagons in place of shapes: the same areas in the same order, one cell each (as ``assets/map_hexagons.js`` draws them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import Any, Final

APART: Final = 0.002  # degrees from cell to cell around 0, 0, where a degree is as long either way
STEPS: Final = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))  # counter-clockwise from the east

Cell = tuple[int, int]
Place = tuple[float, float]


def hexagon_shapes(shapes: Mapping[str, Any]) -> dict[str, Any] | None:
    """The display geometry with a hexagon for each area and the wards around theirs; None where it has no cells."""
    flat: Sequence[int] = shapes.get("hexagons") or ()
    features = (shapes.get("areas") or {}).get("features", [])
    if not features or len(flat) != 2 * len(features):
        return None
    cells = list(zip(flat[::2], flat[1::2], strict=True))
    areas = [feature | {"geometry": polygon([ring(cell)])} for feature, cell in zip(features, cells, strict=True)]
    wards = []
    for ward in (shapes.get("wards") or {}).get("features", []):
        code, name = ward["properties"]["code"], ward["properties"]["name"]
        own = [
            cell
            for cell, feature in zip(cells, features, strict=True)
            if code == feature["properties"]["code"] or name == feature["properties"].get("ward")
        ]
        if own:
            wards.append({"properties": {"code": code, "name": name}, "geometry": polygon(outline(own))})
    return {"areas": {"features": areas}, "wards": {"features": wards}}


def polygon(rings: list[list[Place]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": rings}


def ring(cell: Cell) -> list[Place]:
    """The corners of a cell, the first once more at the end."""
    return [corner(cell, place) for place in (*range(6), 0)]


def corner(cell: Cell, place: int) -> Place:
    """One corner, counter-clockwise; neighbours have it alike to the last digit."""
    column, row = cell
    angle = pi / 180 * (60 * (place % 6) - 30)
    x, y = APART * (column + row / 2), APART * sqrt(3) / 2 * row
    return round(x + APART / sqrt(3) * cos(angle), 8), round(y + APART / sqrt(3) * sin(angle), 8)


def outline(cells: Sequence[Cell]) -> list[list[Place]]:
    """The lines around some cells: sides that no other of them shares, end to end."""
    own = set(cells)
    following = {
        corner(cell, side): corner(cell, side + 1)
        for cell in cells
        for side, (column, row) in enumerate(STEPS)
        if (cell[0] + column, cell[1] + row) not in own
    }
    rings = []
    while following:
        at = next(iter(following))
        found = [at]
        while at in following:
            at = following.pop(at)
            found.append(at)
        rings.append(found)
    return rings
