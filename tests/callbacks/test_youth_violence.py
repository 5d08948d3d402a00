"""The wire and the page of youth violence as plain functions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from dash._callback_context import context_value
from dash._utils import AttributeDict

from callbacks.question import join_youth_and_link
from callbacks.youth_violence import update_youth_violence
from data.releases import Release
from data.serving import serve_from
from geo.page_json import page_json
from layouts import ids
from layouts.youth_violence import YOUTH
from tests.layouts.unpacked import opened

PAGE = "/serious-youth-violence"
QUEENS_PARK = "E05013804"


@pytest.fixture(autouse=True)
def embedded() -> None:
    serve_from(None)


@contextmanager
def triggered_by(component: str) -> Iterator[None]:
    token = context_value.set(AttributeDict(triggered_inputs=[{"prop_id": f"{component}.value"}]))
    yield
    context_value.reset(token)


def join(component: str, search: str, values: dict[str, Any], choice: dict[str, Any] | None = None) -> dict[str, Any]:
    with triggered_by(component):
        found: dict[str, Any] = join_youth_and_link(search, values, choice, PAGE, "demonstration-2023-09/offences")
    return found


def controls(search: str) -> dict[str, Any]:
    held: dict[str, Any] = join(YOUTH.id(ids.URL), search, dict.fromkeys(YOUTH.all))["values"]
    return held


def test_the_rule_is_a_control_whose_default_is_left_out_of_the_link() -> None:
    assert controls("")["syv"] == "any"
    assert controls("?syv=suspect")["syv"] == "suspect"
    changed = join(YOUTH.id(ids.RULE), "?time=night", controls("?time=night") | {"syv": "under-18"})
    assert changed["search"] == "?time=night&syv=under-18"
    back = join(YOUTH.id(ids.RULE), changed["search"], controls(changed["search"]) | {"syv": "any"})
    assert back["search"] == "?time=night"


def test_a_ward_of_the_published_map_is_chosen_as_a_ward() -> None:
    chosen = join(ids.MAP_CHOICE, "", controls(""), {"code": QUEENS_PARK, "at": 1})
    assert chosen["search"] == "?ward=queens-park"
    again = join(ids.MAP_CHOICE, "?ward=queens-park", controls("?ward=queens-park"), {"code": QUEENS_PARK, "at": 2})
    assert again["search"] == ""
    assert join(ids.MAP_CHOICE, "", controls(""), {"code": "E01004734", "at": 3})["search"] == "?lsoa=westminster-018a"


@pytest.mark.parametrize("search", ["", None, "?", "?syv=x&ward=soho&%%%=1", "?lsoa=" + "a" * 9000, "?release=none"])
def test_no_link_fails(search: str) -> None:
    assert update_youth_violence(search, PAGE)["title"]


@pytest.mark.parametrize(
    "search", ["", "?syv=knife-injury", "?ward=queens-park&time=night", "?level=ward&compare=none"]
)
def test_page_and_command_give_the_same_figures(search: str, demonstration: Release) -> None:
    parts, told = update_youth_violence(search, PAGE), page_json(demonstration, PAGE + search)
    recorded, _, young, older = map(opened, parts["pictures"])
    assert parts["said"] == told["says"]
    if "ward=" not in search:
        assert recorded["values"] == [area["value"] for area in told["areas"]]
    assert young["hours"] == told["youth"]["under_18"]["hours"]
    assert older["hours"] == told["youth"]["from_18_to_24"]["hours"]
