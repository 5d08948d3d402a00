"""The method notes opened: readable by machines in both schemes, at every width, and closed on paper until opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import axe
from tests.browser.journey import overflow, settled


@pytest.mark.parametrize("path", ["/about", "/west-end"])
def test_opened_notes_have_no_violation(page: Page, path: str) -> None:
    page.goto(path)
    settled(page)
    notes = page.locator("details.method-notes")
    expect(notes.locator("article").first).to_be_hidden()
    notes.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(notes.locator("article").first).to_be_visible()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert overflow(page) == 0
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
