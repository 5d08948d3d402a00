"""Callbacks are plain functions: parse the question, ask it, give what layouts made of the answer."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from dash import no_update
from dash._callback_context import context_value
from dash._utils import AttributeDict
from flask import Flask

from callbacks.data_page import update_data_page
from callbacks.downloads import download_view
from callbacks.not_found import update_not_found
from callbacks.question import join_question_and_link
from callbacks.routes import routes
from callbacks.shell import update_menu
from callbacks.side_by_side import update_side_by_side
from callbacks.west_end import update_west_end
from data.releases import Release
from data.serving import serve_from
from geo.answer import answer_link
from layouts import ids
from layouts.controls import WEST_END
from tests.layouts.trees import words
from tests.layouts.unpacked import unpacked


@pytest.fixture(autouse=True)
def embedded() -> None:
    serve_from(None)


@contextmanager
def triggered_by(component: str, value: str = "value") -> Iterator[None]:
    token = context_value.set(AttributeDict(triggered_inputs=[{"prop_id": f"{component}.{value}"}]))
    yield
    context_value.reset(token)


def join(component: str, search: str, values: dict[str, Any], **state: Any) -> dict[str, Any]:
    with triggered_by(component, "search" if component == ids.URL else "value"):
        found: dict[str, Any] = join_question_and_link(
            search, values, state.get("choice"), "/west-end", state.get("bar_for", "demonstration-2023-09/offences")
        )
    return found


def controls(search: str) -> dict[str, Any]:
    """What the controls hold once a link filled them."""
    held: dict[str, Any] = join(ids.URL, search, dict.fromkeys(WEST_END.all), bar_for=None)["values"]
    return held


def test_a_link_fills_the_controls_and_is_not_written() -> None:
    filled = join(ids.URL, "?time=night&n=5", dict.fromkeys(WEST_END.all), bar_for=None)
    assert filled["search"] is no_update
    assert (filled["values"]["time"], filled["values"]["n"]) == ("night", "5")
    assert filled["bar_for"] == "demonstration-2023-09/offences"
    assert len(filled["options"]["type"]) > 40


def test_a_control_writes_the_link_and_the_sentence_follows() -> None:
    """Dash does not call a callback for what it wrote itself, so one call does both."""
    changed = join(ids.TYPES, "?n=5", controls("?n=5") | {"type": ["robbery"]})
    assert changed["search"] == "?type=robbery&n=5"
    assert changed["summaries"]["type"] == "robbery"
    assert changed["options"]["type"] is no_update


def test_controls_that_are_filled_for_the_first_time_write_nothing() -> None:
    """At the start Dash calls for each control that gets its first value."""
    assert join(ids.TIME, "?time=night", dict.fromkeys(WEST_END.all), bar_for=None)["search"] is no_update


def test_a_control_set_to_what_it_was_writes_nothing() -> None:
    assert join(ids.TIME, "?time=night", controls("?time=night"))["search"] is no_update
    assert join(ids.TIME, "", controls(""))["search"] is no_update


def test_a_choice_on_the_map_writes_the_link() -> None:
    chosen = join(ids.MAP_CHOICE, "", controls(""), choice={"code": "E01004734", "at": 1})
    assert chosen["search"] == "?lsoa=westminster-018a"
    assert chosen["values"]["go-to"] == "E01004734"
    again = join(ids.MAP_CHOICE, chosen["search"], controls(chosen["search"]), choice={"code": "E01004734", "at": 2})
    assert again["search"] == ""


def test_the_west_end_page_is_the_answer(demonstration: Release) -> None:
    filled = update_west_end("?type=robbery", "/west-end")
    answer = answer_link("/west-end?type=robbery", demonstration)
    assert filled["title"] == answer.headline
    assert filled["said"] == answer.says
    assert answer.values is not None
    assert unpacked(filled["picture"]["values"]) == answer.values.tolist()


def test_a_chosen_area_leaves_the_headline_the_whole_finding(demonstration: Release) -> None:
    filled = update_west_end("?lsoa=westminster-018a", "/west-end")
    assert filled["title"] == answer_link("/west-end", demonstration).headline
    assert filled["said"] == answer_link("/west-end?lsoa=westminster-018a", demonstration).says
    assert "Westminster 018A" in words(filled["chosen"])


@pytest.mark.parametrize("search", ["", None, "?", "?from=x&ward=soho&n=900&%%%=1", "?lsoa=" + "a" * 9000])
def test_no_link_fails(search: str) -> None:
    assert update_west_end(search, "/west-end")["title"]
    assert update_side_by_side(search, "one", "/")["title"]
    assert join(ids.URL, search, dict.fromkeys(WEST_END.all), bar_for=None)["values"]["dataset"] == "offences"


def test_other_pages_answer_too() -> None:
    assert "demonstration data" in words(update_data_page("/data")["content"])
    assert words(update_menu("", "")).startswith("Overview")
    assert update_not_found("?n=5")["title"] == "There is no such page"


def test_only_boundaries_of_the_release_are_served(demonstration: Release) -> None:
    server = Flask(__name__)
    server.register_blueprint(routes)
    client = server.test_client()
    name = demonstration.manifest["boundaries"]["ward"]["display"]
    found = client.get(f"/boundaries/{demonstration.id}/{name}")
    assert found.status_code == 200
    assert found.cache_control.immutable
    assert found.cache_control.max_age == 365 * 24 * 3600
    for path in (f"{demonstration.id}/ward.parquet", f"{demonstration.id}/..%2Fmanifest.json", f"other/{name}"):
        assert client.get(f"/boundaries/{path}").status_code == 404


ABOUT_TEN = 15  # lines, a docstring of two among them


@pytest.mark.parametrize(
    "function", [update_west_end, update_side_by_side, update_data_page, join_question_and_link, download_view]
)
def test_callbacks_are_short(function: Callable[..., Any]) -> None:
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(parsed, ast.FunctionDef)
    assert parsed.end_lineno is not None
    assert parsed.end_lineno - parsed.body[0].lineno < ABOUT_TEN
