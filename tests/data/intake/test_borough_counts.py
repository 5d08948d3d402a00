"""Counts by ward and by borough as one data set: the borough's total comes out, the wards' shares stay."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.intake.borough_counts import combined_counts


def counts(rows: list[tuple[int, str, int]], ward: str | None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "major", "count"]).assign(minor=None, ward=ward, day=-1, hour=-1)
    types = {
        "month": "int32",
        "major": "str",
        "minor": "str",
        "count": "int64",
        "ward": "str",
        "day": "int8",
        "hour": "int8",
    }
    return frame.astype(types)


def test_by_hand() -> None:
    wards = counts([(1, "Theft", 5), (1, "Theft", 2), (2, "Drugs", 3), (9, "Theft", 1)], "W1")
    borough = counts([(1, "Theft", 10), (2, "Drugs", 3), (3, "Theft", 4)], None)
    found = combined_counts(wards, borough)
    rest = found[found["ward"].isna()]
    assert rest[["month", "major", "count"]].to_numpy().tolist() == [[1, "Theft", 3], [3, "Theft", 4]]
    assert found.dtypes.to_dict() == wards.dtypes.to_dict()
    assert (rest["hour"] == -1).all() and (rest["day"] == -1).all()


rows = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["Theft", "Drugs"]), st.integers(1, 9)))


@given(rows, rows)
def test_each_month_of_the_borough_has_its_total_and_the_wards_are_untouched(
    ward_rows: list[tuple[int, str, int]], borough_rows: list[tuple[int, str, int]]
) -> None:
    wards, borough = counts(ward_rows, "W1"), counts(borough_rows, None)
    found = combined_counts(wards, borough)
    for month in range(1, 4):
        whole, parts = borough[borough["month"] == month], wards[wards["month"] == month]
        expected = whole["count"].sum() if len(whole) else parts["count"].sum()
        assert found.loc[found["month"] == month, "count"].sum() == expected
    assert found.loc[found["ward"] == "W1", "count"].tolist() == wards["count"].tolist()
