"""Three people's journeys, each from a cold deep link, by pointer and by keyboard alone; and the menu between pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from data.releases import Release
from data.selection import VIEWS
from geo.page_json import page_json
from tests.browser import test_neighbourhoods as wards
from tests.browser import test_side_by_side as overview
from tests.browser import test_youth_violence as youth
from tests.browser import west_end
from tests.browser.conftest import OpenPage, Serve
from tests.browser.hands import Hand, Keyboard, Pointer
from tests.browser.journey import settled
from tests.browser.test_west_end_figures import queried
from tests.browser.west_end import STORED, link_of, number, rows

PERIOD: Final = "from=2022-01&to=2022-12"
BOTH_HANDS: Final = pytest.mark.parametrize("hand_of", [Pointer, Keyboard], ids=["pointer", "keyboard"])
HandOf = Callable[[Page], Hand]


def after(page: Page, address: str, drawn: Callable[[Page], Page]) -> Page:
    """Once the address is the one expected and the page shows its answer."""
    page.wait_for_url(f"**{address}")
    drawn(page)
    assert link_of(page) == address
    return page


def west_end_drawn(page: Page) -> Page:
    page.wait_for_selector("#map[data-painted]")
    return west_end.painted(settled(page))


def opened(page: Page, summary: str) -> Locator:
    """The part of the question that this summary opens."""
    return page.locator("details.pick").filter(has=page.locator(summary))


@BOTH_HANDS
def test_a_board_member_goes_into_the_west_end_and_back(page: Page, demonstration: Release, hand_of: HandOf) -> None:
    asked = f"/?{PERIOD}&we.time=night&syv.syv=victim"
    first = page_json(demonstration, asked, "we")["top"]["codes"][0]
    hand = hand_of(page)
    overview.visit(page, asked)
    hand.press(page.locator("#all-we-ranking .choose").first)
    chosen = f"/?{PERIOD}&lsoa=westminster-013e&we.time=night&syv.syv=victim"
    after(page, chosen, overview.drawn)
    before = columns(page)
    picture = page.evaluate(STORED, "all-picture")[0]
    area = number(page.locator("#all-we-figures dd").first.inner_text())
    hand.press(page.locator("#all-we-title a"))
    own = f"/west-end?{PERIOD}&lsoa=westminster-013e&time=night"
    after(page, own, west_end_drawn)
    told = page_json(demonstration, own)
    assert told["total"]["records"] == area > 0
    assert page.text_content("#said") == told["says"]
    assert page.inner_text("#chosen").startswith(f"Westminster 013E: {area:,} recorded offences at night")
    assert west_end.stored_picture(page)["values"] == picture["values"]
    assert page.input_value("#go-to") == first
    page.go_back()
    after(page, chosen, overview.drawn)
    assert columns(page) == before
    expect(page.locator("#all-we-ranking .choose[aria-pressed=true]")).to_have_text("013E")


def columns(page: Page) -> dict[str, Any]:
    """The words, the table and the drawn values of the three columns; cards follow the pointer and are left out."""
    parts = ("title", "condition", "sentence", "figures", "base", "hours_strip")
    drawn = {prefix: [page.inner_text(f"#all-{prefix}-{part}") for part in parts] for prefix in VIEWS}
    tables = {prefix: rows(page, f"#all-{prefix}-ranking") for prefix in VIEWS}
    values = [(part["values"], part["selected"], part["hours"]) for part in page.evaluate(STORED, "all-picture")]
    return {"chosen": page.inner_text("#all-chosen"), "words": drawn, "tables": tables, "values": values}


@BOTH_HANDS
def test_a_coordinator_hands_two_wards_at_night_to_a_colleague(
    open_page: OpenPage, serve: Serve, demonstration: Release, hand_of: HandOf
) -> None:
    page = open_page(serve(None), permissions=["clipboard-read", "clipboard-write"])
    hand = hand_of(page)
    wards.visit(page, f"/neighbourhoods?{PERIOD}")
    hand.press(page.locator("table.wards a", has_text="Westbourne"))
    after(page, f"/neighbourhoods?{PERIOD}&ward=westbourne", wards.drawn)
    choices = opened(page, "#nb-wards-summary")
    hand.press(choices.locator("summary"))
    hand.tick(page.get_by_label("Church Street", exact=True))
    after(page, f"/neighbourhoods?{PERIOD}&ward=church-street,westbourne", wards.drawn)
    hand.close(choices)
    hand.pick(page.locator("#nb-time"), "night")
    after(page, f"/neighbourhoods?{PERIOD}&ward=church-street,westbourne&time=night", wards.drawn)
    hand.press(opened(page, "#nb-types-summary").locator("summary"))
    hand.tick(page.get_by_label("Theft", exact=True))
    link = f"/neighbourhoods?{PERIOD}&type=theft&ward=church-street,westbourne&time=night"
    after(page, link, wards.drawn)
    hand.press(page.locator("#nb-copy-link"))
    expect(page.locator("#nb-copy-link")).to_have_text("Link copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    colleague = wards.visit(open_page(serve(None)), copied)
    assert link_of(colleague) == link
    assert ward_figures(colleague) == ward_figures(page)
    told = queried(link) if hand_of is Pointer else page_json(demonstration, link)
    wards_are_the_answer(colleague, told)


def ward_figures(page: Page) -> dict[str, Any]:
    """All that the page says of its wards in figures."""
    return {
        "title": page.inner_text("#nb-page-title"),
        "columns": page.locator("#nb-columns > section").all_inner_texts(),
        "table": rows(page, "table.wards"),
        "pictures": [part["values"] for part in page.evaluate(STORED, "nb-picture")],
    }


def wards_are_the_answer(page: Page, told: dict[str, Any]) -> None:
    profiles = {ward["name"]: ward for ward in told["wards"]["profiles"]}
    for place, name in enumerate(("Church Street", "Westbourne")):
        ward = profiles[name]
        column = page.locator("#nb-columns > section").nth(place).inner_text()
        assert f"{ward['value']:,} recorded theft offences at night" in column
        assert f"rank {ward['rank']} of 18" in column
        shown = [number(row[4]) for row in rows(page, f"#nb-ranking-{place}")]
        assert shown == [area["value"] for area in ward["small_areas"]][: len(shown)]
    table = {row[1]: (int(row[0]), number(row[2])) for row in rows(page, "table.wards")}
    assert table == {name: (ward["rank"], ward["value"]) for name, ward in profiles.items()}


@BOTH_HANDS
def test_an_analyst_changes_the_rule_compares_and_downloads(
    page: Page, demonstration: Release, hand_of: HandOf, tmp_path: Path
) -> None:
    asked = f"{youth.PAGE}?{PERIOD}&compare=none"
    hand = hand_of(page)
    youth.visit(page, asked)
    assert page.evaluate(STORED, "syv-picture")[0]["previous"] is None
    hand.switch(page.locator("#syv-rule"), "victim")
    after(page, f"{asked}&syv=victim", youth.painted)
    hand.pick(page.locator("#syv-compare"), "previous")
    link = f"{youth.PAGE}?{PERIOD}&syv=victim"
    after(page, link, youth.painted)
    hand.press(page.locator("#syv-download > summary"))
    with page.expect_download() as started:
        hand.press(page.locator("#syv-download-csv"))
    started.value.save_as(tmp_path / "view.csv")
    told = queried(link) if hand_of is Pointer else page_json(demonstration, link)
    youth_is_the_answer(page, told)
    file_is_the_answer((tmp_path / "view.csv").read_text(encoding="utf-8"), told)


def youth_is_the_answer(page: Page, told: dict[str, Any]) -> None:
    assert page.text_content("#syv-said") == told["says"]
    picture = page.evaluate(STORED, "syv-picture")[0]
    for name, values in (("value", picture["values"]), ("previous", picture["previous"])):
        assert values == [area[name] for area in told["areas"]]
    ranked = {str(area["rank"]): area for area in told["areas"]}
    shown = rows(page, "#syv-ranking")
    assert len(shown) == 10
    for row in shown:
        area = ranked[row[0]]
        change = f"{area['value'] / area['previous'] - 1:+.0%}".replace("-", "\u2212")
        figures = (number(row[4]), row[5], row[7].lstrip("↑↓\u2009 "))
        assert figures == (area["value"], f"{area['share']:.1%}", change)


def file_is_the_answer(text: str, told: dict[str, Any]) -> None:
    """Every figure of the file, and the question above the table."""
    head = [line for line in text.splitlines() if line.startswith("# ")]
    assert f"# Question: {told['link']}" in head
    assert f"# {told['says']}" in head
    found = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[len(head) :]))))
    assert found == [
        {name: "" if value is None else str(value) for name, value in (area | {"unit": told["unit"]}).items()}
        for area in told["areas"]
    ]


def test_the_menu_keeps_the_question_from_page_to_page(page: Page) -> None:
    question = f"?{PERIOD}&compare=2020-12&type=robbery&time=night"
    kept = {"from": "2022-01", "to": "2022-12", "compare": "2020-12", "time": "night"}
    pages = (("West End", "/west-end", ""), ("Serious youth violence", youth.PAGE, "syv-"),
             ("Neighbourhoods", "/neighbourhoods", "nb-"), ("Overview", "/", "all-"))  # fmt: skip
    overview.visit(page, f"/{question}&we.n=5&syv.syv=under-18")
    for name, path, prefix in pages:
        page.locator("nav").get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**{path}{question}&n=5")
        expect(page.locator(f"#{prefix}page-title")).not_to_be_empty()
        settled(page)
        assert {key: page.input_value(f"#{prefix}{key}") for key in kept} == kept, name
        expect(page.locator(f"#{prefix}types-summary")).to_have_text("robbery")
        expect(page.locator(f"#{prefix}left-out")).to_be_empty()


def test_the_menu_and_a_column_s_title_lead_to_the_same_question(page: Page) -> None:
    overview.visit(page, f"/?{PERIOD}&time=night&we.time=22-04&nb.time=all&syv.syv=under-18")
    places = {"West End": "we", "Serious youth violence": "syv", "Neighbourhoods": "nb"}
    for name, prefix in places.items():
        title = page.locator(f"#all-{prefix}-title a").get_attribute("href")
        assert page.locator("nav").get_by_role("link", name=name, exact=True).get_attribute("href") == title
