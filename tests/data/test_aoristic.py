"""Records spread over the hours they touch: by hand, and against a loop over single records."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.aoristic import Spread, spread
from data.timing import CAP_HOURS, NO_END, OVER_CAP, spans

MONDAY = pd.Timestamp("2023-05-01")


def of_times(*times: tuple[str, str | None]) -> pd.DataFrame:
    """Records of those starts and ends, times as ``Mon 22:30``; without an end, None."""
    starts, ends = zip(*times, strict=True)
    start = pd.Series([moment_of(text) for text in starts]).astype("datetime64[us]")
    end = pd.Series([pd.NaT if text is None else moment_of(text) for text in ends]).astype("datetime64[us]")
    return pd.DataFrame({"start": start, "end": end, "day": start.dt.day_of_week, "hour": start.dt.hour})


def moment_of(text: str) -> pd.Timestamp:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "next-Mon", "next-Tue")
    day, clock = text.split()
    return MONDAY + pd.Timedelta(days=days.index(day)) + pd.Timedelta(clock + ":00")


def spread_of(records: pd.DataFrame) -> Spread:
    moment = (records["day"] * 24 + records["hour"]).to_numpy().astype(np.uint8)
    return spread(moment, spans(records))


def by_loop(moments: list[int], spans_: list[int], weights: list[float]) -> np.ndarray:
    """The slow and obvious way."""
    hours = np.zeros(168)
    for moment, span, weight in zip(moments, spans_, weights, strict=True):
        if moment >= 168 or span == OVER_CAP:
            continue
        touched = 1 if span == NO_END else span + 1
        for later in range(touched):
            hours[(moment + later) % 168] += weight / touched
    return hours.reshape(7, 24)


def test_half_past_ten_to_ten_past_one_is_a_quarter_in_each_of_four_hours() -> None:
    found = spread_of(of_times(("Fri 22:30", "Sat 01:10")))
    expected = np.zeros((7, 24))
    expected[4, [22, 23]] = expected[5, [0, 1]] = 0.25
    assert np.allclose(found.hours, expected)
    assert (found.timed, found.with_end, found.spread, found.over_cap, found.without_end) == (1, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        ("Mon 10:00", "Mon 10:00", 1),  # the end equals the start
        ("Mon 10:00", "Mon 10:59", 1),
        ("Mon 10:00", "Mon 11:00", 1),  # until eleven is not after eleven
        ("Mon 10:00", "Mon 11:01", 2),
        ("Mon 10:59", "Mon 11:01", 2),
        ("Mon 10:00", "Tue 10:00", 24),
        ("Mon 10:30", "Tue 10:30", 25),  # a whole day touches its first hour again a day later
    ],
)
def test_hours_touched(start: str, end: str, touched: int) -> None:
    hours = spread_of(of_times((start, end))).hours
    assert hours.sum() == pytest.approx(1)
    assert np.count_nonzero(hours) == touched
    assert hours.max() == pytest.approx(1 / touched)


def test_sunday_night_runs_on_into_monday() -> None:
    hours = spread_of(of_times(("Sun 23:15", "next-Mon 01:30"))).hours
    assert hours[6, 23] == hours[0, 0] == hours[0, 1] == pytest.approx(1 / 3)
    assert hours.sum() == pytest.approx(1)


def test_over_the_cap_is_in_no_hour_and_counted() -> None:
    found = spread_of(of_times(("Mon 10:00", "Tue 10:01"), ("Mon 10:00", "next-Tue 09:00")))
    assert found.hours.sum() == 0
    assert (found.timed, found.with_end, found.spread, found.over_cap) == (2, 2, 0, 2)


def test_without_any_end_all_stay_at_their_start() -> None:
    found = spread_of(of_times(("Mon 10:05", None), ("Mon 10:55", None), ("Tue 00:00", None)))
    assert found.hours[0, 10] == 2 and found.hours[1, 0] == 1 and found.hours.sum() == 3
    assert (found.with_end, found.spread, found.without_end) == (0, 0, 3)


def test_an_end_before_the_start_is_no_end() -> None:
    found = spread_of(of_times(("Wed 12:00", "Wed 11:59")))
    assert found.hours[2, 12] == 1 and found.without_end == 1


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        ("2023-03-26 00:30", "2023-03-26 02:30", [0, 1, 2]),  # 01:00 to 02:00 does not exist that night
        ("2023-10-29 00:30", "2023-10-29 02:30", [0, 1, 2]),  # and here it comes twice
        ("2023-10-29 01:50", "2023-10-29 01:10", [1]),  # twenty minutes later by the clock put back
    ],
)
def test_nights_of_the_change_of_time(start: str, end: str, touched: list[int]) -> None:
    times = pd.Series(pd.to_datetime([start, end])).astype("datetime64[us]")
    records = pd.DataFrame({"start": times[:1], "end": times[1:].to_numpy()}).assign(day=6, hour=times.dt.hour[0])
    hours = spread_of(records).hours
    assert np.flatnonzero(hours[6]).tolist() == touched and hours.sum() == pytest.approx(1)


def test_without_records() -> None:
    found = spread(np.zeros(0, np.uint8), np.zeros(0, np.uint8))
    assert found.hours.shape == (7, 24) and found.hours.sum() == 0 and found.timed == 0


SPAN = st.one_of(st.integers(0, CAP_HOURS), st.sampled_from([int(OVER_CAP), int(NO_END)]))
ROWS = st.lists(st.tuples(st.integers(0, 175), SPAN, st.integers(1, 5)), max_size=60)


@given(ROWS)
def test_it_equals_a_loop_over_single_records(rows: list[tuple[int, int, int]]) -> None:
    moments, codes, weights = ([row[at] for row in rows] for at in range(3))
    found = spread(np.array(moments, np.uint8), np.array(codes, np.uint8), np.array(weights, np.int32))
    assert np.allclose(found.hours, by_loop(moments, codes, [float(weight) for weight in weights]))
    timed = [(code, weight) for moment, code, weight in rows if moment < 168]
    assert found.timed == sum(weight for _, weight in timed)
    assert found.over_cap == sum(weight for code, weight in timed if code == OVER_CAP)
    assert found.spread == sum(weight for code, weight in timed if 1 <= code <= CAP_HOURS)
    assert found.hours.sum() == pytest.approx(found.timed - found.over_cap)
    assert (found.hours >= 0).all()


@given(ROWS)
def test_worth_weighs_the_hours_and_not_the_counts(rows: list[tuple[int, int, int]]) -> None:
    moments, codes, worths = ([row[at] for row in rows] for at in range(3))
    arrays = np.array(moments, np.uint8), np.array(codes, np.uint8)
    found, plain = spread(*arrays, worth=np.array(worths, float) / 2), spread(*arrays)
    assert np.allclose(found.hours, by_loop(moments, codes, [worth / 2 for worth in worths]))
    assert (found.timed, found.spread, found.over_cap) == (plain.timed, plain.spread, plain.over_cap)


@given(ROWS, st.integers(0, 167))
def test_a_week_that_begins_elsewhere_gives_the_same_hours(rows: list[tuple[int, int, int]], shift: int) -> None:
    timed = [row for row in rows if row[0] < 168]
    moments, codes = np.array([row[0] for row in timed], int), np.array([row[1] for row in timed], np.uint8)
    hours, moved = spread(moments, codes).hours, spread((moments + shift) % 168, codes).hours
    assert np.allclose(np.roll(hours.ravel(), shift), moved.ravel())
