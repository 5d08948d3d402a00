"""A fine grid over areas that answers most points without looking at a shape, and exactly.

A cell that no line touches lies in the same areas throughout, so that one answer does for all of it; a cell that a
line touches, or nearly, lists the areas it may lie in, and only these are looked at.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

FINEST: Final = 25.0  # metres; cells are larger only where there would be too many
MOST_CELLS: Final = 8_000_000
NOWHERE: Final = -1

_HEAD: Final = ("west", "south", "size", "columns", "rows")

Array = NDArray[Any]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Grid:
    """What is known of each cell.

    Attributes
    ----------
    west, south, size : of the cells, metres (EPSG:27700). columns, rows : how many there are.
    cells : (rows * columns,) the lowest number of the areas that hold the cell, -1 for none; -2, -3, ... for the
        first, second, ... cell that has to be looked at.
    starts, areas : the areas that such a cell may lie in, ``areas[starts[i]:starts[i + 1]]``.
    """

    west: float
    south: float
    size: float
    columns: int
    rows: int
    cells: Array
    starts: Array
    areas: Array

    def areas_at(self, shapes: Array, easting: Array, northing: Array) -> Rows:
        """Number of the first of ``shapes`` each point lies in or on the line of, -1 for none; points are finite."""
        column, row = np.floor((easting - self.west) / self.size), np.floor((northing - self.south) / self.size)
        within = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        cell = np.where(within, row * self.columns + column, 0).astype(np.intp)
        number = np.where(within, self.cells[cell], NOWHERE).astype(np.intp)
        unsure = np.flatnonzero(number < NOWHERE)
        if len(unsure):
            number[unsure] = self._looked_at(shapes, -2 - number[unsure], easting[unsure], northing[unsure])
        return number

    def _looked_at(self, shapes: Array, mixed: Rows, easting: Array, northing: Array) -> Rows:
        """The same for points in cells that have to be looked at, by the numbers of these."""
        result = np.full(len(mixed), NOWHERE, dtype=np.intp)
        left, asked = np.arange(len(mixed)), self.starts[mixed]
        end = self.starts[mixed + 1]
        while len(left):  # the lowest area first; what lies in it needs no other
            order = np.argsort(self.areas[asked[left]], kind="stable")  # one shape after the other: twice as fast
            left = left[order]
            area = self.areas[asked[left]]
            inside = shapely.intersects_xy(shapes[area], easting[left], northing[left])
            result[left[inside]] = area[inside]
            left = left[~inside]
            asked[left] += 1
            left = left[asked[left] < end[left]]
        return result

    def to_bytes(self) -> bytes:
        """The grid in as few bytes as ``grid_from_bytes`` can open quickly."""
        head = [np.array([getattr(self, name)], dtype=np.float64) for name in _HEAD]
        columns = [pa.array(each) for each in (*head, self.cells, self.starts, self.areas)]
        file = io.BytesIO()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        for column in columns:
            table = pa.table({"values": column})
            with pa.ipc.new_stream(file, table.schema, options=options) as writer:
                writer.write_table(table)
        return file.getvalue()


def grid_from_bytes(content: bytes) -> Grid:
    """A grid as ``Grid.to_bytes`` wrote it."""
    file = pa.BufferReader(content)
    found = []
    for _ in range(len(_HEAD) + 3):
        with pa.ipc.open_stream(file) as stream:
            found.append(stream.read_all().column("values").to_numpy())
    west, south, size, columns, rows = (float(each[0]) for each in found[: len(_HEAD)])
    return Grid(west, south, size, int(columns), int(rows), *found[len(_HEAD) :])
