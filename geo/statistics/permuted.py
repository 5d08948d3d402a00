"""Local statistics and what permutations make of them, as PySAL's ``esda`` has them, number for number.

``esda`` takes seconds to import and 100 MB of every server's memory for these few lines of arithmetic; tests hold both
against each other. Getis-Ord Gi* (Ord and Getis, Geographical Analysis 27, 1995), Local Moran (Anselin, Geographical
Analysis 27, 1995), Moran's I, conditional permutation, empirical Bayes rates (Assunção and Reis, Statistics in
Medicine 18, 1999), control of false discoveries (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Links:
    """Which areas are linked: every pair both ways, ordered by area and then by neighbour."""

    areas: int
    ends: Array  # the neighbour at each link
    counts: Array  # how many neighbours each area has

    @cached_property
    def starts(self) -> Array:
        """Where each area's links begin in ``ends``, and at the end how many there are."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    @cached_property
    def adding(self) -> Any:
        """(areas, areas) sparse, 1 where two are linked."""
        return self._matrix(np.ones(len(self.ends)))

    @cached_property
    def averaging(self) -> Any:
        """(areas, areas) sparse, of each area's neighbours the same weight, 1 together."""
        return self._matrix(np.repeat(1 / self.counts, self.counts))

    def _matrix(self, weights: Array) -> Any:
        from scipy.sparse import csr_array

        return csr_array((weights, self.ends, self.starts), shape=(self.areas,) * 2)

    def sums(self, values: Array) -> Array:
        """The sum of the (areas,) values of each area's neighbours."""
        return np.asarray(self.adding @ values)

    def means(self, values: Array) -> Array:
        """The mean of the (areas,) values of each area's neighbours."""
        return np.asarray(self.averaging @ values)


def links_of(pairs: Array, areas: int) -> Links:
    """The links of (pairs, 2) neighbours among so many areas, each of which has one."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    counts = np.bincount(both[:, 0], minlength=areas)
    assert counts.all(), "every area needs a neighbour"  # noqa: S101
    return Links(areas, both[:, 1], counts)


@lru_cache(maxsize=64)  # of a hundred kB at most: every question about the same areas draws the same
def drawn_places(areas: int, most: int, draws: int, seed: int) -> Array:
    """(draws, most) places among the other ``areas - 1``, without repeats in a draw; not to be written to."""
    chance = np.random.RandomState(seed)  # the generator that esda uses, without touching the global one
    drawn = np.stack([chance.choice(areas - 1, size=most, replace=False) for _ in range(draws)])
    drawn.setflags(write=False)
    return drawn


def gi_star(values: Array, links: Links) -> tuple[Array, Array]:
    """Gi* of (areas,) values, none negative and not all zero, and its z; an area counts among its neighbours."""
    statistic = (links.sums(values) + values) / values.sum()
    areas, among = links.areas, links.counts + 1
    mean = values.sum() / areas
    variance = (values**2).sum() / areas - mean**2
    expected_variance = among * (areas - among) / (areas - 1) * (1 / areas**2) * (variance / mean**2)
    return statistic, (statistic - among / areas) / np.sqrt(expected_variance)


def gi_star_drawn(values: Array, links: Links, places: Array) -> Array:
    """(areas, draws) of Gi* where each area keeps its own value and gets others as its neighbours."""
    drawn = np.empty((links.areas, len(places)))
    for area, count in enumerate(links.counts.tolist()):
        others = np.delete(values, area)
        drawn[area] = (others[places[:, :count]].sum(axis=1) + values[area]) / values.sum()
    return drawn


def local_moran(values: Array, links: Links) -> tuple[Array, Array]:
    """Local Moran's I of (areas,) values, not all equal, and each area's quadrant: 0 high-high, 1 low-low, 2 high
    among low, 3 low among high."""
    z = (values - values.mean()) / values.std()
    beside = links.means(z)
    statistic = (links.areas - 1) * z * beside / (z * z).sum()
    return statistic, np.select([(z > 0) & (beside > 0), (z <= 0) & (beside <= 0), z > 0], [0, 1, 2], 3)


def local_moran_drawn(values: Array, links: Links, places: Array) -> Array:
    """(areas, draws) of Local Moran's I where each area keeps its own value and gets others as its neighbours."""
    z = (values - values.mean()) / values.std()
    scaling = (links.areas - 1) / (z * z).sum()
    drawn = np.empty((links.areas, len(places)))
    for area, count in enumerate(links.counts.tolist()):
        others = np.delete(z, area)
        drawn[area] = z[area] * (others[places[:, :count]] @ np.full(count, 1 / count)) * scaling
    return drawn


def moran(values: Array, links: Links, draws: int, seed: int) -> tuple[float, Array]:
    """Moran's I over all areas, row-standardised, and (draws,) of it where all values change places."""
    chance = np.random.RandomState(seed)
    z = values - values.mean()

    def statistic(given: Array) -> float:
        return float((given * links.means(given)).sum() / (z * z).sum())

    return statistic(z), np.array([statistic(chance.permutation(z)) for _ in range(draws)])


def empirical_bayes(counts: Array, people: Array) -> Array:
    """Rates less the overall rate, over the spread that a rate of so many people has."""
    rates, overall = counts / people, counts.sum() / people.sum()
    spread = (people * (rates - overall) ** 2).sum() / people.sum()
    between = spread - overall / (people.sum() / len(counts))
    variance = between + overall / people
    return np.asarray((rates - overall) / np.sqrt(np.where(variance < 0, overall / people, variance)))


def false_discovery_rates(p: Array) -> Array:
    """For each of (tests,) p the share of false ones among all that are as small (Benjamini and Hochberg)."""
    order = np.argsort(p)
    shares = p[order] * (len(p) / np.arange(1, len(p) + 1))
    found = np.empty(len(p))
    found[order] = np.minimum.accumulate(shares[::-1])[::-1]
    return np.clip(found, 0, 1)
