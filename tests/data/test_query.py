"""Counting, against a slow and obvious second way: one record at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.categories import YouthViolence
from data.choices import Question
from data.index import open_index, save_index
from data.indexing import build_index
from data.levels import PLACED, Level
from data.query import Tally, filters_of, hour_mask, moment_mask, tally
from data.releases import Release
from data.rows import neighbours
from data.selection import DAYS, Page, Selection
from tests.tiny_world import FIRST, LAST, TYPES, tiny_records, tiny_release

RECORDS = tiny_records()


def in_time(time: str, hour: int) -> bool:
    if time == "all":
        return True
    if hour < 0:
        return False
    start, end = {"night": (18, 6), "day": (6, 18)}.get(time) or tuple(int(part) for part in time.split("-"))
    return start <= hour < end if start < end else hour >= start or hour < end


def is_young(age: float, limit: int) -> bool:
    return not np.isnan(age) and age < limit


def is_youth_violence(row: pd.Series, rule: YouthViolence) -> bool:
    victim25, suspect25 = is_young(row["victim_age"], 25), is_young(row["suspect_age"], 25)
    victim18, suspect18 = is_young(row["victim_age"], 18), is_young(row["suspect_age"], 18)
    if rule is YouthViolence.KNIFE_INJURY:
        return bool(row["knife"] and row["injury"] and victim25)
    young = {
        YouthViolence.ANY: victim25 or suspect25,
        YouthViolence.VICTIM: victim25,
        YouthViolence.SUSPECT: suspect25,
        YouthViolence.BOTH: victim25 and suspect25,
        YouthViolence.UNDER_18: victim18 or suspect18,
        YouthViolence.CHILD_ON_CHILD: victim18 and suspect18,
    }[rule]
    return young and row["major"] == "Robbery"


def matches(row: pd.Series, question: Question, period: tuple[int, int]) -> bool:
    selection = question.selection
    lsoa = row["lsoa21" if question.level is Level.LSOA21 else "lsoa"]
    return (
        period[0] <= row["month"] <= period[1]
        and (question.types is None or TYPES.index((row["major"], row["minor"])) in question.types)
        and (not selection.ward or row["ward"] in selection.ward)
        and (not selection.lsoa or lsoa in selection.lsoa)
        and (not selection.days or (row["day"] >= 0 and DAYS[row["day"]] in selection.days))
        and in_time(selection.time, row["hour"])
        and (question.syv is None or is_youth_violence(row, question.syv))
        and all(row[name] is True or row[name] == 1 for name in selection.flag)
    )


def counted_one_by_one(records: pd.DataFrame, question: Question, period: tuple[int, int], codes: list[str]) -> Tally:
    by_area, by_hour = dict.fromkeys(codes, 0), np.zeros((7, 24), dtype=int)
    by_month = dict.fromkeys(range(period[0], period[1] + 1), 0)
    total = 0
    for _, row in records.iterrows():
        if matches(row, question, period):
            total += row["count"]
            by_month[row["month"]] += row["count"]
            if isinstance(row[question.level.value], str):
                by_area[row[question.level.value]] += row["count"]
            if row["day"] >= 0 and row["hour"] >= 0:
                by_hour[row["day"], row["hour"]] += row["count"]
    return Tally(np.array([*by_area.values()]), by_hour, np.array([*by_month.values()]), total)


def check(release: Release, records: pd.DataFrame, selection: Selection, period: tuple[int, int]) -> None:
    question = release.choices.resolve(selection)
    codes = [area.code for area in release.choices.areas[question.level]]
    fast = tally(release.index("offences"), question, filters_of(question, release.choices), period, len(codes))
    slow = counted_one_by_one(records, question, period, codes)
    np.testing.assert_array_equal(fast.by_area, slow.by_area)
    np.testing.assert_array_equal(fast.by_hour, slow.by_hour)
    np.testing.assert_array_equal(fast.by_month, slow.by_month)
    assert fast.records == slow.records


LSOA_CODES = ["E01004734", "E01004758", "E01033595"]
selections = st.builds(
    Selection,
    page=st.just(Page.WEST_END),
    type=st.sampled_from([(), ("robbery",), ("theft",), ("robbery-of-personal-property",), ("robbery-of-business-property", "theft")]),
    level=st.sampled_from(PLACED),
    ward=st.sampled_from([(), ("E05013806",), ("E05013806", "E05013809")]),
    lsoa=st.sets(st.sampled_from(LSOA_CODES), max_size=2).map(lambda codes: tuple(sorted(codes))),
    time=st.sampled_from(["all", "night", "day", "22-04", "09-10", "20-24"]),
    days=st.sets(st.sampled_from(DAYS), max_size=3).map(lambda days: tuple(day for day in DAYS if day in days)),
    syv=st.none() | st.sampled_from(YouthViolence),
    flag=st.sampled_from([(), ("knife",), ("injury", "knife")]),
)  # fmt: skip
periods = st.tuples(st.integers(FIRST - 14, LAST + 3), st.integers(0, 16)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@settings(max_examples=120, deadline=None)
@given(selection=selections, period=periods)
def test_the_fast_count_equals_the_obvious_one(tiny: Release, selection: Selection, period: tuple[int, int]) -> None:
    check(tiny, RECORDS, selection, period)


def test_counts_of_an_aggregated_source_are_weights(tmp_path: Path) -> None:
    records = RECORDS.assign(count=np.arange(len(RECORDS)) % 7 - 1, day=np.int8(-1), hour=np.int8(-1))
    release = tiny_release(tmp_path, records)
    for selection in (Selection(), Selection(ward=("E05013806",)), Selection(type=("theft",), level=Level.WARD)):
        check(release, records, replace(selection, page=Page.WEST_END), (FIRST, LAST))


def test_an_index_opened_again_is_the_same(tmp_path: Path) -> None:
    areas = {Level.LSOA: sorted(set(RECORDS["lsoa"].dropna()))}
    built = build_index(RECORDS, TYPES, areas)
    save_index(built, tmp_path / "index")
    opened = open_index(tmp_path / "index")
    assert (opened.months, opened.types, opened.weight) == (built.months, built.types, None)
    for name in ("starts", "moment", "rules", "table"):
        np.testing.assert_array_equal(getattr(opened, name), getattr(built, name))
    np.testing.assert_array_equal(opened.areas[Level.LSOA], built.areas[Level.LSOA])


def test_a_record_in_an_unknown_area_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="does not have"):
        build_index(RECORDS, TYPES, {Level.LSOA: ["E01004734"]})


def test_how_many_violent_records_lack_the_deciding_age(tiny: Release) -> None:
    question = tiny.choices.resolve(Selection(page=Page.YOUTH_VIOLENCE))
    found = tally(tiny.index("offences"), question, filters_of(question, tiny.choices), (FIRST, LAST), 6)
    robbery = RECORDS[RECORDS["major"] == "Robbery"]
    young = (robbery[["victim_age", "suspect_age"]] < 25).any(axis=1)
    missing = robbery[["victim_age", "suspect_age"]].isna().any(axis=1)
    assert found.records == int(young.sum())
    assert found.age_open == int((missing & ~young).sum())


@pytest.mark.parametrize(("time", "hours"), [("night", 12), ("day", 12), ("all", 24), ("22-04", 6), ("20-24", 4)])
def test_hours_are_half_open(time: str, hours: int) -> None:
    assert hour_mask(time).sum() == hours


def test_night_is_from_18_to_6() -> None:
    assert np.flatnonzero(hour_mask("night")).tolist() == [0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23]


def test_a_day_known_without_its_hour_matches_the_day_only() -> None:
    friday_only, friday_night = moment_mask("all", ("fri",)), moment_mask("night", ("fri",))
    assert friday_only is not None
    assert friday_night is not None
    assert friday_only[168 + 4]
    assert not friday_only[[168 + 3, 175]].any()
    assert not friday_night[168:].any()
    assert moment_mask("all", ()) is None


@given(st.sets(st.integers(0, 60), min_size=1))
def test_neighbours_cover_the_positions_and_no_others(positions: set[int]) -> None:
    runs = list(neighbours(tuple(sorted(positions))))
    assert sorted(position for first, end in runs for position in range(first, end)) == sorted(positions)
    assert all(first > end for (_, end), (first, _) in pairwise(runs))
