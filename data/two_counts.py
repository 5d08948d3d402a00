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


class Verdict(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NOT_CLEAR = "no clear change"


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
    if trials == 0 or not 0 < chance < 1:
        return 1.0
    ways = log_factorials(1 << trials.bit_length())
    k = np.arange(trials + 1)
    logs = ways[trials] - ways[k] - ways[trials - k] + k * log(chance) + (trials - k) * log1p(-chance)
    mass = np.exp(logs)
    smaller = min(mass[: successes + 1].sum(), mass[successes:].sum())
    return float(min(1.0, 2 * smaller))


def change_p(now: int, before: int, ratio: float = 1.0) -> float:
    """Two-sided p that two counts differ by chance, the present period being ``ratio`` times as long."""
    return binomial_p(now, now + before, ratio / (1 + ratio))


def change_ps(now: Array, before: Array, ratio: float = 1.0) -> Array:
    """(areas,) ``change_p`` of each pair."""
    return np.array([change_p(int(a), int(b), ratio) for a, b in zip(now, before, strict=True)], dtype=np.float64)


def verdicts(now: Array, before: Array, ratio: float = 1.0, level: float = LEVEL) -> list[Verdict]:
    """Higher, lower or not clear for each pair, false discoveries held to ``level`` over all of them."""
    return verdicts_by_p(change_ps(now, before, ratio), now, before, ratio, level)


def verdicts_by_p(p: Array, now: Array, before: Array, ratio: float = 1.0, level: float = LEVEL) -> list[Verdict]:
    """The same from tests already made, of counts or of weighted sums.

    Where neither period has a record nothing is tested, so such areas are none of the many tests allowed for.
    """
    tested, clear = (now > 0) | (before > 0), np.zeros(len(p), dtype=bool)
    clear[tested] = clear_of(p[tested], level)
    return [
        Verdict.NOT_CLEAR if not told else Verdict.HIGHER if a > b * ratio else Verdict.LOWER
        for told, a, b in zip(clear, now, before, strict=True)
    ]


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
