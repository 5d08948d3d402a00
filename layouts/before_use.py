"""What to know before the figures of a page are used: points in words, the caveats of its answer, how they are made."""

from __future__ import annotations

from typing import Final

from dash import html

from data.selection import Page
from layouts import ids
from layouts.components import labelled_by
from layouts.method_notes import page_notes
from layouts.question_bar import Controls

Points = tuple[tuple[str, str], ...]

RECORDED: Final[Points] = (
    (
        "Recorded is not all",
        "The figures count what was reported to or found by the services, at the time it was recorded.",
    ),
    (
        "Many visitors, few residents",
        "Most people in the West End do not live there: a rate per resident says little of them and is shown only where it is asked for.",
    ),
    ("Small numbers", "A few records more or less can be chance. Changes from under 20 are told as the two counts."),
)


def before_use(controls: Controls, page: Page, points: Points = RECORDED) -> html.Section:
    """The last part of a page; the rule of what is withheld from its reader stands among the caveats."""
    title = controls.id("before-use")
    told = [html.Div([html.H3(name), html.P(text)]) for name, text in points]
    return html.Section(
        [
            html.H2("Before you use these figures", id=title),
            *([html.Div(told, className="notes")] if told else []),
            html.Ul(id=controls.id(ids.NOTES), className="caveats"),
            page_notes(page),
        ],
        className="part ruled",
        **labelled_by(title),
    )
