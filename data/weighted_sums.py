"""Sums of counts that each weigh something (days of harm, pounds): how far chance alone may move them.

Counts are taken as Poisson. SciPy is imported where it is used: it is slow to start.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.two_counts import log_factorials

Array = npt.NDArray[Any]

CONFIDENCE: Final = 0.95
MOST_OUTCOMES: Final = 8_000  # splits of an area's records over two periods that are still gone through one by one
BISECTIONS: Final = 60


def count_interval(counts: Array, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Exact interval of the mean of each Poisson count (Garwood, Biometrika 28, 1936); NaN stays NaN."""
    from scipy.special import gammaincinv

    counts, tail = np.asarray(counts, dtype=np.float64), (1 - confidence) / 2
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), tail), 0.0)
    return np.where(np.isnan(counts), np.nan, low), gammaincinv(counts + 1, 1 - tail)


def weighted_interval(counts: Array, weights: Array, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Interval of each row's expected weighted sum: (rows,) low and high from (rows, types) and (types,).

    Gamma interval of Fay and Feuer (Statistics in Medicine 16, 1997), which holds its level where few grave
    records decide the sum. One more record of the gravest type in use, that is of which any row has a record,
    bounds what a row might have had: so a row without records has an upper bound as well. Weights that are
    unknown (NaN) count for nothing.
    """
    from scipy.special import gammaincinv

    counts, weights = np.asarray(counts, dtype=np.float64), np.nan_to_num(np.asarray(weights, dtype=np.float64))
    tail, total, variance = (1 - confidence) / 2, counts @ weights, counts @ weights**2
    largest = float(np.max(weights, where=counts.sum(axis=0) > 0, initial=0.0))
    if not largest:
        return np.zeros(len(counts)), np.zeros(len(counts))
    some = total > 0
    over = np.where(some, total, 1.0), np.where(some, variance, 1.0)
    low = np.where(some, over[1] / over[0] * gammaincinv(over[0] ** 2 / over[1], tail), 0.0)
    more, spread = total + largest, variance + largest**2
    return low, spread / more * gammaincinv(more**2 / spread, 1 - tail)


def weighted_change_p(now: Array, before: Array, weights: Array, ratio: float = 1.0) -> Array:
    """(areas,) two-sided p that two weighted sums differ by chance; counts (areas, types), weights (types,).

    Conditional on the records of both periods together: without a change each belongs to the present one, which is
    ``ratio`` times as long, with probability ratio / (1 + ratio), whatever its type. So the weighted sum of the
    present is a sum of weighted binomial counts: gone through exactly where they are few, otherwise by the saddlepoint
    formula of Lugannani and Rice (Advances in Applied Probability 12, 1980), at half a record of the least weight
    nearer to what is expected. Twice the tail on the side of the difference, at most 1.
    """
    weights, chance = np.nan_to_num(np.asarray(weights, dtype=np.float64)), ratio / (1 + ratio)
    kinds, kind = np.unique(weights, return_inverse=True)
    sums = (kind[:, None] == np.flatnonzero(kinds > 0)).astype(np.float64)  # types of one weight are one type
    now, before, kinds = np.asarray(now) @ sums, np.asarray(before) @ sums, kinds[kinds > 0]
    both = now + before
    if not len(kinds):
        return np.ones(len(both))
    kinds = kinds / kinds.max()
    more = now @ kinds >= both @ kinds * chance
    here = np.where(more[:, None], now, before)  # the period with more than expected, and its probability
    own = np.where(more, chance, 1 - chance)
    few = np.log(both + 1).sum(axis=1) <= np.log(MOST_OUTCOMES)
    tail = np.full(len(both), 0.5)
    for row in np.flatnonzero(few):
        tail[row] = exact_tail(here[row], both[row], kinds, own[row])
    if not few.all():
        tail[~few] = saddlepoint_tail(here[~few], both[~few], kinds, own[~few])
    return np.minimum(1.0, 2 * tail)


def exact_tail(here: Array, both: Array, weights: Array, chance: float) -> float:
    """P of a weighted sum of binomial counts at least as large as that of ``here``, over every outcome."""
    value, probability = np.zeros(1), np.ones(1)
    for count, weight in zip(both.astype(np.int64), weights, strict=True):
        if count:
            ways, k = log_factorials(1 << int(count).bit_length()), np.arange(count + 1)
            logs = ways[count] - ways[k] - ways[count - k] + k * np.log(chance) + (count - k) * np.log1p(-chance)
            value = np.add.outer(value, k * weight).ravel()
            probability = np.multiply.outer(probability, np.exp(logs)).ravel()
    return float(probability[value >= here @ weights - 1e-9].sum())


def saddlepoint_tail(here: Array, both: Array, weights: Array, chance: Array) -> Array:
    """(areas,) the same for many areas at once, approximated; ``here`` is at or over what is expected."""
    from scipy.special import expit, log_ndtr, logit

    start, most = logit(chance)[:, None], both @ weights
    least = np.min(np.where(both > 0, weights, np.inf), axis=1, initial=np.inf)
    target = here @ weights - least / 2

    def mean(tilt: Array) -> Array:
        result: Array = (both * weights * expit(start + tilt[:, None] * weights)).sum(axis=1)
        return result

    low, high = np.zeros(len(both)), np.ones(len(both))
    short = mean(high) < target
    while short.any() and high.max() < 1e12:
        high = np.where(short, high * 2, high)
        short = mean(high) < target
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        under = mean(middle) < target
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    tilt = (low + high) / 2
    inclined = expit(start + tilt[:, None] * weights)
    grown = np.logaddexp(np.log1p(-chance)[:, None], np.log(chance)[:, None] + tilt[:, None] * weights)
    distance = np.sqrt(np.maximum(2 * (tilt * target - (both * grown).sum(axis=1)), 0))
    spread = tilt * np.sqrt((both * weights**2 * inclined * (1 - inclined)).sum(axis=1))
    clear = (target < most) & (distance > 1e-4) & (spread > 0)
    distance, spread = np.where(clear, distance, 1.0), np.where(clear, spread, 1.0)
    density = np.exp(-(distance**2) / 2) / np.sqrt(2 * np.pi)
    tail = np.exp(log_ndtr(-distance)) + density * (1 / spread - 1 / distance)
    return np.where(clear, np.clip(tail, 0.0, 1.0), 0.5)
