"""Pictures of the pack: well-formed, with words in their place, in the screen's colours, readable without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import union_all
from shapely.geometry import Point, Polygon

from data.releases import Release
from geo.files.pack_answers import pack_answers
from layouts.pack import colours
from layouts.pack.geometry import covers, frame_around, places_inside
from layouts.pack.making import view_of
from layouts.pack.model import PackMap, PackMonths, PackView
from layouts.pack.vector import NAMESPACE, escape, tag, trimmed
from layouts.pack.vector_heatmap import heatmap_svg
from layouts.pack.vector_lorenz import lorenz_svg
from layouts.pack.vector_map import cover_svg, map_svg
from layouts.pack.vector_trend import axis, trend_svg
from tests.conftest import ROOT

SVG = f"{{{NAMESPACE}}}"


def view_at(release: Release, link: str) -> PackView:
    answers = pack_answers(release, [link])
    return view_of(answers.views[0], answers.shapes, "")


def map_at(release: Release, link: str) -> PackMap:
    drawn = view_at(release, link).map
    assert drawn is not None
    return drawn


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own text)


def styled(root: ET.Element, style: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.get("class") == style]


@pytest.mark.parametrize("name", ["INK", "INK_2", "INK_3", "RULE", "RULE_STRONG", "LINK", "SELECTED", "BAR", "PREVIOUS",
                                  "NIGHT", "NIGHT_INK", "WATER", "WATER_INK", "PANEL"])  # fmt: skip
def test_colours_are_the_screens(name: str) -> None:
    assert light(f"--{name.lower().replace('_', '-')}") == getattr(colours, name)


def test_classes_have_the_screens_colours() -> None:
    assert [light(f"--s{kind}") for kind in range(6)] == list(colours.SEQUENTIAL)
    assert [light(f"--d{kind}") for kind in range(7)] == list(colours.DIVERGING)


def light(name: str) -> str:
    css = (ROOT / "assets" / "theme.css").read_text(encoding="utf-8")
    found = re.search(rf"{name}: light-dark\((#\w+),", css)
    assert found, name
    return found[1]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_sequential_classes_darken_step_by_step() -> None:
    values = [luminance(colour) for colour in colours.SEQUENTIAL]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("colour", [*colours.SEQUENTIAL, *colours.DIVERGING])
def test_words_upon_a_class_can_be_read(colour: str) -> None:
    light_one, dark_one = sorted((luminance(colour), luminance(colours.on(colour))), reverse=True)
    assert (light_one + 0.05) / (dark_one + 0.05) >= 4.5


@pytest.mark.parametrize(
    "link", ["/west-end", "/neighbourhoods", "/west-end?measure=change", "/west-end?ward=bayswater"]
)
def test_a_map_has_words_and_every_area_in_its_class(demonstration: Release, link: str) -> None:
    drawn = map_at(demonstration, link)
    root = parsed(map_svg(drawn, name="m"))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == drawn.title
    assert desc is not None and desc.text == drawn.says
    assert root.get("aria-labelledby") == "m-title m-desc"
    panels = len(root.findall(f".//{SVG}clipPath"))
    scale = colours.DIVERGING if drawn.diverging else colours.SEQUENTIAL
    for kind, colour in enumerate(scale):
        areas = styled(root, f"area {'d' if drawn.diverging else 's'}{kind}")
        assert len(areas) == panels * sum(area.kind == kind and not area.outside for area in drawn.areas)
        assert {area.get("fill") for area in areas} <= {colour}


def test_ids_of_two_pictures_do_not_meet(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/west-end?measure=change")
    first, second = (
        {element.get("id") for element in parsed(map_svg(drawn, name=name)).iter() if element.get("id")}
        for name in ("one", "two")
    )
    assert first and not first & second
    svg = map_svg(drawn, name="one")
    assert set(re.findall(r"url\(#([\w-]+)\)", svg)) <= first


def test_rises_and_falls_differ_without_colour(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/west-end?measure=change")
    root = parsed(map_svg(drawn, name="m"))
    fills = [element.get("fill", "") for element in root.iter() if "sign" in element.get("fill", "")]
    moved = sum(area.kind not in (None, 3) for area in drawn.areas)
    assert len([fill for fill in fills if fill]) >= moved > 0
    wards = map_at(demonstration, "/neighbourhoods?measure=change")
    assert not wards.signs and all(area.value.startswith(("+", "−")) for area in wards.areas)


def test_the_top_areas_are_numbered_in_their_order(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/west-end?n=5")
    root = parsed(map_svg(drawn, name="m"))
    told = [badge.find(f"{SVG}text").text for badge in styled(root, "badge")]  # type: ignore[union-attr]
    assert told[:5] == ["1", "2", "3", "4", "5"]


def test_every_ward_carries_its_value(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/neighbourhoods")
    told = [element.text for element in parsed(map_svg(drawn, name="m")).iter(f"{SVG}text")]
    assert all(area.value in told for area in drawn.areas)


def test_unknown_areas_are_hatched(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/west-end?measure=quotient&type=robbery")
    svg = map_svg(drawn, name="m")
    hatched = styled(parsed(svg), "area held")
    assert {area.get("fill") for area in hatched} == {"url(#m-unknown)"}
    assert drawn.unknown in svg


def test_names_are_escaped(demonstration: Release) -> None:
    drawn = map_at(demonstration, "/west-end")
    nasty = replace(drawn, title='<script>&"', says="a\x00b </desc>")
    root = parsed(map_svg(nasty, name="m"))
    assert root.find(f"{SVG}title").text == '<script>&"'  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == "ab </desc>"  # type: ignore[union-attr]


def test_a_map_without_shapes_says_so(demonstration: Release) -> None:
    assert "not known here" in map_svg(replace(map_at(demonstration, "/west-end"), shapes={}), name="m")


def test_the_cover_has_no_words(demonstration: Release) -> None:
    root = parsed(cover_svg(map_at(demonstration, "/west-end"), name="c", width=400, height=300))
    assert not list(root.iter(f"{SVG}text"))


def test_the_heatmap_prints_every_hour(demonstration: Release) -> None:
    drawn = view_at(demonstration, "/west-end").heatmap
    assert drawn is not None
    root = parsed(heatmap_svg(drawn, name="h"))
    told = [element.text for element in root.iter(f"{SVG}text")]
    hours = [f"{value:.0f}" for night in drawn.nights for value in night]
    assert [text for text in told if text in hours and len(text or "") > 2]
    cells = [cell for kind in range(6) for cell in styled(root, f"s{kind}")]
    assert len(cells) == 168
    assert told[told.index("Friday to Sat") + 1 :][:24] == [f"{value:.0f}" for value in drawn.nights[4]]


def test_months_break_where_one_is_not_known() -> None:
    months = PackMonths("t", "s", ("Jan", "Feb", "Mar", "Apr"), (1, None, 3, 4), (), "2024", "", "offences")
    root = parsed(trend_svg(months, name="t"))
    lines = [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("stroke") == colours.LINK]
    assert len(lines) == 1 and lines[0].count("L") == 1  # March to April; January stands alone
    dots = [dot for dot in root.iter(f"{SVG}circle") if dot.get("fill") == colours.LINK]
    assert len(dots) == 2  # January, and the highest month


def test_the_curve_ends_at_all_of_them(demonstration: Release) -> None:
    curve = view_at(demonstration, "/evidence").curve
    assert curve is not None and curve.now[0] == 0 and curve.now[-1] == pytest.approx(1)
    assert "5 areas hold half" in lorenz_svg(curve, name="c")


@given(st.floats(0, 1e9))
def test_an_axis_reaches_the_most_in_few_whole_steps(most: float) -> None:
    step, top = axis(most)
    assert top >= most and step >= 1 and step == int(step)
    assert round(top / step) <= 5


@given(st.text(), st.floats(-1e6, 1e6))
def test_whatever_is_written_can_be_read(text: str, number: float) -> None:
    element = parsed(tag("text", escape(text), x=number, note=escape(text)))
    assert "".join(element.itertext()).replace("\r", "\n") == "".join(
        character for character in text if character.isprintable() or character == "\n"
    )
    assert float(element.get("x", "")) == pytest.approx(number, abs=0.0051)
    assert trimmed(-0.001) == "0"


POINTS = st.tuples(st.floats(-10, 10), st.floats(-10, 10))


@given(POINTS)
def test_inside_agrees_with_shapely(point: tuple[float, float]) -> None:
    outer = [(0.0, 0.0), (8.0, 1.0), (6.0, 7.0), (3.0, 3.0), (-4.0, 6.0), (0.0, 0.0)]
    hole = [(2.0, 1.5), (3.0, 1.5), (3.0, 2.5), (2.0, 2.5), (2.0, 1.5)]
    shape = Polygon(outer, [hole])
    if shape.boundary.distance(Point(point)) > 1e-9:
        assert covers([outer, hole], point) is shape.contains(Point(point))
    for place, width in places_inside([outer, hole]):
        assert shape.contains(Point(place)) and width > 0


def test_the_frame_keeps_distances(demonstration: Release) -> None:
    """A kilometre north is as long as a kilometre east, and all lies within the box."""
    shapes: Any = map_at(demonstration, "/west-end").shapes
    geometries = [feature["geometry"] for feature in shapes["areas"]["features"]]
    frame = frame_around(geometries, 300, 200, 5)
    places = np.array([point for geometry in geometries for ring in frame.rings(geometry) for point in ring])
    assert places.min(axis=0) == pytest.approx([5, 5], abs=60) and (places.max(axis=0) <= [295.01, 195.01]).all()
    (x0, y0), (x1, _), (_, y1) = (frame.point(place) for place in ((-0.15, 51.51), (-0.1356, 51.51), (-0.15, 51.519)))
    kilometre_east, kilometre_north = 0.0144 * 111.32 * np.cos(np.radians(51.51)), 0.009 * 111.2
    assert (x1 - x0) / kilometre_east == pytest.approx((y0 - y1) / kilometre_north, rel=0.01)


def test_hexagons_stand_in_for_shapes(demonstration: Release) -> None:
    """One cell an area, all alike, none upon another; a ward is the union of its cells."""
    drawn = map_at(demonstration, "/west-end?show=hexagons")
    cells = {
        f["properties"]["code"]: Polygon(f["geometry"]["coordinates"][0]) for f in drawn.shapes["areas"]["features"]
    }
    assert set(cells) == {area.code for area in drawn.areas}
    assert {round(cell.area * 1e6, 2) for cell in cells.values()} == {round(3.4641 / 1, 2)}
    whole = union_all(list(cells.values()))
    assert whole.area == pytest.approx(sum(cell.area for cell in cells.values()), rel=1e-4)
    wards = [Polygon(*rings_and_holes(f["geometry"]["coordinates"])) for f in drawn.shapes["wards"]["features"]]
    assert sum(ward.area for ward in wards) == pytest.approx(whole.area, rel=1e-4)
    assert map_svg(drawn, name="m").count('class="badge"') >= 3


def rings_and_holes(rings: list[Any]) -> tuple[Any, list[Any]]:
    return rings[0], rings[1:]
