"""A newer file's word replaces an older one's: in one import, in two, in any order; earlier releases stay."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.formats import police_uk_street
from data.intake.standing import RESTATED
from data.releases import open_release
from data.schema import ATTRIBUTE_COLUMNS, RECORD_COLUMNS, Destination
from data.store import release_folders
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries
from tests import worlds
from tests.worlds import HOT, SECOND, THIRD, WESTMINSTER, write_csv


def imported(store: Path, *paths: Path) -> dict[str, Any]:
    report = import_files(paths, store, WESTMINSTER)
    for part in [*report["files"], report["total"]]:
        assert sum(part[str(destination)] for destination in Destination) == part["rows_read"]
        assert min(value for value in part.values() if isinstance(value, int)) >= 0
    return report


def told(store: Path, link: str = "/west-end", release: str | None = None) -> dict[str, Any]:
    return answer_json(answer_link(link, open_release(store, release)))


def months(store: Path, link: str) -> dict[str, int]:
    return {month["month"]: month["value"] for month in told(store, link)["months"] if month["value"]}


def identifiers(store: Path, stem: str = "offences.police-uk-street") -> set[str]:
    records = pd.read_parquet(release_folders(store)[0] / "records" / f"{stem}.parquet")
    return set(records["identifier"].dropna())


def content(report: dict[str, Any]) -> str:
    return str(report["release"].partition("-")[2])


STREET = "/west-end?dataset=offences&from=2022-10&to=2022-12"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return worlds.write_archive(tmp_path / "z-old.zip", "2022-10", "2022-11", mark="old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Reaches further than ``old``, has November again and not October."""
    return worlds.write_archive(tmp_path / "a-new.zip", "2022-11", "2022-12", mark="new")


def expected(store: Path) -> None:
    assert months(store, STREET) == {"2022-10": 5, "2022-11": 5, "2022-12": 5}
    assert months(store, "/west-end?dataset=stop-search") == {"2022-10": 6, "2022-11": 6, "2022-12": 6}
    marks = {(text[:3], text[3:10]) for text in identifiers(store)}
    assert marks == {("old", "2022-10"), ("new", "2022-11"), ("new", "2022-12")}


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("how", ["named", "in a folder", "unpacked"])
def test_overlapping_archives_in_one_import(
    store: Path, tmp_path: Path, old: Path, new: Path, newest_first: bool, how: str
) -> None:
    paths = [new, old] if newest_first else [old, new]
    if how != "named":
        folder = tmp_path / "folder"
        folder.mkdir()
        for number, path in enumerate(paths):
            if how == "unpacked":
                shutil.unpack_archive(path, folder / str(number))
            else:
                shutil.copy(path, folder / f"{number}.zip")
        paths = [folder]
    report = imported(store, *paths)
    expected(store)
    restated = sum(file["reasons"].get("duplicate", {}).get(RESTATED, 0) for file in report["files"])
    assert restated == 5 + 6 + 6  # of the old November: crimes, searches and outcomes
    assert report["total"]["records"] == 3 * 17 and report["total"]["restated"] == 0


def test_overlapping_archives_in_two_imports(store: Path, old: Path, new: Path, tmp_path: Path) -> None:
    once = Path(shutil.copytree(store, tmp_path / "once"))
    first = imported(store, old)
    before = told(store, STREET)
    second = imported(store, new)
    expected(store)
    assert second["total"]["restated"] == 17 and second["total"]["duplicate"] == 2
    assert told(store, STREET, first["release"]) == before
    assert {content(second)} == {content(imported(once, old, new))}


def test_a_later_import_restates_whatever_it_holds(store: Path, old: Path, tmp_path: Path) -> None:
    imported(store, old)
    rows = worlds.street("2022-10", mark="mended")[:2]
    report = imported(store, write_csv(tmp_path / "2022-10-metropolitan-street.csv", rows, worlds.STREET))
    assert months(store, STREET) == {"2022-10": 2, "2022-11": 5}
    assert report["total"]["restated"] == 5


def test_importing_again_changes_nothing(store: Path, old: Path) -> None:
    first, second = imported(store, old), imported(store, old)
    assert second["total"]["restated"] == first["total"]["accepted"]
    assert content(first) == content(second) and first["release"] != second["release"]
    assert told(store, STREET, first["release"])["areas"] == told(store, STREET)["areas"]


def test_a_force_restates_its_own_months_only(store: Path, tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path / f"2022-10-{slug}-street.csv", worlds.street(force=force, mark=slug), worlds.STREET)
        for slug, force in (("metropolitan", worlds.MET), ("city-of-london", "City of London Police"))
    ]
    for path in paths:
        imported(store, path)
    assert months(store, STREET) == {"2022-10": 10}


def test_a_stray_row_of_another_month_stands_for_itself_alone(store: Path, tmp_path: Path) -> None:
    """A search filed under October and made in November must not replace all of November's."""
    november = write_csv(tmp_path / "2022-11-metropolitan-stop-and-search.csv", worlds.stops("2022-11"), worlds.STOPS)
    october = write_csv(
        tmp_path / "2022-10-metropolitan-stop-and-search.csv",
        [*worlds.stops("2022-10"), worlds.stops("2022-11")[0]],
        worlds.STOPS,
    )
    for paths in [(november,), (october,), (october,), (october, november), (november, october)]:
        imported(store, *paths)
    assert months(store, "/west-end") == {"2022-10": 6, "2022-11": 7}


