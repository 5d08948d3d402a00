"""The West End page: where, when, which, since when. Skeleton only; ``callbacks/west_end.py`` fills it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from data.selection import Page
from layouts import ids
from layouts.before_use import before_use
from layouts.components import figure_block, lines_host, map_host, months_host, more, section
from layouts.controls import NO_AREA, WEST_END
from layouts.question_bar import set_switch, show_switch, timing_switch, west_end_switch
from layouts.question_page import question_page


def west_end() -> html.Div:
    return question_page(WEST_END, where(), when(), which(), since_when(), before_use(WEST_END, Page.WEST_END))


def where() -> html.Div:
    figure = figure_block(
        ids.MAP_TITLE,
        map_host(ids.MAP),
        html.Div(id=ids.MAP_CARD, className="card", hidden=True),
        html.P(id=ids.MAP_LIVE, className="vh", **{"aria-live": "polite"}),
        class_name="figure map-figure",
    )
    beside = html.Div(
        [
            html.Div([html.H2(id=ids.MAP_TITLE), show_switch()], className="hd"),
            html.P(html.A("Go to the table of areas", href=f"#{ids.RANKING_TITLE}"), className="to-rows"),
            html.Div(id=ids.MAP_LEGEND, className="key"),
            html.P(id=ids.MAP_BASE, className="base"),
            html.Div([west_end_switch(), go_to()], className="narrowing"),
            html.Div(id=ids.CHOSEN),
            html.Dl(id=ids.FACTS, className="facts"),
        ],
        className="stack",
    )
    return html.Div([figure, beside], id=ids.MAP_SECTION, className="split")


def when() -> html.Section:
    return section(
        ids.HEATMAP_TITLE,
        "When: seven nights, hour by hour",
        figure_block(
            ids.HEATMAP_TITLE,
            html.Div(id=ids.HEATMAP),
            html.P(id=ids.HEATMAP_PEAK, className="sub peak"),
            html.Figcaption(id=ids.HEATMAP_BASE, className="base"),
            class_name="figure heat-figure",
        ),
        head=[timing_switch(), html.Div(id=ids.HEATMAP_LEGEND, className="key")],
    )


def which() -> html.Section:
    return section(
        ids.RANKING_TITLE,
        "Which areas, and are they the same as before?",
        figure_block(
            ids.RANKING_TITLE,
            html.P(id=ids.RANKING_NOTE, className="base"),
            html.Div(id=ids.RANKING),
            html.Figcaption(id=ids.RANKING_BASE, className="base"),
        ),
        html.Div(id=ids.COSTS),
        head=[set_switch()],
    )


def since_when() -> html.Section:
    figure = figure_block(
        ids.TREND_TITLE,
        lines_host(ids.TREND),
        more("The months as a table", months_host(ids.TREND_TABLE)),
    )
    words = html.Div([html.H2("Month by month", id=ids.TREND_TITLE), html.P(id=ids.TREND_SAYS, className="sub")])
    return html.Section(
        html.Div([words, figure], className="split side"),
        className="part ruled",
        **{"aria-labelledby": ids.TREND_TITLE},
    )


def go_to() -> html.P:
    """The areas as a native list: a way to one of them without the map."""
    label = html.Label("Go to area", htmlFor=ids.GO_TO)
    return html.P([label, dbc.Select(id=ids.GO_TO, options=[], value=NO_AREA)], className="field")
