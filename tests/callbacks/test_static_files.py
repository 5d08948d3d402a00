"""Static files: one bundle of scripts and of styles, under addresses that follow their content, compressed, kept a year."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from dash import _callback
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.static_files import CHARTS, SCRIPTS, STYLES, StaticFiles, joined, loaded
from tests.conftest import ROOT

ASSETS = ROOT / "assets"
A_YEAR = {"public", "max-age=31536000", "immutable"}


@pytest.fixture(scope="module")
def files() -> StaticFiles:
    return StaticFiles(ASSETS)


def walked(suffix: str) -> list[Path]:
    """The order in which Dash loads assets, as its own walk over the folder finds them."""
    found = []
    for current, _, names in sorted(os.walk(ASSETS)):
        found += [Path(current) / name for name in sorted(names) if name.endswith(suffix)]
    return found


def content(response: TestResponse) -> bytes:
    data: bytes = response.data
    form = response.headers.get("Content-Encoding")
    return brotli.decompress(data) if form == "br" else gzip.decompress(data) if form == "gzip" else data


def kept(response: TestResponse) -> set[str]:
    return set(response.headers["Cache-Control"].split(", "))


def test_bundles_hold_every_file_in_the_order_in_which_dash_loads_them() -> None:
    charts = ASSETS / CHARTS
    assert loaded(ASSETS, "js") == [path for path in walked(".js") if path != charts]
    assert loaded(ASSETS, "css") == walked(".css")
    scripts = joined(ASSETS, "js")
    assert all(path.read_text(encoding="utf-8") in scripts for path in loaded(ASSETS, "js"))
    assert "plotly.js" not in scripts.partition("leaflet.js")[2]


def test_an_address_follows_the_content(tmp_path: Path) -> None:
    for name in ("a.js", "a.css", "fonts/f.woff2", CHARTS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "a.css").write_text("@font-face { src: url(fonts/f.woff2) } .a { fill: url(#b) }")
    before = StaticFiles(tmp_path)
    style = before.files[STYLES].content.decode()
    assert f"url({before.address('fonts/f.woff2')})" in style
    assert "url(#b)" in style
    (tmp_path / "fonts/f.woff2").write_text("y")
    after = StaticFiles(tmp_path)
    assert after.address("fonts/f.woff2") != before.address("fonts/f.woff2")
    assert after.address(STYLES) != before.address(STYLES)  # it names the font
    assert after.address(SCRIPTS) == before.address(SCRIPTS)


@pytest.mark.parametrize(
    ("accepted", "form"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip")]
)
def test_every_form_holds_the_same(accepted: str, form: str | None, site: FlaskClient, files: StaticFiles) -> None:
    for name in (SCRIPTS, STYLES):
        response = site.get(files.address(name), headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == form
        assert kept(response) == A_YEAR
        assert response.headers["Vary"] == "Accept-Encoding"
        assert content(response) == files.files[name].content


def test_the_thorough_form_is_smaller_and_holds_the_same(files: StaticFiles) -> None:
    file = files.files[STYLES]
    quick = file.form("br")
    file.press()
    assert len(file.form("br")) < len(quick)
    assert brotli.decompress(file.form("br")) == file.content


def test_fonts_are_kept_and_not_compressed_again(site: FlaskClient, files: StaticFiles) -> None:
    fonts = [name for name in files.files if name.endswith(".woff2")]
    assert len(fonts) >= 4
    for name in fonts:
        response = site.get(files.address(name), headers={"Accept-Encoding": "br"})
        assert response.mimetype == "font/woff2"
        assert "Content-Encoding" not in response.headers
        assert kept(response) == A_YEAR


def test_a_page_of_another_version_gets_what_there_is_and_does_not_keep_it(site: FlaskClient) -> None:
    response = site.get(f"/files/000000000000/{SCRIPTS}", headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert "no-cache" in response.headers["Cache-Control"]
    again = {"Accept-Encoding": "br", "If-None-Match": response.headers["ETag"]}
    assert site.get(f"/files/000000000000/{SCRIPTS}", headers=again).status_code == 304
    assert site.get("/files/000000000000/theme.css").status_code == 404


def test_a_page_names_lasting_addresses_only_and_is_itself_not_kept(site: FlaskClient) -> None:
    page = site.get("/evidence")
    assert "no-cache" in page.headers["Cache-Control"]
    named = re.findall(r'(?:href|src|data-charts)="(/[^"]+)"', page.text)
    assert {address.split("/")[1] for address in named} == {"files", "_dash-component-suites"}
    assert not re.search("polyfill|dash_table/bundle|validation_layout", page.text)
    assert sum("scripts.js" in address or "styles.css" in address for address in named) == 2
    for address in named:
        response = site.get(address, headers={"Accept-Encoding": "br"})
        assert response.status_code == 200, address
        assert kept(response) == A_YEAR, address
    assert len(page.data) < 20_000  # the skeletons of all pages would be ten times as much


def test_dashs_own_scripts_are_compressed_once(site: FlaskClient) -> None:
    address = re.findall(r'src="([^"]*dash_renderer[^"]*)"', site.get("/").text)[0]
    plain, pressed = (site.get(address, headers={"Accept-Encoding": form}) for form in ("", "br"))
    assert pressed.headers["Content-Encoding"] == "br"
    assert content(pressed) == plain.data
    chunk = site.get("/_dash-component-suites/dash/dcc/async-graph.js")  # Dash asks for it without a fingerprint
    assert "no-cache" in chunk.headers["Cache-Control"]
    assert site.get("/_dash-component-suites/dash/dcc/none.js").status_code == 404


def test_the_source_files_are_still_there_for_tests_and_development(site: FlaskClient) -> None:
    assert site.get("/assets/paint.js").data == (ASSETS / "paint.js").read_bytes()


def test_every_part_that_a_callback_names_is_in_the_shell_or_on_a_page(site: FlaskClient) -> None:
    """What Dash would check in every reader's browser, if it were sent all pages."""
    from data.serving import current_release
    from layouts import PAGES
    from layouts.not_found import not_found
    from layouts.shell import shell

    placed = set()
    for tree in (shell(current_release()), not_found(), *(page.skeleton() for page in PAGES)):
        placed |= {part.id for part in tree._traverse() if getattr(part, "id", None)}
    placed |= {"_pages_location", "_pages_content", "_pages_store", "_pages_dummy"}
    named = set()
    for callback in json.loads(site.get("/_dash-dependencies").data):
        outputs = callback["output"].strip(".").split("...")
        named |= {output.rpartition(".")[0] for output in outputs}
        named |= {part["id"] for part in (*callback["inputs"], *callback["state"])}
    assert len(named) > 100
    assert named - placed == set()
    assert _callback.GLOBAL_CALLBACK_LIST == []  # all of them were asked


def test_a_page_names_the_rules_by_which_browsers_make_the_next_one_ready(site: FlaskClient) -> None:
    address = site.get("/about").headers["Speculation-Rules"].strip('"')
    rules = site.get(address)
    assert rules.mimetype == "application/speculationrules+json"
    (rule,) = json.loads(rules.data)["prerender"]
    assert rule["eagerness"] == "moderate"  # when one points at a link: nothing is made ready that nobody may want
    assert ".top nav a" in rule["where"]["selector_matches"]
    assert "Speculation-Rules" not in site.get("/_dash-layout").headers
