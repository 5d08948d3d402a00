"""What a pack holds: the same classes, nights, rows and words as page and command, for every kind of page."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

import numpy as np
import pytest

from data.releases import Release
from geo.files.pack_answers import pack_answers
from geo.page_answers import page_answers
from geo.page_json import page_json
from layouts.pack.hours import BOUNDS, LABELS, nights
from layouts.pack.making import pack_of
from layouts.pack.maps import bound_labels, class_of
from layouts.pack.model import Pack, PackView
from layouts.picture import picture
from tests.conftest import ROOT

DAY = date(2026, 11, 20)


def made(release: Release, *links: str, address: str = "") -> Pack:
    return pack_of(pack_answers(release, links), DAY, address)


def view(release: Release, link: str) -> PackView:
    return made(release, link).views[0]


def test_the_page_side_by_side_gives_three_views_and_the_shared_finding(demonstration: Release) -> None:
    pack = made(demonstration, "/")
    assert [one.title for one in pack.views] == ["West End", "Serious youth violence", "Neighbourhoods"]
    assert [one.link for one in pack.views] == ["/west-end", "/serious-youth-violence", "/neighbourhoods"]
    assert [one.title for one in pack.headlines] == ["The whole borough", *(one.title for one in pack.views)]
    assert pack.headlines[0].says == page_json(demonstration, "/")["says"]
    assert {one.map.legend.partition(" (")[0] for one in pack.views if one.map} == {"Times an even share"}


def test_the_evidence_has_tables_and_a_curve_in_place_of_a_map(demonstration: Release) -> None:
    found = view(demonstration, "/evidence")
    told = page_json(demonstration, "/evidence")
    assert found.map is None and found.ranking is None and not found.map_reason
    assert [table.title for table in found.tables] == [
        "More concentrated than chance?", "The same places, or new ones?", "What accounts for the change?",
        "Changed, or within the usual range?",
    ]  # fmt: skip
    chance, _, wards, _ = found.tables
    rows = {row[0]: row[1:] for row in chance.rows}
    assert rows["Areas that hold half"][0] == str(told["concentration"]["areas_for_half"])
    assert rows["Share of the three areas with the most"][0] == f"{told['top']['share']:.1%}"
    assert rows["Gini coefficient (0 even, 1 all in one place)"][0] == f"{told['concentration']['gini']:.2f}"
    first = told["change"]["wards"][0]
    assert wards.rows[0] == (first["name"], f"+{first['difference']:,}", f"{first['share_of_change']:.1%}")


@pytest.mark.parametrize(
    "link", ["/west-end", "/neighbourhoods", "/west-end?measure=change&only=clear", "/west-end?measure=rate"]
)
def test_classes_are_those_of_the_screen(demonstration: Release, link: str) -> None:
    answers = page_answers(demonstration, link)
    screen = picture(answers.whole, answers.shown, {answers.whole.question.level: ""})
    drawn = view(demonstration, link).map
    assert drawn is not None
    if "classes" in screen:
        kinds = screen["classes"]
    else:
        more = screen["diverging"]
        kinds = [
            None if v is None else max(sum(v >= b for b in screen["breaks"]) - (not more), 0) for v in screen["values"]
        ]
    assert [area.kind for area in drawn.areas] == kinds
    assert len(drawn.labels) == len(screen["breaks"]) + screen["diverging"]


def test_bounds_read_as_on_the_screen() -> None:
    assert bound_labels([0, 50, 100, 1000]) == ["0–49", "50–99", "100–999", "1,000+"]
    assert bound_labels([0, 1, 2, 10]) == ["0", "1", "2–9", "10+"]
    assert [class_of(value, [0, 50, 100], False) for value in (0, 49, 50, 100, None)] == [0, 0, 1, 2, None]
    assert [class_of(value, [-4, 5], True) for value in (-5, -4, 4, 5)] == [0, 1, 1, 2]


def test_hour_classes_are_those_of_the_screen() -> None:
    script = (ROOT / "assets" / "heatmap.js").read_text(encoding="utf-8")
    bounds, labels = re.search(r"BOUNDS = \[(.*?)\]", script), re.search(r"LABELS = \[(.*?)\]", script)
    assert bounds and labels
    assert tuple(map(float, bounds[1].split(","))) == BOUNDS
    assert tuple(re.findall(r"'([^']+)'", labels[1])) == LABELS


def test_a_night_stays_in_one_row() -> None:
    """Saturday 02:00 belongs to the night that began on Friday; Monday 02:00 to Sunday's, the last row."""
    week = np.zeros((7, 24))
    week[5, 2], week[0, 2], week[4, 18] = 7, 3, 5
    rows = nights(week)
    assert rows[4, 20] == 7 and rows[6, 20] == 3 and rows[4, 12] == 5 and rows.sum() == 15


