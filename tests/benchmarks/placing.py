"""Points to 4,835 areas: the import's own way against ``geopandas.sjoin``; no point may differ."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import numpy.typing as npt

from geo.placing.points import AreaIndex, distinct_pairs
from geo.shapes.areas import Boundaries
from tests.benchmarks.coverage import invented_coverage, real_coverage, snapped_points, spread_points
from tests.benchmarks.options import BOUNDARIES, Options
from tests.benchmarks.results import Row, Skip, Unit, row_of_pairs
from tests.benchmarks.timing import Pairs, in_turn, seconds

Array = npt.NDArray[Any]

ONCE, REPEATED = 1_000_000, 10_000_000
SHORT_ONCE, SHORT_REPEATED = 200_000, 1_000_000
TIMES: Final = 100
FEWEST_REPEATS: Final = 2
AGAINST: Final = "against geopandas.sjoin"


def run(options: Options) -> Iterator[Row]:
    """Points none of which stands twice, then snapped ones."""
    boundaries, where = coverage(options)
    folder = options.work / "grids"
    took, _ = seconds(AreaIndex(boundaries, folder).grid)  # once for these boundaries, as registering them does
    note = f"{where}; its grid was made once, in {took:.1f} s"
    once, repeated = (SHORT_ONCE, SHORT_REPEATED) if options.short else (ONCE, REPEATED)
    options.say(f"{once:,} points, none repeated")
    pairs = placed(spread_points(boundaries, once), boundaries, folder, options.repeats)
    yield row_of_pairs("points/once", f"{once:,} points, none repeated, {AGAINST}", pairs, Unit.FASTER, note)
    options.say(f"{repeated:,} snapped points")
    pairs = placed(snapped_points(boundaries, repeated, TIMES), boundaries, folder, FEWEST_REPEATS)
    what = f"{repeated:,} snapped points repeating {TIMES} times, {AGAINST}"
    yield row_of_pairs("points/repeated", what, pairs, Unit.FASTER, note)


def placed(found: tuple[Array, Array], boundaries: Boundaries, folder: Path, repeats: int) -> Pairs:
    """Both sides place the same points, some times over."""
    x, y = found
    areas = boundaries.areas[["code", "geometry"]]
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y), crs=areas.crs)
    return in_turn(
        range(repeats),
        lambda _: by_the_product(boundaries, folder, x, y),
        lambda _: geopandas.sjoin(points, areas, predicate="intersects"),
        partial(check_equal, len(x)),
    )


def coverage(options: Options) -> tuple[Boundaries, str]:
    """The areas, and what they are in words."""
    try:
        if not options.short:
            return real_coverage(options.real_file(BOUNDARIES[0])), "London's areas"
    except Skip as absent:
        options.say(f"{absent}; an invented coverage of the same size stands for it")
    return invented_coverage(), "invented areas"


def by_the_product(boundaries: Boundaries, folder: Path, x: Array, y: Array) -> Array:
    """Number of the area of each point, -1 for none, from nothing but the boundaries and the kept grid."""
    number, (east, north) = distinct_pairs(x, y)
    return AreaIndex(boundaries, folder).areas_at(east, north)[number]


def check_equal(count: int, found: Array, joined_rows: Any) -> None:
    """Raise unless no point differs; of the areas on both sides of a line the first in the order of codes counts."""
    other = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(other, joined_rows.index.to_numpy(), joined_rows["index_right"].to_numpy())
    differing = int((found != np.where(other == np.iinfo(np.int64).max, -1, other)).sum())
    if differing:
        raise AssertionError(f"{differing:,} of {count:,} points differ")
