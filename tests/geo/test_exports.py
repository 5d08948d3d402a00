"""Exports, read back by other programs, give the figures of the answer and say what they are."""

from __future__ import annotations

import io
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from data.releases import Release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.exports import answer_csv, answer_geojson, answer_geopackage, file_stem

LINK = "/west-end?from=2022-10&to=2023-09"


def test_csv_says_what_it_is_and_reads_back(demonstration: Release) -> None:
    answer = answer_link(LINK, demonstration)
    text = answer_csv(answer)
    head = [line for line in text.splitlines() if line.startswith("# ")]
    assert head[0] == f"# {answer.says}"
    assert any("demonstration data, illustrative records" in line for line in head)
    assert any(line.startswith("# Question: /west-end") for line in head)
    table = pd.read_csv(io.StringIO(text), comment="#")
    told = pd.DataFrame(answer_json(answer)["areas"])
    pd.testing.assert_frame_equal(table, told, check_dtype=False)


def test_unknown_is_an_empty_cell(demonstration: Release) -> None:
    table = pd.read_csv(
        io.StringIO(answer_csv(answer_link("/west-end?from=2025-01&to=2025-03", demonstration))), comment="#"
    )
    assert len(table) == 128
    assert table["value"].isna().all()


def test_geojson_is_in_degrees_and_complete(demonstration: Release, tmp_path: Path) -> None:
    answer = answer_link(LINK, demonstration)
    text = answer_geojson(answer)
    assert json.loads(text)["says"] == answer.says
    (tmp_path / "answer.geojson").write_text(text, encoding="utf-8")
    areas = gpd.read_file(tmp_path / "answer.geojson")
    assert areas.total_bounds[0] > -0.3
    assert areas.total_bounds[3] < 51.6
    assert areas["value"].sum() == answer.located
    assert areas.set_index("code")["value"]["E01033595"] == 16182


def test_geopackage_is_in_metres_with_its_question(demonstration: Release, tmp_path: Path) -> None:
    answer = answer_link(LINK, demonstration)
    path = tmp_path / "answer.gpkg"
    path.write_bytes(answer_geopackage(answer))
    assert {name for name, _ in pyogrio.list_layers(path)} == {"areas", "about"}
    areas = gpd.read_file(path, layer="areas")
    assert areas.crs.to_epsg() == 27700
    assert areas["value"].sum() == answer.located
    assert answer.says in set(pyogrio.read_dataframe(path, layer="about")["about"])


def test_file_names_tell_the_question(demonstration: Release) -> None:
    stem = file_stem(answer_link(LINK, demonstration))
    assert stem == "demonstration_west-end_offences_2022-10_2023-09"
