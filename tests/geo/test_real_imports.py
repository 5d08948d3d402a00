"""The real public files through the real command: the reference answers, row by row and figure by figure."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.releases import open_release
from data.schema import Destination
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.publishing.importing import import_files
from tests import real_stores
from tests.command import answer

WESTMINSTER, ISLINGTON = "E09000033", "E09000019"
YEAR = "from=2022-10&to=2023-09"
BY_HOUR = [
    *(424, 329, 352, 279, 159, 65, 29, 26, 45, 61, 80, 151),
    *(170, 208, 278, 403, 458, 520, 361, 355, 361, 410, 482, 565),
]
BY_DAY = [777, 896, 728, 1063, 1148, 1185, 774]
STOPS = "/west-end?dataset=stop-search&level=lsoa&from=2022-10&to=2023-03"

NewStore = Callable[[str], Path]


def reported(store: Path) -> dict[str, Any]:
    """The report of the import that made a shared store."""
    report: dict[str, Any] = json.loads((store / real_stores.REPORT).read_text(encoding="utf-8"))
    return report


@pytest.fixture(scope="module")
def new_store(official: Path, tmp_path_factory: pytest.TempPathFactory) -> NewStore:
    """Makes stores that have the official boundaries and no release."""

    def make(name: str) -> Path:
        return Path(shutil.copytree(official, tmp_path_factory.mktemp(name) / "store"))

    return make


@pytest.fixture(scope="module")
def archive(real: Path) -> Path:
    return real_stores.archive(real)


@pytest.fixture(scope="module")
def wards(real: Path) -> Path:
    return real_stores.counts(real, "Ward")


@pytest.fixture(scope="module")
def borough(real: Path) -> Path:
    return real_stores.counts(real, "Borough")


@pytest.fixture(scope="module")
def imported(by_commands: Path) -> tuple[Path, dict[str, Any]]:
    """A store made by the commands alone, with the import's report."""
    return by_commands, reported(by_commands)


def told(store: Path, link: str, release: str | None = None) -> dict[str, Any]:
    return answer_json(answer_link(link, open_release(store, release)))


def test_each_row_of_the_archive_is_accounted_for(imported: tuple[Path, dict[str, Any]]) -> None:
    report = imported[1]
    by_format: dict[str, Counter[str]] = {}
    for file in [*report["files"], report["total"]]:
        assert sum(file[destination] for destination in map(str, Destination)) == file["rows_read"]
    for file in report["files"]:
        for destination, reasons in file["reasons"].items():
            assert sum(reasons.values()) == file[destination]
        counter = by_format.setdefault(file["format"], Counter())
        counter.update({key: file[key] for key in ("rows_read", *map(str, Destination), "unlocated", "untimed")})
    for name in ("rows_read", *map(str, Destination)):
        assert sum(counter[name] for counter in by_format.values()) == report["total"][name]
    assert len(report["files"]) == 21
    stops, street = by_format["data.police.uk stop and search"], by_format["data.police.uk street"]
    assert (stops["rows_read"], stops["accepted"], stops["duplicate"], stops["untimed"]) == (77_518, 6_571, 0, 0)
    assert (street["rows_read"], street["accepted"], street["duplicate"]) == (31_069, 1_473, 122)
    assert street["untimed"] == street["accepted"]  # street files give the month only


def test_rows_without_a_point_are_told_apart(imported: tuple[Path, dict[str, Any]]) -> None:
    without: Counter[str] = Counter()
    for file in imported[1]["files"]:
        without[file["format"]] += file["reasons"].get("outside", {}).get("the row does not say where", 0)
    assert without["data.police.uk stop and search"] == 8_033
    assert without["data.police.uk street"] == 1_249 - 2  # two of those without a point repeat an earlier row


def test_stop_and_search_has_the_reference_answers(imported: tuple[Path, dict[str, Any]]) -> None:
    found = answer(imported[0], STOPS)
    assert found["total"]["records"] == found["total"]["located"] == found["total"]["timed"] == 6_571
    assert found["night"]["value"] == 4_142
    assert found["top"]["codes"] == ["E01033595", "E01004734", "E01004763"]
    values = {area["code"]: area["value"] for area in found["areas"]}
    assert [values[code] for code in found["top"]["codes"]] == [1_037, 857, 742]
    assert round(100 * found["top"]["share"], 2) == 40.12
    assert found["concentration"]["areas_for_half"] == 5
    assert (len(values), sum(value > 0 for value in values.values())) == (128, 126)
    assert [sum(day[hour] for day in found["hours"]) for hour in range(24)] == BY_HOUR
    assert [sum(day) for day in found["hours"]] == BY_DAY


