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


def verdicts(now: Array, before: Array, ratio: float = 1.0, level: float = LEVEL) -> list[Verdict]:
    """Higher, lower or not clear for each pair, false discoveries held to ``level`` over all of them."""
    p = np.array([change_p(int(a), int(b), ratio) for a, b in zip(now, before, strict=True)])
    clear = clear_of(p, level)
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
