"""The two coordinate systems: metres on the British national grid to measure, degrees to publish."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

GRID: Final = "EPSG:27700"
DEGREES: Final = "EPSG:4326"

# The Helmert transformation "OSGB36 to WGS 84 (6)" (EPSG:1314), good to 2 m, written out: left to itself
# PROJ takes the finer OSTN15 grid where that file happens to be installed, and a point near a line would
# then fall into another area on another machine.
_TO_DEGREES: Final = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000"
    " +ellps=airy +step +proj=push +v_3 +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448"
    " +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@lru_cache(maxsize=1)
def _transformer() -> Any:
    return Transformer.from_pipeline(_TO_DEGREES)


def to_degrees(easting: ArrayLike, northing: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude (WGS 84, degrees) of points in metres (EPSG:27700); good to about 2 m."""
    x, y = _transformer().transform(np.asarray(easting, dtype=float), np.asarray(northing, dtype=float))
    return np.asarray(x), np.asarray(y)


def to_grid(longitude: ArrayLike, latitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Easting and northing (EPSG:27700, metres) of points in degrees (WGS 84); infinite where there is none."""
    x, y = _transformer().transform(
        np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float), direction="INVERSE"
    )
    return np.asarray(x), np.asarray(y)


def geometry_to_degrees(geometry: Any) -> Any:
    """Geometries in metres (EPSG:27700) as degrees (EPSG:4326), x being the longitude."""
    return shapely.transform(geometry, to_degrees, interleaved=False)


def geometry_to_grid(geometry: Any) -> Any:
    """Geometries in degrees (EPSG:4326, x the longitude) as metres (EPSG:27700)."""
    return shapely.transform(geometry, to_grid, interleaved=False)
