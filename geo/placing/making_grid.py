"""Make the grid of ``geo/placing/grid.py``: which cells lines touch, and which areas the others lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.placing.grid import FINEST, MOST_CELLS, NOWHERE, Grid

_MARGIN: Final = 0.01  # metres: a line that comes so near touches a cell; far more than coordinates are rounded by

Array = NDArray[Any]


@dataclass(frozen=True)
class _Frame:
    """Where the cells lie."""

    west: float
    south: float
    size: float
    columns: int
    rows: int

    def middles(self, cells: Array) -> Array:
        """The points in the middle of cells."""
        return np.asarray(
            shapely.points(
                self.west + (cells % self.columns + 0.5) * self.size,
                self.south + (cells // self.columns + 0.5) * self.size,
            )
        )


def make_grid(shapes: Array, tree: Any) -> Grid | None:
    """The grid over ``shapes`` (prepared, metres), ``tree`` being the STRtree of them; None where there are none."""
    if not len(shapes):
        return None
    frame = _frame(shapely.total_bounds(shapes))
    cell, area = _touched(shapes, frame)
    mixed = np.unique(cell)
    cells = _untouched(frame, mixed, tree, len(shapes))
    cells[mixed] = -2 - np.arange(len(mixed))
    # An area may hold a cell that only other areas' lines touch, where published areas overlap: ask at the middle.
    place, holding = tree.query(frame.middles(mixed), predicate="intersects")
    pairs = np.unique(np.concatenate([cell * len(shapes) + area, mixed[place] * len(shapes) + holding]))
    starts = np.searchsorted(pairs // len(shapes), mixed)
    return Grid(
        frame.west,
        frame.south,
        frame.size,
        frame.columns,
        frame.rows,
        cells,
        np.append(starts, len(pairs)).astype(np.int32),
        (pairs % len(shapes)).astype(np.int32),
    )


def _frame(bounds: Array) -> _Frame:
    west, south, east, north = (float(each) for each in bounds)
    size = max(FINEST, float(np.ceil(np.sqrt((east - west) * (north - south) / MOST_CELLS))))
    columns, rows = (int((high - low) // size) + 3 for low, high in ((west, east), (south, north)))
    return _Frame(west - size, south - size, size, columns, rows)


def _touched(shapes: Array, frame: _Frame) -> tuple[Array, Array]:
    """Cells that lines touch, or nearly, and the areas these are lines of: a pair each, every one once.

    Lines are cut into pieces no longer than a cell, and a piece touches at most the cells around its corners.
    """
    start, end, area = _pieces(shapes, frame.size)
    low = (np.minimum(start, end) - _MARGIN - (frame.west, frame.south)) // frame.size
    high = (np.maximum(start, end) + _MARGIN - (frame.west, frame.south)) // frame.size
    low, more = low.astype(np.int64), (high - low).astype(np.int64)
    first = low[:, 1] * frame.columns + low[:, 0]
    pairs = []
    for east in range(int(more[:, 0].max()) + 1):
        for north in range(int(more[:, 1].max()) + 1):
            there = (east <= more[:, 0]) & (north <= more[:, 1])
            pairs.append((first[there] + north * frame.columns + east) * len(shapes) + area[there])
    every = np.unique(np.concatenate(pairs))
    return every // len(shapes), every % len(shapes)


def _pieces(shapes: Array, longest: float) -> tuple[Array, Array, Array]:
    """All lines of the shapes in pieces: (pieces, 2) where each begins and ends, (pieces,) whose it is."""
    parts, owner = shapely.get_parts(shapes, return_index=True)  # rings of a MultiPolygon are those of its parts
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    along = np.flatnonzero(ring[1:] == ring[:-1])
    start, way = points[along], points[along + 1] - points[along]
    many = np.maximum(np.ceil(np.hypot(*way.T) / longest), 1).astype(np.int64)
    line = np.repeat(np.arange(len(along)), many)
    number = np.arange(len(line)) - np.repeat(np.cumsum(many) - many, many)
    step = (way / many[:, None])[line]
    begin = start[line] + step * number[:, None]
    return begin, begin + step, owner[part[ring[along]]][line]


def _untouched(frame: _Frame, mixed: Array, tree: Any, areas: int) -> Array:
    """(cells,) int32: the lowest number of the areas that hold each cell, -1 for none; mixed cells are -1 too.

    Cells that hang together without a line between them lie in the same areas, so one of them is asked for all.
    """
    # Imported here: SciPy takes half a second, and grids are mostly read from where they are kept.
    from scipy.ndimage import label

    free = np.ones(frame.rows * frame.columns, dtype=bool)
    free[mixed] = False
    patch, patches = label(free.reshape(frame.rows, frame.columns))
    patch = patch.ravel()
    one = np.zeros(patches + 1, dtype=np.int64)
    cells = np.flatnonzero(free)
    one[patch[cells]] = cells
    lowest = np.full(patches + 1, areas, dtype=np.int64)
    place, holding = tree.query(frame.middles(one[1:]), predicate="intersects")
    np.minimum.at(lowest[1:], place, holding)
    lowest[lowest == areas] = NOWHERE
    lowest[0] = NOWHERE
    return lowest[patch].astype(np.int32)
