"""Boundaries: any vector file in, one checked form out, kept whole or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import pytest
import shapely
from pyproj import Transformer

from data.levels import PLACED, Level
from data.schema import DataError
from geo.shapes import boundaries as store_module
from geo.shapes.boundaries import (
    authority_areas,
    boundaries_for,
    load_boundaries,
    read_boundaries,
    register_boundaries,
    save_boundaries,
)
from geo.shapes.display import coverage_in_degrees
from geo.shapes.drawn_files import plain
from geo.shapes.map_file import map_file
from geo.shapes.projection import geometry_to_degrees, to_degrees, to_grid
from tests.geo.squares import small_areas, square, wards

SORTED = ["E01000842", "E01004734", "E01004736", "E01004763", "E01033595"]


def write(frame: gpd.GeoDataFrame, path: Path, **options: object) -> Path:
    frame.to_file(path, **options)
    return path


def zipped_shapefile(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    write(frame, folder / "areas.shp")
    path = folder / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.glob("areas.*"):
            if part.suffix != ".zip":
                archive.write(part, f"deep/{part.name}")
    return path


def geojson_in_metres(frame: gpd.GeoDataFrame, path: Path, *, member: bool) -> Path:
    """What the service sends when asked for metres: GeoJSON with, or without, a crs member."""
    features = json.loads(frame.to_json())
    features.pop("crs", None)
    if member:
        features["crs"] = {"type": "name", "properties": {"name": "EPSG:27700"}}
    path.write_text(json.dumps(features))
    return path


def topojson(path: Path) -> Path:
    arcs = [[[-0.14, 51.51], [-0.13, 51.51], [-0.13, 51.52], [-0.14, 51.52], [-0.14, 51.51]]]
    geometry = {
        "type": "Polygon",
        "arcs": [[0]],
        "properties": {"LSOA21CD": "E01035716", "LSOA21NM": "Westminster 013G"},
    }
    topology = {"type": "Topology", "arcs": arcs, "objects": {"areas": {"type": "GeometryCollection"}}}
    topology["objects"]["areas"]["geometries"] = [geometry]  # type: ignore[index]
    path.write_text(json.dumps(topology))
    return path


@pytest.mark.parametrize("ending", ["gpkg", "shp", "zip", "geojson", "fgb", "parquet", "kml", "gml"])
def test_every_kind_of_file_gives_the_same_areas(tmp_path: Path, ending: str) -> None:
    frame = small_areas()
    path = tmp_path / f"areas.{ending}"
    if ending == "zip":
        path = zipped_shapefile(frame.rename(columns=str.lower), tmp_path)
    elif ending == "parquet":
        frame.to_parquet(path)
    elif ending == "geojson":
        write(frame.to_crs(4326), path)
    elif ending == "kml":
        write(frame.to_crs(4326).rename(columns={"LSOA11NM": "Name"}), path, driver="LIBKML")
    else:
        write(frame, path)
    (read,) = read_boundaries(path)
    assert read.level is Level.LSOA
    assert read.areas["code"].tolist() == SORTED
    assert read.areas.crs.to_epsg() == 27700
    assert set(read.areas.geom_type) == {"MultiPolygon"}
    assert read.areas.area.to_numpy() == pytest.approx([10_000] * 5, rel=1e-3)
    if ending != "kml":  # whose areas have their names in the column Name
        assert read.areas["authority_code"].tolist() == ["E09000007", *["E09000033"] * 4]
        assert read.areas["authority_name"].iloc[0] == "Camden"
        assert read.areas["name"].iloc[1] == "Westminster 018A"


def test_topojson_is_read_where_gdal_can(tmp_path: Path) -> None:
    (read,) = read_boundaries(topojson(tmp_path / "areas.topojson"))
    assert (read.level, read.areas["code"].tolist()) == (Level.LSOA21, ["E01035716"])


@pytest.mark.parametrize("member", [True, False])
def test_metres_in_geojson_are_known_by_their_size(tmp_path: Path, member: bool) -> None:
    (read,) = read_boundaries(geojson_in_metres(small_areas(), tmp_path / "a.geojson", member=member))
    assert read.areas.area.to_numpy() == pytest.approx([10_000] * 5)
    assert any("size" in note for note in read.notes) is not member


def test_degrees_without_crs_are_known_by_their_size(tmp_path: Path) -> None:
    frame = small_areas()
    bare = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=geometry_to_degrees(frame.geometry.to_numpy()))
    bare.to_parquet(tmp_path / "a.parquet")
    (read,) = read_boundaries(tmp_path / "a.parquet")
    assert read.areas.area.to_numpy() == pytest.approx([10_000] * 5, rel=1e-6)
    assert "degrees" in read.notes[0]


def test_degrees_called_metres_are_still_degrees(tmp_path: Path) -> None:
    frame = small_areas()
    wrong = frame.set_geometry(geometry_to_degrees(frame.geometry.to_numpy())).set_crs(27700, allow_override=True)
    (read,) = read_boundaries(write(wrong, tmp_path / "a.gpkg"))
    assert read.areas.area.to_numpy() == pytest.approx([10_000] * 5, rel=1e-6)
    assert read.notes


def test_a_third_coordinate_system_is_reprojected(tmp_path: Path) -> None:
    (read,) = read_boundaries(write(small_areas().to_crs(3857), tmp_path / "a.gpkg"))
    assert read.areas.area.to_numpy() == pytest.approx([10_000] * 5, rel=1e-3)


def test_every_layer_is_read_and_those_without_codes_passed_over(tmp_path: Path) -> None:
    path = write(small_areas(), tmp_path / "all.gpkg", layer="small")
    write(wards(), path, layer="wards")
    write(gpd.GeoDataFrame({"what": ["park"]}, geometry=[square(0, 0)], crs=27700), path, layer="parks")
    assert [each.level for each in read_boundaries(path)] == [Level.LSOA, Level.WARD]
    assert [each.level for each in read_boundaries(path, layer="wards")] == [Level.WARD]
    with pytest.raises(DataError, match="no layer rivers"):
        read_boundaries(path, layer="rivers")


def test_of_two_code_columns_the_one_without_repeats_is_the_layers_own(tmp_path: Path) -> None:
    frame = small_areas("LSOA21CD", "LSOA21NM").assign(LSOA11CD="E01004734")
    assert read_boundaries(write(frame, tmp_path / "a.gpkg"))[0].level is Level.LSOA21


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        (["E01004734", "E01033595"], Level.LSOA),  # 013E is gone since 2021
        (["E01004734", "E01035716"], Level.LSOA21),
        (["E05013808", "E05013806"], Level.WARD),
    ],
)
def test_a_plain_code_column_is_told_by_its_codes(tmp_path: Path, codes: list[str], level: Level) -> None:
    frame = gpd.GeoDataFrame({"code": codes}, geometry=[square(0, 0), square(1, 0)], crs=27700)
    assert read_boundaries(write(frame, tmp_path / "a.gpkg"))[0].level is level


def test_names_are_found_beside_a_plain_code_and_known_where_there_are_none(tmp_path: Path) -> None:
    gla = wards().rename(columns={"WD22CD": "GSS_CODE", "WD22NM": "NAME"})
    gla["LB_GSS_CD"] = ["E09000033", "E09000033", "E09000007"]
    (found,) = read_boundaries(zipped_shapefile(gla, tmp_path))
    assert found.areas["name"].tolist() == ["St James's", "West End", "Somewhere"]
    assert found.areas["authority_name"].tolist() == ["Westminster", "Westminster", "Camden"]
    gla["NAME"] = ["", None, "Somewhere"]
    (blank,) = read_boundaries(write(gla, tmp_path / "blank.gpkg"))
    assert blank.areas["name"].tolist() == ["St James's", "West End", "Somewhere"]
    (bare,) = read_boundaries(write(wards().drop(columns="WD22NM"), tmp_path / "bare.gpkg"))
    assert bare.areas["name"].tolist() == ["St James's", "West End", "E05099999"]


def test_codes_of_both_censuses_are_no_ground_for_a_guess(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["E01004734"]}, geometry=[square(0, 0)], crs=27700)
    with pytest.raises(DataError, match="both censuses share"):
        read_boundaries(write(frame, tmp_path / "a.gpkg"))


def spoiled(column: str, value: object) -> gpd.GeoDataFrame:
    frame = small_areas()
    frame.loc[frame.index[1], column] = value
    return frame


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (small_areas().rename(columns={"LSOA11CD": "id", "LSOA11NM": "label"}), "columns id, label"),
        (spoiled("LSOA11CD", "E01004763"), "more than once: E01004763"),
        (spoiled("LSOA11CD", "E02000961"), "such as E02000961"),
        (spoiled("geometry", None), "no shape: E01033595"),
        (spoiled("geometry", shapely.Point(529_000, 180_000)), "not polygons: E01033595"),
        (small_areas().iloc[:0], "has no areas"),
        (
            small_areas().set_geometry(
                shapely.transform(geometry_to_degrees(small_areas().geometry.to_numpy()), lambda xy: xy[:, ::-1]),
                crs=4326,
            ),
            "outside the United Kingdom",
        ),
        (small_areas().set_geometry(small_areas().translate(5_000_000)), "outside the United Kingdom"),
    ],
)
def test_areas_that_cannot_be_used_are_refused_in_words(tmp_path: Path, frame: gpd.GeoDataFrame, says: str) -> None:
    frame.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(DataError, match=says) as caught:
        read_boundaries(tmp_path / "a.parquet")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.gpkg", "a.zip", "a.parquet", "a.geojson", "a.shp", "a.kml"])
@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04 cut", b"SQLite format 3\x00 cut"])
def test_broken_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError):
        read_boundaries(tmp_path / name)


def test_a_truncated_geopackage_is_refused(tmp_path: Path) -> None:
    path = write(small_areas(), tmp_path / "a.gpkg")
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(DataError):
        read_boundaries(path)


def test_hostile_and_strange_paths_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../evil.gpkg", "x")
    with pytest.raises(DataError, match="no vector file"):
        read_boundaries(tmp_path / "a.zip")
    (tmp_path / "a.vrt").write_text("<OGRVRTDataSource/>")
    with pytest.raises(DataError, match=r"not read from \.vrt"):
        read_boundaries(tmp_path / "a.vrt")
    with pytest.raises(DataError, match="no such file"):
        read_boundaries(tmp_path / "none.gpkg")
    with pytest.raises(DataError, match="a folder, not a file"):
        read_boundaries(tmp_path)


def test_an_invalid_shape_is_mended_and_that_is_said(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(529000, 180000), (529100, 180100), (529100, 180000), (529000, 180100)])
    frame = small_areas()
    frame.loc[0, "geometry"] = bow_tie
    frame.to_parquet(tmp_path / "a.parquet")
    (read,) = read_boundaries(tmp_path / "a.parquet")
    assert shapely.is_valid(read.areas.geometry.to_numpy()).all()
    assert read.areas.set_index("code").area["E01004763"] == pytest.approx(5_000)
    assert "mended: E01004763" in read.notes[0]


def test_the_checksum_is_of_the_ground_not_of_the_file(tmp_path: Path) -> None:
    frame = small_areas()
    turned = frame.set_geometry(frame.geometry.reverse()).iloc[::-1]
    moved = frame.copy()
    moved.loc[0, "geometry"] = square(0, 0, 99.9)
    for name, each in (("frame", frame), ("turned", turned), ("moved", moved)):
        each.to_parquet(tmp_path / f"{name}.parquet")
    one, same, other = (
        read_boundaries(tmp_path / f"{name}.parquet")[0].checksum for name in ("frame", "turned", "moved")
    )
    assert one == same != other


def test_wards_take_their_authority_from_lists_columns_or_overlap(tmp_path: Path) -> None:
    (bare,) = read_boundaries(write(wards(), tmp_path / "w.gpkg"))
    assert bare.areas["authority_code"].tolist()[:2] == ["E09000033", "E09000033"]
    assert bare.areas["authority_code"].isna().tolist() == [False, False, True]
    (told,) = read_boundaries(write(wards(with_authority=True), tmp_path / "told.gpkg"))
    assert told.areas["authority_code"].tolist()[2] == "E09000007"
    kept = register_boundaries(tmp_path / "store", [tmp_path / "w.gpkg", write(small_areas(), tmp_path / "s.gpkg")])
    assert [each.level for each in kept] == [Level.LSOA, Level.WARD]
    assert kept[1].areas["authority_code"].tolist()[2] == "E09000007"
    assert kept[1].areas["authority_name"].tolist()[2] == "Camden"
    assert len(authority_areas(kept[1], "E09000007").areas) == 1
    assert authority_areas(kept[1], "all") is kept[1]
    assert authority_areas(kept[1], "E09000001").areas.empty


def test_registered_boundaries_replace_the_embedded_ones(tmp_path: Path) -> None:
    assert boundaries_for(None, Level.LSOA).approximate
    assert boundaries_for(tmp_path, Level.LSOA).approximate
    register_boundaries(tmp_path, [write(small_areas(), tmp_path / "s.gpkg")])
    first = boundaries_for(tmp_path, Level.LSOA)
    assert not first.approximate
    assert first.areas["code"].tolist() == SORTED
    assert boundaries_for(tmp_path, Level.WARD).approximate
    register_boundaries(tmp_path, [write(small_areas().iloc[:2], tmp_path / "less.gpkg")])
    assert len(boundaries_for(tmp_path, Level.LSOA).areas) == 2


def test_files_of_one_level_are_joined_unless_they_overlap(tmp_path: Path) -> None:
    one = write(small_areas().iloc[:2], tmp_path / "one.gpkg")
    two = write(small_areas().iloc[2:], tmp_path / "two.gpkg")
    (joined,) = register_boundaries(tmp_path / "store", [one, two])
    assert joined.areas["code"].tolist() == SORTED
    with pytest.raises(DataError, match="more than one of them"):
        register_boundaries(tmp_path / "other", [one, one])
    assert not (tmp_path / "other").exists()


def test_nothing_is_kept_unless_all_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.gpkg").write_bytes(b"rubbish")
    with pytest.raises(DataError):
        register_boundaries(tmp_path / "store", [write(small_areas(), tmp_path / "s.gpkg"), tmp_path / "bad.gpkg"])
    assert not (tmp_path / "store").exists()


def test_a_write_that_fails_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (read,) = read_boundaries(write(small_areas(), tmp_path / "s.gpkg"))
    path = tmp_path / "store" / "lsoa.parquet"
    save_boundaries(read, path)
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(store_module.pq, "write_table", fail)
    with pytest.raises(OSError, match="no space"):
        save_boundaries(read, path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["lsoa.parquet"]


def test_kept_boundaries_come_back_equal_and_damage_is_seen(tmp_path: Path) -> None:
    (read,) = read_boundaries(write(wards(), tmp_path / "w.gpkg"))
    path = tmp_path / "ward.parquet"
    save_boundaries(read, path)
    back = load_boundaries(path)
    assert (back.level, back.source, back.licence, back.checksum) == (
        read.level, read.source, read.licence, read.checksum,
    )  # fmt: skip
    assert back.areas.equals(read.areas)
    assert gpd.read_parquet(path).crs.to_epsg() == 27700
    again = tmp_path / "again.parquet"
    save_boundaries(back, again)
    assert again.read_bytes() == path.read_bytes()
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged"):
        load_boundaries(path)
    gpd.read_parquet(again).to_parquet(path)  # the same areas without our facts
    with pytest.raises(DataError, match="damaged"):
        load_boundaries(path)


def test_what_the_map_draws_is_in_order_and_in_degrees(tmp_path: Path) -> None:
    (small,) = read_boundaries(write(small_areas(), tmp_path / "s.gpkg"))
    (outlines,) = read_boundaries(write(wards(), tmp_path / "w.gpkg"))
    drawn = plain(orjson.loads(map_file(small, outlines, {"E01004763": "E05013808"})))
    properties = [each["properties"] for each in drawn["areas"]["features"]]
    assert [each["code"] for each in properties] == small.areas["code"].tolist()
    assert {each["code"]: each["ward"] for each in properties if each["ward"]} == {"E01004763": "West End"}
    assert [each["properties"]["name"] for each in drawn["wards"]["features"]] == [
        "St James's",
        "West End",
        "Somewhere",
    ]
    shapes = [shapely.geometry.shape(each["geometry"]) for each in drawn["areas"]["features"]]
    numbers = np.array(shapely.get_coordinates(shapes))
    assert np.round(numbers, 5) == pytest.approx(numbers, abs=0)
    x, y = to_degrees(529_000, 180_000)
    assert [float(x), float(y)] == pytest.approx(numbers.min(axis=0), abs=2e-4)
    assert drawn["home"][0] == pytest.approx(numbers.min(axis=0), abs=1e-5)


@pytest.mark.parametrize("level", PLACED)
def test_display_of_the_embedded_areas_has_no_gap_or_overlap(level: Level) -> None:
    boundaries = boundaries_for(None, level)
    shapes = boundaries.areas.geometry.to_numpy()
    drawn = coverage_in_degrees(boundaries)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(drawn).all()
    assert shapely.coverage_is_valid(drawn)
    back = shapely.area(shapely.transform(drawn, to_grid, interleaved=False))
    assert back.sum() == pytest.approx(shapely.area(shapes).sum(), rel=1e-3)
    assert back == pytest.approx(shapely.area(shapes), rel=0.03)


def test_official_areas_of_all_london_keep_their_coverage(real: Path) -> None:
    (london,) = read_boundaries(real / "boundaries" / "lsoa_2011_london_bgc.gpkg")
    assert len(london.areas) == 4835
    ours = authority_areas(london, "E09000033")
    assert len(ours.areas) == 128
    assert ours.areas.area.sum() / 10_000 == pytest.approx(2148.3, abs=0.1)
    assert london.areas["authority_code"].nunique() == 33
    for boundaries in (ours, london):
        drawn = coverage_in_degrees(boundaries)
        assert shapely.coverage_is_valid(drawn)
        assert not shapely.is_empty(drawn).any()


def test_official_files_are_recognised(real: Path) -> None:
    expected = {"lsoa_2021_london_bgc": (Level.LSOA21, 123), "ward_2022_westminster": (Level.WARD, 18)}
    for name, (level, count) in expected.items():
        (read,) = read_boundaries(real / "boundaries" / f"{name}.gpkg")
        assert (read.level, len(authority_areas(read, "E09000033").areas)) == (level, count)


def test_projection_agrees_with_proj_and_returns() -> None:
    """PROJ's own choice is at most a few metres away (0 without the OSTN15 grid, about 2 m with it)."""
    generator = np.random.default_rng(7)
    lon, lat = generator.uniform(-0.5, 0.3, 1000), generator.uniform(51.3, 51.7, 1000)
    x, y = to_grid(lon, lat)
    theirs = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform(lon, lat)
    assert np.hypot(x - theirs[0], y - theirs[1]).max() < 4
    back = to_degrees(x, y)
    assert np.abs(back[0] - lon).max() < 1e-7
    assert np.abs(back[1] - lat).max() < 1e-7
