"""The last outcome of a crime, by hand and against a dictionary."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.intake.outcomes import LastOutcomes


def outcomes(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["identifier", "outcome", "month"])
    return frame.astype({"identifier": "str", "outcome": "str", "month": "int32"})


def street(*identifiers: str) -> pd.DataFrame:
    frame = pd.DataFrame({"identifier": identifiers, "outcome": "Under investigation"}).astype("str")
    return frame.assign(identifier=frame["identifier"].mask(frame["identifier"] == ""))


def test_by_hand() -> None:
    last = LastOutcomes(
        [outcomes(("a", "Charged", 5), ("a", "Caution", 7)), outcomes(("a", "Old", 6), ("b", "Fine", 1))]
    )
    found = last.bring(street("a", "c", "", "b"))
    assert found["outcome"].tolist() == ["Caution", "Under investigation", "Under investigation", "Fine"]
    assert found["outcome_month"].fillna(-1).tolist() == [7, -1, -1, 1]
    assert (str(found["outcome"].dtype), str(found["outcome_month"].dtype)) == ("str", "float32")
    again = LastOutcomes([outcomes(("b", "Later", 9))]).bring(found)
    assert again["outcome_month"].fillna(-1).tolist() == [7, -1, -1, 9]


def test_nothing_known_changes_nothing() -> None:
    records = street("a", "")
    assert LastOutcomes([]).bring(records) is records
    bare = records.drop(columns="outcome")
    assert LastOutcomes([outcomes(("a", "Charged", 5))]).bring(bare) is bare


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("XYZ"), st.integers(1, 4))))
def test_the_last_of_the_latest_month_counts(rows: list[tuple[str, str, int]]) -> None:
    expected: dict[str, tuple[int, str]] = {}
    for identifier, outcome, month in rows:
        if month >= expected.get(identifier, (0, ""))[0]:
            expected[identifier] = (month, outcome)
    found = LastOutcomes([outcomes(row) for row in rows]).bring(street(*"abcde"))
    assert found["outcome"].tolist() == [expected.get(key, (0, "Under investigation"))[1] for key in "abcde"]
