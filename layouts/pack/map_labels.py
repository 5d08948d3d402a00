"""Words upon a map: badges of the top areas or the values of wards, names of wards, river and landmarks that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from layouts.pack.colours import DARK, INK, INK_2, PAPER, WATER, WATER_INK, class_colour
from layouts.pack.geometry import Box, Frame, Point, Ring, bounds_of, covers, places_inside
from layouts.pack.model import PackMap
from layouts.pack.vector import tag, width_of, words

MANY_BADGES: Final = 12
SPILL: Final = 3.0  # points by which the ends of a name may leave its area
NAME, SMALL_NAME, VALUE, QUIET, STRONG = 6.6, 5.9, 8.0, 6.2, 8.6


def labels(
    drawn: PackMap, frame: Frame, rings: Mapping[str, list[Ring]], box: Box, *, landmarks: bool
) -> Iterator[str]:
    """Every word that fits into a box of the sheet, the most important first; landmarks where streets are apart."""
    board = Board(drawn, rings, box)
    if drawn.labelled:
        yield from value_labels(drawn, rings, board)
    else:
        yield from badges(drawn, rings, board)
        yield from ward_names(drawn, frame, board)
    yield from quiet_names(drawn, frame, board, landmarks)


class Board:
    """What is already written, and which colour lies beneath a point."""

    def __init__(self, drawn: PackMap, rings: Mapping[str, list[Ring]], box: Box) -> None:
        self.box = box
        self.taken: list[Box] = []
        self.names: set[str] = set()
        kinds = {area.code: area.kind for area in drawn.areas if area.kind is not None and not area.outside}
        self.shapes = [
            (bounds_of(rings[code]), rings[code], class_colour(kind, drawn.diverging))
            for code, kind in kinds.items()
            if code in rings
        ]

    def free(self, box: Box) -> bool:
        left, top, right, bottom = self.box
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self.taken)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def dark(self, point: Point) -> bool:
        """Whether words here need to be light."""
        near = (one for one in self.shapes if one[0][0] <= point[0] <= one[0][2] and one[0][1] <= point[1] <= one[0][3])
        return next((colour in DARK for _, rings, colour in near if covers(rings, point)), False)


def box_around(point: Point, width: float, height: float) -> Box:
    x, y = point
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def haloed(text: str, point: Point, size: float, dark: bool, **looks: str | float) -> str:
    """Words with a line of the opposite tone around them."""
    ink: dict[str, str | float] = {"fill": PAPER if dark else INK, "stroke": INK if dark else PAPER}
    halo: dict[str, str | float] = {
        "stroke_width": size * 0.26, "stroke_opacity": 0.45 if dark else 0.85,
        "stroke_linejoin": "round", "paint_order": "stroke", "text_anchor": "middle",
    }  # fmt: skip
    return words(text, point[0], point[1] + size * 0.34, size, **(ink | halo | looks))


def badges(drawn: PackMap, rings: Mapping[str, list[Ring]], board: Board) -> Iterator[str]:
    """The numbers of the top areas, in ink with a paper line around them."""
    size = 6.4 if len(drawn.top) <= MANY_BADGES else 4.6
    for place, code in enumerate(drawn.top, start=1):
        if code not in rings:
            continue
        point = places_inside(rings[code])[0][0]
        board.take(box_around(point, 2 * size + 3, 2 * size + 3))
        circle = tag("circle", cx=point[0], cy=point[1], r=size, fill=INK, stroke=PAPER, stroke_width=1.4)
        number = words(
            str(place), point[0], point[1] + size * 0.47, size * 1.36, fill=PAPER, font_weight=700, text_anchor="middle"
        )
        yield tag("g", circle, number, class_="badge")


def ward_names(drawn: PackMap, frame: Frame, board: Board) -> Iterator[str]:
    """Names of the wards where there is room, those drawn heavier first."""
    wards = [ward["properties"] | {"rings": frame.rings(ward["geometry"])} for ward in wards_of(drawn)]
    for ward in sorted(wards, key=lambda ward: ward["code"] not in drawn.strong):
        heavy = ward["code"] in drawn.strong
        size = STRONG if heavy else NAME
        written = placed(ward["name"], candidates(ward, frame), size, ward["rings"], board)
        if written is not None:
            board.names.add(ward["name"])
            yield haloed(ward["name"], written, size, board.dark(written), font_weight=700 if heavy else 400)


def wards_of(drawn: PackMap) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (drawn.shapes.get("wards") or {}).get("features", [])
    return found


def candidates(ward: Mapping[str, Any], frame: Frame) -> list[Point]:
    """The file's own point first, then the widest places."""
    own = [frame.point(ward["label"])] if ward.get("label") else []
    return [*own, *(point for point, _ in places_inside(ward["rings"]))]


