"""Hashes of texts and of rows: equal for equal, different for different, whatever chunk they stand in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.intake.hashing import hashes, row_hashes


def texts() -> list[str]:
    """Texts of many lengths, some of which differ by a byte, a zero byte or an accent."""
    random = np.random.default_rng(3)
    made = [
        "".join(chr(letter) for letter in random.integers(97, 123, length)) for length in range(70) for _ in range(9)
    ]
    return [*made, "", "a", "a\0", "é", "e", "ab", "ba", "x" * 64, "x" * 63 + "y", "y" + "x" * 63]


def test_equal_texts_alone() -> None:
    words = pd.Series(texts(), dtype="str")
    found = hashes(words)
    assert found.dtype == np.uint64
    for one, other in ((hashes(words[::-1])[::-1], found), (hashes(words.iloc[100:300]), found[100:300])):
        assert (one == other).all()
    assert len(np.unique(found)) == words.nunique()
    assert [int(hashes(pd.Series([word], dtype="str"))[0]) for word in words[:40]] == found[:40].tolist()


def slow_hash(text: str) -> int:
    """The same, text by text, with whole numbers of Python."""
    most, odd = (1 << 64) - 1, 0x9E3779B97F4A7C15
    content = text.encode()
    found = (len(content) + 1) * odd & most
    for start in range(0, len(content), 8):
        found = (found ^ int.from_bytes(content[start : start + 8], "little")) * odd & most
        found ^= found >> 29
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        found = (found ^ found >> 33) * factor & most
    return found ^ found >> 33


def test_the_same_in_any_run() -> None:
    assert hashes(pd.Series(texts(), dtype="str")).tolist() == [slow_hash(text) for text in texts()]


def test_no_texts() -> None:
    assert hashes(pd.Series([], dtype="str")).shape == (0,)
    assert row_hashes(pd.DataFrame({"a": pd.Series([], dtype="str")})).shape == (0,)


def test_rows_differ_by_any_cell() -> None:
    random = np.random.default_rng(4)
    few = pd.Series(random.choice(np.array(["a", "b", None], dtype=object), 3000), dtype="str")
    many = pd.Series([f"{number:x}" if number % 7 else None for number in random.integers(0, 2000, 3000)], dtype="str")
    rows = pd.DataFrame({"few": few, "many": many, "none": pd.Series([None] * 3000, dtype="str")})
    found = row_hashes(rows)
    keys = [tuple(row) for row in rows.fillna("(missing)").itertuples(index=False)]
    by_key: dict[tuple[str, ...], int] = {}
    for key, value in zip(keys, found.tolist(), strict=True):
        assert by_key.setdefault(key, value) == value
    assert len(set(by_key.values())) == len(by_key)
    assert (row_hashes(rows.iloc[500:700]) == found[500:700]).all()  # though fewer rows may be hashed in another way
    assert row_hashes(rows[["many", "few"]])[0] != row_hashes(rows[["few", "many"]])[0]
