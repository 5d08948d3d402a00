"""Whole numbers as text, five bits a letter: short, quick to read in a browser, and nothing in it that JSON escapes.

Geometry and the values of an answer travel so (``geo/shapes/topology.py``, ``layouts/packed.py``); two scripts read it, one
into typed arrays for speed, one with what is missing.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# The first 32 letters end a number, the others say that it goes on (the lowest five bits come first).
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS: Final = 5
_MORE: Final = 1 << _BITS
MISSING: Final = "."
_LETTERS: Final = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)


def to_letters(numbers: npt.ArrayLike, missing: Array | None = None) -> str:
    """Whole numbers of 0 or more, in their order; a dot in place of those that are ``missing`` (a mask)."""
    left = np.asarray(numbers, dtype=np.int64).ravel()
    most = int(left.max(initial=0)).bit_length()
    shifts = np.arange(0, max(most, 1), _BITS)
    groups = (left[:, None] >> shifts) & (_MORE - 1)
    further = left[:, None] >> (shifts + _BITS) > 0
    used = np.concatenate([np.ones((len(left), 1), dtype=bool), further[:, :-1]], axis=1)
    letters = _LETTERS[groups + _MORE * further]
    if missing is not None:
        letters[missing, 0] = ord(MISSING)
        used[missing, 1:] = False
    return letters[used].tobytes().decode()


def from_letters(text: str) -> Array:
    """The whole numbers of ``to_letters``."""
    value = np.zeros(128, dtype=np.int64)
    value[_LETTERS] = np.arange(len(_LETTERS))
    found = value[np.frombuffer(text.encode(), dtype=np.uint8)]
    last = found < _MORE
    number: Array = np.cumsum(last) - last  # which number a letter belongs to
    first = np.flatnonzero(np.concatenate([[True], last[:-1]])) if len(found) else np.empty(0, dtype=np.int64)
    place = np.arange(len(found)) - first[number]
    numbers = np.zeros(int(last.sum()), dtype=np.int64)
    np.add.at(numbers, number, (found & (_MORE - 1)) << (_BITS * place))
    return numbers


def zigzag(numbers: npt.ArrayLike) -> Array:
    """Whole numbers of either sign as numbers of 0 or more: 0, -1, 1, -2 ... become 0, 1, 2, 3 ..."""
    given = np.asarray(numbers, dtype=np.int64)
    return np.where(given < 0, -2 * given - 1, 2 * given)


def from_zigzag(numbers: Array) -> Array:
    """The numbers of ``zigzag``."""
    return np.where(numbers % 2 == 1, -(numbers + 1) // 2, numbers // 2)
