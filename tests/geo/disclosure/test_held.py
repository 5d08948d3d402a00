"""Statements over all areas while some are withheld: true for whatever the withheld ones may have."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from geo.disclosure.held import areas_certainly_for, certain_ranks, certain_top, certainly_below
from geo.measures.measured import Held
from geo.statistics.concentration import areas_for, ranks, top_positions

Array = npt.NDArray[Any]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Array, Array, Array]:
    """Counts of some areas, which of them are withheld, and the most that each of those can have."""
    counts = np.array(draw(st.lists(st.integers(0, 30), min_size=1, max_size=9)), dtype=float)
    withheld = np.array(draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts))))
    above = np.array(draw(st.lists(st.integers(0, 6), min_size=len(counts), max_size=len(counts))))
    return counts, withheld, np.where(withheld, counts + above, -np.inf)


def held_of(withheld: Array, most: Array) -> Held:
    return Held(withheld, most, None, None, None, None, None)


@given(worlds(), st.integers(1, 5))
def test_a_top_that_is_told_is_the_top(world: tuple[Array, Array, Array], n: int) -> None:
    counts, withheld, most = world
    told = np.where(withheld, np.nan, counts)
    positions = top_positions(told, n)
    if certain_top(told, positions, n, held_of(withheld, most).highest):
        assert counts[positions].tolist() == counts[top_positions(counts, n)].tolist()


@given(worlds())
def test_a_rank_that_is_told_is_the_rank(world: tuple[Array, Array, Array]) -> None:
    counts, withheld, most = world
    told = np.where(withheld, np.nan, counts)
    found = certain_ranks(told, held_of(withheld, most), ranks(told))
    real = ranks(counts)
    assert all(rank is None or rank == real[place] for place, rank in enumerate(found))
    assert all(rank is None for rank, hidden in zip(found, withheld, strict=True) if hidden)


@given(worlds())
def test_areas_for_half_that_are_told_are_right(world: tuple[Array, Array, Array]) -> None:
    counts, withheld, most = world
    found = areas_certainly_for(np.where(withheld, np.nan, counts), most, 0.5, int(counts.sum()))
    assert found is None or found == areas_for(counts, 0.5)


@given(worlds(), st.integers(0, 30))
def test_areas_below_a_limit_that_are_told_are_right(world: tuple[Array, Array, Array], limit: int) -> None:
    counts, withheld, most = world
    found = certainly_below(np.where(withheld, np.nan, counts), most, limit)
    assert found is None or found == (counts < limit).sum()


def test_nothing_withheld_leaves_everything_certain() -> None:
    counts = np.array([7.0, 3.0, 0.0])
    held = held_of(np.zeros(3, bool), np.full(3, -np.inf))
    assert certain_ranks(counts, held, ranks(counts)) == [1, 2, 3]
    assert certain_top(counts, np.array([0, 1]), 5, held.highest)


def test_an_area_that_may_have_as_many_makes_the_top_uncertain() -> None:
    counts = np.array([7.0, 5.0, np.nan])
    assert certain_top(counts, np.array([0]), 1, 6.0)
    assert not certain_top(counts, np.array([0]), 1, 7.0)
    assert not certain_top(counts, np.array([0, 1]), 2, 5.0)


def test_areas_for_a_share_are_told_where_every_possible_world_has_as_many() -> None:
    """7 and 5 are told of 18; what is left, 6, lies in two areas: half are 9, so two are needed, wherever the 6 lie."""
    counts, most = np.array([7.0, 5.0, np.nan, np.nan]), np.array([-np.inf, -np.inf, np.inf, np.inf])
    assert areas_certainly_for(counts, most, 0.5, 18) == 2
    assert areas_certainly_for(counts, most, 0.35, 18) == 1
    assert areas_certainly_for(counts, most, 0.66, 18) == 2
    assert areas_certainly_for(counts, most, 0.9, 18) is None, "the told alone do not hold so much"
    assert areas_certainly_for(counts, most, 0.5, None) is None


def test_areas_for_a_share_are_not_told_where_a_withheld_area_could_make_them_fewer() -> None:
    """4, 3 and 3 are told of 18: three hold half, but so would 4 and all of the 8 that are left."""
    counts, most = np.array([4.0, 3.0, 3.0, np.nan, np.nan]), np.array([-np.inf] * 3 + [np.inf] * 2)
    assert areas_certainly_for(counts, most, 0.5, 18) is None
    assert areas_certainly_for(counts, np.array([-np.inf] * 3 + [4.0, 4.0]), 0.5, 18) == 3
    assert areas_certainly_for(counts, np.array([-np.inf] * 3 + [6.0, 4.0]), 0.5, 18) is None
