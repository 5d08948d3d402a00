"""Every page by keyboard alone: a ring at every stop, stops in reading order, no trap; focus and words after a change."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import settled
from tests.browser.test_accessibility import COMPLETE, PAGES, shown

MOST_STOPS: Final = 400
# Where the focus is: what is drawn of it (a radio button is its label), whether it has a ring of 2 px that is not hidden.
STOP: Final = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const drawn = at.matches('.switch .form-check-input') ? at.nextElementSibling : at;
    const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
    let opacity = 1;
    for (let part = drawn; part; part = part.parentElement) opacity *= Number(getComputedStyle(part).opacity);
    const within = (value, most) => Math.min(Math.max(value, 0), most - 1);
    const points = [0.5, 0.1, 0.9].map(part => document.elementFromPoint(
        within(box.left + box.width * part, innerWidth), within(box.top + box.height / 2, innerHeight)));
    const free = points.some(top => top && (drawn.contains(top) || top.contains(drawn) || at.contains(top)));
    return {
        name: `${at.localName} ${at.getAttribute('aria-label') || at.id || at.textContent.trim()}`.slice(0, 70),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && opacity > 0.9,
        seen: free && box.bottom > 0 && box.top < innerHeight,
        left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY,
        index: at.tabIndex,
    };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Every stop of Tab from the top of the page to its end, or to the first one again."""
    found: list[dict[str, Any]] = []
    while len(found) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (found and stop["name"] == found[0]["name"]):
            return found
        found.append(stop)
    raise AssertionError(f"no end after {MOST_STOPS} stops: {found[-3:]}")


def troubles(found: list[dict[str, Any]]) -> list[str]:
    """Stops without a ring, out of sight, or before the one they follow: upwards is only ever to the right."""
    told = []
    for place, stop in enumerate(found):
        if not stop["ring"]:
            told.append(f"no ring: {stop['name']}")
        if not stop["seen"]:
            told.append(f"not seen: {stop['name']}")
        if stop["index"] > 0:
            told.append(f"own order: {stop['name']}")
        before = found[place - 1] if place else None
        if before and stop["bottom"] <= before["top"] and stop["left"] < before["right"] - 1:
            told.append(f"upwards: from {before['name']} to {stop['name']}")
        if before and abs(stop["top"] - before["top"]) < 3 and stop["left"] < before["left"]:
            told.append(f"backwards: from {before['name']} to {stop['name']}")
    return told


@pytest.mark.parametrize("name", PAGES)
def test_every_stop_is_seen_in_reading_order_and_the_last_leads_out(page: Page, name: str) -> None:
    shown(page, PAGES[name])
    found = stops(page)
    assert found[0]["name"] == "a Skip to the figures"
    assert found[-1]["name"].startswith("a Accessibility statement")
    assert troubles(found) == []
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")


@pytest.mark.parametrize("name", ["west-end", "evidence", "about"])
def test_the_skip_link_leads_past_the_menu(page: Page, name: str) -> None:
    shown(page, PAGES[name])
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


MAPS: Final = {
    "west-end": ("/west-end", "#map", "#map-live"),
    "overview": ("/", "#all-we-map", "#all-we-live"),
    "youth": ("/serious-youth-violence", "#syv-map", "#syv-map-live"),
    "neighbourhoods": ("/neighbourhoods", "#nb-map", "#nb-map-live"),
    "hexagons": ("/west-end?show=hexagons", "#map", "#map-live"),
}


@pytest.mark.parametrize("name", MAPS)
def test_areas_of_the_map_are_reached_told_and_chosen_by_keyboard(page: Page, name: str) -> None:
    link, host, _ = MAPS[name]
    shown(page, link)
    drawn = page.locator(f"{host} [role=application], {host}[role=application]").first
    expect(drawn).to_have_attribute("tabindex", "0")
    assert "Arrow keys go from area to area" in (drawn.get_attribute("aria-label") or "")
    drawn.focus()
    told = []
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        told.append(said_by_the_map(page, host))
    assert len(set(told)) >= 3
    assert all(told)
    page.keyboard.press("Enter")
    page.wait_for_function("() => /(lsoa|ward)=/.test(location.search)")
    settled(page, COMPLETE)
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.getAttribute('role')") != "application"  # it lets go


def said_by_the_map(page: Page, host: str) -> str:
    """What is announced beside the map: the text of the live region in its figure."""
    text: str = page.locator(host).evaluate(
        "host => host.closest('figure').querySelector('[aria-live]').textContent.trim()"
    )
    return text


def test_a_new_page_is_announced_by_its_title_and_read_from_the_top(page: Page) -> None:
    """Pages of the menu are documents of their own: each says its title, and the first stop is the skip link."""
    shown(page, "/west-end")
    for name in ("Evidence", "About", "Overview"):
        page.locator("nav").get_by_role("link", name=name, exact=True).press("Enter")
        expect(page).to_have_title(f"{name} - Safer Westminster")
        settled(page, COMPLETE)
        expect(page.locator("nav [aria-current=page]")).to_have_text(name)
        expect(page.locator("h1")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()


QUESTIONS: Final = {
    "west-end": ("/west-end", "#time", "#said"),
    "overview": ("/", "#all-time", "#all-said"),
    "youth": ("/serious-youth-violence", "#syv-time", "#syv-said"),
    "neighbourhoods": ("/neighbourhoods", "#nb-time", "#nb-said"),
    "evidence": ("/evidence", "#ev-time", "#ev-said"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_new_answer_is_announced_and_the_focus_stays(page: Page, name: str) -> None:
    link, control, said = QUESTIONS[name]
    shown(page, link)
    status = page.locator(said)
    expect(status).to_have_attribute("role", "status")
    before = status.text_content()
    page.locator(control).focus()
    page.select_option(control, "night")
    expect(status).not_to_have_text(before or "", timeout=COMPLETE)
    expect(status).to_contain_text("at night", timeout=COMPLETE)
    settled(page, COMPLETE)
    expect(page.locator(control)).to_be_focused()


def test_a_panel_opens_holds_no_trap_and_gives_the_focus_back(page: Page) -> None:
    shown(page, "/west-end")
    summary = page.locator("summary:has(#types-summary)")
    summary.focus()
    page.keyboard.press("Enter")
    panel = page.locator("details.pick[open] .panel")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    assert panel.evaluate("panel => panel.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
