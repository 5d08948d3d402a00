"""The most that a withheld row can have: never less than it has, and worked out from told figures alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from data.disclosure.rule import Rule
from data.disclosure.table import Table
from data.disclosure.told import most_of, rows_told
from tests.data.disclosure.test_parts import table
from tests.data.disclosure.worlds import made_tables, random_joint, random_places, subsets

Array = npt.NDArray[Any]
RULE = Rule(5, 10)


def random_tables(seed: int) -> tuple[Table, Table]:
    """Protected tables of a random world, by kind and by time of day."""
    rng = np.random.default_rng(seed)
    at = random_places(rng, int(rng.integers(4, 12)), int(rng.integers(1, 4)), 0.25)
    joint = random_joint(rng, at.shape[1], int(rng.integers(1, 5)), 2, float(rng.choice([2, 8, 20])))
    return made_tables(joint, at, np.zeros(joint.shape[1], dtype=bool), RULE)


def otherwise(told: Table, rng: np.random.Generator) -> Table:
    """Another world that tells the same: records of a pool spread over its kinds, rows withheld with any number."""
    counts = []
    for had, pooled in zip(told.counts, told.pooled, strict=True):
        found = had.copy()
        for row, held in enumerate(pooled):
            inside = np.flatnonzero(held[:-1])
            if held[-1]:
                found[row] = rng.integers(0, 1000, told.kinds)
            elif len(inside):
                found[row, inside] = rng.multinomial(had[row, inside].sum(), rng.dirichlet(np.ones(len(inside))))
        counts.append(found)
    return replace(told, counts=tuple(counts))


@pytest.mark.parametrize("seed", range(20))
def test_no_row_has_more_than_its_bound(seed: int) -> None:
    for each in random_tables(seed):
        for wanted in subsets(each.kinds):
            for column, counts in enumerate(each.counts):
                own = counts[:, wanted].sum(axis=1)
                for total in (float(own.sum()), np.nan):
                    most, told = most_of(each, column, wanted, total), rows_told(each, column, wanted)
                    assert (most >= own).all()
                    assert (most == own)[~np.isnan(told)].all()


@pytest.mark.parametrize("seed", range(20))
def test_worlds_that_tell_the_same_have_the_same_bounds(seed: int) -> None:
    differing = 0
    for each in random_tables(seed):
        other = otherwise(each, np.random.default_rng(seed))
        differing += any((one != two).any() for one, two in zip(each.counts, other.counts, strict=True))
        for wanted in subsets(each.kinds):
            for column, counts in enumerate(each.counts):
                total = float(counts[:, wanted].sum())
                assert (most_of(each, column, wanted, total) == most_of(other, column, wanted, total)).all()
    assert differing or all(not held[:, :-1].any() for each in random_tables(seed) for held in each.pooled)


def test_a_row_has_no_more_than_the_others_leave_it() -> None:
    """12, 7 and 3 of the first two kinds and 40 of the third: of 22 of the first two, 12 and 7 are told, 3 are left."""
    made = table([[3, 9, 40], [0, 7, 6], [1, 1, 1]])
    assert made.pooled[0].tolist()[0] == [True, True, False, False]
    assert most_of(made, 0, np.array([True, True, False]), 21.0).tolist() == [12.0, 7.0, 2.0]
    assert most_of(made, 0, np.array([True, False, False]), 4.0).tolist() == [4.0, 0.0, 4.0]
    assert most_of(made, 0, np.array([True, True, True]), 68.0).tolist() == [52.0, 13.0, 3.0]
