"""All pages: the menu with the question in it, focus, pages that are not there, boundaries kept for a year."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from data.releases import Release
from geo.answer import answer_link
from tests.browser.journey import settled
from tests.browser.watch import watch_of
from tests.browser.west_end import visit


def test_no_line_of_the_question_begins_with_punctuation(page: Page) -> None:
    visit(page, "/west-end?type=theft-from-person,robbery-of-personal-property&ward=knightsbridge-belgravia,st-jamess")
    for width in (1280, 1000, 700, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        torn = page.evaluate(
            """() => [...document.querySelectorAll('.word')].filter(word => {
                const mark = word.querySelector('.mark').getBoundingClientRect();
                const control = word.querySelector('select, summary').getBoundingClientRect();
                return mark.left < control.right - 2 || mark.top > control.bottom;
            }).map(word => word.textContent)"""
        )
        assert torn == [], width


def test_by_keyboard_from_the_top(page: Page) -> None:
    visit(page, "/west-end")
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => { const e = document.activeElement; return e.id || e.textContent.trim() }"))
    assert seen[0] == "Skip to the figures"
    for wanted in (
        "Overview",
        "West End",
        "Data",
        "About",
        "dataset",
        "from",
        "to",
        "compare",
        "time",
        "level",
        "copy-link",
    ):
        assert wanted in seen, wanted
    page.keyboard.press("Home")
    page.evaluate("() => document.activeElement.blur()")
    page.goto("/west-end")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_the_menu_carries_the_question(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end?type=robbery&time=night")
    page.click("nav >> text=Overview")
    settled(page)
    assert page.url.endswith("/?type=robbery&time=night")
    assert page.inner_text("h1") == answer_link("/?type=robbery&time=night", demonstration).headline
    assert page.input_value("#all-time") == "night"
    assert page.title() == "Overview - Safer Westminster"
    page.click("nav >> text=West End")
    settled(page)
    assert page.input_value("#time") == "night"
    page.go_back()
    settled(page)
    assert page.locator("nav [aria-current=page]").inner_text() == "Overview"


def test_the_overview_bar_tells_the_published_shares(page: Page) -> None:
    page.goto("/?from=2022-10&to=2023-09")
    settled(page)
    bar = page.locator(".bar-of-areas")
    assert bar.locator(".row:not(.names, .previous) > .deep").count() == 3
    assert bar.locator("li b").all_inner_texts() == ["40.2%", "51.5%", "48.5%"]
    label = bar.locator("[role=img]").get_attribute("aria-label") or ""
    assert "three small areas hold 40.2%" in label
    assert page.locator("#all-we-ranking tbody tr").count() == 3


def test_on_a_phone_the_menu_shows_where_one_is(narrow: Page) -> None:
    here = narrow.locator("#navigation [aria-current]")
    narrow.goto("/data")
    settled(narrow)
    expect(here).to_have_text("Data")
    expect(here).to_be_in_viewport(ratio=0.9)
    narrow.click("#navigation >> text=West End")
    settled(narrow)
    expect(here).to_have_text("West End")
    expect(here).to_be_in_viewport(ratio=0.9)


def test_an_address_without_a_page_keeps_the_question(page: Page) -> None:
    watch_of(page).allow_not_found("/evidences")
    answer = page.goto("/evidences?type=robbery")
    assert answer and answer.status == 404
    settled(page)
    assert page.inner_text("h1") == "There is no such page"
    page.click("main >> text=West End")
    settled(page)
    assert page.url.endswith("/west-end?type=robbery")


def test_geometry_is_fetched_once_and_kept_for_a_year(page: Page) -> None:
    fetched: list[str] = []
    headers: list[dict[str, str]] = []
    page.on("request", lambda request: fetched.append(request.url) if "/boundaries/" in request.url else None)
    page.on("response", lambda answer: headers.append(answer.headers) if "/boundaries/" in answer.url else None)
    visit(page, "/west-end")
    page.select_option("#time", "night")
    page.wait_for_url("**time=night")
    settled(page)
    assert len(fetched) == 1
    assert re.search(r"/lsoa-[0-9a-f]{12}\.json$", fetched[0])
    assert "immutable" in headers[0]["cache-control"]
    assert "max-age=31536000" in headers[0]["cache-control"]


def test_the_data_page_says_that_nothing_was_read_from_files(page: Page) -> None:
    page.goto("/data")
    settled(page)
    expect(page.locator("main .notice:visible")).to_contain_text("demonstration data")
    assert page.locator("#data-content table").count() == 4