def test_the_heatmap_holds_the_answers_hours(demonstration: Release) -> None:
    heatmap, told = (
        view(demonstration, "/west-end?type=robbery").heatmap,
        page_json(demonstration, "/west-end?type=robbery"),
    )
    assert heatmap is not None
    for row, night in enumerate(heatmap.nights):
        assert list(night) == told["hours"][row][6:] + told["hours"][(row + 1) % 7][:6]
    average = sum(map(sum, told["hours"])) / 168
    assert heatmap.classes[5][19] == bisect_right(BOUNDS, heatmap.nights[5][19] / average)
    assert heatmap.peak is not None
    row, column = heatmap.peak
    most = max(max(night) for night in heatmap.nights)
    assert heatmap.nights[row][column] == most and f"{most:,.0f} offences" in heatmap.peak_says


def test_months_are_the_answers(demonstration: Release) -> None:
    months, told = view(demonstration, "/west-end").months, page_json(demonstration, "/west-end")["months"]
    assert months is not None
    assert list(months.now) == [month["value"] for month in told]
    assert list(months.before) == [month["previous"] for month in told]
    assert months.labels[0] == "Oct" and (months.now_name, months.before_name) == ("2022/23", "2021/22")


def test_the_rest_of_the_ranking_makes_it_whole(demonstration: Release) -> None:
    ranking, told = view(demonstration, "/west-end").ranking, page_json(demonstration, "/west-end")
    assert ranking is not None and len(ranking.rows) == 10
    shown = {row.code for row in ranking.rows}
    rest = sum(area["share"] for area in told["areas"] if area["code"] not in shown)
    assert ranking.rest == f"The other 118 small areas hold {rest:.1%}."


def test_a_chosen_area_is_named_in_map_and_table(demonstration: Release) -> None:
    found = view(demonstration, "/neighbourhoods?ward=church-street")
    assert found.map is not None and found.ranking is not None
    assert (
        found.sentence
        == f"{page_json(demonstration, found.link)['says'].partition(' (')[0]}, up from 1,385 a year earlier."
    )
    (chosen,) = [row for row in found.ranking.rows if row.chosen]
    assert chosen.code == found.map.chosen[0] and found.ranking.cells(chosen)[1] == "Church Street (chosen)"


def test_what_cannot_be_answered_is_said_once(demonstration: Release) -> None:
    found = view(demonstration, "/west-end?from=2015-01&to=2015-12")
    assert found.map is None and found.heatmap is None and found.ranking is None and found.months is None
    assert found.sentence.startswith("There are no offences for January 2015")
    assert not (found.map_reason or found.heatmap_reason or found.ranking_reason or found.months_reason)


def test_parts_not_understood_are_named_and_not_fatal(demonstration: Release) -> None:
    pack = made(demonstration, "/west-end?foo=1&type=robbery", "/about", "/west-end?type=robbery")
    assert [one.link for one in pack.views] == ["/west-end?type=robbery"] * 2
    assert pack.left_out == (
        "/west-end?foo=1&type=robbery: “foo” was left out: it is not part of a question here.",
        "/about: the page /about has no figures for a pack.",
    )


def test_views_of_one_page_are_told_apart(demonstration: Release) -> None:
    titles = [one.title for one in made(demonstration, "/west-end?type=robbery", "/west-end?type=burglary").views]
    assert len(set(titles)) == 2 and all(title.startswith("West End: Recorded ") for title in titles)


def test_the_question_names_records_measure_period_and_comparison(demonstration: Release) -> None:
    asked = view(demonstration, "/west-end?type=robbery&time=night&measure=rate&level=ward").question
    assert asked == (
        "Recorded robbery offences at night (18:00 to 06:00), number per 1,000 residents,"
        " October 2022 to September 2023, compared with a year earlier"
    )


def test_the_address_stands_before_the_link(demonstration: Release) -> None:
    pack = made(demonstration, "/west-end?n=5", address="https://dashboard.example/")
    assert pack.views[0].address == "https://dashboard.example/west-end?n=5"


def test_definitions_are_those_of_what_is_shown(demonstration: Release) -> None:
    assert [method.slug for method in made(demonstration, "/west-end").definitions] == [
        "count", "top-share", "verdict", "night",
    ]  # fmt: skip
    slugs = {method.slug for method in made(demonstration, "/evidence?measure=harm").definitions}
    assert slugs >= {"harm", "gini", "chance", "areas-for-half"}


def test_a_release_without_shapes_says_so(tiny: Release) -> None:
    found = view(tiny, "/west-end")
    assert found.map is None and found.map_reason == "The release holds no boundaries of these areas."
    assert (found.ranking is not None and not found.demonstration) or found.release == "0001-0000tiny"
