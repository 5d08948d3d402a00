"""Every file of an answer tells the public what its JSON tells and no figure more; each says by which rule."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from data.releases import Release
from data.schema import DataError
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.files.export_files import KINDS, exported
from layouts.answer_files import PICTURES, answer_file
from layouts.map_classes import map_classes
from layouts.pack.files import pack_file

LINKS = (
    "/west-end?type=robbery", "/west-end?time=night", "/evidence?type=burglary", "/neighbourhoods?type=robbery",
    "/west-end?type=theft-from-person", "/serious-youth-violence", "/west-end?measure=rate&type=robbery",
    "/west-end?from=2023-01&to=2023-03", "/west-end?measure=harm", "/evidence?measure=cost",
)  # fmt: skip
FIGURES = ("value", "share", "rank", "previous", "change", "change_share", "low", "high")


def rows_of(answer: Answer, kind: str) -> list[dict[str, Any]]:
    """The table of areas of a file, unknown as None."""
    content = exported(answer, kind, map_classes)
    if kind.startswith("csv"):
        lines = [line for line in content.decode().splitlines() if not line.startswith("#")]
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(lines)]
    if kind == "geojson":
        return [feature["properties"] for feature in json.loads(content)["features"]]
    if kind == "xlsx":
        head, *rows = load_workbook(io.BytesIO(content), read_only=True)["Areas"].iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.gpkg"
        path.write_bytes(content)
        with sqlite3.connect(path) as database:
            database.row_factory = sqlite3.Row
            found = [dict(row) for row in database.execute("SELECT * FROM areas")]
        database.close()
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("link", LINKS)
def test_a_file_has_no_figure_that_the_json_has_not(public: Release, link: str, kind: str) -> None:
    answer = answer_link(link, public)
    told = {area["code"]: area for area in answer_json(answer)["areas"]}
    rows = rows_of(answer, kind)
    assert [row["code"] for row in rows] == list(told)
    for row in rows:
        for name in FIGURES:
            expected, found = told[row["code"]][name], row.get(name)
            assert (expected is None) == (found is None), (row["code"], name)
            assert expected is None or float(str(found)) == pytest.approx(expected)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "csv-clean"])
@pytest.mark.parametrize("link", LINKS[:2])
def test_a_file_says_the_rule(public: Release, link: str, kind: str) -> None:
    answer = answer_link(link, public)
    content = exported(answer, kind, map_classes)
    if kind == "xlsx":
        about = [str(row[0]) for row in load_workbook(io.BytesIO(content))["About"].iter_rows(values_only=True)]
        assert answer.rule_says in about
    else:
        assert answer.rule_says.encode() in content


def test_spreadsheets_leave_withheld_hours_and_months_empty(public: Release) -> None:
    answer = answer_link("/west-end?type=robbery", public)
    told, book = answer_json(answer), load_workbook(io.BytesIO(exported(answer, "xlsx")))
    hours = [list(row[1:]) for row in book["Hours"].iter_rows(min_row=2, values_only=True)]
    assert hours == told["hours"] and any(value is None for day in hours for value in day)
    assert [row[1] for row in book["Months"].iter_rows(min_row=2, values_only=True)] == [
        month["value"] for month in told["months"]
    ]


@pytest.mark.parametrize("kind", [kind for kind in PICTURES if kind.endswith("svg")])
@pytest.mark.parametrize("link", LINKS)
def test_a_picture_says_the_rule_and_tells_no_withheld_hour(public: Release, link: str, kind: str) -> None:
    answer = answer_link(link, public)
    try:
        drawn = answer_file(answer, kind).content.decode()
    except DataError as reason:
        assert str(reason)
        return
    words = " ".join(re.findall(r">([^<>]+)<", drawn))
    assert answer.rule_says.split(",")[0] in words
    if kind.startswith("hours") and answer.hours is not None:
        assert words.count("–") >= int((answer.hours != answer.hours).sum())
        assert "nan" not in words


def test_a_pack_says_the_rule_and_no_row_count(public: Release) -> None:
    links = list(LINKS[:3])
    pages = [
        page.extract_text()
        for page in PdfReader(io.BytesIO(pack_file(public, links, "pdf", date(2026, 1, 1), "").content)).pages
    ]
    told = " ".join(" ".join(pages).split())
    assert "Counts under 5 are withheld" in told and "nan" not in told.split() and " rows (release" not in told
    slides = Presentation(io.BytesIO(pack_file(public, links, "pptx", date(2026, 1, 1), "").content)).slides
    words = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any("Counts under 5 are withheld" in text for text in words)
