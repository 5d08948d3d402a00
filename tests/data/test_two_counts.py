"""Exact tests of two counts, against SciPy's and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from data.two_counts import Verdict, binomial_p, change_p, clear_of, verdicts


def test_by_hand() -> None:
    assert change_p(5, 0) == pytest.approx(2 / 32)  # five of five heads, either way
    assert change_p(1, 1) == 1.0
    assert change_p(0, 0) == 1.0
    assert binomial_p(0, 3, 0.25) == pytest.approx(2 * 27 / 64)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([1.0, 0.5, 31 / 30, 3.0]))
def test_it_is_twice_the_smaller_tail(now: int, before: int, ratio: float) -> None:
    n, p = now + before, ratio / (1 + ratio)
    expected = 1.0 if n == 0 else min(1.0, 2 * min(binom.cdf(now, n, p), binom.sf(now - 1, n, p)))
    assert change_p(now, before, ratio) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_counts_of_a_whole_borough_are_within_reach() -> None:
    assert change_p(90_340, 89_900) == pytest.approx(0.301, abs=0.005)
    assert change_p(90_340, 70_000) < 1e-100


def test_false_discoveries_are_held_down() -> None:
    # Benjamini and Hochberg by hand: limits 0.0125, 0.025, 0.0375, 0.05
    assert clear_of(np.array([0.04, 0.01, 0.03, 0.02])).tolist() == [True] * 4
    assert clear_of(np.array([0.045, 0.01, 0.2, 0.03])).tolist() == [False, True, False, False]
    assert clear_of(np.array([])).tolist() == []


def test_verdicts() -> None:
    now, before = np.array([120, 50, 100]), np.array([60, 52, 180])
    assert verdicts(now, before) == [Verdict.HIGHER, Verdict.NOT_CLEAR, Verdict.LOWER]
    assert verdicts(np.array([200]), np.array([100]), ratio=2.0) == [Verdict.NOT_CLEAR]  # twice as long
