"""The map on a slide as native shapes: one for each area in the colour of its class, with its name and class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from layouts.pack.colours import INK, PANEL, PAPER, SELECTED, WATER, class_colour, on
from layouts.pack.geometry import Frame, Point, Ring, frame_around, places_inside
from layouts.pack.map_labels import Board, box_around, candidates, placed, wards_of
from layouts.pack.model import MapArea, PackMap
from layouts.pack.slides_parts import Box, colour, text_alternative
from layouts.pack.vector_map import features_of

PRESENTATION: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
EMU: Final = 12700  # to a point
INCH: Final = 72
BADGE, LABEL = 9, 8  # points
MOST_BADGES: Final = 12
STRONG_LINE, WARD_LINE, AREA_LINE = 1.5, 0.6, 0.4


def add_map(slide: Any, box: Box, drawn: PackMap) -> Any:
    """The map in a box (inches) as one group; a reader of the screen hears ``says`` and can go into its areas."""
    left, top, width, height = (length * INCH for length in box)
    features = features_of(drawn.shapes, "areas")
    frame = frame_around((one["geometry"] for one in features), width, height, 2)
    moved = Frame(frame.west, frame.north, frame.across, frame.scale, frame.left + left, frame.top + top)
    rings = {one["properties"]["code"]: moved.rings(one["geometry"]) for one in features}
    group = slide.shapes.add_group_shape()
    for area in drawn.areas:
        if area.code in rings:
            add_area(group, area, rings[area.code], drawn)
    for ward in features_of(drawn.shapes, "wards"):
        strong = ward["properties"]["code"] in drawn.strong
        shape = outline(group, moved.rings(ward["geometry"]), INK, STRONG_LINE if strong else WARD_LINE)
        text_alternative(shape, f"Border of {ward['properties']['name']}", "")
    if not drawn.labelled:
        for code in drawn.top:
            mark(group, rings.get(code), "Outline of a top area", INK)
    for code in drawn.chosen:
        mark(group, rings.get(code), "Outline of a chosen area", SELECTED)
    for water in features_of(drawn.shapes, "orientation", "river", "lake"):
        inside = clipped(moved.rings(water["geometry"]), (left, top, left + width, top + height))
        if inside:
            shape = freeform(group, inside)
            filled(shape, WATER)
            shape.line.fill.background()
            text_alternative(shape, water["properties"].get("name", "Water"), "")
    add_words(group, drawn, moved, rings, (left, top, left + width, top + height))
    return text_alternative(group, drawn.title, drawn.says)


def add_area(group: Any, area: MapArea, rings: list[Ring], drawn: PackMap) -> None:
    """One area, hatched where its value is not known."""
    from pptx.enum.dml import MSO_PATTERN
    from pptx.util import Pt

    shape = freeform(group, rings)
    shape.line.color.rgb = colour(PAPER)
    shape.line.width = Pt(AREA_LINE)
    if area.outside:
        filled(shape, PANEL)
        told = "not counted"
    elif area.kind is None:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(INK), colour(PAPER)
        told = drawn.unknown or "not known"
    else:
        filled(shape, class_colour(area.kind, drawn.diverging))
        told = f"{drawn.legend}: {drawn.labels[area.kind]}"
    text_alternative(shape, area.name, ", ".join(filter(None, (area.name, area.value, told))))


def freeform(group: Any, rings: Iterable[Ring]) -> Any:
    """One native shape of all rings, points as they lie on the slide."""
    builder = None
    for ring in rings:
        points = [(round(x * EMU), round(y * EMU)) for x, y in ring]
        if builder is None:
            builder = group.shapes.build_freeform(*points[0], scale=1.0)
        else:
            builder.move_to(*points[0])
        builder.add_line_segments(points[1:], close=True)
    if builder is None:
        raise ValueError("a shape without rings")
    return unstyled(builder.convert_to_shape())


def unstyled(shape: Any) -> Any:
    """Without the theme's shadow."""
    style = shape._element.find(f"{PRESENTATION}style")
    if style is not None:
        shape._element.remove(style)
    return shape


