"""The index: sorted, made in pieces or whole alike, and the same when read back."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.index import HOURS_OF_WEEK, Index, open_index, save_index
from data.indexing import build_index, index_rows, moments, sorted_index
from data.levels import PLACED, Level
from tests.tiny_world import TYPES, tiny_areas, tiny_records

CODES = {Level(level): [code for code, *_ in rows] for level, rows in tiny_areas().items()}
ARRAYS = ("starts", "moment", "rules", "table")


def check_same(one: Index, other: Index) -> None:
    assert (one.months, one.types) == (other.months, other.types)
    for name in ARRAYS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for level in PLACED:
        assert np.array_equal(one.areas[level], other.areas[level])
    assert (one.weight is None) == (other.weight is None)
    assert one.weight is None or other.weight is None or np.array_equal(one.weight, other.weight)
    assert one.attributes.keys() == other.attributes.keys()
    for name, column in one.attributes.items():
        assert np.array_equal(column, other.attributes[name]), name


@given(st.lists(st.integers(0, 200), max_size=5), st.integers(0, 3))
@settings(deadline=None, max_examples=20)
def test_pieces_make_the_same_index(cuts: list[int], seed: int) -> None:
    records = tiny_records(200, seed)
    bounds = [0, *sorted(cuts), len(records)]
    pieces = [records.iloc[low:high].reset_index(drop=True) for low, high in itertools.pairwise(bounds)]
    rows = [index_rows(piece, TYPES, CODES) for piece in pieces if len(piece)]
    check_same(sorted_index(rows, TYPES), build_index(records, TYPES, CODES))


@pytest.mark.parametrize("weighted", [False, True])
def test_it_is_the_same_when_read_back(tmp_path: Path, weighted: bool) -> None:
    records = tiny_records()
    records["count"] += np.arange(len(records)) % 3 if weighted else 0
    index = build_index(records, TYPES, CODES)
    save_index(index, tmp_path / "index")
    check_same(open_index(tmp_path / "index"), index)
    assert (index.weight is not None) == weighted


def test_each_month_and_type_is_a_slice_and_a_row_of_the_table() -> None:
    records = tiny_records()
    index = build_index(records, TYPES, CODES)
    for at, month in enumerate(index.months):
        for kind, (major, minor) in enumerate(TYPES):
            own = records[(records["month"] == month) & (records["major"] == major) & (records["minor"] == minor)]
            cell = at * len(TYPES) + kind
            rows = slice(index.starts[cell], index.starts[cell + 1])
            expected = [CODES[Level.LSOA].index(code) if isinstance(code, str) else 6 for code in own["lsoa"]]
            assert sorted(index.areas[Level.LSOA][rows].tolist()) == sorted(expected)
            assert index.table[at, kind].sum() == len(own)


def test_moments_by_hand() -> None:
    records = pd.DataFrame({"day": [0, 6, 3, -1], "hour": [0, 23, -1, -1]}, dtype="int8")
    assert moments(records).tolist() == [0, HOURS_OF_WEEK - 1, HOURS_OF_WEEK + 3, HOURS_OF_WEEK + 7]


def test_an_area_that_the_release_lacks_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="an area that the release does not have"):
        build_index(tiny_records(), TYPES, {level: codes[1:] for level, codes in CODES.items()})
