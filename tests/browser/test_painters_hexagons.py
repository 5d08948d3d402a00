"""Hexagons of a made-up picture: the same areas, classes, marks and choices as on the map, cell by cell."""

from __future__ import annotations

import json
from functools import partial
from typing import Final

import pytest
from playwright.sync_api import Page, Route

from tests.browser.test_painters import boundaries, classes, fetched, page, paint, square

__all__ = ["fetched", "page"]  # fixtures
# Two rows of three; the upper one half a cell to the west, as r runs north-east. Areas E0 E1 E2 below E3 E4 E5.
CELLS: Final = [1, 0, 2, 0, 3, 0, 0, 1, 1, 1, 2, 1]
CENTRES: Final = """() => [...document.querySelectorAll('path.area')].map(path => {
    const box = path.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2, box.width, box.height];
})"""


@pytest.fixture(autouse=True)
def with_cells(page: Page) -> None:
    wards = [
        {
            "type": "Feature",
            "properties": {"code": f"W{row}", "name": f"Ward {row}", "label": [-0.145, 51.505]},
            "geometry": square(0, row - 1),
        }
        for row in (1, 2)
    ]
    found = boundaries() | {"wards": {"type": "FeatureCollection", "features": wards}, "hexagons": CELLS}
    page.route("**/areas.json", lambda route: route.fulfill(body=json.dumps(found), content_type="application/json"))


def corners(page: Page, selector: str) -> int:
    path: str = page.locator(selector).first.get_attribute("d") or ""
    return path.count("L") + path.count("M")


def test_every_area_is_one_hexagon_of_one_size_where_its_cell_is(page: Page) -> None:
    paint(page, hexagons=True)
    found: list[list[float]] = page.evaluate(CENTRES)
    width, height = found[0][2:]
    assert all(one[2:] == pytest.approx([width, height], abs=2) for one in found)
    assert height == pytest.approx(width * 2 / 3**0.5, abs=2)
    for i, (x, y, *_) in enumerate(found):
        q, r = CELLS[2 * i : 2 * i + 2]
        assert (x - found[0][0], found[0][1] - y) == (
            pytest.approx((q + r / 2 - 1) * found[0][2], rel=0.05, abs=4),
            pytest.approx(r * found[0][2] * 3**0.5 / 2, rel=0.05, abs=4),
        )
    assert corners(page, "path.area") == 6


def test_classes_card_and_table_are_those_of_the_map(page: Page) -> None:
    paint(page)
    on_map = classes(page), page.locator("#ranking").inner_text(), page.locator("#map-legend").inner_text()
    paint(page, hexagons=True, seq="two")
    assert page.locator("#map").evaluate("map => map.classList.contains('hexagons')")
    assert (classes(page), page.locator("#ranking").inner_text(), page.locator("#map-legend").inner_text()) == on_map
    page.locator("path.area").nth(4).hover()
    assert "B2" in page.locator("#map-card").inner_text()
    assert page.locator(".map-zoom").count() == 0
    assert "hexagon" in (page.locator(".map-canvas").get_attribute("aria-label") or "").lower()


def test_the_outline_of_a_ward_goes_round_its_cells_once(page: Page) -> None:
    paint(page, hexagons=True, page_wards=["W2"])
    assert page.locator("path.ward:not(.strong)").count() == 2
    assert page.locator("path.ward.strong").count() == 1
    assert corners(page, "path.ward.strong") == 3 * 6 - 2 * 2  # three cells in a row share two sides
    names = page.locator(".label.name").all_inner_texts()
    assert {"Ward 1", "Ward 2"} <= set(names)


def test_a_choice_by_pointer_or_keys_is_that_of_the_map(page: Page) -> None:
    paint(page, hexagons=True)
    page.locator("path.area").nth(4).click()
    page.locator("#heatmap-peak").hover()
    page.locator(".map-canvas").focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "Enter"):  # E2 (the top) E1 E5 E5 E1
        page.keyboard.press(key)
    assert page.evaluate("window.sent") == [["map-choice", "E4"], ["map-choice", "E1"]]


def test_two_steps_up_lead_straight(page: Page) -> None:
    step = """([i, way]) => swp.nextHexagon({
        cells: [[2, 0], [2, 1], [1, 1], [1, 2]], inCell: new Map([['2 0', 0], ['2 1', 1], ['1 1', 2], ['1 2', 3]])}, i, way)"""
    first = page.evaluate(step, [0, [0, -1]])
    assert page.evaluate(step, [first, [0, -1]]) == 3
    assert page.evaluate(step, [page.evaluate(step, [3, [0, 1]]), [0, 1]]) == 0
    assert page.evaluate(step, [2, [1, 0]]) == 1
    assert page.evaluate(step, [0, [1, 0]]) is None


def test_map_and_hexagons_take_turns(page: Page) -> None:
    for seq, hexagons in enumerate([False, True, False, True]):
        paint(page, seq=str(seq), hexagons=hexagons, selected=[3])
        assert page.locator("path.area").count() == 6
        assert page.locator("path.mark.chosen:not(.halo)").count() == 1
        assert page.locator(".map-canvas").count() == 1
        assert page.locator(".map-zoom").count() == (0 if hexagons else 1)
        assert page.locator("#map").get_attribute("data-painted") == str(seq)


def test_a_picture_of_a_scope_opens_on_it(page: Page) -> None:
    paint(page, hexagons=True, compact=True, home=[[-0.15, 51.5], [-0.14, 51.51]])
    whole = page.evaluate(CENTRES)[0][2]
    paint(page, hexagons=True, compact=True, scope=[0, 1], top=[], seq="two")
    assert page.evaluate(CENTRES)[0][2] > 1.3 * whole


def test_without_cells_the_map_stands_in(page: Page) -> None:
    without: dict[str, dict[str, list[int]]] = {"/old.json": {}, "/empty.json": {"hexagons": []}}
    for url, cells in without.items():
        old = json.dumps(boundaries() | cells)
        page.route(f"**{url}", partial(answer, old))
        paint(page, boundaries=url, hexagons=True)
        assert corners(page, "path.area") == 4
        assert not page.locator("#map").evaluate("map => map.classList.contains('hexagons')")


def answer(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="application/json")
