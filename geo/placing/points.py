"""Points to areas: exact, each distinct point once, a point on a line always to the same area."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.placing.grid import FINEST, MOST_CELLS, Grid, grid_from_bytes
from geo.placing.making_grid import make_grid
from geo.shapes.areas import Boundaries
from geo.shapes.kept import digest, kept, text_of
from geo.shapes.projection import to_grid

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

_CELLS_A_POINT: Final = 8  # making so many cells of a grid takes as long as finding one point without it
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # odd; spreads the bits of one coordinate over those of the other


@dataclass(frozen=True)
class DistinctPoints:
    """Distinct points in metres (EPSG:27700) and, for each row asked about, the number of its point or -1."""

    row: Rows
    easting: Floats
    northing: Floats


@dataclass(frozen=True)
class AreaIndex:
    """The areas of one level ready for points; an area's number is its place in the order of codes.

    ``folder`` is where the grid over them is kept; without one it is made once enough points have been asked about.
    """

    boundaries: Boundaries
    folder: Path | None = None
    codes: NDArray[np.object_] = field(init=False, repr=False, compare=False)
    _shapes: Any = field(init=False, repr=False, compare=False)
    _tree: Any = field(init=False, repr=False, compare=False)
    _known: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)  # asked, grid

    def __post_init__(self) -> None:
        shapes = self.boundaries.areas.geometry.to_numpy()
        shapely.prepare(shapes)
        object.__setattr__(self, "_shapes", shapes)
        object.__setattr__(self, "_tree", shapely.STRtree(shapes))
        object.__setattr__(self, "codes", np.asarray(self.boundaries.areas["code"].to_numpy(dtype=object)))

    def areas_at(self, easting: Floats, northing: Floats) -> Rows:
        """Number of the area each point (metres, EPSG:27700) lies in, -1 for none.

        A line belongs to the areas on both sides; of these the lowest code counts, so that a point on a shared
        line goes to exactly one area, always the same, and a point on the outer line is inside.
        """
        number = np.full(len(easting), -1, dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(easting) & np.isfinite(northing))
        grid = self._grid(len(usable)) if len(usable) else None
        if grid is not None:
            number[usable] = grid.areas_at(self._shapes, easting[usable], northing[usable])
        elif len(usable):
            number[usable] = self._by_tree(easting[usable], northing[usable])
        return number

    def _by_tree(self, easting: Floats, northing: Floats) -> Rows:
        number = np.full(len(easting), len(self.codes), dtype=np.intp)
        point, area = self._tree.query(shapely.points(easting, northing), predicate="intersects")
        np.minimum.at(number, point, area)
        number[number == len(self.codes)] = -1
        return number

    def _grid(self, points: int) -> Grid | None:
        """The grid, where it is kept or making it pays for the points asked about so far and now."""
        self._known["asked"] = self._known.get("asked", 0) + points
        if "grid" not in self._known and (self._pays() or self._is_kept()):
            self._known["grid"] = self.grid()
        grid: Grid | None = self._known.get("grid")
        return grid

    def _pays(self) -> bool:
        west, south, east, north = shapely.total_bounds(self._shapes) if len(self._shapes) else (0.0, 0.0, 0.0, 0.0)
        cells = min((east - west) * (north - south) / FINEST**2, MOST_CELLS)
        return bool(self._known["asked"] * _CELLS_A_POINT > cells)

    def _is_kept(self) -> bool:
        if "name" not in self._known:
            self._known["name"] = self._grid_name()
        return self.folder is not None and (self.folder / self._known["name"]).exists()

    def _grid_name(self) -> str:
        code = text_of(Path(__file__).parent / name for name in ("grid.py", "making_grid.py"))
        return f"grid-{digest([self.boundaries.checksum, code, shapely.geos_version_string])}"

    def grid(self) -> Grid | None:
        """The grid over these areas, from where it is kept, or made and kept now; None without areas."""
        if self.folder is None or not len(self._shapes):
            return make_grid(self._shapes, self._tree)

        def make() -> bytes:
            made = make_grid(self._shapes, self._tree)
            return b"" if made is None else made.to_bytes()

        return grid_from_bytes(kept(self.folder, self._grid_name(), make))


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
    x, y = to_grid(*second) if len(second[0]) else second
    return DistinctPoints(row, np.concatenate([first[0], x]), np.concatenate([first[1], y]))


def distinct_pairs(x: Floats, y: Floats) -> tuple[Rows, tuple[Floats, Floats]]:
    """Number of each pair among the distinct ones in the order of their first appearance, and these; exact.

    The bits of both coordinates are mixed into one key. Should two different pairs ever have the same, each coordinate
    is numbered by itself and the numbers are packed into one key.
    """
    if not len(x):
        return np.empty(0, dtype=np.intp), (x, y)
    x, y = x + 0.0, y + 0.0  # minus zero is zero
    number, keys = pd.factorize((x.view(np.uint64) * _MIX) ^ y.view(np.uint64))
    first = np.empty(len(keys), dtype=np.intp)
    first[number[::-1]] = np.arange(len(number) - 1, -1, -1)
    x_found, y_found = x[first], y[first]
    if np.array_equal(x_found[number], x) and np.array_equal(y_found[number], y):
        return number, (x_found, y_found)
    x_number, x_values = pd.factorize(x)
    y_number, y_values = pd.factorize(y)
    number, packed = pd.factorize(x_number.astype(np.int64) * len(y_values) + y_number)
    return number, (np.asarray(x_values)[packed // len(y_values)], np.asarray(y_values)[packed % len(y_values)])
