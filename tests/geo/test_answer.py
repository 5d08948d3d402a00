"""The answer: it adds up, says what it does not know, and follows the contract."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.releases import Release
from geo.answer import Answer, answer_link, answer_to
from geo.answer_json import answer_json
from geo.page_answers import page_answers
from geo.phrases import number
from tests.tiny_world import FIRST, tiny_records, tiny_release

YEAR = "from=2022-10&to=2023-09"


def answered(release: Release, link: str, view: str | None = None) -> Answer:
    return answer_link(link, release, view)


def test_shape_of_the_json(tiny: Release) -> None:
    told = answer_json(answered(tiny, f"/west-end?{YEAR}&n=2&compare=none"))
    assert json.loads(json.dumps(told)) == told
    assert {"link", "says", "notes", "release", "period", "previous", "total", "areas", "top", "concentration"} < set(
        told
    )
    assert {"hours", "night", "months"} < set(told)
    assert set(told["total"]) == {
        "records", "located", "unlocated", "timed", "untimed", "withheld", "value", "previous",
        "value_located", "low", "high",
    }  # fmt: skip
    assert {"code", "name", "value", "share", "rank", "previous", "change"} <= set(told["areas"][0])
    assert [len(day) for day in told["hours"]] == [24] * 7
    assert told["release"]["sources"] == [{"name": "a test", "period": "2022-08..2023-09", "rows": 1}]


links = st.builds(
    "/west-end?{}&time={}&days={}&ward={}&type={}&level={}&n={}&compare={}".format,
    st.sampled_from(["", YEAR, "from=2023-02&to=2023-02", "from=2023-07&to=2023-09", "from=2020-01&to=2020-03"]),
    st.sampled_from(["all", "night", "22-04"]),
    st.sampled_from(["", "fri,sat"]),
    st.sampled_from(["", "west-end", "west-end,st-jamess"]),
    st.sampled_from(["", "robbery", "theft"]),
    st.sampled_from(["lsoa", "lsoa21", "ward"]),
    st.integers(1, 8),
    st.sampled_from(["previous", "none", "2022-08"]),
)


@settings(max_examples=150, deadline=None)
@given(link=links)
def test_everything_adds_up(tiny: Release, link: str) -> None:
    told = answer_json(answered(tiny, link))
    total, areas, top = told["total"], told["areas"], told["top"]
    if total["records"] is None:
        assert told["says"].startswith("There are no")
        return
    assert total["located"] + total["unlocated"] == total["timed"] + total["untimed"] == total["records"]
    assert sum(area["value"] for area in areas) == total["located"]
    assert sorted(area["rank"] for area in areas) == list(range(1, len(areas) + 1))
    ordered = sorted(areas, key=lambda area: area["rank"])
    assert all(first["value"] >= second["value"] for first, second in pairwise(ordered))
    if total["located"]:
        assert sum(area["share"] for area in areas) == pytest.approx(1)
        assert top["codes"] == [area["code"] for area in ordered[: told["top"]["n"]] if area["value"]]
        assert top["share"] == pytest.approx(top["value"] / total["located"])
    assert sum(map(sum, told["hours"])) == total["timed"]
    assert told["night"]["value"] == sum(sum(day[:6]) + sum(day[18:]) for day in told["hours"])
    assert sum(month["value"] or 0 for month in told["months"]) == total["records"]
    if total["previous"] is not None:
        assert sum(month["previous"] for month in told["months"]) == total["previous"]
        assert all(area["change"] == area["value"] - area["previous"] for area in areas)
        assert top["previous_share_ranked"] is None or top["previous_share_ranked"] >= top["previous_share_fixed"]


@settings(max_examples=60, deadline=None)
@given(link=links)
def test_the_canonical_link_gives_the_same_answer(tiny: Release, link: str) -> None:
    first = answer_json(answered(tiny, link))
    again = answer_json(answered(tiny, first["link"]))
    assert again == {**first, "notes": again["notes"]}


def test_a_sentence_in_numbers_worked_out_here(tiny: Release) -> None:
    records = tiny_records()
    inside = records[(records["month"] >= FIRST + 2)]
    located = inside["lsoa"].dropna()
    top = located.value_counts().head(3).sum() / len(located)
    answer = answered(tiny, f"/west-end?{YEAR}")
    assert answer.headline == f"Three of 6 small areas (LSOAs) hold {top:.1%} of recorded offences"
    assert answer.says == (
        f"Three of 6 small areas (LSOAs) hold {top:.1%} of the {len(located):,} recorded offences"
        " with a known place (October 2022 to September 2023)."
    )


SENTENCES = [
    ("/west-end?compare=2022-08&from=2023-08&to=2023-09&set=fixed&level=ward&n=1", "One of 3 wards holds"),
    ("/west-end?ward=st-jamess", "lie in 2 small areas (LSOAs) in St James's"),
    ("/west-end?ward=st-jamess&n=1", "One of 2 small areas (LSOAs) in St James's holds"),
    ("/west-end?level=ward&ward=st-jamess", "recorded offences in St James's"),
    ("/west-end?lsoa=013e,018a", "recorded offences in Westminster 018A and Westminster 013E"),
    (
        "/west-end?type=robbery&time=night&days=fri,sat",
        "recorded robbery offences on Fridays and Saturdays at night (18:00",
    ),
    ("/west-end?type=robbery-of-business-property,theft", "recorded robbery of business property and theft offences"),
    ("/serious-youth-violence", "recorded offences with a victim or suspect under 25"),
    ("/west-end?from=2019-01&to=2019-12", "There are no offences for January 2019 to December 2019"),
    ("/west-end?type=theft&ward=westbourne&time=03-04&days=mon&from=2023-01&to=2023-01", "No recorded theft offences"),
    ("/west-end?lsoa=013e,013f,018a,018c", "in four small areas (LSOAs)"),
    ("/west-end?measure=change&from=2023-08&to=2023-09&compare=2022-08", "Recorded offences"),
]


@pytest.mark.parametrize(("link", "part"), SENTENCES)
def test_the_sentence_names_what_is_asked(tiny: Release, link: str, part: str) -> None:
    says = answered(tiny, link).says
    assert part in says
    assert says.endswith(".")
    assert "  " not in says
    assert ".." not in says


@pytest.mark.parametrize(
    ("value", "told"),
    [(322.4, "322"), (14.16, "14.2"), (0.5, "0.5"), (0.05, "0.1"), (0.049, "0.05"), (0.0037, "0.004"), (-0.02, "-0.02"),
     (0.0, "0"), (0.0000012, "0.000001")],
)  # fmt: skip
def test_a_rate_that_is_not_zero_is_not_told_as_zero(value: float, told: str) -> None:
    assert number(value) == told


def test_what_the_release_lacks_is_not_zero(tiny: Release) -> None:
    told = answer_json(answered(tiny, f"/west-end?{YEAR}"))
    assert told["previous"] == {"from": "2021-10", "to": "2022-09"}
    assert told["total"]["previous"] is None
    assert all(area["previous"] is None and area["change"] is None for area in told["areas"])
    assert any("does not cover all of October 2021 to September 2022" in note for note in told["notes"])
    beyond = answer_json(answered(tiny, "/west-end?from=2023-08&to=2023-11"))
    assert [month["value"] is None for month in beyond["months"]] == [False, False, True, True]
    assert any("October 2023 to November 2023" in note for note in beyond["notes"])


def test_a_source_by_ward_and_month_answers_what_it_can(tmp_path: Path) -> None:
    records = tiny_records().assign(lsoa=None, lsoa21=None, hour=np.int8(-1), day=np.int8(-1))
    records = records.astype({"lsoa": "str", "lsoa21": "str"})
    release = tiny_release(tmp_path, records, levels=["ward"], timed=False, ages=False)
    by_ward = answer_json(answered(release, f"/west-end?{YEAR}"))
    assert by_ward["level"] == "ward"  # the finest it can tell, where the link asks for none
    assert by_ward["hours"] is None
    assert by_ward["night"] == {"value": None, "share": None}
    assert by_ward["total"]["timed"] is None
    by_lsoa = answer_json(answered(release, f"/west-end?{YEAR}&level=lsoa"))
    assert all(area["value"] is None and area["rank"] is None for area in by_lsoa["areas"])
    assert by_lsoa["total"]["records"] == by_ward["total"]["records"]
    assert by_lsoa["total"]["located"] is None
    assert any("does not say in which small area" in note for note in by_lsoa["notes"])
    for refused in ("time=night", "days=fri", "syv=any", "lsoa=013e"):
        told = answer_json(answered(release, f"/west-end?{YEAR}&{refused}"))
        assert told["total"]["records"] is None
        assert told["top"]["codes"] is None
        assert told["months"] == []
        assert told["says"].startswith("This source (a test)")


def test_change_is_this_period_less_the_one_before(tiny: Release) -> None:
    link = "/west-end?from=2023-08&to=2023-09&compare=2022-08"
    counts, change = (answer_json(answered(tiny, link + measure)) for measure in ("", "&measure=change"))
    assert [area["value"] for area in change["areas"]] == [area["change"] for area in counts["areas"]]
    assert change["total"]["value"] == counts["total"]["records"] - counts["total"]["previous"]
    assert change["top"]["codes"] == [
        area["code"] for area in sorted(change["areas"], key=lambda area: area["rank"])[:3] if area["value"] > 0
    ]


def test_concentration_in_a_ward_is_over_its_own_areas(tiny: Release) -> None:
    inside = answer_json(answered(tiny, "/west-end?ward=west-end"))["concentration"]
    assert inside["areas"] == 3
    assert answer_json(answered(tiny, "/west-end"))["concentration"]["areas"] == 6


def test_a_view_is_the_page_with_the_shared_question(tiny: Release) -> None:
    link = "/?time=night&we.ward=west-end"
    view = answer_json(answered(tiny, link, "we"))
    page = answer_json(answered(tiny, "/west-end?time=night&ward=west-end"))
    assert view == page
    assert answer_json(answered(tiny, link))["total"]["records"] > page["total"]["records"]


def test_a_page_shows_all_areas_and_marks_the_chosen(tiny: Release) -> None:
    answers = page_answers(tiny, f"/west-end?{YEAR}&lsoa=013e&time=night")
    assert answers.whole.selection == answers.shown.selection.without("lsoa")
    assert (answers.whole.located or 0) > (answers.shown.located or 0) > 0
    assert answers.wards.question.level == "ward"
    assert answers.wards.located == answers.whole.located
    plain = page_answers(tiny, "/west-end")
    assert plain.whole is plain.shown


def test_answer_to_takes_a_selection(tiny: Release) -> None:
    selection = answered(tiny, "/west-end?n=5").selection
    assert answer_to(tiny, selection).link == "/west-end?n=5"
