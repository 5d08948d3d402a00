"""A small made-up geography for the tests: squares of 100 m in Westminster and Camden, and records about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.schema import RECORD_COLUMNS

WEST, SOUTH = 529_000.0, 180_000.0


def square(column: float, row: float, size: float = 100.0) -> Any:
    """A square of the grid whose lower left corner is (column, row) steps of 100 m from the origin."""
    return shapely.box(WEST + 100 * column, SOUTH + 100 * row, WEST + 100 * column + size, SOUTH + 100 * row + size)


def small_areas(code: str = "LSOA11CD", name: str = "LSOA11NM") -> gpd.GeoDataFrame:
    """Two by two squares of Westminster and one of Camden to the right of them; codes are not in order."""
    return gpd.GeoDataFrame(
        {
            code: ["E01004763", "E01033595", "E01004734", "E01004736", "E01000842"],
            name: ["Westminster 013B", "Westminster 013E", "Westminster 018A", "Westminster 018C", "Camden 001A"],
        },
        geometry=[square(0, 0), square(1, 0), square(0, 1), square(1, 1), square(2, 0)],
        crs="EPSG:27700",
    )


def wards(with_authority: bool = False) -> gpd.GeoDataFrame:
    """West End below, St James's above, and a ward of Camden that no list knows."""
    areas = gpd.GeoDataFrame(
        {
            "WD22CD": ["E05013808", "E05013806", "E05099999"],
            "WD22NM": ["West End", "St James's", "Somewhere"],
        },
        geometry=[square(0, 0).union(square(1, 0)), square(0, 1).union(square(1, 1)), square(2, 0)],
        crs="EPSG:27700",
    )
    if with_authority:
        areas = areas.assign(LAD22CD=["E09000033", "E09000033", "E09000007"])
    return areas


def records(**columns: Iterable[Any]) -> pd.DataFrame:
    """Records in the columns of the schema, everything missing but what is given."""
    given = {name: list(values) for name, values in columns.items()}
    size = max((len(values) for values in given.values()), default=0)
    empty: dict[str, Any] = {"int64": 0, "int32": 0, "int8": 0, "datetime64[us]": pd.NaT}
    return pd.DataFrame(
        {
            name: pd.Series(given.get(name, [empty.get(dtype, np.nan)] * size), dtype=dtype)
            for name, dtype in RECORD_COLUMNS.items()
        }
    )
