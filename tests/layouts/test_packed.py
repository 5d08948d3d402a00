"""Lists of numbers survive the wire; parts are sent when the browser has not got them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from dash import html, no_update
from hypothesis import given
from hypothesis import strategies as st

from data.releases import Release
from geo.page_answers import page_answers
from layouts.packed import MOST, packed, packed_beside, packed_places
from layouts.picture import picture
from layouts.sent import MOVING, compact, digest, halves, packed_hours, sent
from layouts.west_end_parts import boundary_urls, west_end_parts
from tests.layouts.unpacked import beside, opened, places, unpacked, week

COUNTS = st.integers(0, 100_000)
NUMBERS = st.one_of(st.none(), st.integers(-MOST + 1, MOST - 1))
TENTHS = st.one_of(st.none(), st.integers(-10_000, 10_000).map(lambda number: round(number / 10, 1)))
STEADY = (("notes",), ("left_out", "map_base", "map_section", "chosen", "ranking_note", "costs"))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], "0"),
        ([0, 31, 32, 1024], "0Af" + "gB" + "ggB"),
        ([None, 5, None], "0.F."),
        ([1, -1, 0], "0~CBA"),
        ([0.5, 12.0], "1F4D"),
    ],
)
def test_hand_worked_texts(values: list[Any], text: str) -> None:
    assert packed(values) == text


@given(st.lists(NUMBERS))
def test_whole_numbers_come_back(values: list[int | None]) -> None:
    assert unpacked(packed(values)) == values


@given(st.lists(TENTHS))
def test_tenths_come_back_to_the_last_digit(values: list[float | None]) -> None:
    assert unpacked(packed(values)) == values


@given(st.lists(st.floats(-1e9, 1e9)))
def test_what_has_too_many_decimals_is_sent_as_it_is(values: list[float]) -> None:
    assert unpacked(packed(values)) == values


@given(st.lists(st.tuples(st.one_of(st.none(), COUNTS), st.one_of(st.none(), COUNTS))))
def test_differences_to_the_values_beside_come_back(pairs: list[tuple[int | None, int | None]]) -> None:
    before, now = [one for one, _ in pairs], [other for _, other in pairs]
    text = packed_beside(before, now)
    assert isinstance(text, str)
    assert beside(text, now) == before


def test_differences_need_the_same_decimals() -> None:
    assert packed_beside([0.5], [1]) is None


@given(st.sets(st.integers(0, 5000)).map(sorted))
def test_places_come_back(found: list[int]) -> None:
    assert places(packed_places(found)) == found


def test_thousands_of_neighbours_are_one_run() -> None:
    assert packed_places(list(range(4000))) == "0" + "A" * 4000


@given(st.lists(st.lists(COUNTS, min_size=24, max_size=24), min_size=7, max_size=7))
def test_a_week_comes_back(hours: list[list[int]]) -> None:
    assert week(packed_hours(hours)) == hours


def test_hours_that_are_not_known_are_sent_as_they_are() -> None:
    hours: list[Any] = [[None] * 24, *[[1] * 24] * 6]
    assert packed_hours(hours) is hours


@pytest.mark.parametrize("measure", ["count", "rate", "density", "harm", "cost", "change", "quotient"])
@pytest.mark.parametrize("more", ["", "&ward=west-end", "&level=ward&compare=none", "&from=2030-01&to=2030-02"])
def test_a_picture_comes_back_whole(demonstration: Release, measure: str, more: str) -> None:
    answers = page_answers(demonstration, f"/west-end?measure={measure}{more}")
    whole = picture(answers.whole, answers.shown, boundary_urls(demonstration))
    told = {key: value for key, value in whole.items() if value not in (None, "")}
    assert opened(compact(whole)) == told
    moving, setting = halves(whole)
    assert opened({**setting, **moving}) == told
    assert not set(setting) & set(MOVING)


def test_what_the_browser_has_is_not_sent_again(demonstration: Release) -> None:
    def asked(link: str, seen: str | None) -> dict[str, Any]:
        return sent(west_end_parts(page_answers(demonstration, link)), seen, STEADY)

    first = asked("/west-end?time=day", None)
    assert no_update not in [first[name] for name in ("setting", "notes", "seen", "picture")]
    again = asked("/west-end?time=22-02", first["seen"])
    assert [again[name] for name in ("setting", "notes", "costs", "seen")] == [no_update] * 4
    assert again["trouble"] is None  # a trouble said before goes with the next answer
    assert again["picture"]["seq"] == "/west-end?time=22-02"
    other = asked("/west-end?time=22-02&measure=cost", first["seen"])
    assert other["setting"]["unit"] == "thousand pounds"
    assert other["costs"]
    back = asked("/west-end?time=day", other["seen"])
    assert back["costs"] == []
    assert back["setting"] == first["setting"]


@pytest.mark.parametrize("seen", ["", "x", "a b c", "a b c d e f g h"])
def test_a_text_from_elsewhere_hides_nothing(demonstration: Release, seen: str) -> None:
    parts = sent(west_end_parts(page_answers(demonstration, "/west-end")), seen, STEADY)
    assert no_update not in [parts[name] for name in ("setting", "notes", "costs", "seen")]


def test_a_digest_follows_what_a_part_says() -> None:
    assert digest([html.P("a")]) == digest([html.P("a")])
    assert digest([html.P("a")]) != digest([html.P("b")])
    assert digest({"a": 1, "b": np.int64(2).item()}) == digest({"b": 2, "a": 1})
