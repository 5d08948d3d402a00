"""The landing page: one action, one pass, the shared answer and three views; the browser draws them."""

from __future__ import annotations

from typing import Any, Final

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback

from data.selection import VIEWS
from data.serving import current_release
from geo.pages.side_by_side import side_by_side
from layouts import ids
from layouts.controls import SIDE_BY_SIDE
from layouts.sent import sent
from layouts.side_by_side_parts import VIEW_PARTS, side_by_side_parts
from layouts.view_pictures import host

PAGE = SIDE_BY_SIDE.id
STEADY: Final = (("notes",), ("left_out", "chosen", "scale_says", "views"))

clientside_callback(
    ClientsideFunction("swp", "paint"),
    Output(ids.ALL_VIEWS, "data-painted"),
    Input(PAGE(ids.PICTURE), "data"),
    State(PAGE(ids.SETTING), "data"),
)


@callback(
    output={
        "picture": Output(PAGE(ids.PICTURE), "data"),
        "setting": Output(PAGE(ids.SETTING), "data"),
        "seen": Output(PAGE(ids.SEEN), "data"),
        "title": Output(PAGE(ids.TITLE), "children"),
        "said": Output(PAGE(ids.SAID), "children"),
        "stand": Output(PAGE(ids.STAND), "children"),
        "trouble": Output(ids.NOTICE, "children", allow_duplicate=True),
        "left_out": Output(PAGE(ids.LEFT_OUT), "children"),
        "bar": Output(ids.ALL_BAR, "children"),
        "chosen": Output(ids.ALL_CHOSEN, "children"),
        "scale_says": Output(ids.ALL_SCALE_SAYS, "children"),
        "views": Output(ids.ALL_VIEWS, "className"),
        "view": {prefix: {part: Output(host(prefix, part), "children") for part in VIEW_PARTS} for prefix in VIEWS},
        "trend": Output(PAGE(ids.TREND), "data-lines"),
        "trend_title": Output(PAGE(ids.TREND_TITLE), "children"),
        "trend_says": Output(PAGE(ids.TREND_SAYS), "children"),
        "trend_table": Output(PAGE(ids.TREND_TABLE), "data-table"),
        "notes": Output(PAGE(ids.NOTES), "children"),
    },
    inputs={
        "search": Input(PAGE(ids.URL), "search"),
        "scale": Input(ids.ALL_SCALE, "value"),
        "pathname": State(PAGE(ids.URL), "pathname"),
        "seen": State(PAGE(ids.SEEN), "data"),
    },
    prevent_initial_call="initial_duplicate",
)
def update_side_by_side(search: str, scale: str, pathname: str, seen: str | None = None) -> dict[str, Any]:
    answers = side_by_side(current_release(), f"{pathname}{search or ''}")
    return sent(side_by_side_parts(answers, scale), seen, STEADY)
