"""The map of the West End page: chosen by pointer and keys, its card, its first view, orientation, with WebGL."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from data.releases import Release
from geo.answer import answer_link
from tests.browser.journey import settled
from tests.browser.west_end import (
    area,
    classes,
    click_area,
    link_of,
    painted,
    stored_picture,
    visit,
)

YEAR = "from=2022-10&to=2023-09"
PLACE = "Westminster 018A"
# The width of the page's wards as a part of the map's.
PART_OF_MAP = """() => {
    const boxes = [...document.querySelectorAll('path.ward.strong')].map(path => path.getBoundingClientRect());
    const width = Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left));
    return width / document.getElementById('map').clientWidth;
}"""


def position_of(release: Release, name: str) -> int:
    areas = answer_link("/west-end", release).areas
    return next(position for position, known in enumerate(areas) if known.name == name)


def test_a_click_chooses_an_area_and_a_second_gives_it_up(page: Page, demonstration: Release) -> None:
    visit(page, f"/west-end?{YEAR}")
    whole, place = page.inner_text("#page-title"), position_of(demonstration, PLACE)
    click_area(page, place)
    assert link_of(page) == "/west-end?lsoa=westminster-018a"
    answer = answer_link("/west-end?lsoa=westminster-018a", demonstration)
    assert page.inner_text("#page-title") == whole
    assert answer.now is not None
    assert page.inner_text("#chosen").startswith(f"{PLACE}: {answer.now.records:,} recorded offences, 11.8% of those")
    assert page.text_content("#said") == answer.says
    assert page.locator("#map .mark.chosen:not(.halo)").count() == 1
    assert page.input_value("#go-to") == answer.areas[place].code
    expect(page.get_by_role("button", name="018A", pressed=True)).to_have_count(1)
    click_area(page, place)
    assert link_of(page) == "/west-end"
    assert page.inner_text("#chosen") == ""


def test_pointing_at_an_area_shows_its_card(page: Page, demonstration: Release) -> None:
    visit(page, f"/west-end?{YEAR}")
    place = position_of(demonstration, PLACE)
    area(page, place).hover(force=True)
    card = page.locator("#map-card")
    expect(card).to_contain_text("018A")
    expect(card).to_contain_text("rank 2 of 128")
    for text in ("10,307", "11.8%", "A year earlier", "+31%"):
        expect(card).to_contain_text(text)


def test_wards_are_chosen_at_the_level_of_wards(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end?level=ward")
    wards = answer_link("/west-end?level=ward", demonstration).areas
    click_area(page, next(place for place, ward in enumerate(wards) if ward.name == "Marylebone"))
    assert link_of(page) == "/west-end?level=ward&ward=marylebone"
    assert page.inner_text("#chosen").startswith("Marylebone: ")
    assert page.inner_text("#wards-summary") == "in Marylebone"
    assert not page.is_visible("#west-end-switch")


def test_the_map_is_used_by_keyboard(page: Page, demonstration: Release) -> None:
    visit(page, f"/west-end?{YEAR}")
    page.focus(".map-canvas")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#map-live")).to_contain_text("013E, West End, rank 1 of 128, 16,182 offences")
    page.keyboard.press("Enter")
    painted(settled(page))
    assert link_of(page) == "/west-end?lsoa=westminster-013e"
    expect(page.locator(".map-canvas")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#map-live")).not_to_contain_text("013E")
    page.keyboard.press("Escape")
    expect(page.locator(".map-canvas")).not_to_be_focused()
    assert position_of(demonstration, "Westminster 013E") in stored_picture(page)["selected"]


def test_the_map_opens_on_the_two_wards_and_returns_there(page: Page) -> None:
    visit(page, "/west-end")
    home = page.evaluate(PART_OF_MAP)
    assert home > 0.6, "the two wards fill the map"
    for name in ("West End", "St James's"):
        expect(page.locator(".label.name.strong:not(.out)", has_text=name)).to_have_count(1)
    page.get_by_role("button", name="Show all areas").click()
    page.wait_for_function(f"() => ({PART_OF_MAP})() < 0.5")
    page.get_by_role("button", name="Back to the first view").click()
    page.wait_for_function(f"home => ({PART_OF_MAP})() === home", arg=home)


def test_orientation_is_drawn(page: Page) -> None:
    visit(page, "/west-end")
    for kind in ("river", "lake", "park", "street"):
        assert page.locator(f"path.quiet.{kind}").count() >= 1, kind
    assert page.locator(".label.landmark:not(.out)").count() >= 3


def test_with_webgl_the_map_is_the_same(page_with_webgl: Page, demonstration: Release) -> None:
    page = visit(page_with_webgl, f"/west-end?{YEAR}")
    click_area(page, position_of(demonstration, PLACE))
    assert link_of(page) == "/west-end?lsoa=westminster-018a"
    assert len(classes(page)) == 128
