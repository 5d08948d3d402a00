"""The question as two sentences of native controls: what is counted, and how it is shown."""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.selection import Show, TopSet
from layouts import ids
from layouts.components import labelled
from layouts.question_options import option

# The controls that write the link, and the key of the link each one writes.
CONTROLS: Final = {
    "dataset": ids.DATASET,
    "type": ids.TYPES,
    "from": ids.FROM,
    "to": ids.TO,
    "compare": ids.COMPARE,
    "time": ids.TIME,
    "days": ids.DAYS,
    "ward": ids.WARDS,
    "level": ids.LEVEL,
    "n": ids.TOP_N,
    "measure": ids.MEASURE,
}
# Those of them that are a group of check boxes, and what their part of the sentence says while it is closed.
SUMMARIES: Final = {"type": ids.TYPES_SUMMARY, "days": ids.DAYS_SUMMARY, "ward": ids.WARDS_SUMMARY}


def question_bar() -> html.Div:
    """The bar without choices; ``question_options`` says what stands in it."""
    counted = [
        select(ids.DATASET, "Records", ","),
        pick("type", "Types", "None ticked: all types.", ","),
        select(ids.FROM, "First month"),
        "to ",
        select(ids.TO, "Last month", ","),
        select(ids.COMPARE, "Compared with", ","),
        select(ids.TIME, "Time of day", ","),
        pick("days", "Days of the week", "None ticked: any day.", ","),
        pick("ward", "Wards", "None ticked: the whole borough.", "."),
    ]
    shown = [
        "Shown: ",
        select(ids.MEASURE, "Measure"),
        "by ",
        select(ids.LEVEL, "Kind of area", ","),
        "the top ",
        select(ids.TOP_N, "Areas in the top"),
        "marked.",
    ]
    actions = [
        html.Li(html.Button("Copy link", id=ids.COPY_LINK, type="button", className="text")),
        html.Li(html.Button("Download", id=ids.DOWNLOAD, type="button", className="text")),
        html.Li(html.A("Start again", id=ids.CLEAR, href="?")),
    ]
    sentences = html.Div(
        [html.Div(counted, className="sentence"), html.Div(shown, className="sentence shown")], className="sentences"
    )
    return html.Div(
        [sentences, html.Ul(actions, className="actions")],
        className="ask",
        role="group",
        **{"aria-label": "What is counted"},
    )


def select(component_id: str, label: str, mark: str = "") -> html.Span:
    """A native list in the sentence; the punctuation after it never begins a line."""
    return word(labelled(dbc.Select(id=component_id, options=[], class_name="choice"), label), mark)


def word(controls: list[Component], mark: str) -> html.Span:
    return html.Span([*controls, html.Span(mark + " ", className="mark")], className="word")


def pick(key: str, legend: str, none: str, mark: str) -> html.Span:
    """A part of the sentence that opens a group of check boxes under the bar."""
    group = html.Fieldset([html.Legend(legend), dbc.Checklist(id=CONTROLS[key], options=[], value=[])])
    foot = html.P([none, " ", html.Button("Close", type="button", className="text close")], className="sub")
    summary = html.Summary([html.Span(f"{legend}: ", className="vh"), html.Span(id=SUMMARIES[key])])
    return word([html.Details([summary, html.Div([group, foot], className="panel")], className="pick")], mark)


def set_switch() -> html.Fieldset:
    names = {TopSet.RANKED: "its own top areas", TopSet.FIXED: "the same areas"}
    return switch(ids.SET, "For the earlier period take", names, wrap_id=ids.SET_SWITCH, seen=True)


def show_switch() -> html.Fieldset:
    return switch(ids.SHOW, "Shown as", {Show.MAP: "Map", Show.TABLE: "Table"})


def west_end_switch() -> html.Fieldset:
    """Count the whole borough, or narrow every figure to the two West End wards."""
    names = {"borough": "The whole borough", "wards": "The two West End wards"}
    return switch(ids.WEST_END_ONLY, "What every figure counts", names, wrap_id=ids.WEST_END_SWITCH, seen=True)


def switch(
    component_id: str, legend: str, names: dict[Any, str], *, wrap_id: str | None = None, seen: bool = False
) -> html.Fieldset:
    """A choice of two or three as one row of radio buttons, under a legend that is seen or only read out."""
    options = [option(value, name) for value, name in names.items()]
    radio = dbc.RadioItems(id=component_id, options=options, value=str(next(iter(names))))
    known = {"id": wrap_id} if wrap_id else {}
    return html.Fieldset([html.Legend(legend, className="" if seen else "vh"), radio], className="switch", **known)
