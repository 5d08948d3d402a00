"""How the figures of a page are made: closed until asked for, one article a method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from data.selection import Page
from data.tables.methods import Method, chosen_methods, methods

SUMMARY: Final = "How these figures are made"
TOP_AREAS: Final = ("count", "top-share", "gini", "gini-generalised", "areas-for-half", "chance")
MEASURES: Final = ("harm", "cost", "rate", "density", "quotient", "change")
CHANGES: Final = ("verdict", "control-chart")
HOURS: Final = ("aoristic", "night")
PAGE_METHODS: Final[dict[Page, tuple[str, ...]]] = {
    Page.SIDE_BY_SIDE: (*TOP_AREAS, *MEASURES, *CHANGES, *HOURS, "youth-violence"),
    Page.WEST_END: (*TOP_AREAS, *MEASURES, *CHANGES, *HOURS),
    Page.YOUTH_VIOLENCE: (*TOP_AREAS, *MEASURES, *CHANGES, *HOURS, "youth-violence", "residents"),
    Page.NEIGHBOURHOODS: ("count", *MEASURES, *CHANGES, *HOURS, "youth-violence", "residents"),
    Page.EVIDENCE: (*TOP_AREAS, *MEASURES, *CHANGES, "clusters", "claims"),
    Page.DATA: ("count", "harm", "cost", "rate", "density", "aoristic"),
    Page.ABOUT: tuple(methods()),
}


def page_notes(page: Page) -> html.Details:
    """The method notes of a page."""
    return method_notes(PAGE_METHODS[page], str(page).strip("/") or "overview")


def method_notes(names: Sequence[str], prefix: str) -> html.Details:
    """Notes on the methods of these slugs; ``prefix`` keeps the ids of one page's headings from those of another."""
    articles = [article(method, f"{prefix}-method-{method.slug}") for method in chosen_methods(names)]
    title = html.H2(SUMMARY, id=f"{prefix}-methods", className="vh")  # for those who go from heading to heading
    return html.Details([html.Summary(SUMMARY), title, *articles], className="as-table method-notes")


def article(method: Method, title_id: str) -> html.Article:
    """One method under its title: what it is, then formula, base, pitfalls and references by name."""
    told: list[Component] = []
    for name, content in (
        ("Formula", [html.P(method.formula, className="formula")]),
        ("Base", [html.P(method.base)]),
        ("Take care", [html.P(pitfall) for pitfall in method.pitfalls]),
        ("From", [html.P(reference) for reference in method.references]),
    ):
        told += [html.Dt(name), html.Dd(content)]
    return html.Article(
        [html.H3(method.title, id=title_id), html.P(method.definition), html.Dl(told)],
        **{"aria-labelledby": title_id},
    )
