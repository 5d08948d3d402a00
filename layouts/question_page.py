"""The frame of every page with a question: bar, what was left out, headline, the page's own parts, its stores."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from layouts import ids
from layouts.question_bar import Controls, question_bar


def question_page(controls: Controls, *parts: Component, class_name: str = "") -> html.Div:
    """A page whose link asks what ``controls`` show; the address is read and written by ``callbacks/question.py``."""
    own = controls.id
    return html.Div(
        [
            question_bar(controls),
            html.Div(id=own(ids.LEFT_OUT), className="notice", role="status"),
            html.Div(
                [html.H1(id=own(ids.TITLE), tabIndex="-1"), html.P(id=own(ids.STAND), className="stand")],
                className="head",
            ),
            html.P(id=own(ids.SAID), className="vh", role="status"),
            *parts,
            dcc.Location(id=own(ids.URL), refresh=False),
            dcc.Store(id=own(ids.PICTURE)),
            dcc.Store(id=own(ids.SETTING)),
            dcc.Store(id=own(ids.SEEN)),
            dcc.Download(id=own(ids.DOWNLOADED)),
            dcc.Store(id=own(ids.BAR_FOR)),
            dcc.Store(id=own(ids.BAR_SEEN)),
        ],
        className=class_name,
        **{"data-url": own(ids.URL)},
    )
