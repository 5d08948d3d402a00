"""What pages say and offer where figures are withheld; for one who is told everything they are as they always were."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.audience import Audience
from data.disclosure.rule import OPEN, PUBLIC, Rule
from data.links import read_link
from data.releases import Release
from geo.answer import answer_link
from geo.page_answers import page_answers
from geo.pages.side_by_side import side_by_side
from geo.pages.ward_page import ward_page
from layouts.about import about
from layouts.bar_of_areas import bar_of_areas
from layouts.controls import shown_controls
from layouts.data_page import data_content
from layouts.neighbourhoods_parts import neighbourhoods_parts
from layouts.picture import picture
from layouts.sent import plain
from layouts.side_by_side_parts import side_by_side_parts
from layouts.ward_table import ward_table
from layouts.west_end_parts import boundary_urls, west_end_parts
from layouts.words.release import WHO_SEES, release_line, rule_in_force


@pytest.fixture(scope="module")
def public(demonstration: Release) -> Release:
    return demonstration.seen_by(Audience.PUBLIC, PUBLIC)


def text(parts: Any) -> str:
    return json.dumps(parts, default=plain, ensure_ascii=False)


def offered(release: Release, link: str) -> dict[str, Any]:
    choices = release.choices
    return shown_controls(read_link(link, choices).selection, choices, None, rule=release.rule)


def values(shown: dict[str, Any], key: str) -> list[str]:
    return [option["value"] for option in shown["options"][key]]


def drawn(release: Release, link: str) -> dict[str, Any]:
    answer = answer_link(link, release)
    return picture(answer, answer, boundary_urls(release))


def test_every_page_says_under_its_head_that_counts_are_withheld_and_where_the_reason_stands(
    public: Release, demonstration: Release
) -> None:
    said = text(release_line(public))
    assert "Public view" in said and "Small counts are withheld" in said and f"/about#{WHO_SEES}" in said
    assert f'"id": "{WHO_SEES}"' in text(about())
    assert "ithheld" not in text(release_line(demonstration))
    other = demonstration.seen_by(Audience.PARTNER, Rule(3, 3))
    assert "Partners’ view" in text(release_line(other)) and "Counts under 3" in text(rule_in_force(other))
    assert "nothing is withheld" in text(rule_in_force(demonstration))


@pytest.mark.parametrize(
    "parts",
    [
        lambda release: west_end_parts(page_answers(release, "/west-end?type=robbery")),
        lambda release: side_by_side_parts(side_by_side(release, "/"), "one"),
        lambda release: neighbourhoods_parts(ward_page(release, "/neighbourhoods")),
        lambda release: data_content(release, []),
        rule_in_force,
    ],
)
def test_the_whole_rule_stands_once_on_a_page(
    parts: Callable[[Release], Any], public: Release, demonstration: Release
) -> None:
    assert text(parts(public)).count("Counts under 5 are withheld") == 1
    assert "Counts under" not in text(parts(demonstration))


def test_the_landing_page_says_once_that_hours_are_withheld(public: Release, demonstration: Release) -> None:
    told = side_by_side_parts(side_by_side(public, "/"), "one")
    assert text(told["notes"]).count("By hour: withheld") == 1
    assert [one["hours_unsaid"] for one in told["picture"]] == [True] * 3
    every = side_by_side_parts(side_by_side(demonstration, "/"), "one")
    assert "By hour" not in text(every["notes"]) and all("hours_unsaid" not in one for one in every["picture"])


def test_the_scale_of_all_three_maps_tells_of_dots_only_where_there_are_some(public: Release) -> None:
    def first(query: str) -> dict[str, Any]:
        drawn: dict[str, Any] = side_by_side_parts(side_by_side(public, f"/{query}"), "one")["picture"][0]
        return drawn

    plain, rare, refused = first(""), first("?type=drug-offences"), first("?measure=harm")
    assert plain["legend_of_some"] and "withheld_somewhere" not in plain  # youth violence has no map to draw dots on
    assert rare["withheld_somewhere"] and "under 5" in rare["withheld_note"]
    assert not refused["legend_of_some"]


def test_where_only_a_total_is_told_no_control_offers_less(public: Release, demonstration: Release) -> None:
    def hidden(release: Release, link: str) -> set[str]:
        return {key for key, style in offered(release, link)["hidden"].items() if "unused" in style}

    page = "/serious-youth-violence"
    assert {"type", "time", "ward", "shown", "flag", "days"} <= hidden(public, page)
    assert not hidden(public, f"{page}?type=robbery&time=night&ward=west-end&measure=rate") & {
        "type", "time", "ward", "shown"
    }  # fmt: skip
    assert not hidden(demonstration, page) & {"type", "time", "ward", "shown", "syv.time"}
    assert "syv.time" in hidden(public, "/") and "syv.time" not in hidden(public, "/?syv.time=night")


def test_controls_offer_nothing_that_would_be_withheld(public: Release, demonstration: Release) -> None:
    shown, every = offered(public, "/west-end"), offered(demonstration, "/west-end")
    majors = {major for major, _ in demonstration.choices.dataset("offences").types}
    assert len(values(shown, "type")) == len(majors) < len(values(every, "type"))
    assert values(shown, "time") == ["all", "night", "day"]
    assert not {value.partition("&")[0] for value in values(shown, "measure")} & {"harm", "cost"}
    assert {"harm", "cost"} <= set(values(every, "measure"))
    hidden = {key for key, style in shown["hidden"].items() if "unused" in style}
    assert {"flag", "days", "timing"} <= hidden
    assert not {key for key, style in every["hidden"].items() if "unused" in style} & {"flag", "days", "timing"}


def test_what_a_link_holds_stays_among_the_choices_so_that_it_can_be_taken_out(public: Release) -> None:
    shown = offered(public, "/west-end?type=shoplifting&days=fri&flag=knife&time=22-04&measure=harm")
    assert "shoplifting" in values(shown, "type") and "22-04" in values(shown, "time")
    assert "harm" in values(shown, "measure")
    assert shown["hidden"]["flag"] == shown["hidden"]["days"] == "word"


def test_each_view_of_the_overview_offers_the_same_times(public: Release) -> None:
    shown = offered(public, "/?we.time=22-03")
    assert values(shown, "we.time") == ["all", "night", "day", "22-03"]
    assert values(shown, "nb.time") == ["all", "night", "day"]


def test_options_of_an_analyst_are_not_taken_for_those_of_the_public(public: Release, demonstration: Release) -> None:
    shown, every = offered(public, "/west-end"), offered(demonstration, "/west-end")
    assert shown["bar_for"] != every["bar_for"]
    selection = read_link("/west-end", public.choices).selection
    again = shown_controls(selection, public.choices, shown["bar_for"], rule=PUBLIC)
    assert "type" not in again["options"] and again["bar_for"] == shown["bar_for"]


def test_a_picture_names_the_withheld_areas_and_an_open_one_does_not(public: Release, demonstration: Release) -> None:
    link = "/west-end?type=drug-offences"
    told, every = drawn(public, link), drawn(demonstration, link)
    assert told["withheld"] == [place for place, value in enumerate(told["values"]) if value is None]
    assert 0 < len(told["withheld"]) < len(told["values"])
    assert "under 5" in told["withheld_note"]
    assert not {key for key in every if "withheld" in key}
    small = {every["values"][place] for place in range(len(every["values"])) if every["values"][place] < 5}
    assert small and all(
        told["values"][place] is None or told["values"][place] >= 5 for place in range(len(told["values"]))
    )


@pytest.mark.parametrize(
    "link", ["/west-end?measure=harm", "/west-end?from=2023-01&to=2023-03", "/west-end?type=sexual-offences"]
)
def test_where_no_area_is_told_all_are_withheld(public: Release, link: str) -> None:
    told = drawn(public, link)
    assert told["withheld"] == list(range(128)) and told["values_note"]
    assert told["withheld_note"] == "Withheld, which is not zero"


def test_the_average_hour_is_that_of_all_records_with_an_hour(public: Release, demonstration: Release) -> None:
    told, every = drawn(public, "/west-end?type=robbery"), drawn(demonstration, "/west-end?type=robbery")
    assert any(value is None for day in told["hours"] for value in day)
    assert told["hours_mean"] == pytest.approx(sum(sum(day) for day in every["hours"]) / 168)
    assert "hours_mean" not in every


def test_the_bar_of_areas_ends_in_what_is_withheld(public: Release, demonstration: Release) -> None:
    link = "/west-end?type=robbery"
    answer = answer_link(link, public)
    assert answer.values is not None and answer.located
    told = text(bar_of_areas(answer))
    shown = sum(value for value in answer.values.tolist() if value == value)
    assert f'\\"withheld\\":{round(100 * (1 - shown / answer.located), 3):g}' in told.replace('\\\\"', '\\"')
    assert "withheld" not in text(bar_of_areas(answer_link(link, demonstration)))


def test_tables_of_wards_have_no_column_of_nothing(public: Release, demonstration: Release) -> None:
    told, every = (
        text(ward_table(ward_page(public, "/neighbourhoods"))),
        text(ward_table(ward_page(demonstration, "/neighbourhoods"))),
    )
    for title in ("Months", "Resident victims", "Resident accused", "Most harmful", "Stands out by harm"):
        assert title in every and title not in told
    assert "Stands out by number" in told and "West End" in told


def test_a_ward_says_once_what_is_withheld_of_it(public: Release) -> None:
    said = text(neighbourhoods_parts(ward_page(public, "/neighbourhoods?ward=westbourne&type=robbery"))["columns"])
    assert said.count("Withheld of single wards") == 1
    assert "No record here has a known small area" not in said and "Not known for these months" not in said


def test_a_question_that_is_refused_shows_a_way_to_one_that_is_not(public: Release) -> None:
    said = text(west_end_parts(page_answers(public, "/west-end?measure=harm"))["stand"])
    assert "What is withheld is not zero." in said and "the number of records" in said
    alone = text(west_end_parts(page_answers(public, "/west-end?type=sexual-offences"))["stand"])
    assert "sexual offences were recorded is not told" in alone


def test_the_data_page_has_no_column_of_dashes(public: Release, demonstration: Release) -> None:
    told, every = (text(data_content(release, [])).replace("\\", "") for release in (public, demonstration))
    assert '"Rows"' in every and '"Rows"' not in told


def test_the_open_rule_changes_nothing(demonstration: Release) -> None:
    again = demonstration.seen_by(Audience.ANALYST, OPEN)
    for link in ("/west-end?type=robbery", "/west-end?measure=change"):
        assert text(west_end_parts(page_answers(again, link))) == text(
            west_end_parts(page_answers(demonstration, link))
        )
