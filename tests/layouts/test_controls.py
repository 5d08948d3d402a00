"""Controls and link: what the controls show, written back, gives the same link; each change writes its own key."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.links import read_link, write_link
from data.releases import Release, open_release
from layouts import ids
from layouts.controls import (
    NO_AREA,
    OTHER_CONTROLS,
    link_after_choice,
    link_from_controls,
    shown_controls,
)
from layouts.question_bar import CONTROLS
from layouts.question_options import DAY_NAMES, few
from tests.layouts.trees import words

CHOICES = open_release(None).choices
ALL = CONTROLS | OTHER_CONTROLS
TYPES = [*CHOICES.dataset("offences").type_slugs]
WARDS = [area.slug for area in CHOICES.areas[Level.WARD]]
LSOAS = [area.slug for area in CHOICES.areas[Level.LSOA]]


def listed(values: list[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(",".join)


MONTHS = st.integers(0, 41).map(lambda offset: f"{2020 + (offset + 9) // 12}-{(offset + 9) % 12 + 1:02d}")
PERIODS = st.tuples(MONTHS, MONTHS).map(sorted)
KEYS = {
    "dataset": st.sampled_from([dataset.slug for dataset in CHOICES.datasets]),
    "compare": st.sampled_from(["none", "2020-10", "2021-04"]),
    "type": listed(TYPES),
    "level": st.sampled_from(["lsoa21", "ward"]),
    "ward": listed(WARDS),
    "lsoa": listed(LSOAS),
    "time": st.sampled_from(["night", "day", "22-02", "09-10"]),
    "days": listed(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    "flag": listed(["knife", "domestic-abuse", "hate", "serious"]),
    "measure": st.sampled_from(
        ["change", "change&only=clear", "rate", "density", "harm", "harm&proactive=without", "cost", "quotient"]
    ),
    "n": st.integers(1, 50).map(str),
    "set": st.just("fixed"),
    "timing": st.just("spread"),
    "show": st.sampled_from(["table", "hexagons"]),
}


@st.composite
def links(draw: st.DrawFn) -> str:
    """Canonical links to the West End page."""
    values = {key: draw(strategy) for key, strategy in KEYS.items() if draw(st.booleans())}
    if draw(st.booleans()):
        values["from"], values["to"] = draw(PERIODS)
    link = "/west-end?" + "&".join(f"{key}={value}" for key, value in values.items())
    return write_link(read_link(link, CHOICES).selection, CHOICES)


def shown(link: str) -> dict[str, Any]:
    return shown_controls(read_link(link, CHOICES).selection, CHOICES, None)


def query_of(link: str) -> str:
    _, mark, query = link.partition("?")
    return mark + query


def changed(link: str, key: str, value: Any) -> str:
    """The query after one control was set."""
    return link_from_controls(link, shown(link)["values"] | {key: value}, ALL[key], CHOICES)


# A data set chosen drops the types of the other; the list of areas and the switch may stand for a part of the link only.
KEPT = [key for key in ALL if key not in {"dataset", "go-to", "west-end", "show"}]


@settings(max_examples=150, deadline=None)
@given(links(), st.sampled_from(KEPT))
def test_what_the_controls_show_written_back_is_the_same_link(link: str, key: str) -> None:
    values = shown(link)["values"]
    assert link_from_controls(link, values, ALL[key], CHOICES) == query_of(link)


@settings(max_examples=100, deadline=None)
@given(links())
def test_every_control_offers_what_it_shows(link: str) -> None:
    state = shown(link)
    for key, value in state["values"].items():
        if key in {"set", "show", "timing", "west-end", "syv"}:
            continue
        offered = {option["value"] for option in (state["places"] if key == "go-to" else state["options"][key])}
        assert set(value if isinstance(value, list) else [value]) <= offered, key


def test_the_hours_can_be_spread_only_where_the_data_set_has_ends() -> None:
    assert shown("/west-end")["hidden"]["timing"] == "switch"
    assert shown("/west-end?dataset=noise")["hidden"]["timing"] == "switch unused"
    assert shown("/west-end?timing=spread")["values"]["timing"] == "spread"


@settings(max_examples=60, deadline=None)
@given(links())
def test_choosing_an_area_twice_gives_the_link_back(link: str) -> None:
    code = "E05013808" if "level=ward" in link else "E01035716" if "lsoa21" in link else "E01004734"
    once = link_after_choice(link, code, CHOICES)
    assert once != query_of(link)
    assert link_after_choice(f"/west-end{once}", code, CHOICES) == query_of(link)


@pytest.mark.parametrize(
    ("key", "value", "query"),
    [
        ("time", "night", "?time=night"),
        ("days", ["fri", "sat"], "?days=fri,sat"),
        ("flag", ["knife", "domestic-abuse"], "?flag=domestic-abuse,knife"),
        ("type", ["robbery"], "?type=robbery"),
        ("ward", ["E05013808"], "?ward=west-end"),
        ("compare", "none", "?compare=none"),
        ("level", "ward", "?level=ward"),
        ("n", "10", "?n=10"),
        ("measure", "change", "?measure=change"),
        ("from", "2023-01", "?from=2023-01&to=2023-09"),
        ("to", "2023-03", "?from=2022-10&to=2023-03"),
        ("set", "fixed", "?set=fixed"),
        ("timing", "spread", "?timing=spread"),
        ("show", "table", "?show=table"),
        ("west-end", "wards", "?ward=st-jamess,west-end"),
        ("go-to", "E01004734", "?lsoa=westminster-018a"),
        ("dataset", "noise", "?dataset=noise"),
    ],
)
def test_each_control_writes_its_key(key: str, value: Any, query: str) -> None:
    assert changed("/west-end", key, value) == query


@pytest.mark.parametrize(
    ("link", "key", "value", "query"),
    [
        ("/west-end?time=night", "time", "all", ""),
        ("/west-end?lsoa=westminster-018a&n=5", "go-to", NO_AREA, "?n=5"),
        ("/west-end?ward=st-jamess,west-end", "west-end", "borough", ""),
        ("/west-end?type=robbery&time=night", "dataset", "noise", "?dataset=noise&time=night"),
        ("/west-end?flag=knife&time=night", "dataset", "noise", "?dataset=noise&time=night"),
        ("/west-end?from=2021-01&to=2021-03", "dataset", "noise", "?dataset=noise&from=2021-01&to=2021-03"),
        ("/west-end?from=2021-01&to=2021-03", "from", "2022-05", "?from=2022-05&to=2022-07"),
        ("/west-end?from=2023-01&to=2023-03", "to", "2022-05", "?from=2022-03&to=2022-05"),
        ("/west-end?from=2021-01&to=2021-12", "from", "2023-05", "?from=2023-05&to=2023-09"),
        ("/west-end?show=hexagons", "n", "5", "?n=5&show=hexagons"),
        ("/west-end?release=demonstration-2023-09", "n", "5", "?n=5&release=demonstration-2023-09"),
    ],
)
def test_a_change_leaves_the_rest_as_it_was(link: str, key: str, value: Any, query: str) -> None:
    assert changed(link, key, value) == query


def test_options_that_do_not_change_are_sent_once() -> None:
    selection = read_link("/west-end", CHOICES).selection
    first = shown_controls(selection, CHOICES, None)
    again = shown_controls(selection, CHOICES, first["bar_for"])
    assert {"type", "ward", "days", "dataset"} <= set(first["options"])
    assert not {"type", "ward", "days", "dataset"} & set(again["options"])
    other = shown_controls(read_link("/west-end?dataset=noise", CHOICES).selection, CHOICES, first["bar_for"])
    assert {option["value"] for option in other["options"]["type"]} == set(CHOICES.dataset("noise").type_slugs)


def test_all_months_are_offered_and_one_beyond_them_if_asked_for() -> None:
    assert len(shown("/west-end")["options"]["from"]) == 36
    assert shown("/west-end?from=2030-01&to=2030-02")["options"]["from"][-1]["label"] == "February 2030"


@pytest.mark.parametrize(
    ("link", "words_shown"),
    [
        ("/west-end", {"type": "all types", "days": "on any day", "ward": "in the whole borough"}),
        ("/west-end?type=robbery", {"type": "robbery"}),
        ("/west-end?type=robbery,theft", {"type": "robbery and theft"}),
        ("/west-end?days=mon,tue,wed", {"days": "on 3 days of the week"}),
        ("/west-end", {"flag": "marked or not"}),
        ("/west-end?flag=injury,knife", {"flag": "with a knife and with an injury"}),
        ("/west-end?flag=detected,injury,knife", {"flag": "3 marks"}),
        ("/west-end?ward=st-jamess,west-end", {"ward": "in St James's and West End"}),
    ],
)
def test_closed_groups_say_what_is_ticked(link: str, words_shown: dict[str, str]) -> None:
    assert shown(link)["summaries"].items() >= words_shown.items()


def test_names_in_the_sentence() -> None:
    options = shown("/west-end?compare=2020-10&time=09-10")["options"]
    names = {key: {option["value"]: option["label"] for option in options[key]} for key in ("compare", "time", "level")}
    assert names["compare"]["previous"] == "compared with a year earlier"
    assert names["compare"]["2020-10"] == "compared with two years earlier"
    assert names["time"]["09-10"] == "from 09:00 to 10:00"
    assert names["time"]["night"] == "at night (18:00 to 06:00)"
    assert names["level"]["ward"] == "ward"
    majors = [words(option["label"]) for option in options["type"]]
    assert majors.index("Robbery of Personal Property") > majors.index("Robbery")
    assert few([*DAY_NAMES[:2]], "any", "days") == "Mondays and Tuesdays"


def test_switches_are_shown_only_where_they_do_something(tiny: Release) -> None:
    assert shown("/west-end")["hidden"].items() >= {"set": "switch", "west-end": "switch"}.items()
    for link in ("?compare=none", "?measure=change", "?from=2020-10&to=2021-03"):
        assert shown(f"/west-end{link}")["hidden"]["set"] == "switch unused", link
    assert shown("/west-end?level=ward")["hidden"]["west-end"] == "switch unused"
    state = shown_controls(read_link("/west-end", tiny.choices).selection, tiny.choices, None)
    assert state["hidden"]["west-end"] == "switch"
    assert state["options"]["n"][0] == {"value": "1", "label": "1"}


def test_the_switch_shows_neither_for_other_wards() -> None:
    assert shown("/west-end")["values"]["west-end"] == "borough"
    assert shown("/west-end?ward=" + ",".join(WEST_END_WARDS))["values"]["west-end"] == "wards"
    assert shown("/west-end?ward=church-street")["values"]["west-end"] == ""
    assert OTHER_CONTROLS["west-end"] == ids.WEST_END_ONLY


def test_marks_are_offered_where_the_data_set_has_them() -> None:
    own = CHOICES.dataset("offences").flags
    offered = [option["value"] for option in shown("/west-end")["options"]["flag"]]
    assert sorted(offered) == sorted(own)
    assert offered[0] == "knife"
    assert shown("/west-end")["hidden"]["flag"] == "word"
    assert shown("/west-end?dataset=noise")["hidden"]["flag"] == "word unused"
    assert shown("/west-end?dataset=noise")["options"]["flag"] == []


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("/west-end?show=hexagons", "hexagons"), ("/?show=hexagons", "hexagons"), ("/west-end?show=table", "table"),
        ("/neighbourhoods?show=hexagons", "hexagons"), ("/neighbourhoods?show=table", "map"), ("/west-end", "map"),
    ],
)  # fmt: skip
def test_the_switch_shows_how_areas_are_drawn(demonstration: Release, link: str, shown: str) -> None:
    selection = read_link(link, demonstration.choices).selection
    assert shown_controls(selection, demonstration.choices, None)["values"]["show"] == shown
