"""The page of the wards: one action, one pass; its table as a file, and the view as a file."""

from __future__ import annotations

from typing import Any, Final

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, no_update

from data.serving import current_release
from geo.pages.ward_export import wards_csv, wards_file
from geo.pages.ward_page import ward_page
from layouts import ids
from layouts.neighbourhoods import (
    BASE,
    BASE_SWITCH,
    COLUMNS,
    CONTROLS,
    MIX,
    SCALES,
    TABLE,
    TABLE_FILE,
    TABLE_HELP,
    TABLE_NOTE,
    TABLE_TITLE,
    WITHOUT,
)
from layouts.neighbourhoods_parts import neighbourhoods_parts
from layouts.sent import sent

STEADY: Final = (
    ("columns",), ("mix",), ("table",), ("left_out", "scales", "map_base", "table_title", "table_note", "table_help", "base_switch", "notes")
)  # fmt: skip

clientside_callback(
    ClientsideFunction("swp", "paint"),
    Output(CONTROLS.id(ids.MAP), "data-painted"),
    Input(CONTROLS.id(ids.PICTURE), "data"),
    State(CONTROLS.id(ids.SETTING), "data"),
)


@callback(
    output={
        "picture": Output(CONTROLS.id(ids.PICTURE), "data"),
        "setting": Output(CONTROLS.id(ids.SETTING), "data"),
        "seen": Output(CONTROLS.id(ids.SEEN), "data"),
        "title": Output(CONTROLS.id(ids.TITLE), "children"),
        "said": Output(CONTROLS.id(ids.SAID), "children"),
        "stand": Output(CONTROLS.id(ids.STAND), "children"),
        "trouble": Output(ids.NOTICE, "children", allow_duplicate=True),
        "left_out": Output(CONTROLS.id(ids.LEFT_OUT), "children"),
        "columns": Output(COLUMNS, "children"),
        "scales": Output(SCALES, "hidden"),
        "map_title": Output(CONTROLS.id(ids.MAP_TITLE), "children"),
        "map_base": Output(CONTROLS.id(ids.MAP_BASE), "children"),
        "mix": Output(MIX, "children"),
        "table_title": Output(TABLE_TITLE, "children"),
        "table": Output(TABLE, "children"),
        "table_note": Output(TABLE_NOTE, "children"),
        "table_help": Output(TABLE_HELP, "hidden"),
        "base_switch": Output(BASE_SWITCH, "hidden"),
        "notes": Output(CONTROLS.id(ids.NOTES), "children"),
    },
    inputs={
        "search": Input(CONTROLS.id(ids.URL), "search"),
        "base": Input(BASE, "value"),
        "pathname": State(CONTROLS.id(ids.URL), "pathname"),
        "seen": State(CONTROLS.id(ids.SEEN), "data"),
    },
    prevent_initial_call="initial_duplicate",
)
def update_neighbourhoods(search: str, base: str, pathname: str, seen: str | None = None) -> dict[str, Any]:
    page = ward_page(current_release(), f"{pathname}{search or ''}", without_west_end=base == WITHOUT)
    return sent(neighbourhoods_parts(page), seen, STEADY)


@callback(
    Output(CONTROLS.id(ids.DOWNLOADED), "data", allow_duplicate=True),
    Input(TABLE_FILE, "n_clicks"),
    State(CONTROLS.id(ids.URL), "search"),
    State(CONTROLS.id(ids.URL), "pathname"),
    State(BASE, "value"),
    prevent_initial_call=True,
)
def download_wards(clicks: int | None, search: str, pathname: str, base: str) -> Any:
    if not clicks:
        return no_update
    page = ward_page(current_release(), f"{pathname}{search or ''}", without_west_end=base == WITHOUT)
    return {"filename": wards_file(page), "content": wards_csv(page), "type": "text/csv"}
