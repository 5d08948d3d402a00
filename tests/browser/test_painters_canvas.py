"""Maps of many areas: drawn on a canvas, and all that a map of few areas does by pointer, keys and table holds for them."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import numpy as np
import orjson
import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from data.levels import Level
from geo.shapes.boundaries import boundaries_for
from geo.shapes.drawn_files import plain
from geo.shapes.map_file import map_file
from geo.shapes.topology import pack_shapes
from tests.browser.test_painters import fetched, page, picture

__all__ = ["fetched", "page"]  # fixtures
COLUMNS, ROWS = 40, 30
AREAS: Final = COLUMNS * ROWS
SIDE: Final = 0.005
WEST, SOUTH = -0.25, 51.45
TOP: Final = 7 * COLUMNS + 31
HELD: Final = 12 * COLUMNS + 20
MIDDLE: Final = 15 * COLUMNS + 20

# Where the middle of an area is on the page, and the colour of the pixel there.
SPOT: Final = """async ([i, url]) => {
    const { boundaries } = { boundaries: await swp.boundaries(url) };
    const [lon, lat] = boundaries.point(i);
    const frame = document.querySelector('#map .map-canvas').getBoundingClientRect();
    const { x, y } = window.testMap.latLngToContainerPoint([lat, lon]);
    return [frame.x + x, frame.y + y];
}"""
KEEP_MAP: Final = "() => L.Map.addInitHook(function () { window.testMap = this; })"
LEGEND: Final = "all => all.map(block => [block.className, getComputedStyle(block).backgroundColor])"


def cell(place: int) -> list[list[list[float]]]:
    west, south = WEST + SIDE * (place % COLUMNS), SOUTH + SIDE * (place // COLUMNS)
    east, north = west + SIDE, south + SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return [[[round(x, 5), round(y, 5)] for x, y in ring]]


def boundaries() -> dict[str, Any]:
    """A board of squares, its western and its eastern half an authority each."""
    half = SIDE * COLUMNS / 2
    north = SOUTH + SIDE * ROWS
    halves = [[[[x, SOUTH], [x + half, SOUTH], [x + half, north], [x, north], [x, SOUTH]]] for x in (WEST, WEST + half)]
    return {
        "form": "arcs",
        "areas": {
            "code": [f"E{place:05}" for place in range(AREAS)],
            "name": [f"Town {place:05}" for place in range(AREAS)],
            "ward": [place % COLUMNS // (COLUMNS // 2) for place in range(AREAS)],
        },
        "wards": {
            "code": ["W1", "W2"],
            "name": ["Westside", "Eastside"],
            "label": [[WEST + half / 2, SOUTH + 0.02], [WEST + 1.5 * half, SOUTH + 0.02]],
        },
        "shapes": pack_shapes([*([cell(place)] for place in range(AREAS)), *([half] for half in halves)]),
        "home": [[WEST, SOUTH], [WEST + 2 * half, north]],
        "orientation": None,
        "hexagons": [],
    }


VALUES: Final = [[0, 60, 120, 300, 700, 1200][place // 5 % 6] for place in range(AREAS)]


@pytest.fixture(autouse=True)
def board(page: Page) -> None:
    told = json.dumps(boundaries())
    page.route("**/board.json", lambda route: route.fulfill(body=told, content_type="application/json"))
    page.evaluate(KEEP_MAP)


def paint(page: Page, **changes: Any) -> None:
    values: list[float | None] = [*VALUES]
    values[TOP] = 5000
    base = {
        "boundaries": "/board.json", "values": values, "previous": None, "top": [TOP], "shares_base": sum(VALUES),
        "period": "2023", "previous_period": None,
    }  # fmt: skip
    page.evaluate("picture => swp.paint(picture)", picture(**base | changes))


def spot(page: Page, place: int) -> tuple[float, float]:
    x, y = page.evaluate(SPOT, [place, "/board.json"])
    return x, y


def colour(page: Page, place: int, beside: int = 0) -> str:
    """What is on screen in the middle of an area, or some pixels beside it."""
    x, y = spot(page, place)
    clip = {"x": round(x) + beside, "y": round(y), "width": 1, "height": 1}
    shot = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")  # type: ignore[arg-type]
    return "rgb({}, {}, {})".format(*shot.getpixel((0, 0)))  # type: ignore[misc]


def legend(page: Page) -> dict[str, str]:
    return dict(page.eval_on_selector_all("#map-legend li i", LEGEND))


def settle(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_many_areas_are_drawn_on_a_canvas(page: Page) -> None:
    paint(page)
    assert page.locator("#map .map-areas canvas").count() == 2
    assert page.locator("#map .map-inks path.area").first.is_hidden()
    assert page.locator("#map .leaflet-areas-pane path").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_those_of_the_legend(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    paint(page)
    blocks = legend(page)
    for column in (2, 7, 12, 17, 22, 27):
        place = MIDDLE - 20 + column
        assert colour(page, place) == blocks[f"s{place // 5 % 6}"], place


def test_colours_follow_the_theme_and_an_answer(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    paint(page)
    light = colour(page, MIDDLE)
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert colour(page, MIDDLE) == legend(page)[f"s{MIDDLE // 5 % 6}"] != light
    page.emulate_media(color_scheme="light")
    paint(page, seq="two", values=[1200] * AREAS)
    assert colour(page, MIDDLE) == legend(page)["s5"]
    assert page.locator("#map").get_attribute("data-painted") == "two"


def test_paper_has_the_light_colours_and_finer_points(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    paint(page)
    size = "() => document.querySelector('.map-areas canvas').width"
    on_screen = page.evaluate(size)
    page.evaluate(
        """() => { window.onbeforeprint = () => {
            const { canvas } = document.querySelector('.map-areas canvas').getContext('2d');
            window.printed = [canvas.width, [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]];
        }; }"""
    )
    page.pdf()
    width, (red, green, blue, opaque) = page.evaluate("window.printed")
    assert width == pytest.approx(3 * on_screen, abs=3)
    assert opaque == 255
    page.emulate_media(color_scheme="light")
    settle(page)
    assert f"rgb({red}, {green}, {blue})" in legend(page).values()
    assert page.evaluate(size) == on_screen


def test_what_is_not_known_is_hatched(page: Page) -> None:
    values: list[float | None] = [*VALUES]
    near = [HELD + x + COLUMNS * y for x in range(-2, 3) for y in range(-2, 3)]
    for place in near:
        values[place] = None
    paint(page, values=values, top=[])
    seen = {colour(page, HELD, beside) for beside in range(-8, 9)}
    assert len(seen) > 1
    assert not seen & set(legend(page).values())


def test_every_point_lies_in_the_area_that_a_search_of_all_finds(page: Page) -> None:
    paint(page)
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(WEST - 0.01, WEST + 0.22, 400), rng.uniform(SOUTH - 0.01, SOUTH + 0.16, 400)])
    found = page.evaluate(
        "async points => { const b = await swp.boundaries('/board.json'); return points.map(b.areaAt); }",
        points.tolist(),
    )
    across, up = ((points - [WEST, SOUTH]) // SIDE).astype(int).T
    inside = (across >= 0) & (across < COLUMNS) & (up >= 0) & (up < ROWS)
    assert found == np.where(inside, up * COLUMNS + across, -1).tolist()


def test_the_top_area_has_its_number_and_authorities_their_names(page: Page) -> None:
    paint(page)
    assert page.locator("#map .label.badge").all_inner_texts() == ["1"]
    assert set(page.locator("#map .label.name:not(.out)").all_inner_texts()) == {"Westside", "Eastside"}
    assert page.locator("#map path.mark.top:not(.halo)").count() == 1


def test_badges_that_would_cover_each_other_stand_side_by_side(page: Page) -> None:
    paint(page, top=[TOP, TOP + 1, TOP + 2])
    boxes = [box.bounding_box() for box in page.locator("#map .label.badge b").all()]
    assert all(box is not None for box in boxes)
    spans = sorted((box["x"], box["y"], box["width"], box["height"]) for box in boxes if box)
    for one, other in pairwise(spans):
        assert one[0] + one[2] <= other[0] + 1 or abs(one[1] - other[1]) >= min(one[3], other[3]) - 1


def test_map_of_many_and_map_of_few_take_turns(page: Page) -> None:
    for seq in "abcd":
        few = seq in "bd"
        page.evaluate("picture => swp.paint(picture)", picture(seq=seq)) if few else paint(page, seq=seq)
        assert page.locator("#map .map-areas").count() == (0 if few else 1)
        assert page.locator("#map .leaflet-areas-pane path.area").count() == (6 if few else 0)
        assert page.locator("#map .map-inks").count() == (0 if few else 1)


def test_a_map_that_is_hidden_is_drawn_once_it_shows(page: Page) -> None:
    page.evaluate("() => { document.getElementById('map').style.display = 'none'; }")
    paint(page)
    paint(page, seq="two", values=[700] * AREAS)
    page.evaluate("() => { document.getElementById('map').style.display = ''; }")
    page.wait_for_function("() => document.querySelector('.map-areas canvas').width > 100")
    settle(page)
    assert colour(page, MIDDLE) == legend(page)["s4"]


@pytest.mark.parametrize("level", [Level.LSOA, Level.WARD])
def test_the_browser_reads_a_file_as_it_was_packed(page: Page, level: Level) -> None:
    """Areas, wards and every ring of them, to the last digit, beside the reader in Python."""
    wards = boundaries_for(None, Level.WARD)
    told = map_file(boundaries_for(None, level), wards, {}, with_hexagons=False)
    page.route("**/packed.json", lambda route: route.fulfill(body=told, content_type="application/json"))
    read = page.evaluate(
        """async () => {
            const b = await swp.boundaries('/packed.json');
            const plain = ({ features }) => features.map(({ properties, geometry }) => ({ properties, geometry }));
            return JSON.stringify({ areas: plain(b.areas), wards: plain(b.wards), home: b.home, boxes: b.codes.map((_, i) => b.boxOf(i)) });
        }"""
    )
    found, wanted = json.loads(read), plain(orjson.loads(told))
    for name in ("areas", "wards"):
        features = [{key: each[key] for key in ("properties", "geometry")} for each in wanted[name]["features"]]
        assert found[name] == features
    assert found["home"] == wanted["home"]
    for box, feature in zip(found["boxes"], wanted["areas"]["features"], strict=True):
        points = np.array([point for ring in rings(feature["geometry"]) for point in ring])
        assert box == [points.min(axis=0).tolist(), points.max(axis=0).tolist()]


def rings(geometry: dict[str, Any]) -> list[Any]:
    coordinates: list[Any] = geometry["coordinates"]
    return coordinates if geometry["type"] == "Polygon" else [ring for polygon in coordinates for ring in polygon]


def test_a_plain_file_of_many_areas_draws_the_same_picture(page: Page) -> None:
    """A release of an earlier version, whose file is GeoJSON."""
    paint(page)
    page.mouse.move(5, 5)
    frame = page.locator("#map .map-areas canvas").first
    packed = frame.evaluate("canvas => canvas.toDataURL()")
    old = json.dumps(plain(boundaries()))

    def answer(route: Route) -> None:
        route.fulfill(body=old, content_type="application/json")

    page.route("**/old.json", answer)
    paint(page, boundaries="/old.json", seq="two")
    assert pixels(frame.evaluate("canvas => canvas.toDataURL()")) == pixels(packed)


def pixels(address: str) -> bytes:
    return Image.open(BytesIO(base64.b64decode(address.partition(",")[2]))).tobytes()
