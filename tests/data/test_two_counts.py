"""Exact tests of two counts, against SciPy's and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, poisson_means_test
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.rates import test_poisson_2indep as two_rates

from data.two_counts import Verdict, binomial_p, change_p, change_ps, clear_of, verdicts, verdicts_by_p


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


@given(st.integers(0, 300), st.integers(0, 300))
def test_periods_of_one_length_agree_with_scipy(now: int, before: int) -> None:
    if now + before:
        assert change_p(now, before) == pytest.approx(binomtest(now, now + before).pvalue, rel=1e-6)


@settings(max_examples=60)
@given(st.integers(0, 120), st.integers(0, 120), st.sampled_from([0.5, 31 / 30, 3.0]))
def test_rates_agree_with_statsmodels(now: int, before: int, ratio: float) -> None:
    if now + before:
        with np.errstate(divide="ignore"):  # it works out the ratio of the rates as well
            one_sided = [
                two_rates(now, ratio, before, 1, method="exact-cond", alternative=side).pvalue
                for side in ("larger", "smaller")
            ]
        assert change_p(now, before, ratio) == pytest.approx(min(1.0, 2 * min(one_sided)), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("now", "before"), [(20, 8), (60, 40), (150, 120), (300, 301), (12, 3)])
def test_it_is_no_bolder_than_the_e_test(now: int, before: int) -> None:
    bold = poisson_means_test(
        now, 1, before, 1
    ).pvalue  # Krishnamoorthy and Thomson 2004: not conditional, less cautious
    assert bold <= change_p(now, before) + 1e-9 <= 3 * bold + 1e-9


def test_counts_of_a_whole_borough_are_within_reach() -> None:
    assert change_p(90_340, 89_900) == pytest.approx(0.301, abs=0.005)
    assert change_p(90_340, 70_000) < 1e-100


def test_false_discoveries_are_held_down() -> None:
    # Benjamini and Hochberg by hand: limits 0.0125, 0.025, 0.0375, 0.05
    assert clear_of(np.array([0.04, 0.01, 0.03, 0.02])).tolist() == [True] * 4
    assert clear_of(np.array([0.045, 0.01, 0.2, 0.03])).tolist() == [False, True, False, False]
    assert clear_of(np.array([])).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.sampled_from([0.01, 0.05, 0.2]))
def test_false_discoveries_as_statsmodels_controls_them(p: list[float], level: float) -> None:
    expected = multipletests(p, alpha=level, method="fdr_bh")[0]
    assert clear_of(np.array(p), level).tolist() == expected.tolist()


def test_an_area_without_records_is_no_test() -> None:
    now, before = np.array([30, 12, 0, 0, 0, 0]), np.array([10, 11, 0, 0, 0, 0])
    p = change_ps(now, before)
    assert p.tolist() == [change_p(30, 10), change_p(12, 11), 1, 1, 1, 1]
    nearly = np.array([0.02, 1, 1, 1, 1, 1])
    assert verdicts_by_p(nearly, now, before)[0] is Verdict.HIGHER  # held against two tests, not six
    assert verdicts_by_p(nearly, now, np.array([10, 11, 1, 1, 1, 1]))[0] is Verdict.NOT_CLEAR
    assert verdicts_by_p(nearly, before, now)[0] is Verdict.LOWER
    assert verdicts(now[2:], before[2:]) == [Verdict.NOT_CLEAR] * 4


def test_verdicts() -> None:
    now, before = np.array([120, 50, 100]), np.array([60, 52, 180])
    assert verdicts(now, before) == [Verdict.HIGHER, Verdict.NOT_CLEAR, Verdict.LOWER]
    assert verdicts(np.array([200]), np.array([100]), ratio=2.0) == [Verdict.NOT_CLEAR]  # twice as long
