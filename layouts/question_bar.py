"""The question as two sentences of native controls: what is counted, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.selection import Show, Timing, TopSet
from layouts import ids
from layouts.components import labelled
from layouts.download_menu import download_menu
from layouts.question_options import option

# The controls that write the link, and the key of the link each one writes.
CONTROLS: Final = {
    "dataset": ids.DATASET,
    "authority": ids.AUTHORITY,
    "type": ids.TYPES,
    "flag": ids.FLAGS,
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
SUMMARIES: Final = {
    "type": ids.TYPES_SUMMARY,
    "flag": ids.FLAGS_SUMMARY,
    "days": ids.DAYS_SUMMARY,
    "ward": ids.WARDS_SUMMARY,
}
# Parts of the sentence that hide where the data set or the release has nothing for them.
HIDING: Final = {
    "flag": ids.FLAGS_PART,
    "authority": ids.AUTHORITY_PART,
    "ward": ids.WARDS_PART,
    "days": ids.DAYS_PART,
}


@dataclass(frozen=True)
class Controls:
    """The controls of one page: the prefix of their ids, and the keys it has of ``CONTROLS`` and of ``others``."""

    prefix: str = ""
    keys: tuple[str, ...] = tuple(CONTROLS)
    others: Mapping[str, str] = field(default_factory=dict)  # key -> id, of controls outside the bar
    switches: Mapping[str, str] = field(default_factory=dict)  # what hides where it does nothing, beside ``HIDING``

    @property
    def bar(self) -> dict[str, str]:
        return {key: self.id(component) for key, component in CONTROLS.items() if key in self.keys}

    @property
    def all(self) -> dict[str, str]:
        return self.bar | {key: self.id(component) for key, component in self.others.items()}

    @property
    def lists(self) -> dict[str, str]:
        """Those whose options follow the question: the bar's, and a view's own (``we.time``)."""
        return self.bar | {key: self.id(component) for key, component in self.others.items() if "." in key}

    @property
    def summaries(self) -> dict[str, str]:
        return {key: self.id(component) for key, component in SUMMARIES.items() if key in self.keys}

    @property
    def hiding(self) -> dict[str, str]:
        """What hides where it does nothing: switches, parts of the sentence, the sentence of how it is shown."""
        parts = {key: component for key, component in HIDING.items() if key in self.keys}
        return {key: self.id(component) for key, component in {**self.switches, **parts}.items()}

    def id(self, component_id: str) -> str:
        """The id of a component of this page."""
        return ids.of_page(self.prefix, component_id)


def question_bar(controls: Controls) -> html.Div:
    """The bar without choices; ``question_options`` says what stands in it."""
    last = [key for key in SENTENCE if key in controls.keys][-1]
    counted = [part for key in SENTENCE if key in controls.keys for part in sentence_part(controls, key, key == last)]
    shown = ["Shown: "] if {"measure", "level", "n"} & set(controls.keys) else []
    if "measure" in controls.keys:
        shown += [select(controls, "measure", "Measure", "" if {"level", "n"} & set(controls.keys) else ".")]
    if "level" in controls.keys:
        shown += ["by ", select(controls, "level", "Kind of area", "," if "n" in controls.keys else ".")]
    if "n" in controls.keys:
        shown += ["the top ", select(controls, "n", "Areas in the top"), "marked."]
    actions = [
        html.Li(html.Button("Copy link", id=controls.id(ids.COPY_LINK), type="button", className="text copy-link")),
        html.Li(
            html.Button(
                "Copy fixed link",
                type="button",
                className="text copy-link pinned",
                title="Names the release, so that the figures stay as they are when a newer one comes",
            )
        ),
        html.Li(download_menu(controls.id)),
        html.Li(html.A("Start again", id=controls.id(ids.CLEAR), href="?")),
    ]
    sentences = [html.Div(counted, className="sentence")]
    hides = {"id": controls.hiding["shown"]} if "shown" in controls.hiding else {}
    sentences += [html.Div(shown, className="sentence shown", **hides)] if shown else []
    return html.Div(
        [html.Div(sentences, className="sentences"), html.Ul(actions, className="actions")],
        className="ask",
        role="group",
        **{"aria-label": "What is counted"},
    )


SENTENCE: Final = {
    "dataset": "Records",
    "authority": "Place",
    "type": "Types",
    "flag": "Marked as",
    "from": "First month",
    "to": "Last month",
    "compare": "Compared with",
    "time": "Time of day",
    "days": "Days of the week",
    "ward": "Wards",
}
NONE_TICKED: Final = {
    "type": "None ticked: all types.",
    "flag": "Counted are records with every mark that is ticked. None ticked: marked or not.",
    "days": "None ticked: any day.",
    "ward": "None ticked: the whole borough.",
}


def sentence_part(controls: Controls, key: str, last: bool) -> list[Component | str]:
    """One part of the sentence with the mark that follows it."""
    mark = "." if last else "" if key == "from" else ","
    made = pick(controls, key, mark) if key in NONE_TICKED else select(controls, key, SENTENCE[key], mark)
    return [made, "to "] if key == "from" else [made]


def select(controls: Controls, key: str, label: str, mark: str = "") -> html.Span:
    """A native list in the sentence; the punctuation after it never begins a line."""
    made = dbc.Select(id=controls.bar[key], options=[], class_name="choice")
    return word(labelled(made, label), mark, controls.hiding.get(key))


def word(controls: list[Component], mark: str, part_id: str | None = None) -> html.Span:
    known = {"id": part_id} if part_id else {}
    return html.Span([*controls, html.Span(mark + " ", className="mark")], className="word", **known)


def pick(controls: Controls, key: str, mark: str) -> html.Span:
    """A part of the sentence that opens a group of check boxes under the bar."""
    legend = SENTENCE[key]
    group = html.Fieldset([html.Legend(legend), dbc.Checklist(id=controls.bar[key], options=[], value=[])])
    foot = html.P([NONE_TICKED[key], " ", html.Button("Close", type="button", className="text close")], className="sub")
    summary = html.Summary([html.Span(f"{legend}: ", className="vh"), html.Span(id=controls.summaries[key])])
    return word(
        [html.Details([summary, html.Div([group, foot], className="panel")], className="pick")],
        mark,
        controls.hiding.get(key),
    )


SHOWN_AS: Final = {Show.MAP: "Map", Show.HEXAGONS: "Hexagons", Show.TABLE: "Table"}


def set_switch() -> html.Fieldset:
    names = {TopSet.RANKED: "its own top areas", TopSet.FIXED: "the same areas"}
    return switch(ids.SET, "For the earlier period take", names, wrap_id=ids.SET_SWITCH, seen=True)


def show_switch(prefix: str = "", *, table: bool = True) -> html.Fieldset:
    """How areas are drawn; ``prefix`` is that of the page, ``table`` whether a table can take the place of the map."""
    names = SHOWN_AS if table else {show: name for show, name in SHOWN_AS.items() if show is not Show.TABLE}
    return switch(ids.of_page(prefix, ids.SHOW), "Shown as", names)


def timing_switch(prefix: str = "") -> html.Fieldset:
    """Hours by the start of a record, or spread over the time in which it happened; ``prefix`` is that of the page."""
    names = {Timing.START: "start time", Timing.SPREAD: "spread from start to end"}
    component_id, wrap_id = (ids.of_page(prefix, name) for name in (ids.TIMING, ids.TIMING_SWITCH))
    return switch(component_id, "Hours by", names, wrap_id=wrap_id, seen=True)


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
