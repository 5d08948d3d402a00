"""The path language of the register: what each form reads, and that what is not known is never a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.claims import published_claims
from geo.register.claim_functions import by_night
from geo.register.claim_paths import fault_of_path, value_at

WEEK = [[day * 24 + hour for hour in range(24)] for day in range(7)]
ANSWER: dict[str, Any] = {
    "total": {"records": 10, "previous": None, "located": 8, "yes": True},
    "areas": [
        {"code": "E01", "name": "One", "value": 3, "previous": 2},
        {"code": "E02", "name": "Two", "value": 5, "previous": None},
    ],
    "types": [
        {"type": "theft", "name": "Theft", "major": None, "value": 6},
        {"type": "robbery", "name": "Robbery", "major": None, "value": 6},
        {"type": "fraud", "name": "Fraud", "major": None, "value": 0},
        {"type": "shoplifting", "name": "Shoplifting", "major": "theft", "value": 9},
    ],
    "cost": {"rows": [{"row": "Criminal damage - other", "total": 7}]},
    "people": {
        "victims": {
            "years": {"known": 10, "5": 1, "17": 1, "18": 2, "24": 3, "25": 1, "70": 2},
            "ages": {"known": 9, "0–9": 1, "10–17": 2, "18–24": 3, "65 and over": 3},
            "homes": {"known": 0, "in the borough": 0},
            "ethnicities": {"known": 4, "White - North European": 4},
        },
        "suspects": {"years": {"known": 0}},
        "accused": None,
    },
    "hours": WEEK,
    "period": {"from": "2022-10", "to": "2023-09"},
    "months": [
        {"month": "2022-10", "value": 5},
        {"month": "2022-11", "value": 9},
        {"month": "2022-12", "value": 9},
    ],
    "lists": {"slugs": ["b", "a"]},
    "says": "words",
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("total.records", 10),
        ("total.records - total.located", 2),
        ("total.records + total.located - total.records", 8),
        ("areas.E01.value", 3),
        ("areas.E01+E02.value", 8),
        ("types.theft.value", 6),
        ("types.theft+shoplifting.value", 15),
        ("cost.rows.criminal-damage-other.total", 7),
        ("people.victims.years.18-24", 5),
        ("people.victims.years.0-17", 2),
        ("people.victims.years.66-", 2),
        ("people.victims.years.30-40", 0),
        ("people.victims.years.18", 2),
        ("people.victims.ages.18-24", 3),
        ("people.victims.ages.0-24", 6),
        ("people.victims.ages.65-", 3),
        ("people.victims.ethnicities.white-north-european", 4),
        ("people.victims.homes.in the borough", 0),
        ("hours.mon.00-02", 0 + 1),
        ("hours.mon+sun.23-01", 23 + 0 + 167 + 144),
        ("hours.all.00-24", sum(range(168))),
        ("hours.nights:sun.18-06", sum(range(162, 168)) + sum(range(6))),
        ("lists.slugs", None),
        ("list(lists.slugs)", "b;a"),
        ("says", "words"),
        ("area_count()", 2),
        ("top_areas(1)", "E02"),
        ("top_share(1)", 5 / 8),
        ("areas_below(0.01)", 1),
        ("top_types(2)", "Robbery 6;Theft 6"),
        ("top_months(2)", "November;December"),
        ("top_ages(victims)", "21-25"),
        ("top_ages(victims, 24)", "16-20"),
        ("top_days(2)", "Sat;Sun"),
        ("busier_days()", "weekend"),
        ("peak_hours(2)", "22:00-00:00"),
        ("peak_hours(1, mon+tue)", "23:00-00:00"),
    ],
)
def test_what_a_path_reads(path: str, value: float | str | None) -> None:
    assert fault_of_path(path) == ""
    assert value_at(path, ANSWER) == value


@pytest.mark.parametrize(
    "path",
    [
        "total.previous",
        "total.records - total.previous",
        "total.previous + total.records",
        "total.nothing",
        "nothing.at.all",
        "total.yes",
        "total",
        "areas.E03.value",
        "areas.E01+E03.value",
        "areas.E01+E02.previous",
        "people.accused.years.18-24",
        "people.suspects.years.18-24",
        "people.victims.ages.18-20",
        "people.victims.ages.66-",
        "hours.monday.00-24",
        "hours.all.morning",
        "list(total.records)",
        "top_areas(3)",
        "top_types(4)",
        "top_ages(suspects)",
        "most_harm(E05)",
        "top_quotients(2, E05)",
    ],
)
def test_what_is_not_known_is_none(path: str) -> None:
    assert value_at(path, ANSWER) is None


@pytest.mark.parametrize("name", ["hours", "months", "types", "areas", "people", "wards"])
def test_functions_of_what_an_answer_lacks(name: str) -> None:
    empty = ANSWER | {name: None}
    for path in (
        "peak_hours(2)",
        "top_months(1)",
        "top_types(1)",
        "top_areas(1)",
        "top_ages(victims)",
        "busier_days()",
    ):
        found = value_at(path, empty)
        assert found is None or found == value_at(path, ANSWER), path


def test_an_unknown_month_or_area_leaves_the_largest_unknown() -> None:
    months = [{"month": "2022-10", "value": 5}, {"month": "2022-11", "value": None}]
    assert value_at("top_months(1)", {"months": months}) is None
    areas = [{"code": "E01", "value": 5}, {"code": "E02", "value": None}]
    for path in ("top_areas(1)", "top_share(1)", "areas_below(1)"):
        assert value_at(path, ANSWER | {"areas": areas}) is None
    assert value_at("peak_hours(2)", {"hours": np.zeros((7, 24)).tolist()}) is None


def test_quotients_by_hand() -> None:
    """A has 3 of 4 theft, all wards together 4 of 8: 0.75 / 0.5; robbery 0.25 / 0.5."""
    wards = {
        "profiles": [
            {
                "code": code,
                "value": 4,
                "most_harmful": "robbery",
                "types": [
                    {"slug": "theft", "name": "Theft", "value": theft},
                    {"slug": "robbery", "name": "Robbery", "value": 4 - theft},
                    {"slug": "fraud", "name": "Fraud", "value": 0},
                ],
            }
            for code, theft in (("A", 3), ("B", 1))
        ]
    }
    assert value_at("top_quotients(2, A)", {"wards": wards}) == "Theft 1.50;Robbery 0.50"
    assert value_at("top_quotients(1, B)", {"wards": wards}) == "Robbery 1.50"
    assert value_at("most_harm(A)", {"wards": wards}) == "Robbery"


@pytest.mark.parametrize("path", ["nothing()", "total..records", "total.records -", ".total", ""])
def test_misspelt_paths_are_named(path: str) -> None:
    assert fault_of_path(path)


def test_every_path_of_the_register_is_spelt_right() -> None:
    for claim in published_claims():
        for path in filter(None, (claim.path, claim.of_path)):
            assert fault_of_path(path) == "", claim.id


weeks = st.lists(st.lists(st.integers(0, 3), min_size=24, max_size=24), min_size=7, max_size=7)


@given(weeks, st.integers(1, 23))
def test_no_run_of_hours_beats_the_peak(week: list[list[int]], length: int) -> None:
    found = value_at(f"peak_hours({length})", {"hours": week})
    runs = {
        start: sum(week[day][(start + hour) % 24] for day in range(7) for hour in range(length)) for start in range(24)
    }
    if not any(map(sum, week)):
        assert found is None
        return
    start = int(str(found)[:2])
    assert runs[start] == max(runs.values())
    assert str(found)[6:8] == f"{(start + length) % 24:02d}"


@given(weeks)
def test_nights_hold_the_hours_of_the_night_and_no_other(week: list[list[int]]) -> None:
    table = np.array(week)
    nights = by_night(table)
    assert nights.sum() == table[:, 18:].sum() + table[:, :6].sum()
    for day in range(7):
        slow = sum(week[day][18:]) + sum(week[(day + 1) % 7][:6])
        assert nights[day].sum() == slow


@given(st.dictionaries(st.integers(0, 110), st.integers(0, 50)), st.integers(0, 110), st.integers(0, 110))
def test_ages_add_up(ages: dict[int, int], first: int, last: int) -> None:
    years = {"known": sum(ages.values()), **{str(age): value for age, value in ages.items()}}
    found = value_at(f"years.{first}-{last}", {"years": years})
    slow = sum(value for age, value in ages.items() if first <= age <= last)
    assert found == (slow if years["known"] else None)
