"""Neighbours: corners count, gaps of metres do not part, islands are joined, the order of areas does not matter."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from data.levels import PLACED, Level
from data.releases import Release
from geo.statistics.neighbours import TOLERANCE, neighbour_pairs, neighbours_of, neighbours_within
from tests.geo.squares import square


def grid(columns: int, rows: int, size: float = 100.0) -> np.ndarray:
    """Squares row by row."""
    return np.array([square(column, row, size) for row in range(rows) for column in range(columns)])


def as_set(pairs: np.ndarray) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in pairs}


def slow_pairs(shapes: np.ndarray, tolerance: float) -> set[tuple[int, int]]:
    """Every two shapes measured."""
    return {
        (i, j)
        for i in range(len(shapes))
        for j in range(i + 1, len(shapes))
        if shapes[i].distance(shapes[j]) <= tolerance
    }


def test_squares_that_share_a_border_or_a_corner_are_neighbours() -> None:
    pairs, islands = neighbour_pairs(grid(2, 2))
    assert as_set(pairs) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert islands == []
    pairs, _ = neighbour_pairs(grid(3, 1))
    assert as_set(pairs) == {(0, 1), (1, 2)}


def test_a_grid_has_the_neighbours_that_libpysal_gives_it() -> None:
    from libpysal.weights import lat2W

    theirs = lat2W(5, 7, rook=False).neighbors
    pairs, _ = neighbour_pairs(grid(7, 5))
    assert as_set(pairs) == {(one, other) for one, others in theirs.items() for other in others if one < other}


@pytest.mark.parametrize(("size", "apart"), [(100.0, False), (99.0, False), (95.5, False), (94.0, True), (60.0, True)])
def test_gaps_of_a_few_metres_do_not_part_neighbours(size: float, apart: bool) -> None:
    _, islands = neighbour_pairs(grid(2, 1, size))
    assert bool(islands) == apart


def test_overlapping_shapes_are_neighbours_once() -> None:
    pairs, islands = neighbour_pairs(grid(2, 1, 110.0))
    assert as_set(pairs) == {(0, 1)}
    assert islands == []


def test_an_island_is_joined_to_its_nearest_area_alone() -> None:
    shapes = np.array([*grid(2, 1), square(6, 0), square(9, 0)])
    pairs, islands = neighbour_pairs(shapes)
    assert islands == [(2, 3), (3, 2)]  # 300 m apart, 400 m to the square
    assert as_set(pairs) == {(0, 1), (2, 3)}
    pairs, islands = neighbour_pairs(np.array([*grid(2, 1), square(6, 0)]))
    assert islands == [(2, 1)]
    assert as_set(pairs) == {(0, 1), (1, 2)}


def test_of_equally_near_areas_an_island_takes_the_first() -> None:
    west, between, east = square(0, 0), square(1.5, 0), square(3, 0)
    shapes = np.array([between, east, square(3, 1), west, square(0, 1)])
    pairs, islands = neighbour_pairs(shapes)
    assert islands == [(0, 1)]
    assert as_set(pairs) == {(0, 1), (1, 2), (3, 4)}


def test_the_order_of_areas_does_not_matter() -> None:
    shapes = np.array([*grid(4, 3), square(9, 9)])
    pairs, _ = neighbour_pairs(shapes)
    order = np.random.default_rng(5).permutation(len(shapes))
    shuffled, _ = neighbour_pairs(shapes[order])
    assert {tuple(sorted(order[pair].tolist())) for pair in shuffled} == as_set(pairs)


def test_two_parts_of_a_borough_stay_apart() -> None:
    pairs, islands = neighbour_pairs(np.array([*grid(2, 1), square(6, 0), square(7, 0)]))
    assert as_set(pairs) == {(0, 1), (2, 3)}
    assert islands == []


@pytest.mark.parametrize("level", PLACED)
def test_the_demonstration_has_neighbours_at_every_level(demonstration: Release, level: Level) -> None:
    found = neighbours_of(demonstration, level)
    assert found.reason == ""
    assert found.codes == tuple(area.code for area in demonstration.choices.areas[level])
    by_area = found.by_area()
    assert all(by_area)
    assert all(one in by_area[other] for one, others in enumerate(by_area) for other in others)
    assert found is neighbours_of(demonstration, level)  # read once
    assert "border or a corner" in found.rule
    assert "not known" in found.rule  # what lies beyond the edge


def test_a_release_without_boundaries_says_so(tiny: Release) -> None:
    found = neighbours_of(tiny, Level.LSOA)
    assert len(found.pairs) == 0
    assert found.reason == "This release has no boundaries of small areas (LSOAs)."


def test_an_authority_of_one_or_two_areas_has_no_neighbours() -> None:
    for codes in (("E05013806",), ("E05013806", "E05013808")):
        found = neighbours_within(Path("nowhere"), Level.WARD, codes)
        assert found.reason == "With fewer than three wards nothing can lie together."
        assert not len(found.pairs)


@pytest.mark.parametrize(("name", "areas"), [("lsoa_2011", 128), ("lsoa_2021", 123)])
def test_the_real_areas_of_westminster_have_no_islands(real: Path, name: str, areas: int) -> None:
    frame = gpd.read_file(real / "boundaries" / f"{name}_london_bgc.gpkg").to_crs("EPSG:27700")
    names = next(column for column in frame.columns if column.upper().endswith("NM"))
    ours = frame[frame[names].str.startswith("Westminster")].sort_values(names, ignore_index=True)
    assert len(ours) == areas
    shapes = ours.geometry.to_numpy()
    pairs, islands = neighbour_pairs(shapes)
    assert islands == []
    assert as_set(pairs) == slow_pairs(shapes, TOLERANCE)


def test_without_tolerance_the_real_areas_have_the_neighbours_that_libpysal_gives_them(real: Path) -> None:
    from libpysal.graph import Graph

    frame = gpd.read_file(real / "boundaries" / "ward_2022_westminster.gpkg").to_crs("EPSG:27700")
    theirs = Graph.build_contiguity(frame.reset_index(drop=True), rook=False, strict=True)
    edges = {(int(a), int(b)) for a, b in theirs.adjacency.index if a < b}
    assert as_set(neighbour_pairs(frame.geometry.to_numpy(), 0.0)[0]) == edges
