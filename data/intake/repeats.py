"""Rows that repeat earlier ones, found by their identifiers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.hashing import hashes, row_hashes

__all__ = ["Repeats", "Seen", "hashes", "held_in"]

Array = npt.NDArray[Any]


def held_in(known: Array, values: Array) -> Array:
    """(values,) bool: each value is among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    found: Array = known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    return found


class Seen:
    """64-bit values seen so far, as sorted arrays of doubling size: eight bytes a value, fast at any number."""

    def __init__(self) -> None:
        self._sorted: list[Array] = []

    def add(self, values: Array) -> None:
        new = np.unique(values)
        while self._sorted and len(self._sorted[-1]) <= 2 * len(new):
            new = np.unique(np.concatenate([self._sorted.pop(), new]))
        self._sorted.append(new)

    def holds(self, values: Array) -> Array:
        found = np.zeros(len(values), dtype=bool)
        for known in self._sorted:
            found |= held_in(known, values)
        return found


class Repeats:
    """The rows of one file seen so far, by a 64-bit hash of the identifier and one of the whole row.

    Among ten million rows, two different ones with the same identifier are taken for equal with a chance
    of one in a million at most.
    """

    def __init__(self) -> None:
        self._identifiers, self._rows = Seen(), Seen()

    def find(self, rows: pd.DataFrame, identifiers: pd.Series[str]) -> tuple[Array, Array]:
        """(rows,) bool twice: equals an earlier row with the same identifier; differs from all such rows.

        A row without an identifier is neither: two equal ones are two records.
        """
        named = identifiers.notna().to_numpy()
        equal, different = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
        keys = hashes(identifiers[named])
        contents = row_hashes(rows)[named]
        repeated = self._rows.holds(contents) | duplicated(contents)
        known = self._identifiers.holds(keys) | duplicated(keys)
        equal[named], different[named] = repeated, known & ~repeated
        self._identifiers.add(keys)
        self._rows.add(contents)
        return equal, different


def duplicated(values: Array) -> Array:
    """(values,) bool: each value stands earlier among them already."""
    return pd.Series(values).duplicated().to_numpy()
