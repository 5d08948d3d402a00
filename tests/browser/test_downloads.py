"""The download menu in a browser: by pointer and by keyboard, every file, the pack of several views, on any screen."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from data.releases import Release
from geo.answer import answer_link
from layouts import download_menu
from layouts.answer_files import answer_file
from tests.browser.accessibility import axe
from tests.browser.conftest import NARROW, PHONE, OpenPage, Serve
from tests.browser.journey import overflow, settled

pytestmark = pytest.mark.browser
PAGES = {"/west-end": "", "/": "all-", "/serious-youth-violence": "syv-", "/neighbourhoods": "nb-", "/evidence": "ev-"}


def opened(page: Page, link: str, prefix: str) -> Page:
    """The page with its menu open, by keyboard."""
    page.goto(link)
    settled(page)
    summary = page.locator(f"#{prefix}download > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{prefix}download > .panel")).to_be_visible()
    return page


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """Name and content of what a button gives, pressed by keyboard."""
    with page.expect_download() as started:
        page.locator(f"#{button}").press("Enter")
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("link", PAGES)
def test_the_menu_fits_on_every_page_of_a_phone(link: str, open_page: OpenPage, serve: Serve) -> None:
    server = serve(None)
    for settings in (PHONE, NARROW):
        page = opened(open_page(server, **settings), link, PAGES[link])
        assert overflow(page) <= 0
        boxes = [box.bounding_box() for box in page.locator(f"#{PAGES[link]}download button:visible").all()]
        assert len(boxes) >= len(download_menu.KINDS) + 4
        assert all(box and box["height"] >= 24 for box in boxes)


def test_every_file_is_that_of_the_link(page: Page, demonstration: Release) -> None:
    opened(page, "/west-end?type=robbery", "")
    answer = answer_link("/west-end?type=robbery", demonstration)
    for kind in download_menu.KINDS:
        name, content = saved(page, download_menu.file_button(kind))
        expected = answer_file(answer, kind)
        assert (name, content) == (expected.name, expected.content)
        expect(page.locator("#download-says")).to_have_text(f"Made: {name}")


def test_the_menu_closes_and_gives_the_focus_back(page: Page) -> None:
    opened(page, "/west-end", "")
    page.keyboard.press("Escape")
    expect(page.locator("#download > .panel")).to_be_hidden()
    assert page.evaluate("() => document.activeElement.parentElement.id") == "download"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "download-csv"
    page.locator("#download .close").press("Enter")
    expect(page.locator("#download > .panel")).to_be_hidden()


def test_the_file_follows_the_question(page: Page, demonstration: Release) -> None:
    opened(page, "/neighbourhoods", "nb-")
    page.keyboard.press("Escape")
    page.select_option("#nb-time", "night")
    page.wait_for_url("**time=night")
    settled(page)
    page.click("#nb-download > summary")
    _, content = saved(page, "nb-download-xlsx")
    values = [
        row[2] for row in openpyxl.load_workbook(io.BytesIO(content))["Areas"].iter_rows(min_row=2, values_only=True)
    ]
    wanted = answer_link("/neighbourhoods?time=night", demonstration).values
    assert wanted is not None
    assert values == wanted.tolist()


def test_a_picture_that_cannot_be_drawn_says_why(page: Page) -> None:
    opened(page, "/west-end?dataset=fire&measure=harm", "")
    page.locator("#download-map-svg").press("Enter")
    expect(page.locator("#download-says")).to_contain_text("this picture cannot be drawn")


def test_a_pack_of_views_from_several_pages(page: Page) -> None:
    opened(page, "/west-end?type=robbery", "")
    expect(page.locator("#pack-says")).to_have_text("It will hold this view.")
    expect(page.locator("#pack-empty")).to_be_hidden()
    page.locator("#pack-add").press("Enter")
    expect(page.locator("#pack-says")).to_contain_text("It will hold 1 view: /west-end, type=robbery.")
    opened(page, "/neighbourhoods?time=night", "nb-")
    page.locator("#nb-pack-add").press("Enter")
    expect(page.locator("#nb-pack-says")).to_contain_text("It will hold 2 views")
    name, content = saved(page, "nb-pack-slides")
    assert name.startswith("demonstration_board-pack_") and name.endswith(".pptx")
    slides = Presentation(io.BytesIO(content)).slides
    text = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    for link in ("/west-end?type=robbery", "/neighbourhoods?time=night"):
        assert f"Link: {page.url.partition('/neigh')[0]}{link}" in text.splitlines()
    page.reload()
    settled(page)
    page.click("#nb-download > summary")
    expect(page.locator("#nb-pack-says")).to_contain_text("It will hold 2 views")
    axe(page)
    page.click("#nb-pack-empty")
    expect(page.locator("#nb-pack-says")).to_have_text("It will hold this view.")
    _, content = saved(page, "nb-pack-pdf")
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    words = " ".join(page.extract_text() for page in pages)
    assert "robbery" not in words.split("Definitions")[0].lower()