def filled(shape: Any, name: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(name)


def outline(group: Any, rings: list[Ring], name: str, width: float) -> Any:
    """A line without a fill."""
    from pptx.util import Pt

    shape = freeform(group, rings)
    shape.fill.background()
    shape.line.color.rgb = colour(name)
    shape.line.width = Pt(width)
    return shape


def mark(group: Any, rings: list[Ring] | None, name: str, line: str) -> None:
    """A line that stands out on any class: paper beneath, colour upon it."""
    if rings is None:
        return
    text_alternative(outline(group, rings, PAPER, 2 * STRONG_LINE + 0.8), name, "")
    text_alternative(outline(group, rings, line, STRONG_LINE), name, "")


def clipped(rings: Iterable[Ring], box: tuple[float, float, float, float]) -> list[Ring]:
    """The parts of shapes inside a box (Sutherland and Hodgman 1974); those outside are left out."""
    found = []
    for ring in rings:
        points: Sequence[Point] = ring
        for axis, bound, keep in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
            points = cut(points, axis, bound, keep)
        if len(points) > 2:
            found.append([*points, points[0]])
    return found


def cut(points: Sequence[Point], axis: int, bound: float, keep: int) -> list[Point]:
    """What lies on one side of a line across an axis."""
    kept: list[Point] = []
    for here, following in zip(points, [*points[1:], *points[:1]], strict=True):
        inside, next_inside = keep * (here[axis] - bound) >= 0, keep * (following[axis] - bound) >= 0
        if inside:
            kept.append(here)
        if inside != next_inside:
            part = (bound - here[axis]) / (following[axis] - here[axis])
            kept.append((here[0] + part * (following[0] - here[0]), here[1] + part * (following[1] - here[1])))
    return kept


def add_words(group: Any, drawn: PackMap, frame: Frame, rings: dict[str, list[Ring]], box: Box) -> None:
    """Numbers of the top areas and names of the wards; or each ward's value."""
    board = Board(drawn, rings, box)
    if drawn.labelled:
        for area in drawn.areas:
            if area.code in rings and area.value and not area.outside:
                dark = "#000000" if area.kind is None else class_colour(area.kind, drawn.diverging)
                point = placed(area.value, [at for at, _ in places_inside(rings[area.code])], LABEL + 1, rings[area.code], board)  # fmt: skip
                add_word(
                    group, point or places_inside(rings[area.code])[0][0], area.value, LABEL + 1, on(dark), bold=True
                )
        return
    for place, code in enumerate(drawn.top[:MOST_BADGES], start=1):
        if code in rings:
            add_badge(group, places_inside(rings[code])[0][0], place, board)
    for ward in wards_of(drawn):
        strong = ward["properties"]["code"] in drawn.strong
        own = ward["properties"] | {"rings": frame.rings(ward["geometry"])}
        point = placed(own["name"], candidates(own, frame), LABEL, own["rings"], board)
        if point is not None:
            add_word(group, point, own["name"], LABEL, PAPER if board.dark(point) else INK, bold=strong)


def add_badge(group: Any, point: Point, number: int, board: Board) -> None:
    """A numbered disc on a top area."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Pt

    size = 2 * BADGE
    board.take(box_around(point, size, size))
    corner = (Pt(point[0] - size / 2), Pt(point[1] - size / 2), Pt(size), Pt(size))
    shape = group.shapes.add_shape(MSO_SHAPE.OVAL, *corner)
    filled(shape, INK)
    shape.line.color.rgb = colour(PAPER)
    shape.line.width = Pt(1.2)
    unstyled(shape)
    words_in(shape, str(number), BADGE + 1, PAPER, bold=True)
    text_alternative(shape, f"Number {number}", f"Number {number} of the areas with the most")


def add_word(group: Any, point: Point, words: str, size: float, ink: str, *, bold: bool) -> None:
    """Words centred on a point."""
    from pptx.util import Pt

    wide, high = len(words) * size * 0.7 + 6, size * 1.6
    shape = group.shapes.add_textbox(Pt(point[0] - wide / 2), Pt(point[1] - high / 2), Pt(wide), Pt(high))
    words_in(shape, words, size, ink, bold=bold)
    shape.name = f"Label {words}"


def words_in(shape: Any, words: str, size: float, ink: str, *, bold: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = colour(ink)
