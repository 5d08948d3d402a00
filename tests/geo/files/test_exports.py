"""Exports, read back by other programs, give the figures of the answer and say what they are."""

from __future__ import annotations

import io
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from data.releases import Release
from data.selection import Page
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.files.export_lines import header_lines
from geo.files.exports import answer_areas, answer_csv, answer_geojson, answer_geopackage, file_stem
from geo.page_json import page_json
from geo.statistics.answer_clusters import clusters_of
from geo.statistics.clusters_json import clusters_json

LINK = "/west-end?from=2022-10&to=2023-09"


MEASURES = {
    "count": LINK,
    "harm": LINK + "&measure=harm",
    "harm without searches": LINK + "&measure=harm&weights=cchi-days-median-2026&proactive=without",
    "cost": LINK + "&measure=cost",
    "rate": LINK + "&measure=rate&ward=abbey-road,church-street",
    "density": LINK + "&measure=density&level=ward",
    "quotient": LINK + "&measure=quotient&type=robbery",
    "change": LINK + "&measure=change&type=burglary",
    "nothing to compare with": LINK + "&compare=none",
    "clusters": LINK.replace("west-end", "evidence") + "&measure=harm",
    "no clusters": LINK.replace("west-end", "evidence") + "&measure=change",
    "no values": LINK.replace("west-end", "evidence") + "&measure=harm&dataset=fire",
}
COLUMNS = ["code", "name", "value", "share", "rank", "previous", "change", "change_share", "low", "high", "verdict"]


@pytest.fixture(scope="module", params=list(MEASURES.values()), ids=list(MEASURES))
def answer(request: pytest.FixtureRequest, demonstration: Release) -> Answer:
    return answer_link(request.param, demonstration)


def told_of(answer: Answer) -> pd.DataFrame:
    """What every export must hold, put together from the JSON of the answer and of its clusters."""
    told = pd.DataFrame(answer_json(answer)["areas"], columns=COLUMNS)
    told["unit"] = answer.figures.unit
    if answer.selection.page is Page.EVIDENCE:
        found = clusters_json(clusters_of(answer))
        for method in ("gi_star", "local_moran"):
            areas = (found[method] or {"areas": []})["areas"]
            labels = {
                area["code"]: None if area["statistic"] is None else area["label"] or "no cluster" for area in areas
            }
            told[method] = [labels.get(code) for code in told["code"]]
    return told


def same(read: pd.DataFrame, told: pd.DataFrame) -> None:
    """The same columns, the same values, the same unknowns."""
    assert list(read) == list(told)
    for name in list(told):
        assert list(read[name].isna()) == list(told[name].isna()), name
        assert list(read[name].dropna()) == list(told[name].dropna()), name


def test_csv_reads_back(answer: Answer) -> None:
    same(pd.read_csv(io.StringIO(answer_csv(answer)), comment="#"), told_of(answer))


def test_geojson_reads_back(answer: Answer, tmp_path: Path) -> None:
    text = answer_geojson(answer)
    collection = json.loads(text)
    assert "NaN" not in text
    same(pd.DataFrame([each["properties"] for each in collection["features"]]), told_of(answer))
    for name in ("says", "measure", "unit", "period", "previous", "total"):
        assert collection[name] == json.loads(json.dumps(answer_json(answer)[name]))
    assert collection["about"] == header_lines(answer)
    path = tmp_path / "answer.geojson"
    path.write_text(text, encoding="utf-8")
    assert len(gpd.read_file(path)) == len(answer.areas)


