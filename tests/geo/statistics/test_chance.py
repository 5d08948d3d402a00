"""What chance alone gives: the known baselines, slow second versions, weights, and the verdicts."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.releases import Release
from geo.answer import answer_link
from geo.statistics.chance import (
    DRAWS,
    Against,
    beside_chance,
    by_chance,
    concentration_by_chance,
    counted_by_weight,
    figures_by_draw,
    figures_of,
    throws,
)
from geo.statistics.chance_json import by_chance_json
from geo.statistics.concentration import areas_for, gini, gini_by_chance, gini_generalised, top_share


@pytest.mark.parametrize(("records", "wide", "top"), [(250, 0.39, 0.069), (1000, 0.20, 0.045)])
def test_the_known_baselines_of_128_equal_areas(records: int, wide: float, top: float) -> None:
    found = by_chance(records, 128, 3)
    assert found is not None
    assert round(found.gini.mean, 2) == wide
    assert round(found.top_share.mean, 3) == top
    assert found.draws == DRAWS


@pytest.mark.parametrize(("records", "areas"), [(1, 5), (7, 2), (40, 6), (250, 128), (5000, 128), (90_000, 128)])
def test_the_mean_gini_is_the_exact_one(records: int, areas: int) -> None:
    found = by_chance(records, areas, 3)
    assert found is not None
    exact = gini_by_chance(records, areas)
    error = 4 * (found.gini.high - found.gini.low) / 4 / np.sqrt(found.draws) + 1e-9
    assert found.gini.mean == pytest.approx(exact, abs=error)
    assert found.gini.low - 1e-9 <= (exact or 0) <= found.gini.high + 1e-9


draws = st.tuples(st.integers(1, 6), st.integers(1, 30), st.integers(0, 2**32)).map(
    lambda shape: np.random.default_rng(shape[2]).poisson(1.5, shape[:2]) + np.eye(*shape[:2], dtype=int)
)


@given(draws, st.integers(1, 40))
def test_figures_of_many_draws_equal_those_of_one_at_a_time(drawn: np.ndarray, n: int) -> None:
    drawn = drawn[drawn.sum(axis=1) > 0]
    for row in drawn:
        records = int(row.sum())
        slow = [
            gini(row),
            gini_generalised(row, records),
            areas_for(row, 0.25),
            areas_for(row, 0.5),
            top_share(row, n),
        ]
        np.testing.assert_allclose(figures_by_draw(row[None, :], records, n)[:, 0], np.array(slow, float), atol=1e-9)


def test_rounding_of_weighted_sums_takes_no_further_area() -> None:
    for half in range(1, 60):
        for weight in (0.1, 1 / 3, 0.7):
            assert figures_by_draw(np.full((1, 2 * half), weight), 2 * half, 3)[3, 0] == half


def test_every_record_is_thrown_and_every_area_as_likely() -> None:
    rng = np.random.default_rng(3)
    for count, areas in ((5, 20), (60, 20), (4000, 20)):
        drawn = np.concatenate(list(throws(rng, ((1.0, count),), areas, 2000)))
        assert (drawn.sum(axis=1) == count).all()
        expected, error = count / areas, np.sqrt(count / areas / 2000)
        np.testing.assert_allclose(drawn.mean(axis=0), expected, atol=5 * error)
        np.testing.assert_allclose(drawn.var(axis=0), expected * (1 - 1 / areas), rtol=0.25)


def test_a_seed_gives_the_same_and_another_nearly_the_same() -> None:
    found, again, other = by_chance(500, 40, 3), by_chance.__wrapped__(500, 40, 3), by_chance(500, 40, 3, seed=5)
    assert found == again != other
    assert found is not None and other is not None
    assert found.gini.mean == pytest.approx(other.gini.mean, abs=0.01)


def test_many_areas_take_fewer_draws_and_say_so() -> None:
    london = by_chance(900_000, 4835, 3)
    assert london is not None
    assert 99 <= london.draws < DRAWS
    assert london.gini.mean == pytest.approx(gini_by_chance(900_000, 4835), rel=0.01)


def test_equal_weights_change_nothing_and_unequal_ones_concentrate() -> None:
    plain, equal = by_chance(400, 30, 3), by_chance(400, 30, 3, ((7.5, 400),))
    mixed = by_chance(400, 30, 3, ((1.0, 396), (5000.0, 4)))
    assert plain is not None and equal is not None and mixed is not None
    assert equal.gini == plain.gini
    assert mixed.gini.mean > 0.8  # four grave records decide, wherever they fall
    assert mixed.areas_for_half.high <= 3


def test_weights_are_thrown_like_a_slow_version() -> None:
    weights = ((2.0, 60), (365.0, 9), (1825.0, 2))
    found = by_chance(71, 12, 3, weights)
    rng, slow = np.random.default_rng(8), []
    for _ in range(1500):
        values = np.zeros(12)
        for weight, count in weights:
            for place in rng.integers(12, size=count):
                values[place] += weight
        slow.append(gini(values) or 0.0)
    assert found is not None
    assert found.gini.mean == pytest.approx(np.mean(slow), abs=0.01)
    assert [found.gini.low, found.gini.high] == pytest.approx(np.percentile(slow, (2.5, 97.5)), abs=0.04)


def test_nothing_to_throw() -> None:
    assert by_chance(0, 10, 3) is None
    assert by_chance(5, 0, 3) is None
    assert by_chance(3, 5, 3, ((0.0, 3),)) is None
    assert beside_chance(np.zeros(4), 0, 3) is None
    assert figures_of(np.zeros(4), 0, 3) is None


def test_weights_are_counted() -> None:
    by_type, weights = np.array([3, 4, 5, 6, 0]), np.array([2.0, np.nan, 2.0, 0.0, 365.0])
    assert counted_by_weight(by_type, weights) == ((2.0, 8),)


def test_verdicts() -> None:
    chance = by_chance(1000, 128, 3)
    assert chance is not None
    assert chance.against("gini", 0.8) is chance.against("areas_for_half", 3) is Against.MORE
    assert chance.against("gini", 0.19) is chance.against("areas_for_half", 47) is Against.WITHIN
    assert chance.against("gini", 0.01) is chance.against("areas_for_half", 64) is Against.LESS


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_records_thrown_at_random_are_seldom_called_concentrated(seed: int) -> None:
    values = np.random.default_rng(seed).multinomial(600, np.full(50, 1 / 50), size=40)
    found = [beside_chance(row, 600, 3) for row in values]
    beyond = [told for told in found if told is not None and told.exceeds["gini"] is not Against.WITHIN]
    assert len(beyond) <= 8  # two of 40 expected


def test_what_is_said() -> None:
    values = np.zeros(128)
    values[:10] = 25
    found = beside_chance(values, 250, 3)
    assert found is not None
    assert found.says.startswith("Half lies in 5 of 128 areas; the same 250 records thrown at random")
    assert found.says.endswith("more concentrated than chance alone.")
    even = beside_chance(np.r_[np.ones(3), np.zeros(97)], 3, 3)
    assert even is not None
    assert set(even.exceeds.values()) == {Against.WITHIN}


LINKS = ["", "&type=robbery", "&ward=west-end", "&level=ward", "&measure=harm", "&measure=cost", "&time=night&n=50"]


@pytest.mark.parametrize("link", LINKS)
def test_of_an_answer(tiny: Release, link: str) -> None:
    answer = answer_link(f"/west-end?compare=none{link}", tiny)
    found = concentration_by_chance(answer)
    assert found is not None and found.observed is not None and answer.concentration is not None
    assert found.areas == answer.concentration.areas
    assert found.observed.gini == pytest.approx(answer.concentration.gini)
    assert found.observed.areas_for_half == answer.concentration.areas_for_half
    assert found.observed.top_share == pytest.approx(answer.top.share if answer.top else None)
    if "measure" not in link:
        assert found.records == answer.located
    told = by_chance_json(found)
    assert json.loads(json.dumps(told)) == told


def test_of_an_answer_without_records_or_of_one_area(tiny: Release) -> None:
    for link in ("/west-end?from=2019-01&to=2019-12", "/west-end?lsoa=013e"):
        assert concentration_by_chance(answer_link(link, tiny)) is None
    assert by_chance_json(None) is None
