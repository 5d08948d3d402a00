"""Small parts that pages are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from data.settings import given
from layouts.table_values import empty_host, plain, table_host

# No upload to Plotly's cloud, no logo: only "download as picture" is left of the tool bar.
GRAPH_CONFIG: Final = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "responsive": True,
    "modeBarButtons": [["toImage"]],
}

Children: TypeAlias = Component | str | Sequence[Component | str] | None


def graph(component_id: str, figure: go.Figure, *styles: str) -> dcc.Graph:
    """The one way a Plotly chart gets on a page."""
    return dcc.Graph(id=component_id, figure=figure, config=GRAPH_CONFIG, className=" ".join(("graph", *styles)))


def lines_host(component_id: str, lines: str = "") -> html.Div:
    """The place of a chart of months: ``assets/lines.js`` draws the values of ``layouts.figures.trend`` that it holds."""
    return html.Div(id=component_id, className="lines", **{"data-lines": lines})


def map_host(component_id: str) -> html.Div:
    """An empty place for a map. An installation with a tile service names it in SWP_TILES (and its credit in
    SWP_TILES_CREDIT); without it nothing is asked from anywhere."""
    tiles = {"data-tiles": given("tiles"), "data-tiles-credit": given("tiles_credit")}
    return html.Div(id=component_id, className="map", **{name: value for name, value in tiles.items() if value})


def months_host(component_id: str) -> html.Div:
    """The place of a table of months, whose values come with the answer."""
    return html.Div(scroll(empty_host(component_id), "The months"), className="narrow-table")


def labelled(control: Component, label: str) -> list[Component]:
    """A control with a label that only screen readers meet."""
    return [html.Label(label, htmlFor=control.id, className="vh"), control]


def section(title_id: str, title: Children, *children: Component, head: Sequence[Component] = ()) -> html.Section:
    """A ruled part of the page under its title; ``head`` stands at the title's right."""
    heading = html.Div([html.H2(title, id=title_id), *head], className="hd")
    return html.Section([heading, *children], className="part ruled", **labelled_by(title_id))


def figure_block(title_id: str, *children: Component, class_name: str = "figure") -> html.Figure:
    return html.Figure(list(children), className=class_name, **labelled_by(title_id))


def labelled_by(title_id: str) -> dict[str, Any]:
    return {"aria-labelledby": title_id}


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers_from: int = 1,
    words_last: bool = False,
) -> html.Div:
    """A plain table: first cell of each row is its heading, columns from ``numbers_from`` hold numbers, but the last
    where that is words."""
    return table_host(plain(caption, heads, rows, styles(heads, numbers_from, words_last=words_last)))


def long_table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], first: int, every: str, whole: str, **how: Any
) -> Component:
    """The first rows of a plain table; all of them in a part called ``every``, under the caption ``whole``."""
    if len(rows) <= first:
        return scroll(table(caption, heads, rows, **how), caption)
    told = plain(caption, heads, rows, styles(heads, 1, **how))
    return table_host(told | {"first": first, "every": every, "whole": whole})


def styles(heads: Sequence[str], numbers_from: int, *, words_last: bool = False) -> list[str]:
    """The class of each column."""
    found = ["r" if place >= numbers_from else "" for place in range(len(heads))]
    return [*found[:-1], "words"] if words_last else found


def scroll(content: Component, label: str) -> html.Div:
    """A wide table scrolls by itself, never the page; it can be reached by keyboard to do so."""
    return html.Div(content, className="scroll", tabIndex="0", role="region", **{"aria-label": f"{label}, a table"})


def more(summary: str, *children: Component) -> html.Details:
    """What only some readers want: closed until asked for."""
    return html.Details([html.Summary(summary), html.Div(list(children))], className="as-table")
