"""The sentences beside the figures, against numbers counted in the test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.releases import Release
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.page_answers import PageAnswers, page_answers
from layouts.figures.trend import trend
from layouts.table_values import table_host
from layouts.words import head, since_when, when, where, which
from layouts.words.costs import costs_of
from tests.layouts.trees import of_kind, rows, words
from tests.tiny_world import tiny_release

YEAR = "from=2022-10&to=2023-09"


def answers(release: Release, query: str = "") -> PageAnswers:
    return page_answers(release, f"/west-end?{YEAR}&{query}")


@pytest.fixture(scope="module")
def west_end(demonstration: Release) -> PageAnswers:
    return answers(demonstration)


def test_the_paragraph_beside_the_headline_holds_the_wards_share_and_its_base(west_end: PageAnswers) -> None:
    said = words(head.stand(west_end))
    assert said.startswith("St James's and West End hold 68.3% of these offences. ")
    assert "87,036 offences with a known place; 3,304 more have none" in said


def test_zero_offers_wider_questions(demonstration: Release) -> None:
    found = answers(demonstration, "type=homicide&time=04-05&ward=church-street")
    said = head.stand(found)
    assert "the count is zero" in words(said)
    links = {words(link): link.href for link in of_kind(said, "A")}
    assert links == {
        "the whole borough": "?type=homicide&time=04-05",
        "any time": "?type=homicide&ward=church-street",
    }


def months_of(shown: Answer) -> list[list[str]]:
    """The table of months, with the values of the chart it reads."""
    first_before = shown.question.previous[0] if shown.question.previous else None
    now, before = since_when.month_values(shown), since_when.previous_values(shown)
    chart = trend(shown.question.first, now, first_before, before, since_when.line_names(shown))
    return rows(table_host(since_when.trend_table(shown, "trend")), {"trend": chart})


def test_unknown_is_said_to_be_unknown(demonstration: Release) -> None:
    found = page_answers(demonstration, "/west-end?from=2030-01&to=2030-02")
    said = head.stand(found)
    assert words(said) == "Nothing is known here: that is not zero. Try the newest months."
    assert where.map_title(found.whole) == "Where"
    assert where.facts(found.shown, found.whole) == []
    assert since_when.month_values(found.shown) == [None, None]
    assert [row[1] for row in months_of(found.shown)] == ["not known", "not known"]


def test_a_level_the_source_does_not_know_is_said_and_left_by_a_link(tmp_path: Path) -> None:
    found = page_answers(tiny_release(tmp_path, levels=["ward"]), "/west-end?level=lsoa")
    assert where.map_base(found.whole) == "This source (a test) does not say in which small area a record lies."
    (link,) = of_kind(head.stand(found), "A")
    assert (words(link), link.href) == ("Show the areas that are known", "?")


def test_map_title_and_base(west_end: PageAnswers, demonstration: Release) -> None:
    assert where.map_title(west_end.whole) == "Three small areas hold 40.2%"
    assert where.map_title(answers(demonstration, "n=1&level=ward").whole) == "One ward holds 41.2%"
    assert "Boundaries are approximate" in where.map_base(west_end.whole)
    assert "the wards counted" in where.map_base(answers(demonstration, "ward=church-street").whole)


def test_the_chosen_area_in_a_sentence(demonstration: Release) -> None:
    found = answers(demonstration, "lsoa=westminster-018a")
    assert found.whole.previous is not None
    before = int(found.whole.previous[[area.name for area in found.whole.areas].index("Westminster 018A")])
    (sentence,) = where.chosen(found.shown, found.whole)
    assert words(sentence) == (
        f"Westminster 018A: 10,307 recorded offences, 11.8% of those with a known place, rank 2 of 128, {before:,} a year"
        " earlier. Hours and months below count this area alone. Clear the choice"
    )
    assert of_kind(sentence, "A")[0].href == "?"


def test_several_chosen_areas_have_no_rank(demonstration: Release) -> None:
    found = answers(demonstration, "lsoa=westminster-018a,westminster-013e")
    said = words(where.chosen(found.shown, found.whole))
    assert said.startswith("Westminster 018A and Westminster 013E: 26,489 recorded offences, 30.4% of those")
    assert "rank" not in said
    assert "these areas alone" in said


def test_ranks_are_those_of_the_command(west_end: PageAnswers) -> None:
    told = answer_json(west_end.whole)["areas"]
    assert [where.rank_of(west_end.whole, position) for position in range(128)] == [area["rank"] for area in told]


def test_facts_stand_with_their_base(west_end: PageAnswers) -> None:
    said = words(where.facts(west_end.shown, west_end.whole))
    assert "known hour began at night, 18:00 to 06:00; 50% if every hour were alike" in said
    assert "of 128 small areas hold half of the 87,036 with a known place; 98 record fewer than one a day." in said


def test_a_handful_gives_no_share(tiny: Release) -> None:
    found = page_answers(tiny, "/west-end?time=03-04&days=mon&ward=westbourne")
    assert found.whole.now is not None
    assert found.whole.now.records < 10
    assert where.facts(found.shown, found.whole) == []
    assert "%" not in when.heatmap_title(found.shown)
    assert "%" not in words(head.stand(found))
    assert which.ranking_base(found.whole).count("%") == 0


@pytest.mark.parametrize(("number", "said"), [(0, "none records"), (1, "one records"), (98, "98 record")])
def test_below_one_a_day(number: int, said: str) -> None:
    assert where.below_one_a_day(number) == said


def test_the_heatmap_says_how_many_have_no_hour(west_end: PageAnswers) -> None:
    now = west_end.shown.now
    assert now is not None
    assert when.heatmap_title(west_end.shown) == f"{now.night / now.timed:.0%} at night, 18:00 to 06:00"
    base = when.heatmap_base(west_end.shown)
    assert base.startswith(f"{now.timed:,} recorded offences with a known start")
    assert f"{now.records - now.timed:,} (1.9%) have no known hour and are not shown." in base


@pytest.mark.parametrize("measure", ["harm", "cost"])
def test_the_heatmap_of_an_amount_says_whose_share_it_tells(demonstration: Release, measure: str) -> None:
    shown = answers(demonstration, f"measure={measure}").shown
    assert shown.hours is not None
    night = shown.hours[:, [*range(6), *range(18, 24)]].sum() / shown.hours.sum()
    assert when.heatmap_title(shown) == f"{night:.0%} of the {measure} at night, 18:00 to 06:00"


def test_the_heatmap_says_how_hours_are_spread_and_which_look_like_defaults(demonstration: Release) -> None:
    spread, start = (answers(demonstration, query).shown for query in ("timing=spread", ""))
    assert spread.times is not None and spread.hours is not None
    found, share = spread.times.found, spread.hours[:, [*range(6), *range(18, 24)]].sum() / spread.hours.sum()
    assert when.heatmap_title(spread) == f"{share:.0%} at night, 18:00 to 06:00" != when.heatmap_title(start)
    base = when.heatmap_base(spread)
    assert (
        f"{found.spread:,} offences ({found.spread / found.timed:.1%} of those with a known start) are spread" in base
    )
    assert f"{found.over_cap:,} offences that end more than 24 hours after the start are in no hour." in base
    assert f"{found.without_end:,} offences without a known end stand at the hour of the start." in base
    assert "spread" not in when.heatmap_base(start)
    for said in (base, when.heatmap_base(start)):
        assert "offences stand at exactly 00:00, about 2.4 times what a full hour holds" in said
    assert when.heatmap_base(answers(demonstration, "type=robbery").shown).endswith("no known hour and are not shown.")


def test_the_ranking_names_both_ways_to_compare(demonstration: Release) -> None:
    whole = answers(demonstration, "dataset=noise").whole
    top = whole.top
    assert top is not None
    said = which.ranking_base(whole)
    assert f"A year earlier the top three of that period held {top.previous_share_ranked:.1%}" in said
    assert f"the areas that lead now held {top.previous_share_fixed:.1%}" in said
    assert "held as much" in which.ranking_base(answers(demonstration).whole)
    assert which.ranking_note(answers(demonstration, "compare=none").whole) == ""


def test_the_months_say_total_and_change(west_end: PageAnswers, demonstration: Release) -> None:
    assert since_when.trend_title(west_end.shown) == "26% more than a year earlier"
    assert since_when.trend_says(west_end.shown).startswith(
        "90,340 recorded offences, October 2022 to September 2023, against "
    )
    assert since_when.line_names(west_end.shown) == ("2022/23", "2021/22")
    other = answers(demonstration, "compare=2020-10").shown
    assert since_when.trend_title(other).endswith("than in October 2020 to September 2021")
    within_a_year = page_answers(demonstration, "/west-end?from=2023-04&to=2023-06&compare=2023-01").shown
    assert since_when.line_names(within_a_year) == ("from Apr 2023", "from Jan 2023")
    assert since_when.trend_title(answers(demonstration, "compare=none").shown) == "Month by month"


def test_the_table_of_months_is_the_answer(west_end: PageAnswers) -> None:
    shown = west_end.shown
    assert shown.months is not None
    assert shown.previous_months is not None
    table = months_of(shown)
    assert [row[0] for row in table][:2] == ["October 2022", "November 2022"]
    assert [row[1] for row in table] == [f"{int(value):,}" for value in shown.months]
    assert [row[3] for row in table] == [f"{int(value):,}" for value in shown.previous_months]


def test_a_month_that_is_not_covered_is_a_gap(west_end: PageAnswers) -> None:
    assert west_end.shown.months is not None
    months = west_end.shown.months.copy()
    months[3] = np.nan
    holed = replace(west_end.shown, figures=replace(west_end.shown.figures, months=months))
    assert since_when.month_values(holed)[3] is None
    assert months_of(holed)[3][1] == "not known"


def test_the_cost_is_told_by_group_and_kind(demonstration: Release) -> None:
    told = costs_of(answer_link("/west-end?from=2022-10&to=2023-09&measure=cost", demonstration))
    says, table = words(told[0]), rows(told[1])
    assert says.startswith("Of £372 million, £27.5 million in anticipation")
    assert says.endswith("8,699 offences have no published unit cost.")
    assert len(table) == 15
    assert table[0][0] == "Theft from person"
    assert costs_of(answer_link("/west-end?measure=harm", demonstration)) == []
