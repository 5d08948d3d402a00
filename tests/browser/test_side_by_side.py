"""The landing page in a real browser: three views of one question, their figures, links and marks."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from data.releases import Release
from data.selection import VIEWS
from geo.answer import answer_link
from geo.page_json import page_json
from geo.pages.side_by_side import side_by_side
from tests.browser.journey import overflow, settled
from tests.browser.west_end import SPOT, STORED, link_of, number, rows

YEAR: Final = "/?from=2022-10&to=2023-09"
OWN: Final = f"{YEAR}&time=22-04&we.time=night&syv.syv=victim&nb.type=robbery"
DRAWN: Final = f"""() => {{
    const state = window.store && window.store.getState();
    if (!state || !state.paths.strs['all-picture']) return false;
    const wanted = ({STORED})('all-picture');
    return wanted && wanted.every(picture =>
        document.getElementById(picture.into.map).dataset.painted === String(picture.seq));
}}"""


def drawn(page: Page) -> Page:
    settled(page)
    page.wait_for_function(DRAWN)
    return page


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    return drawn(page)


def area_of(page: Page, prefix: str, name: str) -> Any:
    stored = page.evaluate(STORED, "all-picture")
    url = stored[list(VIEWS).index(prefix)]["boundaries"]
    names = page.evaluate(
        "url => fetch(url).then(r => r.json()).then(f => f.areas.features.map(a => a.properties.name))", url
    )
    return page.locator(f"#all-{prefix}-map path.area").nth(names.index(name))


def point_at(page: Page, prefix: str, name: str) -> tuple[float, float]:
    path = area_of(page, prefix, name)
    path.scroll_into_view_if_needed()
    x, y = path.evaluate(SPOT)
    page.mouse.move(x, y)
    return x, y


def marks(page: Page, prefix: str, style: str) -> int:
    return page.locator(f"#all-{prefix}-map path.mark.{style}:not(.halo)").count()


@pytest.mark.parametrize("link", [YEAR, OWN])
def test_every_figure_is_the_answer_of_its_own_link(page: Page, demonstration: Release, link: str) -> None:
    visit(page, link)
    shared = page_json(demonstration, link)
    assert page.inner_text("h1").rstrip(".") == answer_link(link, demonstration).headline
    top = page.locator(".bar-of-areas li b").first.inner_text()
    assert top == f"{shared['top']['share']:.1%}"
    stored = page.evaluate(STORED, "all-picture")
    for prefix, picture in zip(VIEWS, stored, strict=True):
        told = page_json(demonstration, link, prefix)
        assert picture["values"] == [area["value"] for area in told["areas"]]
        table = rows(page, f"#all-{prefix}-ranking")
        ranked = sorted(told["areas"], key=lambda area: area["rank"])[: told["top"]["n"]]
        assert [row[1].strip() for row in table] == [area["name"].removeprefix("Westminster ") for area in ranked]
        assert [row[5] for row in table] == [f"{area['share']:.1%}" for area in ranked]
        base = page.inner_text(f"#all-{prefix}-base")
        assert f"{told['total']['records']:,}" in base
        assert f"{told['total']['located']:,}" in base
        part = page_json(demonstration, side_by_side(demonstration, link).view(prefix).part.link)
        assert number(page.locator(f"#all-{prefix}-figures dd").first.inner_text()) == part["total"]["records"]
        night = page.locator(f"#all-{prefix}-hours_strip .cap b").inner_text()
        assert night == f"{part['night']['share']:.0%}"
        assert picture["hours"] == part["hours"]


def test_a_shared_filter_and_a_views_own_change_link_and_figures_and_back_undoes_them(page: Page) -> None:
    visit(page, YEAR)
    first = page.inner_text("#all-we-figures")
    page.select_option("#all-time", "night")
    drawn(page)
    assert link_of(page).endswith("?time=night")
    shared = page.inner_text("#all-we-figures")
    assert shared != first
    page.select_option("#all-syv-rule", "under-18")
    drawn(page)
    assert link_of(page).endswith("?time=night&syv.syv=under-18")
    expect(page.locator("#all-syv-condition")).to_have_text("here with a victim or suspect under 18 only")
    page.select_option("#all-nb-time", "all")
    drawn(page)
    assert link_of(page).endswith("?time=night&syv.syv=under-18&nb.time=all")
    assert page.inner_text("#all-we-figures") == shared
    assert page.get_attribute("#all-syv-title a", "href") == "/serious-youth-violence?time=night&syv=under-18"
    for _ in range(3):
        page.go_back()
        drawn(page)
    assert page.inner_text("#all-we-figures") == first
    assert page.input_value("#all-nb-time") == "all"
    assert page.inner_text("#all-syv-condition") == ""


def test_pointing_marks_the_area_in_all_three_and_choosing_writes_the_link(page: Page) -> None:
    visit(page, YEAR)
    x, y = point_at(page, "syv", "Westminster 013E")
    for prefix in VIEWS:
        assert marks(page, prefix, "pointed") == 1, prefix
    assert page.locator("#all-we-ranking tr.pointed").count() == 1
    assert page.locator("#all-nb-ranking tr.pointed .choose").inner_text() == "West End"
    page.mouse.click(x, y)
    drawn(page)
    assert link_of(page) == "/?lsoa=westminster-013e"
    for prefix in VIEWS:
        assert marks(page, prefix, "chosen") == 1, prefix
    assert "013E chosen." in page.inner_text("#all-chosen")
    page.click("#all-chosen a")
    drawn(page)
    assert link_of(page) == "/"
    point_at(page, "nb", "Church Street")
    assert marks(page, "we", "pointed") == 1
    page.locator("#all-nb-ranking .choose").first.press("Enter")
    drawn(page)
    assert link_of(page) == "/?ward=west-end"
    assert page.locator("#all-nb-ranking tr.chosen .choose").inner_text() == "West End"


def test_the_scale_is_one_or_each_its_own_and_is_no_part_of_the_link(page: Page) -> None:
    visit(page, YEAR)
    link = link_of(page)
    expect(page.locator("#all-map-legend .title")).to_have_text("Times an even share")
    assert page.locator(".own-key:visible").count() == 0
    page.get_by_label("Each its own").check()
    drawn(page)
    assert page.locator(".own-key:visible").count() == 3
    assert not page.locator("#all-map-legend").is_visible()
    assert link_of(page) == link


def test_a_member_goes_from_the_page_to_the_view_and_back_by_keyboard(page: Page) -> None:
    visit(page, f"{YEAR}&we.time=night")
    page.locator("#all-we-ranking .choose").first.focus()
    page.keyboard.press("Enter")
    drawn(page)
    assert page.evaluate("() => document.activeElement.textContent") == "013E"
    page.locator("#all-we-title a").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    settled(page)
    assert link_of(page) == "/west-end?lsoa=westminster-013e&time=night"
    page.go_back()
    drawn(page)
    assert page.locator("#all-we-ranking tr.chosen .choose").inner_text() == "013E"


def test_on_a_narrow_screen_the_views_stack(narrow: Page) -> None:
    visit(narrow, f"{YEAR}&syv.syv=under-18")
    assert overflow(narrow) <= 0
    tops = [narrow.locator(f"#all-{prefix}-title").bounding_box() for prefix in VIEWS]
    lefts = {round(box["x"]) for box in tops if box}
    assert len(lefts) == 1
    order = [narrow.locator(f"#all-we-{part}").bounding_box() for part in ("title", "map", "ranking", "hours_strip")]
    heights = [box["y"] for box in order if box]
    assert heights == sorted(heights)


def test_the_measure_chosen_is_that_of_all_three_views_and_back_undoes_it(page: Page, demonstration: Release) -> None:
    visit(page, "/")
    page.select_option("#all-measure", "harm")
    drawn(page)
    assert link_of(page) == "/?measure=harm"
    for view in side_by_side(demonstration, "/?measure=harm").views:
        assert view.whole.top is not None
        leader = view.whole.top.positions[0]
        amounts, located = view.whole.amounts, view.whole.amount_located
        assert amounts is not None
        assert located
        assert f"{amounts[leader] / located:.1%}" in rows(page, f"#all-{view.prefix}-ranking")[0]
        assert "days of harm" in page.inner_text(f"#all-{view.prefix}-figures")
    page.select_option("#all-measure", "rate")
    drawn(page)
    assert "there is no bar of shares" in page.inner_text("#all-bar")
    assert "not of a resident" in page.inner_text("#all-stand")
    page.go_back()
    page.go_back()
    drawn(page)
    assert (link_of(page), page.input_value("#all-measure")) == ("/", "count")
