"""Years, names and places in the index: by hand, in pieces, saved and read back, and nothing kept that should not be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.attributes.features import MOST_VALUES, UNKNOWN, ValuesFound, borough, feature_columns, positions, years
from data.attributes.person_details import by_name, by_years, person_details, repeats, young
from data.index import open_index, save_index
from data.indexing import build_index, index_rows, sorted_index
from data.levels import Level
from data.matching import matching
from data.releases import Release
from data.selection import Page, Selection
from tests.data.attributes.test_people import OURS, RECORDS
from tests.tiny_world import FIRST, LAST, TYPES, tiny_release

SIZE = len(RECORDS)


def with_features(seed: int = 7) -> pd.DataFrame:
    rng = np.random.default_rng(seed)

    def dealt(values: list[str | None]) -> pd.Series:
        return pd.Series(rng.choice(np.array(values, dtype=object), SIZE), dtype="str")

    return RECORDS.assign(
        outcome=dealt(["Arrest", "A no further action disposal", None]),
        relationship=dealt(["partner", "family", None]),
        victim_ethnicity=dealt(["White", "Black", "Asian", None]),
        place=dealt([f"Place {number}" for number in range(100)] + [None] * 10),
    )


FEATURED = with_features()
AREAS = {Level.LSOA: sorted(set(FEATURED["lsoa"].dropna()))}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return tiny_release(tmp_path_factory.mktemp("features"), FEATURED)


def names_of(records: pd.DataFrame, authority: str = OURS) -> dict[str, tuple[str, ...]]:
    values = ValuesFound()
    values.add(records)
    return values.names(authority)


def test_years_by_hand() -> None:
    assert years(np.array([0, 17, 254, 255, 300, -1, np.nan])).tolist() == [0, 17, 254, 255, 255, 255, 255]


def test_positions_by_hand() -> None:
    values = pd.Series(["b", None, "a", "c"], dtype="str")
    assert positions(values, ("a", "b"), UNKNOWN).tolist() == [1, 255, 0, 255]


def test_a_home_is_a_borough_of_london_or_outside_it() -> None:
    assert [borough(home, OURS) for home in (OURS, "E09000007", "other London", "outside London", "E07000077")] == [
        OURS, "E09000007", "other London", "outside London", "outside London",
    ]  # fmt: skip
    assert borough("E08000035", "E08000035") == "E08000035"  # a store of another authority keeps its own


def test_free_text_is_not_kept_and_places_lose_their_names(tmp_path: Path) -> None:
    told = [f"said {number}" for number in range(MOST_VALUES + 1)]
    records = FEATURED.assign(
        relationship=pd.Series([told[number % len(told)] for number in range(SIZE)], dtype="str"),
        outcome=pd.Series(["a sentence that goes on " * 5] * SIZE, dtype="str"),
    )
    names = names_of(records)
    assert {"relationship", "outcome", "place"}.isdisjoint(names)
    assert "same_place" in names
    built = build_index(records, TYPES, AREAS, OURS)
    assert "same_place" not in built.names
    save_index(built, tmp_path / "index")
    assert all(b"Place 1" not in path.read_bytes() for path in (tmp_path / "index").iterdir())


def test_few_places_are_named() -> None:
    few = FEATURED.assign(place=pd.Series(["Victim's address", None] * (SIZE // 2), dtype="str"))
    assert names_of(few)["place"] == ("Victim's address",)
    assert "same_place" not in names_of(few)


def test_pieces_and_whole_and_read_back_are_the_same(tmp_path: Path) -> None:
    whole = build_index(FEATURED, TYPES, AREAS, OURS)
    names = names_of(FEATURED)
    pieces = [FEATURED.iloc[:50], FEATURED.iloc[50:51], FEATURED.iloc[51:]]
    rows = [index_rows(piece.reset_index(drop=True), TYPES, AREAS, OURS, names) for piece in pieces]
    joined = sorted_index(rows, TYPES, names)
    save_index(whole, tmp_path / "index")
    opened = open_index(tmp_path / "index")
    for other in (joined, opened):
        assert dict(other.names) == dict(whole.names)
        assert other.attributes.keys() == whole.attributes.keys()
        for name, column in whole.attributes.items():
            np.testing.assert_array_equal(other.attributes[name], column)
            assert other.attributes[name].dtype == column.dtype


def test_a_piece_without_a_column_is_not_known() -> None:
    names = names_of(FEATURED)
    poor = FEATURED.iloc[100:].drop(columns=["outcome", "place", "victim_age"]).reset_index(drop=True)
    joined = sorted_index([index_rows(part, TYPES, AREAS, OURS, names) for part in (FEATURED.iloc[:100], poor)], TYPES)
    known = FEATURED["outcome"].iloc[:100].notna().sum()
    assert (joined.attributes["outcome"] != UNKNOWN).sum() == known
    assert (joined.attributes["same_place"] != 65535).sum() == FEATURED["place"].iloc[:100].notna().sum()
    assert joined.attributes["same_place"].dtype == np.uint16


def test_columns_that_were_not_asked_are_absent() -> None:
    assert feature_columns(FEATURED[["month"]], names_of(FEATURED), OURS) == {}


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(time="night"), Selection(type=("robbery",), flag=("knife",))]
)
def test_counts_are_those_of_the_records(release: Release, selection: Selection) -> None:
    question = release.choices.resolve(Selection(**{**vars(selection), "page": Page.WEST_END}))
    found = matching(release.index("offences"), question, release.choices, (FIRST, LAST))
    night = (FEATURED["hour"] >= 18) | FEATURED["hour"].between(0, 5)
    robbed = (FEATURED["major"] == "Robbery") & FEATURED["knife"]
    rows = FEATURED[night if selection.time == "night" else robbed if selection.type else FEATURED["count"] == 1]
    assert found.records == len(rows)
    for column in ("outcome", "relationship", "victim_ethnicity"):
        told = rows[column].dropna().tolist()
        counts = by_name(found, column)
        assert counts is not None
        assert counts == {name: told.count(name) for name in sorted(FEATURED[column].dropna().unique())}
    ages = by_years(found, "victim")
    assert ages is not None
    assert ages.tolist() == [int((rows["victim_age"] == age).sum()) for age in range(255)]
    again, places = repeats(found), rows["place"].value_counts()
    assert again is not None
    assert (again.known, len(again.by_place)) == (rows["place"].notna().sum(), len(places))
    assert again.records_from(3) == places[places >= 3].sum()
    assert again.places_over(4) == (places > 4).sum()


def test_groups_are_those_of_the_records(release: Release) -> None:
    question = release.choices.resolve(Selection(page=Page.WEST_END))
    found = matching(release.index("offences"), question, release.choices, (FIRST, LAST))
    told = young(found, 18)
    victim, suspect = FEATURED["victim_age"] < 18, FEATURED["suspect_age"] < 18
    assert (told.victim, told.suspect) == (victim.sum(), suspect.sum())
    assert (told.either, told.both) == ((victim | suspect).sum(), (victim & suspect).sum())
    details = person_details(found, "victim")
    for number, kind in enumerate(TYPES):
        for place, sex in enumerate(("F", "M", "X")):
            rows = (FEATURED["minor"] == kind[1]) & (FEATURED["victim_sex"] == sex)
            assert details.sexes_by_type[number, place] == rows.sum()
    idle = FEATURED[FEATURED["outcome"] == "A no further action disposal"]
    assert details.years_without_action is not None
    assert details.years_without_action.sum() == idle["victim_age"].notna().sum()
    assert details.ethnicities_without_action == idle["victim_ethnicity"].value_counts().sort_index().to_dict()
