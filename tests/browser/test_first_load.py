"""The first load of the landing page: how much travels, and that Plotly stays away until a page needs it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.journey import settled

MOST_BYTES = 1_000_000  # compressed; the promise is 2 MB


def test_the_landing_page_is_light(page: Page) -> None:
    sizes: dict[str, int] = {}
    addresses: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: addresses.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto("/")
    settled(page)
    page.locator("#all-views .map path.area").first.wait_for()
    assert 100_000 < sum(sizes.values()) < MOST_BYTES
    assert not [address for address in addresses if "plotly" in address]
