"""The page of evidence: against chance, the same places, clear changes, neighbours, and what was published. Skeleton."""

from __future__ import annotations

from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from data.claims import State
from data.selection import Page
from geo.statistics.clusters import Method
from layouts import ids
from layouts.before_use import before_use
from layouts.components import figure_block, graph, more, section
from layouts.figures.theme import empty_figure
from layouts.question_bar import Controls, switch
from layouts.question_options import option
from layouts.question_page import question_page

EVIDENCE: Final = Controls(
    prefix="ev",
    keys=(
        "dataset",
        "authority",
        "type",
        "flag",
        "from",
        "to",
        "compare",
        "time",
        "days",
        "ward",
        "measure",
        "level",
        "n",
    ),
)
METHOD_NAMES: Final = {Method.GI_STAR: "High or low together", Method.LOCAL_MORAN: "Beside its neighbours"}
STATE_NAMES: Final = {
    State.HOLDS: "Holds",
    State.DIFFERS: "Differs",
    State.NEEDS_DATA: "Needs data",
    State.INCONSISTENT: "Inconsistent in print",
    State.REFERENCE: "No record can answer",
}
ALL_STATES: Final = "all"
ALL_CHAPTERS: Final = "all"


def own(component_id: str) -> str:
    """The id of a part on this page."""
    return EVIDENCE.id(component_id)


def evidence_page() -> html.Div:
    return question_page(
        EVIDENCE,
        concentrated(),
        places(),
        changed(),
        months(),
        together(),
        register(),
        before_use(EVIDENCE, Page.EVIDENCE, ()),
        class_name="evidence",
    )


def stacked(made: html.Section) -> html.Section:
    """A part of the page whose pieces stand apart."""
    made.className = "part ruled stack"
    return made


def concentrated() -> html.Section:
    curve = figure_block(
        own(ids.LORENZ_TITLE),
        graph(own(ids.LORENZ), empty_figure(""), "tall"),
        html.Figcaption(
            "Thick line: this period. Thin line: the period compared with. Dotted: as many in every area.",
            className="base",
        ),
    )
    beside = html.Div(
        [
            html.P(id=own(ids.CHANCE_SAYS), className="finding"),
            html.Div(id=own(ids.CHANCE_TABLE)),
            html.P(id=own(ids.CHANCE_BASE), className="base"),
        ],
        className="stack",
    )
    return section(
        own(ids.LORENZ_TITLE), "More concentrated than chance?", html.Div([curve, beside], className="split even")
    )


def places() -> html.Section:
    made = section(
        own(ids.STABILITY_TITLE),
        "The same places, or new ones?",
        html.Div(id=own(ids.STABILITY)),
        html.P(id=own(ids.SHARES_SAYS), className="finding"),
        html.Div([html.Div(id=own(ids.WARD_TABLE)), html.Div(id=own(ids.AREA_TABLE))], className="split even"),
        html.P(id=own(ids.SHARES_BASE), className="base"),
    )
    return stacked(made)


def changed() -> html.Section:
    picture = figure_block(
        own(ids.FUNNEL_TITLE),
        graph(own(ids.FUNNEL), empty_figure(""), "tall", "funnel"),
        html.Figcaption(
            "One mark an area. Between the dotted lines lie 95 of 100 areas that did not change: the fewer records,"
            " the wider. Triangles: changes that are clear once all areas are tested together.",
            className="base",
        ),
    )
    beside = html.Div(
        [
            html.P(id=own(ids.VERDICTS_SAY), className="finding"),
            html.Div(id=own(ids.CLEAR_TABLE)),
            html.P(html.A("Show the clear changes on the map", id=own(ids.CLEAR_LINK), href="/west-end")),
            html.P(id=own(ids.VERDICTS_BASE), className="base"),
        ],
        className="stack",
    )
    return section(
        own(ids.FUNNEL_TITLE),
        "Changed, or within the usual range?",
        html.Div([picture, beside], className="split even"),
    )


def months() -> html.Section:
    picture = figure_block(
        own(ids.CONTROL_TITLE),
        graph(own(ids.CONTROL), empty_figure(""), "control"),
        more("The months as a table", html.Div(id=own(ids.CONTROL_TABLE))),
    )
    words = html.Div(
        [
            html.H2("Month by month, against what is usual", id=own(ids.CONTROL_TITLE)),
            html.P(id=own(ids.CONTROL_SAYS), className="finding"),
            html.P(id=own(ids.CONTROL_BASE), className="base"),
        ],
        className="stack",
    )
    return html.Section(
        html.Div([words, picture], className="split side"),
        className="part ruled",
        **{"aria-labelledby": own(ids.CONTROL_TITLE)},
    )


def together() -> html.Section:
    figure = figure_block(
        own(ids.MAP_TITLE),
        html.Div(id=own(ids.MAP), className="map"),
        html.Div(id=own(ids.MAP_CARD), className="card", hidden=True),
        html.P(id=own(ids.MAP_LIVE), className="vh", **{"aria-live": "polite"}),
        class_name="figure map-figure",
    )
    beside = html.Div(
        [
            switch(own(ids.CLUSTER_METHOD), "Shown", METHOD_NAMES),
            html.P(
                "Comparing every area with its neighbours …",
                id=own(ids.CLUSTER_SAYS),
                className="finding",
                role="status",
            ),
            html.Div(id=own(ids.MAP_LEGEND), className="key"),
            html.Div(id=own(ids.CLUSTER_WORDS), className="stack"),
        ],
        className="stack",
    )
    return section(
        own(ids.MAP_TITLE),
        "Do high areas lie together?",
        html.Div([figure, beside], className="split"),
        more("The areas as a table", html.Div(id=own(ids.RANKING))),
        dcc.Store(id=own(ids.CLUSTER_PICTURE)),
    )


def register() -> html.Section:
    states = [option(ALL_STATES, "all of them"), *(option(state, name.lower()) for state, name in STATE_NAMES.items())]
    chapter = [
        html.Label("Chapter", htmlFor=own(ids.CHAPTER)),
        dbc.Select(id=own(ids.CHAPTER), options=[], value="all"),
    ]
    state = [
        html.Label("What became of it", htmlFor=own(ids.CLAIM_STATE)),
        dbc.Select(id=own(ids.CLAIM_STATE), options=states, value=State.DIFFERS),
    ]
    made = section(
        own(ids.CLAIMS_TITLE),
        "What was published, asked again of these records",
        html.P("Asking every published figure again …", id=own(ids.CLAIMS_SAY), className="finding", role="status"),
        html.Div(id=own(ids.CLAIMS_COUNTS)),
        html.Div([html.P(chapter, className="field"), html.P(state, className="field")], className="narrowing"),
        html.Div(id=own(ids.CLAIMS)),
        html.P(html.Button("Download the register", id=own(ids.CLAIMS_DOWNLOAD), type="button", className="text")),
        dcc.Store(id=own(ids.CLAIMS_ROWS)),
        dcc.Download(id=own(ids.CLAIMS_DOWNLOADED)),
        html.P(
            "The Strategic Assessment of January 2024, statement by statement in our own words. Each is a link and a place"
            " in its answer; swp claims lists them all for any release.",
            className="base",
        ),
    )
    return stacked(made)
