"""All of London, made from the real files: every page, one borough by list, map, table and keyboard, link, file, phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from data.releases import Release, open_release
from geo.page_json import page_json
from tests.browser import west_end
from tests.browser.conftest import PHONE, OpenPage, Serve
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.journey import overflow, settled
from tests.browser.west_end import link_of, rows

# Page, the prefix of its ids, and what its menu entry is called over all of London.
PAGES: Final = {
    "/": ("all-", "Overview"),
    "/west-end": ("", "Where and when"),
    "/serious-youth-violence": ("syv-", "Serious youth violence"),
    "/neighbourhoods": ("nb-", "Neighbourhoods"),
    "/evidence": ("ev-", "Evidence"),
}
SAYS_ITS_ANSWER: Final = ("/", "/west-end", "/serious-youth-violence")
BOTH_HANDS: Final = pytest.mark.parametrize("hand_of", [Pointer, Keyboard], ids=["pointer", "keyboard"])


@pytest.fixture(scope="session")
def whole(london: Path) -> Release:
    return open_release(london)


@pytest.fixture
def city(open_page: OpenPage, serve: Serve, london: Path) -> Page:
    """A desktop page on all of London."""
    return open_page(serve(london))


@pytest.mark.parametrize("link", PAGES)
@pytest.mark.parametrize("scope", ["", "authority=camden", "authority=westminster"])
def test_every_page_tells_its_answer(link: str, scope: str, city: Page, whole: Release) -> None:
    asked = f"{link}?dataset=stop-search&{scope}".rstrip("&") if "youth" not in link else f"{link}?{scope}".rstrip("?")
    prefix, name = PAGES[link]
    visit(city, asked)
    expect(city.locator(f"#{prefix}page-title")).not_to_be_empty()
    if link in SAYS_ITS_ANSWER:
        assert city.text_content(f"#{prefix}said") == page_json(whole, asked)["says"]
    expect(city.locator("#navigation [aria-current=page]")).to_have_text(
        "West End" if name == "Where and when" and "westminster" in scope else name
    )
    assert city.title().endswith(" - London")
    assert not city.locator("#left-out p, .notice p").count()
    assert overflow(city) <= 0


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    return settled(page, timeout=120_000)  # the chance of clusters among 4,835 areas takes its time


@pytest.mark.parametrize("link", ["/data", "/about"])
def test_pages_without_a_question_open(link: str, city: Page) -> None:
    visit(city, link)
    expect(city.locator("h1")).not_to_be_empty()
    assert overflow(city) <= 0


@BOTH_HANDS
def test_a_borough_is_chosen_in_the_question(city: Page, hand_of: Callable[[Page], Hand], whole: Release) -> None:
    west_end.visit(city, "/west-end?dataset=stop-search")
    assert west_end.options(city, "#authority")[0] == "all"
    assert len(west_end.options(city, "#authority")) == 34
    expect(city.locator("#wards-part")).to_be_hidden()
    hand_of(city).pick(city.locator("#authority"), "E09000007")
    shown_at(city, "/west-end?dataset=stop-search&authority=camden")
    told = page_json(whole, link_of(city))
    assert city.text_content("#said") == told["says"]
    assert len(rows(city, "#ranking")) == 10
    assert "Camden" in city.inner_text("h1")
    city.hover("#navigation a >> nth=4")
    hrefs = city.eval_on_selector_all("#navigation a", "links => links.map(link => link.getAttribute('href'))")
    assert all("authority=camden" in href for href in hrefs[:5])
    hand_of(city).pick(city.locator("#time"), "night")
    shown_at(city, "/west-end?dataset=stop-search&authority=camden&time=night")


def test_back_returns_to_all_of_london(city: Page) -> None:
    west_end.visit(city, "/west-end?dataset=stop-search")
    city.select_option("#authority", "E09000007")
    shown_at(city, "/west-end?dataset=stop-search&authority=camden")
    city.go_back()
    shown_at(city, "/west-end?dataset=stop-search")
    expect(city.locator("#authority")).to_have_value("all")


def shown_at(page: Page, address: str) -> None:
    page.wait_for_url(f"**{address}")
    west_end.painted(settled(page))


@BOTH_HANDS
def test_a_borough_is_chosen_in_the_table(city: Page, hand_of: Callable[[Page], Hand]) -> None:
    west_end.visit(city, "/west-end?dataset=stop-search&level=authority&show=table")
    first = rows(city, "#ranking")[0]
    assert first[1].startswith("Westminster")
    hand_of(city).press(city.locator("#ranking .choose").first)
    shown_at(city, "/west-end?dataset=stop-search&authority=westminster&show=table")
    expect(city.locator("#wards-part")).to_be_visible()
    west_end.visit(city, link_of(city))
    expect(city.locator("#navigation [aria-current=page]")).to_have_text("West End")


def test_a_borough_is_chosen_on_the_map(city: Page, whole: Release) -> None:
    west_end.visit(city, "/west-end?dataset=stop-search&level=authority")
    codes = [area.code for area in whole.choices.authorities]
    west_end.click_area(city, codes.index("E09000006"))
    shown_at(city, "/west-end?dataset=stop-search&authority=bromley")
    expect(city.locator("path.area")).to_have_count(len(whole.within("E09000006").choices.areas["lsoa"]))  # type: ignore[index]


def test_the_page_of_neighbourhoods_leads_to_the_wards_of_a_borough(city: Page) -> None:
    visit(city, "/neighbourhoods?dataset=stop-search")
    assert len(rows(city, "#nb-table")) == 33
    expect(city.locator("#nb-base-switch")).to_be_hidden()
    city.locator("#nb-table a", has_text="Westminster").click()
    city.wait_for_url("**/neighbourhoods?dataset=stop-search&authority=westminster")
    settled(city)
    assert len(rows(city, "#nb-table")) == 18
    expect(city.locator("#nb-base-switch")).to_be_visible()


def test_a_link_is_copied_and_a_file_had(open_page: OpenPage, serve: Serve, london: Path, whole: Release) -> None:
    page = open_page(serve(london), permissions=["clipboard-read", "clipboard-write"])
    asked = "/west-end?dataset=stop-search&authority=camden&n=5"
    west_end.visit(page, asked)
    page.click("#copy-link")
    expect(page.locator("#copy-link")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(asked)
    page.click("#download > summary")
    with page.expect_download() as started:
        page.locator("#download-csv").press("Enter")
    lines = Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert "camden" in started.value.suggested_filename
    header = next(place for place, line in enumerate(lines) if line.startswith(("code,", "rank,")))
    table = list(csv.DictReader(io.StringIO("\n".join(lines[header:]))))
    assert len(table) == len(page_json(whole, asked)["areas"]) == 133


@pytest.mark.parametrize("link", [*PAGES, "/data"])
@pytest.mark.parametrize("scope", ["", "?authority=camden"])
def test_nothing_is_wider_than_a_phone(link: str, scope: str, open_page: OpenPage, serve: Serve, london: Path) -> None:
    page = open_page(serve(london), **PHONE)
    visit(page, f"{link}{scope}")
    assert overflow(page) <= 0
    if link in PAGES:
        expect(page.locator(f"#{PAGES[link][0]}authority")).to_be_visible()


def test_a_borough_installation_has_no_list_of_boroughs(page: Page) -> None:
    west_end.visit(page, "/west-end")
    expect(page.locator("#authority-part")).to_be_hidden()
    expect(page.locator("#wards-part")).to_be_visible()
