"""Types, people, flags and features of an answer, against groups of the records counted with pandas."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.categories import slug
from data.releases import Release
from data.schema import FLAGS, month_number
from geo.answer import answer_link
from geo.page_json import page_json
from geo.people_json import FEWEST_KNOWN
from tests.geo.rebuilt import rebuilt, records_of

PERIOD = "from=2022-10&to=2023-09"
FIRST, LAST = month_number(2022, 10), month_number(2023, 9)
HATE = ["racist", "racist_religious", "faith", "antisemitic", "islamophobic", "homophobic", "transgender", "disability"]
OURS = "E09000033"
WEST_END = ["E05013806", "E05013808"]
PEOPLE = {"victims": "victim", "suspects": "suspect", "accused": "accused"}
Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]


def hate(rows: pd.DataFrame) -> pd.Series:
    return rows[HATE].any(axis=1)


def night(rows: pd.DataFrame) -> pd.Series:
    return (rows["hour"] >= 18) | rows["hour"].between(0, 5)


def serious(rows: pd.DataFrame) -> pd.Series:
    violent = rows["major"].isin(["Violence Against the Person", "Robbery", "Sexual Offences"])
    young = (rows["victim_age"] < 25) | (rows["suspect_age"] < 25)
    return (violent & young) | rows["domestic_abuse"] | (rows["major"] == "Sexual Offences")


def every(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=rows.index)


QUESTIONS: dict[str, tuple[str, Mask]] = {
    "": ("offences", every),
    "flag=knife": ("offences", lambda rows: rows["knife"]),
    "flag=hate": ("offences", hate),
    "flag=serious&time=night&ward=west-end,st-jamess": (
        "offences",
        lambda rows: serious(rows) & night(rows) & rows["ward"].isin(WEST_END),
    ),
    "flag=detected,domestic-abuse": ("offences", lambda rows: rows["detected"] & rows["domestic_abuse"]),
    "type=drug-offences": ("offences", lambda rows: rows["major"] == "Drug Offences"),
    "dataset=stop-search": ("stop-search", every),
    "dataset=stop-search&flag=no-further-action&type=offensive-weapons": (
        "stop-search",
        lambda rows: (rows["major"] == "Offensive weapons") & rows["outcome"].str.contains("no further action"),
    ),
    "dataset=ambulance": ("ambulance", every),
    "dataset=noise&type=residential": ("noise", lambda rows: rows["minor"] == "Residential"),
}


@pytest.fixture(scope="module")
def release() -> Release:
    return rebuilt()


def chosen(dataset: str, mask: Mask, first: int, last: int) -> pd.DataFrame:
    rows = records_of(dataset)
    rows = rows[rows["month"].between(first, last)]
    return rows[mask(rows).astype(bool)]


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_everything_is_as_pandas_counts_it(release: Release, question: str) -> None:
    dataset, mask = QUESTIONS[question]
    told = page_json(release, f"/west-end?{PERIOD}&{question}")
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    rows = chosen(dataset, mask, FIRST, LAST)
    assert told["total"]["records"] == len(rows)
    check_types(told, rows, chosen(dataset, mask, FIRST - 12, LAST - 12))
    check_flags(told, rows)
    for plural, person in PEOPLE.items():
        check_person((told["people"] or {}).get(plural), person, rows)
    for name in ("relationship", "outcome", "legislation"):
        check_named(told["features"][name], rows, name)
    check_place(told["features"], rows)


def check_types(told: dict[str, Any], rows: pd.DataFrame, before: pd.DataFrame) -> None:
    assert [one["value"] for one in told["types"] if one["value"]]
    majors = [one for one in told["types"] if one["major"] is None]
    assert sum(one["value"] for one in majors) == told["total"]["records"]
    assert sum(one["previous"] for one in majors) == told["total"]["previous"] == len(before)
    for one in told["types"]:
        column, name = ("major", one["name"]) if one["major"] is None else ("minor", one["name"])
        assert one["value"] == (rows[column] == name).sum(), one
        assert one["previous"] == (before[column] == name).sum(), one
        assert one["share"] == one["value"] / len(rows)
        assert one["change"] == one["value"] - one["previous"]
        assert (one["change_share"] is None) == (one["previous"] < 20)
    of_majors = {one["type"]: one["value"] for one in majors}
    for major, value in of_majors.items():
        minors = [one["value"] for one in told["types"] if one["major"] == major]
        assert not minors or sum(minors) == value


def check_flags(told: dict[str, Any], rows: pd.DataFrame) -> None:
    for flag, share in (told["flags"] or {}).items():
        column = flag.replace("-", "_")
        if column in FLAGS:
            expected = rows[column].sum()
        elif flag == "hate":
            expected = hate(rows).sum()
        elif flag == "serious":
            expected = serious(rows).sum()
        else:
            expected = rows["outcome"].str.contains("no further action").sum()
        assert share == {"value": expected, "known": len(rows), "share": expected / len(rows)}, flag


def check_person(told: dict[str, Any] | None, person: str, rows: pd.DataFrame) -> None:
    if f"{person}_age" not in rows:
        assert told is None
        return
    assert told is not None
    ages = rows[f"{person}_age"].dropna()
    assert told["ages"]["known"] == len(ages) == sum(told["ages"].values()) - len(ages)
    assert told["ages"]["18–24"] == ages.between(18, 24).sum()
    years = told["years"]
    if len(ages) < FEWEST_KNOWN:
        assert years is None
    else:
        assert years == {"known": len(ages)} | {
            str(age): int((ages == age).sum()) for age in range(int(ages.max()) + 1)
        }
    sexes = rows[f"{person}_sex"].dropna()
    assert told["sexes"] == {"known": len(sexes)} | {sex: int((sexes == sex).sum()) for sex in ("F", "M", "X")}
    women = rows[(rows[f"{person}_sex"] == "F") & rows[f"{person}_age"].between(18, 24)]
    assert told["ages_by_sex"]["F"]["18–24"] == len(women)
    for major, part in rows[rows[f"{person}_sex"] == "F"].groupby("major"):
        assert told["types_by_sex"]["F"][slug(str(major))] == len(part)
    assert told["types_by_sex"]["F"]["known"] == (sexes == "F").sum()
    check_homes(told, person, rows)
    for name, column in (("ethnicities", f"{person}_ethnicity"),):
        check_named(told[name], rows, column, FEWEST_KNOWN)


def check_homes(told: dict[str, Any], person: str, rows: pd.DataFrame) -> None:
    column = f"{person}_home"
    if column not in rows:
        assert told["boroughs"] is None
        assert told["homes"]["known"] == 0
        return
    check_named(told["boroughs"], rows, column, FEWEST_KNOWN)
    assert told["homes"]["in the borough"] == (rows[column] == OURS).sum()
    young = rows[rows[f"{person}_age"] < 18][column].dropna()
    assert told["under_18"]["homes"]["known"] == len(young)
    assert told["under_18"]["homes"]["in the borough"] == (young == OURS).sum()


def check_named(told: dict[str, int] | None, rows: pd.DataFrame, column: str, fewest: int = 0) -> None:
    if column not in rows or rows[column].notna().sum() < fewest:
        assert told is None
        return
    assert told is not None
    values = rows[column].dropna()
    assert told["known"] == len(values)
    assert {name: count for name, count in told.items() if count and name != "known"} == values.value_counts().to_dict()


def check_place(told: dict[str, Any], rows: pd.DataFrame) -> None:
    if "place" not in rows:
        assert (told["place"], told["repeats"]) == (None, None)
        return
    places = rows["place"].value_counts()
    if rows["place"].nunique() <= 1:
        assert told["place"] == {"known": len(rows["place"].dropna()), "Victim's address": int(places.sum())}
        return
    assert told["place"] is None
    assert told["repeats"] == {
        "known": int(places.sum()),
        "places": len(places),
        "records_from_3_or_more": int(places[places >= 3].sum()),
        "records_from_10_or_more": int(places[places >= 10].sum()),
        "places_over_20": int((places > 20).sum()),
        "places_over_50": int((places > 50).sum()),
    }


@pytest.mark.parametrize("flag", ["knife", "hate", "serious", "racist-religious", "detected"])
def test_the_flag_of_a_link_counts_what_the_section_says(release: Release, flag: str) -> None:
    told = page_json(release, f"/west-end?{PERIOD}")
    assert answer_link(f"/west-end?{PERIOD}&flag={flag}", release).now.records == told["flags"][flag]["value"]  # type: ignore[union-attr]
    again = page_json(release, f"/west-end?{PERIOD}&flag={flag}")["flags"]
    assert again[flag]["share"] == 1.0


def test_young_people_by_hand_of_pandas(release: Release) -> None:
    told = page_json(release, f"/serious-youth-violence?{PERIOD}")["people"]["young"]
    rows = records_of("offences")
    rows = rows[
        rows["month"].between(FIRST, LAST)
        & rows["major"].isin(["Violence Against the Person", "Robbery", "Sexual Offences"])
    ]
    for years in (18, 25):
        of = rows[(rows["victim_age"] < 25) | (rows["suspect_age"] < 25)]
        victim, suspect = of["victim_age"] < years, of["suspect_age"] < years
        assert told[f"under_{years}"] == {
            "victim": victim.sum(),
            "suspect": suspect.sum(),
            "either": (victim | suspect).sum(),
            "both": (victim & suspect).sum(),
        }


def test_published_figures_come_out(release: Release) -> None:
    told = page_json(release, f"/west-end?{PERIOD}")
    assert told["flags"]["hate"]["value"] == 1976
    assert told["flags"]["knife"]["value"] == 1012
    assert told["flags"]["domestic-abuse"]["value"] == 2497
    noise = page_json(release, f"/west-end?{PERIOD}&dataset=noise")["features"]["repeats"]
    assert round(100 * noise["records_from_3_or_more"] / noise["known"]) == 51
    searched = page_json(release, f"/west-end?{PERIOD}&dataset=stop-search&type=controlled-drugs")["people"]["suspects"]
    known, idle = (
        {int(age): n for age, n in searched[name].items() if age != "known"}
        for name in ("years", "years_without_action")
    )
    assert round(100 * sum(idle[age] for age in idle if age > 65) / sum(known[age] for age in known if age > 65)) == 78


@pytest.mark.parametrize("narrowed", ["ward=westbourne", "ward=st-jamess", "ward=st-jamess,west-end,westbourne", "lsoa=westminster-013e"])  # fmt: skip
def test_single_years_are_not_told_of_single_areas(release: Release, narrowed: str) -> None:
    people = page_json(release, f"/west-end?{PERIOD}&{narrowed}")["people"]
    for person in PEOPLE:
        for part in ("years", "ethnicities", "boroughs"):
            assert people[person][part] is None
    assert people["victims"]["ages"]["known"] > 0
    assert any("told of the whole area only" in note for note in people["notes"])


def test_what_few_people_tell_is_left_out_and_said(release: Release) -> None:
    people = page_json(release, f"/west-end?{PERIOD}&type=homicide")["people"]
    assert people["victims"]["years"] is None
    assert any(note.startswith("Single years of age of victims are left out") for note in people["notes"])


def test_a_question_that_cannot_be_answered_has_no_people(release: Release) -> None:
    told = page_json(release, "/west-end?from=1999-01&to=1999-03")
    assert (told["types"], told["people"], told["flags"], told["features"]) == ([], None, None, None)
    noise = page_json(release, f"/west-end?{PERIOD}&dataset=noise")
    assert (noise["people"], noise["flags"]) == (None, None)


def test_without_comparison_nothing_was_before(release: Release) -> None:
    for link in (f"/west-end?{PERIOD}&compare=none", "/west-end?from=2020-10&to=2021-03"):
        for one in page_json(release, link)["types"]:
            assert (one["previous"], one["change"], one["change_share"]) == (None, None, None)


def test_a_release_of_before_these_columns_says_what_it_knows(release: Release) -> None:
    index = release.index("offences")
    kept = {name: column for name, column in index.attributes.items() if name in ("victim", "suspect", "accused", "flags", "flags_known", "injury_degree", "rules_open")}  # fmt: skip
    old = replace(release, _indexes={**release._indexes, "offences": replace(index, attributes=kept, names={})})
    new_told, told = (page_json(one, f"/west-end?{PERIOD}&flag=serious") for one in (release, old))
    assert told["people"]["victims"]["years"] is None
    assert told["people"]["victims"]["ages"] == new_told["people"]["victims"]["ages"]
    assert told["features"]["relationship"] is None
    assert (told["flags"], told["types"]) == (new_told["flags"], new_told["types"])
    bare = replace(release, _indexes={"offences": replace(index, attributes={}, names={})})
    assert bare.choices.dataset("offences").flags == ()
    plain = page_json(bare, f"/west-end?{PERIOD}")
    assert (plain["people"], plain["flags"]) == (None, None)
    assert np.isclose(sum(one["share"] for one in plain["types"] if one["major"] is None), 1)
