"""Hexagons: a cell of its own for every area, north up, neighbours near, wards in one piece; whatever the areas are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.levels import Level
from data.releases import Release
from geo.answer import answer_link
from geo.shapes.boundaries import load_boundaries, read_boundaries
from geo.shapes.hexagon_board import Board, around, line, pieces
from geo.shapes.hexagons import Quality, hexagon_cells, middles, quality
from geo.shapes.kept_hexagons import kept_hexagons
from geo.shapes.map_file import hexagons
from geo.statistics.neighbours import neighbour_pairs
from tests.tiny_world import tiny_release


def grid(columns: int, rows: int, side: float = 400.0) -> Any:
    """Squares side by side, from the south-west."""
    return np.array(
        [shapely.box(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(rows) for x in range(columns)]
    )


def placed(shapes: Any, wards: list[str] | None = None) -> Any:
    points = shapely.get_coordinates(shapely.centroid(shapes))
    pairs = neighbour_pairs(shapes)[0] if len(shapes) > 1 else np.empty((0, 2), dtype=int)
    return hexagon_cells(points, pairs, wards or [""] * len(shapes))


def level(release: Release, name: Level) -> tuple[Any, Any, Any, list[str]]:
    areas = load_boundaries(release.folder / "boundaries" / f"{name}.parquet").areas
    shapes = areas.geometry.to_numpy()
    wards = [area.ward for area in release.choices.areas[name]]
    return shapes, shapely.get_coordinates(shapely.centroid(shapes)), neighbour_pairs(shapes)[0], wards


@pytest.fixture(scope="module")
def small_areas(demonstration: Release) -> tuple[Any, Any, Any, list[str], Any]:
    shapes, points, pairs, wards = level(demonstration, Level.LSOA)
    return shapes, points, pairs, wards, hexagon_cells(points, pairs, wards)


def test_one_area_and_none() -> None:
    assert placed(grid(1, 1)).tolist() == [[0, 0]]
    assert hexagon_cells(np.empty((0, 2)), np.empty((0, 2), dtype=int), []).shape == (0, 2)


def test_two_areas_lie_beside_each_other_as_on_the_map() -> None:
    west, east = middles(placed(grid(2, 1)))
    assert east[0] - west[0] == 1
    south, north = middles(placed(grid(1, 2)))
    assert north[1] > south[1]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.data())
def test_every_area_has_a_cell_of_its_own(columns: int, rows: int, data: st.DataObject) -> None:
    shapes = grid(columns, rows)
    kept = data.draw(st.lists(st.booleans(), min_size=len(shapes), max_size=len(shapes)).filter(any))
    shapes = shapes[kept]
    wards = data.draw(st.lists(st.sampled_from(["", "A", "B"]), min_size=len(shapes), max_size=len(shapes)))
    cells = placed(shapes, wards)
    assert cells.shape == (len(shapes), 2)
    assert len({tuple(cell) for cell in cells.tolist()}) == len(shapes)
    assert cells.min() == 0


def test_the_order_of_the_areas_makes_no_difference(small_areas: tuple[Any, ...]) -> None:
    _, points, pairs, wards, cells = small_areas
    rng = np.random.default_rng(3)
    order = rng.permutation(len(points))
    place = np.argsort(order)
    shuffled = rng.permutation(place[pairs])[:, ::-1]
    assert (hexagon_cells(points[order], shuffled, [wards[i] for i in order]) == cells[order]).all()


def test_where_the_grid_begins_makes_no_difference(small_areas: tuple[Any, ...]) -> None:
    _, points, pairs, wards, cells = small_areas
    assert (hexagon_cells(points - [500_000, 170_000], pairs, wards) == cells).all()


@pytest.mark.parametrize(
    ("name", "least"),
    [
        (Level.LSOA, Quality(0.95, 0.68, 1.0)),
        (Level.LSOA21, Quality(0.95, 0.68, 1.0)),
        (Level.WARD, Quality(0.6, 0.8, 1.0)),
    ],
)
def test_the_demonstration_is_true_to_the_map(demonstration: Release, name: Level, least: Quality) -> None:
    _, points, pairs, wards = level(demonstration, name)
    found = quality(hexagon_cells(points, pairs, wards), points, pairs, wards)
    assert found.displacement < least.displacement
    assert found.neighbours_kept > least.neighbours_kept
    assert found.wards_whole == least.wards_whole


def test_a_board_member_finds_the_wards_where_they_are(demonstration: Release, small_areas: tuple[Any, ...]) -> None:
    *_, wards, cells = small_areas
    names = {area.code: area.name for area in demonstration.choices.areas[Level.WARD]}
    at = middles(cells) - middles(cells).mean(axis=0)
    mean = {name: at[[ward == code for ward in wards]].mean(axis=0) for code, name in names.items()}
    assert mean["West End"][0] > 2
    assert mean["Maida Vale"][0] < 0 < mean["Maida Vale"][1]
    assert min(mean, key=lambda name: mean[name][0]) == "Queen's Park"
    assert min(mean, key=lambda name: mean[name][1]) == "Pimlico South"
    assert mean["St James's"][1] < mean["West End"][1] < mean["Marylebone"][1] < mean["Regent's Park"][1]


def test_a_crowd_of_small_areas_spreads() -> None:
    """Nine areas of 50 m between large ones each get a cell as large as theirs."""
    large = [
        shapely.box(x * 900, y * 900, (x + 1) * 900, (y + 1) * 900)
        for x in range(3)
        for y in range(3)
        if (x, y) != (1, 1)
    ]
    small = [
        shapely.box(900 + x * 300, 900 + y * 300, 1200 + x * 300, 1200 + y * 300) for x in range(3) for y in range(3)
    ]
    cells = placed(np.array([*large, *small]))
    assert len({tuple(cell) for cell in cells.tolist()}) == 17
    assert len(pieces(map(tuple, cells.tolist()))) == 1


def test_islands_have_cells_too() -> None:
    shapes = np.array([*grid(3, 3), shapely.box(9000, 9000, 9400, 9400)])
    cells = middles(placed(shapes))
    assert cells[9][0] > cells[:9, 0].max()
    assert cells[9][1] > cells[:9, 1].max()


def test_a_ward_torn_apart_is_mended() -> None:
    """Two rows of five; the ward's two areas lie at the ends."""
    cells = np.array([(q, r) for r in range(2) for q in range(5)])
    wards = ["A", "B", "B", "B", "A", "B", "B", "B", "B", "B"]
    pairs = np.array([(0, 4), (1, 2), (2, 3), (5, 6), (6, 7), (7, 8), (8, 9)])
    board = Board(cells, middles(cells), pairs, wards)
    board.mend()
    found = np.array(board.cells)
    assert quality(found, middles(cells), pairs, wards).wards_whole == 1
    assert sorted(board.at) == sorted(set(board.cells)) and len(board.at) == 10


