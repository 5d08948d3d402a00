"""The embedded geography: made from points, one coverage, roughly where it should be, and it says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.levels import PLACED, Level
from geo.placing import lookups
from geo.publishing import demonstration
from geo.shapes.boundaries import Boundaries, boundaries_for
from geo.shapes.projection import geometry_to_grid

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "data" / "demonstration" / "boundaries"
DRAWING = ROOT / "data" / "reference" / "orientation.geojson"


@pytest.fixture(scope="module")
def embedded() -> dict[Level, Boundaries]:
    return {level: boundaries_for(None, level) for level in PLACED}


def shapes(boundaries: Boundaries) -> np.ndarray:
    return boundaries.areas.geometry.to_numpy()


def facts(table: pd.DataFrame, boundaries: Boundaries) -> pd.DataFrame:
    return table.set_index(table.columns[0]).loc[boundaries.areas["code"]]


def test_every_area_is_there_with_its_name(embedded: dict[Level, Boundaries]) -> None:
    tables = {Level.LSOA: lookups.lsoa_2011(), Level.LSOA21: lookups.lsoa_2021(), Level.WARD: lookups.wards_2022()}
    for level, table in tables.items():
        areas = embedded[level].areas
        assert dict(zip(areas["code"], areas["name"], strict=True)) == dict(
            zip(table.iloc[:, 0], table.iloc[:, 1], strict=True)
        )
        assert set(areas["authority_code"]) == {"E09000033"}


def test_it_says_that_it_is_approximate(embedded: dict[Level, Boundaries]) -> None:
    for boundaries in embedded.values():
        assert boundaries.approximate
        assert "not the official boundaries" in boundaries.source
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


def test_the_levels_are_one_coverage_without_gaps(embedded: dict[Level, Boundaries]) -> None:
    outlines = []
    for boundaries in embedded.values():
        assert shapely.coverage_is_valid(shapes(boundaries))
        outline = shapely.coverage_union_all(shapes(boundaries))
        outlines.append(outline)
        (piece,) = shapely.get_parts(outline)
        assert not piece.interiors
    assert all(outline.equals(outlines[0]) for outline in outlines)
    assert outlines[0].area / 10_000 == pytest.approx(2148.3, rel=0.02)
    for level in (Level.LSOA, Level.LSOA21):
        assert shapely.get_num_geometries(shapes(embedded[level])).max() == 1


@pytest.mark.parametrize("level", [Level.LSOA, Level.LSOA21])
def test_each_small_area_holds_its_own_points_and_size(embedded: dict[Level, Boundaries], level: Level) -> None:
    table = facts(lookups.lsoa_2011() if level is Level.LSOA else lookups.lsoa_2021(), embedded[level])
    ground = shapes(embedded[level])
    assert shapely.contains(ground, shapely.points(table["point_easting"], table["point_northing"])).all()
    if level is Level.LSOA:
        inside = (table["centroid_inside"] == 1).to_numpy()
        assert shapely.contains(ground, shapely.points(table["easting"], table["northing"]))[inside].all()
    hectares = shapely.area(ground) / 10_000
    assert np.corrcoef(hectares, table["area_ha"])[0, 1] > 0.99
    assert np.abs(hectares / table["area_ha"] - 1).median() < 0.05


def test_wards_hold_their_points_and_the_parks_lie_in_theirs(embedded: dict[Level, Boundaries]) -> None:
    wards = embedded[Level.WARD]
    table = facts(lookups.wards_2022(), wards)
    inside = shapely.contains(shapes(wards), shapely.points(table["point_easting"], table["point_northing"]))
    assert inside.all()
    drawing = json.loads(DRAWING.read_text())
    park = next(each for each in drawing["features"] if each["properties"]["name"] == "Hyde Park")
    ground = geometry_to_grid(shapely.geometry.shape(park["geometry"]))
    shares = pd.Series(shapely.area(shapely.intersection(shapes(wards), ground)), index=wards.areas["name"])
    assert shares.idxmax() == "Hyde Park"


def test_wards_are_best_fit_small_areas_but_for_the_parks(embedded: dict[Level, Boundaries]) -> None:
    small, wards = embedded[Level.LSOA].areas, embedded[Level.WARD].areas.set_index("code")
    cut = set(demonstration._PARK_WARDS)
    for code, ground in zip(small["code"], small.geometry, strict=True):
        if code not in cut:
            assert wards.geometry[lookups.ward_by_lsoa()[code]].covers(ground), code


def test_both_censuses_agree_where_nothing_changed(embedded: dict[Level, Boundaries]) -> None:
    small, later = (embedded[level].areas.set_index("code").geometry for level in (Level.LSOA, Level.LSOA21))
    changes = lookups.census_changes()
    for row in changes[changes["change"] == "unchanged"].itertuples():
        assert small[row.lsoa11cd].equals(later[row.lsoa21cd])
    for _, merged in changes[changes["change"] == "merged"].groupby("lsoa21cd"):
        assert shapely.union_all(small[merged["lsoa11cd"]].to_numpy()).equals(later[merged["lsoa21cd"].iloc[0]])
    split = changes[changes["change"] == "split"]
    assert shapely.union_all(later[split["lsoa21cd"]].to_numpy()).equals(small[split["lsoa11cd"].iloc[0]])


def test_the_generator_makes_what_is_embedded(tmp_path: Path, embedded: dict[Level, Boundaries]) -> None:
    paths = demonstration.write_demonstration(tmp_path)
    assert sorted(path.name for path in paths) == sorted(path.name for path in FOLDER.iterdir())
    for path in paths:
        made = gpd.read_parquet(path)
        assert made.geom_equals_exact(embedded[Level(path.stem)].areas, tolerance=0.2).all()


def test_the_drawing_lies_in_the_borough(embedded: dict[Level, Boundaries]) -> None:
    drawing = json.loads(DRAWING.read_text())
    assert "approximate" in drawing["source"]
    kinds = pd.Series([each["properties"]["kind"] for each in drawing["features"]]).value_counts().to_dict()
    assert kinds == {"landmark": 12, "street": 11, "place": 6, "park": 5, "river": 1, "lake": 1}
    outline = shapely.coverage_union_all(shapes(embedded[Level.LSOA]))
    ground = {
        each["properties"]["name"]: geometry_to_grid(shapely.geometry.shape(each["geometry"]))
        for each in drawing["features"]
    }
    for each in drawing["features"]:
        name, kind = each["properties"]["name"], each["properties"]["kind"]
        if kind == "landmark":
            assert outline.contains(ground[name]), name
        elif kind == "place":
            assert not outline.contains(ground[name]), name
        elif kind == "street":
            assert outline.buffer(100).contains(ground[name]), name
        elif kind != "river":
            assert outline.intersection(ground[name]).area > 0.8 * ground[name].area, name
    assert outline.intersection(ground["River Thames"]).area < 10_000
    assert outline.distance(ground["River Thames"]) < 10
    # Ordnance Survey grid: Oxford Circus TQ 2903 8121, Parliament TQ 3026 7951, Paddington TQ 2661 8133, to 60 m.
    for name, x, y in (("Oxford Circus", 529_030, 181_210), ("Parliament", 530_260, 179_510)):
        assert ground[name].distance(shapely.Point(x, y)) < 60
    for street, place in (
        ("Oxford Street", "Oxford Circus"),
        ("Piccadilly", "Hyde Park Corner"),
        ("Strand", "Trafalgar Square"),
    ):
        assert ground[street].distance(ground[place]) < 100


def test_the_drawing_fits_the_official_outline(real: Path, embedded: dict[Level, Boundaries]) -> None:
    official = gpd.read_file(real / "boundaries" / "lsoa_2011_london_bgc.gpkg").query("LAD11CD == 'E09000033'")
    outline = shapely.union_all(official.geometry.to_numpy())
    ours = shapely.coverage_union_all(shapes(embedded[Level.LSOA]))
    assert outline.symmetric_difference(ours).area / outline.area < 0.05
    ground = official.set_index("LSOA11CD").geometry.loc[embedded[Level.LSOA].areas["code"]]
    same = shapely.area(shapely.intersection(ground.to_numpy(), shapes(embedded[Level.LSOA]))).sum()
    assert same / outline.area > 0.7
