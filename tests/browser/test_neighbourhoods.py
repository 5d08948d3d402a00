"""The page of the wards in a real browser: figures of a deep link, choosing, filtering, Back, file, access."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from data.releases import open_release
from geo.page_json import page_json
from tests.browser.conftest import NARROW, PHONE, OpenPage, Serve
from tests.browser.journey import overflow, settled
from tests.browser.west_end import SPOT, link_of, number, rows

YEAR = "/neighbourhoods?from=2022-10&to=2023-09"
TWO = "/neighbourhoods?ward=church-street,westbourne"


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    return drawn(page)


def drawn(page: Page) -> Page:
    settled(page)
    page.wait_for_selector("#nb-map[data-painted]")
    return page


def profiles(link: str) -> dict[str, dict[str, Any]]:
    return {ward["name"]: ward for ward in page_json(open_release(None), link)["wards"]["profiles"]}


def test_a_deep_link_shows_the_command_s_figures(page: Page) -> None:
    visit(page, f"{TWO}&time=night&type=theft")
    told = profiles(f"{TWO}&time=night&type=theft")
    for place, name in enumerate(("Church Street", "Westbourne")):
        ward = told[name]
        shown = page.locator("#nb-columns > section").nth(place).inner_text()
        assert f"{ward['value']:,} recorded theft offences at night" in shown
        assert f"rank {ward['rank']} of 18" in shown
        expect(page.locator(f"#nb-map-{place} .badge").first).to_be_attached()
        areas = rows(page, f"#nb-ranking-{place}")
        assert [number(row[4]) for row in areas] == [area["value"] for area in ward["small_areas"]][: len(areas)]
        drawn_months = page.evaluate(
            f"() => document.querySelector('#nb-trend-{place} .line.now').dataset.values.split(' ').map(Number)"
        )
        assert drawn_months == ward["months"]
    table = {row[1]: row for row in rows(page, "table.wards")}
    assert {name: number(row[2]) for name, row in table.items()} == {name: ward["value"] for name, ward in told.items()}


def test_choosing_on_the_map_and_in_the_table_is_the_same_and_back_undoes_it(page: Page) -> None:
    visit(page, "/neighbourhoods")
    page.locator("#nb-map").scroll_into_view_if_needed()
    x, y = page.locator("#nb-map path.area").nth(0).evaluate(SPOT)
    page.mouse.click(x, y)
    page.wait_for_function("() => location.search.includes('ward=')")
    drawn(page)
    first = link_of(page)
    expect(page.locator("#nb-columns > section")).to_have_count(1)
    page.locator("table.wards a", has_text="Westbourne").click()
    page.wait_for_function("() => location.search.includes('westbourne')")
    drawn(page)
    expect(page.locator("#nb-columns > section")).to_have_count(2)
    page.select_option("#nb-time", "night")
    page.wait_for_function("() => location.search.includes('time=night')")
    drawn(page)
    expect(page.locator("#nb-page-title")).to_contain_text("at night")
    page.go_back()
    page.go_back()
    drawn(page)
    assert link_of(page) == first
    expect(page.locator("#nb-columns > section")).to_have_count(1)


def test_a_small_area_chosen_in_a_row_is_in_the_link_and_on_the_map(page: Page) -> None:
    visit(page, "/neighbourhoods?ward=church-street")
    page.locator("#nb-ranking-0 button.choose").first.press("Enter")
    page.wait_for_function("() => location.search.includes('lsoa=')")
    drawn(page)
    expect(page.locator("#nb-columns")).to_contain_text("Chosen: 009K, 357 offences.")
    expect(page.locator("#nb-map-0 path.mark.chosen").first).to_be_attached()
    expect(page.locator("#nb-columns > section")).to_have_count(1)


def test_the_base_changes_what_stands_out_and_not_the_link(page: Page) -> None:
    visit(page, "/neighbourhoods")
    before = rows(page, "table.wards")
    page.check("#nb-base input[value=with]")
    expect(page.locator("#nb-table-note")).to_contain_text("compared with all 18 wards together")
    drawn(page)
    after = rows(page, "table.wards")
    assert link_of(page) == "/neighbourhoods"
    assert [row[:4] for row in before] == [row[:4] for row in after]
    assert [row[9] for row in before] != [row[9] for row in after]
    with page.expect_download() as waiting:
        page.click("#nb-table-file")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "compared with all 18 wards together" in text
    found = list(csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if line[0] != "#"))))
    assert [row["name"] for row in found] == [row[1] for row in after]


def test_headings_sort_the_table(page: Page) -> None:
    visit(page, "/neighbourhoods")
    page.get_by_role("button", name="Resident victims").press("Enter")
    shares = [int(re.sub("[^0-9]", "", row[6])) for row in rows(page, "table.wards")]
    assert shares == sorted(shares, reverse=True)


def test_wide_and_phone_fit(open_page: OpenPage, serve: Serve) -> None:
    page = visit(open_page(serve(None)), f"{TWO},west-end")
    assert overflow(page) <= 0
    phone = visit(open_page(serve(None), **PHONE), "/neighbourhoods?ward=church-street")
    assert overflow(phone) <= 0
    narrow = visit(open_page(serve(None), **NARROW), TWO)
    assert overflow(narrow) <= 0
