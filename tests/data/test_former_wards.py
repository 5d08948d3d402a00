"""Old links: a ward that no longer exists is left out, with what became of it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from data.categories import REFERENCE, fold
from data.former_wards import FORMER, NOW_IN, former_ward, what_became
from data.levels import Level
from data.links import read_link
from data.releases import Release

GONE = {"Bryanston and Dorset Square", "Churchill", "Marylebone High Street", "Tachbrook", "Warwick"}


def test_twenty_wards_in_the_order_of_their_codes() -> None:
    assert len(FORMER) == 20
    assert list(FORMER) == sorted(FORMER)
    assert former_ward("E05000632") == "Bryanston and Dorset Square"
    assert former_ward("E05000641") == "Marylebone High Street"
    assert former_ward("E05000645") == "Tachbrook"
    assert former_ward("E05000649") == "Westbourne"
    assert former_ward("E05000650") is None


def test_five_of_them_are_gone(demonstration: Release) -> None:
    now = {fold(area.name) for area in demonstration.choices.areas[Level.WARD]}
    assert {name for name in FORMER if fold(name) not in now} == GONE == set(NOW_IN)


@pytest.mark.parametrize("name", sorted(GONE))
def test_a_link_that_names_one_says_what_became_of_it(demonstration: Release, name: str) -> None:
    slug = name.lower().replace(" ", "-")
    read = read_link(f"/neighbourhoods?ward={slug},west-end", demonstration.choices)
    assert read.selection.ward == ("E05013808",)
    (note,) = read.notes
    assert f"{name} is no longer one of them" in note
    assert "May 2022" in note
    assert "did you mean" not in note


def test_an_old_code_of_a_ward_that_goes_on_names_it(demonstration: Release) -> None:
    (note,) = read_link("/neighbourhoods?ward=E05000648", demonstration.choices).notes
    assert "the code that West End had before" in note


def test_any_other_name_is_simply_unknown(demonstration: Release) -> None:
    (note,) = read_link("/neighbourhoods?ward=soho", demonstration.choices).notes
    assert "there is no ward of that name" in note
    assert what_became("soho", {"E05013801": "Marylebone"}) == ""


def test_a_release_of_another_authority_knows_nothing_of_them() -> None:
    assert what_became("Warwick", {"E05000001": "Aldersgate"}) == ""


def test_where_they_are_now_follows_from_the_small_areas() -> None:
    """The 2011 codes run in the order of the former wards; count each run's wards of today."""
    runs = {
        "Bryanston and Dorset Square": range(4657, 4664),
        "Churchill": range(4665, 4670),
        "Marylebone High Street": range(4712, 4718),
        "Tachbrook": range(4737, 4743),
        "Warwick": range(4749, 4754),
    }
    with Path(REFERENCE / "lsoa_2011.csv").open(encoding="utf-8") as file:
        wards = {row["lsoa11cd"]: row["ward22cd"] for row in csv.DictReader(file)}
    for name, run in runs.items():
        found = Counter(wards[f"E0100{number}"] for number in run if f"E0100{number}" in wards)
        most = [ward for ward, count in found.items() if count > 1]
        assert set(most) == set(NOW_IN[name]), name
