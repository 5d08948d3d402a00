"""Gives records an attribute so that published shares hold: raking over strata, then exact quotas.

Records are parted into strata, alike in all that the shares ask about. In each stratum every class of
the attribute gets a probability: first a plausible one, then scaled, share by share, until all shares
hold (raking, Deming and Stephan 1940). Last, each stratum deals out whole quotas by lot, the rounding
left over by one stratum being passed on to the next, so that sums stay right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.demonstration.conditions import Mask, chosen
from data.demonstration.mending import Band, mended

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """``aim`` is the share of records of ``base`` that also meet ``part`` (conditions of ``conditions.py``)."""

    base: str
    part: str
    aim: float
    low: float = np.nan  # the printed figure's bounds, where there is one
    high: float = np.nan


def strata_of(frame: pd.DataFrame, columns: list[str]) -> tuple[Ints, pd.DataFrame]:
    """A stratum number for every record, and one record standing for each stratum, in sorted order."""
    number = np.zeros(len(frame), dtype="int64")
    for name in columns:
        values = frame[name]
        codes = (
            values.cat.codes.to_numpy()
            if isinstance(values.dtype, pd.CategoricalDtype)
            else pd.factorize(values, sort=True)[0]
        ).astype("int64") + 1
        number = number * (int(codes.max(initial=0)) + 1) + codes
    _, first, stratum = np.unique(number, return_index=True, return_inverse=True)
    return stratum.astype("int64"), frame.iloc[first].reset_index(drop=True)


def _crossed(strata: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Every stratum with every class: rows in stratum order, classes within; class columns win."""
    repeated = strata.drop(columns=[name for name in classes if name in strata]).loc[
        np.repeat(np.arange(len(strata)), len(classes))
    ]
    tiled = classes.loc[np.tile(np.arange(len(classes)), len(strata))]
    return pd.concat([repeated.reset_index(drop=True), tiled.reset_index(drop=True)], axis=1)


def raked(sizes: Ints, seed: Floats, cells: list[tuple[Ints, Ints, float]], rounds: int = 600) -> Floats:
    """Expected counts, strata by classes, starting from ``seed`` (row probabilities) and meeting ``cells``.

    A cell entry is (flat positions of base and part, flat positions of part, share aimed at).
    """
    expected = (seed / seed.sum(axis=1, keepdims=True) * sizes[:, None]).astype("float64")
    flat = expected.reshape(-1)
    for _ in range(rounds):
        worst = 0.0
        for rest, part, aim in cells:
            inside, outside = float(flat[part].sum()), float(flat[rest].sum())
            if inside <= 0 or inside + outside <= 0:
                continue
            wanted = aim * (inside + outside)
            worst = max(worst, abs(wanted - inside))
            flat[part] *= wanted / inside
            if outside > 0:
                flat[rest] *= (inside + outside - wanted) / outside
        sums = expected.sum(axis=1)
        expected *= np.divide(sizes, sums, out=np.zeros(len(sums)), where=sums > 0)[:, None]
        if worst < 0.03:
            break
    return expected


def quotas(expected: Floats, sizes: Ints) -> Ints:
    """Whole counts near ``expected`` whose rows add up to ``sizes``; what rounding leaves passes to the next row."""
    whole = np.zeros(expected.shape, dtype="int64")
    carried = np.zeros(expected.shape[1])
    for row in range(len(expected)):
        wanted = expected[row] + carried
        counts = np.floor(np.maximum(wanted, 0)).astype("int64")
        counts = np.where(expected[row] > 0, counts, 0)
        short = int(sizes[row] - counts.sum())
        order = np.argsort(np.where(expected[row] > 0, counts - wanted, np.inf), kind="stable")
        if short >= 0:
            for step in range(short):
                counts[order[step % max(1, int((expected[row] > 0).sum()))]] += 1
        else:
            for column in order[::-1]:
                taken = min(int(counts[column]), -short)
                counts[column] -= taken
                short += taken
                if short == 0:
                    break
        carried = wanted - counts
        whole[row] = counts
    return whole


def dealt(stratum: Ints, counts: Ints, rng: np.random.Generator) -> Ints:
    """A class for every record, dealt by lot within its stratum so that ``counts`` come out."""
    order = np.lexsort((rng.random(len(stratum)), stratum))
    classes = np.empty(len(stratum), dtype="int64")
    columns = np.tile(np.arange(counts.shape[1]), counts.shape[0])
    classes[order] = np.repeat(columns, counts.reshape(-1))
    return classes


def assigned(
    frame: pd.DataFrame,
    by: list[str],
    classes: pd.DataFrame,
    seed: Floats | None,
    shares: list[Share],
    rng: np.random.Generator,
) -> Ints:
    """A class (row number of ``classes``) for every record of ``frame``.

    Parameters
    ----------
    by : columns that make the strata; they must settle every condition but for the class columns.
    classes : one row a class, with the columns it sets, so that conditions can be asked of them.
    seed : plausible weights, one row a record class as returned by ``seed_rows``, or one row for all.
    """
    if frame.empty:
        return np.zeros(0, dtype="int64")
    stratum, strata = strata_of(frame, by)
    sizes = np.bincount(stratum, minlength=len(strata)).astype("int64")
    if seed is None:
        rows = np.ones((len(strata), len(classes)))
    elif len(seed) == 1:
        rows = np.repeat(seed, len(strata), axis=0)
    else:
        first = np.zeros(len(strata), dtype="int64")
        first[stratum[::-1]] = np.arange(len(frame))[::-1]
        rows = seed[first]
    crossed = _crossed(strata, classes)
    asked = [(chosen(crossed, share.base), chosen(crossed, share.part), share) for share in shares]
    cells = [(np.flatnonzero(base & ~part), np.flatnonzero(base & part), share.aim) for base, part, share in asked]
    expected = raked(sizes, rows, cells)
    flat = expected.reshape(-1)
    bands = [_band(base, base & part, share, float(flat[base].sum())) for base, part, share in asked]
    return dealt(stratum, mended(quotas(expected, sizes), expected > 1e-7, bands, rng), rng)


def _band(base: Mask, part: Mask, share: Share, size: float) -> Band:
    """The printed bounds, a hair inside them; half a record either way where none are printed."""
    if np.isnan(share.low):
        slack = 0.55 / max(size, 1.0)
        return Band(base, part, share.aim - slack, share.aim + slack)
    slack = 0.02 * (share.high - share.low)
    return Band(base, part, share.low + slack, share.high - slack)
