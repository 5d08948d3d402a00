"""Geometry of synthetic areas: cells around points that share their borders exactly, with winding lines."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
PARTS: Final = 6  # pieces of one straight border; about 35 vertices an area, as official generalised lines have
GRID: Final = 0.01  # metres to which all vertices are rounded, so that neighbours' are equal
_WAVES: Final = (700.0, 2_500.0, 9_000.0, 40_000.0)  # metres
_SLOPE: Final = 0.12  # of each wave: together less than 1, so that nothing folds over


def cells(points: Floats, land: Any) -> Any:
    """(points,) polygons: the part of ``land`` nearest to each point (metres), borders not yet winding."""
    found = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land, ordered=True)
    whole = shapely.get_parts(found)
    shapely.prepare(land)
    coastal = ~shapely.contains_properly(land, whole)
    whole[coastal] = shapely.intersection(whole[coastal], land)
    return whole


def winding(shapes: Any) -> Any:
    """The same polygons with winding borders, still shared exactly: ``warped`` of borders cut into short pieces."""
    part, owner = shapely.get_parts(shapes, return_index=True)
    ring, of_part = shapely.get_rings(part, return_index=True)
    if len(ring) != len(part):
        raise ValueError("a cell has a hole")
    corners, of_ring = shapely.get_coordinates(ring, return_index=True)
    points, number = cut(np.round(corners / GRID) * GRID, of_ring)
    rings = shapely.linearrings(np.round(warped(points) / GRID) * GRID, indices=number)
    polygons = shapely.polygons(rings)
    return shapely.multipolygons(polygons, indices=owner[of_part])


def cut(corners: Floats, ring: npt.NDArray[np.intp]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Closed rings with each side cut into ``PARTS``: their points, and the ring of each.

    A side is cut from its lower end whichever way it is walked, so that both its areas get the same points.
    """
    side = np.flatnonzero(ring[1:] == ring[:-1])
    start, end = corners[side], corners[side + 1]
    moves = (start != end).any(axis=1)
    start, end, number = start[moves], end[moves], ring[side][moves]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    step = np.arange(PARTS)[None, :, None] / PARTS
    forward = low[:, None, :] + (high - low)[:, None, :] * step
    last = low + (high - low) * 1.0
    backward = np.concatenate([last[:, None, :], forward[:, :0:-1, :]], axis=1)
    return np.where(turned[:, None, None], backward, forward).reshape(-1, 2), np.repeat(number, PARTS)


def warped(points: Floats) -> Floats:
    """Points (metres) moved by a sum of waves, without folding: neighbours stay neighbours."""
    moved = points.copy()
    for number, length in enumerate(_WAVES):
        for axis in (0, 1):
            angle = 0.7 + 1.9 * number + 1.1 * axis
            along = points[:, 0] * np.cos(angle) + points[:, 1] * np.sin(angle)
            moved[:, axis] += _SLOPE * length / (2 * np.pi) * np.sin(2 * np.pi * along / length + number)
    return moved
