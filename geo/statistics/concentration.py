"""How concentrated records are over areas: pure functions of the areas' values.

Negative values (a change) have no concentration; callers leave these functions out for them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MANY_TIMES: Final = 16  # areas to one of the top, from which on it pays to pick them out before sorting


def ranks(values: Array) -> Array:
    """Rank of each area, 1 for the largest; ties in the order of the area list, so that ranks are unique."""
    order = np.argsort(-values, kind="stable")
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(1, len(values) + 1)
    return rank


def top_positions(values: Array, n: int) -> Array:
    """Positions of the n largest areas, largest first; areas without any record are never among them."""
    if n < len(values) // MANY_TIMES:  # all but a few need not be sorted
        known = np.where(np.isnan(values), -np.inf, values) if values.dtype.kind == "f" else values
        among = np.flatnonzero(known >= np.partition(known, len(known) - n)[len(known) - n])
        order = among[np.argsort(-known[among], kind="stable")][:n]
    else:
        order = np.argsort(-values, kind="stable")[:n]
    return order[values[order] > 0]


def top_share(values: Array, n: int) -> float | None:
    """Share of all records that lies in the n largest areas; None where there is no record."""
    total = values.sum()
    return float(values[top_positions(values, n)].sum() / total) if total > 0 else None


def areas_for(values: Array, share: float) -> int | None:
    """The least number of areas that together hold at least ``share`` (over 0, at most 1) of all; None without any."""
    total = values.sum()
    if total <= 0:
        return None
    reached = np.cumsum(np.sort(values)[::-1])
    enough = total * share * (1 - 1e-12)  # sums of weighted values are rounded
    return min(int(np.searchsorted(reached, enough) + 1), len(values))


def areas_for_half(values: Array) -> int | None:
    """The least number of areas that together hold at least half of all records."""
    return areas_for(values, 0.5)


def areas_for_quarter(values: Array) -> int | None:
    """The least number of areas that together hold at least a quarter of all records."""
    return areas_for(values, 0.25)


def gini(values: Array) -> float | None:
    """Gini coefficient over areas: 0 all equal, (k - 1) / k all in one of k areas; None without records.

    Mean absolute difference of all pairs over twice the mean (Gini 1912), from the sorted values.
    """
    total, k = values.sum(), len(values)
    if total <= 0:
        return None
    ordered = np.sort(values.astype(np.float64))
    return float((2 * np.arange(1, k + 1) - k - 1) @ ordered / (k * total))


def gini_generalised(values: Array, records: int) -> float | None:
    """Gini coefficient for sparse records: against the most even spread that so few whole records allow.

    Bernasco and Steenbeek, Journal of Quantitative Criminology 33, 2017. With at least as many records as areas it
    is the Gini; with fewer it is 0 where every record has an area of its own. ``values`` may weigh the records.
    """
    total, n = values.sum(), len(values)
    if total <= 0 or records <= 0:
        return None
    ordered = np.sort(values.astype(np.float64)) / total
    below = 2 * np.arange(1, n + 1) @ ordered - n - 1
    return max(0.0, float(max(1 / records, 1 / n) * below - max(n / records, 1) + 1))


@cache
def gini_by_chance(records: int, areas: int) -> float | None:
    """Expected Gini when each of ``records`` falls into one of ``areas`` equal areas by chance alone.

    Exact but for rounding: two areas together hold S ~ Binomial(n, 2/k) records, and those are split
    between them as the steps of a fair random walk, whose mean distance from its start is known.
    """
    if records <= 0 or areas < 1:
        return None
    if areas <= 2:
        return (areas - 1) * float(walk_distance(records)[-1]) / (2 * records)
    p = 2 / areas
    reach = 12 * int(np.sqrt(records * p * (1 - p))) + 12  # 12 standard deviations: what is left out is nil
    shared = np.arange(max(0, int(records * p) - reach), min(records, int(records * p) + reach) + 1)
    odds = np.log((records - shared[:-1]) / shared[1:] * p / (1 - p))
    log_probability = np.concatenate(([0.0], np.cumsum(odds)))
    probability = np.exp(log_probability - log_probability.max())
    difference = walk_distance(int(shared[-1]))[shared] @ probability / probability.sum()
    return float((areas - 1) * difference / (2 * records))


def walk_distance(steps: int) -> Array:
    """(steps + 1,) mean distance from the start of a fair random walk after 0, 1, 2, ... steps."""
    step = np.arange(steps + 1, dtype=np.float64)
    growth = np.where(step % 2 == 1, step / np.maximum(step - 1, 1), 1.0)
    return np.where(step == 0, 0.0, np.cumprod(growth))


def lorenz_curve(values: Array) -> Array:
    """(areas + 1,) cumulated share of records, areas from the largest to the smallest, starting at 0."""
    total = values.sum()
    if total <= 0:
        return np.full(len(values) + 1, np.nan)
    return np.concatenate(([0.0], np.cumsum(np.sort(values)[::-1]) / total))
