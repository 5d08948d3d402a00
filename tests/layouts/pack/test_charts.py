"""Each chart by itself: a well-formed picture with its finding, base and source, and the figures of the answer."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from data.releases import Release
from data.schema import DataError
from geo.answer import answer_link
from geo.files.chart_answers import chart_answers
from geo.page_json import page_json
from layouts.pack.charts import CHARTS, WIDTH, chart_png, chart_svg, lines_of
from layouts.pack.vector import width_of

SVG = "{http://www.w3.org/2000/svg}"
LINKS = (
    "/",
    "/west-end?type=robbery",
    "/serious-youth-violence?syv=victim",
    "/neighbourhoods?measure=change",
    "/evidence",
)


def drawn(link: str, chart: str, release: Release) -> ET.Element:
    return ET.fromstring(chart_svg(chart_answers(answer_link(link, release)), chart))  # noqa: S314 - our own


def words(picture: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("link", LINKS)
def test_a_chart_says_what_it_is(link: str, chart: str, demonstration: Release) -> None:
    picture = drawn(link, chart, demonstration)
    told = words(picture)
    answer = answer_link(link, demonstration)
    for part in (
        "Source: Demonstration, recorded offences",
        "Release demonstration-2023-09",
        "Demonstration data",
        answer.link,
    ):
        assert part in told, part
    assert picture.get("role") == "img"
    names = str(picture.get("aria-labelledby")).split()
    ids = [element.get("id") for element in picture.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and set(names) <= set(ids)
    assert len(str(picture.findtext(f"{SVG}desc"))) > 60
    assert not re.search(r"https?://(?!www\.w3\.org)", ET.tostring(picture, encoding="unicode"))


def test_the_hours_are_the_answer(demonstration: Release) -> None:
    link = "/west-end?type=robbery"
    told = page_json(demonstration, link)["hours"]
    numbers = [
        int(text) for text in words(drawn(link, "hours", demonstration)).replace(",", "").split() if text.isdigit()
    ]
    for day in told:
        for value in day:
            assert value in numbers


def test_the_map_has_every_area(demonstration: Release) -> None:
    picture = drawn("/west-end", "map", demonstration)
    answer = answer_link("/west-end", demonstration)
    areas = [path for path in picture.iter(f"{SVG}path") if str(path.get("class")).startswith("area ")]
    assert len(areas) >= len(answer.areas)


def test_words_and_drawing_stand_one_under_the_other(demonstration: Release) -> None:
    for chart in CHARTS:
        picture = drawn("/west-end", chart, demonstration)
        inner = picture.find(f"{SVG}svg")
        assert inner is not None
        top, height = float(str(inner.get("y"))), float(str(inner.get("height")))
        assert (float(str(inner.get("width"))), float(str(inner.get("x")))) == (WIDTH, 16)
        places = [float(str(text.get("y"))) for text in picture.findall(f"{SVG}text")]
        assert all(y < top or y > top + height for y in places)
        assert max(places) < float(str(picture.get("viewBox")).split()[-1])


def test_png_is_the_same_picture_in_pixels(demonstration: Release) -> None:
    svg = chart_svg(chart_answers(answer_link("/west-end", demonstration)), "months")
    content = chart_png(svg)
    assert content == chart_png(svg)
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert picture.width == pytest.approx((WIDTH + 32) * 220 / 72, abs=2)
    colours = {colour for _, colour in picture.getcolors(1 << 24) or []}
    assert (255, 255, 255) in colours
    assert len(colours) > 20


@pytest.mark.parametrize(
    ("link", "chart", "says"),
    [
        ("/west-end?from=2025-01&to=2025-03", "map", "the release covers October 2020"),
        ("/west-end?from=2025-01&to=2025-03", "hours", "the release covers October 2020"),
        ("/west-end?dataset=fire&measure=harm", "map", "have no such weight"),
    ],
)
def test_what_cannot_be_drawn_says_why(link: str, chart: str, says: str, demonstration: Release) -> None:
    with pytest.raises(DataError, match=says):
        chart_svg(chart_answers(answer_link(link, demonstration)), chart)


def test_lines_are_as_wide_as_the_picture() -> None:
    lines = list(lines_of("one two three " * 60, 15))
    assert " ".join(lines) == ("one two three " * 60).strip()
    assert all(width_of(line, 15) <= WIDTH for line in lines)
    assert list(lines_of("", 15)) == []
