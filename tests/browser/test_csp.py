"""The content-security policy holds on every page, with all that is drawn, chosen, printed and downloaded there."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page

from layouts import ids
from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import settled
from tests.browser.watch import watch_of

COMPLETE: Final = 60_000  # ms
VIOLATIONS: Final = """() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
        window.violations.push(`${effectiveDirective} ${blockedURI} ${sample}`));
}"""
MISSING: Final = "/nowhere"
PAGES: Final = (
    "/?lsoa=westminster-013e&we.time=night",
    "/west-end?lsoa=westminster-018a",
    "/west-end?show=hexagons&measure=quotient",
    "/west-end?show=table&level=ward",
    "/serious-youth-violence?lsoa=westminster-013e",
    "/neighbourhoods?ward=church-street,westbourne",
    "/evidence",
    "/data",
    "/about",
    MISSING,
)
LOOSE: Final = ("'unsafe-inline'", "'unsafe-eval'", "'strict-dynamic'", "http:", "https:", "*")


def watched(page: Page, link: str) -> Page:
    page.add_init_script(f"({VIOLATIONS})()")
    if link == MISSING:
        watch_of(page).allow_not_found(link)
    answer = page.goto(link)
    assert answer
    told = answer.headers["content-security-policy"]
    assert not [source for source in told.replace(";", "").split() if source in LOOSE], told
    settled(page, COMPLETE)
    return page


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => window.violations")
    return found


@pytest.mark.parametrize("link", PAGES)
def test_no_page_asks_for_more_than_the_policy_gives(page: Page, link: str) -> None:
    watched(page, link)
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    for graph in page.locator(".js-plotly-plot:visible").all():
        graph.hover()
    for map_ in page.locator(".map:visible").all()[:1]:
        map_.hover()
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, COMPLETE)
    assert violations(page) == []


def test_choosing_printing_and_downloading_keep_the_policy(page: Page) -> None:
    watched(page, "/west-end")
    page.locator("#ranking button.choose").first.click()
    settled(page, COMPLETE)
    page.locator(f"#{ids.DOWNLOAD} summary, summary#{ids.DOWNLOAD}, #{ids.DOWNLOAD}").first.click()
    for kind in ("csv", "svg"):
        button = page.locator(f"button[id$='{kind}']:visible").first
        with page.expect_download() as download:
            button.click()
        assert download.value.failure() is None
    page.pdf()
    assert violations(page) == []


def test_all_of_london_on_a_canvas_keeps_the_policy(open_page: OpenPage, serve: Serve, london: object) -> None:
    page = watched(open_page(serve(london)), "/west-end")
    assert page.locator(".map canvas").count()
    assert violations(page) == []


def test_what_the_policy_forbids_does_not_happen(page: Page) -> None:
    """The test above can fail: a style sheet, a script and a request elsewhere are stopped and told."""
    watched(page, "/about")
    page.evaluate(
        """() => {
            document.head.append(Object.assign(document.createElement('style'), { textContent: 'h1 { color: red }' }));
            document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
            document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="ran = 2">x</p>');
            const image = Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' });
            document.body.append(image);
        }"""
    )
    page.wait_for_function("() => window.violations.length >= 4")
    told = {violation.split()[0] for violation in violations(page)}
    assert {"style-src-elem", "script-src-elem", "style-src-attr", "img-src"} <= told
    assert page.evaluate("() => window.ran") is None
    watch_of(page).allow("Content Security Policy")
    watch_of(page).allow("127.0.0.1:9/x.png")
