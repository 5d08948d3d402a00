"""What an import does with rows: places, repeats, extracts, mappings, and what is left out."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.releases import open_release, rejected_rows
from data.schema import DataError, Destination
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.publishing.importing import NO_IDENTIFIER_TWICE, REPEATED, UNKNOWN_SERIES, import_files
from tests import worlds
from tests.worlds import AWAY, CAMDEN, HOT, SECOND, THIRD, WESTMINSTER, write_csv


def imported(store: Path, *paths: Path, authority: str = WESTMINSTER) -> dict[str, Any]:
    """The report of an import, its sums checked."""
    report = import_files(paths, store, authority)
    for part in [*report["files"], report["total"]]:
        assert sum(part[str(destination)] for destination in Destination) == part["rows_read"]
    for file in report["files"]:
        for destination in ("duplicate", "outside", "rejected"):
            assert sum(file["reasons"].get(destination, {}).values()) == file[destination]
        assert sum(file["unlocated_reasons"].values()) == file["unlocated"] <= file["accepted"]
        assert sum(file["untimed_reasons"].values()) == file["untimed"] <= file["accepted"]
    return report


def counted(report: dict[str, Any]) -> tuple[int, int, int, int]:
    total = report["total"]
    return total["accepted"], total["duplicate"], total["outside"], total["rejected"]


def told(store: Path, link: str = "/west-end") -> dict[str, Any]:
    return answer_json(answer_link(link, open_release(store)))


def values(store: Path, link: str = "/west-end") -> dict[str, int]:
    """The areas that have any, with their records."""
    return {area["code"]: area["value"] for area in told(store, link)["areas"] if area["value"]}


@pytest.mark.parametrize(
    ("name", "dataset", "expected", "records"),
    [
        # The last two of eight rows are equal; row 5 has no place; row 6 is Camden's.
        ("street", "offences", (5, 1, 2, 0), 5),
        ("stop-search", "stop-search", (6, 0, 2, 0), 6),  # no identifier: equal rows are separate searches
        ("extract", "offences", (6, 1, 1, 0), 6),  # local: without a place it is ours
        ("fire", "fire", (5, 1, 2, 0), 5),
        ("ambulance", "ambulance", (5, 1, 2, 0), 5),
        ("datastore-borough", "offences", (2, 0, 2, 0), 4),
        ("datastore-ward", "offences", (6, 0, 2, 0), 24),
        ("datastore-lsoa", "offences", (12, 0, 2, 0), 84),
    ],
)
def test_each_format_counted_by_hand(
    store: Path, tmp_path: Path, name: str, dataset: str, expected: tuple[int, ...], records: int
) -> None:
    header, rows = worlds.sample(name)
    report = imported(store, write_csv(tmp_path / "anything.csv", rows, header))
    assert counted(report) == expected
    assert report["total"]["records"] == told(store, f"/west-end?dataset={dataset}")["total"]["records"] == records
    assert told(store, f"/west-end?dataset={dataset}")["dataset"] == dataset


def test_records_lie_where_their_points_are(store: Path, tmp_path: Path) -> None:
    imported(store, write_csv(tmp_path / "stops.csv", worlds.stops(), worlds.STOPS))
    assert values(store) == {HOT: 4, SECOND: 1, THIRD: 1}
    assert values(store, "/west-end?level=lsoa21") == {"E01035716": 4, SECOND: 1, THIRD: 1}
    assert values(store, "/west-end?level=ward") == {"E05013808": 5, "E05013806": 1}


def test_hours_are_local_and_of_the_start(store: Path, tmp_path: Path) -> None:
    imported(store, write_csv(tmp_path / "stops.csv", worlds.stops("2022-10"), worlds.STOPS))
    hours = told(store)["hours"]
    assert [sum(day[hour] for day in hours) for hour in (22, 23, 0)] == [0, 0, 6]  # 23:15 UTC is 00:15 in summer
    assert told(store)["night"]["value"] == 6


def test_a_wider_source_without_place_is_outside_for_its_own_reason(store: Path, tmp_path: Path) -> None:
    report = imported(store, write_csv(tmp_path / "a.csv", worlds.ambulance()))
    assert report["files"][0]["reasons"]["outside"] == {
        "its point lies in another area": 1,
        "the row does not say where": 1,
    }


def test_a_row_that_names_the_authority_alone_is_ours_and_unlocated(store: Path, tmp_path: Path) -> None:
    blank = {"Easting": "", "Northing": ""}
    rows = [
        worlds.ambulance()[0],
        worlds.ambulance()[1] | blank | {"Ambulance incident ID": "B", "Local authority": "Westminster"},
        worlds.ambulance()[2] | blank | {"Ambulance incident ID": "C", "Local authority": CAMDEN},
        worlds.ambulance()[3] | blank | {"Ambulance incident ID": "D", "Local authority": "Leeds"},
    ]
    report = imported(store, write_csv(tmp_path / "a.csv", rows))
    assert counted(report) == (2, 0, 2, 0)
    assert report["files"][0]["unlocated_reasons"] == {"the row gives no place": 1}
    total = told(store, "/west-end?dataset=ambulance")["total"]
    assert (total["records"], total["located"], total["unlocated"]) == (2, 1, 1)


def test_borough_counts_are_unlocated_and_join_the_wards(store: Path, tmp_path: Path) -> None:
    borough = write_csv(tmp_path / "b.csv", worlds.counts("borough", more=99)[1], worlds.counts("borough")[0])
    wards = write_csv(tmp_path / "w.csv", worlds.counts("ward")[1], worlds.counts("ward")[0])
    assert imported(store, borough)["total"]["unlocated"] == 2
    imported(store, wards)
    total = told(store, "/west-end?level=ward")["total"]
    # two months, two categories: 100 each in the borough, 1 + 2 + 3 each in its wards
    assert (total["records"], total["located"], total["unlocated"]) == (400, 24, 376)


def test_untimed_rows_are_kept_and_told_of(store: Path, tmp_path: Path) -> None:
    rows = worlds.extract()
    rows[0]["Start time"] = ""
    report = imported(store, write_csv(tmp_path / "e.csv", rows))
    assert report["files"][0]["untimed_reasons"] == {"no time of day": 1}
    total = told(store)["total"]
    assert (total["records"], total["timed"], total["untimed"]) == (6, 5, 1)


def test_equal_rows_without_identifier_are_two_records(store: Path, tmp_path: Path) -> None:
    rows = [row | {"Crime ID": ""} for row in worlds.street()]
    assert counted(imported(store, write_csv(tmp_path / "s.csv", rows, worlds.STREET))) == (6, 0, 2, 0)
    assert values(store) == {HOT: 4, SECOND: 1, THIRD: 1}


def test_equal_rows_with_a_crime_id_are_one_record_and_a_duplicate(store: Path, tmp_path: Path) -> None:
    report = imported(store, write_csv(tmp_path / "s.csv", worlds.street(), worlds.STREET))
    assert report["files"][0]["reasons"]["duplicate"] == {REPEATED: 1}
    assert values(store) == {HOT: 3, SECOND: 1, THIRD: 1}


def test_a_crime_id_on_another_row_of_a_street_file_is_a_record_of_its_own(store: Path, tmp_path: Path) -> None:
    rows = worlds.street()
    rows[7]["Crime type"] = "Drugs"
    assert counted(imported(store, write_csv(tmp_path / "s.csv", rows, worlds.STREET))) == (6, 0, 2, 0)


def test_an_identifier_on_a_different_row_of_an_extract_is_rejected(store: Path, tmp_path: Path) -> None:
    rows = worlds.extract()
    rows[7]["Minor category"] = 'Theft, "Other"'
    report = imported(store, write_csv(tmp_path / "e.csv", rows))
    assert counted(report) == (6, 0, 1, 1)
    assert report["files"][0]["reasons"]["rejected"] == {NO_IDENTIFIER_TWICE: 1}
    (kept,) = rejected_rows(open_release(store))
    assert (kept["file"], kept["line"], kept["value"]) == ("e.csv", 9, "2022-10/6")
    assert '"Theft, ""Other"""' in kept["text"]  # the row can be mended and read again


