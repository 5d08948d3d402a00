"""Clusters: esda's documented examples, slow second versions, planted clusters, false alarms, and what has none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.statistics.clusters import (
    FALSE_DISCOVERY,
    LABELS,
    Clusters,
    Method,
    clusters,
    global_moran,
    local_statistic,
    standardised,
)
from geo.statistics.neighbours import Neighbours
from tests.geo.statistics.test_neighbours import as_set, grid, neighbour_pairs

GI, MORAN = Method.GI_STAR, Method.LOCAL_MORAN


def made(pairs: Any, areas: int, codes: list[str] | None = None, reason: str = "") -> Neighbours:
    names = tuple(codes or [f"E{place:04d}" for place in range(areas)])
    return Neighbours(names, np.asarray(pairs, dtype=np.intp).reshape(-1, 2), (), "touching", reason)


def squares(columns: int, rows: int) -> Neighbours:
    """A grid of areas, each with up to eight neighbours."""
    return made(neighbour_pairs(grid(columns, rows))[0], columns * rows)


def found(values: Any, neighbours: Neighbours, method: Method = GI, draws: int = 1999, **more: Any) -> Clusters:
    return clusters(np.asarray(values, dtype=float), neighbours, method, permutations=draws, **more)


def pairs_of_file(name: str) -> tuple[np.ndarray, Any]:
    """Pairs of one of the weights that come with libpysal, and the weights."""
    import libpysal

    weights = libpysal.io.open(libpysal.examples.get_path(name)).read()
    place = {identity: i for i, identity in enumerate(weights.id_order)}
    pairs = {tuple(sorted((place[a], place[b]))) for a, others in weights.neighbors.items() for b in others}
    return np.array(sorted(pairs)), weights


# --- against esda's documented examples


def test_gi_star_of_the_documented_example() -> None:
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], dtype=float)
    pairs = [(i, j) for i in range(6) for j in range(i + 1, 6) if np.hypot(*(points[i] - points[j])) <= 15]
    z, _, _, _ = local_statistic(np.array([2, 3, 3.2, 5, 8, 7]), np.array(pairs), GI, 9, 1)
    assert z == pytest.approx([-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331])


def test_local_moran_of_the_documented_example() -> None:
    import libpysal

    pairs, _ = pairs_of_file("desmith.gal")
    values = np.array(libpysal.io.open(libpysal.examples.get_path("desmith.txt")).by_col["z"], dtype=float)
    _, _, _, quadrants = local_statistic(values, pairs, MORAN, 9, 1)
    theirs = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
    assert [LABELS[MORAN][place - 1] for place in quadrants] == [theirs[q] for q in (4, 4, 4, 2, 3, 3, 1, 4, 3, 3)]


def test_rates_of_the_documented_examples() -> None:
    import libpysal

    events = np.array([30, 25, 25, 15, 33, 21, 30, 20])
    people = np.array([100, 100, 110, 90, 100, 90, 110, 90])
    assert standardised(events, people)[:4] == pytest.approx([1.03843594, -0.04099089, -0.56250375, -1.73061861])
    pairs, _ = pairs_of_file("sids2.gal")
    table = libpysal.io.open(libpysal.examples.get_path("sids2.dbf"))
    deaths, births = np.array(table.by_col("SID79"), dtype=float), np.array(table.by_col("BIR79"), dtype=float)
    _, _, _, quadrants = local_statistic(standardised(deaths, births), pairs, MORAN, 9, 1)
    theirs = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
    assert [LABELS[MORAN][place - 1] for place in quadrants[:10]] == [theirs[q] for q in (2, 4, 3, 1, 2, 1, 1, 4, 2, 4)]


# --- against slow second versions


def slow_gi_star(values: np.ndarray, neighbours: tuple[tuple[int, ...], ...]) -> list[float]:
    """z of Gi* with binary weights and the area itself: Ord and Getis 1995, the formula written out."""
    n, mean = len(values), sum(values) / len(values)
    spread = sqrt(sum(value**2 for value in values) / n - mean**2)
    found = []
    for i, others in enumerate(neighbours):
        k = len(others) + 1
        lag = values[i] + sum(values[j] for j in others)
        found.append((lag - k * mean) / (spread * sqrt((n * k - k**2) / (n - 1))))
    return found


def slow_local_moran(values: np.ndarray, neighbours: tuple[tuple[int, ...], ...]) -> list[float]:
    """Local Moran's I: Anselin 1995 with row-standardised weights, over the sum of squares by n - 1."""
    n, mean = len(values), sum(values) / len(values)
    z = [value - mean for value in values]
    second = sum(each**2 for each in z) / (n - 1)
    return [z[i] * sum(z[j] for j in others) / len(others) / second for i, others in enumerate(neighbours)]


