"""Boundary files that name others: GDAL chooses drivers by content, and some of them read what a file names."""

from __future__ import annotations

import http.server
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from data.schema import DataError
from geo.shapes.boundary_files import read_boundaries
from tests.fuzz.asking import CANARY

ENDINGS: Final = ("gpkg", "shp", "geojson", "json", "topojson", "fgb", "gml", "kml", "gdb")
SQUARE: Final = [[529000, 180000], [529500, 180000], [529500, 180500], [529000, 180500], [529000, 180000]]
FEATURE: Final = {
    "type": "Feature",
    "properties": {"WD22CD": "E05013806", "WD22NM": "St James's"},
    "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
}
TEXT: Final = ", ".join(f"{x} {y}" for x, y in SQUARE)
GML: Final = """<?xml version="1.0"?>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xlink="http://www.w3.org/1999/xlink" xsi:schemaLocation="http://ogr.maptools.org/ {at}/schema.xsd {at}/wfs?request=DescribeFeatureType">
<gml:featureMember><ogr:a fid="1"><ogr:shape><gml:Polygon srsName="{at}/crs"><gml:outerBoundaryIs><gml:LinearRing>
<gml:coordinates>529000,180000 529500,180000 529500,180500 529000,180000</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></ogr:shape>
<ogr:WD22CD>E05013806</ogr:WD22CD><ogr:WD22NM xlink:href="{at}/name.xml#a">n</ogr:WD22NM></ogr:a></gml:featureMember></ogr:FeatureCollection>"""


@pytest.fixture(scope="module")
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address that writes down who asked for what."""
    asked: list[str] = []

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_words: object) -> None:
            """Nothing on the terminal."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine that looks like boundaries, which no other file may make us read."""
    path = tmp_path / "secret" / "wards.csv"
    path.parent.mkdir()
    path.write_text(f'WD22CD,WD22NM,WKT\nE05013806,{CANARY},"POLYGON(({TEXT}))"\n', encoding="utf-8")
    path.with_suffix(".geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [FEATURE]}), encoding="utf-8"
    )
    return path


def virtual(source: str) -> str:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="wards"><SrcDataSource>{source}</SrcDataSource><GeometryType>wkbPolygon</GeometryType>'
        '<LayerSRS>EPSG:27700</LayerSRS><GeometryField encoding="WKT" field="WKT"/></OGRVRTLayer></OGRVRTDataSource>'
    )


def hidden(source: str) -> list[str]:
    """The same within what begins as another kind of file."""
    pipeline = f"gdal vector pipeline ! read {source} ! write --output-format=stream x"
    return [
        virtual(source),
        f"<?xml version='1.0'?><!-- kml -->\n{virtual(source)}",
        f"<kml></kml>{virtual(source)}",
        f"<kml>{' ' * 5000}</kml>{virtual(source)}",
        '{"a": "' + virtual(source).replace('"', "'") + '"}',
        json.dumps({"type": "gdal_streamed_alg", "command_line": pipeline}),
        json.dumps({"a": " " * 5000, "type": "gdal_streamed_alg", "command_line": pipeline}),
        f'<!DOCTYPE kml [<!ENTITY e SYSTEM "file://{source}">]><kml><Placemark><name>&e;</name></Placemark></kml>',
        source,
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_names_another_is_refused_whatever_its_ending(tmp_path: Path, secret: Path, ending: str) -> None:
    for source in (str(secret), str(secret.with_suffix(".geojson")), f"/vsisubfile/0_10000,{secret}"):
        for content in hidden(source):
            path = tmp_path / f"areas.{ending}"
            path.write_text(content, encoding="utf-8")
            refused(path)
            with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
                archive.writestr(f"areas.{ending}", content)
            refused(tmp_path / "areas.zip")


def refused(path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_boundaries(path)
    assert CANARY not in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["x}/../secret/wards.csv.kml", "{/etc/passwd}.kml", "../secret/wards.geojson", "/vsicurl/x.json"]
)
def test_members_whose_names_are_paths_are_not_opened(tmp_path: Path, secret: Path, name: str) -> None:
    assert secret.exists()
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        archive.writestr(name, virtual(str(secret)))
    refused(tmp_path / "areas.zip")


def test_nothing_is_fetched_for_a_file(tmp_path: Path, listening: tuple[str, list[str]]) -> None:
    """Services, schemas, coordinate systems and links that a file names stay where they are."""
    at, asked = listening
    crs = {
        kind: {"type": kind, "properties": {"href": f"{at}/crs", "url": f"{at}/crs", "name": f"{at}/crs"}}
        for kind in ("link", "url", "name")
    }
    collections = [json.dumps({"type": "FeatureCollection", "crs": one, "features": [FEATURE]}) for one in crs.values()]
    files = {
        "gml": [GML.format(at=at), f"<OGRWFSDataSource><URL>{at}/wfs</URL></OGRWFSDataSource>", virtual(f"/vsicurl/{at}/x.geojson")],
        "kml": [f"<kml><NetworkLink><Link><href>{at}/n.kml</href></Link></NetworkLink></kml>"],
        "json": [*collections, f"{at}/x.geojson", json.dumps({"links": [{"href": f"{at}/x"}], "conformsTo": []}), *hidden(f"/vsicurl/{at}/x.json")],
    }  # fmt: skip
    for ending, contents in files.items():
        for content in contents:
            path = tmp_path / f"areas.{ending}"
            path.write_text(content, encoding="utf-8")
            try:
                read_boundaries(path)
            except DataError as error:
                assert "\n" not in str(error)
    assert asked == []
