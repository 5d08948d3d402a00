"""The same places or new ones: by hand, by properties, and against SciPy's rank correlation."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from data.releases import Release
from geo.answer import answer_link
from geo.statistics.stability import mean_ranks, rank_correlation, stability, stability_json, stability_of


def test_by_hand() -> None:
    now, before = np.array([9, 7, 5, 1, 0, 0]), np.array([8, 1, 6, 9, 2, 0])
    found = stability(now, before, 3)
    assert found is not None
    assert (found.stayed, found.entered, found.left) == ((0, 2), (1,), (3,))
    assert found.rank_correlation_areas == 5
    assert found.rank_correlation == pytest.approx(1 - 6 * (1 + 9 + 0 + 9 + 1) / (5 * 24))
    assert found.says == "Two of the three areas with the most were among the three with the most before."


pairs = st.integers(1, 40).flatmap(
    lambda size: st.tuples(*(st.lists(st.integers(0, 12), min_size=size, max_size=size) for _ in range(2)))
)


@given(pairs, st.integers(1, 10))
def test_every_top_area_stayed_or_entered(values: tuple[list[int], list[int]], n: int) -> None:
    now, before = map(np.array, values)
    found = stability(now, before, n)
    if found is None:
        assert not now.any() or not before.any()
        return
    assert len(found.stayed) + len(found.entered) == min(n, (now > 0).sum())
    assert len(found.stayed) + len(found.left) == min(n, (before > 0).sum())
    assert not set(found.entered) & set(found.left)
    either = (now + before) > 0
    if either.sum() < 3 or np.ptp(now[either]) == 0 or np.ptp(before[either]) == 0:
        assert found.rank_correlation is None
    else:
        assert found.rank_correlation == pytest.approx(spearmanr(now[either], before[either]).statistic, abs=1e-9)
    back = stability(before, now, n)
    assert back is not None
    assert set(back.entered) == set(found.left)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30))
def test_mean_ranks_are_those_of_scipy(values: list[float]) -> None:
    np.testing.assert_allclose(mean_ranks(np.array(values)), rankdata(values))


def test_extremes() -> None:
    values = np.arange(1.0, 21.0)
    same = stability(values, values * 3, 5)
    assert same is not None
    assert (len(same.stayed), same.rank_correlation) == (5, pytest.approx(1))
    assert same.says.startswith("All five areas with the most were among the five")
    assert "nearly the same (rank correlation 1.00)" in same.says
    turned = stability(values, values[::-1], 5)
    assert turned is not None
    assert (turned.stayed, turned.rank_correlation) == ((), pytest.approx(-1))
    assert turned.says.startswith("None of the five areas with the most was among")
    one = stability(np.array([1.0, 3.0]), np.array([3.0, 1.0]), 1)
    assert one is not None and one.says == "The area with the most is another than before."
    assert stability(np.zeros(4), values[:4], 3) is None
    assert rank_correlation(np.full(4, 2.0), values[:4]) is None


def test_an_area_unknown_in_one_period_is_left_out() -> None:
    found = stability(np.array([np.nan, 5.0, 4.0, 3.0]), np.array([9.0, 5.0, 4.0, 3.0]), 2)
    assert found is not None
    assert (found.stayed, found.left, found.rank_correlation_areas) == ((1, 2), (), 3)


@pytest.mark.parametrize("measure", ["", "&measure=harm", "&measure=cost", "&measure=change"])
def test_of_an_answer(tiny: Release, measure: str) -> None:
    answer = answer_link(f"/west-end?from=2023-08&to=2023-09&compare=2022-08&n=2{measure}", tiny)
    found = stability_of(answer)
    told = stability_json(answer, found)
    assert told is not None and json.loads(json.dumps(told)) == told
    if not measure and answer.top is not None:
        assert {*told["stayed"], *told["entered"]} == {answer.areas[place].code for place in answer.top.positions}


@pytest.mark.parametrize("link", ["", "?compare=none", "?from=2019-01&to=2019-02", "?lsoa=013e&compare=2022-08"])
def test_without_two_periods_or_two_areas(tiny: Release, link: str) -> None:
    answer = answer_link(f"/west-end{link}", tiny)
    assert stability_of(answer) is None
    assert stability_json(answer, None) is None
