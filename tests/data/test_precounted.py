"""What is counted beforehand: running counts against counting the rows, stored or made, small or too large for two bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import data.precounted
from data.index import COUNTED, Index, open_index, save_index
from data.indexing import build_index
from data.levels import PLACED, Level
from data.matching import clocks_counted, matching
from data.precounted import clocks_by_moment, counts_by_hour, counts_by_type, rows_by_area
from data.query import filters_of, months_counted, tally
from data.releases import Release
from data.selection import Page, Selection
from data.timing import Clock
from data.typed_counts import typed_counts, typed_rows
from tests.data.test_query import RECORDS, check, periods, selections
from tests.tiny_world import FIRST, LAST, TYPES, tiny_areas, tiny_release

CODES = {Level(level): [code for code, *_ in rows] for level, rows in tiny_areas().items()}


def made(records: pd.DataFrame) -> Index:
    return build_index(records, TYPES, CODES)


def counted_row_by_row(index: Index, level: Level, low: int, high: int, hours: bool) -> np.ndarray:
    """(groups, positions) of a period, one row after the other."""
    found = np.zeros((24 if hours else len(index.types), int(index.areas[level].max()) + 1), dtype=np.int64)
    for cell in range(low * len(index.types), (high + 1) * len(index.types)):
        for row in range(index.starts[cell], index.starts[cell + 1]):
            weight = 1 if index.weight is None else index.weight[row]
            moment = int(index.moment[row])
            if not hours:
                found[cell % len(index.types), index.areas[level][row]] += weight
            elif moment < 168:
                found[moment % 24, index.areas[level][row]] += weight
    return found


@pytest.mark.parametrize("level", PLACED)
@pytest.mark.parametrize(
    "counts",
    [np.ones(len(RECORDS), int), np.arange(len(RECORDS)) % 7 - 1, np.full(len(RECORDS), 30_000), np.full(len(RECORDS), 90_000)],
    ids=["one each", "negative as well", "a period over two bytes", "a month over two bytes"],
)  # fmt: skip
def test_running_counts_are_those_of_the_rows(level: Level, counts: np.ndarray) -> None:
    index = made(RECORDS.assign(count=counts))
    last = len(index.months) - 1
    for hours, running in ((False, counts_by_type(index, level)), (True, counts_by_hour(index, level))):
        for low, high in ((0, last), (0, 0), (last, last), (0, last // 2)):
            expected = counted_row_by_row(index, level, low, high, hours)
            np.testing.assert_array_equal(running.between(None, low, high), expected.sum(axis=0))
            np.testing.assert_array_equal(running.between((0, 2), low, high), expected[[0, 2]].sum(axis=0))
            np.testing.assert_array_equal(running.each(low, high, np.array([1, 0])), expected[[1, 0]])


@pytest.mark.parametrize("level", PLACED)
def test_every_row_is_listed_by_area_and_month(level: Level) -> None:
    index = made(RECORDS)
    order, begins = rows_by_area(index, level)
    assert sorted(order.tolist()) == list(range(len(RECORDS)))
    for month in range(len(index.months)):
        for area in range(begins.shape[1]):
            rows = order[begins[month, area] : begins[month + 1, area]]
            assert (np.diff(rows) > 0).all()
            assert (index.areas[level][rows] == area).all()
            assert ((rows >= index.starts[month * len(TYPES)]) & (rows < index.starts[(month + 1) * len(TYPES)])).all()


@pytest.fixture
def always_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.precounted, "MANY_ROWS", 1)


@pytest.mark.usefixtures("always_stored")
def test_a_large_index_stores_them_and_answers_the_same(tmp_path: Path) -> None:
    index = made(RECORDS)
    save_index(index, tmp_path / "large")
    opened = open_index(tmp_path / "large")
    assert set(opened.counted) == set(index.counted)
    assert {file.stem for file in (tmp_path / "large" / COUNTED).iterdir()} == set(opened.counted)
    for name, array in opened.counted.items():
        np.testing.assert_array_equal(array, index.counted[name])
    before = dict(opened.counted)
    assert not made(RECORDS).counted
    for level in PLACED:
        counts_by_type(opened, level)
        counts_by_hour(opened, level)
        rows_by_area(opened, level)
    assert dict(opened.counted) == before  # nothing was made again


def test_a_small_index_has_no_more_files_than_before(tmp_path: Path) -> None:
    save_index(made(RECORDS), tmp_path / "small")
    assert not (tmp_path / "small" / COUNTED).exists()


def test_another_index_made_from_one_takes_none_of_its_counts() -> None:
    index = made(RECORDS)
    counts_by_type(index, Level.LSOA)
    assert not replace(index, names={}).counted


@settings(max_examples=60, deadline=None)
@given(selection=selections, period=periods)
def test_picking_the_rows_of_areas_changes_nothing(
    tiny: Release, selection: Selection, period: tuple[int, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.rows.WORTH_PICKING", 1)
        check(tiny, RECORDS, selection, period)
        patch.setattr("data.rows.WORTH_PICKING", 10**6)
        patch.setattr("data.query.AT_ONCE", 10)  # in pieces
        check(tiny, RECORDS, selection, period)


@settings(max_examples=60, deadline=None)
@given(selection=selections, period=periods)
def test_counts_by_type_are_those_of_the_rows(tiny: Release, selection: Selection, period: tuple[int, int]) -> None:
    question, index = tiny.choices.resolve(selection), tiny.index("offences")
    asked = (index, question, tiny.choices, period, len(tiny.choices.areas[question.level]))
    fast, slow = typed_counts(*asked), typed_rows(*asked)
    for name in ("by_area", "by_hour", "by_month", "by_type"):
        np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name))


@pytest.mark.parametrize(
    "selection",
    [
        Selection(page=Page.WEST_END),
        Selection(page=Page.WEST_END, type=("theft",)),
        Selection(page=Page.WEST_END, time="night"),
        Selection(page=Page.WEST_END, days=("fri", "sat")),
        Selection(page=Page.WEST_END, flag=("knife",)),
    ],
)
@pytest.mark.parametrize("most", [1, 3])
def test_readings_of_the_clock_are_those_of_the_rows(tmp_path: Path, selection: Selection, most: int) -> None:
    start = pd.Timestamp("2022-10-03") + pd.to_timedelta(np.arange(len(RECORDS)) * 30, unit="min")
    records = RECORDS.assign(
        start=start, day=start.day_of_week, hour=start.hour, count=np.arange(len(RECORDS)) % most + 1
    )
    release = tiny_release(tmp_path, records.astype({"day": "int8", "hour": "int8"}))
    question = release.choices.resolve(selection)
    index, period = release.index("offences"), (FIRST, LAST)
    found = matching(index, question, release.choices, period)
    clock, hour = found.attribute("clock"), found.of(index.moment) % 24
    weight = np.ones(found.size, int) if found.weight is None else found.weight
    expected = [[weight[(hour == h) & (clock == c)].sum() for c in Clock] for h in range(24)]
    assert clocks_counted(index, question, release.choices, period).tolist() == expected
    assert len(clocks_by_moment(index)) == len(index.months) + 1


@settings(max_examples=40, deadline=None)
@given(selection=selections, period=periods)
def test_months_alone_are_those_of_the_tally(tiny: Release, selection: Selection, period: tuple[int, int]) -> None:
    question, index = tiny.choices.resolve(selection), tiny.index("offences")
    filters = filters_of(question, tiny.choices)
    alone = months_counted(index, question, filters, period)
    assert alone.tolist() == tally(index, question, filters, period, 6).by_month.tolist()


def test_months_beyond_the_index_count_nothing(tiny: Release) -> None:
    question = tiny.choices.resolve(Selection(page=Page.WEST_END))
    filters = filters_of(question, tiny.choices)
    later = tally(tiny.index("offences"), question, filters, (LAST + 1, LAST + 2), 6)
    assert (later.records, later.by_month.tolist(), later.by_area.tolist()) == (0, [0, 0], [0] * 6)
    around = tally(tiny.index("offences"), question, filters, (FIRST - 1, LAST + 1), 6)
    assert around.by_month[[0, -1]].tolist() == [0, 0]
    assert around.records == len(RECORDS)
    assert clocks_counted(tiny.index("offences"), question, tiny.choices, (LAST + 1, LAST + 2)).sum() == 0
