"""The page of the wards: one to three side by side, the map of all, the whole table. Skeleton only."""

from __future__ import annotations

from typing import Final

from dash import html

from data.selection import Page
from layouts import ids
from layouts.before_use import before_use
from layouts.components import figure_block, map_host, section
from layouts.question_bar import Controls, show_switch, switch, timing_switch
from layouts.question_page import question_page
from layouts.ward_pictures import PREFIX

CONTROLS: Final = Controls(
    prefix=PREFIX,
    keys=("dataset", "authority", "type", "flag", "from", "to", "compare", "time", "days", "ward", "measure"),
    others={"timing": ids.TIMING, "show": ids.SHOW},
    switches={"timing": ids.TIMING_SWITCH},
)
COLUMNS: Final = CONTROLS.id("columns")
SCALES: Final = CONTROLS.id("scales")
MIX: Final = CONTROLS.id("mix")
TABLE_TITLE: Final = CONTROLS.id("table-title")
TABLE: Final = CONTROLS.id("table")
TABLE_NOTE: Final = CONTROLS.id("table-note")
BASE: Final = CONTROLS.id("base")  # what wards are compared with: of this page alone, not in the link
TABLE_HELP: Final = CONTROLS.id("table-help")
BASE_SWITCH: Final = CONTROLS.id("base-switch")
TABLE_FILE: Final = CONTROLS.id("table-file")
WITHOUT, WITH = "without", "with"


def neighbourhoods() -> html.Div:
    columns = html.Div(id=COLUMNS, className="columns")
    notes = before_use(CONTROLS, Page.NEIGHBOURHOODS)
    return question_page(CONTROLS, scales(), columns, which(), table(), notes, class_name="neighbourhoods")


def scales() -> html.Div:
    """The scales that all columns share; hidden while no ward is chosen."""
    return html.Div(
        [
            html.P("Wards beside each other share these scales: one colour means the same in each.", className="sub"),
            html.Div(id=CONTROLS.id("small-legend"), className="key"),
            html.Div(id=CONTROLS.id("hours-legend"), className="key"),
            timing_switch(PREFIX),
        ],
        id=SCALES,
        className="legendbar",
        hidden=True,
    )


def which() -> html.Section:
    name = CONTROLS.id
    figure = figure_block(
        name(ids.MAP_TITLE),
        map_host(name(ids.MAP)),
        html.Div(id=name(ids.MAP_CARD), className="card", hidden=True),
        html.P(id=name(ids.MAP_LIVE), className="vh", **{"aria-live": "polite"}),
        class_name="figure map-figure",
    )
    beside = html.Div(
        [
            html.Div([html.H2(id=name(ids.MAP_TITLE)), show_switch(PREFIX, table=False)], className="hd"),
            html.Div(id=name(ids.MAP_LEGEND), className="key"),
            html.P(id=name(ids.MAP_BASE), className="base"),
            html.Div(id=MIX),
        ],
        className="stack",
    )
    return html.Section(
        html.Div([figure, beside], className="split"), className="part", **{"aria-labelledby": name(ids.MAP_TITLE)}
    )


def table() -> html.Section:
    names = {WITHOUT: "Without the two West End wards", WITH: "The whole borough"}
    download = html.Button("Download the table", id=TABLE_FILE, type="button", className="text")
    return section(
        TABLE_TITLE,
        "The wards",
        html.P(
            "A ward’s name puts it beside the others above, up to three, or takes it out.",
            id=TABLE_HELP,
            className="sub",
        ),
        html.Div(
            switch(BASE, "What stands out is compared with", names, seen=True), id=BASE_SWITCH, className="narrowing"
        ),
        html.Div(id=TABLE),
        html.Div(id=TABLE_NOTE),
        head=[download],
    )
