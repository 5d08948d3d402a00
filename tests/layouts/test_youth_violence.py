"""The youth-violence page against numbers counted in the test: words, pictures, tables, and what cannot be shown."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dash import html
from hypothesis import given
from hypothesis import strategies as st

from data.attributes.people_tally import Persons
from data.categories import YouthViolence
from data.links import read_link
from data.published import cohorts
from data.releases import Release
from data.schema import month_number
from geo.page_answers import page_answers
from geo.pages.youth import NightHeatmap, YouthAnswers, youth_answers
from layouts import ids, youth_hours, youth_tables
from layouts.figures.trend import long_series
from layouts.people_bars import Bar, bars, people_bars
from layouts.published_map import SHARE_LABELS, class_of_share, largest_shares, published_table
from layouts.words import youth as words_of
from layouts.youth_parts import CHARTS, youth_parts
from layouts.youth_violence import YOUTH, own, youth_violence
from tests.layouts.trees import of_kind, rows, words

PAGE = "/serious-youth-violence"
YEAR = "from=2022-10&to=2023-09"


def shown(release: Release, query: str = YEAR) -> dict[str, Any]:
    link = f"{PAGE}?{query}"
    answers = page_answers(release, link)
    return youth_parts(answers, youth_answers(release, link), youth_answers(release, answers.wards.link))


@pytest.fixture(scope="module")
def youth(demonstration: Release) -> YouthAnswers:
    return youth_answers(demonstration, f"{PAGE}?{YEAR}")


@pytest.fixture(scope="module")
def page(demonstration: Release) -> dict[str, Any]:
    return shown(demonstration)


def test_the_headline_is_the_finding_with_its_base(page: dict[str, Any]) -> None:
    assert page["title"] == "58% of serious youth violence was recorded in two wards: West End and St James's"
    assert words(page["stand"]).startswith("3,401 of the 5,862 offences with a known ward")
    assert "the same two wards hold 68%" in words(page["stand"])


def test_missing_ages_leave_a_range(youth: YouthAnswers, page: dict[str, Any]) -> None:
    assert youth.ages is not None
    said = words(page["rule_says"])
    for number in (youth.ages.missing, youth.ages.none_counted, youth.ages.none_counted + youth.ages.missing):
        assert f"{number:,}" in said


@pytest.mark.parametrize("rule", YouthViolence)
def test_every_rule_has_a_plain_name_and_writes_the_link(rule: YouthViolence, demonstration: Release) -> None:
    assert rule in words_of.RULE_NAMES
    assert rule in words_of.PLAIN_NAMES
    assert read_link(f"{PAGE}?syv={rule}", demonstration.choices).notes == ()
    parts = shown(demonstration, f"{YEAR}&syv={rule}")
    assert parts["title"]
    assert words(parts["rule_says"]).startswith("Counted are offences")


def test_a_ward_chosen_takes_the_two_wards_from_the_headline(demonstration: Release) -> None:
    parts = shown(demonstration, f"{YEAR}&ward=church-street")
    assert "two wards" not in str(parts["title"])
    assert "in Church Street" in str(parts["title"])


def test_both_maps_stand_on_one_frame_and_by_ward_on_one_scale(demonstration: Release) -> None:
    recorded, living, *_ = shown(demonstration, f"{YEAR}&level=ward")["pictures"]
    assert recorded["boundaries"] == living["boundaries"]
    assert recorded["labels"] == living["labels"] == list(SHARE_LABELS)
    assert recorded["page_wards"] == living["page_wards"] == []
    total = sum(recorded["values"])
    assert recorded["classes"] == [class_of_share(100 * value / total) for value in recorded["values"]]
    assert max(recorded["classes"]) == 5  # 32.2% in West End
    assert sum(value is not None for value in living["values"]) == len({one.ward for one in cohorts()}) == 4


def test_the_map_has_the_answer_and_a_scale_that_no_choice_of_areas_moves(
    demonstration: Release, page: dict[str, Any]
) -> None:
    first = page["pictures"][0]
    answers = page_answers(demonstration, f"{PAGE}?{YEAR}")
    assert answers.whole.values is not None
    assert first["values"] == answers.whole.values.tolist()
    assert first["breaks"] == [0, 50, 100, 250, 500, 1000]
    for query in (f"{YEAR}&ward=church-street", f"{YEAR}&lsoa=westminster-018a", "from=2022-10&to=2022-12"):
        assert shown(demonstration, query)["pictures"][0]["breaks"] == first["breaks"]


@pytest.mark.parametrize(
    ("percent", "found"), [(0, 0), (4.99, 0), (5, 1), (9.9, 1), (10, 2), (29.9, 4), (30, 5), (100, 5)]
)
def test_class_of_share(percent: float, found: int) -> None:
    assert class_of_share(percent) == found


def test_published_shares_stand_beside_the_recorded_ones(youth: YouthAnswers, page: dict[str, Any]) -> None:
    told = rows(page["living_table"])
    assert {row[0] for row in told} == {"Church Street", "Queen's Park", "Westbourne", "Harrow Road"}
    assert told[0] == ["Church Street", "11%", "15%", "11%", "3.0%"]
    assert next(row for row in told if row[0] == "Westbourne")[1:3] == ["–", "–"]
    assert "do not coincide" in str(page["living_says"])
    lived = sum(row.value for row in youth.wards if row.code in largest_shares(cohorts()))
    assert f"{lived / sum(row.value for row in youth.wards):.1%}" in str(page["living_says"])
    assert "Youth Justice Service, p. 27" in str(page["living_base"])


def test_where_nothing_is_published_that_is_said() -> None:
    assert "No such shares" in words(published_table((), {}, ()))


def test_parts_of_the_week_by_a_slow_count() -> None:
    hours = np.random.default_rng(3).integers(0, 9, (7, 24))
    one = NightHeatmap("under 18", hours, int(hours.sum()))
    late = sum(hours[day, hour] for day in range(5) for hour in range(15, 19))
    nights = [(4, hour) for hour in range(18, 24)] + [(5, hour) for hour in [*range(6), *range(18, 24)]]
    nights += [(6, hour) for hour in range(6)]
    assert youth_hours.afternoon(one) == late
    assert youth_hours.weekend_nights(one) == sum(hours[place] for place in nights)
    assert youth_hours.even_shares() == (20 / 168, 24 / 168)


@given(st.integers(min_value=0, max_value=100_000))
def test_classes_of_an_hour_rise_and_reach_the_most(most: int) -> None:
    bounds = youth_hours.hour_bounds(most)
    assert len(bounds) == 5
    assert bounds[0] > 0
    assert all(low < high for low, high in pairwise(bounds))
    assert bounds[-1] <= max(most, 5)


def test_both_heatmaps_have_one_scale_and_the_words_their_shares(youth: YouthAnswers, page: dict[str, Any]) -> None:
    *_, young, older = page["pictures"]
    assert youth.under_18 is not None
    assert young["hours"] == youth.under_18.hours.tolist()
    assert young["hours_bounds"] == older["hours_bounds"]
    assert set(young["into"].values()).isdisjoint(older["into"].values())
    part = youth_hours.afternoon(youth.under_18) / youth.under_18.timed
    assert f"began {part:.0%} of the offences with somebody under 18" in str(page["hours_says"])
    assert page["hours_title"] == "Under 18: late afternoons. 18 to 24: weekend nights"
    assert rows(page["hours_table"])[0][1] == f"{youth.under_18.timed:,}"


def test_a_part_of_the_week_is_not_compared_with_the_whole(demonstration: Release) -> None:
    parts = shown(demonstration, f"{YEAR}&time=night")
    assert parts["hours_says"] == ""
    assert parts["hours_table"] is None
    assert "of these hours" in words(parts["stand"])


def test_the_mix_adds_up_and_small_numbers_have_no_share(youth: YouthAnswers, page: dict[str, Any]) -> None:
    told = rows(page["mix"])
    assert youth.people is not None
    assert sum(int(row[2].replace(",", "")) for row in told) == youth.people.records
    homicide = next(row for row in told if row[0] == "Homicide")
    assert homicide[2:4] == ["3", "–"]


def test_bars_are_as_long_as_their_numbers() -> None:
    table = bars("Of 40", ["Part", "Offences", "Share"], [Bar("a", 30), Bar("b", 10)], 40)
    told = json.loads(getattr(table, "data-table"))
    assert told["longest"] == 30
    assert [row[3] for row in rows(table)] == ["75.0%", "25.0%"]


def test_people_of_whom_a_thing_is_unknown_are_no_part_of_its_base() -> None:
    counts = np.zeros((16, 4, 4), dtype=int)
    counts[2, 0, 0], counts[8, 1, 3], counts[15, 3, 3] = 20, 12, 100  # 18 to 24, over 34 and somebody unknown
    ages, sexes = people_bars(Persons(counts), "victims")
    assert "of 32 victims with a known age" in words(ages)
    assert rows(ages)[-1][0] == "35 or over, not told closer"
    assert "of 32 victims with a known sex" in words(sexes)
    nobody = people_bars(Persons(np.zeros((16, 4, 4), dtype=int)), "victims")
    assert all(isinstance(part, html.P) for part in nobody)


def test_the_ward_table_has_all_wards_and_no_share_of_a_handful(demonstration: Release, page: dict[str, Any]) -> None:
    told = rows(page["ward_table"])
    assert len(told) == 18
    assert told[0] == ["West End", "1,888", "32.2%", "+6%", "41.2%", "16.6% of 1,721"]
    few = shown(demonstration, f"{YEAR}&syv=knife-injury")
    for row in rows(few["ward_table"]):
        assert (row[2] == "–") == (int(row[1]) < 10)
    assert "fewer than 10 victims with a known home" in str(few["ward_base"])


def test_a_ward_of_the_table_is_a_link_to_it(page: dict[str, Any], demonstration: Release) -> None:
    links = {words(link): link.href for link in of_kind(page["ward_table"], "A")}
    assert links["Church Street"] == "?ward=church-street"
    back = of_kind(shown(demonstration, f"{YEAR}&ward=church-street")["ward_table"], "A")
    assert {words(link): link.href for link in back}["Church Street"] == "?"


def test_residents_beside_records(page: dict[str, Any]) -> None:
    told = rows(page["perception_table"])
    assert told[0] == ["All of Westminster", "19%", "5,862", "100%"]
    assert told[1] == ["St James's", "36%", "1,513", "25.8%"]
    assert len(told) == 5


CHART_PARTS = {ids.TREND: "trend", ids.KNIFE: "knife", ids.KNIFE_INJURY: "knife_injury"}


def charts(page: dict[str, Any]) -> dict[str, str]:
    """The values of the page's charts of months, by id."""
    return {own(component): page[name] for component, name in CHART_PARTS.items()}


