"""Shapes of a release's display geometry (GeoJSON, degrees) as paths on a sheet, and points inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any, Final

from layouts.pack.vector import trimmed

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom
SCAN_LINES: Final = 9  # tried for the widest place of a shape


@dataclass(frozen=True)
class Frame:
    """Where degrees lie on a sheet: local equirectangular, north up, the extent in the middle of the box."""

    west: float
    north: float
    across: float  # of a degree of longitude against one of latitude
    scale: float  # points for each degree of latitude
    left: float
    top: float

    def point(self, place: Sequence[float]) -> Point:
        return (
            self.left + (place[0] - self.west) * self.across * self.scale,
            self.top + (self.north - place[1]) * self.scale,
        )

    def rings(self, geometry: Mapping[str, Any]) -> list[Ring]:
        """Every ring of a (multi)polygon, on the sheet."""
        return [[self.point(place) for place in ring] for ring in rings_of(geometry)]


def rings_of(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    """Every ring of a polygon or multipolygon, holes included."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons if geometry["type"] in ("Polygon", "MultiPolygon") else []:
        yield from polygon


def frame_around(geometries: Iterable[Mapping[str, Any]], width: float, height: float, pad: float) -> Frame:
    """The frame in which shapes fill a box of this size but for ``pad`` on each side."""
    places = [place for geometry in geometries for ring in rings_of(geometry) for place in ring]
    west, east = min(place[0] for place in places), max(place[0] for place in places)
    south, north = min(place[1] for place in places), max(place[1] for place in places)
    across = cos(radians((south + north) / 2))
    wide, high = (east - west) * across, north - south
    scale = min((width - 2 * pad) / wide, (height - 2 * pad) / high)
    return Frame(west, north, across, scale, (width - wide * scale) / 2, (height - high * scale) / 2)


def path_of(rings: Iterable[Ring]) -> str:
    """Rings as the ``d`` of a path."""
    return "".join(f"M{'L'.join(f'{trimmed(x)} {trimmed(y)}' for x, y in ring[:-1])}Z" for ring in rings)


def crossings(rings: Iterable[Ring], y: float) -> list[float]:
    """Where a level line meets the shape, from left to right."""
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y):
                found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return sorted(found)


def covers(rings: Iterable[Ring], point: Point) -> bool:
    """Whether a shape holds a point (even-odd rule)."""
    return sum(x > point[0] for x in crossings(rings, point[1])) % 2 == 1


def places_inside(rings: Sequence[Ring]) -> list[tuple[Point, float]]:
    """Middles of the widest stretches inside a shape with their widths, widest first."""
    ys = [y for ring in rings for _, y in ring]
    low, high = min(ys), max(ys)
    found = []
    for step in range(1, SCAN_LINES + 1):
        y = low + (high - low) * step / (SCAN_LINES + 1)
        cuts = crossings(rings, y)
        from_middle = abs(step / (SCAN_LINES + 1) - 0.5)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            found.append(((end - start) * (1 - from_middle), ((start + end) / 2, y), end - start))
    return [(point, width) for _, point, width in sorted(found, key=lambda one: -one[0])]


def bounds_of(rings: Iterable[Sequence[Sequence[float]]]) -> Box:
    """The least and the most of both coordinates: left, top, right, bottom on a sheet."""
    xs, ys = zip(*((point[0], point[1]) for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
