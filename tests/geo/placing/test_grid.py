"""The grid against the areas themselves: no point may differ, least of all on lines, in gaps and in islands."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.levels import Level
from geo.placing.grid import grid_from_bytes
from geo.placing.making_grid import make_grid
from geo.placing.points import AreaIndex, distinct_pairs
from geo.shapes.areas import Boundaries, make_boundaries
from geo.shapes.boundaries import read_boundaries

WEST, SOUTH = 529_000.0, 180_000.0


def boundaries_of(shapes: list[shapely.Geometry]) -> Boundaries:
    codes = [f"E0100{number:04d}" for number in range(len(shapes))]
    frame = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs="EPSG:27700")
    return make_boundaries(Level.LSOA, frame, source="made", licence="none")


def odd_shapes() -> list[shapely.Geometry]:
    """A square with a hole, an island in the hole, a neighbour, one that overlaps it, one beyond a gap, two parts."""
    box = shapely.box(WEST, SOUTH, WEST + 400, SOUTH + 400)
    hole = shapely.box(WEST + 101, SOUTH + 99, WEST + 303, SOUTH + 301)
    return [
        shapely.difference(box, hole),
        shapely.box(WEST + 150, SOUTH + 150, WEST + 250, SOUTH + 250),
        shapely.Polygon([(WEST + 400, SOUTH), (WEST + 700.3, SOUTH + 50), (WEST + 650, SOUTH + 400), (WEST + 400, SOUTH + 400)]),
        shapely.box(WEST + 500, SOUTH + 100, WEST + 900, SOUTH + 300),
        shapely.box(WEST + 903, SOUTH, WEST + 1300, SOUTH + 400),
        shapely.MultiPolygon([shapely.box(WEST, SOUTH - 90, WEST + 30, SOUTH - 50), shapely.box(WEST + 60, SOUTH - 90, WEST + 61, SOUTH - 20)]),
    ]  # fmt: skip


def asked(shapes: np.ndarray) -> np.ndarray:
    """Points everywhere, and on every corner, in the middle of every line, and a hair beside both."""
    west, south, east, north = shapely.total_bounds(shapes)
    random = np.random.default_rng(6)
    spread = np.column_stack([random.uniform(west - 90, east + 90, 6000), random.uniform(south - 90, north + 90, 6000)])
    whole = np.round(spread[:2000])
    corners = shapely.get_coordinates(shapes)
    middles = (corners[1:] + corners[:-1]) / 2
    lines = np.concatenate([corners, middles])
    return np.concatenate([spread, whole, lines, lines + 1e-9, lines - 1e-7, lines + np.array([0.01, 0])])


def slow_areas_at(shapes: np.ndarray, points: np.ndarray) -> list[int]:
    found = []
    for x, y in points:
        holding = np.flatnonzero(shapely.intersects_xy(shapes, x, y))
        found.append(int(holding[0]) if len(holding) else -1)
    return found


def test_every_point_as_by_looking_at_every_shape() -> None:
    index = AreaIndex(boundaries_of(odd_shapes()))
    shapes = index.boundaries.areas.geometry.to_numpy()
    points = asked(shapes)
    grid = index.grid()
    assert grid is not None
    assert grid.areas_at(shapes, *points.T).tolist() == slow_areas_at(shapes, points)
    assert (grid.cells >= 0).any()
    assert (grid.cells == -1).any()
    assert (grid.cells < -1).any()


def test_the_grid_of_real_boundaries(real: Path) -> None:
    boundaries = read_boundaries(real / "boundaries" / "lsoa_2011_london_bgc.gpkg")[0]
    ours = boundaries.areas["authority_name"].isin(["Westminster", "City of London", "Havering", "Newham"])
    shapes = boundaries.areas.geometry.to_numpy()[ours.to_numpy()]
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)
    grid = make_grid(shapes, tree)
    assert grid is not None
    points = asked(shapes)
    place, area = tree.query(shapely.points(points), predicate="intersects")
    wanted = np.full(len(points), len(shapes))
    np.minimum.at(wanted, place, area)
    assert (grid.areas_at(shapes, *points.T) == np.where(wanted == len(shapes), -1, wanted)).all()


def test_a_kept_grid_answers_alike(tmp_path: Path) -> None:
    boundaries = boundaries_of(odd_shapes())
    first, again = AreaIndex(boundaries, tmp_path), AreaIndex(boundaries, tmp_path)
    made = first.grid()
    assert made is not None
    assert [file.name.startswith("grid-") for file in tmp_path.iterdir()] == [True]
    opened = grid_from_bytes(made.to_bytes())
    assert (opened.west, opened.south, opened.size, opened.columns) == (made.west, made.south, made.size, made.columns)
    points = asked(boundaries.areas.geometry.to_numpy())
    assert (again.areas_at(*points.T) == first.areas_at(*points.T)).all()


def test_few_points_need_no_grid_and_many_make_one() -> None:
    index = AreaIndex(boundaries_of(odd_shapes()))
    points = asked(index.boundaries.areas.geometry.to_numpy())
    few = index.areas_at(*points[:3].T)
    assert "grid" not in index._known
    many = index.areas_at(*points.T)
    assert "grid" in index._known
    assert many[:3].tolist() == few.tolist()


def test_no_areas_and_no_points() -> None:
    assert make_grid(np.empty(0, dtype=object), shapely.STRtree([])) is None
    index = AreaIndex(boundaries_of(odd_shapes()))
    assert index.areas_at(np.empty(0), np.empty(0)).tolist() == []
    assert index.areas_at(np.array([np.inf, np.nan]), np.array([SOUTH, SOUTH])).tolist() == [-1, -1]


@pytest.mark.parametrize("mix", [None, np.uint64(0)])
def test_pairs_are_numbered_by_first_appearance(mix: np.uint64 | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where keys of different pairs are equal: with a mix of nothing the key is the second coordinate alone."""
    if mix is not None:
        monkeypatch.setattr("geo.placing.points._MIX", mix)
    random = np.random.default_rng(7)
    x, y = random.integers(-3, 4, 500) / 3, random.integers(-3, 4, 500) / 7
    number, (distinct_x, distinct_y) = distinct_pairs(x, y)
    assert (distinct_x[number] == x).all()
    assert (distinct_y[number] == y).all()
    pairs = list(zip(x.tolist(), y.tolist(), strict=True))
    order = list(dict.fromkeys(pairs))
    assert number.tolist() == [order.index(pair) for pair in pairs]
