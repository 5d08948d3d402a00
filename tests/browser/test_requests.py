"""Requests that a later one overtakes are given up, answers never arrive out of order, a lagging machine is asked again."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page, Request, Route

from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import CALLBACKS, PICTURE, ask, first_held, settled


def test_an_overtaken_request_is_given_up_and_its_late_answer_changes_nothing(page: Page) -> None:
    page.goto("/west-end")
    settled(page)
    failed: list[Request] = []
    page.on("requestfailed", lambda request: failed.append(request))
    held = first_held(page, "?type=robbery")
    ask(page, "?type=burglary")
    page.get_by_role("heading", name="burglary").first.wait_for()
    assert [request.failure for request in failed] == ["net::ERR_ABORTED"]
    headline = page.locator("h1").inner_text()
    with suppress(Error):
        held.continue_()  # the answer comes when nobody waits for it any more
    page.wait_for_timeout(500)
    settled(page)
    assert page.locator("h1").inner_text() == headline
    assert "burglary" in headline
    assert page.url.endswith("?type=burglary")


def test_of_many_changes_in_a_row_the_last_one_stands(page: Page) -> None:
    page.goto("/west-end")
    settled(page)
    answered: list[str] = []

    def slowly(route: Route) -> None:
        body: dict[str, Any] = json.loads(route.request.post_data or "{}")
        if str(body.get("output", "")).startswith("..picture.data"):
            answered.append(body["inputs"][0]["value"])
            page.wait_for_timeout(30)
        route.continue_()

    page.route(CALLBACKS, slowly)
    for n in range(4, 14):
        ask(page, f"?n={n}")
    settled(page)
    page.unroute(CALLBACKS)
    assert page.url.endswith("?n=13")
    assert "13 of 128" in page.locator("main").inner_text() or "Thirteen" in page.locator("h1").inner_text()
    assert answered[-1] == "?n=13"


def test_a_machine_that_lags_is_asked_again(page: Page) -> None:
    refused: list[str] = []

    def lag(route: Route) -> None:
        if len(refused) < 3 and (route.request.post_data or "").startswith(PICTURE):
            refused.append(route.request.headers.get("x-swp-release", ""))
            route.fulfill(status=204, headers={"X-Swp-Behind": "0001-aaaaaaaa"})
        else:
            route.continue_()

    page.route(CALLBACKS, lag)
    page.goto("/west-end")
    settled(page)
    assert page.locator("#map path.area").count() == 128
    assert refused == ["demonstration-2023-09"] * 3


def test_a_machine_that_lags_for_long_is_believed_in_the_end(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(serve(None))
    page.add_init_script("sessionStorage.setItem('swp-release', '0002-bbbbbbbb')")

    def lag(route: Route) -> None:
        if "x-swp-release" in route.request.headers and "update-component" in route.request.url:
            route.fulfill(status=204, headers={"X-Swp-Behind": "0001-aaaaaaaa"})
        else:
            route.continue_()

    page.route(CALLBACKS, lag)
    page.goto("/about")
    page.locator("h1").wait_for(timeout=60_000)


def test_answers_are_told_by_the_words_that_the_browser_holds(page: Page) -> None:
    """The words come when there is nothing else to do; from then on answers are short, and read as ever."""
    with page.expect_response("**/answer_words.txt"):
        page.goto("/west-end")
    settled(page)
    told = None
    for n in range(4, 14):  # the browser takes a moment to keep them
        with page.expect_response(lambda response: (response.request.post_data or "").startswith(PICTURE)) as answer:
            ask(page, f"?n={n}")
        told = answer.value.header_value("content-encoding")
        settled(page)
        if told == "dcz":
            break
    assert told == "dcz"
    assert f"{n} of 128" in page.locator("main").inner_text() or "small areas" in page.locator("h1").inner_text()
