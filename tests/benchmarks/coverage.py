"""Small areas for the benchmark: London's own where the real file is here, else an invented coverage of the same size."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

from data.levels import Level
from geo.shapes.areas import Boundaries, make_boundaries
from geo.shapes.boundary_files import read_boundaries

Array = npt.NDArray[Any]

COLUMNS_OF_CELLS, ROWS_OF_CELLS = 65, 75
AREAS: Final = 4_835
SIDE_M: Final = 600.0
WEST_M, SOUTH_M = 503_600.0, 155_900.0
BENDS: Final = 7  # points within each line between two corners: about 33 for an area, as in London
SHIFT: Final = 0.3  # of a side: corners; a third of it: bends


def real_coverage(file: Path) -> Boundaries:
    """The 2011 small areas of London, as published."""
    return next(each for each in read_boundaries(file) if each.level is Level.LSOA)


def invented_coverage(seed: int = 1) -> Boundaries:
    """4,835 areas of crooked lines that neighbours share; no gap and no overlap."""
    rng = np.random.default_rng(seed)
    shape = (COLUMNS_OF_CELLS + 1, ROWS_OF_CELLS + 1)
    grid = np.stack(np.meshgrid(np.arange(shape[0]), np.arange(shape[1]), indexing="ij"), axis=-1)
    corners = (grid + rng.uniform(-SHIFT, SHIFT, grid.shape)) * SIDE_M + (WEST_M, SOUTH_M)
    across = bent(corners[:-1], corners[1:], rng)  # from each corner to the next one east
    upwards = bent(corners[:, :-1], corners[:, 1:], rng)  # and north
    cells = [(column, row) for column in range(COLUMNS_OF_CELLS) for row in range(ROWS_OF_CELLS)][:AREAS]
    shapes = [ring(across, upwards, column, row) for column, row in cells]
    codes = [f"E01{number:06}" for number in range(AREAS)]
    names = [f"Westminster {number:04}A" for number in range(AREAS)]
    frame = geopandas.GeoDataFrame({"code": codes, "name": names}, geometry=shapes, crs=27700)
    return make_boundaries(Level.LSOA, frame, source="invented", licence="none")


def bent(start: Array, end: Array, rng: np.random.Generator) -> Array:
    """(..., points, 2): lines from each start to its end, the end left out, with bends between."""
    along = np.linspace(0, 1, BENDS + 2)[:-1, None]
    lines = start[..., None, :] * (1 - along) + end[..., None, :] * along
    lines[..., 1:, :] += rng.uniform(-SHIFT / 3, SHIFT / 3, lines[..., 1:, :].shape) * SIDE_M / 3
    return lines


def ring(across: Array, upwards: Array, column: int, row: int) -> Any:
    """The cell of the grid as a polygon: south, east, north and west line, counter-clockwise."""
    south, east = across[column, row], upwards[column + 1, row]
    north, west = across[column, row + 1], upwards[column, row]
    corner = upwards[column + 1, row + 1, :1] if row + 1 < ROWS_OF_CELLS else None
    corner = corner_north_east(across, upwards, column, row) if corner is None else corner
    points = np.concatenate([south, east, corner, north[:0:-1], north[:1], west[:0:-1]])
    return shapely.Polygon(points)


def corner_north_east(across: Array, upwards: Array, column: int, row: int) -> Array:
    """The corner where a cell's east and north line meet, from a line that starts there."""
    if column + 1 < COLUMNS_OF_CELLS:
        return across[column + 1, row + 1, :1]
    return upwards[column + 1, row, -1:]


def spread_points(boundaries: Boundaries, count: int, seed: int = 1) -> tuple[Array, Array]:
    """Eastings and northings over the boxes of the areas, as many for each; one in fifty is thrown far off."""
    rng = np.random.default_rng(seed)
    west, south, east, north = boundaries.areas.geometry.bounds.to_numpy()[
        rng.integers(0, len(boundaries.areas), count)
    ].T
    x, y = rng.uniform(west, east), rng.uniform(south, north)
    far = rng.random(count) < 0.02
    return np.where(far, x + 200_000.0, x), y


def snapped_points(boundaries: Boundaries, count: int, times: int, seed: int = 1) -> tuple[Array, Array]:
    """Points on whole metres, each of which stands there about ``times`` times."""
    x, y = (np.round(each) for each in spread_points(boundaries, count // times, seed))
    drawn = np.random.default_rng(seed + 1).integers(0, len(x), count)
    return x[drawn], y[drawn]
