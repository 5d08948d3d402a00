"""``swp query`` writes every kind of file, to a file or a pipe, and says in one line why it cannot."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pyogrio
import pytest
from PIL import Image

from tests.command import SWP, done, environment, swp

LINK = "/west-end?type=robbery"


def piped(*arguments: str) -> bytes:
    run = subprocess.run([*SWP, "query", *arguments], capture_output=True, check=True, timeout=120, env=environment())
    assert run.stderr == b""
    return run.stdout


def told() -> pd.DataFrame:
    return pd.DataFrame(json.loads(done("query", LINK))["areas"])


def test_tables_are_the_answer(tmp_path: Path) -> None:
    wanted = told()["value"].tolist()
    clean = done("query", LINK, "--format", "csv", "--clean")
    assert clean.startswith("code,name,value,")
    full = done("query", LINK, "--format", "csv")
    assert [line for line in full.splitlines() if not line.startswith("# ")] == clean.splitlines()
    assert pd.read_csv(io.StringIO(clean))["value"].tolist() == wanted
    book = openpyxl.load_workbook(io.BytesIO(piped(LINK, "--format", "xlsx")))
    assert [row[2] for row in book["Areas"].iter_rows(min_row=2, values_only=True)] == wanted
    done("query", LINK, "--format", "gpkg", "--out", tmp_path / "a.gpkg")
    assert {name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")} == {"areas", "about", "layer_styles"}
    assert pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="areas")["value"].tolist() == wanted


def test_pictures_are_pictures() -> None:
    first, other = (piped(LINK, "--format", "svg", *chart) for chart in ([], ["--chart", "hours"]))
    assert ET.fromstring(first).tag == ET.fromstring(other).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert first != other
    assert Image.open(io.BytesIO(piped(LINK, "--format", "png", "--chart", "months"))).format == "PNG"


def test_a_view_of_the_overview_can_be_drawn() -> None:
    assert b"youth violence" in piped("/", "--view", "syv", "--format", "svg").lower()


def test_what_cannot_be_drawn_is_one_line() -> None:
    run = swp("query", "/west-end?from=2025-01&to=2025-03", "--format", "png")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.count("\n") == 1
    assert "this picture cannot be drawn" in run.stderr


@pytest.mark.parametrize(
    "arguments", [["--clean"], ["--clean", "--format", "xlsx"], ["--chart", "map"], ["--format", "tiff"]]
)
def test_options_that_do_not_belong_together_are_wrong_usage(arguments: list[str]) -> None:
    run = swp("query", LINK, *arguments)
    assert run.returncode == 2
    assert "usage: swp query" in run.stderr
