"""Points to areas: exact, each distinct point once, a point on a line always to the same area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.shapes.areas import Boundaries
from geo.shapes.projection import to_grid

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class DistinctPoints:
    """Distinct points in metres (EPSG:27700) and, for each row asked about, the number of its point or -1."""

    row: Rows
    easting: Floats
    northing: Floats


@dataclass(frozen=True)
class AreaIndex:
    """The areas of one level ready for points; an area's number is its place in the order of codes."""

    boundaries: Boundaries
    _tree: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shapes = self.boundaries.areas.geometry.to_numpy()
        shapely.prepare(shapes)
        object.__setattr__(self, "_tree", shapely.STRtree(shapes))

    @property
    def codes(self) -> NDArray[np.object_]:
        return np.asarray(self.boundaries.areas["code"].to_numpy(dtype=object))

    def areas_at(self, easting: Floats, northing: Floats) -> Rows:
        """Number of the area each point (metres, EPSG:27700) lies in, -1 for none.

        A line belongs to the areas on both sides; of these the lowest code counts, so that a point on a shared
        line goes to exactly one area, always the same, and a point on the outer line is inside.
        """
        number = np.full(len(easting), len(self.codes), dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(easting) & np.isfinite(northing))
        points = shapely.points(easting[usable], northing[usable])
        point, area = self._tree.query(points, predicate="intersects")
        np.minimum.at(number, usable[point], area)
        number[number == len(self.codes)] = -1
        return number


def distinct_points(records: pd.DataFrame) -> DistinctPoints:
    """The distinct points of records: easting and northing where both are given, else longitude and latitude.

    Points are equal only if both numbers are, bit for bit; each distinct one is projected once.
    """
    east, north = (records[name].to_numpy(dtype=float) for name in ("easting", "northing"))
    lon, lat = (records[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    metres = ~np.isnan(east) & ~np.isnan(north)
    degrees = ~metres & ~np.isnan(lon) & ~np.isnan(lat)
    row = np.full(len(records), -1, dtype=np.intp)
    row[metres], first = distinct_pairs(east[metres], north[metres])
    projected, second = distinct_pairs(lon[degrees], lat[degrees])
    row[degrees] = projected + len(first[0])
    x, y = to_grid(*second)
    return DistinctPoints(row, np.concatenate([first[0], x]), np.concatenate([first[1], y]))


def distinct_pairs(x: Floats, y: Floats) -> tuple[Rows, tuple[Floats, Floats]]:
    """Number of each pair among the distinct ones, and these; exact, for each coordinate is numbered by itself
    and only the numbers are packed into one key."""
    x_number, x_values = pd.factorize(x)
    y_number, y_values = pd.factorize(y)
    key = x_number.astype(np.int64) * max(len(y_values), 1) + y_number
    number, keys = pd.factorize(key)
    width = max(len(y_values), 1)
    return number, (np.asarray(x_values)[keys // width], np.asarray(y_values)[keys % width])
