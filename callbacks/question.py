"""Question bar and link: the one wire that runs both ways, one for each page with a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Input, Output, State, callback, ctx, no_update

from data.asking import asked
from data.links import read_link
from data.serving import current_release
from layouts import ids
from layouts.controls import SIDE_BY_SIDE, WEST_END, link_after_choice, link_from_controls, shown_controls
from layouts.evidence import EVIDENCE
from layouts.neighbourhoods import CONTROLS as NEIGHBOURHOODS
from layouts.question_bar import Controls
from layouts.sent import digest
from layouts.youth_violence import YOUTH

Join = Callable[..., dict[str, Any]]
Has = dict[str, Any]


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
            "seen": Output(controls.id(ids.BAR_SEEN), "data"),
        },
        inputs={
            "search": Input(controls.id(ids.URL), "search"),
            "values": {key: Input(component, "value") for key, component in controls.all.items()},
            "choice": Input(ids.MAP_CHOICE, "data"),
            "pathname": State(controls.id(ids.URL), "pathname"),
            "bar_for": State(controls.id(ids.BAR_FOR), "data"),
            "has": {
                "seen": State(controls.id(ids.BAR_SEEN), "data"),
                "summaries": {key: State(component, "children") for key, component in controls.summaries.items()},
                "hidden": {key: State(component, "className") for key, component in controls.hiding.items()},
            },
        },
    )
    def join_question_and_link(
        search: str,
        values: dict[str, Any],
        choice: dict[str, Any] | None,
        pathname: str,
        bar_for: str | None,
        has: Has | None = None,
    ) -> dict[str, Any]:
        """A control or a choice writes the link; either way the link sets the controls, which Dash would not do
        by itself: a callback is not called for what it wrote."""
        query = (search or "").removesuffix("?")
        link, wanted = f"{pathname}{query}", query
        release = asked(link, current_release())[0]  # the one that answers it
        choices = release.whole.choices
        if ctx.triggered_id == ids.MAP_CHOICE and choice:
            wanted = link_after_choice(link, choice["code"], choices)
        elif ctx.triggered_id in controls.all.values() and bar_for:
            changed = str(ctx.triggered_id).removeprefix(f"{controls.prefix}-")
            wanted = link_from_controls(link, values, changed, choices)
        selection = read_link(f"{pathname}{wanted}", choices).selection
        told = held(has, values, bar_for)
        shown = shown_controls(selection, choices, bar_for, places_of(told), release.rule)
        return news(controls, shown, told, wanted, query)

    return join_question_and_link


def held(has: Has | None, values: dict[str, Any], bar_for: str | None) -> Has:
    """What the browser has; a page that has just been built has no options, whatever an answer to the last one said."""
    fresh = {"seen": None} if bar_for is None else {}
    return {**(has or {}), **fresh, "values": values, "bar_for": bar_for}


def places_of(has: Has) -> str | None:
    """Which list of areas the browser has."""
    seen: dict[str, str] = has.get("seen") or {}
    return seen.get("places")


def outputs(controls: Controls, shown: dict[str, Any]) -> dict[str, Any]:
    """What is shown, cut to the page's own controls; parts not given stay as they are."""
    groups = {"values": controls.all, "options": controls.lists, "summaries": controls.summaries}
    cut = {name: {key: shown[name].get(key, no_update) for key in keys} for name, keys in groups.items()}
    found = no_update if shown["places"] is None else shown["places"]
    places = {"go-to": found} if "go-to" in controls.all else {}
    hidden = {key: shown["hidden"][key] for key in controls.hiding}
    seen = {key: digest(options) for key, options in cut["options"].items() if options is not no_update}
    seen["places"] = shown["places_for"]
    return cut | {"places": places, "hidden": hidden, "bar_for": shown["bar_for"], "seen": seen}


def news(controls: Controls, shown: dict[str, Any], has: Has, wanted: str, asked: str) -> dict[str, Any]:
    """Of what is shown, what the browser has not: it told what its controls hold and which options it got."""
    made, seen = outputs(controls, shown), has.get("seen") or {}
    told = {**made, "search": no_update if wanted == asked else wanted}
    for name in ("values", "summaries", "hidden"):
        known = has.get(name) or {}
        told[name] = {key: no_update if known.get(key) == value else value for key, value in made[name].items()}
    told["options"] = {
        key: no_update if made["seen"].get(key) == seen.get(key) else options
        for key, options in made["options"].items()
    }
    told["bar_for"] = no_update if has["bar_for"] == made["bar_for"] else made["bar_for"]
    kept = {**seen, **made["seen"]}
    return told | {"seen": no_update if kept == seen else kept}


join_question_and_link = join_of(WEST_END)
join_side_by_side = join_of(SIDE_BY_SIDE)
join_neighbourhoods_and_link = join_of(NEIGHBOURHOODS)
join_youth_and_link = join_of(YOUTH)
join_evidence_and_link = join_of(EVIDENCE)
