"""Two releases compared: hand-worked totals, a slow second implementation, and columns that must add up."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.comparing.compared import COLUMNS, Comparison, compare, largest, rows
from data.comparing.matching import matched
from data.comparing.printed import as_csv, as_json, as_text
from data.releases import Release, open_release
from data.schema import DataError
from tests.first_store import NEWER, OLDER, first_store


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    store = first_store(tmp_path_factory.mktemp("compared"))
    return open_release(store, OLDER), open_release(store, NEWER)


@pytest.fixture(scope="module")
def comparison(releases: tuple[Release, Release]) -> Comparison:
    return compare(*releases)


def test_hand_worked(comparison: Comparison) -> None:
    """The second file has 8, 9 + 1 and 10 rows of October, November and December 2022, one of each month of Camden: the
    7 + 7 offences of October and November that the first file had are restated, 1 + 2 and 10 are new."""
    offences = comparison.datasets[0]
    assert offences.slug == "offences"
    assert offences.total == {"before": 110, "added": 13, "removed": 0, "moved": 0, "now": 123, "restated": 14}
    assert {month: (int(row["added"]), int(row["restated"])) for month, row in offences.months.iterrows() if row["added"]} == {
        "2022-10": (1, 7), "2022-11": (2, 7), "2022-12": (10, 0),
    }  # fmt: skip
    assert [dataset.changed for dataset in comparison.datasets] == [True, False, False]


def test_reasons_are_what_the_imports_tell(comparison: Comparison) -> None:
    assert comparison.reasons == (
        "Import of 7 February 2023: extract-later.csv (Partnership record-level extract); 14 earlier records were restated by"
        " it.",
        "New months of Partnership record-level extract: December 2022.",
    )


def slowly(release: Release, name: str) -> dict[str, tuple[Any, ...]]:
    """Every record of the extract by its identifier, as it says where, when and what."""
    frame = pd.read_parquet(release.folder / "records" / f"{name}.parquet").astype(object)
    frame = frame.where(frame.notna(), None)
    told = [one for one in frame.columns if one not in ("line", "count", "dataset") and not one.endswith("_by")]
    return {row["identifier"]: (*(str(row[one]) for one in told), row["month"]) for row in frame.to_dict("records")}


def test_against_a_slow_second_implementation(releases: tuple[Release, Release], comparison: Comparison) -> None:
    before, now = (slowly(release, "offences.partnership") for release in releases)
    added = Counter(row[-1] for key, row in now.items() if key not in before)
    restated = Counter(row[-1] for key, row in now.items() if key in before and before[key] != row)
    months = comparison.datasets[0].months
    for month, row in months.iterrows():
        number = int(str(month)[:4]) * 12 + int(str(month)[5:]) - 1
        assert (row["added"], row["restated"]) == (added[number], restated[number])
        assert row["before"] == sum(1 for one in before.values() if one[-1] == number)
    assert sum(added.values()) == 13 and sum(restated.values()) == 14


def test_every_table_adds_up_in_rows_and_columns(comparison: Comparison) -> None:
    for dataset in comparison.datasets:
        tables = [dataset.months, dataset.types, *dataset.areas.values()]
        assert len(tables) >= 4
        for table in tables:
            assert table.sum().to_dict() == dataset.total
            assert (table["before"] + table["added"] - table["removed"] + table["moved"] == table["now"]).all()


def test_backwards_what_was_added_is_removed(releases: tuple[Release, Release]) -> None:
    there, back = compare(*releases, "offences").datasets[0], compare(releases[1], releases[0], "offences").datasets[0]
    assert (back.total["removed"], back.total["added"], back.total["restated"]) == (13, 0, 14)
    assert (there.months["moved"] == -back.months["moved"].reindex(there.months.index)).all()


def test_a_release_and_itself_do_not_differ(releases: tuple[Release, Release]) -> None:
    assert not any(dataset.changed for dataset in compare(releases[0], releases[0]).datasets)


def test_what_cannot_be_compared(releases: tuple[Release, Release], demonstration: Release) -> None:
    with pytest.raises(DataError, match="neither release has this data set"):
        compare(*releases, "ufos")
    other = open_release(releases[0].store, OLDER)
    object.__setattr__(other, "manifest", other.manifest | {"authority": "E09000007", "authority_name": "Camden"})
    try:
        with pytest.raises(DataError, match="about Camden and about Westminster"):
            compare(other, releases[1])
    finally:
        object.__setattr__(
            other, "manifest", releases[0].manifest | {"authority": "E09000033", "authority_name": "Westminster"}
        )
    assert not any(dataset.changed for dataset in compare(demonstration, demonstration, "hospital").datasets)


def test_json_csv_and_text_tell_the_same(comparison: Comparison) -> None:
    told = json.loads(json.dumps(as_json(comparison)))
    offences = told["datasets"][0]
    assert offences["total"]["now"] == 123 and offences["restated_how"]["type"] == 14
    read = list(csv.DictReader(io.StringIO(as_csv(comparison))))
    wards = [row for row in read if row["by"] == "ward" and row["dataset"] == "offences"]
    assert [int(row["now"]) for row in wards] == [row["now"] for row in offences["areas"]["ward"]]
    assert {row["name"] for row in wards} == {"West End", "St James's", "Westbourne", "no place"}
    assert len(read) == len(list(rows(comparison)))
    text = as_text(comparison)
    assert "14 records were restated: 13 placed elsewhere, 14 of another type, 14 at another time" in text
    assert "nothing changed: 12 records" in text and text.endswith("\n")


RECORD = st.fixed_dictionaries(
    {
        "identifier": st.integers(0, 4),  # 0: none
        "month": st.integers(1, 2),
        "moment": st.integers(0, 1),
        "type": st.integers(0, 1),
        "lsoa": st.integers(0, 1),
        "lsoa21": st.just(0),
        "ward": st.just(0),
        "count": st.integers(1, 3),
    }
)


def framed(records: list[dict[str, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=["identifier", "month", "moment", "type", "lsoa", "lsoa21", "ward", "count"])
    frame = frame.astype("int64")
    frame.loc[frame["identifier"] != 0, "count"] = 1
    content = pd.util.hash_pandas_object(frame.drop(columns="count"), index=False)
    return frame.assign(content=content.to_numpy(dtype="uint64"))


def copies(frame: pd.DataFrame) -> Counter[tuple[int, int]]:
    """Identifier and content of each single record."""
    made: Counter[tuple[int, int]] = Counter()
    for row in frame.to_dict("records"):
        made[row["identifier"], row["content"]] += row["count"]
    return made


@settings(max_examples=30)
@given(st.lists(RECORD, max_size=12), st.lists(RECORD, max_size=12))
def test_matching_by_counters(before: list[dict[str, int]], now: list[dict[str, int]]) -> None:
    """Equal copies cancel; of what is left under one identifier, as many as both have are restated."""
    found = matched(framed(before), framed(now))
    gone, come = copies(framed(before)) - copies(framed(now)), copies(framed(now)) - copies(framed(before))
    restated = added = removed = 0
    for identifier in range(5):
        left = sum(number for key, number in gone.items() if key[0] == identifier)
        right = sum(number for key, number in come.items() if key[0] == identifier)
        pairs = min(left, right) if identifier else 0
        restated, added, removed = restated + pairs, added + right - pairs, removed + left - pairs
    assert int(found.restated["count"].sum()) == restated
    assert (int(found.added["count"].sum()), int(found.removed["count"].sum())) == (added, removed)
    assert found.differing("month").sum() <= len(found.restated)


def test_the_largest_changes_stand_first() -> None:
    table = pd.DataFrame(0, index=["a", "b", "c"], columns=list(COLUMNS))
    table.loc["b", ["added", "now"]] = 2
    table.loc["c", ["before", "removed"]] = 3
    assert list(largest(table, 10).index) == ["c", "b"] and list(largest(table, 1).index) == ["c"]


def test_of_two_boroughs_each_has_its_row(two_boroughs: Release) -> None:
    offences = compare(two_boroughs, two_boroughs).datasets[0]
    assert offences.areas["authority"]["now"].sum() == offences.total["now"]
    assert len(offences.areas["authority"]) >= 2
