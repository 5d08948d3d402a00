"""A hexagon for every area: cells of a hexagonal grid that keep north up, neighbours together and wards in one piece.

Small areas hold about as many residents each, so equal hexagons show what a map hides where areas are small. In three
steps: the areas' middles are spread until neighbours lie one cell apart (springs, after Dorling 1996, Area Cartograms);
each is assigned its own cell so that the sum of squared ways is least; then areas change places, or move to a free cell,
as long as that brings more neighbours together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.shapes.hexagon_board import ROW, Board, pieces

Array = npt.NDArray[Any]

ROUNDS: Final = 300  # of spreading; the last ones move areas by thousandths of a cell
HOLD: Final = 0.03  # how strongly an area is held where it lies, against 1 for all that push and pull it
_REACH: Final = 3.0  # cells from an area's place to its own cell, unless areas crowd


@dataclass(frozen=True)
class Quality:
    """How true the hexagons are: the mean way of an area from where it lies, in cells, after the best shift and scale;
    the parts of neighbouring pairs that touch still, and of wards that are one piece."""

    displacement: float
    neighbours_kept: float
    wards_whole: float


def hexagon_cells(points: Array, pairs: Array, wards: Sequence[str]) -> Array:
    """The cell (q, r) of each area, whole numbers from 0; q runs east, r north-east.

    ``points``: (areas, 2) metres east and north, the middle of each area, no two the same. ``pairs``: (pairs, 2)
    positions of neighbours, at least one for each of several areas (``geo.statistics.neighbours.neighbour_pairs``). ``wards``: the ward of each area, empty
    where it has none. The order of the areas makes no difference.
    """
    number = len(points)
    if not number:
        return np.empty((0, 2), dtype=np.int64)
    order = np.lexsort((points[:, 1], points[:, 0]))
    place = np.empty(number, dtype=np.int64)
    place[order] = np.arange(number)
    tied = np.unique(np.sort(place[np.asarray(pairs, dtype=np.int64).reshape(-1, 2)], axis=1), axis=0)
    own = [wards[position] for position in order]
    spread = spread_out(points[order], tied)
    cells = Board(assign(spread), spread, tied, own).settled()
    cells -= cells.min(axis=0)
    return cells[place]


def middles(cells: Array) -> Array:
    """Where the cells lie: (cells, 2) east and north, neighbours 1 apart."""
    return np.column_stack([cells[:, 0] + cells[:, 1] / 2, cells[:, 1] * ROW])


def spread_out(points: Array, pairs: Array) -> Array:
    """The points moved apart or together until neighbours are about 1 apart and no two are nearer."""
    from scipy.spatial import cKDTree

    if len(points) < 2:
        return points - points
    first, second = pairs.T
    unit = float(np.linalg.norm(points[first] - points[second], axis=1).mean())
    start = (points - points.mean(axis=0)) / unit
    found = start.copy()
    springs = np.bincount(first, minlength=len(points)) + np.bincount(second, minlength=len(points))
    for _ in range(ROUNDS):
        move = pull(found, first, second)
        near = cKDTree(found).query_pairs(1.0, output_type="ndarray")
        near = near[np.lexsort((near[:, 1], near[:, 0]))]
        move += pull(found, near[:, 0], near[:, 1])
        held = springs + np.bincount(near.ravel(), minlength=len(points)) + 1
        found = found + move / held[:, None] + HOLD * (start - found)
    return found


def pull(points: Array, first: Array, second: Array) -> Array:
    """The sum of the ways each point goes so that all its pairs come to lie 1 apart."""
    apart = points[second] - points[first]
    length = np.maximum(np.linalg.norm(apart, axis=1), 1e-9)
    step = apart * ((length - 1) / length / 2)[:, None]
    ends, ways = np.concatenate([first, second]), np.concatenate([step, -step])
    return np.column_stack([np.bincount(ends, weights=way, minlength=len(points)) for way in ways.T])


def assign(points: Array) -> Array:
    """A cell of its own for each point, so that the sum of squared ways is least."""
    # Imported here: SciPy takes half a second, and cells are mostly taken over from an earlier release.
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    reach = _REACH
    cells = cells_near(points, reach)
    while len(cells) < len(points):  # all crowd together
        reach += _REACH
        cells = cells_near(points, reach)
    cost = cdist(points, middles(cells), "sqeuclidean")
    area, cell = linear_sum_assignment(cost)
    return cells[cell[np.argsort(area)]]


def cells_near(points: Array, reach: float) -> Array:
    """All cells whose middle lies no farther than ``reach`` from a point."""
    from scipy.spatial import cKDTree

    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    rows = np.arange(np.floor(low[1] / ROW), np.ceil(high[1] / ROW) + 1)
    columns = np.arange(np.floor(low[0] - rows[-1] / 2), np.ceil(high[0] - rows[0] / 2) + 1)
    cells = np.column_stack([axis.ravel() for axis in np.meshgrid(columns, rows)]).astype(np.int64)
    far, _ = cKDTree(points).query(middles(cells))
    return cells[far <= reach]


def quality(cells: Array, points: Array, pairs: Array, wards: Sequence[str]) -> Quality:
    """The measures of ``Quality``."""
    found = middles(cells)
    from_, to = points - points.mean(axis=0), found - found.mean(axis=0)
    scale = max(float((from_ * to).sum() / max((from_**2).sum(), 1e-9)), 0.0)  # less would turn the map round
    way = np.linalg.norm(from_ * scale - to, axis=1)
    apart = cells[pairs[:, 0]] - cells[pairs[:, 1]]
    touch = np.abs(np.column_stack([apart, apart.sum(axis=1)])).max(axis=1) == 1
    named = sorted({ward for ward in wards if ward})
    whole = [len(pieces(map(tuple, cells[[own == ward for own in wards]].tolist()))) == 1 for ward in named]
    return Quality(
        float(way.mean()), float(touch.mean()) if len(touch) else 1.0, float(np.mean(whole)) if whole else 1.0
    )
