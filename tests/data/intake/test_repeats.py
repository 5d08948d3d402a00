"""Repeated rows and seen values, against slow versions with sets."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.intake.repeats import Repeats, Seen, hashes

rows = st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.sampled_from("xy"), st.sampled_from(["", "1"])))


def slowly(chunks: list[list[tuple[str, str, str]]]) -> tuple[list[bool], list[bool]]:
    seen: set[tuple[str, str, str]] = set()
    equal, different = [], []
    for chunk in chunks:
        for row in chunk:
            known = bool(row[0]) and any(other[0] == row[0] for other in seen)
            equal.append(known and row in seen)
            different.append(known and row not in seen)
            seen.add(row)
    return equal, different


@given(st.lists(rows, max_size=4))
def test_repeats_agree_with_a_slow_version(chunks: list[list[tuple[str, str, str]]]) -> None:
    repeats, equal, different = Repeats(), [], []
    for chunk in chunks:
        frame = pd.DataFrame(chunk, columns=["id", "p", "q"], dtype="str")
        frame = frame.mask(frame == "")
        found = repeats.find(frame, frame["id"])
        equal += found[0].tolist()
        different += found[1].tolist()
    assert (equal, different) == slowly(chunks)


@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=20), max_size=12))
def test_seen_holds_what_was_added_and_nothing_else(batches: list[list[int]]) -> None:
    seen, known = Seen(), set[int]()
    for batch in batches:
        values = np.array(batch, dtype="uint64")
        assert seen.holds(values).tolist() == [value in known for value in batch]
        seen.add(values)
        known |= set(batch)


@given(st.lists(st.text(max_size=5)))
def test_equal_texts_and_only_these_have_equal_hashes(texts: list[str]) -> None:
    found = hashes(pd.Series(texts, dtype="str"))
    assert len(set(found.tolist())) == len(set(texts))
    assert found.tolist() == hashes(pd.Series([*texts, "more"], dtype="str"))[:-1].tolist()
