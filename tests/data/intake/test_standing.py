"""Which of two files' records stand, against a slow version that keeps a dictionary."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.formats import Format, Normalised
from data.intake.collections import Collection, CollectionName, Origin, Spool
from data.intake.standing import newest_of, of_keys, standing
from data.schema import empty_records

FIELDS = ["line", "series", "month", "identifier"]
Row = tuple[str, int, str]  # series, month, identifier


def known(complete: bool) -> Format:
    return Format("a source", "source", lambda _: True, lambda *_: Normalised(empty_records()), complete=complete)


def records(rows: list[Row]) -> pd.DataFrame:
    frame = pd.DataFrame([(line, *row) for line, row in enumerate(rows)], columns=FIELDS)
    frame = frame.astype({"line": "int64", "series": "str", "month": "int32", "identifier": "str"})
    return frame.assign(identifier=frame["identifier"].mask(frame["identifier"] == ""))


def spooled(folder: Path, complete: bool, files: list[tuple[str, list[Row]]]) -> tuple[Collection, Spool]:
    """A spool with one collection of files, each (archive, rows)."""
    spool = Spool(folder)
    for number, (archive, rows) in enumerate(files):
        origin = Origin(number, archive, f"file {number}")
        spool.cover(known(complete), "offences", records(rows), origin)
        if rows:
            spool.collection(known(complete), "offences").add(records(rows), origin)
    return spool.collections[CollectionName("source", "offences")], spool


def stands(collection: Collection, spool: Spool) -> list[Row]:
    found = [piece for piece in standing(collection, spool).pieces(collection) if len(piece)]
    rows = pd.concat(found).fillna({"identifier": ""}) if found else pd.DataFrame(columns=FIELDS)
    return sorted(
        (str(s), int(m), str(i)) for s, m, i in zip(rows["series"], rows["month"], rows["identifier"], strict=True)
    )


files = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.lists(st.tuples(st.sampled_from(["met", "city"]), st.integers(1, 4), st.sampled_from("pqrs"))),
    ),
    min_size=1,
    max_size=5,
)


@given(files=files)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_complete_files_restate_by_series_and_month(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, list[Row]]]
) -> None:
    collection, spool = spooled(tmp_path_factory.mktemp("c") / "spool", True, files)
    reach = {
        archive: max(m for a, rows in files if a == archive for _, m, _ in [*rows, ("", 0, "")]) for archive, _ in files
    }
    winner: dict[tuple[str, int], tuple[int, int]] = {}
    for number, (archive, rows) in enumerate(files):
        for series, month, _ in rows:
            winner[series, month] = max(winner.get((series, month), (0, 0)), (reach[archive], number))
    expected = [row for number, (_, rows) in enumerate(files) for row in rows if winner[row[:2]][1] == number]
    assert stands(collection, spool) == sorted(expected)
    covered = {row[:2] for _, rows in files for row in rows}
    earlier = records([(series, month, "") for series in ("met", "city") for month in range(6)])
    restated = standing(collection, spool).restates(earlier)
    pairs = zip(earlier["series"], earlier["month"], strict=True)
    assert restated.tolist() == [pair in covered for pair in pairs]


@given(files=files)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_extracts_restate_by_identifier(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, list[Row]]]
) -> None:
    """Within a file identifiers are unique (repeats are settled on reading); ``s`` stands for none."""
    own = [
        (archive, list({("" if row[2] == "s" else row[2]) or str(n): (*row[:2], "" if row[2] == "s" else row[2])
                        for n, row in enumerate(rows)}.values()))
        for archive, rows in files
    ]  # fmt: skip
    collection, spool = spooled(tmp_path_factory.mktemp("e") / "spool", False, own)
    reach = {
        archive: max(m for a, rows in own if a == archive for _, m, _ in [*rows, ("", 0, "")]) for archive, _ in own
    }
    winner: dict[str, tuple[int, int]] = {}
    for number, (archive, rows) in enumerate(own):
        for _, _, identifier in rows:
            winner[identifier] = max(winner.get(identifier, (0, 0)), (reach[archive], number))
    expected = [
        row for number, (_, rows) in enumerate(own) for row in rows if not row[2] or winner[row[2]][1] == number
    ]
    assert stands(collection, spool) == sorted(expected)
    earlier = records([("met", 2, "p"), ("met", 2, "zz"), ("met", 2, ""), ("met", 9, "")])
    unnamed = {month for _, rows in own for _, month, identifier in rows if not identifier}
    expect = ["p" in winner, False, 2 in unnamed, 9 in unnamed]
    assert standing(collection, spool).restates(earlier).tolist() == expect


def test_a_newer_file_that_holds_nothing_here_restates_all_the_same(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    rows = records([("met", 1, "a")])
    old, new = Origin(0, "old", "old"), Origin(1, "new", "new")
    for origin in (old, new):
        spool.cover(known(True), "offences", rows, origin)
    spool.collection(known(True), "offences").add(rows, old)  # of the new file all rows lie elsewhere
    assert stands(spool.collections[CollectionName("source", "offences")], spool) == []


def test_newest_of_by_hand() -> None:
    keys, ages = newest_of(pd.array([5, 3, 5, 5], dtype="uint64").to_numpy(), pd.array([1, 0, 2, 0]).to_numpy())
    assert (keys.tolist(), ages.tolist()) == ([3, 5], [0, 2])
    assert newest_of(keys[:0], ages[:0])[0].tolist() == []


def test_of_keys_by_hand() -> None:
    frame = records([("met", 1, ""), ("met", 2, ""), ("city", 1, "")])
    assert of_keys(frame, {("met", 1), ("city", 2)}).tolist() == [True, False, False]
    assert of_keys(frame.iloc[:0], {("met", 1)}).tolist() == []
