"""Authorities and regions as areas: unions of small areas, whose hectares add up."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.levels import Level
from data.schema import DataError
from geo.shapes.areas import Boundaries, make_boundaries
from geo.shapes.boundary_files import read_boundaries
from geo.shapes.dissolved import (
    authorities_of,
    authorities_told,
    authority_boundaries,
    region_boundaries,
)

LEEDS, CARDIFF, CAMDEN = "E08000035", "W06000015", "E09000007"


def country(**columns: list[str | None]) -> Boundaries:
    """Six squares of a kilometre in a row: two of Leeds, two of Cardiff, two of Camden."""
    told: dict[str, list[str | None]] = {
        "code": ["E01000001", "E01000002", "W01000001", "W01000002", "E01000003", "E01000004"],
        "name": ["Leeds 001A", "Leeds 001B", "Cardiff 001A", "Cardiff 001B", "Camden 001A", "Camden 001B"],
        "authority_code": [LEEDS, LEEDS, CARDIFF, CARDIFF, CAMDEN, CAMDEN],
        "region_code": ["E12000003", "E12000003", "W99999999", "W99999999", "E12000007", "E12000007"],
        "region_name": ["Yorkshire and The Humber", "Yorkshire and The Humber", None, None, "London", "London"],
    }
    squares = [shapely.box(430_000 + 1000 * place, 430_000, 431_000 + 1000 * place, 431_000) for place in range(6)]
    areas = gpd.GeoDataFrame(told | columns, geometry=squares, crs="EPSG:27700")
    return make_boundaries(Level.LSOA, areas, source="a test", licence="")


def test_names_and_regions_come_from_the_boundaries() -> None:
    known = authorities_of(country())
    assert known["code"].tolist() == [LEEDS, CAMDEN, CARDIFF]
    assert known["name"].tolist() == ["Leeds", "Camden", "Cardiff"]
    assert known["region_code"].tolist() == ["E12000003", "E12000007", "W92000004"]
    assert known["region_name"].tolist() == ["Yorkshire and The Humber", "London", "Wales"]


def test_areas_add_up() -> None:
    small = country()
    authorities, regions = authority_boundaries(small), region_boundaries(small)
    assert regions is not None
    assert authorities.areas["code"].tolist() == [LEEDS, CAMDEN, CARDIFF]
    for wider in (authorities, regions):
        assert np.allclose(shapely.area(wider.areas.geometry.to_numpy()), 2e6)
        assert wider.source == "made of the small areas of a test"


def test_one_region_unknown_leaves_no_level_of_regions() -> None:
    unknown = country(region_code=[None, None, None, None, None, None])
    assert region_boundaries(unknown) is None
    assert authority_boundaries(unknown).areas["name"].tolist() == ["Leeds", "Camden", "Cardiff"]


def test_the_region_of_london_and_wales_is_known_by_their_codes() -> None:
    away = ["E12000007", "E12000007", "W92000004", "W92000004"]
    only = country(authority_code=[CAMDEN, CAMDEN, CARDIFF, CARDIFF, CAMDEN, CAMDEN], region_code=[*away, None, None])
    assert authorities_of(only)["region_name"].tolist() == ["London", "Wales"]


def test_small_areas_that_overlap_are_refused() -> None:
    small = country()
    shapes = small.areas.geometry.to_numpy().copy()
    shapes[1] = shapely.MultiPolygon([shapely.box(430_000, 430_000, 431_500, 431_000)])
    doubled = Boundaries(small.level, small.areas.set_geometry(shapes), False, "a test", "", "")
    with pytest.raises(DataError, match="do not add up to their local authority: E08000035"):
        authority_boundaries(doubled)


def test_who_registers_boundaries_is_told_of_authorities() -> None:
    assert authorities_told(country()) == ("3 local authorities, 3 regions",)
    unknown = country(authority_code=[None, None, CARDIFF, CARDIFF, CARDIFF, CARDIFF], name=list("abcdef"))
    assert authorities_told(unknown)[0].startswith("2 areas without the code of a local authority")


@pytest.mark.parametrize(
    ("authority", "region"),
    [
        (("LAD22CD", "LAD22NM"), ("RGN22CD", "RGN22NM")),
        (("lad_code", "lad_name"), ("region_code", "region_name")),
        (("LAD_22_CD", "LAD_22_NM"), ("RGN_22_CD", "RGN_22_NM")),
    ],
)
def test_columns_of_files_are_recognised(tmp_path: Path, authority: tuple[str, str], region: tuple[str, str]) -> None:
    squares = [shapely.box(430_000, 430_000, 431_000, 431_000)]
    told = {"LSOA11CD": ["E01000001"], "LSOA11NM": ["Leeds 001A"], authority[0]: [LEEDS], authority[1]: ["Leeds"]}
    told |= {region[0]: ["E12000003"], region[1]: ["Yorkshire and The Humber"]}
    gpd.GeoDataFrame(told, geometry=squares, crs="EPSG:27700").to_file(tmp_path / "small.gpkg")
    row = read_boundaries(tmp_path / "small.gpkg")[0].areas.iloc[0]
    assert row[["authority_code", "authority_name", "region_code", "region_name"]].tolist() == [
        LEEDS, "Leeds", "E12000003", "Yorkshire and The Humber",
    ]  # fmt: skip


def test_london_is_the_sum_of_its_boroughs(real: Path) -> None:
    small = read_boundaries(real / "boundaries" / "lsoa_2011_london_bgc.gpkg")[0]
    boroughs, london = authority_boundaries(small), region_boundaries(small)
    assert london is not None
    assert (len(boroughs.areas), london.areas["name"].tolist()) == (33, ["London"])
    whole = shapely.area(small.areas.geometry.to_numpy()).sum()
    assert np.isclose(shapely.area(boroughs.areas.geometry.to_numpy()).sum(), whole, rtol=1e-9)
    assert np.isclose(shapely.area(london.areas.geometry.to_numpy()).sum(), whole, rtol=1e-9)