def test_searches_for_controlled_drugs(imported: tuple[Path, dict[str, Any]]) -> None:
    assert answer(imported[0], STOPS + "&type=controlled-drugs")["total"]["records"] == 3_303


def test_street_records_and_their_burglaries(imported: tuple[Path, dict[str, Any]]) -> None:
    link = "/west-end?dataset=offences&from=2022-10&to=2023-03"
    assert told(imported[0], link)["total"]["records"] == 1_473
    assert told(imported[0], link + "&type=burglary")["total"]["records"] == 1_470


def test_the_ward_file(new_store: NewStore, wards: Path) -> None:
    store = new_store("wards")
    import_files([wards], store, WESTMINSTER)
    found = told(store, f"/west-end?level=ward&{YEAR}")
    assert found["total"]["records"] == found["total"]["located"] == 87_036
    shares = {area["name"]: round(100 * area["share"], 2) for area in found["areas"]}
    assert (shares["West End"], shares["St James's"]) == (41.20, 27.12)
    assert found["hours"] is None and found["night"] == {"value": None, "share": None}
    assert found["total"]["timed"] is None
    assert any("month only" in note for note in found["notes"])
    smaller = told(store, f"/west-end?level=lsoa&{YEAR}")
    assert smaller["total"]["located"] is None and {area["value"] for area in smaller["areas"]} == {None}
    assert any("does not say in which small area" in note for note in smaller["notes"])


def test_the_borough_file(new_store: NewStore, borough: Path) -> None:
    store = new_store("borough")
    report = import_files([borough], store, WESTMINSTER)
    assert report["total"]["unlocated"] == report["total"]["accepted"] > 0
    found = told(store, f"/west-end?level=ward&{YEAR}")
    assert found["total"]["records"] == 90_404
    assert found["total"]["located"] is None and {area["value"] for area in found["areas"]} == {None}
    assert found["hours"] is None and any("does not say in which ward" in note for note in found["notes"])


def test_the_real_files_in_one_store_in_any_order_and_twice(
    new_store: NewStore, wards: Path, borough: Path, archive: Path
) -> None:
    orders = [(wards, borough, archive), (archive, borough, wards)]
    contents = set()
    for number, order in enumerate(orders):
        store = new_store(f"order{number}")
        kept = {}
        for path in order:
            report = import_files([path], store, WESTMINSTER)
            assert report["total"]["restated"] == 0
            link = STOPS if path == archive else f"/west-end?level=ward&dataset=offences&{YEAR}"
            kept[report["release"]] = (link, told(store, link))
        for path in order:
            again = import_files([path], store, WESTMINSTER)
            assert again["total"]["restated"] > 0
        contents.add(again["release"].partition("-")[2])
        found = told(store, f"/west-end?level=ward&{YEAR}")
        assert (found["total"]["records"], found["total"]["located"]) == (90_404, 87_036)
        assert found["total"]["unlocated"] == 90_404 - 87_036
        assert told(store, STOPS)["total"]["records"] == 6_571
        for release, (link, before) in kept.items():
            assert told(store, link, release) == before
    store = new_store("at-once")
    contents.add(import_files([borough, archive, wards], store, WESTMINSTER)["release"].partition("-")[2])
    assert len(contents) == 1  # the same files, the same release, byte for byte


def test_another_borough_and_all_of_london(new_store: NewStore, archive: Path, wards: Path, london: Path) -> None:
    store = new_store("islington")
    report = import_files([archive, wards], store, ISLINGTON)
    assert report["authority"] == ISLINGTON
    assert told(store, STOPS)["total"]["records"] == 2_260
    total = reported(london)["total"]
    assert sum(total[str(destination)] for destination in Destination) == total["rows_read"] == 115_977
    found = told(london, STOPS)
    assert (found["total"]["records"], len(found["areas"])) == (69_386, 4_835)
    values = {area["code"]: area["value"] for area in found["areas"]}
    assert [values[code] for code in ("E01033595", "E01004734", "E01004763")] == [1_037, 857, 742]
