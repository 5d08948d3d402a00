"""Question bar and link: the one wire that runs both ways."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, ctx, no_update

from data.links import read_link
from data.serving import current_release
from layouts import ids
from layouts.controls import (
    OTHER_CONTROLS,
    SWITCHES,
    link_after_choice,
    link_from_controls,
    shown_controls,
)
from layouts.question_bar import CONTROLS, SUMMARIES

ALL_CONTROLS = CONTROLS | OTHER_CONTROLS


@callback(
    output={
        "search": Output(ids.URL, "search"),
        "values": {key: Output(component, "value") for key, component in ALL_CONTROLS.items()},
        "options": {key: Output(component, "options") for key, component in CONTROLS.items()},
        "summaries": {key: Output(component, "children") for key, component in SUMMARIES.items()},
        "places": Output(ids.GO_TO, "options"),
        "hidden": {key: Output(component, "className") for key, component in SWITCHES.items()},
        "bar_for": Output(ids.BAR_FOR, "data"),
    },
    inputs={
        "search": Input(ids.URL, "search"),
        "values": {key: Input(component, "value") for key, component in ALL_CONTROLS.items()},
        "choice": Input(ids.MAP_CHOICE, "data"),
        "pathname": State(ids.URL, "pathname"),
        "bar_for": State(ids.BAR_FOR, "data"),
    },
)
def join_question_and_link(
    search: str, values: dict[str, Any], choice: dict[str, Any] | None, pathname: str, bar_for: str | None
) -> dict[str, Any]:
    """A control or a choice writes the link; either way the link sets the controls, which Dash would not do by
    itself: a callback is not called for what it wrote."""
    choices = current_release().choices
    asked = (search or "").removesuffix("?")
    link, wanted = f"{pathname}{asked}", asked
    if ctx.triggered_id == ids.MAP_CHOICE and choice:
        wanted = link_after_choice(link, choice["code"], choices)
    elif ctx.triggered_id in ALL_CONTROLS.values() and bar_for:
        wanted = link_from_controls(link, values, str(ctx.triggered_id), choices)
    shown = shown_controls(read_link(f"{pathname}{wanted}", choices).selection, choices, bar_for)
    return outputs(**shown, **({} if wanted == asked else {"search": wanted}))


def outputs(**changed: Any) -> dict[str, Any]:
    """All outputs, those not named as they are."""
    groups = {"values": ALL_CONTROLS, "options": CONTROLS, "summaries": SUMMARIES, "hidden": SWITCHES}
    single = dict.fromkeys(("search", "places", "bar_for"), no_update)
    grouped = {name: {key: changed.get(name, {}).get(key, no_update) for key in keys} for name, keys in groups.items()}
    return single | {name: value for name, value in changed.items() if name in single} | grouped
