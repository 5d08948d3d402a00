"""The first load of each page: how much travels, in how few files, and that Plotly stays away until a page needs it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from layouts import PAGES
from tests.browser.journey import settled

MOST_BYTES = 1_000_000  # compressed


@pytest.mark.parametrize("path", [str(page.path) for page in PAGES])
def test_a_page_is_light(page: Page, path: str) -> None:
    sizes: dict[str, int] = {}
    addresses: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: addresses.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path)
    settled(page)
    if path == "/":
        page.locator("#all-views .map path.area").first.wait_for()
    assert 100_000 < sum(sizes.values()) < MOST_BYTES
    charts = [address for address in addresses if "plotly" in address]
    assert len(charts) == (path == "/evidence")
    assert all("/vendor/plotly/plotly-scatter.min.js" in address for address in charts)
    ours = [address for address in addresses if "/files/" in address and address.endswith((".js", ".css"))]
    assert len(ours) - len(charts) == 2  # one of scripts, one of styles
    assert not [address for address in addresses if "/assets/" in address]


FETCHED = """() => performance.getEntriesByType('resource').filter((entry) => entry.transferSize).map((entry) => entry.name)"""


def test_what_never_changes_is_not_asked_for_again(page: Page) -> None:
    page.goto("/west-end")
    settled(page)
    first = page.evaluate(FETCHED)
    assert len([address for address in first if "/files/" in address or "component-suites" in address]) > 10
    page.goto("/neighbourhoods")
    settled(page)
    again = [address for address in page.evaluate(FETCHED) if "/files/" in address or "component-suites" in address]
    assert [address for address in again if "/fonts/" not in address] == []  # a font may be met here for the first time
