"""Patches of ground from points: Voronoi cells, a smooth outline around some, stray pieces given to neighbours."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

_CLOSE_METRES, _OPEN_METRES = 45, 80  # notches and tongues of the outline up to twice this wide are smoothed away
_TOUCH_METRES: Final = 0.1  # a shorter common line does not make two cells neighbours


def voronoi_cells(easting: pd.Series, northing: pd.Series) -> NDArray[np.object_]:
    """The cell of each point, in their order."""
    sites = shapely.points(easting, northing)
    return np.asarray(shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(sites), ordered=True)))


def smooth_outline(cells: NDArray[np.object_], without: Any) -> Any:
    """The outline of cells, in metres: one piece, no holes, smoothed by closing and opening, less ``without``."""
    rough = shapely.difference(_largest_part(shapely.union_all(cells)), without)
    smooth = rough
    for metres in (_CLOSE_METRES, -_CLOSE_METRES - _OPEN_METRES, _OPEN_METRES):
        smooth = shapely.buffer(smooth, metres)
    return _largest_part(shapely.difference(shapely.simplify(smooth, 5), without))


def _largest_part(shape: Any) -> Any:
    part = max(shapely.get_parts(shape), key=shapely.area)
    return shapely.Polygon(part.exterior)


def connected(cells: NDArray[np.object_], atoms: NDArray[np.object_], held: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Give the stray pieces of each area to the neighbour they share the longest line with, until none is left."""
    result = atoms.copy()
    first, second = shapely.STRtree(cells).query(cells, predicate="intersects")
    shared = shapely.length(shapely.intersection(cells[first], cells[second]))
    line = (first != second) & (shared > _TOUCH_METRES)
    first, second, shared = first[line], second[line], shared[line]
    for _ in range(20):
        stray = _stray(first, second, result, shapely.area(cells), held)
        if not stray.any():
            break
        border = stray[first] & ~stray[second]
        pairs = pd.DataFrame({"cell": first[border], "atom": result[second[border]], "shared": shared[border]})
        sums = pairs.groupby(["cell", "atom"])["shared"].sum().reset_index()
        sums = sums.sort_values(["cell", "shared", "atom"], ascending=[True, False, True]).drop_duplicates("cell")
        result[sums["cell"].to_numpy()] = sums["atom"].to_numpy(dtype=object)
    return result


def _stray(
    first: NDArray[np.intp],
    second: NDArray[np.intp],
    atoms: NDArray[np.object_],
    size: NDArray[np.float64],
    held: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Cells outside the main piece of their area: the piece with its inside point, else the largest."""
    piece = np.arange(len(atoms))
    same = atoms[first] == atoms[second]
    one, other = first[same], second[same]
    while True:  # each piece takes the lowest number among its cells
        before = piece.copy()
        np.minimum.at(piece, one, piece[other])
        piece = piece[piece]
        if (piece == before).all():
            break
    table = pd.DataFrame({"atom": atoms, "piece": piece, "held": held, "size": size})
    pieces = table.groupby(["atom", "piece"])[["held", "size"]].sum().reset_index()
    pieces = pieces.sort_values(["atom", "held", "size", "piece"], ascending=[True, False, False, True])
    main = dict(zip(*pieces.drop_duplicates("atom")[["atom", "piece"]].to_numpy().T, strict=True))
    return np.asarray(piece != np.array([main[atom] for atom in atoms]))
