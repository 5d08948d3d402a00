"""The method notes: closed until asked for, opened by keyboard. What they hold is swept by test_accessibility.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journey import settled


@pytest.mark.parametrize("path", ["/about", "/west-end"])
def test_notes_open_by_keyboard(page: Page, path: str) -> None:
    page.goto(path)
    settled(page)
    notes = page.locator("details.method-notes")
    expect(notes.locator("article").first).to_be_hidden()
    notes.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(notes.locator("article").first).to_be_visible()
