"""Every measure on every page: values, units, classes, labels and sentences are those of the answer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from data.releases import Release
from data.selection import Measure
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.page_answers import page_answers
from geo.pages.side_by_side import side_by_side
from geo.pages.ward_page import ward_page
from geo.pages.youth import youth_answers
from geo.wording import rate_caption
from layouts.neighbourhoods_parts import neighbourhoods_parts
from layouts.side_by_side_parts import side_by_side_parts
from layouts.table_values import table_host
from layouts.ward_table import CHANGE_PLACE, HEADS, MEASURE_PLACE
from layouts.west_end_parts import west_end_parts
from layouts.words.measure import NO_WHOLE
from layouts.words.where import chosen_figures
from layouts.youth_parts import youth_parts
from tests.layouts.trees import of_kind, parts, rows, words
from tests.layouts.unpacked import unpacked

MEASURES = [str(measure) for measure in Measure]
WEIGHED = ["harm", "cost"]
UNITS = {
    "count": "offences",
    "change": "offences",
    "harm": "days of harm",
    "cost": "thousand pounds",
    "rate": "offences per 1,000 residents",
    "density": "offences per hectare",
    "quotient": "times the borough’s share",
}
DIGITS = {"rate": 1, "density": 1, "quotient": 1}


def west_end(release: Release, query: str) -> dict[str, Any]:
    return west_end_parts(page_answers(release, f"/west-end?{query}"))


def landing(release: Release, query: str, scale: str = "one") -> dict[str, Any]:
    return side_by_side_parts(side_by_side(release, f"/?{query}"), scale)


def youth(release: Release, query: str) -> dict[str, Any]:
    link = f"/serious-youth-violence?{query}"
    answers = page_answers(release, link)
    return youth_parts(answers, youth_answers(release, link), youth_answers(release, answers.wards.link))


def neighbourhoods(release: Release, query: str) -> dict[str, Any]:
    return neighbourhoods_parts(ward_page(release, f"/neighbourhoods?{query}"))


def asked(release: Release, link: str) -> dict[str, Any]:
    """What ``swp query`` prints."""
    return answer_json(answer_link(link, release))


def as_drawn(value: float | None, measure: str) -> float | None:
    """A printed value as the page draws it: pounds in thousands, rates and quotients with one decimal."""
    if value is None:
        return None
    return round(value / 1000 if measure == "cost" else value, DIGITS.get(measure, 0))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("rest", ["type=burglary", "level=ward&flag=injury", "level=lsoa21&time=night"])
def test_the_map_draws_what_the_command_prints(demonstration: Release, measure: str, rest: str) -> None:
    query = f"{rest}&measure={measure}"
    printed = asked(demonstration, f"/west-end?{query}")
    picture = west_end(demonstration, query)["picture"]
    for drawn, area in zip(picture["values"], printed["areas"], strict=True):
        expected = as_drawn(area["value"], measure)
        assert (drawn is None) == (expected is None)
        assert drawn == pytest.approx(expected, abs=0.1 if measure in DIGITS else 0.51)
    assert picture["unit"] == UNITS[measure]
    assert picture["decimals"] == DIGITS.get(measure, 0)
    signs = {"higher": 1, "lower": -1, "no clear change": 0}
    if measure == "quotient":
        assert picture["verdicts"] is None
    else:
        assert picture["verdicts"] == [signs[area["verdict"]] for area in printed["areas"]]


@pytest.mark.parametrize("measure", MEASURES)
def test_hours_months_and_shares_stand_in_one_unit(demonstration: Release, measure: str) -> None:
    found = west_end(demonstration, f"measure={measure}")
    picture, printed = found["picture"], asked(demonstration, f"/west-end?measure={measure}")
    week = sum(sum(day) for day in picture["hours"])
    drawn = as_drawn(sum(sum(day) for day in printed["hours"]), measure if measure in WEIGHED else "count")
    assert week == pytest.approx(drawn, abs=84)
    assert picture["hours_unit"] == (UNITS[measure] if measure in WEIGHED else "offences")
    if measure in ("count", *WEIGHED):
        assert picture["shares_base"] == pytest.approx(sum(picture["values"]), abs=64)
    else:
        assert picture["shares_base"] is None
    charts, months = {"trend": found["trend"]}, table_host(found["trend_table"])
    heads = words(of_kind(months, "Thead", charts)[0])
    assert heads.startswith("Month" + ("Offences" if measure not in WEIGHED else UNITS[measure].capitalize()))
    told = [int(row[1].replace(",", "")) for row in rows(months, charts)]
    months = [as_drawn(month["value"], measure if measure in WEIGHED else "count") for month in printed["months"]]
    assert told == pytest.approx(months, abs=1)


@pytest.mark.parametrize("measure", MEASURES)
def test_records_decide_what_is_told_in_per_cent(demonstration: Release, measure: str) -> None:
    answers = page_answers(demonstration, f"/west-end?measure={measure}")
    picture = west_end(demonstration, f"measure={measure}")["picture"]
    if measure in ("count", "change"):
        assert (picture["records"], picture["records_before"]) == (None, None)
        return
    assert answers.whole.now is not None
    assert answers.whole.before is not None
    assert picture["records"] == answers.whole.now.by_area.tolist()
    assert picture["records_before"] == answers.whole.before.by_area.tolist()


@pytest.mark.parametrize(("measure", "said"), [("harm", "days of harm"), ("cost", "£"), ("count", "offences")])
def test_months_say_the_sum_in_its_own_unit(demonstration: Release, measure: str, said: str) -> None:
    found = west_end(demonstration, f"measure={measure}")
    total = asked(demonstration, f"/west-end?measure={measure}")["total"]["value"]
    told = (
        f"{total / 1e6:.2f} million"
        if measure == "harm"
        else f"{total / 1e6:.0f} million"
        if measure == "cost"
        else f"{total:,}"
    )
    assert told in found["trend_says"]
    assert said in found["trend_says"]
    assert ("offences" in found["trend_title"]) is False


def test_the_two_wards_hold_a_share_of_the_harm_not_of_the_records(demonstration: Release) -> None:
    wards = asked(demonstration, "/west-end?level=ward&measure=harm")["areas"]
    held = sum(area["share"] for area in wards if area["name"] in ("St James's", "West End"))
    assert f"{held:.1%} of the harm of these offences" in words(west_end(demonstration, "measure=harm")["stand"])
    sentence = words(landing(demonstration, "measure=harm")["view"]["we"]["sentence"])
    assert sentence.startswith(f"{held:.1%} of the harm of recorded offences falls in two wards")


@pytest.mark.parametrize("measure", WEIGHED)
def test_the_bar_shares_out_what_the_records_weigh(demonstration: Release, measure: str) -> None:
    bar = landing(demonstration, f"measure={measure}")["bar"]
    printed = asked(demonstration, f"/?measure={measure}")
    first = next(part for part in parts(bar) if getattr(part, "className", None) == "row")
    widths = unpacked(json.loads(getattr(first, "data-parts"))["parts"])
    shares = sorted((100 * area["share"] for area in printed["areas"] if area["share"]), reverse=True)
    assert widths == pytest.approx(shares, abs=0.01)
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert f"{printed['top']['share']:.1%}" in words(bar)
    assert (
        measure
        in next(part for part in parts(bar) if getattr(part, "role", None) == "img").to_plotly_json()["props"][
            "aria-label"
        ]
    )


@pytest.mark.parametrize("measure", ["change", "rate", "density", "quotient"])
def test_what_makes_no_whole_has_no_bar_and_says_so(demonstration: Release, measure: str) -> None:
    page = landing(demonstration, f"measure={measure}&type=burglary")
    assert not any(getattr(part, "className", None) == "bar-of-areas" for part in parts(page["bar"]))
    assert NO_WHOLE[Measure(measure)].format("the borough’s") in words(page["bar"])
    assert "own-scales forced" in page["views"]
    assert all(picture["shares_base"] is None for picture in page["picture"])


@pytest.mark.parametrize("measure", WEIGHED)
def test_one_scale_is_times_an_even_share_of_the_weight(demonstration: Release, measure: str) -> None:
    for picture, areas in zip(landing(demonstration, f"measure={measure}")["picture"], (128, 128, 18), strict=True):
        assert picture["breaks"][2] == pytest.approx(picture["shares_base"] / areas)
        assert picture["verdicts"] is not None


@pytest.mark.parametrize(
    ("measure", "start", "unit_said"),
    [("harm", "1.92 million", "days of harm, offences in the two wards"),
     ("cost", "£202 million", "cost of offences in the two wards"),
     ("rate", "1,988", "offences per 1,000 residents in the two wards")],
)  # fmt: skip
def test_key_figures_are_the_measure_of_the_part(
    demonstration: Release, measure: str, start: str, unit_said: str
) -> None:
    part = asked(demonstration, f"/west-end?ward=st-jamess,west-end&measure={measure}")["total"]
    told = words(landing(demonstration, f"measure={measure}")["view"]["we"]["figures"])
    assert unit_said in told
    assert start in told
    assert f"{part['value'] / part['previous'] - 1:+.0%}" in told


def test_a_view_may_show_another_measure_and_says_so(demonstration: Release) -> None:
    page = landing(demonstration, "we.measure=rate&nb.measure=harm&nb.proactive=without")
    assert page["view"]["we"]["condition"] == "here the number per 1,000 residents"
    assert page["view"]["nb"]["condition"] == "here the harm and without what searches found"
    assert "not of a resident" in page["view"]["we"]["base"]
    assert "not of a resident" not in page["view"]["nb"]["base"]
    assert "own-scales forced" in page["views"]
    assert page["bar"].className == "bar-of-areas"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_youth_maps_use_their_classes(demonstration: Release, measure: str, level: str) -> None:
    page = youth(demonstration, f"measure={measure}&level={level}")
    picture = page["pictures"][0]
    found = picture.get("classes") or [
        None if value is None else sum(value >= bound for bound in picture["breaks"]) - (not picture["diverging"])
        for value in picture["values"]
    ]
    known = {place for place in found if place is not None}
    assert len(known) >= (2 if measure == "change" else 3), "one colour for all would tell nothing"
    assert max(known) < len(picture["labels"] or picture["breaks"])
    others = "everything else here is a number of offences" in words(page["stand"])
    assert others == (measure != "count")


@pytest.mark.parametrize("measure", MEASURES[1:])
def test_the_wards_map_and_its_column_follow_the_measure(demonstration: Release, measure: str) -> None:
    query = f"type=burglary&measure={measure}"
    printed = asked(demonstration, f"/neighbourhoods?{query}")
    page = neighbourhoods(demonstration, query)
    drawn = [as_drawn(area["value"], measure) for area in printed["areas"]]
    assert page["picture"][0]["values"] == pytest.approx(drawn, abs=0.51)
    assert page["picture"][0]["unit"] == UNITS[measure]
    assert words(page["title"]) == answer_link(f"/neighbourhoods?{query}", demonstration).headline
    if measure == "change":
        return
    (head,) = of_kind(of_kind(page["table"], "Thead")[0], "Tr")
    assert words(head.children[MEASURE_PLACE]) == UNITS[measure].capitalize()
    assert words(head.children[CHANGE_PLACE]) == "Change in offences"
    column = {row[1]: float(row[MEASURE_PLACE].replace(",", "")) for row in rows(page["table"])}
    assert column == pytest.approx(
        {area["name"]: value for area, value in zip(printed["areas"], drawn, strict=True)}, abs=0.51
    )


def test_without_a_measure_the_wards_stay_as_they_were(demonstration: Release) -> None:
    page = neighbourhoods(demonstration, "")
    assert page["map_title"] == "Which wards changed"
    (head,) = of_kind(of_kind(page["table"], "Thead")[0], "Tr")
    assert [words(cell) for cell in head.children[1:4]] == ["Ward", "Offences", HEADS[3][0]]


def test_a_rate_per_resident_never_stands_without_its_caption(demonstration: Release) -> None:
    caption = rate_caption(answer_link("/west-end?measure=rate", demonstration))
    assert "not of a resident" in caption
    query = "measure=rate"
    assert caption in west_end(demonstration, query)["map_base"]
    assert caption in words(landing(demonstration, query)["stand"])
    assert caption in youth(demonstration, query)["map_base"]
    assert caption in youth(demonstration, f"{query}&level=ward")["map_base"]
    assert caption in words(neighbourhoods(demonstration, query)["map_base"])
    for page in ("/", "/west-end", "/serious-youth-violence", "/neighbourhoods"):
        assert answer_link(page, demonstration).measure is Measure.COUNT
    assert rate_caption(answer_link("/west-end?measure=rate&ward=church-street", demonstration)) == ""


def test_the_quotient_of_all_records_asks_for_a_type(demonstration: Release) -> None:
    found = west_end(demonstration, "measure=quotient")
    assert found["title"].startswith("Choose a type: ")
    assert found["map_title"] == "Where"
    assert "stand out most" in west_end(demonstration, "measure=quotient&type=robbery")["title"]


def chosen(release: Release, query: str, names: list[str]) -> str:
    whole = page_answers(release, f"/west-end?{query}").whole
    return chosen_figures(whole, [[area.name for area in whole.areas].index(f"Westminster {name}") for name in names])


def test_the_area_chosen_is_told_by_records_and_measure(demonstration: Release) -> None:
    area = next(
        area for area in asked(demonstration, "/west-end?measure=harm")["areas"] if area["name"].endswith("013E")
    )
    told = chosen(demonstration, "measure=harm", ["013E"])
    assert told.startswith("16,182 recorded offences, 18.6% of those with a known place, 11,500 a year earlier, ")
    assert f"{round(area['value'], -2):,.0f} days of harm (chance alone: " in told
    assert f"against {round(area['previous'], -2):,.0f} a year earlier, rank 1 of 128" in told
    both = chosen(demonstration, "measure=harm", ["013E", "018A"])
    assert both.endswith("19,340 a year earlier, 759,700 days of harm")
    two = chosen(demonstration, "measure=rate", ["013E", "018A"])
    assert "per 1,000" not in two, "rates of two areas are not added"
    assert two.count(",") < told.count(",")
    few = chosen(demonstration, "measure=quotient&type=homicide", ["013E"])
    assert "too few to compare" in few
    assert "rank" not in few


def test_a_source_without_weights_says_why(demonstration: Release) -> None:
    found = west_end(demonstration, "dataset=fire&measure=harm")
    assert found["title"].startswith("8,820 fire brigade call-outs. Harm is weighed for recorded offences")
    assert "8,820" in found["trend_says"]
    assert set(found["picture"]["values"]) == {None}
    assert "no such weight" in found["picture"]["values_note"]
    change = west_end(demonstration, "measure=change&compare=none")
    assert change["title"].endswith("There is no earlier period to take the change from")
    assert set(change["picture"]["values"]) == {None}


@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_only_clear_changes_leave_the_middle_class(demonstration: Release, level: str) -> None:
    query = f"measure=change&only=clear&level={level}"
    printed = asked(demonstration, f"/west-end?{query}")
    found = west_end(demonstration, query)
    middle = found["picture"]["labels"].index("no clear change")
    for place, area in zip(found["picture"]["classes"], printed["areas"], strict=True):
        sign = {"higher": 1, "lower": -1, "no clear change": 0}[area["verdict"]]
        assert (place > middle) - (place < middle) == sign
    clear = sum(area["verdict"] != "no clear change" for area in printed["areas"])
    assert clear
    assert f"{clear} of {len(printed['areas'])}" in found["map_base"]
    assert "the others keep the middle colour" in found["map_base"]
    young = youth(demonstration, query)["map_base"]
    assert "None of" in young or "the others keep" in young
    assert "middle colour" not in west_end(demonstration, "measure=change")["map_base"]


ODD = ["type=homicide&time=05-06", "from=2030-01&to=2030-02", "dataset=fire", "ward=church-street&lsoa=westminster-009k",
       "compare=none&flag=domestic-abuse", "dataset=noise&level=ward&syv=any"]  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("rest", ODD)
def test_odd_questions_fill_every_page(demonstration: Release, measure: str, rest: str) -> None:
    query = f"{rest}&measure={measure}"
    for page in (west_end, landing, youth, neighbourhoods):
        found = page(demonstration, query)
        assert found["title"]
        for picture in found.get("pictures") or (
            found["picture"] if isinstance(found["picture"], list) else [found["picture"]]
        ):
            if "breaks" in picture:
                assert list(picture["breaks"]) == sorted(picture["breaks"])
        told = " ".join(words(part) for key, part in found.items() if "picture" not in key and "trend" not in key)
        assert not re.search(r"\bnan\b|[a-z,(] None\b", told)
