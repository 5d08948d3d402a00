"""The account of a file's rows: destinations and reasons that add up, however rows move."""

from __future__ import annotations

import json
from collections import Counter

import pandas as pd

from data.intake.report import FileReport, total_json
from data.schema import Destination, PlacedBy


def placed(*rows: tuple[int, int, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["day", "hour", "lsoa_by", "unplaced"]).assign(count=1)
    frame["unplaced"] = frame["unplaced"].astype("str").mask(frame["unplaced"] == "")
    return frame.assign(ward_by=frame["lsoa_by"])


NOWHERE, POINT = str(PlacedBy.NOT_PLACED), str(PlacedBy.POINT)
ROWS = placed(
    (3, 22, POINT, ""),
    (3, -1, POINT, ""),
    (-1, -1, NOWHERE, "its postcode is not in the directory"),
    (1, 1, NOWHERE, ""),
)


def account() -> FileReport:
    report = FileReport(file="f.csv", format="a format", rows_read=10)
    report.accept(ROWS)
    report.records += len(ROWS)
    report.count(Destination.OUTSIDE, Counter({"elsewhere": 3}))
    report.count(Destination.REJECTED, Counter({"not a number": 2}))
    report.count(Destination.DUPLICATE, Counter({"equal": 1}))
    return report


def test_by_hand() -> None:
    told = account().as_json()
    assert account().reconciles
    assert [told[str(name)] for name in Destination] == [4, 1, 3, 2]
    assert told["unlocated_reasons"] == {"its postcode is not in the directory": 1, "the row names no place": 1}
    assert told["untimed_reasons"] == {"month only": 1, "no time of day": 1}
    assert told["placed_by"] == {"lsoa: not placed": 2, "lsoa: point": 2, "ward: not placed": 2, "ward: point": 2}
    assert told["reasons"] == {
        "duplicate": {"equal": 1}, "outside": {"elsewhere": 3}, "rejected": {"not a number": 2}
    }  # fmt: skip
    assert json.loads(json.dumps(told)) == told


def test_restating_takes_back_all_that_was_told_of_the_rows() -> None:
    report = account()
    report.restate(ROWS.iloc[1:3], "newer")
    told = report.as_json()
    assert report.reconciles and (told["accepted"], told["duplicate"], told["records"]) == (2, 3, 2)
    assert told["unlocated_reasons"] == {"the row names no place": 1} and told["untimed"] == 0
    assert told["placed_by"] == {"lsoa: not placed": 1, "lsoa: point": 1, "ward: not placed": 1, "ward: point": 1}
    assert told["reasons"]["duplicate"] == {"equal": 1, "newer": 2}


def test_restating_all() -> None:
    report = account()
    report.restate_all("newer")
    told = report.as_json()
    assert report.reconciles and (told["accepted"], told["duplicate"], told["records"]) == (0, 5, 0)
    assert told["unlocated"] == told["untimed"] == 0 and told["placed_by"] == {}


def test_the_total_sums_the_files() -> None:
    total = total_json([account().as_json(), account().as_json()])
    assert total == {
        "rows_read": 20, "accepted": 8, "duplicate": 2, "outside": 6, "rejected": 4, "records": 8, "unlocated": 4,
        "untimed": 4,
    }  # fmt: skip


def test_what_does_not_add_up_is_noticed() -> None:
    report = account()
    report.rows_read += 1
    assert not report.reconciles
