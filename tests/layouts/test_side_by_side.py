"""The landing page: the bar adds up, the three views tell their own answers, one colour scale is an even share."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data.links import read_link
from data.releases import Release
from data.selection import VIEWS
from geo.answer import answer_link
from geo.pages.side_by_side import side_by_side
from layouts.bar_of_areas import bar_of_areas
from layouts.controls import SIDE_BY_SIDE, link_after_choice, link_from_controls, shown_controls
from layouts.side_by_side import side_by_side as skeleton
from layouts.side_by_side_parts import side_by_side_parts
from layouts.view_pictures import EVEN_LABELS
from tests.layouts.trees import of_kind, parts, words
from tests.layouts.unpacked import unpacked

YEAR = "/?from=2022-10&to=2023-09"


def filled(release: Release, link: str, scale: str = "one") -> dict[str, Any]:
    return side_by_side_parts(side_by_side(release, link), scale)


def lengths(tree: object, style: str) -> list[float]:
    """The segments of a style, in per cent of their bar."""
    found = []
    for row in parts(tree):
        told = json.loads(getattr(row, "data-parts", "{}"))
        for place, part in enumerate(unpacked(told.get("parts", "0"))):
            styles = [name for name, end in told["upto"].items() if place < end]
            if (styles[0] if styles else told.get("rest")) == style:
                found.append(part)
    return found


def test_the_bar_holds_all_areas_and_adds_up(demonstration: Release) -> None:
    answer = answer_link(YEAR, demonstration)
    bar = bar_of_areas(answer)
    deep, mid, rest = (lengths(bar, style) for style in ("deep", "mid", "rest"))
    assert (len(deep), len(mid)) == (3, 2)
    assert answer.counts is not None
    assert len(deep + mid + rest) == int((answer.counts > 0).sum())
    assert sum(deep + mid + rest) == pytest.approx(100, abs=0.1)
    assert sum(deep) == pytest.approx(40.2, abs=0.05)
    assert sorted(deep + mid + rest, reverse=True) == deep + mid + rest


def test_brackets_and_sentence_tell_the_shares(demonstration: Release) -> None:
    bar = bar_of_areas(answer_link(YEAR, demonstration))
    assert [words(of_kind(item, "B")) for item in of_kind(bar, "Li")] == ["40.2%", "51.5%", "48.5%"]
    assert "37.4% a year earlier (grey)" in words(bar)
    assert "of all 128, 98 record fewer than one a day" in words(bar)
    (picture,) = [part for part in parts(bar) if getattr(part, "role", None) == "img"]
    assert "three small areas hold 40.2%, five hold half" in getattr(picture, "aria-label")


def test_without_a_comparison_there_is_no_grey_bar(demonstration: Release) -> None:
    bar = bar_of_areas(answer_link(f"{YEAR}&compare=none", demonstration))
    assert lengths(bar, "lead") == []
    assert "earlier" not in words(bar)


@pytest.mark.parametrize(
    "link", ["/?from=2030-01&to=2030-02", "/?type=homicide&time=04-05&days=mon&ward=church-street"]
)
def test_nothing_to_share_gives_no_bar_and_says_so(demonstration: Release, link: str) -> None:
    page = filled(demonstration, link)
    assert page["bar"] is None
    assert words(page["stand"])
    for view in page["view"].values():
        assert words(view["sentence"])
        assert not view["figures"]
    for picture in page["picture"]:
        assert set(picture["values"]) <= {None, 0}
        assert picture["breaks"] == sorted(picture["breaks"])


def test_each_view_tells_its_published_finding(demonstration: Release) -> None:
    view = filled(demonstration, YEAR)["view"]
    assert "68.3% of recorded offences fall in two wards" in words(view["we"]["sentence"])
    assert "58.0% of serious youth violence falls in the same two wards" in words(view["syv"]["sentence"])
    assert "no ward holds more than 4.4%" in words(view["nb"]["sentence"])
    assert "87,036 with a known place" in words(view["we"]["base"])


@pytest.mark.parametrize("link", [YEAR, f"{YEAR}&we.time=night&syv.syv=victim&nb.time=day", f"{YEAR}&dataset=noise"])
def test_numbers_changes_and_hours_are_those_of_the_part_told(demonstration: Release, link: str) -> None:
    page = filled(demonstration, link)
    for picture, view in zip(page["picture"], side_by_side(demonstration, link).views, strict=True):
        asked = answer_link(view.part.link, demonstration)
        assert picture["hours"] == (None if asked.hours is None else asked.hours.tolist())
        if asked.now is None:
            continue
        told = words(page["view"][view.prefix]["figures"])
        assert f"{asked.now.records:,}" in told
        assert asked.before is None or f"{asked.before.records:,}" in told


@pytest.mark.parametrize("prefix", VIEWS)
@pytest.mark.parametrize("link", [YEAR, "/?time=22-04&syv.syv=both&we.type=robbery&nb.n=5", "/?dataset=stop-search"])
def test_a_picture_is_the_answer_of_its_view(demonstration: Release, link: str, prefix: str) -> None:
    answer = answer_link(link, demonstration, prefix)
    picture = filled(demonstration, link)["picture"][list(VIEWS).index(prefix)]
    assert picture["values"] == ([None] * len(answer.areas) if answer.values is None else answer.values.tolist())
    assert picture["previous"] == (None if answer.previous is None else answer.previous.tolist())
    assert picture["top"] == (list(answer.top.positions) if answer.top else [])
    assert picture["shares_base"] == answer.located
    assert picture["rows"] == answer.selection.n


def test_one_scale_is_times_an_even_share_and_own_scales_are_round_counts(demonstration: Release) -> None:
    one, own = (filled(demonstration, YEAR, scale)["picture"] for scale in ("one", "own"))
    for picture, areas in zip(one, (128, 128, 18), strict=True):
        even = picture["shares_base"] / areas
        assert picture["breaks"] == pytest.approx([0, even / 2, even, 2 * even, 4 * even, 8 * even])
        assert picture["labels"] == list(EVEN_LABELS)
    assert all(picture["labels"] is None and picture["breaks"][1] == int(picture["breaks"][1]) for picture in own)
    assert [picture["into"]["legend"] for picture in one] == ["all-map-legend", "all-syv-legend", "all-nb-legend"]
    assert own[0]["into"]["legend"] == "all-we-legend"
    youth = own[1]
    assert max(youth["values"]) >= youth["breaks"][4], "the fewer youth offences fill the scale too"
    assert "own-scales" in filled(demonstration, f"{YEAR}&measure=change")["views"]


def test_a_small_area_chosen_is_marked_in_all_three(demonstration: Release) -> None:
    page = filled(demonstration, f"{YEAR}&lsoa=westminster-013e")
    names = [[area.name for area in view.whole.areas] for view in side_by_side(demonstration, YEAR).views]
    marked = [[names[i][place] for place in picture["selected"]] for i, picture in enumerate(page["picture"])]
    assert marked == [["Westminster 013E"], ["Westminster 013E"], ["West End"]]
    assert [picture["shares_base"] for picture in page["picture"]] == [
        picture["shares_base"] for picture in filled(demonstration, YEAR)["picture"]
    ]
    assert "16,182" in words(page["view"]["we"]["figures"])
    assert "013E chosen." in words(page["chosen"])
    (back,) = of_kind(page["chosen"], "A")
    assert back.href == "?"


def test_titles_lead_to_the_pages_and_carry_the_views_question(demonstration: Release) -> None:
    view = filled(demonstration, "/?type=robbery&lsoa=westminster-013e&we.time=night&syv.syv=victim")["view"]
    assert view["we"]["title"].href == "/west-end?type=robbery&lsoa=westminster-013e&time=night"
    assert view["syv"]["title"].href == "/serious-youth-violence?type=robbery&lsoa=westminster-013e&syv=victim"
    assert view["nb"]["title"].href == "/neighbourhoods?type=robbery&lsoa=westminster-013e"


def test_a_views_own_conditions_stand_under_its_title(demonstration: Release) -> None:
    view = filled(demonstration, "/?time=day&we.time=night&syv.syv=both&syv.time=all&nb.from=2023-01&nb.to=2023-03")[
        "view"
    ]
    assert view["we"]["condition"] == "here at night (18:00 to 06:00) only"
    assert view["syv"]["condition"] == "here at any time and with victim and suspect under 25 only"
    assert view["nb"]["condition"] == "here January 2023 to March 2023"
    assert {part["condition"] for part in filled(demonstration, "/?time=night")["view"].values()} == {""}


def test_unequal_conditions_are_not_held_against_each_other(demonstration: Release) -> None:
    assert "against 68.3%" in words(filled(demonstration, YEAR)["view"]["syv"]["sentence"])
    assert "against" not in words(filled(demonstration, f"{YEAR}&we.time=night")["view"]["syv"]["sentence"])


def test_what_a_source_cannot_tell_is_said_and_not_zero(demonstration: Release) -> None:
    page = filled(demonstration, "/?dataset=stop-search")
    assert "cannot be told" in words(page["view"]["syv"]["sentence"])
    assert page["picture"][1]["values_note"]
    assert page["picture"][1]["hours"] is None
    assert "cannot be told" in page["picture"][1]["values_note"]


def test_an_odd_link_is_obeyed_as_far_as_it_goes_and_the_rest_said(demonstration: Release) -> None:
    page = filled(demonstration, "/?type=robbery&colour=red&we.time=late")
    told = words(page["left_out"])
    assert "colour" in told
    assert "late" in told
    assert told.count("colour") == 1


def test_a_views_control_writes_its_own_key_and_leaves_the_rest(demonstration: Release) -> None:
    choices = demonstration.choices

    def after(link: str, control: str, key: str, value: str) -> str:
        values = shown_controls(read_link(link, choices).selection, choices, None)["values"]
        cut = {name: values[name] for name in SIDE_BY_SIDE.all}
        return link_from_controls(link, cut | {key: value}, control, choices)

    assert after("/?type=robbery", "we-time", "we.time", "night") == "?type=robbery&we.time=night"
    assert after("/?we.time=night&syv.syv=victim", "we-time", "we.time", "all") == "?syv.syv=victim"
    assert after("/?time=night", "nb-time", "nb.time", "all") == "?time=night&nb.time=all"
    assert after("/?we.time=night", "time", "time", "night") == "?time=night"
    assert after("/?syv.syv=both", "time", "time", "day") == "?time=day&syv.syv=both"
    assert after("/", "syv-rule", "syv.syv", "knife-injury") == "?syv.syv=knife-injury"


def test_controls_show_what_each_view_counts(demonstration: Release) -> None:
    choices = demonstration.choices
    shown = shown_controls(read_link("/?time=22-03&we.time=night&syv.syv=both", choices).selection, choices, None)
    own = {name: shown["values"][name] for name in SIDE_BY_SIDE.others}
    assert own == {"we.time": "night", "syv.syv": "both", "syv.time": "22-03", "nb.time": "22-03", "show": "map"}
    assert "22-03" in [option["value"] for option in shown["options"]["nb.time"]]
    assert len(shown["options"]["syv.syv"]) == 7


def test_an_area_of_any_map_is_chosen_in_the_shared_link(demonstration: Release) -> None:
    choices = demonstration.choices
    codes = {area.slug: area.code for areas in choices.areas.values() for area in areas}
    small, ward = codes["westminster-013e"], codes["church-street"]
    assert link_after_choice("/?we.time=night", small, choices) == "?lsoa=westminster-013e&we.time=night"
    assert link_after_choice("/?lsoa=westminster-013e", small, choices) == ""
    assert link_after_choice("/?lsoa=westminster-013e", ward, choices) == "?ward=church-street"
    assert link_after_choice("/?ward=church-street", ward, choices) == ""


def test_no_id_stands_twice() -> None:
    found = [part.id for part in parts(skeleton()) if getattr(part, "id", None)]
    assert len(found) == len(set(found))
