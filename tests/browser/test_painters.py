"""The scripts in assets draw a made-up picture of six areas rightly: no server, no Dash, a real browser."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route

from tests.browser import assets
from tests.browser.conftest import OpenPage

ADDRESS: Final = "http://painters.test"
IDS: Final = ("map", "map-card", "map-legend", "map-live", "heatmap", "heatmap-peak", "heatmap-legend", "ranking")


def square(column: int, row: int) -> dict[str, Any]:
    west, south, side = -0.15 + 0.01 * column, 51.5 + 0.01 * row, 0.01
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def boundaries() -> dict[str, Any]:
    """Two rows of three squares, A1 B1 C1 below A2 B2 C2, and a ward of each row."""
    areas = [
        {
            "type": "Feature",
            "properties": {"code": f"E{i}", "name": f"Town {'ABC'[i % 3]}{i // 3 + 1}", "ward": f"Ward {i // 3 + 1}"},
            "geometry": square(i % 3, i // 3),
        }
        for i in range(6)
    ]
    collection = {"type": "FeatureCollection", "features": areas}
    return {
        "areas": collection,
        "wards": {"type": "FeatureCollection", "features": []},
        "home": [[-0.15, 51.5], [-0.12, 51.52]],
        "orientation": None,
    }


def picture(**changes: Any) -> dict[str, Any]:
    hours = [[0] * 24 for _ in range(7)]
    hours[4][1] = 30  # Friday 01:00 belongs to the night that begins on Thursday
    hours[5][20] = 10
    base = {
        "seq": "one", "boundaries": "/areas.json", "level": "lsoa", "values": [5, 60, 1200, 60, 0, 300],
        "previous": [9, 30, 1000, 60, 0, 400], "shares_base": 1625, "top": [2, 5], "selected": [],
        "breaks": [0, 50, 100, 250, 500, 1000], "diverging": False, "unit": "offences", "period": "2023",
        "previous_period": "2022", "hours": hours, "hours_note": "", "timed": 40, "untimed": 0,
    }  # fmt: skip
    return base | changes


@pytest.fixture
def fetched() -> list[str]:
    return []


@pytest.fixture
def page(open_page: OpenPage, fetched: list[str]) -> Page:
    """An empty page with the places that the scripts fill, all requests answered from the assets folder."""
    page = open_page(ADDRESS, viewport={"width": 1000, "height": 800})

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        fetched.append(path)
        if path.startswith("/assets/"):
            assets.answer(route, path)
        elif path == "/areas.json":
            route.fulfill(body=json.dumps(boundaries()), content_type="application/json")
        else:
            route.fulfill(body=document(), content_type="text/html")

    page.route("**/*", answer)
    page.goto("/")
    return page


def document() -> str:
    places = "".join(f'<div id="{name}" class="{name}"></div>' for name in IDS)
    sent = "window.sent = []; window.dash_clientside = {set_props: (id, value) => sent.push([id, value.data.code])}"
    return (
        f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,>{assets.styles()}<script>{sent}</script>"
        f"<body>{places}{assets.scripts()}"
    )


def paint(page: Page, **changes: Any) -> None:
    page.evaluate("picture => swp.paint(picture)", picture(**changes))


def cells(page: Page, row: int) -> list[str]:
    return page.locator("#ranking tbody tr").nth(row).locator("> *").all_inner_texts()


def classes(page: Page) -> list[str]:
    return page.eval_on_selector_all("path.area", "all => all.map(path => path.getAttribute('class').split(' ').pop())")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("count(90340)", "90,340"), ("count(null)", "–"), ("share(1200, 1625)", "73.8%"), ("share(9, 1625)", "–"),
        ("share(0, 1625)", "0.0%"), ("change(4, 9)", "4, was 9"), ("change(27, 20)", "+35%"), ("change(18, 20)", "−10%"),
        ("change(20, 20)", "0%"), ("change(3, null)", ""), ("hour(23)", "23:00 to 00:00"), ("bounds(50, 100)", "50–99"),
        ("bounds(1000)", "1,000+"), ("bounds(0, 1)", "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_design_says(page: Page, call: str, said: str) -> None:
    assert page.evaluate(f"swp.numbers.{call}") == said


def test_areas_take_the_class_of_their_value_and_withheld_is_none_of_them(page: Page) -> None:
    paint(page)
    assert classes(page) == ["s0", "s1", "s5", "s1", "s0", "s3"]
    assert page.locator("#map-legend .held").count() == 0
    paint(page, values=[None, 60, 1200, 60, 0, 300])
    assert classes(page)[0] == "held"
    assert page.locator("#map-legend .held").count() == 1


def test_geometry_is_fetched_once(page: Page, fetched: list[str]) -> None:
    for seq in "abc":
        paint(page, seq=seq)
    assert fetched.count("/areas.json") == 1
    assert page.locator("#map").get_attribute("data-painted") == "c"


def test_ranking_shows_rank_share_and_cumulative_share(page: Page) -> None:
    paint(page)
    assert cells(page, 0) == ["1", "C1", "Ward 1", "", "1,200", "73.8%", "73.8%", "+20%"]
    assert cells(page, 1)[-4:] == ["300", "18.5%", "92.3%", "−25%"]
    assert [cells(page, row)[1].strip() for row in (2, 3)] == ["B1", "A2"]  # equal values by code


def test_a_night_row_runs_into_the_next_morning(page: Page) -> None:
    paint(page)
    thursday = page.locator(".night-row").nth(3)
    assert thursday.locator("td.peak").text_content() == "30"
    assert thursday.locator("td:not(.share)").nth(19).text_content() == "30"  # the columns begin at 06:00
    peak = page.locator("#heatmap-peak").inner_text()
    assert "Friday, 01:00 to 02:00 (the night that begins on Thursday): 30 offences" in peak


def test_without_hours_the_reason_stands_in_their_place(page: Page) -> None:
    paint(page)
    paint(page, hours=None, hours_note="Months only.")
    assert "Months only." in page.locator("#heatmap").inner_text()
    assert page.locator("#heatmap table").count() == 0
    paint(page)
    assert page.locator("#heatmap table").count() == 1


def test_areas_are_chosen_by_pointer_keyboard_and_row(page: Page) -> None:
    paint(page)
    page.locator("path.area").nth(4).click()
    page.locator("#heatmap-peak").hover()
    page.locator(".map-canvas").focus()
    for key in ("ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowDown", "Enter"):  # the top area C1 first, then C2, B2, B1
        page.keyboard.press(key)
    page.locator("#ranking .choose").nth(1).click()
    assert page.evaluate("window.sent") == [["map-choice", code] for code in ("E4", "E1", "E5")]


def test_pan_and_zoom_outlive_an_answer(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    paint(page)
    first = page.locator("path.area").nth(4).bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
    before = page.locator("path.area").nth(4).bounding_box()
    assert before != first
    paint(page, seq="two", values=[1, 2, 3, 4, 5, 6])
    assert page.locator("path.area").nth(4).bounding_box() == before


def test_a_page_left_and_shown_again_is_drawn_anew(page: Page) -> None:
    paint(page)
    page.evaluate("for (const id of ['map', 'heatmap', 'ranking']) document.getElementById(id).replaceChildren()")
    paint(page)
    assert page.locator("path.area").count() == 6
    assert page.locator("#ranking tbody tr").count() == 6
    assert page.locator(".night-row").count() == 7


def test_an_older_picture_does_not_follow_a_newer_one(page: Page) -> None:
    both = [picture(seq="old"), picture(seq="new", values=[1] * 6)]
    page.evaluate("([old, young]) => Promise.all([swp.paint(old), swp.paint(young)])", both)
    assert page.locator("#map").get_attribute("data-painted") == "new"
    assert set(classes(page)) == {"s0"}


def test_unknown_areas_are_told_so_and_not_ranked(page: Page) -> None:
    paint(page, values=[None] * 6, previous=None, top=[], values_note="No records for 2030.")
    assert set(classes(page)) == {"held"}
    assert "Not known, which is not zero. No records for 2030." in page.locator("#ranking").inner_text()
    paint(page)
    assert page.locator("#ranking tbody tr").count() == 6


def test_areas_outside_the_question_have_no_class_no_row_and_no_click(page: Page) -> None:
    paint(page, outside=[3, 4], values=[5, 60, 1200, 0, 0, 300])
    assert classes(page) == ["s0", "s1", "s5", "outside", "outside", "s3"]
    assert page.locator("#ranking tbody tr").count() == 4
    page.locator("path.area").nth(4).click()
    assert page.evaluate("window.sent") == []


def test_the_map_opens_on_the_wards_of_the_page_and_shows_all_on_request(page: Page) -> None:
    ward = {
        "type": "Feature",
        "properties": {"code": "W1", "name": "Ward 1", "label": [-0.145, 51.505]},
        "geometry": square(0, 0),
    }
    places = boundaries() | {"wards": {"type": "FeatureCollection", "features": [ward]}}
    page.route("**/areas.json", lambda route: route.fulfill(body=json.dumps(places), content_type="application/json"))
    paint(page, page_wards=["W1"])
    width = "() => document.querySelector('path.area').getBoundingClientRect().width / document.getElementById('map').clientWidth"
    opened = page.evaluate(width)
    page.get_by_role("button", name="Show all areas").click()
    everything = page.evaluate(width)
    page.get_by_role("button", name="Back to the first view").click()
    assert page.evaluate(width) == pytest.approx(opened)
    assert opened > 1.5 * everything


def test_a_chosen_area_out_of_view_comes_into_it(page: Page) -> None:
    paint(page, home=[[-0.15, 51.5], [-0.14, 51.51]])
    paint(page, home=[[-0.15, 51.5], [-0.14, 51.51]], selected=[5], seq="two")
    box, frame = page.locator("path.area").nth(5).bounding_box(), page.locator("#map").bounding_box()
    assert box is not None
    assert frame is not None
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
