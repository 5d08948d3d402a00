"""Lists of numbers as short text, for the wire: ``assets/packed.js`` reads them.

A number is a few letters of ``data.letters``. Most counts of an area and hour take one or two characters, and long runs of one character
compress to nothing. Measured on 128 and 4,835 areas (brotli): a third less than a JSON list, and less than base64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from data.letters import to_letters, zigzag

SIGNED: Final = "~"
MOST_DECIMALS: Final = 3
MOST: Final = 2**47  # beyond, the sums of the browser would not be exact

Numbers = Sequence[float | int | None]


def packed(values: Numbers) -> str | list[Any]:
    """The numbers as text, or as they are where they have too many decimals: number of decimals, ``~`` where some
    are below zero, then each number; ``.`` for None."""
    found = scaled(values)
    if found is None:
        return list(values)
    whole, missing, decimals = found
    return f"{decimals}{text_of(whole, missing)}"


def packed_beside(values: Numbers, others: Numbers) -> str | list[Any] | None:
    """The same as differences to ``others``, which the browser has; None where they have other decimals."""
    found, known = scaled(values), scaled(others)
    if found is None or known is None or found[2] != known[2] or len(values) != len(others):
        return None
    return f"{found[2]}{text_of(found[0] - known[0], found[1])}"


def packed_places(places: Sequence[int]) -> str | list[Any]:
    """Rising places as the gaps between them: thousands of neighbours are a run of one character."""
    return packed([place - before - 1 for place, before in zip(places, [-1, *places], strict=False)])


def scaled(values: Numbers) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], int] | None:
    """Whole numbers, where they are missing, and the decimals that made them whole; None where none do."""
    plain = np.array([np.nan if value is None else value for value in values], dtype=float)
    missing = np.isnan(plain)
    plain[missing] = 0
    for decimals in range(MOST_DECIMALS + 1):
        steps = np.rint(plain * 10**decimals)
        if (np.abs(steps) < MOST).all() and (steps / 10**decimals == plain).all():
            return steps.astype(np.int64), missing, decimals
    return None


def text_of(whole: np.ndarray[Any, Any], missing: np.ndarray[Any, Any]) -> str:
    signed = bool((whole < 0).any())
    return (SIGNED if signed else "") + to_letters(zigzag(whole) if signed else whole, missing)
