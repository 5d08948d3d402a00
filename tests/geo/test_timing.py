"""Hours by start or spread to the end, of whole questions: against a loop over the records, and in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.releases import Release, open_release
from data.timing import CAP_HOURS, Clock, DefaultClock
from geo.answer import answer_link
from geo.page_json import page_json
from geo.pages.ward_profile import ward_profiles
from geo.publishing.importing import import_files
from geo.timing import TimesKnown, hours_for, timing_json, timing_of
from geo.timing_words import defaults_say, timing_notes
from tests.data.test_timing import with_times
from tests.tiny_world import tiny_records, tiny_release
from tests.worlds import WESTMINSTER, extract, write_csv

YEAR = "from=2022-10&to=2023-09"


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return with_times(tiny_records(600))


@pytest.fixture(scope="module")
def timed(records: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return tiny_release(tmp_path_factory.mktemp("timed"), records, ends=True)


def by_loop(records: pd.DataFrame, worth: dict[str, float] | None = None) -> np.ndarray:
    """The slow and obvious way: record by record, hour by hour."""
    hours = np.zeros((7, 24))
    for row in records.to_dict("records"):
        if row["hour"] < 0:
            continue
        first, end = row["start"].floor("h"), row["end"]
        touched = [first]
        if not pd.isna(end) and end > row["start"]:
            if end - row["start"] > pd.Timedelta(hours=CAP_HOURS):
                continue
            touched = [hour for later in range(26) if (hour := first + pd.Timedelta(hours=later)) < end]
        for hour in touched:
            hours[hour.day_of_week, hour.hour] += (1.0 if worth is None else worth[row["minor"]]) / len(touched)
    return hours


def chosen(records: pd.DataFrame) -> pd.DataFrame:
    return records[(records["month"] >= 2022 * 12 + 9) & (records["month"] <= 2023 * 12 + 8)]


def times_of(release: Release, link: str) -> TimesKnown:
    found = timing_of(answer_link(link, release))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("", lambda rows: rows["hour"] > -2),
        ("type=robbery", lambda rows: rows["major"] == "Robbery"),
        ("ward=west-end", lambda rows: rows["ward"] == "E05013808"),
        ("time=night", lambda rows: (rows["hour"] >= 18) | rows["hour"].between(0, 5)),
        ("days=fri,sat", lambda rows: rows["day"].isin([4, 5])),
    ],
)
def test_hours_equal_a_loop_over_the_records(
    timed: Release, records: pd.DataFrame, query: str, keep: Callable[[pd.DataFrame], pd.Series]
) -> None:
    answer = answer_link(f"/west-end?{YEAR}&{query}&timing=spread", timed)
    rows = chosen(records)
    rows = rows[keep(rows)]
    assert answer.hours is not None and np.allclose(answer.hours, by_loop(rows))
    found = times_of(timed, answer.link).found
    assert answer.now is not None and found.timed == answer.now.timed
    assert answer.hours.sum() == pytest.approx(found.timed - found.over_cap)
    assert answer.night_share == pytest.approx(
        (answer.hours[:, 18:].sum() + answer.hours[:, :6].sum()) / answer.hours.sum()
    )


def test_what_records_are_worth_is_spread_with_them(timed: Release, records: pd.DataFrame) -> None:
    question = answer_link(f"/west-end?{YEAR}&timing=spread", timed).question
    worth = np.arange(1.0, 1 + len(question.dataset.types)) ** 2
    by_minor = {minor: value for (_, minor), value in zip(question.dataset.types, worth, strict=True)}
    hours, times = hours_for(timed, question, worth)
    assert np.allclose(hours, by_loop(chosen(records), by_minor))
    assert times.found.timed == int((chosen(records)["hour"] >= 0).sum())


def test_wards_side_by_side_are_spread_alike(timed: Release, records: pd.DataFrame) -> None:
    rows = chosen(records)
    for timing in ("spread", "start"):
        for ward in ward_profiles(timed, f"/neighbourhoods?{YEAR}&timing={timing}").wards:
            own = rows[rows["ward"] == ward.code]
            expected = by_loop(own if timing == "spread" else own.assign(end=own["start"]))
            assert ward.hours is not None and np.allclose(ward.hours, expected)


def test_without_asking_hours_are_those_of_the_start(timed: Release) -> None:
    answer = answer_link(f"/west-end?{YEAR}", timed)
    assert answer.now is not None and answer.hours is not None
    assert np.array_equal(answer.hours, answer.now.by_hour)
    hours, times = hours_for(timed, answer.question)
    assert np.array_equal(hours, answer.now.by_hour) and times.rule == "start"
    worth = np.full(len(answer.dataset.types), 2.0)
    assert np.allclose(hours_for(timed, answer.question, worth)[0], 2 * answer.now.by_hour)


def test_the_section_reconciles_with_the_records(timed: Release, records: pd.DataFrame) -> None:
    told = timing_json(times_of(timed, f"/west-end?{YEAR}&timing=spread"))
    rows = chosen(records)
    rows = rows[rows["hour"] >= 0]
    length = rows["end"] - rows["start"]
    assert told is not None and told["rule"] == "spread" and told["cap_hours"] == 24
    assert told["timed"] == len(rows) == told["with_end"] + told["without_end"]
    assert told["with_end"] == rows["end"].notna().sum()
    assert told["over_cap"] == (length > pd.Timedelta(hours=24)).sum() > 0
    one_hour = rows["end"].isna() | ((rows["end"] - pd.Timedelta("1us")).dt.floor("h") <= rows["start"].dt.floor("h"))
    assert told["spread"] == (~one_hour).sum() - told["over_cap"]
    assert told["spread_share"] == told["spread"] / told["timed"]
    assert [one["clock"] for one in told["defaults"]] == ["00:00", "00:01", "12:00"]
    stands = (rows["start"].dt.hour == 0) & (rows["start"].dt.minute == 0)
    assert told["defaults"][0]["records"] == stands.sum() and not told["defaults"][0]["flagged"]


def test_only_readings_within_the_hours_asked_for_are_told(timed: Release) -> None:
    for time, clocks in (("day", ["12:00"]), ("night", ["00:00", "00:01"]), ("14-16", [])):
        assert [one.name for one in times_of(timed, f"/west-end?time={time}").defaults] == clocks


def test_a_release_of_before_answers_as_it_did(tiny: Release) -> None:
    answer = answer_link(f"/west-end?{YEAR}&timing=spread", tiny)
    assert answer.now is not None and answer.hours is not None and np.array_equal(answer.hours, answer.now.by_hour)
    times = times_of(tiny, answer.link)
    assert (times.rule, times.has_ends, times.defaults, times.found.with_end) == ("start", False, (), 0)
    assert list(timing_notes(times, answer.question)) == [
        "This source (a test) gives no ends, so hours are those of the start."
    ]
    assert tiny.choices.dataset(None).ends is False


def test_a_source_of_months_only_has_no_times(tmp_path: Path) -> None:
    monthly = tiny_release(tmp_path, tiny_records().assign(day=np.int8(-1), hour=np.int8(-1)), timed=False)
    assert timing_of(answer_link("/west-end?timing=spread", monthly)) is None
    assert timing_json(None) is None and list(timing_notes(None, answer_link("/west-end", monthly).question)) == []


def ended(tmp_path: Path, minutes: list[int | None]) -> Release:
    """Records that start on a Monday at 22:30 and end so many minutes later."""
    start = pd.Timestamp("2023-05-01 22:30")
    frame = tiny_records(len(minutes)).assign(month=np.int32(2023 * 12 + 4), day=np.int8(0), hour=np.int8(22))
    end = [pd.NaT if after is None else start + pd.Timedelta(minutes=after) for after in minutes]
    frame = frame.assign(start=start, end=pd.to_datetime(pd.Series(end)))
    return tiny_release(tmp_path, frame.astype({"start": "datetime64[us]", "end": "datetime64[us]"}), ends=True)


def notes_of(release: Release, query: str = "timing=spread") -> list[str]:
    answer = answer_link(f"/west-end?{query}", release)
    return list(timing_notes(timing_of(answer), answer.question))


def test_one_record_in_words(tmp_path: Path) -> None:
    assert notes_of(ended(tmp_path, [160])) == [
        "1 offence (100.0% of those with a known start) is spread evenly over the hours between start and end;"
        " the share at night is of the hours as spread."
    ]


def test_one_record_in_the_answer(tmp_path: Path) -> None:
    told = page_json(ended(tmp_path, [160]), "/west-end?timing=spread")
    assert told["hours"][0][22:] == told["hours"][1][:2] == [0.25, 0.25]
    assert told["night"] == {"value": 1.0, "share": 1.0}
    assert (told["timing"]["rule"], told["timing"]["spread_share"]) == ("spread", 1.0)
    assert any("1 offence (100.0% of those with a known start) is spread evenly" in note for note in told["notes"])


def test_everything_over_the_cap(tmp_path: Path) -> None:
    release = ended(tmp_path, [3000, 4000])
    answer = answer_link("/west-end?timing=spread", release)
    assert answer.hours is not None and answer.hours.sum() == 0 and answer.night_share is None
    assert notes_of(release) == [
        "No offence is known to last beyond the hour of its start.",
        "2 offences that end more than 24 hours after the start are in no hour.",
    ]


def test_a_question_narrowed_to_hours_says_that_the_start_decides(tmp_path: Path) -> None:
    release = ended(tmp_path, [160, 20, None])
    assert notes_of(release, "timing=spread&days=mon") == [
        "1 offence (33.3% of those with a known start) is spread evenly over the hours between start and end;"
        " the share at night is of the hours as spread.",
        "1 offence without a known end stands at the hour of the start.",
        "Which offences count goes by the hour and day of their start.",
    ]
    assert notes_of(release, "") == []


def test_defaults_in_words() -> None:
    midnight = DefaultClock(Clock.MIDNIGHT, 1204, 723, 0.25)
    past = DefaultClock(Clock.MINUTE_PAST, 120, 580, 1 / 59)
    assert midnight.usual == pytest.approx(241)
    assert defaults_say([midnight], "offences") == (
        "1,204 offences stand at exactly 00:00, about 5 times what a full hour holds at that time of day:"
        " a time entered when none was known, it seems."
    )
    assert defaults_say([midnight, past], "offences") == (
        "1,204 offences stand at exactly 00:00, about 5 times what a full hour holds, and 120 at 00:01, about 12 times"
        " what a minute holds at that time of day: times entered when none was known, it seems."
    )
    assert "over 100 times" in defaults_say([DefaultClock(Clock.NOON, 30, 0, 0.25)], "offences")


def test_the_demonstration_has_ends_and_defaults(demonstration: Release) -> None:
    told = timing_json(times_of(demonstration, f"/west-end?{YEAR}&timing=spread"))
    assert told is not None and 0.1 < told["spread_share"] < 0.3 and 0 < told["over_cap"] < told["spread"] / 10
    flagged = {one["clock"] for one in told["defaults"] if one["flagged"]}
    assert flagged == {"00:00", "00:01"}
    burglary = timing_json(times_of(demonstration, f"/west-end?{YEAR}&type=burglary"))
    assert burglary is not None and burglary["defaults"][2]["flagged"]
    assert demonstration.choices.dataset("offences").ends and not demonstration.choices.dataset("noise").ends


def test_an_extract_with_ends_is_spread_once_imported(store: Path, tmp_path: Path) -> None:
    ends = {  # of the eight rows, which all start at 23:05
        0: ("10/10/2022", "23:40"),
        1: ("12/10/2022", "01:00"),  # a day later: until one at night
        2: ("12/10/2022", "22:00"),  # before the start
        3: ("20/10/2022", "12:00"),  # over the cap
        4: ("14/10/2022", ""),  # a day without a time of day
    }
    rows = [
        row | dict(zip(("End date", "End time"), ends.get(number, ("", "")), strict=True))
        for number, row in enumerate(extract())
    ]
    report = import_files([write_csv(tmp_path / "extract.csv", rows)], store, WESTMINSTER, now=lambda: NOW)
    assert report["files"][0]["accepted"] + report["files"][0]["outside"] + report["files"][0]["duplicate"] == 8
    assert report["files"][0]["rejected"] == 0
    assert {
        "rows with an end before the start, left out: 1",
        "rows with an end without a time of day, left out: 1",
    } <= set(report["files"][0]["notes"])
    release = open_release(store)
    answer = answer_link("/west-end?timing=spread", release)
    assert release.choices.dataset(None).ends and answer.hours is not None and answer.now is not None
    found = times_of(release, answer.link).found
    assert (found.with_end, found.spread, found.over_cap) == (3, 1, 1)
    expected = answer.now.by_hour.astype(float)
    expected[1, 23] -= 0.5  # the row of the 11th, a Tuesday: half of it lies after midnight
    expected[2, 0] += 0.5
    expected[3, 23] -= 1
    assert np.allclose(answer.hours, expected)


NOW = datetime(2023, 1, 1, tzinfo=UTC)