def test_quality_of_a_perfect_board_and_of_a_turned_one() -> None:
    cells = np.array([(q, r) for r in range(4) for q in range(4)])
    points = middles(cells) * 250 + [530_000, 180_000]
    pairs = np.array([(i, j) for i in range(16) for j in range(i) if np.hypot(*(points[i] - points[j])) < 251])
    perfect = quality(cells, points, pairs, ["A"] * 16)
    assert perfect.displacement == pytest.approx(0, abs=1e-9)
    assert (perfect.neighbours_kept, perfect.wards_whole) == (1, 1)
    assert quality(cells[::-1], points, pairs, ["A"] * 16).displacement > 1


def test_lines_and_neighbourhoods_of_cells() -> None:
    assert len(around((3, 4), 1)) == 6
    assert len(around((0, 0), 3)) == 36
    assert line((0, 0), (3, 0)) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    way = line((0, 0), (2, -4))
    assert (way[0], way[-1], len(way)) == ((0, 0), (2, -4), 5)
    assert all(after in around(before, 1) for before, after in pairwise(way))


def test_only_a_release_without_them_says_that_the_map_stands_in(tmp_path: Path, demonstration: Release) -> None:
    def told(release: Release, link: str) -> str:
        return " ".join(answer_link(link, release).caveats)

    old = tiny_release(tmp_path)
    for link in ("/west-end?show=hexagons", "/neighbourhoods?show=hexagons"):
        assert "The map stands in for the hexagons" in told(old, link)
        assert "hexagons" not in told(demonstration, link)
    assert "hexagons" not in told(old, "/west-end")


def test_of_all_london_there_are_none(real: Path) -> None:
    file = real / "boundaries" / "lsoa_2011_london_bgc.gpkg"
    if not file.exists():
        pytest.skip("the boundaries of London are not here")
    every = read_boundaries(file)[0]
    assert len(every.areas) == 4835
    assert hexagons(every, {}) == []


def test_the_same_areas_keep_their_cells(demonstration: Release) -> None:
    boundaries = load_boundaries(demonstration.folder / "boundaries" / "ward.parquet")
    names = dict.fromkeys(boundaries.areas["code"], "")
    kept = kept_hexagons([demonstration.folder], Level.WARD, boundaries, names)
    assert kept == hexagons(boundaries, {})
    assert kept_hexagons([], Level.WARD, boundaries, names) is None
    moved = replace(boundaries, checksum="other")
    assert kept_hexagons([demonstration.folder], Level.WARD, moved, names) is None
    renamed = names | {boundaries.areas["code"].iloc[0]: "West End"}
    assert kept_hexagons([demonstration.folder], Level.WARD, boundaries, renamed) is None
