"""What a reader sees when the server drops a connection, cannot read its figures, or is gone."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.journey import CALLBACKS, PICTURE, ask, settled
from tests.browser.watch import watch_of

SAYS = "The figures cannot be read at the moment. Try again in a minute; if it stays so, quote 12AB."


def test_a_dropped_connection_is_tried_once_more_and_nobody_notices(page: Page) -> None:
    """As when the worker that computes an answer is killed."""
    watch_of(page).allow("ERR_CONNECTION_RESET")
    page.goto("/west-end")
    settled(page)
    dropped: list[str] = []

    def drop(route: Route) -> None:
        if not dropped and (route.request.post_data or "").startswith(PICTURE):
            dropped.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(CALLBACKS, drop)
    ask(page, "?type=burglary")
    page.get_by_role("heading", name="burglary").first.wait_for()
    assert len(dropped) == 1
    expect(page.locator("#notice")).to_be_empty()


def test_what_the_server_cannot_do_is_said_until_it_can(page: Page) -> None:
    watch_of(page).allow("503|Callback failed|Callback error")
    page.goto("/west-end")
    settled(page)
    headline = page.locator("h1").inner_text()
    page.route(CALLBACKS, lambda route: route.fulfill(status=503, content_type="text/plain", body=SAYS))
    ask(page, "?type=burglary")
    expect(page.locator("#notice")).to_contain_text("The figures cannot be read at the moment.")
    assert page.locator("h1").inner_text() == headline
    page.unroute(CALLBACKS)
    ask(page, "?type=robbery")
    page.get_by_role("heading", name="robbery").first.wait_for()
    expect(page.locator("#notice")).to_be_empty()


def test_a_server_that_is_gone_is_said_too(page: Page) -> None:
    watch_of(page).allow("ERR_CONNECTION_REFUSED|Failed to fetch|Callback failed")
    page.goto("/west-end")
    settled(page)
    page.route(CALLBACKS, lambda route: route.abort("connectionrefused"))
    ask(page, "?type=burglary")
    expect(page.locator("#notice")).to_contain_text("The server cannot be reached. What is shown here stays as it was")
