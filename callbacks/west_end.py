"""The West End page: one action, one pass, one answer; the browser draws it."""

from __future__ import annotations

from typing import Any, Final

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback

from data.serving import current_release
from geo.page_answers import page_answers
from layouts import ids
from layouts.sent import sent
from layouts.west_end_parts import west_end_parts

STEADY: Final = (("notes",), ("left_out", "map_base", "map_section", "chosen", "ranking_note", "costs"))

clientside_callback(
    ClientsideFunction("swp", "paint"),
    Output(ids.MAP, "data-painted"),
    Input(ids.PICTURE, "data"),
    State(ids.SETTING, "data"),
)


@callback(
    output={
        "picture": Output(ids.PICTURE, "data"),
        "setting": Output(ids.SETTING, "data"),
        "seen": Output(ids.SEEN, "data"),
        "title": Output(ids.TITLE, "children"),
        "said": Output(ids.SAID, "children"),
        "stand": Output(ids.STAND, "children"),
        "trouble": Output(ids.NOTICE, "children"),
        "left_out": Output(ids.LEFT_OUT, "children"),
        "map_title": Output(ids.MAP_TITLE, "children"),
        "map_base": Output(ids.MAP_BASE, "children"),
        "map_section": Output(ids.MAP_SECTION, "className"),
        "facts": Output(ids.FACTS, "children"),
        "chosen": Output(ids.CHOSEN, "children"),
        "heatmap_title": Output(ids.HEATMAP_TITLE, "children"),
        "heatmap_base": Output(ids.HEATMAP_BASE, "children"),
        "ranking_note": Output(ids.RANKING_NOTE, "children"),
        "ranking_base": Output(ids.RANKING_BASE, "children"),
        "costs": Output(ids.COSTS, "children"),
        "trend": Output(ids.TREND, "data-lines"),
        "trend_title": Output(ids.TREND_TITLE, "children"),
        "trend_says": Output(ids.TREND_SAYS, "children"),
        "trend_table": Output(ids.TREND_TABLE, "data-table"),
        "notes": Output(ids.NOTES, "children"),
    },
    inputs={
        "search": Input(ids.URL, "search"),
        "pathname": State(ids.URL, "pathname"),
        "seen": State(ids.SEEN, "data"),
    },
)
def update_west_end(search: str, pathname: str, seen: str | None = None) -> dict[str, Any]:
    answers = page_answers(current_release(), f"{pathname}{search or ''}")
    return sent(west_end_parts(answers), seen, STEADY)
