"""Postcodes: every way of writing one, and what the directory knows of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.placing import postcodes
from geo.placing.postcodes import folded_postcode, locate_postcodes, postcode_directory


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("SW1A 1AA", "SW1A1AA"), ("sw1a1aa", "SW1A1AA"), (" W1 3PF ", "W13PF"), ("W1  3PF", "W13PF"),
        ("W1-3PF", "W13PF"), ("EC1A 1BB", "EC1A1BB"), ("W1", None), ("", None), ("NULL", None), ("12345", None),
        ("SW1A 1AAX", None), ("1SW A1A", None),
    ],
)  # fmt: skip
def test_postcodes_are_folded(text: str, folded: str | None) -> None:
    assert folded_postcode(text) == folded


@given(st.text(max_size=12))
def test_any_text_is_a_postcode_or_none(text: str) -> None:
    folded = folded_postcode(text)
    assert folded is None or folded_postcode(folded) == folded


def test_known_places_lie_where_they_should() -> None:
    """The Palace (SW1A 1AA) and Camden's town hall (N1C 4AG), to within 300 m of where maps show them."""
    found = locate_postcodes(pd.Series(["sw1a 1aa", "N1C4AG"], index=[4, 2]))
    assert found.index.tolist() == [4, 2]
    assert found["authority_code"].tolist() == ["E09000033", "E09000007"]
    palace, hall = found[["easting", "northing"]].to_numpy()
    assert np.hypot(*(palace - [529_060, 179_690])) < 300
    assert np.hypot(*(hall - [530_060, 183_570])) < 300


def test_missing_unknown_and_malformed_have_no_place() -> None:
    found = locate_postcodes(pd.Series(["SW1A 9ZZ", None, "nonsense", "QQ1 1AA"], dtype="str"))
    assert found["known"].tolist() == [False] * 4
    assert found[["easting", "northing", "authority_code"]].isna().all(axis=None)
    assert locate_postcodes(pd.Series([], dtype="str")).empty


def test_only_the_letters_needed_are_read_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = postcodes._directory_of

    def watched(letter: str) -> pd.DataFrame:
        read.append(letter)
        return whole(letter)

    monkeypatch.setattr(postcodes, "_directory_of", watched)
    locate_postcodes(pd.Series(["W1A 1AA", "W2 1AA", "wc2n 5du"]))
    assert read == ["W"]
    assert whole("W") is whole("W")


def test_the_directory_agrees_with_a_slow_look_up() -> None:
    directory = postcode_directory("Z")
    some = directory.sample(50, random_state=1)
    found = locate_postcodes(pd.Series(some.index.astype("str")))
    for place, (code, row) in zip(found.itertuples(), some.iterrows(), strict=True):
        assert place.known, code
        assert [place.easting] == pytest.approx([row["easting"]], nan_ok=True)