def test_rejected_rows_are_kept_with_reason_column_value_and_text(store: Path, tmp_path: Path) -> None:
    rows = worlds.stops()
    rows[2]["Date"] = "yesterday"
    path = write_csv(tmp_path / "s.csv", rows, worlds.STOPS)
    assert counted(imported(store, path)) == (5, 0, 2, 1)
    (kept,) = rejected_rows(open_release(store))
    assert (kept["line"], kept["column"], kept["value"]) == (4, "Date", "yesterday")
    assert kept["reason"] == "not a date or time"
    assert kept["text"] == path.read_text(encoding="utf-8").splitlines()[3]


def test_a_row_of_counts_belongs_where_its_ward_is_even_if_it_counts_nothing(store: Path, tmp_path: Path) -> None:
    header, rows = worlds.counts("ward")
    for row in (rows[0], rows[-1]):
        row |= {"202210": "0", "202211": "0"}
    report = imported(store, write_csv(tmp_path / "w.csv", rows, header))
    assert counted(report) == (6, 0, 2, 0)
    assert report["total"]["records"] == 22
    assert open_release(store).sources[0].rows == 10  # cells above zero; a row of zeros leaves no record
    assert told(store, "/west-end?level=ward")["total"]["records"] == 22


def test_folder_gzip_workbook_and_zip_give_the_same_release(store: Path, tmp_path: Path) -> None:
    header, rows = worlds.sample("extract")
    text = worlds.csv_text(rows, header)
    folder = tmp_path / "folder" / "deeper"
    write_csv(folder / "e.csv", rows, header)
    (folder / "README.txt").write_text("about", encoding="utf-8")
    packed = tmp_path / "e.csv.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + text.encode()))
    book = openpyxl.Workbook()
    for row in [header, *([row[name] for name in header] for row in rows)]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "e.xlsx")
    worlds.write_zip(tmp_path / "e.zip", {"inner/e.csv": text.replace("\n", "\r\n")})
    windows = tmp_path / "windows.csv"
    windows.write_bytes(text.replace(",", ";").replace("Other Theft", "Other Theft £").encode("cp1252"))
    releases = [
        imported(store, path)
        for path in (tmp_path / "folder", packed, tmp_path / "e.xlsx", tmp_path / "e.zip", windows)
    ]
    assert {counted(report) for report in releases} == {(6, 1, 1, 0)}
    assert [report["total"]["restated"] for report in releases] == [0, 6, 6, 6, 6]
    assert len({report["release"].partition("-")[2] for report in releases[:4]}) == 1
    assert releases[0]["left_out"] == ["folder/deeper/README.txt: not a table by its name"]
    assert releases[4]["files"][0]["notes"] == ["read as Windows-1252 text"]


