"""Records without an area: that there are none is told; how many there are only where they are enough."""

from __future__ import annotations

import numpy as np
import pytest

from data.disclosure.rule import Rule
from data.disclosure.table import Table
from data.disclosure.told import rows_told
from data.disclosure.year_tables import place_tables
from data.levels import Level

RULE = Rule(5, 10)
ALL = np.ones(2, dtype=bool)


def tables(nowhere: int) -> tuple[Table, Table]:
    """Three small areas of one ward, 9 thefts and 9 robberies in each, half at night; and thefts by day without an area."""
    areas = np.full((3, 2, 2), [[4, 5], [5, 4]])
    joint = np.concatenate([areas, [[[0, nowhere], [0, 0]]]]) if nowhere else areas
    at = [np.arange(len(joint)), np.minimum(np.arange(len(joint)) // 3, 1)]
    made = place_tables(at, [4, 2], joint, (Level.LSOA, Level.WARD), np.zeros(2, dtype=bool), RULE)
    assert made is not None
    return made


def test_that_there_are_none_is_told() -> None:
    for table in tables(0):
        assert [rows_told(table, column, ALL)[-1] for column in range(2)] == [0.0, 0.0]
        assert [rows_told(table, column, np.array([True, False]))[-1] for column in range(2)] == [0.0, 0.0]


def test_an_area_without_records_is_withheld_like_one_with_few() -> None:
    joint = np.full((2, 1, 1), 20)
    made = place_tables(
        [np.array([0, 2]), np.array([0, 0])], [4, 2], joint, (Level.LSOA, Level.WARD), np.zeros(1, dtype=bool), RULE
    )
    assert made is not None
    assert np.isnan(rows_told(made[0], 0, np.ones(1, dtype=bool))).tolist() == [False, True, False, False]


@pytest.mark.parametrize("nowhere", [1, 2, 3, 4])
def test_few_are_withheld(nowhere: int) -> None:
    for table in tables(nowhere):
        assert np.isnan(rows_told(table, 0, ALL)[-1])


@pytest.mark.parametrize(("nowhere", "moves"), [(1, False), (2, False), (3, True)])
def test_no_exchange_takes_the_last_away(nowhere: int, moves: bool) -> None:
    """An exchange moves one record or two: after it there must still be some, or that there are would tell the worlds apart."""
    for table in tables(nowhere):
        assert table.has[:, -1, :-1].any() == moves
        assert table.has[:, :-1, :-1].any()


def test_enough_are_told() -> None:
    for table in tables(7):
        assert rows_told(table, 0, ALL)[-1] == 7