def test_geopackage_reads_back(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "answer.gpkg"
    path.write_bytes(answer_geopackage(answer))
    read = gpd.read_file(path, layer="areas")
    same(pd.DataFrame(read.drop(columns="geometry")), told_of(answer))
    assert read["value"].dtype.kind in "if"
    assert read["low"].dtype.kind == "f" or not read["low"].isna().all()
    assert list(pyogrio.read_dataframe(path, layer="about")["about"]) == header_lines(answer)


def head_of(link: str, release: Release) -> str:
    text = answer_csv(answer_link(link, release))
    return "".join(line + "\n" for line in text.splitlines() if line.startswith("# "))


def test_every_export_says_what_it_is(answer: Answer) -> None:
    head = header_lines(answer)
    assert head[0] == answer.says
    assert not any("\n" in line for line in head)
    for start in (
        *("Question: /", "Release: ", "Source: ", "Period: October 2022 to September 2023", "Compared with: "),
        *("Measure: ", "Base of shares: ", "low, high: ", "change_share: ", "verdict: "),
        "Demonstration data",
    ):
        assert sum(line.startswith(start) for line in head) == 1, start
    assert set(answer.notes) <= set(head)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            "",
            [
                "Measure: count",
                "change, low and high: offences",
                "87,036 offences with a known place; 3,304",
                "Exact binomial test",
                "held to 5%",
            ],
        ),
        ("&compare=none", ["Compared with: nothing", "verdict: empty, there is no whole period"]),
        ("&from=2020-10&to=2021-09", ["which the release does not cover", "verdict: empty, there is no whole period"]),
        ("&measure=harm", ["cchi-days-calibrated", "version 1", "calibrated to the 2024", "days of harm of the "]),
        ("&measure=harm&proactive=without", ["drugs, weapons", "Test of two weighted sums"]),
        (
            "&measure=cost",
            ["Home Office Research Report 99; ", "100 / 82.541", "pounds of the ", "Test of two weighted sums"],
        ),
        (
            "&measure=rate",
            [
                "offences per 1,000 residents",
                "Population: residents; mid-2020",
                "thousands of people",
                "Exact binomial test",
            ],
        ),
        ("&measure=density", ["Hectares: ", "hectares of the area", "exact interval of a count"]),
        ("&measure=quotient&type=robbery", ["records expected", "fewer than five", "verdict: empty, a location"]),
        ("&measure=change", ["Measure: change", "low, high: empty"]),
        ("&measure=change&only=clear", ["All areas are in this file; only=clear"]),
        (
            "&measure=harm&dataset=fire",
            ["Base of shares: not known", "are no values to compare", "have no such weight"],
        ),
    ],
)
def test_the_head_names_base_tables_and_tests(asked: str, says: list[str], demonstration: Release) -> None:
    link = f"/west-end?{asked}" if "from=" in asked else LINK + asked
    head = head_of(link, demonstration)
    assert not [text for text in says if text not in head], head


def test_the_head_of_clusters_names_their_method(demonstration: Release) -> None:
    head = head_of(MEASURES["clusters"], demonstration)
    assert "gi_star, local_moran: clusters by Getis-Ord Gi* and Local Moran, 9,999 permutations" in head
    assert "gi_star, local_moran: empty. Clusters are looked for in" in head_of(MEASURES["no clusters"], demonstration)
    assert "gi_star" not in head_of(LINK, demonstration)


def test_a_change_of_few_records_has_no_share(demonstration: Release) -> None:
    table = pd.read_csv(io.StringIO(answer_csv(answer_link(LINK + "&type=burglary", demonstration))), comment="#")
    few = table["previous"] < 20
    assert few.any()
    assert (~few).any()
    assert table.loc[few, "change_share"].isna().all()
    assert table.loc[~few, "change_share"].notna().all()
    whole = table[~few]
    assert np.allclose(whole["change_share"], (whole["value"] - whole["previous"]) / whole["previous"])


def test_an_area_that_took_no_part_has_no_cluster_label(demonstration: Release) -> None:
    link = LINK.replace("west-end", "evidence") + "&ward=st-james-s,west-end,marylebone"
    answer = answer_link(link, demonstration)
    table = answer_areas(answer).set_index("code")
    outside = [area.code for area, inside in zip(answer.areas, answer.inside, strict=True) if not inside]
    assert outside
    assert table.loc[outside, "gi_star"].isna().all()
    inside = table.drop(index=outside)
    assert set(inside["gi_star"]) <= {"high", "low", "no cluster"}


def test_the_cost_table_is_in_the_json(demonstration: Release) -> None:
    told = page_json(demonstration, MEASURES["cost"])
    rows, areas = told["cost"]["rows"], told["areas"]
    assert len(rows) == 15
    assert sum(row["total"] for row in rows) == told["cost"]["total"] == pytest.approx(told["total"]["value"], abs=15)
    assert sum(area["value"] for area in areas) == pytest.approx(told["total"]["value_located"], abs=len(areas))
    assert set(told["cost"]["groups"]) == {"anticipation", "consequence", "response"}


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