def test_a_newer_street_file_without_any_incident_restates_them_too(store: Path, tmp_path: Path) -> None:
    asb = worlds.street()[0] | {"Crime ID": "", "Crime type": police_uk_street.ASB}
    name = "2022-10-metropolitan-street.csv"
    imported(store, write_csv(tmp_path / name, [*worlds.street(), asb], worlds.STREET))
    assert told(store, "/west-end?dataset=asb")["total"]["records"] == 1
    report = imported(store, write_csv(tmp_path / name, worlds.street(), worlds.STREET))
    assert [choice.slug for choice in open_release(store).choices.datasets] == ["offences"]
    assert report["total"]["restated"] == 5 + 1


def test_counts_restate_months_and_the_rest_stands(store: Path, tmp_path: Path) -> None:
    def file(name: str, cells: Sequence[str], more: int) -> Path:
        header, rows = worlds.counts("ward", cells, more)
        return write_csv(tmp_path / name, rows, header)

    old, new = file("old.csv", ["202209", "202210"], 0), file("new.csv", ["202210", "202211"], 10)
    once = Path(shutil.copytree(store, tmp_path / "once"))
    imported(store, old)
    second = imported(store, new)
    link = "/west-end?level=ward&from=2022-09&to=2022-11"
    assert months(store, link) == {"2022-09": 12, "2022-10": 72, "2022-11": 72}
    assert second["total"]["restated"] == 6
    both = imported(once, new, old)  # the newer one reaches further, whatever the order
    assert told(once, link)["months"] == told(store, link)["months"]
    assert told(once, link)["areas"] == told(store, link)["areas"]
    by_file = {file["file"]: file for file in both["files"]}
    assert by_file["old.csv"]["records"] == 12 and by_file["new.csv"]["records"] == 144
    assert by_file["old.csv"]["accepted"] == 6  # a row tells of September too, which stands
    assert by_file["old.csv"]["notes"] == [f"some of its months are {RESTATED}"]


def test_the_same_counts_twice_in_one_import_count_once(store: Path, tmp_path: Path) -> None:
    header, rows = worlds.counts("ward")
    report = imported(store, *(write_csv(tmp_path / name, rows, header) for name in ("a.csv", "b.csv")))
    assert [(file["accepted"], file["duplicate"]) for file in report["files"]] == [(0, 6), (6, 0)]
    assert told(store, "/west-end?level=ward")["total"]["records"] == 24


def test_extracts_restate_records_by_their_identifiers(store: Path, tmp_path: Path) -> None:
    older = worlds.extract("2022-10")[:4]
    newer = [older[1] | {"Easting": older[2]["Easting"], "Northing": older[2]["Northing"]}, *worlds.extract("2022-11")]
    paths = [write_csv(tmp_path / "older.csv", older), write_csv(tmp_path / "newer.csv", newer)]
    once, reverse = (Path(shutil.copytree(store, tmp_path / name)) for name in ("once", "reverse"))
    imported(store, paths[0])
    second = imported(store, paths[1])
    assert second["total"]["restated"] == 1
    october = "/west-end?from=2022-10&to=2022-10"
    assert {a["code"]: a["value"] for a in told(store, october)["areas"] if a["value"]} == {HOT: 1, SECOND: 2, THIRD: 1}
    both = imported(once, *paths)
    assert both["files"][0]["reasons"]["duplicate"] == {RESTATED: 1}
    assert told(once, october)["areas"] == told(store, october)["areas"]
    imported(reverse, *reversed(paths))
    assert told(reverse, october)["areas"] == told(store, october)["areas"]


def test_records_without_identifier_are_restated_by_month(store: Path, tmp_path: Path) -> None:
    rows = [row | {"Offence ID": ""} for row in worlds.extract("2022-10")]
    path = write_csv(tmp_path / "e.csv", rows)
    assert imported(store, path)["total"]["accepted"] == 7
    assert imported(store, path)["total"]["restated"] == 7
    november = [row | {"Offence ID": ""} for row in worlds.extract("2022-11")]
    imported(store, write_csv(tmp_path / "n.csv", november))
    assert months(store, "/west-end") == {"2022-10": 7, "2022-11": 7}


