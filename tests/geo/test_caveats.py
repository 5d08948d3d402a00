"""What is said beside a figure of areas that a source or a registration cannot tell of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from data.releases import open_release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.caveats import APPROXIMATE, NOT_THE_CITY
from geo.files.exports import answer_geojson, answer_geopackage
from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries
from tests import worlds
from tests.worlds import CAMDEN, write_csv

CITY = NOT_THE_CITY.format("London Datastore, borough")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The small areas of 2011 of the tiny world and one of the City; no wards, no areas of 2021."""
    rows = [(code, name, worlds.square(code)) for code, (name, *_) in worlds.SMALL_AREAS.items()]
    rows.append(("E01000001", "City of London 001A", shapely.box(540_000, 180_000, 540_500, 180_500)))
    frame = gpd.GeoDataFrame(rows, columns=["LSOA11CD", "LSOA11NM", "geometry"], crs="EPSG:27700")
    frame.to_file(tmp_path / "lsoa.gpkg")
    register_boundaries(tmp_path / "store", [tmp_path / "lsoa.gpkg"])
    return tmp_path / "store"


def told(store: Path, link: str) -> dict[str, Any]:
    return answer_json(answer_link(link, open_release(store)))


def test_the_mets_files_say_nothing_of_the_city(store: Path, tmp_path: Path) -> None:
    rows = [
        {"MajorText": "Theft", "MinorText": "Shoplifting", "LookUp_BoroughName": name, "202210": "3"}
        for name in ("Westminster", "Camden")
    ]
    import_files([write_csv(tmp_path / "b.csv", rows)], store, "all")
    assert CITY in told(store, "/west-end?level=authority")["notes"]
    assert CITY not in told(store, "/west-end?authority=camden")["notes"]
    import_files([write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)], store, "all")
    searches = told(store, "/west-end?level=authority&dataset=stop-search")
    assert not any("City of London" in note for note in searches["notes"])


def test_a_level_without_areas_has_no_approximate_lines(store: Path, tmp_path: Path) -> None:
    stops = write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)
    import_files([stops], store, CAMDEN)  # the embedded wards are all Westminster's, the embedded areas of 2021 too
    assert APPROXIMATE not in told(store, "/west-end?dataset=stop-search")["notes"]
    without_wards = answer_link("/neighbourhoods?dataset=stop-search&level=ward", open_release(store))
    assert answer_json(without_wards)["areas"] == []
    assert json.loads(answer_geojson(without_wards))["features"] == []
    (tmp_path / "a.gpkg").write_bytes(answer_geopackage(without_wards))
    assert gpd.read_file(tmp_path / "a.gpkg", layer="areas").empty
    import_files([stops], store, "E09000033")
    assert APPROXIMATE in told(store, "/west-end?dataset=stop-search")["notes"]
