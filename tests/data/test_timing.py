"""Spans and clocks of records, and which clock times look like defaults."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data.index import open_index, save_index
from data.indexing import build_index, index_rows, sorted_index
from data.levels import Level
from data.timing import (
    NO_CLOCK,
    NO_END,
    OVER_CAP,
    Clock,
    DefaultClock,
    binomial_at_least,
    clocks,
    default_clocks,
    spans,
    timing_columns,
)
from tests.tiny_world import TYPES, tiny_areas, tiny_records

CODES = {Level(level): [code for code, *_ in rows] for level, rows in tiny_areas().items()}


def with_times(records: pd.DataFrame, seed: int = 3) -> pd.DataFrame:
    """The records with a start that fits their hour, and an end for some of them."""
    rng = np.random.default_rng(seed)
    minutes = rng.integers(0, 60, len(records)) + records["hour"].to_numpy().astype(int) * 60
    start = pd.Timestamp("2023-05-01") + pd.to_timedelta(records["day"].astype(int) * 24 * 60 + minutes, unit="min")
    end = start + pd.to_timedelta(rng.integers(0, 40 * 60, len(records)), unit="min")
    timed, ended = records["hour"] >= 0, rng.random(len(records)) < 0.5
    return records.assign(
        start=start.where(timed).astype("datetime64[us]"), end=end.where(timed & ended).astype("datetime64[us]")
    )


def records_of(start: list[str | None], end: list[str | None], hour: list[int]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"start": pd.to_datetime(pd.Series(start), format="ISO8601"), "end": pd.to_datetime(pd.Series(end))}
    )
    return frame.astype("datetime64[us]").assign(hour=np.array(hour, np.int8))


def test_spans_by_hand() -> None:
    day = "2023-05-01 "
    records = records_of(
        [day + "22:30", day + "22:30", day + "22:30", day + "22:30", day + "22:30", day + "00:00", None],
        ["2023-05-02 01:10", day + "22:31", day + "22:00", None, "2023-05-02 22:31", "2023-05-01 05:00", day + "10:00"],
        [22, 22, 22, 22, 22, -1, -1],
    )
    assert spans(records).tolist() == [3, 0, NO_END, NO_END, OVER_CAP, NO_END, NO_END]


def test_clocks_by_hand() -> None:
    times = ["00:00", "00:00:59", "00:01", "12:00", "12:01", "07:00", "07:30", "00:00"]
    hours = [0, 0, 0, 12, 12, 7, 7, -1]
    records = records_of([f"2023-05-01 {time}" for time in times], [None] * 8, hours)
    expected = [Clock.MIDNIGHT, Clock.MIDNIGHT, Clock.MINUTE_PAST, Clock.NOON, Clock.OTHER, Clock.FULL_HOUR]
    assert clocks(records).tolist() == [*expected, Clock.OTHER, NO_CLOCK]


def test_what_nothing_is_known_of_is_absent() -> None:
    assert timing_columns(tiny_records()) == {}  # has neither start nor end
    timed = with_times(tiny_records())
    assert set(timing_columns(timed)) == {"span", "clock"}
    assert set(timing_columns(timed.assign(end=timed["end"].mask(timed["end"].notna())))) == {"clock"}


@given(st.lists(st.integers(0, 300), max_size=3))
@settings(max_examples=15)
def test_the_index_keeps_them_in_pieces_or_whole(cuts: list[int]) -> None:
    records = with_times(tiny_records(300))
    records.loc[:99, "end"] = pd.NaT  # the first piece may have no end at all
    bounds = itertools.pairwise(sorted({0, len(records), *cuts}))
    pieces = [records.iloc[low:high].reset_index(drop=True) for low, high in bounds]
    whole, joined = (
        build_index(records, TYPES, CODES),
        sorted_index([index_rows(p, TYPES, CODES) for p in pieces], TYPES),
    )
    for name in ("span", "clock"):
        assert np.array_equal(whole.attributes[name], joined.attributes[name])


def test_the_index_reads_them_back_and_an_older_one_opens_without(tmp_path: Path) -> None:
    index = build_index(with_times(tiny_records()), TYPES, CODES)
    save_index(index, tmp_path / "index")
    assert np.array_equal(open_index(tmp_path / "index").attributes["span"], index.attributes["span"])
    for name in ("span", "clock"):
        (tmp_path / "index" / f"{name}.npy").unlink()
    assert not {"span", "clock"} & set(open_index(tmp_path / "index").attributes)


def even_day(full: int, rest: int) -> np.ndarray:
    """(24, 5) the same number on and off every full hour."""
    by_clock = np.zeros((24, len(Clock)), dtype=np.int64)
    by_clock[:, Clock.FULL_HOUR], by_clock[:, Clock.OTHER] = full, rest
    by_clock[0, [Clock.MIDNIGHT, Clock.FULL_HOUR]] = full, 0
    by_clock[12, [Clock.NOON, Clock.FULL_HOUR]] = full, 0
    return by_clock


def judged(by_clock: np.ndarray) -> dict[str, DefaultClock]:
    return {found.name: found for found in default_clocks(by_clock)}


def test_an_even_day_has_no_defaults() -> None:
    found = judged(even_day(30, 58))
    assert [found[name].usual for name in ("00:00", "12:00", "00:01")] == pytest.approx([30, 30, 1])
    assert not any(one.flagged for one in found.values())


def test_spikes_are_flagged_and_each_alone() -> None:
    for name, hour, clock in (("00:00", 0, Clock.MIDNIGHT), ("00:01", 0, Clock.MINUTE_PAST), ("12:00", 12, Clock.NOON)):
        day = even_day(30, 58)
        day[hour, clock] = 150
        assert [one for one, seen in judged(day).items() if seen.flagged] == [name]


def test_a_busy_hour_is_no_default() -> None:
    day = even_day(30, 58)
    day[0] *= 10
    day[12] *= 10
    assert not any(one.flagged for one in default_clocks(day))


def test_under_twenty_is_never_flagged() -> None:
    day = even_day(0, 1)
    day[0, Clock.MIDNIGHT] = 19
    assert not judged(day)["00:00"].flagged
    day[0, Clock.MIDNIGHT] = 20
    assert judged(day)["00:00"].flagged


def test_a_source_of_whole_hours_is_held_against_its_neighbours() -> None:
    day = even_day(30, 0)
    assert judged(day)["00:00"].usual == pytest.approx(30) and not judged(day)["00:00"].flagged
    day[0, Clock.MIDNIGHT] = 90
    assert judged(day)["00:00"].flagged and not judged(day)["12:00"].flagged


def test_without_records_nothing_is_flagged() -> None:
    assert not any(one.flagged for one in default_clocks(np.zeros((24, len(Clock)), dtype=np.int64)))


def test_it_seldom_errs_where_minutes_are_drawn_by_chance() -> None:
    rng = np.random.default_rng(7)
    flagged = 0
    for _ in range(400):
        hours = rng.multinomial(2000, rng.dirichlet(np.full(24, 8)))
        day = np.zeros((24, len(Clock)), dtype=np.int64)
        for hour, number in enumerate(hours):
            full, past, rest = rng.multinomial(number, [0.36, 0.01, 0.63])
            clock = {0: Clock.MIDNIGHT, 12: Clock.NOON}.get(hour, Clock.FULL_HOUR)
            day[hour, clock], day[hour, Clock.OTHER] = full, rest + past
            if hour == 0:
                day[0, Clock.MINUTE_PAST], day[0, Clock.OTHER] = past, rest
        flagged += any(one.flagged for one in default_clocks(day))
    assert flagged <= 2


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0, 0.99))
def test_the_probability_is_that_of_scipy(count: int, beside: int, part: float) -> None:
    expected = stats.binom.sf(count - 1, count + beside, part)
    assert binomial_at_least(count, count + beside, part) == pytest.approx(expected, rel=1e-6, abs=1e-12)
