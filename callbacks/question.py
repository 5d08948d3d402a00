"""Question bar and link: the one wire that runs both ways, one for each page with a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Input, Output, State, callback, ctx, no_update

from data.links import read_link
from data.serving import current_release
from layouts import ids
from layouts.controls import SIDE_BY_SIDE, WEST_END, link_after_choice, link_from_controls, shown_controls
from layouts.evidence import EVIDENCE
from layouts.neighbourhoods import CONTROLS as NEIGHBOURHOODS
from layouts.question_bar import Controls
from layouts.youth_violence import YOUTH

Join = Callable[..., dict[str, Any]]


def join_of(controls: Controls) -> Join:
    """The wire between the link and one page's controls, registered with Dash and given back for tests."""
    places = {"go-to": controls.all["go-to"]} if "go-to" in controls.all else {}

    @callback(
        output={
            "search": Output(controls.id(ids.URL), "search"),
            "values": {key: Output(component, "value") for key, component in controls.all.items()},
            "options": {key: Output(component, "options") for key, component in controls.lists.items()},
            "summaries": {key: Output(component, "children") for key, component in controls.summaries.items()},
            "places": {key: Output(component, "options") for key, component in places.items()},
            "hidden": {key: Output(component, "className") for key, component in controls.hiding.items()},
            "bar_for": Output(controls.id(ids.BAR_FOR), "data"),
        },
        inputs={
            "search": Input(controls.id(ids.URL), "search"),
            "values": {key: Input(component, "value") for key, component in controls.all.items()},
            "choice": Input(ids.MAP_CHOICE, "data"),
            "pathname": State(controls.id(ids.URL), "pathname"),
            "bar_for": State(controls.id(ids.BAR_FOR), "data"),
        },
    )
    def join_question_and_link(
        search: str, values: dict[str, Any], choice: dict[str, Any] | None, pathname: str, bar_for: str | None
    ) -> dict[str, Any]:
        """A control or a choice writes the link; either way the link sets the controls, which Dash would not do
        by itself: a callback is not called for what it wrote."""
        choices = current_release().choices
        asked = (search or "").removesuffix("?")
        link, wanted = f"{pathname}{asked}", asked
        if ctx.triggered_id == ids.MAP_CHOICE and choice:
            wanted = link_after_choice(link, choice["code"], choices)
        elif ctx.triggered_id in controls.all.values() and bar_for:
            changed = str(ctx.triggered_id).removeprefix(f"{controls.prefix}-")
            wanted = link_from_controls(link, values, changed, choices)
        shown = shown_controls(read_link(f"{pathname}{wanted}", choices).selection, choices, bar_for)
        return outputs(controls, shown, no_update if wanted == asked else wanted)

    return join_question_and_link


def outputs(controls: Controls, shown: dict[str, Any], search: Any) -> dict[str, Any]:
    """What is shown, cut to the page's own controls; parts not given stay as they are."""
    groups = {"values": controls.all, "options": controls.lists, "summaries": controls.summaries}
    cut = {name: {key: shown[name].get(key, no_update) for key in keys} for name, keys in groups.items()}
    places = {"go-to": shown["places"]} if "go-to" in controls.all else {}
    hidden = {key: shown["hidden"][key] for key in controls.hiding}
    return cut | {"search": search, "places": places, "hidden": hidden, "bar_for": shown["bar_for"]}


join_question_and_link = join_of(WEST_END)
join_side_by_side = join_of(SIDE_BY_SIDE)
join_neighbourhoods_and_link = join_of(NEIGHBOURHOODS)
join_youth_and_link = join_of(YOUTH)
join_evidence_and_link = join_of(EVIDENCE)
