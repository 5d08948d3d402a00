"""The landing page: the finding in one bar, then the same period in three views, then the months. Skeleton only."""

from __future__ import annotations

from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.selection import Page
from layouts import ids
from layouts.before_use import before_use
from layouts.components import figure_block, labelled, labelled_by, lines_host, months_host, more
from layouts.controls import SIDE_BY_SIDE, VIEW_CONTROLS
from layouts.question_bar import show_switch, switch
from layouts.question_page import question_page
from layouts.view_pictures import ONE_SCALE, OWN_SCALES, host
from layouts.words.views import VIEW_NAMES

OWN_LABELS: Final = {"time": "Time of day, in this view alone", "syv": "Which violence counts, in this view alone"}


def own(component_id: str) -> str:
    """The id of a part that several pages have, on this one."""
    return SIDE_BY_SIDE.id(component_id)


def side_by_side() -> html.Div:
    return question_page(
        SIDE_BY_SIDE, html.Div(id=ids.ALL_BAR), three_ways(), since_when(), before_use(SIDE_BY_SIDE, Page.SIDE_BY_SIDE)
    )


def three_ways() -> html.Section:
    words = html.Div(
        [
            html.H2("The same period, three ways", id=ids.ALL_VIEWS_TITLE),
            html.P(id=ids.ALL_SCALE_SAYS, className="sub"),
            show_switch(SIDE_BY_SIDE.prefix),
        ]
    )
    names = {ONE_SCALE: "One for all three", OWN_SCALES: "Each its own"}
    beside = html.Div(
        [html.Div(id=own(ids.MAP_LEGEND), className="key"), switch(ids.ALL_SCALE, "Colour scale", names, seen=True)],
        className="scale",
    )
    return html.Section(
        [
            html.Div([words, beside], className="legendbar"),
            html.Div(id=ids.ALL_CHOSEN, className="all-chosen"),
            html.Div([view_column(prefix) for prefix in VIEW_NAMES], id=ids.ALL_VIEWS, className="views"),
        ],
        className="part",
        **labelled_by(ids.ALL_VIEWS_TITLE),
    )


def view_column(prefix: str) -> html.Section:
    """One view from its title to its base, a part in each row of the grid that the three share."""
    title = host(prefix, "title")
    figure = figure_block(
        title,
        html.Div(id=host(prefix, "map"), className="map compact"),
        html.Div(id=host(prefix, "card"), className="card small", hidden=True),
        html.P(id=host(prefix, "live"), className="vh", **{"aria-live": "polite"}),
        html.Div(id=host(prefix, "legend"), className="key own-key"),
        class_name="figure map-figure",
    )
    return html.Section(
        [
            html.Div(
                [html.H2(id=title), own_filters(prefix), html.P(id=host(prefix, "condition"), className="condition")],
                className="view-head",
            ),
            html.P(id=host(prefix, "sentence"), className="finding"),
            html.Dl(id=host(prefix, "figures"), className="facts"),
            figure,
            html.Div(id=host(prefix, "ranking"), className="view-rows"),
            html.Div(id=host(prefix, "hours_strip"), className="hrs"),
            html.P(id=host(prefix, "base"), className="base"),
        ],
        **labelled_by(title),
    )


def own_filters(prefix: str) -> html.Div:
    """The controls that one view has to itself, as a line of words."""
    words: list[Component | str] = ["Here: "]
    for name in VIEW_CONTROLS:
        view, _, key = name.partition(".")
        if view == prefix:
            chosen = dbc.Select(id=SIDE_BY_SIDE.all[name], options=[], class_name="choice")
            part = {"id": SIDE_BY_SIDE.hiding[name]} if name in SIDE_BY_SIDE.hiding else {}
            label = f"{VIEW_NAMES[prefix]}: {OWN_LABELS[key]}"
            words.append(html.Span(labelled(chosen, label), className="word", **part))
            words.append(" ")
    return html.Div(words, className="sentence shown")


def since_when() -> html.Section:
    title = own(ids.TREND_TITLE)
    figure = figure_block(
        title,
        lines_host(own(ids.TREND)),
        more("The months as a table", months_host(own(ids.TREND_TABLE))),
    )
    words = html.Div([html.H2("Month by month", id=title), html.P(id=own(ids.TREND_SAYS), className="sub")])
    return html.Section(html.Div([words, figure], className="split side"), className="part ruled", **labelled_by(title))
