"""The page of the wards: one action, one pass; its table as a file, and the view as a file."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, no_update

from data.serving import current_release
from geo.pages.ward_export import wards_csv, wards_file
from geo.pages.ward_page import ward_page
from layouts import ids
from layouts.neighbourhoods import (
    BASE,
    COLUMNS,
    CONTROLS,
    MIX,
    SCALES,
    TABLE,
    TABLE_FILE,
    TABLE_NOTE,
    TABLE_TITLE,
    WITHOUT,
)
from layouts.neighbourhoods_parts import neighbourhoods_parts

clientside_callback(
    ClientsideFunction("swp", "paint"),
    Output(CONTROLS.id(ids.MAP), "data-painted"),
    Input(CONTROLS.id(ids.PICTURE), "data"),
)


@callback(
    output={
        "picture": Output(CONTROLS.id(ids.PICTURE), "data"),
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
        "notes": Output(CONTROLS.id(ids.NOTES), "children"),
    },
    inputs={
        "search": Input(CONTROLS.id(ids.URL), "search"),
        "base": Input(BASE, "value"),
        "pathname": State(CONTROLS.id(ids.URL), "pathname"),
    },
    prevent_initial_call="initial_duplicate",
)
def update_neighbourhoods(search: str, base: str, pathname: str) -> dict[str, Any]:
    link = f"{pathname}{search or ''}"
    return neighbourhoods_parts(ward_page(current_release(), link, without_west_end=base == WITHOUT))


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
