"""Count tables with given margins: proportional fitting, and rounding to whole numbers that keeps the margins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def labelled(codes: Ints, names: Sequence[str]) -> pd.Categorical[str]:
    """A categorical column from positions in ``names``, -1 for a missing value."""
    return pd.Categorical.from_codes(np.asarray(codes, dtype="int64"), categories=pd.Index(names))


def largest_remainder(values: Floats, total: int) -> Ints:
    """Whole numbers near ``values`` scaled to add up to ``total`` (Hamilton's method)."""
    values = np.asarray(values, dtype="float64")
    if values.sum() <= 0:
        values = np.ones_like(values)
    scaled = values / values.sum() * total
    whole = np.floor(scaled).astype("int64")
    order = np.argsort(-(scaled - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def fitted(seed: Floats, rows: Floats, columns: Floats, blocks: list[tuple[int, Ints, float]] | None = None) -> Floats:
    """``seed`` scaled until rows, columns and blocks add up as asked (iterative proportional fitting).

    A block is (row, columns, total). Columns are fitted last, so they hold to machine precision.
    Source: Deming and Stephan 1940.
    """
    table = seed.astype("float64").copy()
    for _ in range(300):
        for row, members, total in blocks or ():
            held = table[row, members].sum()
            table[row, members] *= total / held if held > 0 else 0.0
        sums = table.sum(axis=1)
        table *= np.divide(rows, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
        sums = table.sum(axis=0)
        table *= np.divide(columns, sums, out=np.zeros_like(sums), where=sums > 0)[None, :]
        if np.abs(table.sum(axis=1) - rows).max() < 1e-6:
            break
    return table


def whole_table(table: Floats, rows: Ints, columns: Ints) -> Ints:
    """``table`` in whole numbers with exactly these margins (both must have the same sum).

    Each column is rounded by largest remainder; then single units move between rows, in the column
    where that brings the counts nearest to ``table``, until the rows are right as well.
    """
    pairs = zip(table.T, columns, strict=True)
    whole = np.stack([largest_remainder(column, int(total)) for column, total in pairs], axis=1)
    excess = whole.sum(axis=1) - rows
    while excess.any():
        high, low = int(excess.argmax()), int(excess.argmin())
        gain = (whole[high] - table[high]) - (whole[low] - table[low])
        gain = np.where(whole[high] > 0, gain, -np.inf)
        best = int(gain.argmax())
        whole[high, best] -= 1
        whole[low, best] += 1
        excess[high] -= 1
        excess[low] += 1
    return whole
