"""Boundaries for the browser: degrees, five decimals, shared borders simplified together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from data.levels import Level
from geo.shapes.areas import Boundaries, with_areas
from geo.shapes.projection import geometry_to_degrees
from geo.shapes.topology import DECIMALS

_MANY: Final = 1000  # areas; from here on a map shows less detail of each
_FINE_METRES, _COARSE_METRES = 2.0, 10.0
_GAP_METRES: Final = 1.0
_ATTEMPTS: Final = 4
_WIDE_METRES: Final = {Level.AUTHORITY: 40.0, Level.REGION: 200.0}  # drawn for an overview


@dataclass(frozen=True)
class Drawn:
    """Areas as the browser draws them: simplified together once, and cut as often as is asked.

    ``shapes``: of each area of ``boundaries``, in degrees, as ``coverage_in_degrees`` gives them.
    """

    boundaries: Boundaries
    shapes: Any

    def only(self, chosen: Any) -> Drawn:
        """The areas chosen (True or False for each), drawn with the same lines."""
        kept = np.asarray(chosen, dtype=bool)
        areas = self.boundaries.areas[kept].reset_index(drop=True)
        return Drawn(with_areas(self.boundaries, areas), self.shapes[kept])


def drawn(areas: Boundaries | Drawn) -> Drawn:
    """The areas simplified for the browser; those that are already stay as they are."""
    return areas if isinstance(areas, Drawn) else Drawn(areas, coverage_in_degrees(areas))


def joined(shown: Drawn, owners: Sequence[str], over: Boundaries) -> Drawn:
    """Larger areas drawn with the very lines of the small ones they are made of: ``owners``, of each area of ``shown``
    the code of its own. Those of ``over`` that hold none of them are left out."""
    own = np.asarray(owners, dtype=object)
    held = over.areas["code"].isin(own).to_numpy()
    areas = over.areas[held].reset_index(drop=True)
    shapes = [shapely.coverage_union_all(shown.shapes[own == code]) for code in areas["code"]]
    return Drawn(with_areas(over, areas), np.array(shapes, dtype=object))


def coverage_in_degrees(boundaries: Boundaries, tolerance_m: float | None = None) -> Any:
    """The shapes simplified together and rounded: degrees, one coverage, no gap or overlap introduced.

    ``tolerance_m`` is about the square root, in metres, of the triangles left out (Visvalingam-Whyatt).
    """
    shapes = boundaries.areas.geometry.to_numpy()
    if not len(shapes):
        return shapes
    if tolerance_m is None:
        tolerance_m = _WIDE_METRES.get(boundaries.level, _COARSE_METRES if len(shapes) > _MANY else _FINE_METRES)
    if not shapely.coverage_is_valid(shapes):
        # Published lines of neighbours differ by fractions of a metre here and there.
        shapes = shapely.coverage_clean(shapes, gap_width=_GAP_METRES)
    simple = shapely.coverage_simplify(shapes, tolerance_m)
    return _rounded(geometry_to_degrees(simple))


def _rounded(shapes: Any) -> Any:
    """Five decimals. A shared vertex is rounded alike on both sides, so lines stay shared; where rounding
    pinches a shape, the coverage is cleaned and rounded again (and left unrounded should that never settle)."""
    rounded = shapes
    for _ in range(_ATTEMPTS):
        rounded = shapely.transform(rounded, lambda xy: np.round(xy, DECIMALS))
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return rounded
        valid = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
        rounded = shapely.coverage_clean(valid, snapping_distance=0.0)
    return shapes
