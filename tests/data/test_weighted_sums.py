"""Intervals and tests of weighted sums: against SciPy, statsmodels, every outcome gone through, and by simulation."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import binom, chi2
from statsmodels.stats.rates import confint_poisson

from data.two_counts import change_p
from data.weighted_sums import (
    AT_ONCE,
    MOST_OUTCOMES,
    count_interval,
    equal_rows,
    saddlepoint_tail,
    tilts,
    weighted_change_p,
    weighted_interval,
)

DAYS = np.array([1, 2, 10, 60, 115, 365, 1825])  # weights as harm has them
MIX = np.array([20, 60, 40, 8, 6, 3, 0.4])  # records of each in a middling area


def test_interval_of_a_count_is_that_of_statsmodels() -> None:
    counts = np.array([0, 1, 3, 20, 4000])
    low, high = count_interval(counts)
    for count, found in zip(counts, zip(low, high, strict=True), strict=True):
        assert found == pytest.approx(confint_poisson(count, 1, method="exact-c"), abs=1e-9)
    assert (low[0], high[0]) == (0, pytest.approx(-np.log(0.025)))
    assert np.isnan(count_interval(np.array([np.nan]))).all()


def slow_fay_feuer(counts: list[int], weights: np.ndarray, largest: float) -> tuple[float, float]:
    total = sum(weight * count for weight, count in zip(weights, counts, strict=True))
    spread = sum(weight**2 * count for weight, count in zip(weights, counts, strict=True))
    low = spread / (2 * total) * chi2.ppf(0.025, 2 * total**2 / spread) if total else 0.0
    more, wider = total + largest, spread + largest**2
    return low, wider / (2 * more) * chi2.ppf(0.975, 2 * more**2 / wider)


rows = st.lists(st.lists(st.integers(0, 60), min_size=7, max_size=7), min_size=1, max_size=5)


@given(rows)
def test_interval_of_a_weighted_sum_as_written_by_fay_and_feuer(counts: list[list[int]]) -> None:
    low, high = weighted_interval(np.array(counts), DAYS)
    used = [weight for weight, column in zip(DAYS, zip(*counts, strict=True), strict=True) if any(column)]
    for row, found in zip(counts, zip(low, high, strict=True), strict=True):
        expected = slow_fay_feuer(row, DAYS, max(used)) if used else (0, 0)
        assert found == pytest.approx(expected, rel=1e-6)
        assert found[0] <= np.dot(row, DAYS) <= found[1]


@given(rows, st.floats(0.01, 100))
def test_intervals_follow_the_unit(counts: list[list[int]], factor: float) -> None:
    plain, scaled = weighted_interval(np.array(counts), DAYS), weighted_interval(np.array(counts), DAYS * factor)
    np.testing.assert_allclose(scaled, np.array(plain) * factor, rtol=1e-6)


def test_equal_weights_give_the_interval_of_a_count() -> None:
    counts = np.array([[0, 0], [1, 2], [30, 12]])
    np.testing.assert_allclose(
        weighted_interval(counts, np.array([5, 5])), np.array(count_interval(counts.sum(axis=1))) * 5
    )


def test_an_area_without_records_may_still_have_had_some() -> None:
    low, high = weighted_interval(np.array([[0, 0, 0], [4, 1, 0]]), np.array([2, 365, 5475]))
    assert low[0] == 0
    assert high[0] == pytest.approx(-np.log(0.025) * 365)  # no homicide anywhere, so one is not in question
    assert weighted_interval(np.zeros((2, 3)), np.array([2, 365, np.nan]))[1].tolist() == [0, 0]


@pytest.mark.parametrize("scale", [0.02, 0.2, 1, 10])
def test_intervals_cover_what_is_true_as_often_as_they_say(scale: float) -> None:
    counts = np.random.default_rng(5).poisson(MIX * scale, size=(4000, 7))
    low, high = weighted_interval(counts, DAYS)
    true = MIX @ DAYS * scale
    assert ((low <= true) & (true <= high)).mean() >= 0.94


def every_outcome(now: tuple[int, ...], before: tuple[int, ...], weights: tuple[float, ...], chance: float) -> float:
    """Twice the tail on the side of the difference, outcome by outcome."""
    both = [a + b for a, b in zip(now, before, strict=True)]
    observed = sum(w * a for w, a in zip(weights, now, strict=True))
    middle = chance * sum(w * n for w, n in zip(weights, both, strict=True))
    tail = 0.0
    for outcome in product(*(range(n + 1) for n in both)):
        value = sum(w * k for w, k in zip(weights, outcome, strict=True))
        if (value >= observed - 1e-6) if observed >= middle else (value <= observed + 1e-6):
            ways = [comb(n, k) * chance**k * (1 - chance) ** (n - k) for n, k in zip(both, outcome, strict=True)]
            tail += float(np.prod(ways))
    return min(1.0, 2 * tail)


few = st.tuples(*(st.integers(0, 5),) * 3)


@settings(max_examples=60)
@given(
    few, few, st.tuples(*(st.sampled_from([0.0, 1.0, 2.0, 2.5, 10.0, 365.0]),) * 3), st.sampled_from([1.0, 0.8, 2.0])
)
def test_few_records_are_gone_through_exactly(
    now: tuple[int, ...], before: tuple[int, ...], weights: tuple[float, ...], ratio: float
) -> None:
    found = weighted_change_p(np.array([now]), np.array([before]), np.array(weights), ratio)
    assert found == pytest.approx(every_outcome(now, before, weights, ratio / (1 + ratio)), rel=1e-9)


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.5, 3000))
def test_one_type_gives_the_test_of_two_counts(now: int, before: int, weight: float) -> None:
    found = weighted_change_p(np.array([[now]]), np.array([[before]]), np.array([weight]))
    assert found == pytest.approx(change_p(now, before), rel=1e-6)


def convolved(here: np.ndarray, both: np.ndarray, chance: float) -> float:
    """P of at least the weighted sum of ``here``, on a lattice of whole days."""
    mass = np.ones(1)
    for count, weight in zip(both, DAYS, strict=True):
        spaced = np.zeros(count * weight + 1)
        spaced[::weight] = binom.pmf(np.arange(count + 1), count, chance)
        mass = np.convolve(mass, spaced)
    return float(mass[int(here @ DAYS) :].sum())


@pytest.mark.parametrize(("scale", "ratio"), [(0.2, 1.0), (0.5, 1.0), (0.5, 28 / 31), (1.0, 1.0), (0.5, 2.0)])
def test_many_records_come_close_to_the_exact_tail(scale: float, ratio: float) -> None:
    rng, chance = np.random.default_rng(int(scale * 10)), ratio / (1 + ratio)
    for growth in (1.0, 1.6, 2.5, 4.0) * 8:
        now, before = rng.poisson(MIX * scale * growth * ratio), rng.poisson(MIX * scale)
        both = now + before
        if now @ DAYS < both @ DAYS * chance:
            continue
        exact = convolved(now, both, chance)
        found = saddlepoint_tail(now[None, :], both[None, :], DAYS / 1825, np.array([chance]))[0]
        if exact < 0.05:
            assert found == pytest.approx(exact, rel=0.2)
        else:
            assert found > 0.03


many = st.lists(st.integers(0, 400), min_size=4, max_size=4)


@settings(max_examples=60)
@given(many, many, st.floats(0.001, 1000))
def test_the_test_knows_no_unit_no_order_of_types_and_no_direction(
    now: list[int], before: list[int], factor: float
) -> None:
    weights = np.array([2.0, 10.5, 365, 1825])
    a, b = np.array([now]), np.array([before])
    found = weighted_change_p(a, b, weights)
    assert 0 <= found <= 1
    # Where nothing differs (p near 1) the formula divides small numbers: five digits are left.
    np.testing.assert_allclose(weighted_change_p(a, b, weights * factor), found, rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(weighted_change_p(a[:, ::-1], b[:, ::-1], weights[::-1]), found, rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(weighted_change_p(b, a, weights), found, rtol=1e-6, atol=1e-5)


def test_extremes() -> None:
    weights = np.array([2.0, 365.0])
    nothing, some = np.zeros((1, 2), dtype=int), np.array([[3, 1]])
    assert weighted_change_p(nothing, nothing, weights) == 1
    assert weighted_change_p(some, nothing, np.array([np.nan, 0.0])) == 1
    assert weighted_change_p(some, nothing, weights) == pytest.approx(2 / 16)  # four of four on one side
    huge = np.array([[90_000, 4000]])
    assert weighted_change_p(huge, nothing, weights) < 1e-100
    assert weighted_change_p(huge, huge, weights) == pytest.approx(1, abs=0.01)
    assert weighted_change_p(np.array([[90_000, 1]]), np.array([[0, 1]]), weights) < 1e-100


def test_many_areas_are_tested_as_each_alone() -> None:
    """Equal areas share one test, areas of few outcomes are gone through together, those of more one by one."""
    rng = np.random.default_rng(7)
    busy = rng.gamma(0.5, 6, size=80)[:, None] * MIX / MIX.sum()
    now, before = rng.poisson(busy), rng.poisson(busy)
    now, before = np.concatenate((now, now[:20])), np.concatenate((before, before[:20]))
    outcomes = np.prod(now + before + 1, axis=1)
    assert (outcomes <= AT_ONCE).sum() > 20
    assert ((outcomes > AT_ONCE) & (outcomes <= MOST_OUTCOMES)).sum() > 3
    together = weighted_change_p(now, before, DAYS, 31 / 30)
    alone = [weighted_change_p(now[[row]], before[[row]], DAYS, 31 / 30)[0] for row in range(len(now))]
    np.testing.assert_allclose(together, alone, rtol=1e-9)
    assert together[80:].tolist() == together[:20].tolist()


def test_rows_that_only_seem_equal_are_kept_apart() -> None:
    counts = np.array([[1, 2], [3, 4], [1, 2], [0, 0]])
    first, same = equal_rows(counts)
    assert len(first) == 3
    np.testing.assert_array_equal(counts[first[same]], counts)
    wrapping = np.array([[2.0**62, 0.0], [0.0, 0.0], [2.0**62, 0.0]])
    first, same = equal_rows(wrapping)
    np.testing.assert_array_equal(wrapping[first[same]], wrapping)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=12), st.floats(0.05, 0.95))
def test_the_tilt_gives_the_sum_asked_for(counts: list[tuple[int, int]], part: float) -> None:
    both, weights = np.array(counts, dtype=float), np.array([0.2, 1.0])
    start = np.zeros((len(both), 1))
    expected, most = both @ weights / 2, both @ weights
    target = expected + part * (most - expected)
    tilt = tilts(both, weights, start, target)
    reached = (both * weights * expit(start + tilt[:, None] * weights)).sum(axis=1)
    np.testing.assert_allclose(reached, target, rtol=1e-9, atol=1e-12)
    assert tilts(both, weights, start, expected - 1).tolist() == [0.0] * len(both)
