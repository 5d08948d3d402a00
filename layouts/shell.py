"""What every page has: header and pages, the line about the data, the page itself, the foot."""

from __future__ import annotations

from typing import Final

import dash
from dash import dcc, html
from dash.development.base_component import Component

from data.choices import Choices
from data.links import read_link, view_selection, write_link
from data.place_words import brand, map_page_name
from data.releases import Release
from data.selection import VIEWS, Page
from layouts import ids
from layouts.words.release import foot_line, release_line

NAME: Final = "Safer Westminster"

# Pages a reader can go to, in the order of the menu.
MENU: Final = (
    (Page.SIDE_BY_SIDE, "Overview"),
    (Page.WEST_END, "West End"),
    (Page.YOUTH_VIOLENCE, "Serious youth violence"),
    (Page.NEIGHBOURHOODS, "Neighbourhoods"),
    (Page.EVIDENCE, "Evidence"),
    (Page.DATA, "Data"),
    (Page.ABOUT, "About"),
)

INDEX: Final = """<!DOCTYPE html>
<html lang="en-GB" data-charts="/assets/vendor/plotly/plotly-scatter.min.js">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<meta name="description" content="Where and when recorded crime concentrates in Westminster, for the Safer Westminster Partnership.">
<title>{%title%}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/fonts/source-sans-3-latin-400-normal.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="/assets/fonts/source-sans-3-latin-700-normal.woff2" as="font" type="font/woff2" crossorigin>
{%css%}
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<noscript>These pages need JavaScript. The same figures come from the command line: swp query "/west-end"</noscript>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""


def shell(release: Release, who_reads: Component | None = None) -> html.Div:
    """The frame around the pages, with what the newest release is and, where people sign in, who reads."""
    return html.Div(
        [
            dcc.Store(id=ids.MAP_CHOICE),
            dcc.Store(id=ids.PACK_VIEWS, storage_type="session"),
            html.Header(
                html.Div(
                    [
                        html.A(
                            [brand(release.choices), " ", html.Span("where and when crime concentrates")],
                            href="/",
                            className="brand",
                        ),
                        html.Nav(menu("/", "", release.choices), id=ids.NAVIGATION, **{"aria-label": "Pages"}),
                        *([who_reads] if who_reads else []),
                    ],
                    className="wrap",
                ),
                className="top",
            ),
            html.Aside(
                html.Div(release_line(release), id=ids.RELEASE_LINE, className="wrap"),
                id=ids.ABOUT_DATA,
                className="about-data",
                **{"aria-label": "About these data"},
            ),
            html.Main(
                html.Div(
                    [html.Div(id=ids.NOTICE, className="notice", role="alert"), dash.page_container], className="wrap"
                ),
                id=ids.MAIN,
                tabIndex="-1",
            ),
            html.Footer(
                html.Div(
                    [
                        html.Span(foot_line(release)),
                        html.Span(
                            [
                                html.A("About", href="/about"),
                                " · ",
                                html.A("Accessibility statement", href="/about#accessibility"),
                            ]
                        ),
                        html.Span(className="printed"),
                    ],
                    className="wrap",
                ),
                className="foot",
            ),
        ]
    )


def menu(pathname: str, search: str, choices: Choices) -> html.Ul:
    """Links to the pages; each carries the question along."""
    here = "/" + pathname.strip("/")
    items: list[Component] = []
    for page, name in named_pages(search, choices):
        current = {"aria-current": "page"} if here == page else {}
        items.append(html.Li(html.A(name, href=carried(page, search, choices), **current)))
    return html.Ul(items)


def page_title(page: Page, choices: Choices) -> str:
    """What the browser calls the page."""
    return f"{dict(named_pages('', choices))[page]} - {brand(choices)}"


def named_pages(search: str, choices: Choices) -> list[tuple[Page, str]]:
    """The pages by the names they have for the place that the question is about."""
    if choices.scopes is not None:
        choices = choices.of(read_link(f"/{search}", choices).selection)
    return [(page, map_page_name(choices) if page is Page.WEST_END else name) for page, name in MENU]


def carried(page: Page, search: str, choices: Choices) -> str:
    """The link to a page with this question; what the landing page asks of one view alone goes to that view's page."""
    prefix = next((prefix for prefix, of in VIEWS.items() if of is page), None)
    if prefix is None or not any(f"{name}." in search for name in VIEWS):
        return f"{page}{search}"
    selection = read_link(f"{Page.SIDE_BY_SIDE}{search}", choices).selection
    return write_link(view_selection(selection, prefix, choices).selection, choices)
