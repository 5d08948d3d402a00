"""What each authority of several is told is right, from the tables of all of them."""

from __future__ import annotations

import numpy as np
import pytest

from data.disclosure.release_tables import ReleaseTables
from data.disclosure.rule import Rule
from data.levels import Level
from tests.data.disclosure.whole_years import MOMENTS, RandomYear

RULE = Rule(5, 10)


def of_two(year: RandomYear) -> ReleaseTables:
    """The tables of a data set of one year, and two authorities."""
    assert year.tables is not None
    return ReleaseTables(
        majors=tuple("abc"[: year.joint.shape[1]]),
        months=(0, 1),
        areas={},
        positions={Level.AUTHORITY: {"one": 0, "two": 1}},
        years=(year.tables,),
        marks={},
        owners={Level.WARD: ("one", "two")},
    )


@pytest.mark.parametrize("seed", range(10))
def test_an_authority_reads_its_own_rows(seed: int) -> None:
    year = RandomYear(seed, RULE, several=True)
    if year.tables is None:
        return
    tables, every = of_two(year), np.ones(int(year.tables.groups.max()) + 1, dtype=bool)
    for number, scope in enumerate(("one", "two")):
        own = year.joint[year.at[3] == number]
        total = tables.total_of(year.tables, every, scope)
        assert np.isnan(total) or total == own.sum()
        months = tables.months_of(year.tables, every, scope)
        if months is not None:
            assert (np.isnan(months) | (months == own.sum(axis=(0, 1, 2)))).all()
        moments = tables.moments_of(year.tables, every, scope)[MOMENTS]
        assert (np.isnan(moments) | (moments == own.sum(axis=(0, 1, 3)))).all()
        night = tables.times_of(year.tables, every, np.array([True, False, False]), scope)
        assert np.isnan(night) or night == own[:, :, :2].sum()


def test_areas_of_an_authority_keep_their_order() -> None:
    year = next(
        year for year in (RandomYear(seed, RULE, several=True) for seed in range(20)) if year.tables is not None
    )
    assert of_two(year).own(Level.WARD, "two").tolist() == [1]
    assert of_two(year).own(Level.WARD, "none").tolist() == []


def test_two_years_are_told_together_and_parts_of_one_are_not() -> None:
    year = next(year for year in (RandomYear(seed, RULE) for seed in range(20)) if year.tables is not None)
    tables = of_two(year)
    assert tables.whole_years((0, 1)) == (year.tables,)
    assert tables.whole_years((0, 0)) is None
    assert tables.covers((0, 0))
    assert not tables.covers((0, 2))
