"""Local statistics and their permutations, number for number against PySAL's ``esda``."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy.spatial import Delaunay
from scipy.stats import false_discovery_control

from geo.statistics import permuted

SEED, DRAWS = 5, 200


def areas(count: int, seed: int) -> Any:
    """Pairs of neighbours among so many places at random."""
    triangles = Delaunay(np.random.default_rng(seed).random((count, 2))).simplices
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    return np.unique(np.sort(sides, axis=1), axis=0)


def graph_of(pairs: Any) -> Any:
    from libpysal.graph import Graph

    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    return Graph.from_arrays(both[:, 0], both[:, 1], np.ones(len(both)))


WORLDS = [
    pytest.param(count, kind, id=f"{count} areas, {kind}")
    for count in (9, 40, 130)
    for kind in ("counts", "amounts", "mostly none")
]


def values_of(count: int, kind: str) -> Any:
    chance = np.random.default_rng(count)
    if kind == "amounts":
        return chance.lognormal(3, 1, count)
    made = chance.poisson(3, count).astype(float)
    return made * (chance.random(count) < 0.3) if kind == "mostly none" else made


@pytest.mark.parametrize(("count", "kind"), WORLDS)
def test_all_is_as_esda_has_it(count: int, kind: str) -> None:
    from esda.getisord import G_Local
    from esda.moran import Moran, Moran_Local

    values, pairs = values_of(count, kind), areas(count, 1)
    links = permuted.links_of(pairs, count)
    places = permuted.drawn_places(count, links.counts.max(), DRAWS, SEED)
    settings = {"permutations": DRAWS, "n_jobs": 1, "seed": SEED}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        star = G_Local(values, graph_of(pairs), transform="B", star=True, **settings)
        local = Moran_Local(values, graph_of(pairs), transformation="r", **settings)
        np.random.seed(SEED)
        overall = Moran(values, graph_of(pairs), permutations=DRAWS)
    statistic, z = permuted.gi_star(values, links)
    np.testing.assert_allclose(statistic, star.Gs, rtol=1e-13)
    np.testing.assert_allclose(z, star.Zs, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(permuted.gi_star_drawn(values, links, places), star.rGs, rtol=1e-13)
    statistic, quadrants = permuted.local_moran(values, links)
    np.testing.assert_allclose(statistic, local.Is, rtol=1e-13)
    np.testing.assert_allclose(permuted.local_moran_drawn(values, links, places), local.rlisas, rtol=1e-12, atol=1e-14)
    assert [{0: 1, 1: 3, 2: 4, 3: 2}[quadrant] for quadrant in quadrants.tolist()] == local.q.tolist()
    found, drawn = permuted.moran(values, links, DRAWS, SEED)
    assert found == pytest.approx(overall.I, rel=1e-13)
    np.testing.assert_allclose(drawn, overall.sim, rtol=1e-12, atol=1e-14)


def test_rates_are_standardised_as_esda_does() -> None:
    from esda.smoothing import assuncao_rate

    chance = np.random.default_rng(2)
    counts, people = chance.poisson(4, 60).astype(float), chance.integers(5, 3000, 60).astype(float)
    np.testing.assert_allclose(permuted.empirical_bayes(counts, people), assuncao_rate(counts, people), rtol=1e-11)


def test_false_discoveries_are_held_as_scipy_does() -> None:
    chance = np.random.default_rng(3)
    for count in (1, 2, 128):
        p = chance.integers(1, 51, count) / 50
        np.testing.assert_array_equal(permuted.false_discovery_rates(p), false_discovery_control(p))


def test_the_global_generator_is_left_alone() -> None:
    np.random.seed(1)
    before: Any = np.random.get_state()
    links = permuted.links_of(areas(9, 1), 9)
    permuted.drawn_places(9, 3, 5, SEED)
    permuted.moran(values_of(9, "counts"), links, 5, SEED)
    after: Any = np.random.get_state()
    assert (after[1] == before[1]).all() and after[2:] == before[2:]


def test_draws_are_of_others_without_repeats() -> None:
    places = permuted.drawn_places(9, 4, 100, SEED)
    assert places.min() == 0 and places.max() == 7
    assert all(len(set(draw)) == 4 for draw in places.tolist())


def test_an_area_without_neighbours_is_refused() -> None:
    with pytest.raises(AssertionError, match="neighbour"):
        permuted.links_of(np.array([[0, 1]]), 3)
