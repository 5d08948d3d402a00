"""axe over every page, size, scheme and state, and what it leaves to people held against a list of decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from layouts import ids
from tests.browser.accessibility import Sweep
from tests.browser.journey import overflow, settled
from tests.browser.watch import watch_of

COMPLETE: Final = 60_000  # ms; clusters and the register are worked out after the page
# Each page in the state that shows most of it: areas or wards chosen, a period compared.
PAGES: Final = {
    "overview": "/?lsoa=westminster-013e&we.time=night",
    "west-end": "/west-end?lsoa=westminster-018a&dataset=offences",
    "youth": "/serious-youth-violence?lsoa=westminster-013e",
    "neighbourhoods": "/neighbourhoods?ward=church-street,westbourne",
    "evidence": "/evidence",
    "data": "/data",
    "about": "/about",
    "missing": "/nowhere?type=robbery",
}
# Other states, at one size each: an answer that is empty, one that cannot be given, unknown words left out, a table in
# the map's place, hexagons, a measure with a diverging scale, few records.
STATES: Final = {
    "empty": "/west-end?from=2030-01&to=2030-02",
    "left out": "/west-end?colour=red&type=unheard-of",
    "not answerable": "/serious-youth-violence?dataset=noise",
    "overview not answerable": "/?dataset=noise&measure=harm",
    "table": "/west-end?show=table&level=ward",
    "hexagons": "/west-end?show=hexagons&measure=quotient",
    "change": "/west-end?measure=change&only=clear",
    "evidence empty": "/evidence?from=2030-01&to=2030-02",
    "three wards": "/neighbourhoods?ward=church-street,westbourne,west-end",
    "youth as a table": "/serious-youth-violence?level=ward&ward=church-street&show=table",
    "wards without hours": "/neighbourhoods?ward=church-street&dataset=asb&measure=rate",
}
OPEN_ALL: Final = "() => document.querySelectorAll('details:not(.pick)').forEach(part => { part.open = true; })"
WRITE_NOTICE: Final = "([id, text]) => window.dash_clientside.set_props(id, { children: text })"
PANEL: Final = "details.pick:visible"
PANEL_OPEN: Final = "details.pick[open]"


@pytest.fixture(scope="module")
def sweep() -> Iterator[Sweep]:
    yield Sweep()


def shown(page: Page, link: str) -> Page:
    if link == PAGES["missing"]:
        watch_of(page).allow_not_found(link)
    page.goto(link)
    settled(page, COMPLETE)
    if page.locator("main .map").count():
        page.locator("main .map .leaflet-container, main .map.leaflet-container, main .map .void").first.wait_for(
            state="attached", timeout=COMPLETE
        )
    return settled(page, COMPLETE)


def in_dark(page: Page, sweep: Sweep, state: str, within: str | None = None) -> None:
    """Colours again: the scheme changes nothing else."""
    page.emulate_media(color_scheme="dark")
    sweep.axe(page, f"{state}, dark", within, colours=True)
    page.emulate_media(color_scheme="light")


def resized(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    settled(page, COMPLETE)
    assert overflow(page) == 0, f"{page.url} at {width}"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_at_every_size_with_all_that_opens_open(page: Page, sweep: Sweep, name: str) -> None:
    shown(page, PAGES[name])
    page.evaluate(OPEN_ALL)
    settled(page, COMPLETE)
    point_at_an_area(page)
    sweep.axe(page, f"{name} at 1280")
    in_dark(page, sweep, f"{name} at 1280")
    resized(page, 390)
    sweep.axe(page, f"{name} at 390", colours=False)  # those of the narrower size
    resized(page, 320)
    page.emulate_media(color_scheme="dark")
    sweep.axe(page, f"{name} at 320, dark")


def point_at_an_area(page: Page) -> None:
    """The card of an area is shown on the page's first map, by keyboard."""
    maps = page.locator("main [role=application]:visible")
    if not maps.count():
        return
    maps.first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("main .card:visible").first).not_to_be_empty()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("data", "about", "missing")])
def test_every_panel_of_the_question_open(page: Page, sweep: Sweep, name: str) -> None:
    shown(page, PAGES[name])
    for width in (1280, 320) if name == "west-end" else (1280,):  # the panels of every page are built alike
        resized(page, width)
        panels = page.locator(PANEL)
        assert panels.count() >= (4 if name == "overview" else 5)
        for place in range(panels.count()):
            panels.nth(place).locator("summary").click()
            expect(page.locator("details.pick[open]")).to_have_count(1)
            assert overflow(page) == 0, f"{name} at {width}, panel {place}"
            if width == 1280:
                sweep.axe(page, f"{name}, panel {place}", PANEL_OPEN)
            else:
                in_dark(page, sweep, f"{name} at {width}, panel {place}", PANEL_OPEN)
        page.keyboard.press("Escape")
        expect(page.locator("details.pick[open]")).to_have_count(0)


@pytest.mark.parametrize("name", STATES)
def test_every_other_state(page: Page, sweep: Sweep, name: str) -> None:
    shown(page, STATES[name])
    sweep.axe(page, name)
    resized(page, 320)
    in_dark(page, sweep, f"{name} at 320")


def test_every_step_of_the_first_look(page: Page, sweep: Sweep) -> None:
    shown(page, "/#first-look")
    strip = page.locator("#first-look")
    for place in range(1, 6):
        expect(strip).to_contain_text(f"{place} of 5")
        resized(page, 320 if place % 2 else 1280)
        sweep.axe(page, f"first look, step {place}", "#first-look")
        in_dark(page, sweep, f"first look, step {place}", "#first-look")
        strip.locator("button.on").press("Enter")
    expect(strip).to_have_count(0)


def test_the_notice_of_an_error(page: Page, sweep: Sweep) -> None:
    """The sentence that the app writes into the notice when an answer fails: an alert without a barrier."""
    shown(page, "/west-end")
    notice = page.locator("main [role=alert]")
    expect(notice).to_be_hidden()
    page.evaluate(WRITE_NOTICE, [ids.NOTICE, "Something went wrong here; it has been noted. Please try again."])
    expect(notice).to_contain_text("Something went wrong")
    sweep.axe(page, "error", "main .notice")
    in_dark(page, sweep, "error", "main .notice")


def test_what_axe_left_to_people_is_decided(sweep: Sweep) -> None:
    """Last: every item met above has its decision, and every decision its item."""
    assert not sweep.new, f"{len(sweep.new)} new:\n" + "\n".join(sorted(set(sweep.new)))
    if sweep.used:
        assert not sweep.idle
