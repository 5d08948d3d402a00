"""The page about the figures says by which rule its reader sees them."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback

from data.serving import current_release
from layouts import ids
from layouts.words.release import rule_in_force


@callback(Output(ids.ABOUT_RULE, "children"), Input(ids.ADDRESS, "pathname"))
def update_about(_pathname: str) -> list[Any]:
    return rule_in_force(current_release())
