"""What is carried as published is what was published."""

from __future__ import annotations

import csv

import pytest

from data.published import cohorts, lockdowns, perceptions, residents, survey, ward_issues
from tests.conftest import SHARED

WARDS = [f"E0501{number}" for number in range(3792, 3810)]


def test_each_share_is_the_one_in_print() -> None:
    facts = SHARED / "facts" / "published_figures.csv"
    if not facts.is_file():
        pytest.skip("the table of published figures is not here")
    with facts.open(encoding="utf-8") as file:
        printed = {row["id"]: row for row in csv.DictReader(file)}
    assert len(survey()) > 30
    for share in (*survey(), *cohorts()):
        row = printed[share.id]
        assert float(row["value"]) == share.percent, share.id
        if share.ward and share in survey():
            assert f"ward={share.ward}" in row["filter"], share.id


def test_perceptions_of_youth_violence_begin_with_the_borough() -> None:
    told = perceptions()
    assert [(share.ward, share.percent) for share in told[:2]] == [("", 19.0), ("E05013806", 36.0)]
    assert told[1].where == "Assessment 2024, Perceptions, SYV, p. 70"
    assert len(told) == 5


def test_cohorts_name_wards_and_pages() -> None:
    assert {share.says for share in cohorts()} == {
        "youth justice cohort",
        "gangs and exploitation cohort",
        "low-income families",
    }
    assert cohorts()[0].where == "Assessment 2024, Youth Justice Service, p. 27"
    assert cohorts()[2].where == "Assessment 2024, Integrated Gangs and Exploitation Unit"  # page not known


def test_every_ward_has_its_line_of_appendix_5() -> None:
    assert sorted(ward_issues()) == WARDS == sorted(residents())
    assert ward_issues()["E05013792"].priorities == ()  # Abbey Road: none printed
    assert "pedicabs" in ward_issues()["E05013808"].priorities


def test_lockdowns_are_in_order_and_do_not_overlap() -> None:
    days = [day for lockdown in lockdowns() for day in (lockdown.first, lockdown.last)]
    assert days == sorted(days)
    assert len(lockdowns()) == 3
    assert all(lockdown.source.startswith("SI 202") for lockdown in lockdowns())
