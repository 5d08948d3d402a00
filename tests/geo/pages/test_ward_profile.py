"""Ward profiles: by hand, against one record at a time, and against the assessment's Appendix 5."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from data.indexing import build_index
from data.releases import Release, open_release
from data.two_counts import Verdict
from geo.pages.ward_datasets import OFFENCES, RESIDENTS, against
from geo.pages.ward_profile import WardProfiles, ward_profiles
from geo.pages.ward_types import beyond_chance, by_major, harm_days, quotients, type_profiles
from geo.publishing.importing import import_files
from tests import worlds
from tests.conftest import SHARED
from tests.data.attributes.test_people import OURS, with_people
from tests.tiny_world import FIRST, LAST, TYPES, WARDS, tiny_records, tiny_release

YEAR = "/neighbourhoods?from=2022-10&to=2023-09"
RECORDS = with_people(tiny_records(4000, seed=5))
ALL = np.ones(2, dtype=bool)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    made = tiny_release(tmp_path_factory.mktemp("wards"), RECORDS)
    areas = {level: [area.code for area in rows] for level, rows in made.choices.areas.items()}
    made._indexes["offences"] = build_index(RECORDS, TYPES, areas, OURS)
    return made


@pytest.fixture(scope="module")
def assessed(demonstration: Release) -> WardProfiles:
    return ward_profiles(demonstration, YEAR)


def test_a_location_quotient_by_hand() -> None:
    counts = np.array([[30, 70], [10, 190]])  # 30% against 40 of 300
    np.testing.assert_allclose(quotients(counts, ALL), [[2.25, 70 / 100 * 300 / 260], [0.375, 190 / 200 * 300 / 260]])
    without = quotients(counts, np.array([False, True]))  # the first ward against the second alone
    np.testing.assert_allclose(without[0], [0.3 / 0.05, 0.7 / 0.95])


def test_beyond_chance_by_hand() -> None:
    counts = np.array([[30, 70], [10, 190]])
    p = 40 / 300
    assert beyond_chance(counts, ALL)[0, 0] == pytest.approx((30 - 100 * p) / np.sqrt(100 * p * (1 - p)))


def test_under_the_floor_there_is_no_quotient() -> None:
    few = type_profiles(np.array([[9, 1, 90], [10, 10, 480]]), TYPES, ALL)
    # majors: Robbery (the first two types together) and Theft
    assert [kind.name for kind in few[0]] == ["Robbery", "Theft"]
    assert few[0][0].value == 10
    assert few[0][0].quotient is not None
    fewer = type_profiles(np.array([[9, 0, 90], [10, 10, 480]]), TYPES, ALL)
    assert fewer[0][0].value == 9
    assert fewer[0][0].quotient is None
    assert not fewer[0][0].over


def test_majors_are_sums_of_their_types() -> None:
    assert by_major(np.array([[1, 2, 4]]), TYPES).tolist() == [[3, 4]]


def test_harm_days_are_those_of_the_first_table() -> None:
    days = harm_days(
        (("Robbery", "Robbery of Personal Property"), ("Sexual Offences", "Rape"), ("Robbery", "Unheard of"))
    )
    assert days is not None
    assert days.tolist() == [365.0, 1825.0, 0.0]
    assert harm_days((("Burglary", ""),)) is None


def test_data_sets_are_measured_against_residents_by_hand() -> None:
    values, living = np.array([40, 60, 5]), np.array([100, 300, 100])
    quotient, over = against(values, living, np.ones(3, dtype=bool))
    np.testing.assert_allclose(quotient[:2], [40 / (100 * 105 / 500), 60 / (300 * 105 / 500)])
    assert np.isnan(quotient[2])  # under the floor
    assert over.tolist() == [True, False, False]
    nothing, none = against(values, None, np.ones(3, dtype=bool))
    assert np.isnan(nothing).all()
    assert not none.any()


def test_each_ward_is_counted_as_one_by_one(release: Release) -> None:
    profiles = ward_profiles(release, f"/neighbourhoods?from=2022-10&to=2023-03&compare=2023-04&ward={'west-end'}")
    assert [ward.name for ward in profiles.chosen] == ["West End"]
    assert [ward.code for ward in profiles.wards] == sorted(WARDS)
    now = RECORDS[RECORDS["month"].between(FIRST + 2, FIRST + 7)]
    before = RECORDS[RECORDS["month"].between(FIRST + 8, LAST)]
    for ward in profiles.wards:
        here, then = now[now["ward"] == ward.code], before[before["ward"] == ward.code]
        assert (ward.count, ward.previous) == (len(here), len(then))
        assert ward.share == pytest.approx(len(here) / now["ward"].notna().sum())
        assert [kind.value for kind in ward.types] == [(here["major"] == name).sum() for name in ("Robbery", "Theft")]
        hours = Counter((row["day"], row["hour"]) for _, row in here.iterrows() if row["day"] >= 0 and row["hour"] >= 0)
        assert ward.hours is not None
        assert all(ward.hours[day, hour] == hours[day, hour] for day, hour in product(range(7), range(24)))
        assert ward.months.tolist() == [(here["month"] == FIRST + 2 + i).sum() for i in range(6)]
        assert ward.victims is not None
        assert ward.victims.base == here["victim_home"].notna().sum()
        assert ward.victims.value == (here["victim_home"] == OURS).sum()
        areas = here["lsoa"].value_counts()
        assert {area.code: area.value for area in ward.lsoas} == areas.to_dict()
        assert sum(area.share or 0 for area in ward.lsoas) == pytest.approx(1)


def test_ranks_shares_and_parts_reconcile(assessed: WardProfiles) -> None:
    assert sorted(ward.rank for ward in assessed.wards) == list(range(1, 19))
    assert sum(ward.share or 0 for ward in assessed.wards) == pytest.approx(1)
    for ward in assessed.wards:
        assert sum(kind.value for kind in ward.types) == ward.count == ward.months.sum()
        assert sum(kind.share or 0 for kind in ward.types) == pytest.approx(1)
        assert sum(kind.harm_share or 0 for kind in ward.types) == pytest.approx(1)
        assert all(kind.value >= 10 and (kind.quotient or 0) >= 1.2 for kind in ward.over)
        assert ward.published is not None
    assert sum(ward.count for ward in assessed.wards) == 87_036
    for part in assessed.wards[0].datasets:
        same = [one for ward in assessed.wards for one in ward.datasets if one.key == part.key]
        assert sum(one.share or 0 for one in same) == pytest.approx(1)


def test_at_most_three_wards_stand_side_by_side(demonstration: Release) -> None:
    link = f"{YEAR}&ward=abbey-road,bayswater,church-street,harrow-road"
    assert [ward.name for ward in ward_profiles(demonstration, link).chosen] == [
        "Abbey Road",
        "Bayswater",
        "Church Street",
    ]


def test_the_west_end_can_be_left_out_of_the_base(demonstration: Release, assessed: WardProfiles) -> None:
    without = ward_profiles(demonstration, YEAR, without_west_end=True)
    assert "two West End wards" in without.base_says
    assert "all 18 wards" in assessed.base_says
    outer = [ward for ward in assessed.wards if ward.code not in ("E05013806", "E05013808")]
    theft = sum(next(kind.value for kind in ward.types if kind.slug == "theft") for ward in outer)
    (base_share,) = {kind.base_share for ward in without.wards for kind in ward.types if kind.slug == "theft"}
    assert base_share == pytest.approx(theft / sum(ward.count for ward in outer))
    assert [ward.count for ward in without.wards] == [ward.count for ward in assessed.wards]


def test_data_sets_come_from_the_release(assessed: WardProfiles, demonstration: Release) -> None:
    keys = {part.key for part in assessed.wards[0].datasets}
    assert {dataset.slug for dataset in demonstration.choices.datasets} - {"offences"} <= keys
    assert {"hate", "domestic-abuse", "youth-violence-any"} <= keys
    assert {part.against for part in assessed.wards[0].datasets} == {RESIDENTS}
    assert OFFENCES != RESIDENTS


def test_a_period_without_a_year_before_says_so(demonstration: Release) -> None:
    ward = ward_profiles(demonstration, "/neighbourhoods?from=2020-10&to=2021-09").wards[0]
    assert (ward.previous, ward.change, ward.verdict) == (None, None, None)
    assert "not covered" in ward.missing["previous"]
    alone = ward_profiles(demonstration, f"{YEAR}&compare=none").wards[0]
    assert alone.missing["previous"] == "No comparison was asked for."


def test_a_question_that_cannot_be_answered_has_no_profiles(demonstration: Release) -> None:
    profiles = ward_profiles(demonstration, "/neighbourhoods?from=1999-01&to=1999-02")
    assert profiles.wards == ()
    assert profiles.reason.startswith("There are no offences for January 1999")


def test_tiny_numbers_have_no_share_of_residents(demonstration: Release) -> None:
    ward = next(
        ward for ward in ward_profiles(demonstration, f"{YEAR}&type=homicide").wards if ward.name == "Abbey Road"
    )
    assert (ward.victims, ward.accused) == (None, None)
    assert ward.missing["people"].startswith("Fewer than 10")
    assert ward.verdict is Verdict.NOT_CLEAR


# ---- Appendix 5 of the assessment

PRINTED = {
    "VAP": "Violence Against the Person", "Vehicle": "Vehicle Offences", "Public Order": "Public Order Offences",
    "Drugs": "Drug Offences", "Criminal damage": "Arson and Criminal Damage",
    "Arson & criminal damage": "Arson and Criminal Damage", "Public order": "Public Order Offences",
    "Weapons": "Possession of Weapons", "Sexual offences": "Sexual Offences", "Sex offences": "Sexual Offences",
    "Miscellaneous": "Miscellaneous Crimes Against Society",
}  # fmt: skip
# Printed among the four most frequent although others are more frequent in the police's own ward counts
# (the numbers recomputed from the open ward file); Westbourne's line leaves theft out.
NOT_THE_FOUR = {"Hyde Park", "Queen's Park", "West End", "Westbourne"}
NOT_THE_MOST_HARM = {"Vincent Square", "West End"}  # a close call, and a ward where robbery is far ahead


@pytest.fixture(scope="module")
def appendix() -> dict[str, dict[str, str]]:
    path = SHARED / "facts" / "published_figures.csv"
    if not path.is_file():
        pytest.skip("the table of published figures is not here")
    with Path(path).open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file) if row["id"].startswith("A5")}


def test_residents_among_victims_and_accused_as_printed(
    assessed: WardProfiles, appendix: dict[str, dict[str, str]]
) -> None:
    for number, ward in enumerate(assessed.wards, start=1):
        for row, share in ((f"A5V{number:02d}", ward.victims), (f"A5A{number:02d}", ward.accused)):
            assert ward.code in appendix[row]["filter"]
            assert share is not None
            assert share.share is not None
            assert abs(100 * share.share - float(appendix[row]["value"])) <= float(appendix[row]["tolerance"]), row


def test_the_most_frequent_types_as_printed(assessed: WardProfiles, appendix: dict[str, dict[str, str]]) -> None:
    wrong = set()
    for number, ward in enumerate(assessed.wards, start=1):
        printed = {PRINTED.get(word, word) for word in appendix[f"A5K{number:02d}"]["value"].split(";")}
        if printed != {kind.name for kind in ward.frequent}:
            wrong.add(ward.name)
    assert wrong == NOT_THE_FOUR


def test_the_type_with_the_most_harm_as_printed(assessed: WardProfiles, appendix: dict[str, dict[str, str]]) -> None:
    wrong = {
        ward.name
        for number, ward in enumerate(assessed.wards, start=1)
        if ward.most_harmful is None or ward.most_harmful.name != appendix[f"A5H{number:02d}"]["value"]
    }
    assert wrong == NOT_THE_MOST_HARM


def test_location_quotients_are_those_of_the_open_ward_file(
    assessed: WardProfiles, appendix: dict[str, dict[str, str]]
) -> None:
    for number, ward in enumerate(assessed.wards, start=1):
        told = {kind.name: kind for kind in ward.types}
        for part in appendix[f"A5L{number:02d}"]["recomputed"].split(";"):
            name, _, value = part.rpartition(" ")
            if told[name].value >= 10:
                assert told[name].quotient == pytest.approx(float(value), abs=0.0051), (ward.name, name)
            else:
                assert told[name].quotient is None


def test_what_is_printed_first_as_over_represented_is_so_here(
    demonstration: Release, assessed: WardProfiles, appendix: dict[str, dict[str, str]]
) -> None:
    """Print mixes number and harm in one list (italics lost), so only its first name can be held to the number."""
    without = ward_profiles(demonstration, YEAR, without_west_end=True)
    for number, (ward, other) in enumerate(zip(assessed.wards, without.wards, strict=True), start=1):
        first = appendix[f"A5L{number:02d}"]["value"].split(";")[0]
        assert PRINTED.get(first, first) in {kind.name for kind in (*ward.over, *other.over)}, ward.name


def test_of_all_printed_as_over_represented_these_are_not(
    demonstration: Release, assessed: WardProfiles, appendix: dict[str, dict[str, str]]
) -> None:
    """A quotient over 1 by number or harm against either base; ``Other`` names no one type."""
    without = ward_profiles(demonstration, YEAR, without_west_end=True)
    missed = set()
    for number, (ward, other) in enumerate(zip(assessed.wards, without.wards, strict=True), start=1):
        for word in appendix[f"A5L{number:02d}"]["value"].split(";"):
            kinds = [kind for kind in (*ward.types, *other.types) if kind.name == PRINTED.get(word, word)]
            ratios = [ratio for kind in kinds for ratio in (raw_quotient(kind), kind.harm_quotient) if ratio]
            if kinds and not max(ratios, default=0) > 1:
                missed.add(f"{ward.name}: {word}")
    assert missed == {"West End: Burglary", "West End: Vehicle"}  # theft is three quarters of what is recorded there


def raw_quotient(kind: object) -> float | None:
    """The quotient without the floor, which print does not have."""
    from geo.pages.ward_types import TypeProfile

    assert isinstance(kind, TypeProfile)
    return kind.share / kind.base_share if kind.share and kind.base_share else None


def test_other_data_name_the_months_they_tell_of_and_are_no_second_source_of_offences(tmp_path: Path) -> None:
    header, rows = worlds.counts("ward")  # October and November 2022
    files = [
        worlds.write_csv(tmp_path / "wards.csv", rows, header),
        worlds.write_csv(tmp_path / "2022-10-metropolitan-street.csv", worlds.street(), worlds.STREET),
        worlds.write_csv(tmp_path / "2022-10-metropolitan-stop-and-search.csv", worlds.stops(), worlds.STOPS),
    ]
    store = worlds.new_store(tmp_path)
    import_files(files, store, worlds.WESTMINSTER)
    release = open_release(store)
    assert [dataset.title for dataset in release.choices.datasets] == [
        "Recorded offences",
        "Recorded offences (data.police.uk street)",
        "Stop and search",
    ]
    both = ward_profiles(release, "/neighbourhoods?from=2022-10&to=2022-11").wards[0]
    assert [part.name for part in both.datasets] == ["Stop and search in October 2022"]
    one = ward_profiles(release, "/neighbourhoods?from=2022-10&to=2022-10").wards[0]
    assert [part.name for part in one.datasets] == ["Stop and search"]
