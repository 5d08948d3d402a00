"""The measures on the demonstration: against a slow second version in pandas, sums that reconcile, and their limits."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from data.releases import Release
from data.tables.weights import days_by_type, harm_table
from geo.answer import answer_link
from geo.answer_json import CHANGE_FLOOR, answer_json
from geo.measures.compared import EXPECTED_FLOOR
from geo.shapes.boundaries import load_boundaries

YEAR = "from=2022-10&to=2023-09"
FIRST, LAST = 2022 * 12 + 9, 2023 * 12 + 8
ALL = ("count", "harm", "cost", "rate", "density", "quotient", "change")
FILTERS = ("", "&type=robbery", "&time=night", "&ward=church-street", "&level=ward", "&type=theft&days=sat")


@cache
def records(folder: str) -> pd.DataFrame:
    return pd.read_parquet(f"{folder}/records/offences.demonstration.parquet")


def told_of(release: Release, question: str) -> dict:
    told = answer_json(answer_link(f"/west-end?{YEAR}{question}", release))
    assert json.loads(json.dumps(told)) == told
    return told


def year_of(release: Release) -> pd.DataFrame:
    frame = records(str(release.folder))
    return frame[(frame["month"] >= FIRST) & (frame["month"] <= LAST)]


@pytest.mark.parametrize("question", ["", "&weights=cchi-days-median-2026", "&proactive=without", "&type=robbery"])
def test_harm_is_the_days_of_every_record(demonstration: Release, question: str) -> None:
    told = told_of(demonstration, f"&measure=harm{question}")
    name = "cchi-days-median-2026" if "median" in question else None
    table = harm_table(demonstration, name)
    types = demonstration.choices.dataset(None).types
    weights = dict(zip(types, days_by_type(table, types, "without" not in question), strict=True))
    frame = year_of(demonstration)
    if "robbery" in question:
        frame = frame[frame["major"] == "Robbery"]
    days = pd.Series(
        [weights[pair] for pair in zip(frame["major"].astype(str), frame["minor"].astype(str), strict=True)],
        frame.index,
    ).fillna(0)
    assert told["total"]["value"] == pytest.approx(days.sum())
    by_area = days.groupby(frame["lsoa"].astype(str)).sum()
    for area in told["areas"]:
        assert area["value"] == pytest.approx(by_area.get(area["code"], 0), abs=0.01)
    by_hour = days[frame["hour"] >= 0].groupby([frame["day"], frame["hour"]]).sum()
    assert told["hours"][5][23] == pytest.approx(by_hour.get((5, 23), 0))


@pytest.mark.parametrize("measure", ["count", "harm", "cost"])
@pytest.mark.parametrize("question", FILTERS)
def test_amounts_add_up_over_areas_hours_and_months(demonstration: Release, measure: str, question: str) -> None:
    answer = answer_link(f"/west-end?{YEAR}&measure={measure}{question}", demonstration)
    figures = answer.figures
    assert figures.months is not None and figures.total is not None and answer.hours is not None
    assert figures.months.sum() == pytest.approx(figures.total)
    assert answer.amounts is not None
    assert answer.amounts.sum() <= figures.total * (1 + 1e-9)
    told = answer_json(answer)
    assert sum(area["share"] for area in told["areas"]) == pytest.approx(1)
    assert told["top"]["share"] == pytest.approx(told["top"]["value"] / told["total"]["value_located"], rel=1e-6)
    hours = sum(map(sum, told["hours"]))
    assert hours == pytest.approx(answer.hours.sum(), rel=1e-3)  # pounds are rounded cell by cell


def test_cost_is_the_corrected_total_of_the_assessment(demonstration: Release) -> None:
    assert told_of(demonstration, "&measure=cost")["total"]["value"] == pytest.approx(371.84e6, rel=1e-5)


def test_a_rate_is_records_per_1000_people(demonstration: Release) -> None:
    people = pd.read_csv("data/reference/lsoa_2011.csv").set_index("lsoa11cd")["pop_mid2020"]
    counts, rates = told_of(demonstration, "&type=robbery"), told_of(demonstration, "&type=robbery&measure=rate")
    for area, rate in zip(counts["areas"], rates["areas"], strict=True):
        assert rate["value"] == pytest.approx(1000 * area["value"] / people[area["code"]], abs=0.001)
        assert rate["low"] <= rate["value"] <= rate["high"]
        assert rate["share"] == area["share"]  # shares stay those of records
    assert rates["total"]["value"] == pytest.approx(1000 * counts["total"]["located"] / people.sum(), abs=0.001)
    assert any("do not live there" in note for note in rates["notes"])


def test_a_density_is_records_per_hectare(demonstration: Release) -> None:
    counts, densities = told_of(demonstration, ""), told_of(demonstration, "&measure=density")
    hectares = pd.read_csv("data/reference/lsoa_2011.csv").set_index("lsoa11cd")["area_ha"]
    for area, density in zip(counts["areas"], densities["areas"], strict=True):
        assert density["value"] == pytest.approx(area["value"] / hectares[area["code"]], abs=0.001)


def test_a_quotient_compares_shares_and_is_unknown_where_few_are_expected(demonstration: Release) -> None:
    robbery, every = told_of(demonstration, "&type=robbery"), told_of(demonstration, "")
    part = robbery["total"]["located"] / every["total"]["located"]
    quotients = told_of(demonstration, "&type=robbery&measure=quotient")["areas"]
    unknown = 0
    for area, whole, found in zip(robbery["areas"], every["areas"], quotients, strict=True):
        expected = whole["value"] * part
        if expected < EXPECTED_FLOOR:
            unknown += 1
            assert found["value"] is None
            assert found["rank"] is None
        else:
            assert found["value"] == pytest.approx(area["value"] / expected, abs=0.001)
    assert 0 < unknown < 128


def test_a_ward_s_quotient_is_against_the_whole_borough(demonstration: Release) -> None:
    whole = told_of(demonstration, "&type=burglary&measure=quotient&level=ward")["areas"]
    one = told_of(demonstration, "&type=burglary&measure=quotient&level=ward&ward=abbey-road")["areas"]
    abbey_road = next(area for area in whole if area["name"] == "Abbey Road")
    assert abbey_road["value"] == pytest.approx(3.5, abs=0.06)
    assert next(area for area in one if area["name"] == "Abbey Road")["value"] == abbey_road["value"]
    assert sum(area["value"] is not None for area in one) == 1


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize(
    "question", [*FILTERS, "&from=2025-01&to=2025-02", "&lsoa=013e", "&dataset=fire", "&type=rape&time=05-06"]
)
def test_every_measure_answers_every_question_in_words(demonstration: Release, measure: str, question: str) -> None:
    told = told_of(demonstration, f"&measure={measure}{question}")
    assert told["says"].endswith(".")
    assert "nan" not in told["says"].lower()
    assert told["unit"]
    for area in told["areas"]:
        assert set(area) >= {"value", "share", "rank", "previous", "change", "change_share", "low", "high", "verdict"}


@pytest.mark.parametrize("measure", ["count", "harm", "rate"])
def test_a_change_from_few_records_has_no_per_cent(demonstration: Release, measure: str) -> None:
    asked = "&type=possession-of-weapons"
    before = {area["code"]: area["previous"] for area in told_of(demonstration, asked)["areas"]}
    told = told_of(demonstration, f"{asked}&measure={measure}")["areas"]
    assert {area["code"] for area in told if area["change_share"] is not None} == {
        code for code, records in before.items() if records >= CHANGE_FLOOR
    }


def test_harm_has_an_interval_that_few_grave_records_widen(demonstration: Release) -> None:
    told = told_of(demonstration, "&measure=harm")
    assert told["total"]["low"] < told["total"]["value"] < told["total"]["high"]
    width = {area["code"]: (area["high"] - area["low"]) / max(area["value"], 1) for area in told["areas"]}
    assert width["E01033595"] < 0.2 < width["E01004646"]  # sixteen thousand records against a hundred


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("&dataset=fire&measure=harm", "have no such weight"),
        ("&dataset=btp&measure=harm", "have no such weight"),
        ("&dataset=noise&measure=cost", "have none"),
        ("&type=drug-offences&measure=cost", "None of the types chosen has a unit cost."),
        ("&type=drug-offences&measure=harm&proactive=without", "None of the types chosen has a harm weight here."),
    ],
)
def test_what_has_no_weight_is_not_known_and_says_so(demonstration: Release, question: str, said: str) -> None:
    told = told_of(demonstration, question)
    assert told["total"]["value"] is None
    assert told["hours"] is None
    assert all(area["value"] is None for area in told["areas"])
    assert any(said in note for note in told["notes"])


def test_official_hectares_are_near_those_of_the_shapes(demonstration: Release) -> None:
    shapes = load_boundaries(demonstration.folder / "boundaries" / "lsoa.parquet").areas
    table = pd.read_csv("data/reference/lsoa_2011.csv")["area_ha"]
    assert np.isclose(shapes.area.sum() / 1e4, table.sum(), rtol=0.02)
