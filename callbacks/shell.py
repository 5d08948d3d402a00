"""The menu carries the question from page to page; a new page takes the focus."""

from __future__ import annotations

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.development.base_component import Component

from data.serving import current_release
from layouts import ids
from layouts.shell import menu


@callback(Output(ids.NAVIGATION, "children"), Input(ids.ADDRESS, "pathname"), Input(ids.ADDRESS, "search"))
def update_menu(pathname: str, search: str) -> Component:
    return menu(pathname or "/", search or "", current_release().choices)


clientside_callback(
    ClientsideFunction("swp", "focusPage"), Output(ids.MAIN, "data-page"), Input(ids.ADDRESS, "pathname")
)
