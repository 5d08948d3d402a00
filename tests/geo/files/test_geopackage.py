"""The GeoPackage, read back by GDAL and SQLite: what it says of itself, and the style that it opens with."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from data.releases import Release
from geo.answer import Answer, answer_link
from geo.files.export_lines import header_lines
from geo.files.exports import answer_areas, answer_geopackage
from geo.files.layer_style import MapClasses, number, qml, sld
from layouts.map_classes import map_classes
from layouts.pack.maps import class_of
from layouts.picture import picture

LINK = "/west-end?from=2022-10&to=2023-09"
ASKED = {
    "count": LINK,
    "one type": LINK + "&type=burglary&time=night",
    "wards": LINK + "&level=ward",
    "harm": LINK + "&measure=harm",
    "cost": LINK + "&measure=cost",
    "rate": LINK + "&measure=rate",
    "density": LINK + "&measure=density&level=ward",
    "quotient": LINK + "&measure=quotient&type=robbery",
    "change": LINK + "&measure=change",
    "clear changes": LINK + "&measure=change&only=clear",
    "side by side": LINK.replace("west-end", ""),
}
NAMES = {"se": "http://www.opengis.net/se", "ogc": "http://www.opengis.net/ogc"}


@pytest.fixture(scope="module", params=list(ASKED.values()), ids=list(ASKED))
def answer(request: pytest.FixtureRequest, demonstration: Release) -> Answer:
    return answer_link(request.param, demonstration)


@pytest.fixture
def path(answer: Answer, tmp_path: Path) -> Path:
    made = tmp_path / "answer.gpkg"
    made.write_bytes(answer_geopackage(answer, map_classes(answer)))
    return made


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def test_it_is_in_metres_and_says_what_it_is(answer: Answer, path: Path) -> None:
    assert gpd.read_file(path, layer="areas").crs.to_epsg() == 27700
    told = pyogrio.read_info(path, layer="areas")
    assert told["dataset_metadata"]["TITLE"] == answer.headline
    assert told["dataset_metadata"]["QUESTION"] == answer.link
    assert "Open Government Licence" in told["dataset_metadata"]["LICENCE"]
    assert told["layer_metadata"]["IDENTIFIER"] == answer.headline
    assert told["layer_metadata"]["DESCRIPTION"].split("\n") == header_lines(answer)


def test_qgis_finds_title_licence_and_crs(answer: Answer, database: sqlite3.Connection) -> None:
    ((text,),) = database.execute(
        "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON id = md_file_id"
        " WHERE md_standard_uri = 'http://mrcc.com/qgis.dtd' AND table_name = 'areas'"
    ).fetchall()
    told = ET.fromstring(text)  # noqa: S314 - our own
    assert told.findtext("title") == answer.headline
    assert told.findtext("identifier") == answer.link
    assert "Open Government Licence" in str(told.findtext("license"))
    assert told.findtext("crs/spatialrefsys/authid") == "EPSG:27700"
    listed = {row[0] for row in database.execute("SELECT table_name FROM gpkg_extensions")}
    assert {"gpkg_metadata", "gpkg_metadata_reference"} <= listed


def test_its_style_is_the_default_of_its_layer(database: sqlite3.Connection) -> None:
    row = database.execute(
        "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault, length(styleName)"
        " FROM layer_styles"
    ).fetchall()
    ((column,),) = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'areas'"
    ).fetchall()
    ((*place, default, letters),) = row
    assert place == ["", "", "areas", column]
    assert default
    assert letters <= 30
    kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert kinds == {"areas": "features", "about": "attributes", "layer_styles": "attributes"}


def screen_classes(answer: Answer) -> list[int | None]:
    """The class of each area on the screen, in the order of codes."""
    drawn = picture(answer, answer, {answer.question.level: ""})
    if answer.selection.page == "/":
        return [None] * 0
    if drawn.get("classes"):
        return list(drawn["classes"])
    return [class_of(value, drawn["breaks"], drawn["diverging"]) for value in drawn["values"]]


def qml_classes(text: str, table: pd.DataFrame) -> list[list[int]]:
    """Which rules of a QGIS style each row meets, worked out by SQLite, whose expressions these are too."""
    rules = ET.fromstring(text.split("\n", 1)[1]).findall(".//rule")  # noqa: S314
    with closing(sqlite3.connect(":memory:")) as memory:
        table[["value", "verdict"]].astype({"value": "float64"}).to_sql("areas", memory, index=False)
        found = [
            {row[0] - 1 for row in memory.execute(f"SELECT rowid FROM areas WHERE {rule.get('filter')}")}  # noqa: S608
            for rule in rules
        ]
    return [[place for place, rows in enumerate(found) if row in rows] for row in range(len(table))]


def test_each_area_has_its_colour_of_the_screen(answer: Answer, database: sqlite3.Connection) -> None:
    ((text,),) = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    table = pd.DataFrame(answer_areas(answer).drop(columns="geometry"))
    found = qml_classes(text, table)
    assert all(len(rules) == 1 for rules in found), "exactly one rule for each area"
    wanted = screen_classes(answer)
    unknown = len(map_classes(answer).labels)
    if wanted:
        assert [rules[0] for rules in found] == [unknown if kind is None else kind for kind in wanted]
    assert len({rules[0] for rules in found}) > 1


def meets(rule: ET.Element, row: dict[str, Any]) -> bool:
    """Whether a row meets an OGC filter (Filter Encoding 1.1): a comparison with null is not met."""
    name = rule.tag.rpartition("}")[2]
    if name in ("Filter", "And"):
        return all(meets(part, row) for part in rule)
    if name == "Or":
        return any(meets(part, row) for part in rule)
    if name == "Not":
        return not meets(rule[0], row)
    value = row[str(rule[0].text)]
    known = not (value is None or value != value)  # NaN is not itself
    if name == "PropertyIsNull":
        return not known
    literal = str(rule[1].text)
    if name == "PropertyIsEqualTo":
        return known and value == literal
    return known and (value >= float(literal) if name == "PropertyIsGreaterThanOrEqualTo" else value < float(literal))


def test_the_sld_says_the_same(answer: Answer, database: sqlite3.Connection) -> None:
    ((qml_text, sld_text),) = database.execute("SELECT styleQML, styleSLD FROM layer_styles").fetchall()
    rules = ET.fromstring(sld_text.encode()).findall(".//se:Rule", NAMES)  # noqa: S314
    table = pd.DataFrame(answer_areas(answer).drop(columns="geometry"))
    rows = (
        table[["value", "verdict"]].astype(object).where(table[["value", "verdict"]].notna(), None).to_dict("records")
    )
    found = [[place for place, rule in enumerate(rules) if meets(rule.find("ogc:Filter", NAMES), row)] for row in rows]  # type: ignore[arg-type]
    assert found == qml_classes(qml_text, table)
    fills = [rule.findtext(".//se:Fill/se:SvgParameter", namespaces=NAMES) for rule in rules]
    assert fills[:-1] == list(map_classes(answer).colours)
    assert [rule.findtext("se:Name", namespaces=NAMES) for rule in rules[:-1]] == list(map_classes(answer).labels)


def test_the_qml_holds_the_colours_and_labels(answer: Answer) -> None:
    classes = map_classes(answer)
    root = ET.fromstring(qml(classes).split("\n", 1)[1])  # noqa: S314
    symbols = {symbol.get("name"): symbol for symbol in root.findall("renderer-v2/symbols/symbol")}
    for rule, colour in zip(root.findall(".//rule")[:-1], classes.colours, strict=True):
        told = symbols[rule.get("symbol")].find("layer/Option/Option[@name='color']")
        assert told is not None
        red, green, blue, _ = map(int, str(told.get("value")).split(","))
        assert f"#{red:02X}{green:02X}{blue:02X}" == colour
    assert [rule.get("label") for rule in root.findall(".//rule")] == [*classes.labels, "Not known"]


def test_the_same_answer_gives_the_same_file(demonstration: Release) -> None:
    answer = answer_link(LINK, demonstration)
    one, other = (answer_geopackage(answer, map_classes(answer)) for _ in range(2))
    assert one == other
    assert int.from_bytes(one[24:28]) == 1, "how often it was changed: more depends on how long the writing took"
    assert not re.search(rb"20(2[4-9]|[3-9]\d)-\d\d-\d\dT", one), "no time but that of the release"


def test_without_classes_there_is_no_style(demonstration: Release, tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(answer_geopackage(answer_link(LINK, demonstration)))
    assert {name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")} == {"areas", "about"}


def test_bounds_are_written_in_full() -> None:
    assert [number(value) for value in (0, 50, -4999, 0.35, 1e-7, 1e15)] == [
        *("0", "50", "-4999", "0.35", "0.0000001", "1000000000000000")
    ]
    with pytest.raises(ValueError, match="one more label"):
        MapClasses("t", (1, 2), ("a", "b"), ("#000000", "#FFFFFF"))
    assert "<ogc:Literal>5</ogc:Literal>" in sld(MapClasses("t", (5,), ("a<b", "b"), ("#000000", "#FFFFFF")), "areas")