def placed(
    text: str, points: list[Point], size: float, rings: list[Ring], board: Board, lines: float = 1, spill: float = SPILL
) -> Point | None:
    """The first point at which a text fits into its shape and upon nothing else; it is taken then."""
    wide = width_of(text, size)
    for point in points:
        box = box_around(point, wide, size * 1.1 * lines)
        left, right = box[0] + spill, box[2] - spill
        heights = (point[1],) if lines == 1 else (box[1] + size * 0.5, box[3] - size * 0.5)
        if board.free(box) and all(covers(rings, (x, y)) for x in (left, right) for y in heights):
            board.take(box)
            return point
    return None


def value_labels(drawn: PackMap, rings: Mapping[str, list[Ring]], board: Board) -> Iterator[str]:
    """Wards with their values: name and value where both fit, else the value alone, always."""
    shown = [area for area in drawn.areas if area.code in rings and area.value and not area.outside]
    for area in sorted(shown, key=lambda area: bounds_area(rings[area.code])):
        own, dark = rings[area.code], False
        if area.kind is not None:
            dark = class_colour(area.kind, drawn.diverging) in DARK
        points = [point for point, _ in places_inside(own)]
        longest = max(area.name, area.value, key=len)
        for size, spill in ((NAME, SPILL), (SMALL_NAME, 2 * SPILL)):
            both = placed(longest, points, size, own, board, lines=2.4, spill=spill)
            if both is not None:
                break
        if both is not None:
            board.names.add(area.name)
            yield haloed(area.name, (both[0], both[1] - NAME * 0.55), size, dark)
            yield haloed(area.value, (both[0], both[1] + VALUE * 0.52), VALUE, dark, font_weight=700)
            continue
        alone = placed(area.value, points, VALUE, own, board) or placed(
            area.value, points, VALUE, own, board, spill=VALUE
        )
        yield haloed(area.value, alone or points[0], VALUE, dark, font_weight=700)


def bounds_area(rings: list[Ring]) -> float:
    """How much room a shape may have: the smallest are served first."""
    left, top, right, bottom = bounds_of(rings)
    return (right - left) * (bottom - top)


def quiet_names(drawn: PackMap, frame: Frame, board: Board, landmarks: bool) -> Iterator[str]:
    """River, parks and landmarks, where nothing else is written."""
    features = (drawn.shapes.get("orientation") or {}).get("features", [])
    for feature in features:
        kind, name = feature["properties"].get("kind"), feature["properties"].get("name", "")
        if not name or name in board.names:
            continue
        if kind in ("river", "lake", "park"):
            rings = frame.rings(feature["geometry"])
            point = placed(name, [point for point, _ in places_inside(rings)], QUIET, rings, board)
            if point is not None:
                looks = {"fill": WATER_INK, "stroke": WATER} if kind != "park" else {}
                dark = kind == "park" and board.dark(point)
                yield haloed(name, point, QUIET, dark, font_style="italic", **looks)
        elif kind == "landmark" and landmarks:
            yield from landmark(name, frame.point(feature["geometry"]["coordinates"]), board)


def landmark(name: str, point: Point, board: Board) -> Iterator[str]:
    """A dot with its name to the right of it."""
    wide = width_of(name, QUIET)
    box = (point[0] - 2, point[1] - QUIET * 0.6, point[0] + 5 + wide, point[1] + QUIET * 0.6)
    if not board.free(box):
        return
    board.take(box)
    dark = board.dark((point[0] + 4 + wide / 2, point[1]))
    yield tag("circle", cx=point[0], cy=point[1], r=1.5, fill=INK, stroke=PAPER, stroke_width=0.7)
    looks: dict[str, str | float] = {} if dark else {"fill": INK_2}
    yield haloed(name, (point[0] + 4, point[1]), QUIET, dark, **(looks | {"text_anchor": "start"}))
