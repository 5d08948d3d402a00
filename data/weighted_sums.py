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
AT_ONCE: Final = 256  # outcomes of an area under which many areas are gone through together
STEPS: Final = 100
STEEPEST: Final = 1e12  # tilt beyond which every record falls to one side
CLOSE: Final = 1e-14


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
    first, same = equal_rows(np.concatenate((now, before), axis=1))
    if len(first) < len(both):  # areas with the same few records are tested once
        return change_ps(now[first], before[first], kinds / kinds.max(), chance)[same]
    return change_ps(now, before, kinds / kinds.max(), chance)


def change_ps(now: Array, before: Array, kinds: Array, chance: float) -> Array:
    """(areas,) the same for counts (areas, kinds) of types with a weight, ``kinds`` (kinds,) what each weighs."""
    both = now + before
    more = now @ kinds >= both @ kinds * chance
    here = np.where(more[:, None], now, before)  # the period with more than expected, and its probability
    own = np.where(more, chance, 1 - chance)
    outcomes = np.log(both + 1).sum(axis=1)
    few, very_few = outcomes <= np.log(MOST_OUTCOMES), outcomes <= np.log(AT_ONCE)
    tail = np.full(len(both), 0.5)
    if very_few.any():
        tail[very_few] = exact_tails(here[very_few], both[very_few].astype(np.int64), kinds, own[very_few])
    for row in np.flatnonzero(few & ~very_few):
        tail[row] = exact_tail(here[row], both[row], kinds, own[row])
    if not few.all():
        tail[~few] = saddlepoint_tail(here[~few], both[~few], kinds, own[~few])
    return np.minimum(1.0, 2 * tail)


def equal_rows(counts: Array) -> tuple[Array, Array]:
    """Places of the different rows of whole numbers, and (rows,) which of these each row equals.

    Rows are told apart by a sum with random factors; rows that share one by chance are not taken for equal.
    """
    factors = np.random.default_rng(1).integers(1, 1 << 62, size=counts.shape[1])
    mixed = (counts.astype(np.int64) * factors).sum(axis=1)  # wraps around, which does no harm
    _, first, same = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(counts[first[same]], counts):
        return np.arange(len(counts)), np.arange(len(counts))
    return first, same


def exact_tail(here: Array, both: Array, weights: Array, chance: float) -> float:
    """P of a weighted sum of binomial counts at least as large as that of ``here``, over every outcome."""
    value, probability = np.zeros(1), np.ones(1)
    for count, weight in zip(both.astype(np.int64), weights, strict=True):
        if count:
            k = np.arange(count + 1)
            mass = binomial_mass(k, np.full(count + 1, count), np.full(count + 1, chance))
            value = np.add.outer(value, k * weight).ravel()
            probability = np.multiply.outer(probability, mass).ravel()
    return float(probability[value >= here @ weights - 1e-9].sum())


def exact_tails(here: Array, both: Array, weights: Array, chance: Array) -> Array:
    """(areas,) the same for many areas of few outcomes at once.

    The outcomes of all areas stand in one array, which each type with a weight multiplies by how its records may fall.
    """
    area, value, probability = np.arange(len(both)), np.zeros(len(both)), np.ones(len(both))
    for place, weight in enumerate(weights):
        splits = both[:, place] + 1
        if (splits == 1).all():
            continue
        starts = np.cumsum(splits) - splits
        whose = np.repeat(np.arange(len(both)), splits)
        mass = binomial_mass(np.arange(len(whose)) - starts[whose], both[whose, place], chance[whose])
        wider = splits[area]
        outcome = np.repeat(np.arange(len(area)), wider)
        k = np.arange(len(outcome)) - (np.cumsum(wider) - wider)[outcome]
        area = area[outcome]
        value = value[outcome] + k * weight
        probability = probability[outcome] * mass[starts[area] + k]
    reached = value >= (here @ weights - 1e-9)[area]
    return np.bincount(area, weights=probability * reached, minlength=len(both))


def binomial_mass(successes: Array, trials: Array, chance: Array) -> Array:
    """The probability of each number of successes."""
    ways = log_factorials(1 << int(trials.max(initial=1)).bit_length())
    logs = ways[trials] - ways[successes] - ways[trials - successes]
    mass: Array = np.exp(logs + successes * np.log(chance) + (trials - successes) * np.log1p(-chance))
    return mass


def saddlepoint_tail(here: Array, both: Array, weights: Array, chance: Array) -> Array:
    """(areas,) the same for many areas at once, approximated; ``here`` is at or over what is expected."""
    from scipy.special import expit, log_ndtr, logit

    start, most = logit(chance)[:, None], both @ weights
    least = np.min(np.where(both > 0, weights, np.inf), axis=1, initial=np.inf)
    target = here @ weights - least / 2

    tilt = tilts(both, weights, start, target)
    inclined = expit(start + tilt[:, None] * weights)
    grown = np.logaddexp(np.log1p(-chance)[:, None], np.log(chance)[:, None] + tilt[:, None] * weights)
    distance = np.sqrt(np.maximum(2 * (tilt * target - (both * grown).sum(axis=1)), 0))
    spread = tilt * np.sqrt((both * weights**2 * inclined * (1 - inclined)).sum(axis=1))
    clear = (target < most) & (distance > 1e-4) & (spread > 0)
    distance, spread = np.where(clear, distance, 1.0), np.where(clear, spread, 1.0)
    density = np.exp(-(distance**2) / 2) / np.sqrt(2 * np.pi)
    tail = np.exp(log_ndtr(-distance)) + density * (1 / spread - 1 / distance)
    return np.where(clear, np.clip(tail, 0.0, 1.0), 0.5)


def tilts(both: Array, weights: Array, start: Array, target: Array) -> Array:
    """(areas,) by how much chances must be tilted for the expected sum to be ``target``: none where it is as it is.

    Newton's steps, kept between bounds that close in, as the expected sum grows with the tilt; very much where no
    tilt will do.
    """
    from scipy.special import expit

    found = np.zeros(len(both))
    left = np.flatnonzero((both * weights * expit(start)).sum(axis=1) < target)
    both, start, target = both[left], start[left], target[left]
    low, high, tilt = np.zeros(len(left)), np.full(len(left), STEEPEST), np.zeros(len(left))
    for _ in range(STEPS):
        chances = expit(start + tilt[:, None] * weights)
        share = both * weights * chances
        short, slope = target - share.sum(axis=1), (share * weights * (1 - chances)).sum(axis=1)
        low, high = np.where(short > 0, tilt, low), np.where(short > 0, high, tilt)
        step = tilt + np.divide(short, slope, out=np.full(len(left), np.inf), where=slope > 0)
        middle = np.where(high == STEEPEST, 2 * tilt + 1, (low + high) / 2)
        before, tilt = tilt, np.where((step >= low) & (step <= high) & (step <= 2 * tilt + 1), step, middle)
        tilt = np.minimum(tilt, STEEPEST)
        if ((np.abs(short) <= CLOSE * target) | (np.abs(tilt - before) <= CLOSE * tilt)).all():
            break
    found[left] = tilt
    return found
