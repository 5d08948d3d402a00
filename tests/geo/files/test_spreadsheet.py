"""The spreadsheet, read back by openpyxl and pandas, gives the figures of the answer as numbers and says what they are."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.releases import Release
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.files.export_lines import header_lines
from geo.files.office_files import with_fixed_dates
from geo.files.spreadsheet import answer_xlsx
from geo.page_json import page_json
from tests.geo.files.test_exports import MEASURES, told_of

DIGITS = 1e-14  # openpyxl writes 16 digits of a fraction


@pytest.fixture(scope="module", params=list(MEASURES.values()), ids=list(MEASURES))
def answer(request: pytest.FixtureRequest, demonstration: Release) -> Answer:
    return answer_link(request.param, demonstration)


@pytest.fixture(scope="module")
def content(answer: Answer) -> bytes:
    return answer_xlsx(answer)


def same(read: pd.DataFrame, told: pd.DataFrame) -> None:
    """The same columns, the same values, the same unknowns."""
    assert list(read) == list(told)
    for name in list(told):
        assert list(read[name].isna()) == list(told[name].isna()), name
        found, wanted = list(read[name].dropna()), list(told[name].dropna())
        if wanted and isinstance(wanted[0], float):
            assert found == pytest.approx(wanted, rel=DIGITS, abs=0), name
        else:
            assert found == wanted, name


def sheet(content: bytes, name: str) -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(content), sheet_name=name)


def opened(content: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def test_areas_are_those_of_the_answer(answer: Answer, content: bytes) -> None:
    same(sheet(content, "Areas"), told_of(answer))


def test_figures_are_numbers_and_the_header_stays(content: bytes) -> None:
    areas = opened(content, "Areas")
    assert areas.freeze_panes == "C2"
    names = [cell.value for cell in areas[1]]
    for row in areas.iter_rows(min_row=2):
        for name, cell in zip(names, row, strict=True):
            wanted = "s" if name in ("code", "name", "unit", "verdict", "gi_star", "local_moran") else "n"
            assert cell.value is None or cell.data_type == wanted, (name, cell.value)
    formats = dict(zip(names, (cell.number_format for cell in areas[2]), strict=True))
    assert areas["A2"].value is None or formats["share"] in ("0.0%", "General")
    assert all(areas.column_dimensions[letter].width >= 10 for letter in "ABCDE")


def test_months_and_hours_are_those_of_the_answer(answer: Answer, content: bytes) -> None:
    told = answer_json(answer)
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert names[:2] == ["Areas", "About"]
    assert ("Months" in names, "Hours" in names) == (bool(told["months"]), told["hours"] is not None)
    if "Months" in names:
        same(sheet(content, "Months"), pd.DataFrame(told["months"]))
    if "Hours" in names:
        hours = sheet(content, "Hours")
        assert hours.drop(columns="day").to_numpy().tolist() == told["hours"]
        assert list(hours) == ["day", *(f"{hour:02}" for hour in range(24))]
        assert list(hours["day"])[0::6] == ["Monday", "Sunday"]


def test_about_holds_every_header_line(answer: Answer, content: bytes) -> None:
    told = [row[0] for row in opened(content, "About").iter_rows(min_row=2, values_only=True)]
    assert told == header_lines(answer)


def test_the_cost_sheet_is_the_cost_table(demonstration: Release) -> None:
    content = answer_xlsx(answer_link(MEASURES["cost"], demonstration))
    told = page_json(demonstration, MEASURES["cost"])["cost"]["rows"]
    read = sheet(content, "Cost").to_dict("records")
    assert len(read) == 15
    assert read == [
        {**{key: row[key] for key in ("row", "count", "unit_cost", "total")}, **row["cells"]} for row in told
    ]
    assert opened(content, "Cost")["D2"].number_format == "£#,##0"


def test_evidence_has_clusters_and_chance(demonstration: Release) -> None:
    link = MEASURES["clusters"]
    content = answer_xlsx(answer_link(link, demonstration))
    told = page_json(demonstration, link)
    clusters = sheet(content, "Clusters")
    for method in ("gi_star", "local_moran"):
        read = clusters[clusters["method"] == method].drop(columns=["method", "name"]).reset_index(drop=True)
        same(read, pd.DataFrame(told["clusters"][method]["areas"], columns=["code", "label", "statistic", "p"]))
    chance = sheet(content, "Chance").set_index("figure")
    for name in told["chance"]["exceeds"]:
        for column in ("mean", "low", "high"):
            assert chance.loc[name, column] == pytest.approx(told["chance"][name][column], rel=DIGITS)
    assert chance.loc["gini", "ours"] == pytest.approx(told["concentration"]["gini"], rel=DIGITS)
    assert chance.loc["top_share", "ours"] == pytest.approx(told["top"]["share"], rel=DIGITS)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\tindented", "a\x00b", "'quoted"])
def test_text_is_never_a_formula(name: str, demonstration: Release) -> None:
    answer = answer_link(MEASURES["count"], demonstration)
    first, *rest = answer.areas
    named = replace(answer, areas=(replace(first, name=name), *rest))
    cell = opened(answer_xlsx(named), "Areas")["B2"]
    assert cell.data_type == "s"
    assert cell.value == name.replace("\x00", "")
    assert cell.quotePrefix == name.startswith(("=", "+", "-", "@"))


def test_the_same_answer_gives_the_same_bytes(demonstration: Release) -> None:
    answer = answer_link(MEASURES["count"], demonstration)
    one = answer_xlsx(answer)
    assert one == answer_xlsx(answer)
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(io.BytesIO(one)).properties
    assert properties.created == properties.modified == datetime(2023, 10, 1)


def test_other_dates_leave_the_parts_as_they_were(demonstration: Release) -> None:
    one = answer_xlsx(answer_link(MEASURES["count"], demonstration))
    other = with_fixed_dates(one, datetime(2030, 1, 2, tzinfo=UTC))
    assert one != other
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        assert first.namelist() == second.namelist()
        changed = [name for name in first.namelist() if first.read(name) != second.read(name)]
    assert changed == ["docProps/core.xml"]
