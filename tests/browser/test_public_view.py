"""The dashboard as anybody sees it who is not signed in: nothing below the rule, said calmly, on every page and size."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import axe
from tests.browser.conftest import NARROW, OpenPage, Serve
from tests.browser.journey import overflow, settled
from tests.browser.west_end import classes, options, painted, rows, visit

PAGES: Final = {
    "overview": "/?type=robbery",
    "west-end": "/west-end?type=drug-offences",
    "youth": "/serious-youth-violence",
    "neighbourhoods": "/neighbourhoods?ward=westbourne&type=robbery",
    "evidence": "/evidence?type=drug-offences",
    "data": "/data",
    "about": "/about",
}
COMPLETE: Final = 60_000  # ms
MINIMUM: Final = 5


@pytest.fixture
def address(serve: Serve) -> str:
    return serve(None, "public")


@pytest.fixture
def anybody(open_page: OpenPage, address: str) -> Page:
    return open_page(address)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_the_rule_and_is_accessible(anybody: Page, name: str) -> None:
    anybody.goto(PAGES[name])
    settled(anybody, COMPLETE)
    line, rule = anybody.locator(".told-by-rule"), anybody.locator("main").get_by_text("Counts under 5 are withheld")
    expect(line).to_contain_text("Public view. Small counts are withheld.")
    expect(line.locator("a")).to_have_attribute("href", "/about#who-sees")
    expect(rule).to_have_count(1)
    axe(anybody)
    anybody.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(rule).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_narrow_window(open_page: OpenPage, address: str, name: str) -> None:
    page = open_page(address, **NARROW)
    page.goto(PAGES[name])
    settled(page, COMPLETE)
    assert overflow(page) <= 0


def test_small_areas_are_dotted_named_and_last(anybody: Page) -> None:
    page = visit(anybody, "/west-end?type=drug-offences&show=table&n=3")
    shown = rows(page, "#ranking")
    words = [row[4] for row in shown]
    assert "withheld" in words and words == sorted(words, key=lambda word: word == "withheld")
    assert min(int(word) for word in words if word != "withheld") >= MINIMUM
    page = visit(anybody, "/west-end?type=drug-offences")
    found = classes(page)
    assert "withheld" in found and "held" not in found
    expect(page.locator("#map-legend .withheld")).to_have_text("Withheld: under 5, or to protect another figure")
    assert page.locator(".night-row td.withheld").first.text_content() == "withheld"


def test_controls_offer_what_is_told_and_changing_one_keeps_it_so(anybody: Page) -> None:
    page = visit(anybody, "/west-end")
    for hidden in ("#flags-part", "#days-part", "#timing-switch"):
        expect(page.locator(hidden)).to_be_hidden()
    assert not {one.partition("&")[0] for one in options(page, "#measure")} & {"harm", "cost"}
    page.select_option("#time", "night")
    painted(settled(page))
    assert options(page, "#time") == ["all", "night", "day"]


def test_a_question_that_is_refused_says_why_once_and_shows_a_way_on(anybody: Page) -> None:
    page = visit(anybody, "/west-end?measure=harm")
    expect(page.locator("#page-title")).to_contain_text("Withheld: harm and cost")
    assert page.locator("#map-legend li").count() == 0
    page.click("#stand a:has-text('the number of records')")
    painted(settled(page))
    assert "measure" not in page.url
    expect(page.locator("#page-title")).to_contain_text("Three of 128 small areas")
