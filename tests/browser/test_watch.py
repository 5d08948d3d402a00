"""The watching itself: each trouble on a page is seen, a page without trouble is not blamed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import axe, violations
from tests.browser.chromium import find_browser
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.journey import overflow
from tests.browser.watch import watch_of

GOOD = """<!doctype html><html lang="en-GB"><head><title>Good</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>
<body><main><h1>Good</h1><p>Nothing wrong here.</p>{body}</main></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()


def show(open_page: OpenPage, site: tuple[str, Path], head: str = "", body: str = "", **settings: object) -> Page:
    address, folder = site
    (folder / "index.html").write_text(GOOD.format(head=head, body=body), encoding="utf-8")
    page = open_page(address, **settings)
    page.goto("/")
    page.wait_for_timeout(200)
    return page


def test_a_good_page_gives_no_trouble(open_page: OpenPage, site: tuple[str, Path]) -> None:
    page = show(open_page, site)
    axe(page)
    assert watch_of(page).found() == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<script>console.error('wrong')</script>", "console error: wrong"),
        ("<script>console.warn('odd')</script>", "console warning: odd"),
        ("<script>throw new Error('broken')</script>", "exception: broken"),
        ("<img alt='' src='http://tiles.invalid/1.png'>", "foreign request: http://tiles.invalid/1.png"),
        ("<script src='/absent.js'></script>", "console error: Failed to load resource"),
    ],
)
def test_each_trouble_is_seen(open_page: OpenPage, site: tuple[str, Path], head: str, expected: str) -> None:
    page = show(open_page, site, head)
    watch = watch_of(page)
    assert any(expected in trouble for trouble in watch.found())
    watch.allow(".")
    assert watch.found() == []


def test_axe_reports_what_and_where(open_page: OpenPage, site: tuple[str, Path]) -> None:
    page = show(open_page, site, body="<button id='nameless'></button>")
    assert [violation["id"] for violation in violations(page)] == ["button-name"]
    assert violations(page, within="h1") == []
    with pytest.raises(AssertionError, match=r"(?s)button-name \(critical\).*#nameless"):
        axe(page)


def test_sideways_scrolling_is_measured(open_page: OpenPage, site: tuple[str, Path]) -> None:
    assert overflow(show(open_page, site, **NARROW)) == 0
    assert overflow(show(open_page, site, body="<div style='width:500px'>wide</div>", **NARROW)) > 100


@pytest.mark.parametrize("webgl", [True, False])
def test_the_two_browsers_differ_in_webgl(open_page: OpenPage, site: tuple[str, Path], webgl: bool) -> None:
    page = show(open_page, site, webgl=webgl)
    watch_of(page).allow("WebGL")
    assert page.evaluate("() => !!document.createElement('canvas').getContext('webgl2')") is webgl


def test_a_named_browser_that_does_not_start_is_not_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'requires the chromium snap to be installed' >&2\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("SWP_BROWSER", str(stub))
    assert find_browser() is None
