"""The first look: an invitation once, five steps by keyboard, left at any time, brought back from About."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.accessibility import axe
from tests.browser.journey import overflow, settled

STRIP = ".first-look"


def test_five_steps_by_keyboard_each_beside_what_it_is_about(page: Page) -> None:
    page.goto("/")
    settled(page)
    page.get_by_role("button", name="Show me").press("Enter")
    for number, (lead, target) in enumerate(
        (
            ("The finding.", "main h1"),
            ("The maps.", "#all-views .map"),
            ("The question.", ".ask .sentences"),
            ("Evidence.", ".top nav a"),
            ("Take it along.", ".ask .actions"),
        )
    ):
        expect(page.locator(STRIP)).to_contain_text(f"{number + 1} of 5")
        expect(page.locator(STRIP)).to_contain_text(lead)
        expect(page.locator(f":is({target})[data-looked-at]")).to_be_in_viewport()
        expect(page.locator("[data-looked-at]")).to_have_count(1)
        expect(page.locator(f"{STRIP} .on")).to_be_focused()
        expect(page.locator(f"{STRIP} .on")).to_have_accessible_description(
            page.inner_text(f"{STRIP} #first-look-says")
        )
        page.keyboard.press("Enter")
    expect(page.locator(STRIP)).to_have_count(0)
    expect(page.locator("[data-looked-at]")).to_have_count(0)
    expect(page.locator("main h1")).to_be_focused()


def test_once_left_it_stays_away_until_asked_for(page: Page) -> None:
    page.goto("/")
    settled(page)
    page.get_by_role("button", name="No, thank you").click()
    expect(page.locator(STRIP)).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.locator(STRIP)).to_have_count(0)
    page.goto("/about")
    settled(page)
    page.get_by_role("link", name="A first look in five short steps").click()
    expect(page.locator(STRIP)).to_contain_text("1 of 5")
    page.keyboard.press("Escape")
    expect(page.locator(STRIP)).to_have_count(0)
    assert page.evaluate("() => location.hash") == ""


def test_no_other_page_has_it(page: Page) -> None:
    page.goto("/west-end")
    settled(page)
    expect(page.locator(STRIP)).to_have_count(0)


def test_on_a_phone_it_stands_in_the_page_and_covers_nothing(phone: Page) -> None:
    phone.goto("/")
    settled(phone)
    phone.get_by_role("button", name="Show me").tap()
    for _ in range(4):
        expect(phone.locator(STRIP)).to_have_css("position", "static")
        assert overflow(phone) == 0
        axe(phone, within=STRIP)
        phone.get_by_role("button", name="Next").tap()
    phone.get_by_role("button", name="Done").tap()
    expect(phone.locator(STRIP)).to_have_count(0)