def but_for_releases(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without its release, and without the note on what an earlier release had."""
    notes = [note for note in answer["notes"] if "See the earlier figures" not in note]
    return {**answer, "release": None, "notes": notes}


def test_two_steps_equal_one(store: Path, tmp_path: Path) -> None:
    """Files that do not overlap: any split of them, in any order, gives the same answers."""
    fire = write_csv(tmp_path / "fire.csv", worlds.fire())
    header, rows = worlds.counts("ward")
    paths = [
        worlds.write_archive(tmp_path / "10.zip", "2022-10"),
        worlds.write_archive(tmp_path / "11.zip", "2022-11"),
        write_csv(tmp_path / "w.csv", rows, header),
        fire,
    ]
    links = ("/west-end", "/west-end?dataset=stop-search", "/west-end?dataset=fire", "/west-end?level=ward")
    answers = []
    for number, order in enumerate([paths, paths[::-1], [paths[2], paths[0], paths[3], paths[1]]]):
        for cut in (1, 2, 4):
            own = Path(shutil.copytree(store, tmp_path / f"{number}-{cut}"))
            for part in (order[:cut], order[cut:]):
                if part:
                    imported(own, *part)
            answers.append([but_for_releases(told(own, link)) for link in links])
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][1]["total"]["records"] == 12


def outcomes_of(store: Path) -> set[str]:
    records = pd.read_parquet(release_folders(store)[0] / "records" / "offences.police-uk-street.parquet")
    return set(records["outcome"])


def test_outcomes_bring_street_records_up_to_date(store: Path, tmp_path: Path) -> None:
    crimes = worlds.street("2022-10")
    street = write_csv(tmp_path / "2022-10-metropolitan-street.csv", crimes, worlds.STREET)

    def outcomes(month: str, outcome: str) -> Path:
        rows = worlds.outcomes(month, crimes, outcome)
        return write_csv(tmp_path / f"{month}-metropolitan-outcomes.csv", rows, worlds.OUTCOMES)

    imported(store, street)
    assert outcomes_of(store) == {"Under investigation"}
    imported(store, outcomes("2022-12", "Suspect charged"))
    assert outcomes_of(store) == {"Suspect charged"}
    imported(store, outcomes("2022-11", "Unable to prosecute suspect"))  # older news comes later
    assert outcomes_of(store) == {"Suspect charged"}
    imported(store, street)
    assert outcomes_of(store) == {"Suspect charged"}
    records = pd.read_parquet(release_folders(store)[0] / "records" / "offences.police-uk-street.parquet")
    assert set(records["outcome_month"]) == {2022 * 12 + 11}
    assert months(store, STREET) == {"2022-10": 5}


def test_records_keep_their_types_through_every_merge(store: Path, tmp_path: Path) -> None:
    bare = [{name: row[name] for name in ("Offence ID", "Start date", "Major category", "Minor category")}
            for row in worlds.extract("2022-09")]  # fmt: skip
    paths = [
        write_csv(tmp_path / "bare.csv", bare),
        write_csv(tmp_path / "full.csv", worlds.extract()),
        worlds.write_archive(tmp_path / "a.zip", "2022-10"),
        write_csv(tmp_path / "w.csv", worlds.counts("ward")[1], worlds.counts("ward")[0]),
    ]
    for path in [*paths, *paths]:
        imported(store, path)
    places = dict.fromkeys(("lsoa", "lsoa21", "ward", "lsoa_by", "lsoa21_by", "ward_by"), "str")
    types: dict[Any, str] = {**RECORD_COLUMNS, **ATTRIBUTE_COLUMNS, **places}
    files = sorted((release_folders(store)[0] / "records").glob("*.parquet"))
    assert len(files) == 5
    for path in files:
        records = pd.read_parquet(path)
        assert {name: str(dtype) for name, dtype in records.dtypes.items()} == {name: types[name] for name in records}
        assert set(RECORD_COLUMNS) - {"line"} <= set(records)
    extract = pd.read_parquet(release_folders(store)[0] / "records" / "offences.partnership.parquet")
    assert extract["knife"].isna().tolist() == [True] * 7 + [False] * 6


def test_records_are_placed_again_when_the_boundaries_change(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "2022-10-metropolitan-stop-and-search.csv", worlds.stops(), worlds.STOPS)
    first = imported(store, path)
    layer = worlds.write_boundaries(tmp_path / "moved")[0]
    moved = worlds.moved(layer, east=worlds.SIDE)  # every small area lies where its right neighbour was
    register_boundaries(store, [moved])
    other = write_csv(tmp_path / "w.csv", worlds.counts("ward")[1], worlds.counts("ward")[0])
    report = imported(store, other)
    assert any("placed again; 2 of them lie outside now" in note for note in report["notes"])
    now = {a["code"]: a["value"] for a in told(store, "/west-end?dataset=stop-search")["areas"] if a["value"]}
    assert now == {THIRD: 4}  # the hot square is now 013B's; what lay in the first column is outside
    before = told(store, "/west-end?dataset=stop-search", first["release"])["areas"]
    assert {a["code"]: a["value"] for a in before if a["value"]} == {HOT: 4, SECOND: 1, THIRD: 1}


def test_releases_are_numbered_and_listed_newest_first(store: Path, old: Path, new: Path) -> None:
    ids = [imported(store, path)["release"] for path in (old, new, old)]
    assert [number.partition("-")[0] for number in ids] == ["0001", "0002", "0003"]
    assert [folder.name for folder in release_folders(store)] == ids[::-1]
    assert open_release(store).choices.releases == tuple(ids[::-1])
    for one, other in itertools.pairwise(ids):
        assert one != other
