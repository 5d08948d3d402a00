"""Published shares of the whole Metropolitan Police, from the real files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.releases import open_release
from data.store import release_folders
from geo.answer import answer_link
from geo.force import force_json
from geo.publishing.importing import import_files

WESTMINSTER = "E09000033"
YEAR = "/neighbourhoods?level=ward&from=2022-10&to=2023-09"
BUSINESS = "burglary-business-and-community,robbery-of-business-property,shoplifting,other-theft,theft-from-person"


@pytest.fixture(scope="module")
def stores(real: Path, official: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The real files imported at once, and one after the other the other way round."""
    folder = tmp_path_factory.mktemp("force")
    once, steps = (Path(shutil.copytree(official, folder / name)) for name in ("once", "steps"))
    paths = [*sorted((real / "mps").glob("*.csv")), *sorted((real / "police_uk").glob("*.zip"))]
    reports = [import_files(paths, once, WESTMINSTER)]
    reports += [import_files([path], steps, WESTMINSTER) for path in reversed(paths)]
    assert reports[0]["total"]["accepted"] == sum(report["total"]["accepted"] for report in reports[1:])
    return [once, steps]


@pytest.fixture(scope="module")
def told(stores: list[Path]) -> Any:
    release = open_release(stores[0])

    def tell(link: str) -> dict[str, Any]:
        force = force_json(answer_link(link, release))
        assert force is not None
        return force

    return tell


def percent(share: float) -> float:
    return round(100 * share, 2)


def test_the_borough_in_the_force(told: Any) -> None:
    force = told(YEAR)
    assert (force["records"], force["located"]) == (912_169, 883_353)
    assert percent(force["share"]) == 9.91  # OV04
    assert percent(force["types"]["theft"]["share"]) == 29.69  # OV10
    assert sum(kind["records"] for kind in force["types"].values()) == force["records"]


def test_the_two_wards_divide_by_records_with_a_ward(told: Any) -> None:
    force = told(f"{YEAR}&ward=west-end,st-jamess")
    assert (percent(force["share_located"]), percent(force["share"])) == (6.73, 6.52)  # LO05 and its note


@pytest.mark.parametrize(
    ("types", "share"), [("drug-offences", 7.46), ("sexual-offences", 6.49), (BUSINESS, 20.30)]
)  # DR02, SX03, BU02's proxy
def test_types_of_crime_in_the_force(told: Any, types: str, share: float) -> None:
    assert percent(told(f"{YEAR}&type={types}")["share"]) == share


def test_the_change_of_the_force(told: Any) -> None:
    force = told("/neighbourhoods?level=ward&from=2022-12&to=2023-11")
    assert (force["records"], force["previous"]) == (921_048, 865_776)
    assert percent(force["change_share"]) == 6.38
    assert percent(force["share_of_change"]) == 30.13


def test_searches_for_drugs(told: Any) -> None:
    force = told("/west-end?dataset=stop-search&from=2022-10&to=2023-03&type=controlled-drugs")
    assert (force["records"], force["located"]) == (47_030, 42_074)
    assert force["share_located"] == 3_303 / 42_074


def test_the_order_of_files_makes_no_difference(stores: list[Path]) -> None:
    first, second = (
        {path.name: path.read_bytes() for path in (release_folders(store)[0] / "force").iterdir()} for store in stores
    )
    assert len(first) == 5
    assert first == second
    assert len({release_folders(store)[0].name.partition("-")[2] for store in stores}) == 1