def slow_p(values: np.ndarray, neighbours: tuple[tuple[int, ...], ...], area: int, draws: int, seed: int) -> float:
    """Two-sided pseudo p of the sum over an area's neighbours, the others dealt out anew each time."""
    rng = np.random.default_rng(seed)
    others = np.delete(values, area)
    seen = sum(values[j] for j in neighbours[area])
    dealt = [rng.choice(others, len(neighbours[area]), replace=False).sum() for _ in range(draws)]
    above = sum(one >= seen - 1e-9 for one in dealt)
    below = sum(one <= seen + 1e-9 for one in dealt)
    return min(1.0, 2 * (min(above, below) + 1) / (draws + 1))


@settings(max_examples=25)
@given(st.lists(st.integers(0, 60), min_size=12, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_statistics_are_those_of_a_slow_version(values: list[int]) -> None:
    neighbours, given_values = squares(4, 3), np.array(values, dtype=float)
    by_area = neighbours.by_area()
    assert found(given_values, neighbours, GI, 9).statistic == pytest.approx(slow_gi_star(given_values, by_area))
    assert found(given_values, neighbours, MORAN, 9).statistic == pytest.approx(slow_local_moran(given_values, by_area))


@pytest.mark.parametrize("method", list(Method))
def test_p_is_that_of_a_slow_version(method: Method) -> None:
    neighbours = squares(6, 5)
    values = np.random.default_rng(3).poisson(1.0, 30).astype(float)  # many ties
    ours = found(values, neighbours, method, 1999)
    for area in (0, 7, 13, 21, 29):
        slow = slow_p(values, neighbours.by_area(), area, 1999, seed=area)
        assert ours.p[area] == pytest.approx(slow, abs=0.08), area  # two draws of 1,999 each


def test_global_moran_is_the_mean_of_the_local_ones() -> None:
    neighbours, values = squares(5, 4), np.random.default_rng(2).random(20)
    i, p = global_moran(values, neighbours.pairs, 99, 1)
    assert i == pytest.approx(np.mean(slow_local_moran(values, neighbours.by_area())) * 20 / 19)
    assert 0.02 <= p <= 1


def test_false_discoveries_are_controlled_as_benjamini_and_hochberg_say() -> None:
    values = planted(8, 6)
    ours = found(values, squares(8, 6), draws=1999)
    order = np.sort(ours.p)
    passing = [place for place in range(48) if order[place] <= FALSE_DISCOVERY * (place + 1) / 48]
    limit = order[passing[-1]]
    assert {label is not None for label, p in zip(ours.labels, ours.p, strict=True) if p > limit} == {False}
    assert sum(label is not None for label in ours.labels) > 0


# --- what is found and what is not


def planted(columns: int, rows: int, seed: int = 1) -> np.ndarray:
    """Noise, and nine high areas in the corner."""
    values = np.random.default_rng(seed).poisson(20, (rows, columns)).astype(float)
    values[:3, :3] += 60
    return values.ravel()


@pytest.mark.parametrize(("method", "label"), [(GI, "high"), (MORAN, "high-high")])
def test_a_planted_cluster_is_found(method: Method, label: str) -> None:
    ours = found(planted(10, 10), squares(10, 10), method, 4999)
    corner = {10 * row + column for row in range(3) for column in range(3)}
    middle = {10 * row + column for row in range(2) for column in range(2)}
    marked = set(ours.positions(label))
    assert middle <= marked <= corner | {3, 13, 23, 30, 31, 32, 33}
    assert ours.count(label) == len(marked)
    assert ours.global_moran is not None and ours.global_moran[0] > 0.3 and ours.global_moran[1] <= 0.01


def test_one_high_area_among_low_ones_is_no_cluster() -> None:
    values = np.full(64, 10.0) + np.arange(64) % 3
    values[27] = 500
    assert found(values, squares(8, 8), GI, 1999).labels[27] is None


def test_an_area_high_among_low_neighbours_is_told_apart() -> None:
    rng = np.random.default_rng(4)
    values = rng.integers(80, 120, (10, 10)).astype(float)
    values[2:7, 2:7] = 5
    values[4, 4] = 130
    flat, neighbours = values.ravel(), squares(10, 10)
    assert found(flat, neighbours, MORAN, 4999).labels[44] == "high-low"
    assert found(flat, neighbours, GI, 4999).labels[44] in (None, "low")
    assert "low-low" in found(flat, neighbours, MORAN, 4999).labels


def noise(kind: str, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    if kind == "even":
        return rng.poisson(40, 48).astype(float)
    if kind == "sparse":
        return rng.poisson(0.4, 48).astype(float)
    return np.round(rng.lognormal(3, 1.2, 48))


@pytest.mark.parametrize("kind", ["even", "sparse", "skewed"])
def test_in_noise_clusters_are_found_no_oftener_than_stated(kind: str) -> None:
    neighbours = squares(8, 6)
    seeds = [seed for seed in range(80) if np.ptp(noise(kind, seed)) > 0]
    alarms = sum(any(found(noise(kind, seed), neighbours, GI, 1999, seed=seed).labels) for seed in seeds)
    assert alarms <= 10  # of 80 about 4 at most are due to chance; more than 10 less than once in 250 such tests


def test_areas_without_any_record_are_not_low_together() -> None:
    """esda's own p counts a tie as less extreme, and would call every area among empty ones a cluster."""
    values = np.zeros(64)
    values[[3, 20, 45, 62]] = (4, 1, 2, 3)
    for method in Method:
        ours = found(values, squares(8, 8), method)
        assert not any(ours.labels)
        assert np.nanmin(ours.p) > 0.05


# --- properties


def test_the_same_seed_gives_the_same_clusters_and_leaves_the_generator_alone() -> None:
    np.random.seed(7)
    expected = np.random.random(3)
    np.random.seed(7)
    values, neighbours = planted(8, 6), squares(8, 6)
    one, again = found(values, neighbours), found(values, neighbours)
    assert np.random.random(3).tolist() == expected.tolist()
    assert one.labels == again.labels
    assert one.p.tolist() == again.p.tolist()
    assert one.p.tolist() != found(values, neighbours, seed=8).p.tolist()


def test_requests_at_the_same_time_do_not_disturb_each_other() -> None:
    values, neighbours = planted(8, 6), squares(8, 6)
    alone = found(values, neighbours).p.tolist()
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: found(values, neighbours).p.tolist(), range(12)))
    assert all(one == alone for one in together)


@pytest.mark.parametrize("method", list(Method))
def test_the_order_of_areas_does_not_matter(method: Method) -> None:
    values, neighbours = planted(8, 6), squares(8, 6)
    order = np.random.default_rng(9).permutation(48)
    place = np.argsort(order)
    shuffled = made(place[neighbours.pairs], 48, [neighbours.codes[i] for i in order])
    one, other = found(values, neighbours, method), found(values[order], shuffled, method)
    assert other.p.tolist() == pytest.approx(one.p[order].tolist())
    assert other.statistic.tolist() == pytest.approx(one.statistic[order].tolist())
    assert other.labels == tuple(one.labels[i] for i in order)


@pytest.mark.parametrize("method", list(Method))
def test_unit_and_origin_do_not_matter(method: Method) -> None:
    values, neighbours = planted(8, 6), squares(8, 6)
    one = found(values, neighbours, method)
    for changed in (values * 365, values - values.mean(), values - 1000):
        other = found(changed, neighbours, method)
        assert other.labels == one.labels
        assert other.statistic == pytest.approx(one.statistic)


def test_blocks_of_permutations_are_counted_together() -> None:
    values, neighbours = planted(8, 6), squares(8, 6)
    p = found(values, neighbours, draws=2500).p
    drawn = p[p < 1] * 2501 / 2
    assert p.min() >= 2 / 2501
    assert drawn == pytest.approx(np.round(drawn))
    assert p == pytest.approx(found(values, neighbours, draws=9999).p, abs=0.05)


def test_two_parts_that_do_not_touch_are_analysed_together() -> None:
    pairs = neighbour_pairs(np.array([*grid(4, 4), *(shape for shape in far(grid(4, 4)))]))[0]
    values = np.array([*planted(4, 4), *np.full(16, 20.0) + np.arange(16) % 2])
    ours = found(values, made(pairs, 32), draws=4999)
    assert ours.analysed == 32
    assert max(one for one, _ in as_set(pairs) if one < 16) < 16
    assert set(ours.positions("high")) <= set(range(16)) and ours.count("high") > 0


def far(shapes: np.ndarray) -> np.ndarray:
    import shapely

    return shapely.transform(shapes, lambda points: points + 10_000)


# --- rates


def test_a_small_population_does_not_by_itself_stand_out() -> None:
    rng = np.random.default_rng(6)
    people = np.full(64, 2000.0)
    people[:16] = 20  # two rows where hardly anybody lives: rates there are all over the place
    counts = rng.poisson(people * 0.05).astype(float)
    raw, ours = found(counts / people, squares(8, 8)), found(counts, squares(8, 8), populations=people)
    assert not any(ours.labels)
    spread = np.nanstd(ours.statistic[:16]) / np.nanstd(ours.statistic[16:])
    assert spread < np.nanstd(raw.statistic[:16]) / np.nanstd(raw.statistic[16:])
    assert ours.standardised


def test_a_rate_does_not_depend_on_what_people_are_counted_in() -> None:
    counts, people = planted(8, 6), np.random.default_rng(2).integers(500, 3000, 48).astype(float)
    one = found(counts, squares(8, 6), populations=people)
    assert found(counts, squares(8, 6), populations=people / 1000).labels == one.labels
    assert any(one.labels)


def test_areas_without_people_are_left_out() -> None:
    people = np.full(48, 1000.0)
    people[[0, 5]] = 0, np.nan
    ours = found(planted(8, 6), squares(8, 6), populations=people)
    assert ours.analysed == 46
    assert np.isnan(ours.p[[0, 5]]).all() and not np.isnan(ours.p[1])
    assert ours.labels[0] is None


# --- what cannot be known


def test_unknown_areas_and_those_left_alone_by_them_are_dropped() -> None:
    values = planted(8, 6)
    values[[1, 8, 9]] = np.nan  # all neighbours of the corner
    ours = found(values, squares(8, 6))
    assert ours.analysed == 44
    assert np.isnan(ours.p[[0, 1, 8, 9]]).all()
    kept = [i for i in range(48) if i not in (0, 1, 8, 9)]
    place = {i: j for j, i in enumerate(kept)}
    pairs = [(place[a], place[b]) for a, b in as_set(squares(8, 6).pairs) if a in place and b in place]
    alone = found(values[kept], made(pairs, 44))
    assert ours.statistic[kept] == pytest.approx(alone.statistic)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.zeros(48), "No area has any"),
        (np.full(48, 7.0), "same value"),
        (np.full(48, np.nan), "Fewer than 8"),
        (np.array([1.0] * 5 + [np.nan] * 43), "Fewer than 8"),
    ],
)
def test_where_nothing_can_be_said_it_says_why(values: np.ndarray, said: str) -> None:
    for method in Method:
        ours = found(values, squares(8, 6), method)
        assert said in ours.reason
        assert not any(ours.labels) and np.isnan(ours.p).all() and ours.global_moran is None
        assert ours.analysed == 0 and ours.least_together == 0


def test_equal_rates_have_no_clusters() -> None:
    people = np.arange(1, 49) * 100.0
    ours = found(people / 10, squares(8, 6), populations=people)
    assert "same rate" in ours.reason


def test_the_reason_of_missing_neighbours_is_passed_on() -> None:
    ours = found(np.arange(3.0), made([], 3, reason="This release has no boundaries of wards."))
    assert ours.reason == "This release has no boundaries of wards."


def test_many_areas_get_fewer_permutations_and_say_what_that_costs() -> None:
    few, many = squares(8, 6), squares(40, 30)
    assert clusters(planted(8, 6), few, GI).permutations == 9999
    ours = clusters(planted(40, 30), many, GI)
    assert ours.permutations == 4999
    assert ours.least_together == 10  # 2 / 5,000 of 1,200 areas over 0.05, rounded up
    assert clusters(planted(8, 6), few, GI).least_together == 1
