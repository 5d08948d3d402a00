"""Concentration: hand-worked values, properties, slow second versions and chance by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.concentration import (
    areas_for_half,
    gini,
    gini_by_chance,
    lorenz_curve,
    ranks,
    top_positions,
    top_share,
    walk_distance,
)

counts = st.lists(st.integers(0, 5000), min_size=1, max_size=60).map(lambda values: np.array(values))
some_counts = counts.filter(lambda values: values.sum() > 0)


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
