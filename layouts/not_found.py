"""A page that is not there: where to go instead, the question kept."""

from __future__ import annotations

from typing import Any

from dash import html

from data.choices import Choices
from layouts import ids
from layouts.shell import named_pages


def not_found() -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.H1(id=ids.MISSING_TITLE, tabIndex="-1"), html.P(id=ids.MISSING_SAYS, className="stand")],
                className="head",
            ),
            html.Ul(id=ids.MISSING_WAYS, className="ways"),
        ]
    )


def not_found_parts(search: str, choices: Choices) -> dict[str, Any]:
    """Title, sentence and links for an address without a page; the links carry the question of the address."""
    return {
        "title": "There is no such page",
        "says": "The address may have been cut short. These pages there are:",
        "ways": [html.Li(html.A(name, href=f"{page}{search}")) for page, name in named_pages(search, choices)],
    }