def test_months_reach_back_to_the_start_with_lockdowns_marked(youth: YouthAnswers, page: dict[str, Any]) -> None:
    found = json.loads(page["trend"])
    assert youth.series is not None
    (line,) = found["lines"]
    assert line["values"] == youth.series.values.astype(int).tolist()
    assert line["first"] == month_number(2020, 10)
    assert found["shown"] == [month_number(2022, 10) - 0.5, month_number(2023, 9) + 0.5]
    first, second = (month_number(2020, 11), month_number(2021, 1))
    assert found["marks"] == [[first - 0.37, first + 0.56], [second - 0.34, second + 2.44]]
    assert found["marked"] == "Lockdowns"
    assert "second national lockdown (5 November 2020 to 2 December 2020)" in str(page["trend_says"])
    told = rows(page["trend_table"], charts(page))
    assert len(told) == 36
    assert told[-1][:2] == ["October 2020", "446"]
    assert len(told[0]) == 2 + len(youth.knife)


@pytest.mark.parametrize("query", ["dataset=noise", "dataset=stop-search", "from=2030-01&to=2030-03"])
def test_what_cannot_be_answered_is_said_and_never_zero(query: str, demonstration: Release) -> None:
    parts = shown(demonstration, query)
    assert "that is not zero" in words(parts["stand"])
    assert parts["detail_hidden"] is True
    assert parts["facts"] == []
    recorded, living, young, _ = parts["pictures"]
    assert set(recorded["values"]) == {None}
    assert recorded["values_note"]
    assert young["hours"] is None
    assert young["hours_note"]
    assert any(living["values"])
    assert [row[2] for row in rows(parts["perception_table"])] == ["–"] * 5


