"""Reading the West End page: what it shows, as values that can be held against an answer."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from tests.browser.journey import settled

FIRST_HOUR: Final = 6  # the hour at which a row of the night heatmap begins
# What a store of the page holds; pictures whole, as the painters read them.
STORED: Final = """id => {
    const { paths, layout } = window.store.getState();
    const held = name => paths.strs[name] && paths.strs[name].reduce((node, step) => node[step], layout).props.data;
    const data = held(id);
    if (!id.endsWith('picture') || !data) return data;
    const settings = [held(id.replace(/picture$/, 'setting'))].flat();
    const none = { previous: null, hours: null, verdicts: null, shares_base: null };
    const whole = [data].flat().map((one, i) => ({ ...none, ...swp.opened({ ...settings[i], ...one }) }));
    return Array.isArray(data) ? whole : whole[0];
}"""
# A point of the window where a click meets the path: shapes are seldom there where the middle of their box is.
SPOT: Final = """path => {
    const box = path.getBoundingClientRect();
    for (let part = 0.5, step = 1; step < 400; step += 1) {
        const x = box.left + box.width * ((step * 0.618) % 1), y = box.top + box.height * ((step * 0.381) % 1);
        if (document.elementFromPoint(x, y) === path) return [x, y];
    }
    throw new Error('no point of the area can be clicked');
}"""


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    return painted(settled(page))


def painted(page: Page) -> Page:
    """Once the map shows the newest picture."""
    page.wait_for_function(
        f"() => document.getElementById('map').dataset.painted === String(({STORED})('picture').seq)"
    )
    return page


def link_of(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def stored_picture(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STORED, "picture")
    return found


def area(page: Page, position: int) -> Locator:
    return page.locator("path.area").nth(position)


def click_area(page: Page, position: int) -> None:
    area(page, position).scroll_into_view_if_needed()
    page.locator("#map").hover(position={"x": 2, "y": 2})
    x, y = area(page, position).evaluate(SPOT)
    page.mouse.click(x, y)
    painted(settled(page))


def classes(page: Page) -> list[str]:
    """The class of each area, in the order of the answer: ``s0`` to ``s5``, ``d0`` to ``d6``, ``held``, ``outside``."""
    found: list[str] = page.eval_on_selector_all(
        "path.area", "paths => paths.map(path => path.getAttribute('class').split(' ').pop())"
    )
    return found


def heatmap(page: Page) -> list[list[int]]:
    """Seven calendar days, Monday first, of 24 hours, put together again from the seven nights."""
    nights = page.eval_on_selector_all(
        ".night-row", "rows => rows.map(row => [...row.querySelectorAll('td:not(.share)')].map(c => c.textContent))"
    )
    counts = [[number(text) for text in night] for night in nights]
    late = 24 - FIRST_HOUR
    return [counts[day - 1][late:] + counts[day][:late] for day in range(7)]


def rows(page: Page, table: str) -> list[list[str]]:
    found: list[list[str]] = page.eval_on_selector_all(
        f"{table} tbody tr", "rows => rows.map(row => [...row.children].map(cell => cell.textContent.trim()))"
    )
    return found


def number(text: str) -> int:
    return int(re.sub("[^0-9-]", "", text.replace("\u2212", "-")))


def options(page: Page, control: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"{control} option:not([hidden], [disabled])", "all => all.map(one => one.value)"
    )
    return found


def ticked(page: Page, control: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(f"{control} input:checked", "all => all.map(one => one.value)")
    return found
