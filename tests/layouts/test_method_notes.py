"""The notes on methods as a tree: one click away on every page, named by headings."""

from __future__ import annotations

import pytest

from data.selection import Measure, Page
from data.tables.methods import methods
from layouts import PAGES
from layouts.method_notes import PAGE_METHODS, SUMMARY, method_notes
from tests.layouts.trees import of_kind, words

MEASURED = (Page.SIDE_BY_SIDE, Page.WEST_END, Page.YOUTH_VIOLENCE, Page.NEIGHBOURHOODS, Page.EVIDENCE)


def test_a_note_says_all_there_is() -> None:
    notes = method_notes(["harm"], "page")
    (article,) = of_kind(notes, "Article")
    told, harm = words(article), methods()["harm"]
    for text in (harm.title, harm.definition, harm.formula, harm.base, *harm.pitfalls, *harm.references):
        assert text in told
    (heading,) = of_kind(article, "H3")
    assert getattr(article, "aria-labelledby") == heading.id == "page-method-harm"
    assert [words(name) for name in of_kind(article, "Dt")] == ["Formula", "Base", "Take care", "From"]


def test_notes_are_closed_until_asked_for() -> None:
    notes = method_notes(["count"], "page")
    assert notes._type == "Details" and not hasattr(notes, "open")
    assert [words(summary) for summary in of_kind(notes, "Summary")] == [SUMMARY]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.path))
def test_every_page_has_its_notes_once(page: object) -> None:
    tree = page.skeleton()  # type: ignore[attr-defined]
    found = [part for part in of_kind(tree, "Details") if "method-notes" in (getattr(part, "className", "") or "")]
    assert len(found) == 1
    titles = [words(heading) for heading in of_kind(found[0], "H3")]
    path = page.path  # type: ignore[attr-defined]
    assert titles == [method.title for slug, method in methods().items() if slug in PAGE_METHODS[path]]


def test_pages_name_methods_there_are() -> None:
    assert all(set(names) <= set(methods()) for names in PAGE_METHODS.values())
    assert set(PAGE_METHODS) == set(Page)


@pytest.mark.parametrize("page", MEASURED)
def test_a_page_that_shows_measures_explains_all_of_them(page: Page) -> None:
    explained = {measure for slug in PAGE_METHODS[page] for measure in methods()[slug].measures}
    assert explained == set(Measure)


def test_about_has_every_note() -> None:
    assert set(PAGE_METHODS[Page.ABOUT]) == set(methods())
