"""Requests that no browser makes: methods, paths out of a folder, encodings, headers; no file comes back from outside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Final

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.audience import Audience
from data.releases import Release, open_release
from data.serving import serve_from
from tests.fuzz.asking import CANARY, check
from tests.tiny_world import tiny_release

METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X" * 200]
DOTS: Final = ["..", "%2e%2e", "..%2f", "%2e%2e%2f", "..%5c", "....//", "..%c0%af", "%252e%252e%252f", "..;", ".%00."]
OUTSIDE: Final = ["canary.txt", "app.py", "pyproject.toml", "manifest.json", "etc/passwd", "data/releases.py"]
FEWER: Final = settings(max_examples=120, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def release(site: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """A store of one release is served, with a file beside it and in it that no request may get."""
    store = tmp_path_factory.mktemp("served") / "store"
    folder = store / "releases" / "0001-0000tiny"
    folder.mkdir(parents=True)
    tiny_release(folder)
    (folder / "boundaries").mkdir()
    for place in (store.parent, store, folder, folder / "boundaries"):
        (place / "canary.txt").write_text(CANARY, encoding="utf-8")
        (place / "canary.json").write_text(f'"{CANARY}"', encoding="utf-8")
    (folder / "boundaries" / "ward-0123456789ab.json").symlink_to(store / "canary.json")
    site.get("/_dash-dependencies")
    serve_from(store)
    yield open_release(store)
    serve_from(None, Audience.ANALYST)
    shutil.rmtree(store)


def ask(site: FlaskClient, path: str, method: str = "GET", **headers: str) -> int:
    answer = site.open(path, method=method, headers=headers)
    check(answer.status_code, answer.data)
    return answer.status_code


def addresses(site: FlaskClient, release: Release) -> list[str]:
    """Every address of the app, with something in the place of each part that varies."""
    rules = [rule.rule for rule in site.application.url_map.iter_rules()]
    fills = {
        "<path:filename>": "x.js", "<string:package_name>": "dash", "<path:fingerprinted_path>": "x.js", "<path:path>": "nowhere",
        "<content_hash>": "0" * 12, "<path:name>": "scripts.js", "<release_id>": release.id, "<name>": "ward-0123456789ab.json",
    }  # fmt: skip
    for part, fill in fills.items():
        rules = [rule.replace(part, fill) for rule in rules]
    assert len(rules) > 10 and not any("<" in rule for rule in rules)
    return rules


def test_every_method_at_every_address(site: FlaskClient, release: Release) -> None:
    for address in addresses(site, release):
        for method in METHODS:
            ask(site, address, method)


def test_paths_out_of_every_folder(site: FlaskClient, release: Release) -> None:
    folders = [
        "/assets/",
        "/files/0/",
        "/_dash-component-suites/dash/",
        "/boundaries/",
        f"/boundaries/{release.id}/",
        "/beside/",
        "/",
    ]
    for folder in folders:
        for dots in DOTS:
            for depth in (1, 3, 6):
                for outside in OUTSIDE:
                    ask(site, folder + f"{dots}/" * depth + outside)
        for absolute in ("/etc/passwd", "%2fetc%2fpasswd", "C:%5cx", "file:///etc/passwd", "%00", "\x00", "." * 5000):
            ask(site, folder + absolute)


def test_a_link_on_the_disk_is_no_way_out(site: FlaskClient, release: Release) -> None:
    """A file of the name that geometry has, which points to another file of the machine."""
    (release.folder / "boundaries" / "lsoa-0123456789ab.json").symlink_to("/etc/passwd")
    for name in ("ward-0123456789ab.json", "lsoa-0123456789ab.json"):
        assert ask(site, f"/boundaries/{release.id}/{name}") == 404


HOSTILE: Final = [
    "evil.example",
    "a" * 9000,
    "x\ty",
    "[::1",
    "localhost:99999",
    "é",
    "' or 1",
    "../..",
    "gzip;q=nan",
    "br;q=1e999,,;",
]
HEADERS: Final = [
    "Host", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Cookie", "Content-Type", "X-Forwarded-Host",
    "X-Forwarded-For", "X-Swp-Release", "Content-Length", "Authorization", "Accept-Language", "Origin", "Referer", "X-Csrftoken", "Forwarded",
]  # fmt: skip


def test_headers_that_make_no_sense(site: FlaskClient, release: Release) -> None:
    paths = [
        "/",
        "/_dash-layout",
        f"/boundaries/{release.id}/x.json",
        "/files/0/scripts.js",
        "/assets/next_page.json",
        f"/beside/{release.id}",
    ]
    for header in HEADERS:
        for value in HOSTILE:
            for path in paths[:2] if header != "Range" else paths:
                ask(site, path, **{header: value})


@FEWER
@given(
    path=st.text(max_size=40)
    | st.lists(
        st.sampled_from([*DOTS, *OUTSIDE, "assets", "files", "boundaries", "beside", "%", "%zz"]), max_size=8
    ).map("/".join)
)
def test_any_path(site: FlaskClient, release: Release, path: str) -> None:
    assert release.store
    encoded = path.encode("utf-8", "replace").decode().replace("?", "%3f").replace("#", "%23")
    ask(site, "/" + encoded.lstrip("/"))


def test_addresses_that_are_very_long(site: FlaskClient, release: Release) -> None:
    for address in (
        "/" + "a" * 100_000,
        "/west-end?" + "type=robbery&" * 10_000,
        f"/beside/{release.id}?link=/" + "x" * 100_000,
    ):
        ask(site, address)
