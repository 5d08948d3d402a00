"""A made-up picture whose classes are kinds: colours, marks, legend, card and spoken text, in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.test_painters import classes, fetched, page, paint  # noqa: F401 - fixtures

KINDS: dict[str, Any] = {
    "classes": [0, 1, 2, 1, None, 2],
    "styles": ["d1", "d3", "d5"],
    "labels": ["L: low together", "No cluster", "H: high together"],
    "class_words": ["Low together", "No cluster", "High together"],
    "marks": ["L", "", "H"],
    "label_values": "class",
    "breaks": [0, 1, 2],
    "previous": None,
    "top": [],
}


def test_kinds_have_their_own_colours_and_labels(page: Page) -> None:  # noqa: F811
    paint(page, **KINDS)
    assert classes(page) == ["d1", "d3", "d5", "d3", "held", "d5"]
    assert page.locator("#map-legend li").all_inner_texts() == KINDS["labels"]
    styles = page.eval_on_selector_all("#map-legend li i", "all => all.map(block => block.className)")
    assert styles == KINDS["styles"]


def test_kinds_are_marked_upon_the_map(page: Page) -> None:  # noqa: F811
    paint(page, **KINDS)
    marks = page.locator("#map .label.value:not(.out) b").all_inner_texts()
    assert sorted(marks) == ["H", "H", "L"]


def test_card_and_spoken_text_say_the_kind(page: Page) -> None:  # noqa: F811
    paint(page, **KINDS)
    page.locator("path.area").nth(2).hover()
    assert "High together" in page.locator("#map-card").inner_text()
    paint(page, **KINDS, seq="two", outside=[2])
    page.locator("path.area").nth(0).hover()
    assert "Low together" in page.locator("#map-card").inner_text()
    page.locator("path.area").nth(5).hover()
    assert "High together" in page.locator("#map-card").inner_text()


def test_a_picture_of_one_scale_is_drawn_as_before(page: Page) -> None:  # noqa: F811
    paint(page)
    assert classes(page) == ["s0", "s1", "s5", "s1", "s0", "s3"]
    assert "together" not in page.locator("#map-legend").inner_text()
