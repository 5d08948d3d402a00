"""Maps of many areas by hand: what is pointed at, chosen, dragged and reached by keys is the area that is drawn there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_painters import fetched, page
from tests.browser.test_painters_canvas import COLUMNS, MIDDLE, TOP, board, colour, legend, paint, settle, spot

__all__ = ["board", "fetched", "page"]  # fixtures


@pytest.mark.parametrize("zooms", [0, 3])
def test_the_pointer_finds_the_area_beneath_it(page: Page, zooms: int) -> None:
    paint(page)
    for _ in range(zooms):
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
    for place in (MIDDLE, MIDDLE + 3, MIDDLE + 4 * COLUMNS):
        page.mouse.move(*spot(page, place))
        assert page.locator("#map-card b").inner_text() == f"{place:05}"
        assert page.locator("#map path.mark.pointed").count() == 2
    x, y = spot(page, MIDDLE)
    page.mouse.click(x, y)
    assert page.evaluate("window.sent") == [["map-choice", f"E{MIDDLE:05}"]]
    page.locator("#heatmap-peak").hover()
    expect(page.locator("#map-card")).to_be_hidden()


def test_keys_go_from_area_to_area_and_say_them(page: Page) -> None:
    paint(page)
    page.locator(".map-canvas").focus()
    page.keyboard.press("ArrowRight")
    assert f"Town {TOP:05}".split()[-1] in page.locator("#map-live").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    beside = TOP + 1 + COLUMNS
    assert page.locator("#map-live").inner_text().startswith(f"{beside:05}, Eastside, rank ")
    assert page.locator("#map path.mark.focused").count() == 2
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == [["map-choice", f"E{beside:05}"]]
    page.keyboard.press("Escape")
    assert page.locator("#map path.mark.focused").count() == 0


def test_a_row_of_the_table_marks_its_area(page: Page) -> None:
    paint(page)
    page.locator("#ranking tbody tr").nth(1).hover()
    assert page.locator("#map path.mark.focused, #map path.mark.pointed").count() == 2
    assert page.locator("#map-card b").inner_text() == page.locator("#ranking tbody tr .choose").nth(1).inner_text()


def test_areas_outside_the_question_are_drawn_quietly_and_not_chosen(page: Page) -> None:
    paint(page, outside=[MIDDLE])
    panel = page.evaluate("() => getComputedStyle(document.querySelector('.map-inks .outside')).fill")
    assert colour(page, MIDDLE) == panel
    page.mouse.click(*spot(page, MIDDLE))
    assert page.evaluate("window.sent") == []


def test_a_choice_on_a_map_of_authorities_tells_the_level(page: Page) -> None:
    page.evaluate("() => { dash_clientside.set_props = (id, { data }) => sent.push([data.code, data.level]); }")
    paint(page, level="authority")
    page.mouse.click(*spot(page, MIDDLE))
    assert page.evaluate("window.sent") == [[f"E{MIDDLE:05}", "authority"]]
    assert "by local authority, 2023" in (page.locator(".map-canvas").get_attribute("aria-label") or "")


def test_a_drag_draws_what_comes_into_view(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    paint(page)
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
        settle(page)
    x, y = spot(page, MIDDLE)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 250, y, steps=4)
    settle(page)
    page.mouse.move(x + 340, y + 10, steps=4)
    settle(page)
    page.mouse.up()
    settle(page)
    page.mouse.move(5, 5)
    place = MIDDLE - 7
    assert colour(page, place) == legend(page)[f"s{place // 5 % 6}"]
    assert page.evaluate("window.sent") == []