def test_zero_is_an_answer(demonstration: Release) -> None:
    parts = shown(demonstration, f"{YEAR}&ward=church-street&time=04-05&syv=knife-injury")
    assert "the count is zero" in words(parts["stand"])
    assert parts["detail_hidden"] is False


def test_the_tiny_world_has_no_homes_and_says_so(tiny: Release) -> None:
    parts = shown(tiny, "from=2022-10&to=2023-09")
    assert "not known in this source" in words(parts["people"])
    assert len(rows(parts["ward_table"])) == 3


def test_months_not_covered_are_not_known(youth: YouthAnswers) -> None:
    assert youth.series is not None
    values = youth.series.values.copy()
    values[0] = np.nan
    gap = type(youth.series)(youth.series.name, youth.series.first, values)
    assert youth_tables.series_values(gap)[:2] == [None, 365]
    chart = long_series(gap.first, [("", youth_tables.series_values(gap))])
    told = rows(youth_tables.month_table(gap, (), CHARTS), {CHARTS[0][0]: chart})
    assert told[-1] == ["October 2020", "not known"]


def test_every_figure_and_control_of_the_page_is_named() -> None:
    tree = youth_violence()
    headings = {part.id for kind in ("H2", "H3") for part in of_kind(tree, kind) if getattr(part, "id", None)}
    named = [getattr(part, "aria-labelledby") for kind in ("Figure", "Section") for part in of_kind(tree, kind)]
    assert set(named) <= headings
    labels = {label.htmlFor for label in of_kind(tree, "Label")}
    assert {select.id for select in of_kind(tree, "Select")} <= labels
    assert all(component.startswith("syv-") for component in YOUTH.all.values())
