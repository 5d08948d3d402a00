"""The pack as slides: native and editable, with words for everything, and every figure the answer's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE as KIND

from data.releases import Release
from geo.answer import answer_link
from geo.files.pack_answers import pack_answers
from geo.page_json import page_json
from layouts.pack.colours import DIVERGING, SEQUENTIAL
from layouts.pack.making import pack_of
from layouts.pack.model import Pack, PackView
from layouts.pack.slides import by_length, slides_bytes
from layouts.pack.slides_map import clipped
from layouts.pack.slides_parts import everything, number_of, parts_of

DAY: Final = date(2026, 11, 20)
ADDRESS: Final = "https://dashboard.example"
LINKS: Final = (
    "/",
    "/evidence",
    "/west-end?type=robbery&measure=change&n=5",
    "/west-end?measure=cost",
    "/neighbourhoods?ward=church-street&time=night",
    "/west-end?dataset=fire&measure=harm",
    "/west-end?from=2025-01&to=2025-03",
)
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def pack(demonstration: Release) -> Pack:
    return pack_of(pack_answers(demonstration, LINKS), DAY, ADDRESS)


@pytest.fixture(scope="module")
def content(pack: Pack) -> bytes:
    return slides_bytes(pack)


@pytest.fixture(scope="module")
def slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def of_view(slides: list[Any], view: PackView) -> list[Any]:
    """The slides of one view: they name its link in their notes."""
    return [slide for slide in slides if f"Link: {view.address}" in notes(slide).splitlines()]


def figures(slide: Any) -> Iterator[Any]:
    return (shape for shape in slide.shapes if shape.shape_type in (KIND.TABLE, KIND.CHART, KIND.PICTURE, KIND.GROUP))


def described(shape: Any) -> str:
    return str(shape._element._nvXxPr.cNvPr.get("descr") or "")


def test_every_slide_has_a_title_first_and_the_foot_last(slides: list[Any]) -> None:
    for number, slide in enumerate(slides, start=1):
        title, *_, foot, place = slide.shapes
        assert title == slide.shapes.title and title.text_frame.text
        assert "Demonstration data" in foot.text_frame.text and "demonstration-2023-09" in foot.text_frame.text
        assert place.placeholder_format.type.name == "SLIDE_NUMBER", number


def test_nothing_lies_beside_the_slide_and_numbers_of_shapes_are_unique(content: bytes) -> None:
    book = Presentation(io.BytesIO(content))
    assert (book.slide_width, book.slide_height) == (12191695, 6858000)
    for slide in book.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= book.slide_width + 9525
            assert shape.top + shape.height <= book.slide_height
        numbers = [int(found) for found in slide._element.xpath("//p:cNvPr/@id")]
        assert len(numbers) == len(set(numbers))


def test_everything_drawn_has_words(slides: list[Any]) -> None:
    found = [shape for slide in slides for shape in figures(slide)]
    assert len(found) > 30
    for shape in found:
        assert len(described(shape)) > 20, shape.name
    areas = [shape for slide in slides for group in slide.shapes if group.shape_type == KIND.GROUP for shape in group.shapes if shape.shape_type == KIND.FREEFORM]  # fmt: skip
    assert len(areas) > 500


def test_pictures_are_codes_alone(slides: list[Any]) -> None:
    pictures = [shape for slide in slides for shape in everything(slide.shapes) if shape.shape_type == KIND.PICTURE]
    assert pictures
    assert all(shape.name == "QR code" for shape in pictures)


def test_every_run_is_english(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides)/[^/]+\.xml", name):
                text = package.read(name).decode()
                runs = len(re.findall(r"<a:r>|<a:fld ", text))
                assert runs == len(re.findall(r"<a:(?:r|fld [^>]*)><a:rPr [^>]*lang=\"en-GB\"", text)), name
    assert Presentation(io.BytesIO(content)).core_properties.language == "en-GB"


def test_fonts_and_colours_are_the_themes(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
        assert theme.count('typeface="Source Sans 3"') == 2
        assert 'val="147A96"' in theme
        slides_text = "".join(
            package.read(name).decode() for name in package.namelist() if name.startswith("ppt/slides/")
        )
    assert "<a:latin" not in slides_text, "words follow the theme"


ORDERS: Final = {
    "tcPr": ["lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr", "cell3D", "noFill", "solidFill", "pattFill"],
    "pPr": ["lnSpc", "spcBef", "spcAft", "buClr", "buSzPts", "buFont", "buNone", "buChar", "tabLst", "defRPr"],
    "spPr": ["xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "pattFill", "ln", "effectLst"],
    "rPr": ["ln", "noFill", "solidFill", "effectLst", "latin", "hlinkClick"],
}  # fmt: skip


def test_elements_stand_in_the_order_of_the_schema(slides: list[Any]) -> None:
    seen = 0
    for slide in slides:
        for name, order in ORDERS.items():
            space = "p" if name == "spPr" else "a"
            for element in slide._element.xpath(f".//{space}:{name}"):
                children = [child.tag.rpartition("}")[2] for child in element]
                places = [order.index(child) for child in children]
                assert places == sorted(places), (name, children)
                seen += len(children)
    assert seen > 1000


def test_notes_say_base_source_release_and_link(slides: list[Any], pack: Pack) -> None:
    for view in pack.views:
        for slide in of_view(slides, view):
            told = notes(slide)
            assert all(f"Source: {source}" in told for source in view.sources)
            assert f"Release {view.release}." in told
            assert "Base: " in told


def test_every_view_has_slides(slides: list[Any], pack: Pack) -> None:
    assert len(pack.views) == 9
    for view in pack.views:
        assert of_view(slides, view), view.title
        assert (
            any(view.sentence in slide.shapes.title.text_frame.text for slide in of_view(slides, view)) or not view.map
        )


def shapes_of(slides: list[Any], view: PackView, kind: Any) -> list[Any]:
    return [shape for slide in of_view(slides, view) for shape in slide.shapes if shape.shape_type == kind]


def cells(table: Any) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


def test_the_ranking_table_and_its_bars_are_the_answer(slides: list[Any], pack: Pack, demonstration: Release) -> None:
    checked = 0
    for view in pack.views:
        if view.ranking is None:
            continue
        tables = [shape.table for shape in shapes_of(slides, view, KIND.TABLE) if shape.name == view.ranking.caption]
        rows = [row for table in tables for row in cells(table)[1:]]
        assert rows == [list(view.ranking.cells(row)) for row in view.ranking.rows]
        told = {
            area["code"]: area
            for area in page_json(demonstration, view.link.replace("ward=church-street&", ""))["areas"]
        }
        column = view.ranking.columns.index("value")
        for row, written in zip(view.ranking.rows, rows, strict=True):
            wanted = told[row.code]["value"]
            scale = 1000 if "measure=cost" in view.link else 1
            assert number_of(written[column].lstrip("+")) == pytest.approx(wanted / scale, abs=0.5)
            checked += 1
        (chart,) = [shape.chart for shape in shapes_of(slides, view, KIND.CHART) if shape.name == view.ranking.caption]
        assert list(chart.plots[0].categories) == [row.area for row in view.ranking.rows]
        assert list(chart.plots[0].series[0].values) == [number_of(row[column].lstrip("+")) for row in rows]
    assert checked > 50


def test_the_hours_are_the_answer(slides: list[Any], pack: Pack, demonstration: Release) -> None:
    checked = 0
    for view in pack.views:
        if view.heatmap is None or not ("measure=" in view.link or "youth" in view.link):
            continue  # the others tell the hours of some wards
        (table,) = [shape.table for shape in shapes_of(slides, view, KIND.TABLE) if shape.name == view.heatmap.title]
        written = np.array([[number_of(cell) for cell in row[1:25]] for row in cells(table)[1:]])
        hours = np.array(page_json(demonstration, view.link)["hours"], dtype=float)
        scale = 1000 if "measure=cost" in view.link else 1
        nights = np.hstack([hours[:, 6:], np.roll(hours, -1, axis=0)[:, :6]]) / scale
        assert np.abs(written - nights).max() <= 0.5
        checked += 1
        for row, kinds in enumerate(view.heatmap.classes, start=1):
            for column, kind in enumerate(kinds, start=1):
                assert kind is not None
                assert f"#{table.cell(row, column).fill.fore_color.rgb}" == SEQUENTIAL[kind]
    assert checked >= 2


def test_the_months_are_the_answer(slides: list[Any], pack: Pack, demonstration: Release) -> None:
    checked = 0
    for view in pack.views:
        if view.months is None:
            continue
        (chart,) = [shape.chart for shape in shapes_of(slides, view, KIND.CHART) if shape.name == view.months.title]
        drawn = [list(series.values) for series in chart.plots[0].series]
        assert drawn[0] == list(view.months.now)
        assert drawn[1:] == ([list(view.months.before)] if view.months.before else [])
        if view.link in ("/evidence", "/serious-youth-violence"):
            assert drawn[0] == [month["value"] for month in page_json(demonstration, view.link)["months"]]
            checked += 1
    assert checked == 2


def test_each_area_of_a_map_has_its_class(slides: list[Any], pack: Pack) -> None:
    checked = 0
    for view in pack.views:
        if view.map is None:
            continue
        (group,) = shapes_of(slides, view, KIND.GROUP)
        drawn = {shape.name: shape for shape in group.shapes if shape.shape_type == KIND.FREEFORM}
        scale = DIVERGING if view.map.diverging else SEQUENTIAL
        for area in view.map.areas:
            if area.kind is not None and not area.outside:
                assert f"#{drawn[area.name].fill.fore_color.rgb}" == scale[area.kind]
                assert view.map.labels[area.kind] in described(drawn[area.name])
                checked += 1
    assert checked > 400


def test_further_tables_are_those_of_the_page(slides: list[Any], pack: Pack) -> None:
    (view,) = [view for view in pack.views if view.tables]
    for table in view.tables:
        found = [shape.table for shape in shapes_of(slides, view, KIND.TABLE) if shape.name == table.title]
        assert [row for one in found for row in cells(one)[1:]] == [list(row) for row in table.rows]
        assert all(cells(one)[0] == list(table.heads) for one in found)


def test_what_cannot_be_shown_says_why(slides: list[Any], pack: Pack, demonstration: Release) -> None:
    view = next(view for view in pack.views if "from=2025-01" in view.link)
    text = " ".join(
        shape.text_frame.text for slide in of_view(slides, view) for shape in slide.shapes if shape.has_text_frame
    )
    assert answer_link(view.link, demonstration).reason in text


def test_the_same_pack_gives_the_same_bytes(demonstration: Release) -> None:
    one = pack_of(pack_answers(demonstration, ["/serious-youth-violence"]), DAY, "")
    made = slides_bytes(one)
    assert made == slides_bytes(one)
    told = Presentation(io.BytesIO(made)).core_properties
    assert (told.created.date(), told.modified.date(), told.title) == (DAY, DAY, one.title)


def test_without_an_address_there_is_no_code(demonstration: Release) -> None:
    made = slides_bytes(pack_of(pack_answers(demonstration, ["/serious-youth-violence"]), DAY, ""))
    shapes = [shape for slide in Presentation(io.BytesIO(made)).slides for shape in slide.shapes]
    assert not [shape for shape in shapes if shape.shape_type == KIND.PICTURE]
    assert any("Opens at: /serious-youth-violence" in shape.text_frame.text for shape in shapes if shape.has_text_frame)


def test_a_river_is_cut_at_the_edge_of_the_map() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
    (ring,) = clipped([square], (1, 1, 3, 9))
    assert {(x, y) for x, y in ring} == {(1, 1), (3, 1), (3, 4), (1, 4)}
    assert clipped([square], (5, 5, 6, 6)) == []


def test_lists_are_parted_evenly_and_whole() -> None:
    assert [list(part) for part in parts_of(range(18), 12)] == [list(range(9)), list(range(9, 18))]
    assert [list(part) for part in parts_of((), 12)] == []
    assert list(by_length(["aaa", "bb", "c", "dddddd"], 5)) == [["aaa", "bb"], ["c"], ["dddddd"]]
    assert [number_of(said) for said in ("1,234", "−12", "+4", "5.5", "–", "not known")] == [
        1234,
        -12,
        4,
        5.5,
        None,
        None,
    ]
