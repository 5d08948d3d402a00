"""The page of the wards: sentences, columns, pictures, table and file, against the profiles they come from."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from data.releases import Release
from geo.answer_json import answer_json
from geo.page_json import page_json
from geo.pages.ward_export import wards_csv
from geo.pages.ward_page import WardPage, ward_page
from layouts.neighbourhoods_parts import neighbourhoods_parts
from layouts.ward_column import column
from layouts.ward_pictures import LABELS, NO_CHANGE, multiples, pictures, round_number
from layouts.ward_table import small_line, ward_table
from layouts.west_end_parts import boundary_urls
from layouts.words import wards as words_of
from tests.layouts.trees import of_kind, parts, rows, words

YEAR = "/neighbourhoods?from=2022-10&to=2023-09"
TWO = f"{YEAR}&ward=church-street,westbourne"


@pytest.fixture(scope="module")
def borough(demonstration: Release) -> WardPage:
    return ward_page(demonstration, YEAR)


@pytest.fixture(scope="module")
def two(demonstration: Release) -> WardPage:
    return ward_page(demonstration, TWO)


def test_the_headline_counts_the_wards_that_rose(borough: WardPage) -> None:
    rose = [ward for ward in borough.profiles.wards if ward.count > (ward.previous or 0)]
    clear = [ward for ward in rose if ward.verdict == "higher"]
    told = words_of.headline(borough)
    assert told.startswith(f"All {len(rose)} wards" if len(rose) == 18 else f"{len(rose)} of 18 wards")
    assert told.endswith(f"in {words_of.spelled(len(clear))} the rise is clear")


def test_beside_the_headline_stand_the_west_end_and_the_rest(borough: WardPage) -> None:
    inside = sum(ward.count for ward in borough.profiles.wards if ward.name in ("West End", "St James's"))
    total = sum(ward.count for ward in borough.profiles.wards)
    told = words(words_of.stand(borough))
    assert f"hold {inside / total:.0%}" in told
    assert f"Shares are of the {total:,} offences with a known place" in told


def test_chosen_wards_are_summed_in_the_headline(two: WardPage) -> None:
    together = sum(ward.count for ward in two.profiles.chosen)
    assert words_of.headline(two).startswith(f"Church Street and Westbourne recorded {together:,} offences, ")


def test_a_fourth_ward_is_left_out_and_said(demonstration: Release) -> None:
    page = ward_page(demonstration, f"{YEAR}&ward=abbey-road,bayswater,church-street,west-end")
    shown = [ward.name for ward in page.profiles.chosen]
    told = words(words_of.left_out(page))
    assert len(shown) == 3
    assert len(page.too_many) == 1
    assert page.too_many[0].name not in shown
    assert f"Three wards fit side by side: {page.too_many[0].name} is left out." in told


def test_an_old_ward_name_says_what_became_of_it(demonstration: Release) -> None:
    page = ward_page(demonstration, "/neighbourhoods?ward=bryanston-and-dorset-square")
    assert "most of its area is now in Marylebone and Regent's Park" in words(words_of.left_out(page))


def test_a_small_area_of_the_link_leads_to_its_ward(demonstration: Release) -> None:
    page = ward_page(demonstration, "/neighbourhoods?lsoa=E01033605")
    (told,) = words_of.left_out(page)
    assert words(told) == "Westminster 009K: this page shows whole wards. Show Church Street"
    assert of_kind(told, "A")[0].href == "?ward=church-street"
    inside = ward_page(demonstration, "/neighbourhoods?lsoa=E01033605&ward=church-street")
    assert not words_of.left_out(inside)
    assert "Chosen: 009K, 357 offences." in words(column(inside, 0))


def test_every_figure_of_a_column_is_the_command_s(demonstration: Release, two: WardPage) -> None:
    """With the wards outside the West End as base, as page and command have it."""
    page = ward_page(demonstration, TWO)
    told = {ward["code"]: ward for ward in page_json(demonstration, TWO)["wards"]["profiles"]}
    for place, ward in enumerate(page.profiles.chosen):
        shown, figures = words(column(page, place)), told[ward.code]
        assert f"{figures['value']:,} recorded offences, {figures['share']:.1%}" in shown
        assert f"rank {figures['rank']} of 18" in shown
        assert f"A year earlier: {figures['previous']:,}. " in shown
        for key in ("resident_victims", "resident_accused"):
            known = figures[key]
            assert f"{known['share']:.1%} ({known['value']:,} of {known['known']:,} with a known home)" in shown
        assert len(figures["different_here"]) == 3
        for statement in figures["different_here"]:
            assert statement["says"] in shown
        for kind in page.profiles.chosen[place].over[:4]:
            assert f"{kind.name} {kind.quotient:.1f}×" in shown
        assert figures["published"]["where"] in shown
        assert "calibrated to the 2024 assessment" in shown
        assert "at least 10 records" in shown
    assert two.profiles.base_says in words(column(two, 0))


def test_columns_have_the_same_parts_and_no_id_twice(two: WardPage) -> None:
    columns = [column(two, place) for place in range(2)]
    assert [len(one.children) for one in columns] == [8, 8]
    names = [part.id for one in columns for part in parts(one) if getattr(part, "id", None)]
    assert len(names) == len(set(names))


def test_columns_share_their_classes_axis_and_hours(demonstration: Release) -> None:
    page = ward_page(demonstration, f"{YEAR}&ward=church-street,west-end")
    _, quiet, busy = pictures(page, boundary_urls(demonstration))
    assert quiet["breaks"] == busy["breaks"] == sorted(set(busy["breaks"]))
    assert quiet["hours_bounds"] == busy["hours_bounds"]
    assert not set(quiet["scope"]) & set(busy["scope"])
    assert sum(quiet["values"][place] for place in quiet["scope"]) == quiet["shares_base"]
    assert {quiet["values"][place] >= quiet["breaks"][1] for place in quiet["top"]} == {True}
    charts = [
        json.loads(chart)
        for place in range(2)
        for part in parts(column(page, place))
        if (chart := getattr(part, "data-lines", ""))
    ]
    assert len(charts) == 2
    assert charts[0]["most"] == charts[1]["most"] >= max(charts[1]["lines"][0]["values"])


def test_only_a_clear_change_leaves_the_middle_class(borough: WardPage, demonstration: Release) -> None:
    (picture,) = pictures(borough, boundary_urls(demonstration))
    for ward, found in zip(borough.profiles.wards, picture["classes"], strict=True):
        assert (found == NO_CHANGE) == (ward.verdict == "no clear change")
        if found > NO_CHANGE:
            low = (0, 0.15, 0.30)[found - NO_CHANGE - 1]
            assert (ward.change_share or 0) >= low
    assert len(picture["labels"]) == len(LABELS) == 7


def test_without_comparison_the_map_shows_numbers(demonstration: Release) -> None:
    page = ward_page(demonstration, f"{YEAR}&compare=none")
    (picture,) = pictures(page, boundary_urls(demonstration))
    assert picture["diverging"] is False
    assert picture["values"] == [ward.count for ward in page.profiles.wards]
    assert words_of.headline(page).startswith("Three of 18 wards hold ")


def test_round_numbers_are_multiples() -> None:
    assert [round_number(value) for value in (0.2, 7.4, 23, 128, 1234)] == [1, 7, 25, 130, 1200]
    assert multiples(10, 160) == [10, 20, 40, 80, 160]
    assert multiples(0.1, 0.5) == [1]


def test_the_table_has_every_ward_and_its_figures(borough: WardPage, two: WardPage) -> None:
    shown = rows(ward_table(borough))
    wards = sorted(borough.profiles.wards, key=lambda ward: ward.rank)
    assert [row[1] for row in shown] == [ward.name for ward in wards]
    assert [row[2] for row in shown] == [f"{ward.count:,}" for ward in wards]
    assert [row[3] for row in shown] == [f"{ward.share:.1%}" for ward in wards]
    links = {words(link): link.href for link in of_kind(ward_table(two), "A")}
    assert links["Church Street"] == "?ward=westbourne"
    assert links["West End"] == "?ward=church-street,west-end,westbourne"


def test_a_small_line_holds_both_periods_and_gaps(borough: WardPage) -> None:
    ward = borough.profiles.wards[0]
    months = ward.months.copy()
    months[1] = np.nan
    holed = small_line(replace(ward, months=months))["line"]
    assert holed[0][:3] == [int(ward.months[0]), None, int(ward.months[2])]
    assert ward.previous_months is not None
    assert holed[1] == ward.previous_months.astype(int).tolist()


@pytest.mark.parametrize("without", [True, False])
def test_the_file_has_question_base_and_rows(demonstration: Release, without: bool) -> None:
    page = ward_page(demonstration, TWO, without_west_end=without)
    text = wards_csv(page)
    head = [line for line in text.splitlines() if line.startswith("# ")]
    assert any(page.profiles.base_says in line for line in head)
    assert any("at least 10 records" in line for line in head)
    found = list(csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if line[0] != "#"))))
    told = {area["code"]: area for area in answer_json(page.wards)["areas"]}
    assert len(found) == 18
    for row in found:
        assert int(row["records"]) == told[row["code"]]["value"]
        assert int(row["previous"]) == told[row["code"]]["previous"]


def test_nothing_found_is_said_with_a_way_on(demonstration: Release) -> None:
    page = ward_page(demonstration, f"{YEAR}&type=homicide&time=04-05&days=mon")
    assert words_of.headline(page).startswith("No recorded homicide offences")
    stand = words_of.stand(page)
    assert "the count is zero" in words(stand)
    assert [words(link) for link in of_kind(stand, "A")]
    told = neighbourhoods_parts(page)
    assert told["columns"] == []


def test_a_tiny_ward_says_so_and_suggests_a_wider_question(demonstration: Release) -> None:
    page = ward_page(demonstration, f"{YEAR}&type=homicide&ward=church-street")
    shown = words(column(page, 0))
    assert "So few say little. Try the whole borough or all types." in shown
    assert "1 recorded homicide offence" in shown
    assert "Too few records to tell." in shown
