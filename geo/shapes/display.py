"""Boundaries for the browser: degrees, five decimals, shared borders simplified together."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from geo.shapes.areas import Boundaries
from geo.shapes.projection import geometry_to_degrees

_DECIMALS: Final = 5  # about a metre
_MANY: Final = 1000  # areas; from here on a map shows less detail of each
_FINE_METRES, _COARSE_METRES = 2.0, 10.0
_GAP_METRES: Final = 1.0
_ATTEMPTS: Final = 4


def coverage_in_degrees(boundaries: Boundaries, tolerance_m: float | None = None) -> Any:
    """The shapes simplified together and rounded: degrees, one coverage, no gap or overlap introduced.

    ``tolerance_m`` is about the square root, in metres, of the triangles left out (Visvalingam-Whyatt).
    """
    shapes = boundaries.areas.geometry.to_numpy()
    if not len(shapes):
        return shapes
    if tolerance_m is None:
        tolerance_m = _COARSE_METRES if len(shapes) > _MANY else _FINE_METRES
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
        rounded = shapely.transform(rounded, lambda xy: np.round(xy, _DECIMALS))
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return rounded
        valid = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
        rounded = shapely.coverage_clean(valid, snapping_distance=0.0)
    return shapes
