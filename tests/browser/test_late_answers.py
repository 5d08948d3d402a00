"""Answers that come late: a page never shows an older question over a newer one, and what is not sent again is there."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.journey import CALLBACKS, ask, first_held, settled

NEVER_GIVEN_UP: Final = "AbortController.prototype.abort = () => {}"
# Every picture that is drawn on the map, in order; and what a reader reads beside maps and controls.
WATCHED: Final = """() => {
    window.painted = [];
    const map = document.getElementById('map');
    new MutationObserver(() => window.painted.push(map.dataset.painted)).observe(map, { attributeFilter: ['data-painted'] });
}"""
# What of a figure begins to change after a while.
BEGUN: Final = """() => {
    window.begun = [];
    const note = ({ target, propertyName }) => target.matches('.figure') && window.begun.push(propertyName);
    document.addEventListener('transitionrun', note);
}"""
READ: Final = """() => {
    for (const part of document.querySelectorAll('main details:not(.pick)')) part.open = true;
    const apart = '.map, .card, .ask, .js-plotly-plot, [aria-live], .notice, .more-rows';
    const walk = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT,
        node => node.parentElement.closest(apart) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walk.nextNode()) found.push(walk.currentNode.textContent);
    return found.join('|');
}"""


def read(page: Page) -> str:
    found: str = page.evaluate(READ)
    return found


@pytest.mark.parametrize("given_up", [True, False])
def test_an_older_answer_that_comes_after_a_newer_one_is_not_drawn(page: Page, given_up: bool) -> None:
    if not given_up:
        page.add_init_script(NEVER_GIVEN_UP)
    page.goto("/west-end")
    settled(page)
    page.evaluate(WATCHED)
    held = first_held(page, "?type=robbery&time=night")
    ask(page, "?type=burglary")
    page.wait_for_function("() => document.getElementById('map').dataset.painted === '/west-end?type=burglary'")
    held.continue_()
    page.wait_for_timeout(600)
    page.unroute(CALLBACKS)
    settled(page)
    assert set(page.evaluate("window.painted")) == {"/west-end?type=burglary"}
    seen = read(page)
    page.goto("/west-end?type=burglary")
    assert read(settled(page)) == seen


def test_after_many_ways_through_a_page_it_reads_as_opened_anew(page: Page) -> None:
    """Parts that the browser has are not sent again: on every way, with Back, they must be those of the question."""
    page.goto("/west-end")
    settled(page)
    for search in ("?measure=cost", "?time=night", "?level=ward", "?from=2030-01&to=2030-02", "?lsoa=westminster-018a"):
        ask(page, search)
        settled(page)
    for link in ("?from=2030-01&to=2030-02", "?level=ward", "?time=night", "?measure=cost"):
        page.go_back()
        settled(page)
        seen = read(page)
        anew = page.context.new_page()
        anew.goto(f"/west-end{link}")
        assert read(settled(anew)) == seen
        anew.close()


def test_a_menu_that_comes_after_the_page_is_not_given_up(page: Page) -> None:
    """The page that arrives gives up what its predecessor asked for; the menu stands around the pages."""

    def late(route: Route) -> None:
        if (route.request.post_data or "").startswith('{"output":"navigation.children'):
            page.wait_for_selector("#syv-page-title")
            page.wait_for_timeout(200)
        route.continue_()

    page.route(CALLBACKS, late)
    page.goto("/serious-youth-violence")
    settled(page)
    expect(page.locator("#navigation [aria-current=page]")).to_have_text("Serious youth violence")


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        (
            "/neighbourhoods",
            ("?ward=west-end", "?ward=church-street,west-end&time=night", "?measure=rate", "?ward=west-end"),
        ),
        ("/serious-youth-violence", ("?dataset=noise", "?ward=west-end", "?measure=harm&level=ward", "?time=night")),
        ("/", ("?compare=none", "?we.time=night&measure=harm", "?level=ward")),
        ("/evidence", ("?type=robbery", "?compare=none", "?measure=harm")),
    ],
)
def test_other_pages_read_as_opened_anew_too(page: Page, path: str, ways: tuple[str, ...]) -> None:
    page.goto(path)
    settled(page)
    url = page.locator("[data-url]").get_attribute("data-url")
    for search in ways:
        page.evaluate("([url, search]) => window.dash_clientside.set_props(url, { search })", [url, search])
        settled(page)
    seen = read(page)
    page.goto(path + ways[-1])
    assert read(settled(page)) == seen


def test_what_an_action_sends_is_small(page: Page) -> None:
    """Not the time, which depends on the machine: that nothing is sent which the browser has."""
    page.goto("/west-end")
    settled(page)
    sent: dict[str, dict[str, Any]] = {}

    def keep(route: Route) -> None:
        answer = route.fetch()
        if answer.status == 200:
            output = json.loads(route.request.post_data or "{}")["output"]
            sent[output.split(".")[2]] = json.loads(answer.text())["response"]
        route.fulfill(response=answer)

    page.route(CALLBACKS, keep)
    page.select_option("#time", "night")
    settled(page)
    page.select_option("#time", "22-02")
    settled(page)
    assert sent["url"] == {"url": {"search": "?time=22-02"}}
    assert {"setting", "seen", "notes", "map-base"}.isdisjoint(sent["picture"])
    assert isinstance(sent["picture"]["picture"]["data"]["values"], str)


def test_a_figure_that_waits_pales_without_a_layer_of_its_own(page: Page) -> None:
    """An opacity that waits to change gives each figure a layer, which is drawn anew before its colours can change."""
    page.goto("/west-end")
    settled(page)
    page.evaluate(BEGUN)
    figure = page.locator(".figure:has(#map)")
    held = first_held(page, "?time=night")
    expect(figure).to_have_css("opacity", "0.38")
    held.continue_()
    settled(page)
    expect(figure).to_have_css("opacity", "1")
    assert set(page.evaluate("window.begun")) == {"--strength"}
