"""Words on the map: none is struck through by a heavy line, and a river's name does not stand on land."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.test_painters import boundaries, fetched, page, paint

__all__ = ["fetched", "page"]  # fixtures
EAST: Final = -0.12  # the edge of the six areas
BETWEEN: Final = -0.14  # the line between the first and the second area of a row
BOXES: Final = """() => Object.fromEntries([...document.querySelectorAll('#map .label:not(.out) span')].map(word => {
    const { left, right } = word.getBoundingClientRect();
    return [word.textContent, [left, right]];
}))"""
EDGES: Final = """() => [...document.querySelectorAll('path.area')].map(path => {
    const { left, right } = path.getBoundingClientRect();
    return [left, right];
})"""


def feature(kind: str, name: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": geometry}


def landmark(name: str, lon: float, lat: float) -> dict[str, Any]:
    return feature("landmark", name, {"type": "Point", "coordinates": [lon, lat]})


def strip(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 51.5], [east, 51.5], [east, 51.52], [west, 51.52], [west, 51.5]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(autouse=True)
def labelled(page: Page) -> None:
    words = [
        landmark("Westgate", BETWEEN - 0.0008, 51.505),
        landmark("East", BETWEEN + 0.001, 51.515),
        feature("river", "River Long", strip(EAST, EAST + 0.0006)),
    ]
    told = boundaries() | {
        "home": [[-0.15, 51.5], [-0.115, 51.52]],
        "orientation": {"type": "FeatureCollection", "features": words},
    }
    page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")  # a name is as wide as its font
    page.route("**/labelled.json", lambda route: route.fulfill(body=json.dumps(told), content_type="application/json"))


def placed(page: Page, **changes: Any) -> dict[str, list[float]]:
    paint(page, boundaries="/labelled.json", **changes)
    found: dict[str, list[float]] = page.evaluate(BOXES)
    return found


def test_a_landmark_stands_on_the_side_where_no_outline_strikes_it_through(page: Page) -> None:
    plain = placed(page, top=[])
    (_, line), *_ = page.evaluate(EDGES)
    assert plain["Westgate"][0] < line < plain["Westgate"][1]  # at its right hand, over a line that is thin
    beside = placed(page, top=[1, 4], seq="two")
    assert beside["Westgate"][1] < line
    assert beside["East"] == plain["East"]


def test_the_name_of_a_river_covers_no_area(page: Page) -> None:
    found = placed(page)
    assert found["River Long"][0] >= max(right for _, right in page.evaluate(EDGES)) - 1
