"""Whether a difference between two counts, or between a count and its expected share, is more than chance.

Exact binomial tests, two-sided by doubling the smaller tail; counts are taken as Poisson, which crime counts
exceed somewhat, so "clear" is asked for at a level that many tests at once are held to (Benjamini and
Hochberg, Journal of the Royal Statistical Society B 57, 1995).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from math import log, log1p
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LEVEL: Final = 0.05  # share of "clear" verdicts that may be chance
NEGLIGIBLE: Final = 80.0  # exp(-80 / 2) is nothing beside 1


class Verdict(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NOT_CLEAR = "no clear change"


IN_ORDER: Final = (Verdict.NOT_CLEAR, Verdict.HIGHER, Verdict.LOWER)
VERDICT_WORDS: Final = {
    Verdict.HIGHER: "more than expected from chance",
    Verdict.LOWER: "less than expected from chance",
    Verdict.NOT_CLEAR: "within the usual range",
}


@cache
def log_factorials(size: int) -> Array:
    """(size + 1,) log n! for n = 0..size."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, size + 1)))))


def binomial_p(successes: int, trials: int, chance: float) -> float:
    """Two-sided p of ``successes`` in ``trials`` at probability ``chance``: twice the smaller tail, at most 1."""
    return float(binomial_ps(np.array([successes]), np.array([trials]), chance)[0])


def binomial_ps(successes: Array, trials: Array, chance: float) -> Array:
    """(tests,) ``binomial_p`` of each pair."""
    found = np.ones(len(trials))
    tested = np.flatnonzero(np.asarray(trials) > 0) if 0 < chance < 1 else np.zeros(0, dtype=np.int64)
    if len(tested):
        found[tested] = tails(successes[tested].astype(np.int64), trials[tested].astype(np.int64), chance)
    return found


def tails(successes: Array, trials: Array, chance: float) -> Array:
    """(tests,) twice the smaller tail: the one away from what is expected summed, the other by what is left."""
    upper = successes > trials * chance
    length = np.minimum(np.where(upper, trials - successes, successes) + 1, terms(successes, trials, chance))
    starts = np.cumsum(length) - length
    test = np.repeat(np.arange(len(trials)), length)
    step = np.arange(len(test)) - starts[test]
    k = successes[test] + np.where(upper, 1, -1)[test] * step
    ways = log_factorials(1 << int(trials.max()).bit_length())
    whole = ways[trials] + trials * log1p(-chance)
    mass = np.exp(whole[test] - ways[k] - ways[trials[test] - k] + k * (log(chance) - log1p(-chance)))
    tail = np.add.reduceat(mass, starts)
    result: Array = np.minimum(1.0, 2 * np.minimum(tail, 1 - tail + mass[starts]))
    return result


def terms(successes: Array, trials: Array, chance: float) -> Array:
    """How many terms of a tail, outwards from ``successes``, may still add to a number of 16 digits.

    A tail falls as the normal does, but for the skew of a small chance (Bernstein's inequality).
    """
    away, variance = np.abs(successes - trials * chance), trials * chance * (1 - chance)
    skewed = away - NEGLIGIBLE / 6
    reach: Array = np.sqrt(skewed**2 + NEGLIGIBLE * (variance + away / 3)) - skewed
    return reach.astype(np.int64) + 2


def change_p(now: int, before: int, ratio: float = 1.0) -> float:
    """Two-sided p that two counts differ by chance, the present period being ``ratio`` times as long."""
    return binomial_p(now, now + before, ratio / (1 + ratio))


def change_ps(now: Array, before: Array, ratio: float = 1.0) -> Array:
    """(areas,) ``change_p`` of each pair; equal pairs are tested once."""
    if not len(now):
        return np.ones(0)
    now, before = np.asarray(now, dtype=np.int64), np.asarray(before, dtype=np.int64)
    wide = int(before.max()) + 1
    pairs, pair = np.unique(now * wide + before, return_inverse=True)
    return binomial_ps(pairs // wide, pairs // wide + pairs % wide, ratio / (1 + ratio))[pair]


def verdicts(now: Array, before: Array, ratio: float = 1.0, level: float = LEVEL) -> list[Verdict]:
    """Higher, lower or not clear for each pair, false discoveries held to ``level`` over all of them."""
    return verdicts_by_p(change_ps(now, before, ratio), now, before, ratio, level)


def verdicts_by_p(p: Array, now: Array, before: Array, ratio: float = 1.0, level: float = LEVEL) -> list[Verdict]:
    """The same from tests already made, of counts or of weighted sums.

    Where neither period has a record nothing is tested, so such areas are none of the many tests allowed for.
    """
    now, before = np.asarray(now), np.asarray(before)
    tested, clear = (now > 0) | (before > 0), np.zeros(len(p), dtype=bool)
    clear[tested] = clear_of(p[tested], level)
    found = np.where(~clear, 0, np.where(now > before * ratio, 1, 2))
    return [IN_ORDER[each] for each in found.tolist()]


def clear_of(p: Array, level: float = LEVEL) -> Array:
    """(tests,) bool: which are rejected when the false discovery rate is held to ``level``."""
    if not len(p):
        return np.zeros(0, dtype=bool)
    order = np.argsort(p, kind="stable")
    passes = p[order] <= level * np.arange(1, len(p) + 1) / len(p)
    last = int(np.max(np.flatnonzero(passes), initial=-1))
    clear = np.zeros(len(p), dtype=bool)
    clear[order[: last + 1]] = True
    return clear
