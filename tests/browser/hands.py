"""The two ways to use a page: by pointer, and by keyboard alone. A journey is written once and made with both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from playwright.sync_api import Locator, Page, expect

MOST_STOPS: Final = 400
AT: Final = "wanted => wanted === document.activeElement"
BEHIND: Final = """wanted => document.activeElement !== document.body
    && Boolean(wanted.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"""
STOP: Final = """() => {
    const at = document.activeElement;
    const text = at.getAttribute('aria-label') || at.id || at.textContent.trim().slice(0, 40);
    return { name: `${at.localName} ${text}`, seen: at === document.body || at.matches(':focus-visible') };
}"""
PLACES: Final = """(select, value) => {
    const values = [...select.options].filter(option => !option.disabled && !option.hidden).map(one => one.value);
    return [values.indexOf(select.value), values.indexOf(value)];
}"""


class Hand(Protocol):
    """What a journey does; each needs its element on the page."""

    def press(self, wanted: Locator) -> None:
        """A link, a button or a summary."""

    def pick(self, select: Locator, value: str) -> None:
        """An option of a native list."""

    def tick(self, box: Locator) -> None:
        """A check box that is not ticked yet."""

    def switch(self, group: Locator, value: str) -> None:
        """One of a row of radio buttons."""

    def close(self, part: Locator) -> None:
        """An opened part of the question."""


@dataclass(frozen=True)
class Pointer:
    page: Page

    def press(self, wanted: Locator) -> None:
        wanted.click()

    def pick(self, select: Locator, value: str) -> None:
        select.select_option(value)

    def tick(self, box: Locator) -> None:
        box.check()

    def switch(self, group: Locator, value: str) -> None:
        group.locator(f"input[value='{value}']").check(force=True)  # clear glass over its label

    def close(self, part: Locator) -> None:
        part.locator(".close").click()


@dataclass(frozen=True)
class Keyboard:
    """Tab, Shift with Tab, Enter, Space and the arrows; at every stop the focus must be seen."""

    page: Page

    def press(self, wanted: Locator) -> None:
        self.go_to(wanted)
        self.page.keyboard.press("Enter")

    def pick(self, select: Locator, value: str) -> None:
        self.go_to(select)
        now, wanted = select.evaluate(PLACES, value)
        assert wanted >= 0, f"{value} is not offered"
        for _ in range(abs(wanted - now)):
            self.page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")
        expect(select).to_have_value(value)

    def tick(self, box: Locator) -> None:
        self.go_to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def switch(self, group: Locator, value: str) -> None:
        values = group.locator("input").evaluate_all("all => all.map(one => one.value)")
        before = group.locator("input:checked")
        now, wanted = values.index(before.input_value()), values.index(value)
        self.go_to(before)
        for place in range(now, wanted, 1 if wanted > now else -1):
            self.page.keyboard.press("ArrowRight" if wanted > now else "ArrowLeft")
            following = values[place + (1 if wanted > now else -1)]
            expect(group.locator(f"input[value='{following}']")).to_be_checked()

    def close(self, part: Locator) -> None:
        self.press(part.locator(".close"))

    def go_to(self, wanted: Locator) -> None:
        """Stop by stop to the element, forwards or backwards; it takes the focus by no other way."""
        expect(wanted).to_be_visible()
        key = "Shift+Tab" if wanted.evaluate(BEHIND) else "Tab"
        stops: list[str] = []
        while not wanted.evaluate(AT):
            assert len(stops) < MOST_STOPS, f"not reached by {key}; the stops were {stops}"
            self.page.keyboard.press(key)
            stop = self.page.evaluate(STOP)
            stops.append(stop["name"])
            assert stop["seen"], f"the focus is not seen on {stop['name']}"
