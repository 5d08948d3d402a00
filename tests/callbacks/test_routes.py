"""The geometry of a release goes to the browser as it was compressed when the release was made; what has no page is not found."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

import callbacks.routes
from callbacks.routes import routes
from data.levels import Level
from data.releases import Release
from data.serving import serve_from
from geo.shapes.boundaries import boundaries_for
from geo.shapes.drawn_files import save_map_file
from geo.shapes.map_file import map_file
from layouts import PAGES


@pytest.fixture
def released(tmp_path: Path, demonstration: Release, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str, bytes]:
    """A server over a folder with one drawn level; its address and content."""
    from dataclasses import replace

    (tmp_path / "boundaries").mkdir()
    wards = boundaries_for(None, Level.WARD)
    content = map_file(wards, wards, {}, with_hexagons=False)
    name = save_map_file(tmp_path / "boundaries", "ward", content)
    monkeypatch.setattr(callbacks.routes, "named_release", lambda _: replace(demonstration, folder=tmp_path))
    server = Flask(__name__)
    server.register_blueprint(routes)
    return server.test_client(), f"/boundaries/0001-1/{name}", content


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0, gzip;q=0", None),
        ("identity", None), ("", None), ("*", "br"),
    ],
)  # fmt: skip
def test_the_tightest_form_that_the_browser_takes(
    released: tuple[FlaskClient, str, bytes], accepted: str, coding: str | None
) -> None:
    client, address, content = released
    found = client.get(address, headers={"Accept-Encoding": accepted})
    assert found.status_code == 200
    assert found.headers.get("Content-Encoding") == coding
    assert found.mimetype == "application/json"
    assert "Accept-Encoding" in found.vary
    assert found.cache_control.immutable and found.cache_control.max_age == 365 * 24 * 3600
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(found.data) == content
    assert coding is None or len(found.data) < len(content) / 2


def test_a_store_that_was_named_from_where_the_server_was_started(
    released: tuple[FlaskClient, str, bytes], tmp_path: Path, demonstration: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``swp serve --store my-store`` in any folder: Flask takes a relative path from its own folder."""
    from dataclasses import replace

    client, address, content = released
    monkeypatch.chdir(tmp_path.parent)
    relative = replace(demonstration, folder=Path(tmp_path.name))
    monkeypatch.setattr(callbacks.routes, "named_release", lambda _: relative)
    found = client.get(address, headers={"Accept-Encoding": "identity"})
    assert found.status_code == 200 and found.data == content


def test_forms_of_one_file_have_tags_of_their_own(released: tuple[FlaskClient, str, bytes]) -> None:
    client, address, _ = released
    tags = [client.get(address, headers={"Accept-Encoding": coding}).headers["ETag"] for coding in ("br", "gzip", "")]
    assert len(set(tags)) == 3
    again = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": tags[0]})
    assert again.status_code == 304 and not again.data


def test_a_file_of_an_earlier_version_is_sent_as_it_is(
    released: tuple[FlaskClient, str, bytes], tmp_path: Path
) -> None:
    client, _, _ = released
    (tmp_path / "boundaries" / "lsoa-0123456789ab.json").write_bytes(orjson.dumps({"areas": {}}))
    found = client.get("/boundaries/0001-1/lsoa-0123456789ab.json", headers={"Accept-Encoding": "br"})
    assert found.status_code == 200 and "Content-Encoding" not in found.headers
    assert found.json == {"areas": {}}


@pytest.mark.parametrize(
    "name", ["ward.parquet", "ward-0123456789ab.json.br", "ward-0123456789ab.json", "..%2Fmanifest.json"]
)
def test_nothing_else_is_sent(released: tuple[FlaskClient, str, bytes], name: str) -> None:
    client, _, _ = released
    assert client.get(f"/boundaries/0001-1/{name}").status_code == 404


def test_an_address_without_a_page_is_not_found(site: FlaskClient) -> None:
    serve_from(None)
    told = {path: site.get(path) for path in ("/nowhere", "/robots.txt", "/west-end/nowhere", "/_nothing")}
    assert {path: answer.status_code for path, answer in told.items()} == dict.fromkeys(told, 404)
    assert all("react-entry-point" in answer.text for answer in told.values())  # the page that says so, with the menu


def test_every_page_is_found_whatever_it_is_asked(site: FlaskClient) -> None:
    serve_from(None)
    for page in PAGES:
        for address in (page.path, f"{page.path}?release=gone&type=unheard-of", f"/{page.path.strip('/')}/"):
            assert site.get(address.replace("//", "/")).status_code == 200
