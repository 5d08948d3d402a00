"""Several made-up pictures on one page: linked marking, small maps, one scale, narrow tables, a table sorted by its headings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import assets
from tests.browser.accessibility import axe
from tests.browser.conftest import OpenPage
from tests.browser.test_painters import ADDRESS, boundaries, picture
from tests.browser.watch import watch_of

PARTS: Final = ("map", "card", "live", "ranking", "heatmap", "heatmap_peak", "hours_strip")
LEGENDS: Final = {"legend": "legend", "heatmap_legend": "heatmap-legend-of-both"}
VIEWS: Final = ("a", "b")
NARROW: Final = ["rank", "name", "bar", "share", "change"]
SIZES: Final = (1280, 390, 320)

Open = Callable[..., Page]


def into(view: str) -> dict[str, str]:
    return {part: f"{part}-{view}" for part in PARTS} | LEGENDS


def wards() -> dict[str, Any]:
    """The six areas as wards of their own, in the opposite order: what is linked is the code, not the place."""
    areas = boundaries()
    areas["areas"]["features"].reverse()
    for feature in areas["areas"]["features"]:
        feature["properties"]["name"] = feature["properties"]["name"].replace("Town", "Quarter")
    return areas


def first(**changes: Any) -> dict[str, Any]:
    base = {"caption": "Areas of A", "title": "A", "strip_says": "Most at one."}
    return picture(into=into("a"), compact=True, rows=3, columns=NARROW, **(base | changes))


def second(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"caption": "Areas of B", "title": "B", "boundaries": "/wards.json", "previous": None}
    base |= {"top": [3, 0], "values": [300, 0, 60, 1200, 60, 5]}
    return picture(into=into("b"), compact=True, rows=3, columns=NARROW, **(base | changes))


def view(name: str) -> str:
    return f"""<article><h2>View {name}</h2>
      <figure class="map-figure" aria-label="Map of {name}"><div id="map-{name}" class="map"></div>
      <div id="card-{name}" class="card" hidden></div><p id="live-{name}" class="vh" aria-live="polite"></p></figure>
      <div id="ranking-{name}"></div><div id="heatmap-{name}"></div><p id="heatmap_peak-{name}" class="peak"></p>
      <figure id="hours_strip-{name}" class="hrs"></figure></article>"""


def table() -> str:
    rows = [("Abbey", "1200", "1,200"), ("Zeta", "", "–"), ("Byng", "90", "90"), ("Mayfair", "700", "700")]
    body = "".join(f'<tr><th scope="row">{a}</th><td data-value="{b}">{c}</td></tr>' for a, b, c in rows)
    heads = "".join(f'<th scope="col"><button type="button">{name}</button></th>' for name in ("Ward", "Offences"))
    return f'<table class="sortable"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def document() -> str:
    sent = "window.sent = []; window.dash_clientside = {set_props: (id, value) => sent.push([id, value.data])}"
    return f"""<!doctype html><html lang="en-GB"><meta charset=utf-8><title>Painters</title><link rel=icon href=data:,>
      <meta name=viewport content="width=device-width,initial-scale=1">{assets.styles()}
      <script>{sent}</script><body><main class="wrap"><h1>Painters</h1><div id="legend" class="key"></div>
      <div id="heatmap-legend-of-both" class="key"></div><div class="views">{"".join(map(view, VIEWS))}</div>{table()}
      </main>{assets.scripts()}</html>"""


@pytest.fixture
def opened(open_page: OpenPage) -> Open:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        files = {"/areas.json": boundaries, "/wards.json": wards}
        if path in files:
            route.fulfill(body=json.dumps(files[path]()), content_type="application/json")
        elif path.startswith("/assets/"):
            assets.answer(route, path)
        else:
            route.fulfill(body=document(), content_type="text/html")

    def open_one(width: int = 1280, **settings: Any) -> Page:
        page = open_page(ADDRESS, viewport={"width": width, "height": 900}, reduced_motion="reduce", **settings)
        page.route("**/*", answer)
        page.goto("/")
        return page

    return open_one


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()


def paint(page: Page, *pictures: dict[str, Any]) -> Any:
    return page.evaluate("pictures => swp.paint(pictures)", list(pictures))


def names(page: Page, view: str) -> list[str]:
    return page.locator(f"#ranking-{view} .choose").all_inner_texts()


def cells(page: Page, view: str) -> set[str]:
    return set(
        page.eval_on_selector_all(
            f"#heatmap-{view} .night-row td:not(.share)", "all => all.map(cell => cell.className.split(' ')[0])"
        )
    )


def test_a_list_of_pictures_is_drawn_each_in_its_own_elements(page: Page) -> None:
    assert paint(page, first(), second()) == "one"
    assert names(page, "a") == ["C1", "C2", "B1"]
    assert names(page, "b") == ["C1", "C2", "A2"]  # the file turned round: places 3 and 0 are the same areas
    assert page.locator("#map-a path.area").count() == page.locator("#map-b path.area").count() == 6
    expect(page.get_by_role("application", name="A: map of offences")).to_be_visible()
    expect(page.get_by_role("button", name="Show all 6: Areas of B")).to_be_visible()


def test_an_area_pointed_at_is_marked_in_all_and_spoken_of_in_one(page: Page) -> None:
    paint(page, first(), second())
    page.locator("#ranking-a .choose").nth(1).focus()
    for place in ("a", "b"):
        assert page.locator(f"#ranking-{place} tr.pointed .choose").all_inner_texts() == ["C2"]
    assert page.locator("#map-a path.focused").count() == 2  # the line and the paper beneath
    assert page.locator("#map-b path.pointed").count() == 2
    expect(page.locator("#card-a")).to_contain_text("C2")
    expect(page.locator("#card-b")).to_be_hidden()
    page.locator("#map-b .map-canvas").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#live-b")).to_contain_text("C1, Ward 1, rank 1 of 6, 1,200 offences")
    expect(page.locator("#live-a")).to_be_empty()
    expect(page.locator("#card-a")).to_be_hidden()
    assert page.locator("#map-a path.pointed").count() == 2
    page.keyboard.press("Escape")
    assert page.locator("path.pointed, path.focused, tr.pointed").count() == 0


def test_a_choice_says_what_was_chosen_where(page: Page) -> None:
    paint(page, first(), second(level="ward"))
    page.locator("#map-b path.area").nth(1).click()
    page.locator("#ranking-a .choose").nth(2).click()
    said = [{key: told[key] for key in ("code", "from", "level")} for _, told in page.evaluate("window.sent")]
    assert said == [
        {"code": "E4", "from": "map-b", "level": "ward"},
        {"code": "E1", "from": "ranking-a", "level": "lsoa"},
    ]


def test_a_missing_boundaries_file_does_not_stop_the_others(page: Page) -> None:
    watch_of(page).allow("404")
    page.route("**/missing.json", lambda route: route.fulfill(status=404))
    failed = page.evaluate(
        "pictures => swp.paint(pictures).then(() => null, error => error.message)",
        [first(boundaries="/missing.json"), second()],
    )
    assert failed == "boundaries: 404"
    expect(page.locator("#map-a")).to_contain_text("This map could not be drawn.")
    assert page.locator("#map-b path.area").count() == 6
    assert page.locator("#heatmap-a .night-row").count() == 7
    paint(page, first(), second())
    assert page.locator("#map-a path.area").count() == 6


def test_a_newer_picture_of_one_view_leaves_the_other_alone(page: Page) -> None:
    calls = "([a, b, c]) => Promise.all([swp.paint([a, b]), swp.paint(c)])"
    page.evaluate(calls, [first(seq="old"), second(seq="old"), first(seq="new", values=[1] * 6, top=[])])
    assert page.locator("#map-a").get_attribute("data-painted") == "new"
    assert (
        page.locator("#map-b path.area").count() == 0 or page.locator("#map-b").get_attribute("data-painted") == "old"
    )
    assert names(page, "a") == ["A1", "B1", "C1"]


def test_elements_that_come_after_the_picture_are_waited_for(page: Page) -> None:
    page.evaluate(
        """pictures => { const host = document.getElementById('map-b'); const { parentElement } = host; host.remove();
        setTimeout(() => parentElement.prepend(host), 150); return swp.paint(pictures); }""",
        [first(), second()],
    )
    assert page.locator("#map-b path.area").count() == 6


def test_a_small_map_stands_still_and_shows_the_whole(page: Page) -> None:
    paint(page, first(page_wards=["W1"]), second())
    assert page.locator("#map-a .map-zoom").count() == 0
    before = page.locator("#map-a path.area").nth(0).bounding_box()
    page.locator("#map-a .map-canvas").focus()
    page.keyboard.press("+")
    page.mouse.wheel(0, -300)
    page.locator("#map-a path.area").nth(0).dblclick()
    after = page.locator("#map-a path.area").nth(0).bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == before["width"]


def test_wards_carry_their_share_or_their_change(page: Page) -> None:
    paint(page, first(), second(label_values=True, top=[]))
    shown = "all => all.filter(one => !one.classList.contains('out')).map(one => one.textContent)"
    labels = page.eval_on_selector_all("#map-b .label.value", shown)
    assert sorted(labels) == sorted(["73.8", "18.5", "3.7", "3.7", "0.0", "–"])
    paint(page, first(), second(label_values="change", previous=[400, 20, 60, 1000, 50, 9], top=[]))
    assert set(page.eval_on_selector_all("#map-b .label.value", shown)) >= {"−25%", "+20%", "0%", "5, was 9"}


def test_beyond_the_scope_nothing_is_classed_ranked_or_chosen(page: Page) -> None:
    paint(page, first(scope=[0, 1], top=[1]), second())
    kinds = page.eval_on_selector_all("#map-a path.area", "all => all.map(one => one.classList.item(2))")
    assert kinds == ["s0", "s1", "outside", "outside", "outside", "outside"]
    assert names(page, "a") == ["B1", "A1"]
    box, frame = page.locator("#map-a path.area").nth(0).bounding_box(), page.locator("#map-a").bounding_box()
    assert box is not None
    assert frame is not None
    assert 2 * box["width"] > 0.4 * frame["width"]  # the home is the scope
    page.locator("#ranking-b .choose").first.focus()  # C1, which A does not ask for
    assert page.locator("#map-a path.pointed").count() == 0


def test_two_heatmaps_share_a_scale(page: Page) -> None:
    busy = [[30] * 24 for _ in range(7)]
    quiet = [[10] * 24 for _ in range(7)]
    paint(page, first(hours=busy), second(hours=quiet))
    assert (cells(page, "a"), cells(page, "b")) == ({"s3"}, {"s3"})  # each by itself: every hour is the average hour
    paint(page, first(hours=busy, hours_mean=20), second(hours=quiet, hours_mean=20))
    assert (cells(page, "a"), cells(page, "b")) == ({"s4"}, {"s1"})
    expect(page.locator("#heatmap_peak-a")).to_contain_text("1.5× the average hour")
    bounds = [5, 20, 30, 40, 50]
    paint(page, first(hours=busy, hours_bounds=bounds), second(hours=quiet, hours_bounds=bounds))
    assert (cells(page, "a"), cells(page, "b")) == ({"s3"}, {"s1"})
    labels = page.locator("#heatmap-legend-of-both li").all_inner_texts()
    assert labels == ["0–4", "5–19", "20–29", "30–39", "40–49", "50+"]


def test_the_hours_strip_begins_at_six_and_is_told_in_words(page: Page) -> None:
    paint(page, first(), second())
    heights = page.eval_on_selector_all(
        "#hours_strip-a .cols i", "all => all.map(one => Number(one.style.getPropertyValue('--h')))"
    )
    assert (heights[19], heights[14]) == (100, 33.3)  # 30 at 01:00, 10 at 20:00
    expect(page.locator("#hours_strip-a")).to_contain_text("100% at night")
    expect(page.get_by_role("img", name="Most at one.")).to_be_visible()
    expect(page.get_by_role("img", name="Offences by hour: most from 01:00 to 02:00")).to_be_visible()
    paint(page, first(hours=None, hours_note="Months only."), second())
    expect(page.locator("#hours_strip-a")).to_contain_text("Months only.")


def test_a_narrow_ranking_shows_its_rows_and_columns(page: Page) -> None:
    paint(page, first(), second())
    heads = page.locator("#ranking-a thead th").evaluate_all(
        "all => all.filter(one => one.offsetWidth).map(one => [one.textContent, one.colSpan])"
    )
    assert heads == [["Rank", 1], ["Small area", 1], ["Share", 2], ["Change", 1]]
    assert page.locator("#ranking-a tbody tr").count() == 3
    page.get_by_role("button", name="Show all 6: Areas of A").click()
    assert page.locator("#ranking-a tbody tr").count() == 6
    assert page.locator("#ranking-b tbody tr").count() == 3


def test_a_table_is_sorted_by_keyboard_and_again_after_an_answer(page: Page) -> None:
    rows = page.locator("table.sortable tbody th")
    page.get_by_role("button", name="Offences").focus()
    page.keyboard.press("Enter")
    assert rows.all_inner_texts() == ["Abbey", "Mayfair", "Byng", "Zeta"]
    expect(page.get_by_role("columnheader", name="Offences")).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Space")
    assert rows.all_inner_texts() == ["Byng", "Mayfair", "Abbey", "Zeta"]  # a dash stays last
    expect(page.get_by_role("button", name="Offences")).to_be_focused()
    page.evaluate("document.querySelector('.sortable tbody td').dataset.value = '5000'")
    expect(rows).to_have_text(["Mayfair", "Abbey", "Byng", "Zeta"])
    page.get_by_role("button", name="Ward").click()
    assert rows.all_inner_texts() == ["Abbey", "Byng", "Mayfair", "Zeta"]
    assert page.locator("table.sortable [aria-sort]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_the_page_of_several_is_accessible_and_fits(opened: Open, width: int, scheme: str) -> None:
    page = opened(width, color_scheme=scheme)
    paint(page, first(), second(label_values=True, top=[]))
    page.locator("#ranking-a .choose").first.focus()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
