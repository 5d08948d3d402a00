"""Hexagons on the pages: the switch, the same choices as on the map, nobody left out, phone and dark."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import overflow, settled
from tests.browser.west_end import area, classes, click_area, link_of, stored_picture, visit

REACHED: Final = """async url => {
    const drawn = swp.shapesOf({ hexagons: true }, await swp.boundaries(url));
    const seen = new Set([0]);
    for (const i of seen)
        for (const way of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
            const found = swp.nextHexagon(drawn, i, way);
            if (found !== undefined) seen.add(found);
        }
    return [...seen];
}"""
PAGES: Final = ("/", "/west-end", "/serious-youth-violence", "/neighbourhoods?ward=church-street", "/evidence")


def hexagons(link: str) -> str:
    return f"{link}{'&' if '?' in link else '?'}show=hexagons"


def switch_to(page: Page, show: str) -> None:
    page.locator(f"#show input[value='{show}']").check(force=True)
    settled(page)


def test_the_switch_writes_the_link_and_keeps_focus_and_choice(page: Page) -> None:
    visit(page, "/west-end?lsoa=westminster-013e")
    shown = classes(page)
    switch_to(page, "hexagons")
    assert link_of(page) == "/west-end?lsoa=westminster-013e&show=hexagons"
    expect(page.locator("#map.hexagons path.area")).to_have_count(128)
    assert classes(page) == shown
    expect(page.locator("path.mark.chosen:not(.halo)")).to_have_count(1)
    assert page.evaluate("document.activeElement.value") == "hexagons"
    page.keyboard.press("ArrowRight")
    settled(page)
    assert link_of(page) == "/west-end?lsoa=westminster-013e&show=table"
    switch_to(page, "map")
    assert link_of(page) == "/west-end?lsoa=westminster-013e"
    expect(page.locator("#map.hexagons")).to_have_count(0)
    page.go_back()
    page.go_back()
    settled(page)
    expect(page.locator("#map.hexagons")).to_have_count(1)


def test_a_click_and_a_key_choose_the_same_area_as_on_the_map(page: Page) -> None:
    links = []
    for link in ("/west-end", hexagons("/west-end")):
        visit(page, link)
        click_area(page, stored_picture(page)["top"][1])
        links.append(link_of(page))
        visit(page, link)
        page.locator(".map-canvas").focus()
        page.keyboard.press("ArrowUp")  # the first key goes to the top area
        page.keyboard.press("Enter")
        settled(page)
        links.append(link_of(page))
    assert links[0].partition("?")[2] == links[2].partition("?")[2].replace("&show=hexagons", "")
    assert links[1].partition("?")[2] == links[3].partition("?")[2].replace("&show=hexagons", "")


def test_the_page_opens_on_all_areas_with_the_west_end_outlined(page: Page) -> None:
    visit(page, hexagons("/west-end"))
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    for position in range(0, 128, 9):
        box = area(page, position).bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]
        assert box["width"] > 24
    expect(page.locator("path.ward.strong")).to_have_count(2)
    expect(page.locator(".label.name.strong:not(.out)")).to_have_count(2)
    assert "Each hexagon is one small area" in page.locator("#map-base").inner_text()


def test_arrow_keys_lead_to_every_hexagon(page: Page) -> None:
    visit(page, hexagons("/west-end"))
    reached = page.evaluate(REACHED, stored_picture(page)["boundaries"])
    assert sorted(reached) == list(range(128))


@pytest.mark.parametrize("link", PAGES)
def test_every_page_draws_them_and_a_phone_does_not_scroll_sideways(phone: Page, link: str) -> None:
    phone.goto(hexagons(link))
    settled(phone)
    expect(phone.locator(".map.hexagons path.area")).not_to_have_count(0)
    assert phone.locator(".map:not(.hexagons)").count() == 0
    assert overflow(phone) <= 0
