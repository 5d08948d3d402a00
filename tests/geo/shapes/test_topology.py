"""Shapes as shared arcs: nothing is lost at five decimals, and a line between two areas is told once."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import geopandas as gpd
import numpy as np
import orjson
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.letters import ALPHABET, from_letters, from_zigzag, to_letters, zigzag
from data.levels import PLACED, Level
from geo.shapes.boundaries import boundaries_for
from geo.shapes.boundary_files import read_boundaries
from geo.shapes.display import coverage_in_degrees, drawn, joined
from geo.shapes.dissolved import authority_boundaries
from geo.shapes.drawn_files import COMPRESSED, plain, read_map_file, save_map_file
from geo.shapes.map_file import map_file, rings_of
from geo.shapes.topology import Polygon, pack_shapes, unpack_shapes

LEFT: Polygon = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
RIGHT: Polygon = [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]
HOLED: Polygon = [[[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]], [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]]
ISLAND: Polygon = [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]


def same_ring(ring: Any) -> list[tuple[float, float]]:
    """A ring from its least point on, points that repeat the one before left out: where a ring begins says nothing."""
    points = [(float(x), float(y)) for x, y in ring[:-1]]
    points = [point for place, point in enumerate(points) if point != points[place - 1]]
    first = points.index(min(points))
    return points[first:] + points[:first]


def same_shapes(shapes: Any) -> list[Any]:
    return [[[same_ring(ring) for ring in polygon] for polygon in shape] for shape in shapes]


@given(st.lists(st.integers(0, 2**40)))
def test_letters_give_their_numbers_back(numbers: list[int]) -> None:
    told = to_letters(numbers)
    assert from_letters(told).tolist() == numbers
    assert set(told) <= set(ALPHABET)
    assert orjson.dumps(told) == f'"{told}"'.encode()


def test_small_numbers_are_one_letter() -> None:
    assert to_letters([0, 1, 31]) == "ABf"
    assert to_letters([32]) == "gB"  # 0 with more to come, then 1


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_zigzag_gives_its_numbers_back(numbers: list[int]) -> None:
    turned = zigzag(numbers)
    assert (turned >= 0).all()
    assert from_zigzag(turned).tolist() == numbers


def test_a_common_line_is_told_once() -> None:
    packed = pack_shapes([[LEFT], [RIGHT]])
    assert from_letters(packed["lengths"]).tolist() == [1, 3, 3]  # the line both have, and what is left of either
    assert from_letters(packed["rings"]).tolist() == [2, 2]
    assert same_shapes(unpack_shapes(packed)) == same_shapes([[LEFT], [RIGHT]])


def test_an_island_and_the_hole_it_fills_are_one_line() -> None:
    packed = pack_shapes([[HOLED], [ISLAND]])
    assert len(from_letters(packed["lengths"])) == 2
    assert packed["parts"] == [[2], 1]
    assert same_shapes(unpack_shapes(packed)) == same_shapes([[HOLED], [ISLAND]])


def test_several_polygons_of_one_area_stay_apart() -> None:
    packed = pack_shapes([[LEFT, ISLAND], [RIGHT]])
    assert packed["parts"] == [[1, 1], 1]
    assert same_shapes(unpack_shapes(packed)) == same_shapes([[LEFT, ISLAND], [RIGHT]])


def test_no_shapes_are_no_shapes() -> None:
    assert unpack_shapes(pack_shapes([])) == []
    assert unpack_shapes(pack_shapes([[]])) == [[]]


def test_what_rounding_pinches_to_a_point_is_kept_as_one() -> None:
    speck: Polygon = [[[0, 0], [1e-7, 0], [0, 1e-7], [0, 0]]]
    assert unpack_shapes(pack_shapes([[speck]])) == [[[[[0, 0], [0, 0]]]]]


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=9), max_size=4))
def test_any_rings_come_back_however_they_cross(rings: list[list[tuple[int, int]]]) -> None:
    shapes: list[Any] = [[[[[*point] for point in [*ring, ring[0]]]]] for ring in rings if len(set(ring)) > 2]
    found = unpack_shapes(pack_shapes(shapes))
    for shape, back in zip(shapes, found, strict=True):
        assert sorted(map(tuple, sides(back[0][0]))) == sorted(map(tuple, sides(shape[0][0])))


def sides(ring: Any) -> list[list[tuple[float, float]]]:
    """The sides of a ring, each from its lesser end; a side of no length is none."""
    points = [(float(x), float(y)) for x, y in ring]
    return [sorted(side) for side in pairwise(points) if side[0] != side[1]]


@pytest.mark.parametrize("level", PLACED)
def test_the_file_of_the_embedded_areas_is_their_coverage(level: Level, tmp_path: Path) -> None:
    areas, wards = boundaries_for(None, level), boundaries_for(None, Level.WARD)
    code = areas.areas["code"][3]
    name = save_map_file(tmp_path, level, map_file(areas, wards, {code: wards.areas["code"][5]}, with_hexagons=False))
    back = read_map_file(tmp_path / name)
    for told, shapes in ((back["areas"], coverage_in_degrees(areas)), (back["wards"], coverage_in_degrees(wards))):
        found = [shapely.geometry.shape(each["geometry"]) for each in told["features"]]
        assert same_shapes(map(rings_of, found)) == same_shapes(map(rings_of, shapes))
        assert shapely.is_valid(found).all()
    properties = [each["properties"] for each in back["areas"]["features"]]
    assert [each["code"] for each in properties] == areas.areas["code"].tolist()
    assert properties[3]["ward"] == wards.areas["name"][5] and properties[4]["ward"] == ""
    assert back["wards"]["features"][5]["properties"]["name"] == wards.areas["name"][5]


def test_files_lie_compressed_beside_themselves(tmp_path: Path) -> None:
    areas = boundaries_for(None, Level.WARD)
    content = map_file(areas, areas, {}, with_hexagons=False)
    name = save_map_file(tmp_path, "ward", content)
    assert name == save_map_file(tmp_path, "ward", content)
    assert {path.name for path in tmp_path.iterdir()} == {name, *(name + ending for ending in COMPRESSED.values())}
    assert (tmp_path / name).read_bytes() == content
    assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == content
    assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == content


def test_a_file_of_an_earlier_version_is_read_as_it_is(tmp_path: Path) -> None:
    wards = boundaries_for(None, Level.WARD)
    told = plain(orjson.loads(map_file(wards, wards, {}, with_hexagons=False)))
    (tmp_path / "old.json").write_bytes(orjson.dumps(told))
    assert read_map_file(tmp_path / "old.json") == told


def test_a_part_of_the_areas_is_drawn_with_the_lines_of_the_whole() -> None:
    small = drawn(boundaries_for(None, Level.LSOA))
    chosen = np.arange(len(small.shapes)) % 3 == 0
    part = small.only(chosen)
    assert part.boundaries.areas["code"].tolist() == small.boundaries.areas["code"][chosen].tolist()
    assert all(one is other for one, other in zip(part.shapes, small.shapes[chosen], strict=True))
    assert part.boundaries.checksum != small.boundaries.checksum


def test_larger_areas_have_the_very_lines_of_the_small_ones() -> None:
    small, wards = drawn(boundaries_for(None, Level.LSOA)), boundaries_for(None, Level.WARD)
    codes = wards.areas["code"][[0, 4]].tolist()
    owners = [codes[place % 2] for place in range(len(small.shapes))]
    over = joined(small, owners, wards)
    assert over.boundaries.areas["code"].tolist() == sorted(codes)
    lines = {tuple(point) for point in shapely.get_coordinates(small.shapes).tolist()}
    assert {tuple(point) for point in shapely.get_coordinates(over.shapes).tolist()} <= lines
    assert shapely.area(over.shapes).sum() == pytest.approx(shapely.area(small.shapes).sum())


def test_all_of_london_comes_back_and_a_fifteenth_is_sent(real: Path, tmp_path: Path) -> None:
    (london,) = read_boundaries(real / "boundaries" / "lsoa_2011_london_bgc.gpkg")
    shown = drawn(london)
    owners = london.areas["authority_code"].tolist()
    lines = joined(shown, owners, authority_boundaries(london))
    content = map_file(shown, lines, dict(zip(london.areas["code"], owners, strict=True)))
    name = save_map_file(tmp_path, "lsoa", content)
    back = read_map_file(tmp_path / name)
    found = [shapely.geometry.shape(each["geometry"]) for each in back["areas"]["features"]]
    assert same_shapes(map(rings_of, found)) == same_shapes(map(rings_of, shown.shapes))
    assert back["areas"]["features"][0]["properties"]["ward"] == "City of London"
    as_geojson = len(gpd.GeoSeries(shown.shapes).to_json())
    assert (tmp_path / f"{name}.br").stat().st_size < as_geojson / 15
    assert len(pack_shapes([*map(rings_of, shown.shapes)])["steps"]) < len(content)
