"""Populations of the partnership's own: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data.choices import POPULATIONS
from data.schema import DataError
from data.tables.populations import population, residents_by_code
from data.tables.registered import POPULATIONS as FOLDER
from data.tables.registered import registered_names
from data.tables.registering import register_population
from tests.data.tables.test_weights import store, write  # noqa: F401 - a fixture

from data.releases import open_release  # isort: skip


def test_residents_are_those_published() -> None:
    people = residents_by_code()
    assert sum(number for code, number in people.items() if code.startswith("E01")) == 269_848
    assert len(people) == 128 + 18
    assert population(None).people == people
    assert "mid-2020" in population(None).source


def test_a_population_of_our_own(store: Path, tmp_path: Path) -> None:  # noqa: F811
    file = write(tmp_path / "wd.csv", 'Ward code,Note,Workday\nE05013808,a,"151,000"\n e05013806 ,b,90000.5\n')
    made = register_population(store, file, "Workday 2021")
    release = open_release(store)
    assert release.choices.populations == (*POPULATIONS, "workday-2021")
    found = population(release, "workday-2021")
    assert found == made
    assert dict(found.people) == {"E05013806": 90000.5, "E05013808": 151000.0}
    assert found.source == "Workday 2021, registered from wd.csv"


def test_a_workbook_will_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("people", 0)
    for row in (["LSOA21CD", "Population"], ["E01035716", 2400], ["E01004734", 1700]):
        sheet.append(row)
    book.save(tmp_path / "wd.xlsx")
    made = register_population(tmp_path / "store", tmp_path / "wd.xlsx", "workday")
    assert dict(made.people) == {"E01035716": 2400.0, "E01004734": 1700.0}


BAD = [
    ("code,number\nE05013808,few\n", "line 2: column 'number': 'few' is not a number"),
    ("code,number\nE05013808,-1\n", "'-1' is negative"),
    ("code,number\nE05013808,\n", "'' is empty"),
    ("code,number\nWest End,1\n", "line 2: column 'code': 'West End' is no code of a small area"),
    ("code,number\nE05013808,1\nE05013806,2\ne05013808,1\n", "line 4: .* stands in line 2 already"),
    ("code,number\n", "a header and no rows"),
    ("code;colour\nE05013808;red\n", "there is no column 'number'"),
    ("code,population,people\nE05013808,1,2\n", "both hold the number"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_a_bad_file_is_told_where_it_is_bad(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=says):
        register_population(tmp_path / "store", write(tmp_path / "bad.csv", text), "bad")
    assert registered_names(tmp_path / "store", FOLDER) == ()


def test_residents_and_names_in_use_are_refused(store: Path, tmp_path: Path) -> None:  # noqa: F811
    file = write(tmp_path / "a.csv", "code,number\nE05013808,1\n")
    with pytest.raises(DataError, match="'residents' is built in"):
        register_population(store, file, "Residents")
    register_population(store, file, "workday")
    with pytest.raises(DataError, match="Choose another name"):
        register_population(store, write(tmp_path / "b.csv", "code,number\nE05013808,2\n"), "workday")
    with pytest.raises(DataError, match="there is no population 'visitors'"):
        population(open_release(store), "visitors")
