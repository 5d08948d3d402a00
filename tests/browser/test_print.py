"""On paper: what stands under every sheet, what is left out, how many sheets a page takes."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.journey import settled

MILLIMETRE = 72 / 25.4


def sheets(page: Page, path: str) -> list[str]:
    """The words of every sheet of a page printed on A4."""
    page.goto(path)
    settled(page)
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    for sheet in reader.pages:
        assert abs(float(sheet.mediabox.width) - 210 * MILLIMETRE) < 1
        assert abs(float(sheet.mediabox.height) - 297 * MILLIMETRE) < 1
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 2),
        ("/west-end?type=robbery", 2),
        ("/serious-youth-violence", 5),
        ("/neighbourhoods?ward=church-street", 5),
        ("/evidence", 6),
        ("/data", 3),
        ("/about", 3),
    ],
)
def test_every_sheet_says_what_it_is_made_of(page: Page, path: str, most: int) -> None:
    found = sheets(page, path)
    address = urlsplit(page.url)
    assert len(found) <= most
    for number, words in enumerate(found, start=1):
        assert "Demonstration data · Release demonstration-2023-09" in words
        assert f"{address.netloc}{path}" in words.replace(" ", "")
        assert f"{number} of {len(found)}" in words
        for left_out in ("Copy link", "Start again", "Skip to the figures", "First time here"):
            assert left_out not in words


def test_the_question_is_printed_as_plain_text(page: Page) -> None:
    first = sheets(page, "/")[0]
    assert "October 2022 to September 2023" in first
    assert "Three of 128 small areas" in first
    page.emulate_media(media="print")
    lines = page.evaluate(
        "() => [...document.querySelectorAll('.sentence select')].map(each => getComputedStyle(each).borderBottomWidth)"
    )
    assert set(lines) == {"0px"}


def test_plotly_drawings_take_the_width_of_the_sheet(page: Page) -> None:
    page.goto("/evidence")
    settled(page)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.graph .main-svg')].filter(drawing =>
            !drawing.getAttribute('viewBox') || drawing.getBoundingClientRect().right > innerWidth).length"""
    )
    assert cut == 0
