"""What a release holds: data sets and their sources, boundaries, and all that the manifest says of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from data.levels import Level
from data.releases import Release, open_release
from data.store import content_hash
from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries
from geo.shapes.drawn_files import read_map_file
from tests import worlds
from tests.worlds import SMALL_AREAS, WESTMINSTER, write_csv

NOW = datetime(2023, 12, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def release(store: Path, tmp_path: Path) -> Release:
    header, rows = worlds.counts("ward")
    paths = [
        worlds.write_archive(tmp_path / "a.zip", "2022-10"),
        write_csv(tmp_path / "e.csv", worlds.extract("2022-11")),
        write_csv(tmp_path / "w.csv", rows, header),
    ]
    import_files(paths, store, WESTMINSTER, now=lambda: NOW)
    return open_release(store)


def test_the_manifest(release: Release) -> None:
    manifest = release.manifest
    assert manifest["created"] == manifest["imports"][0]["created"] == "2023-12-01T09:30:00+00:00"
    assert (manifest["authority"], manifest["authority_name"]) == (WESTMINSTER, "Westminster")
    assert not manifest["demonstration"] and not release.approximate_boundaries
    told = {
        choice["slug"]: (choice["provider"], choice["months"], choice["levels"], choice["timed"], choice["ages"])
        for choice in manifest["datasets"]
    }
    october = 2022 * 12 + 9
    levels = ["lsoa", "lsoa21", "ward"]
    assert told == {
        "offences": ("partnership", [october + 1], levels, True, True),
        "offences-datastore-ward": ("datastore-ward", [october, october + 1], ["ward"], False, False),
        "offences-police-uk-street": ("police-uk-street", [october], levels, False, False),
        "stop-search": ("police-uk-stop-and-search", [october], levels, True, False),
    }
    assert {(source["dataset"], source["rows"]) for source in manifest["sources"]} == {
        ("offences", 6), ("offences-datastore-ward", 12), ("offences-police-uk-street", 5), ("stop-search", 6)
    }  # fmt: skip


def test_how_records_were_placed(release: Release) -> None:
    by_slug: dict[str, dict[str, Any]] = {choice["slug"]: choice for choice in release.manifest["datasets"]}
    assert by_slug["offences"]["placed_by"]["lsoa_by"] == {"point": 5, "not placed": 1}
    assert by_slug["offences-datastore-ward"]["placed_by"]["ward_by"] == {"own code": 24}


def test_collections_and_files_agree(release: Release) -> None:
    for collection in release.manifest["collections"]:
        path = release.folder / "records" / f"{collection['dataset']}.{collection['provider']}.parquet"
        assert len(pd.read_parquet(path)) == collection["rows"] > 0
    assert len(list((release.folder / "records").iterdir())) == len(release.manifest["collections"]) == 5
    assert sorted(path.name for path in (release.folder / "index").iterdir()) == sorted(
        choice["slug"] for choice in release.manifest["datasets"]
    )


def test_boundaries_of_every_level_for_analysis_and_for_the_browser(release: Release) -> None:
    ours = {code for code in SMALL_AREAS if code != worlds.AWAY}
    for level, areas in (("lsoa", 6), ("lsoa21", 5), ("ward", 3)):
        told = release.manifest["boundaries"][level]
        frame = gpd.read_parquet(release.folder / "boundaries" / f"{level}.parquet")
        drawn = read_map_file(release.folder / "boundaries" / told["display"])
        listed = [area.code for area in release.choices.areas[Level(level)]]
        assert told["areas"] == len(frame) == areas and not told["approximate"]
        assert listed == frame["code"].tolist() == [each["properties"]["code"] for each in drawn["areas"]["features"]]
        assert frame.crs.to_epsg() == 27700
        cells = list(zip(drawn["hexagons"][::2], drawn["hexagons"][1::2], strict=True))
        assert len(cells) == len(set(cells)) == areas
        assert told["hexagons"] and release.has_hexagons(Level(level))
    assert {area.code for area in release.choices.areas[Level.LSOA]} == ours


def test_the_id_tells_of_the_content(release: Release) -> None:
    manifest = release.folder / "manifest.json"
    kept = manifest.read_bytes()
    manifest.unlink()
    assert release.id.partition("-")[2] == content_hash(release.folder)[:8]
    manifest.write_bytes(kept)


def test_an_authority_without_wards_still_has_a_release(tmp_path: Path) -> None:
    """Islington has no registered wards where Westminster's alone are."""
    layers = worlds.write_boundaries(tmp_path / "layers")
    register_boundaries(tmp_path / "store", layers[:2])
    path = write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)
    import_files([path], tmp_path / "store", worlds.CAMDEN)
    release = open_release(tmp_path / "store")
    assert release.manifest["boundaries"]["ward"]["areas"] == 0
    drawn = read_map_file(release.folder / "boundaries" / release.manifest["boundaries"]["ward"]["display"])
    assert drawn["areas"]["features"] == [] and len(drawn["home"]) == 2
    assert drawn["hexagons"] == []
