"""Journeys on the youth-violence page: a deep link, another rule and Back, an area, download, phone, no trouble."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from data.releases import Release
from geo.answer import answer_link
from geo.files.exports import answer_csv
from geo.page_json import page_json
from tests.browser.journey import overflow, settled
from tests.browser.west_end import number, rows

PAGE = "/serious-youth-violence"
YEAR = "from=2022-10&to=2023-09"
PAINTED = """link => ['syv-map', 'syv-living-map'].every(
    id => decodeURIComponent(document.getElementById(id).dataset.painted || '') === decodeURIComponent(link))"""


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    return painted(page)


def painted(page: Page) -> Page:
    """Once both maps show the answer to the address."""
    settled(page)
    page.wait_for_function(PAINTED, arg=link_of(page))
    return settled(page)


def link_of(page: Page) -> str:
    found: str = page.evaluate("() => location.pathname + location.search")
    return found


def hours(page: Page, heatmap: str) -> int:
    cells = page.eval_on_selector_all(
        f"#{heatmap} .night-row td:not(.share)", "cells => cells.map(cell => cell.textContent)"
    )
    return sum(map(number, cells))


@pytest.mark.parametrize("query", [YEAR, f"{YEAR}&level=ward&time=night&syv=under-18&n=5"])
def test_a_deep_link_shows_the_figures_of_the_command(page: Page, demonstration: Release, query: str) -> None:
    told: dict[str, Any] = page_json(demonstration, f"{PAGE}?{query}")
    youth = told["youth"]
    visit(page, told["link"])
    assert page.text_content("#syv-said") == told["says"]
    assert page.input_value("#syv-rule input:checked") == ("under-18" if "syv=" in query else "any")
    gap = youth["age_missing"]
    for value in gap.values():
        assert f"{value:,}" in page.inner_text("#syv-rule-says")
    by_rank = {area["rank"]: area for area in told["areas"]}
    for row in rows(page, "#syv-ranking")[:10]:
        assert number(row[4]) == by_rank[int(row[0])]["value"]
    assert hours(page, "syv-hours-child") == youth["under_18"]["timed"]
    assert hours(page, "syv-hours-adult") == youth["from_18_to_24"]["timed"]
    mix = {row[0]: number(row[2]) for row in rows(page, "#syv-mix")}
    assert mix == {row["name"]: row["value"] for row in youth["mix"]}
    wards = {row[0]: number(row[1]) for row in rows(page, "#syv-ward-table")}
    assert wards == {row["name"]: row["value"] for row in youth["wards"]}
    drawn = page.evaluate("() => document.querySelector('#syv-trend .line.now').dataset.values.split(' ').map(Number)")
    assert list(drawn) == [month["value"] for month in youth["series"]["months"]]
    knife = page.evaluate("() => document.querySelector('#syv-knife .line.now').dataset.values.split(' ').map(Number)")
    assert list(knife) == [month["value"] for month in youth["knife"][0]["months"]]
    victims = told["people"]["victims"]["homes"]
    assert f"Of {victims['known']:,} victims with a known home" in page.inner_text("#syv-people")


def test_another_rule_changes_link_and_figures_and_back_undoes_it(page: Page, demonstration: Release) -> None:
    visit(page, PAGE)
    first = page.inner_text("#syv-page-title")
    page.locator("#syv-rule input[value=any]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{PAGE}?syv=victim")
    painted(page)
    second = page.inner_text("#syv-page-title")
    assert second != first
    assert "a victim under 25" in second
    assert page.text_content("#syv-said") == answer_link(f"{PAGE}?syv=victim", demonstration).says
    page.select_option("#syv-compare", "none")
    page.wait_for_url(f"**{PAGE}?compare=none&syv=victim")
    painted(page)
    page.go_back()
    page.go_back()
    painted(page)
    assert link_of(page) == PAGE
    assert page.inner_text("#syv-page-title") == first
    assert page.is_checked("#syv-rule input[value=any]")


def test_an_area_is_chosen_by_keyboard_and_in_a_table_and_downloaded(
    page: Page, demonstration: Release, tmp_path: Path
) -> None:
    visit(page, PAGE)
    page.locator("#syv-ranking .choose").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?lsoa=westminster-*")
    painted(page)
    assert "rank 1 of 128" in page.inner_text("#syv-chosen")
    page.click("#syv-chosen a")
    page.wait_for_function("() => !location.search")
    painted(page)
    page.click("#syv-ward-table >> text=Church Street")
    page.wait_for_url("**?ward=church-street")
    painted(page)
    assert "in Church Street" in page.inner_text("#syv-page-title")
    assert page.locator("#syv-ward-table tr.chosen").count() == 1
    assert page.locator("#syv-living-map path.mark.chosen").count() > 0
    page.click("#syv-download > summary")
    with page.expect_download() as started:
        page.click("#syv-download-csv")
    started.value.save_as(tmp_path / "view.csv")
    expected = answer_csv(answer_link(f"{PAGE}?ward=church-street", demonstration))
    assert (tmp_path / "view.csv").read_text(encoding="utf-8") == expected


def test_what_a_source_cannot_show_is_said_and_the_published_stays(page: Page) -> None:
    visit(page, f"{PAGE}?dataset=noise")
    assert "has no ages" in page.inner_text("#syv-page-title")
    assert not page.is_visible("#syv-detail")
    assert page.locator("#syv-map path.held").count() == page.locator("#syv-map path.area").count()
    assert rows(page, "#syv-perception-table")[0][1] == "19%"
    page.click("#syv-stand >> text=recorded offences")
    page.wait_for_function("() => !location.search")
    painted(page)
    assert page.is_visible("#syv-detail")
    assert page.locator("#syv-hours-child .night-row").count() == 7


def test_a_phone_shows_all_of_it(phone: Page, narrow: Page) -> None:
    visit(phone, PAGE)
    assert overflow(phone) <= 0
    visit(narrow, f"{PAGE}?level=ward")
    assert overflow(narrow) <= 0
