"""Concentration: hand-worked values, properties, slow second versions and chance by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.gini import Gini

from geo.statistics.concentration import (
    areas_for,
    areas_for_half,
    areas_for_quarter,
    gini,
    gini_by_chance,
    gini_generalised,
    lorenz_curve,
    ranks,
    top_positions,
    top_share,
    walk_distance,
)

counts = st.lists(st.integers(0, 5000), min_size=1, max_size=60).map(lambda values: np.array(values))
some_counts = counts.filter(lambda values: values.sum() > 0)


@given(
    st.lists(st.integers(0, 9) | st.just(float("nan")), min_size=1, max_size=200).map(lambda drawn: np.array(drawn)),
    st.integers(1, 8),
)
def test_the_top_of_many_areas_is_that_of_a_full_sort(values: np.ndarray, n: int) -> None:
    order = sorted(range(len(values)), key=lambda place: (np.isnan(values[place]), -values[place], place))
    assert top_positions(values, n).tolist() == [place for place in order[:n] if values[place] > 0]


def slow_gini(values: np.ndarray) -> float:
    return sum(abs(a - b) for a in values for b in values) / (2 * len(values) ** 2 * values.mean())


def test_hand_worked() -> None:
    values = np.array([1, 5, 0, 4])
    assert gini(values) == pytest.approx(0.45)  # pairs differ by 4 1 3 5 1 4 = 18, twice; / (2 * 16 * 2.5)
    assert areas_for_half(values) == 1
    assert top_positions(values, 2).tolist() == [1, 3]
    assert top_share(values, 2) == pytest.approx(0.9)
    assert ranks(values).tolist() == [3, 1, 4, 2]
    np.testing.assert_allclose(lorenz_curve(values), [0, 0.5, 0.9, 1, 1])


def test_the_extremes() -> None:
    assert gini(np.full(7, 3)) == pytest.approx(0)
    assert gini(np.array([0, 0, 9, 0])) == pytest.approx(3 / 4)
    assert areas_for_half(np.full(6, 2)) == 3
    assert areas_for_half(np.full(7, 2)) == 4


def test_nothing_is_not_known_rather_than_zero() -> None:
    nothing = np.zeros(5, dtype=int)
    assert (gini(nothing), areas_for_half(nothing), top_share(nothing, 3)) == (None, None, None)
    assert top_positions(nothing, 3).tolist() == []
    assert np.isnan(lorenz_curve(nothing)).all()
    assert gini_by_chance(0, 5) is None


def test_ties_go_by_the_order_of_areas() -> None:
    assert top_positions(np.array([2, 5, 5, 2]), 3).tolist() == [1, 2, 0]
    assert ranks(np.array([2, 5, 5, 2])).tolist() == [3, 1, 2, 4]


@given(some_counts)
def test_gini_equals_the_slow_version(values: np.ndarray) -> None:
    assert gini(values) == pytest.approx(slow_gini(values), abs=1e-12)


@given(some_counts)
def test_gini_equals_that_of_pysal(values: np.ndarray) -> None:
    assert gini(values) == pytest.approx(Gini(np.sort(values).astype(float)).g, abs=1e-9)


def test_the_sparse_gini_by_hand() -> None:
    # Four records over ten places, shares 0.5, 0.25, 0.25: 2 * (8 * 0.25 + 9 * 0.25 + 10 * 0.5) - 11 = 7.5;
    # a quarter of it less 10 / 4 and plus 1.
    assert gini_generalised(np.array([0, 2, 0, 1, 0, 0, 1, 0, 0, 0]), 4) == pytest.approx(0.375)
    assert gini_generalised(np.array([1, 0, 1, 0, 1, 1, 0]), 4) == pytest.approx(0)  # each in a place of its own
    assert gini_generalised(np.array([0, 4, 0, 0, 0, 0, 0]), 4) == pytest.approx(3 / 4)
    assert gini_generalised(np.zeros(3), 0) is None


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40).filter(sum), st.randoms())
def test_the_sparse_gini_is_that_of_as_many_places_as_records(values: list[int], random: object) -> None:
    records = sum(values)
    fullest = np.array(sorted(values)[::-1][:records])  # with c records no more than c places can hold any
    expected = slow_gini(fullest)
    random.shuffle(values)  # type: ignore[attr-defined]
    assert gini_generalised(np.array(values), records) == pytest.approx(expected, abs=1e-9)


@given(some_counts, st.floats(0.01, 1))
def test_areas_for_a_share_is_the_least_number(values: np.ndarray, share: float) -> None:
    needed, ordered, enough = areas_for(values, share), np.sort(values)[::-1], values.sum() * share
    assert needed is not None
    assert ordered[:needed].sum() >= enough * (1 - 1e-9)
    assert ordered[: needed - 1].sum() < enough
    quarter, half = areas_for_quarter(values), areas_for_half(values)
    assert quarter == areas_for(values, 0.25)
    assert half is not None and quarter is not None and quarter <= half


def test_areas_for_a_share_of_weighted_values() -> None:
    for half in range(1, 60):
        for weight in (0.1, 1 / 3, 182.25, 0.7):
            assert areas_for(np.full(2 * half, weight), 0.5) == half  # whatever the rounding of the sums
    assert areas_for(np.full(3, 1 / 3), 1.0) == 3


@given(some_counts, st.integers(2, 9), st.randoms())
def test_gini_does_not_know_order_or_scale(values: np.ndarray, factor: int, random: object) -> None:
    shuffled = values.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert gini(shuffled * factor) == pytest.approx(gini(values), abs=1e-12)


@given(some_counts, st.integers(1, 60))
def test_top_share_is_what_no_other_choice_exceeds(values: np.ndarray, n: int) -> None:
    share = top_share(values, n)
    assert share == pytest.approx(sum(sorted(values)[::-1][:n]) / values.sum())
    half = areas_for_half(values)
    assert half is not None
    assert sum(sorted(values)[::-1][:half]) * 2 >= values.sum()
    assert sum(sorted(values)[::-1][: half - 1]) * 2 < values.sum()


@pytest.mark.parametrize(("records", "areas", "published"), [(250, 128, 0.39), (1000, 128, 0.20)])
def test_chance_gives_the_known_baselines(records: int, areas: int, published: float) -> None:
    assert gini_by_chance(records, areas) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("records", "areas"), [(1, 1), (1, 2), (2, 2), (7, 2), (5, 3), (40, 6), (300, 18), (20_000, 128)]
)
def test_chance_agrees_with_simulation(records: int, areas: int) -> None:
    rng = np.random.default_rng(records)
    drawn = [gini(draw) or 0.0 for draw in rng.multinomial(records, np.full(areas, 1 / areas), size=3000)]
    error = 4 * np.std(drawn) / np.sqrt(len(drawn)) + 1e-9
    assert gini_by_chance(records, areas) == pytest.approx(np.mean(drawn), abs=error)


def test_the_walk_by_hand() -> None:
    # After 3 steps: 3 away in 2 of 8 walks, 1 away in 6 of 8.
    np.testing.assert_allclose(walk_distance(4), [0, 1, 1, 1.5, 1.5])