def test_a_file_named_twice_is_read_once(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "folder" / "s.csv", worlds.stops(), worlds.STOPS)
    report = imported(store, path, path.parent, path.parent / ".." / "folder" / "s.csv")
    assert counted(report) == (6, 0, 2, 0)
    assert len(report["files"]) == 1


def test_files_of_one_name_each_have_their_own_account(store: Path, tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a" / "e.csv", worlds.extract("2022-10"))
    second = write_csv(tmp_path / "b" / "e.csv", worlds.extract("2022-11")[:3])
    report = imported(store, first, second)
    assert [(file["file"], file["rows_read"]) for file in report["files"]] == [("e.csv", 8), ("e.csv (2)", 3)]
    assert report["total"]["rows_read"] == 11


def test_a_file_name_that_is_not_text_does_no_harm(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", worlds.extract())
    path = path.rename(path.with_name("caf\udce9\n.csv"))
    assert counted(imported(store, path)) == (6, 1, 1, 0)


def test_unknown_files_in_a_folder_are_left_out_and_told_of(store: Path, tmp_path: Path) -> None:
    write_csv(tmp_path / "folder" / "e.csv", worlds.extract())
    write_csv(tmp_path / "folder" / "other.csv", [{"a": "1", "b": "2"}])
    (tmp_path / "folder" / "empty.csv").write_bytes(b"")
    report = imported(store, tmp_path / "folder")
    assert [file["file"] for file in report["files"]] == ["folder/e.csv"]
    assert len(report["left_out"]) == 2
    assert report["left_out"][0].startswith("folder/empty.csv: the file is empty")
    assert report["left_out"][1].startswith("folder/other.csv: no format we know has these 2 columns: a, b")


@pytest.mark.parametrize("named", [True, False])
def test_nothing_recognised_is_an_error(store: Path, tmp_path: Path, named: bool) -> None:
    path = write_csv(tmp_path / "folder" / "other.csv", [{"a": "1", "b": "2"}])
    with pytest.raises(DataError, match="no format we know has these 2 columns"):
        import_files([path if named else path.parent], store, WESTMINSTER)
    assert not (store / "releases").exists()


MAPPING = """
name = "Night buses"
provider = "buses"
dataset = "night-buses"
recognise = ["Ref", "When", "What"]
[columns]
identifier = "Ref"
start = "When"
major = "What"
easting = "X"
northing = "Y"
[times]
dates = ["%d.%m.%Y %H:%M"]
"""


def night_buses() -> list[dict[str, str]]:
    x, y = (f"{value:.0f}" for value in worlds.metres(HOT))
    rows = [{"Ref": "1", "When": "01.10.2022 02:30", "What": "Fight", "X": x, "Y": y}]
    return [*rows, rows[0] | {"Ref": "2", "When": "10/01/2022"}]


@pytest.mark.parametrize("where", ["given", "in the folder"])
def test_a_mapping_of_the_user_reads_a_new_source(store: Path, tmp_path: Path, where: str) -> None:
    data = write_csv(tmp_path / "folder" / "buses.csv", night_buses())
    mapping = data.with_name("buses.toml")
    mapping.write_text(MAPPING, encoding="utf-8")
    report = imported(store, *([data, mapping] if where == "given" else [data.parent]))
    assert counted(report) == (1, 0, 0, 1)
    found = told(store, "/west-end?dataset=night-buses&type=fight")
    assert values(store, "/west-end?dataset=night-buses") == {HOT: 1}
    assert found["hours"][5][2] == 1  # Saturday, 02:30


def test_a_mapping_alone_or_a_wrong_one_stops_the_import(store: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "buses.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with pytest.raises(DataError, match="no file of a known format"):
        import_files([mapping], store, WESTMINSTER)
    mapping.write_text(MAPPING.replace("start =", "beginning ="), encoding="utf-8")
    with pytest.raises(DataError, match="beginning"):
        import_files([write_csv(tmp_path / "b.csv", night_buses()), mapping], store, WESTMINSTER)
    assert not (store / "releases").exists()


@pytest.mark.parametrize(
    ("rename", "says"),
    [
        ({"Major category": "Maj cat"}, "without a column 'Major category' .renamed to 'Maj cat'"),
        ({"Offence ID": "Number"}, "almost Partnership record-level extract, but without a column 'Offence ID'"),
    ],
)
def test_an_almost_right_extract_says_which_columns_are_missing(
    store: Path, tmp_path: Path, rename: dict[str, str], says: str
) -> None:
    rows = [{rename.get(name, name): cell for name, cell in row.items()} for row in worlds.extract()]
    with pytest.raises(DataError, match=says):
        import_files([write_csv(tmp_path / "e.csv", rows)], store, WESTMINSTER)


def test_nothing_that_belongs_is_an_error_that_says_why(store: Path, tmp_path: Path) -> None:
    rows = [row for row, code in zip(worlds.stops(), worlds.PLACES_OF_ROWS, strict=True) if code in (AWAY, "")]
    path = write_csv(tmp_path / "s.csv", rows, worlds.STOPS)
    with pytest.raises(DataError) as caught:
        import_files([path], store, WESTMINSTER)
    said = str(caught.value)
    assert said.startswith("s.csv: no record to publish for Westminster: 2 rows read, 0 accepted, 0 duplicate, 2 outs")
    assert "the row does not say where (1); its point lies in another area (1)" in said
    assert not (store / "releases").exists() and not (store / "staging").exists()


def test_outcomes_alone_are_an_error(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "2022-12-metropolitan-outcomes.csv", worlds.outcomes(), worlds.OUTCOMES)
    with pytest.raises(DataError, match="outcomes alone make no release"):
        import_files([path], store, WESTMINSTER)
    assert not (store / "releases").exists() and not (store / "staging").exists()


def test_another_authority_has_its_own_releases_in_the_same_store(store: Path, tmp_path: Path) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10")
    ours = imported(store, archive)
    theirs = imported(store, archive, authority=CAMDEN)
    assert theirs["total"]["accepted"] == 3  # one row of each file
    assert told(store, "/west-end?dataset=stop-search")["total"]["records"] == 1
    again = imported(store, archive)
    assert again["total"]["restated"] == ours["total"]["accepted"]
    assert again["release"].partition("-")[2] == ours["release"].partition("-")[2]


def test_all_authorities_together(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)
    assert counted(imported(store, path, authority="all")) == (7, 0, 1, 0)
    assert values(store) == {HOT: 4, SECOND: 1, THIRD: 1, AWAY: 1}


@pytest.mark.parametrize(
    ("authority", "mend"),
    [
        ("E09000034", "swp boundaries FILE"),
        ("", "swp boundaries FILE"),
        ("Westminster", "--authority E09000033"),
        ("e09000007", "--authority E09000007"),
        ("ALL", "--authority all"),
    ],
)
def test_an_authority_without_boundaries_is_an_error(tmp_path: Path, authority: str, mend: str) -> None:
    path = write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)
    with pytest.raises(DataError, match=f"no boundaries of small areas.*{mend}"):
        import_files([path], tmp_path / "new", authority)
    assert not (tmp_path / "new").exists()


def test_searches_of_an_unknown_force_do_not_replace_each_other(store: Path, tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path / name, worlds.stops(), worlds.STOPS) for name in ("north.csv", "south.csv", "x/north.csv")
    ]
    report = imported(store, *paths)
    assert counted(report) == (18, 0, 6, 0)
    assert [UNKNOWN_SERIES in file["notes"] for file in report["files"]] == [True] * 3
    assert told(store)["total"]["records"] == 18
    again = imported(store, paths[1])
    assert (again["total"]["accepted"], again["total"]["restated"]) == (6, 6)
    assert told(store)["total"]["records"] == 18


def test_progress_goes_from_nought_to_one(store: Path, tmp_path: Path) -> None:
    parts: list[tuple[str, float]] = []
    paths: Sequence[Path] = [
        write_csv(tmp_path / "a.csv", worlds.stops(), worlds.STOPS),
        write_csv(tmp_path / "b.csv", worlds.extract()),
    ]
    import_files(paths, store, WESTMINSTER, progress=lambda name, part: parts.append((name, part)))
    shares = [part for _, part in parts]
    assert shares == sorted(shares) and shares[-1] == 1.0 and 0 < shares[0] <= 0.5
    assert {name for name, _ in parts} == {"a.csv", "b.csv"}
