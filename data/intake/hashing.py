"""Texts as 64-bit numbers, by which repeats are found: many at a time, the same in any run and on any machine."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Array = npt.NDArray[Any]

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_LAST: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))  # the end of MurmurHash3
_MISSING: Final = np.uint64(0x2545F4914F6CDD1D)
_WORD: Final = 8  # bytes taken at a time
_TRIED: Final = 1000  # rows that tell whether texts of a column come again


def hashes(texts: pd.Series) -> Array:
    """(rows,) uint64 of texts without missing ones; equal texts have equal hashes, in any run."""
    return _of_arrow(_arrow(texts))


def row_hashes(rows: pd.DataFrame) -> Array:
    """(rows,) uint64 of rows of texts, missing ones allowed; equal rows have equal hashes, in any run."""
    found = np.zeros(len(rows), dtype=np.uint64)
    for name in rows:
        found = _mixed(found, _of_column(_arrow(rows[name])))
    return found


def _arrow(texts: pd.Series) -> pa.Array:
    array = pa.array(texts, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(pa.large_string())


def _of_column(array: pa.Array) -> Array:
    """The hashes of a column that may lack some; where texts come again and again, of each distinct one once."""
    if len(array.slice(0, _TRIED).unique()) * 2 > min(len(array), _TRIED):
        found = np.full(len(array), _MISSING)
        found[array.is_valid().to_numpy(zero_copy_only=False)] = _of_arrow(array.drop_null())
        return found
    encoded = array.dictionary_encode()
    known = np.append(_of_arrow(encoded.dictionary), _MISSING)
    codes = encoded.indices.fill_null(len(known) - 1) if encoded.null_count else encoded.indices
    return np.asarray(known[codes.to_numpy()])


def _of_arrow(array: pa.Array) -> Array:
    """The hashes of texts without missing ones; texts of one length are taken together."""
    if not len(array):
        return np.empty(0, dtype=np.uint64)
    _, places, content = array.buffers()
    starts = np.frombuffer(places, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    held = np.frombuffer(content, dtype=np.uint8) if content is not None else np.empty(0, dtype=np.uint8)
    lengths = np.diff(starts)
    first = int(lengths[0])
    if (lengths == first).all():
        return _of_bytes(held[starts[0] : starts[-1]].reshape(len(array), first))
    found = np.empty(len(array), dtype=np.uint64)
    order = np.argsort(lengths, kind="stable")
    cuts = np.flatnonzero(np.diff(lengths[order])) + 1
    for places_of_length in np.split(order, cuts):
        length = int(lengths[places_of_length[0]])
        found[places_of_length] = _of_bytes(held[starts[places_of_length][:, None] + np.arange(length)])
    return found


def _of_bytes(texts: Array) -> Array:
    """(texts,) of (texts, length) bytes."""
    number, length = texts.shape
    padded = np.zeros((number, -(-length // _WORD) * _WORD), dtype=np.uint8)
    padded[:, :length] = texts
    found = np.full(number, length + 1, dtype=np.uint64) * _ODD
    for word in padded.view("<u8").T:
        found = _mixed(found, word)
    for factor in _LAST:
        found ^= found >> np.uint64(33)
        found *= factor
    return found ^ (found >> np.uint64(33))


def _mixed(found: Array, more: Array) -> Array:
    """Hashes of what was taken and of one word more."""
    mixed: Array = (found ^ more) * _ODD
    return mixed ^ (mixed >> np.uint64(29))
