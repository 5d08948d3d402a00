"""``map_svg``: a map from the release's geometry and the classes of an answer, sharp at any size, no library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from layouts.pack.colours import INK, INK_2, INK_3, PANEL, PAPER, SELECTED, WATER, class_colour
from layouts.pack.geometry import Box, Frame, Ring, bounds_of, frame_around, path_of, rings_of
from layouts.pack.map_labels import labels
from layouts.pack.model import MapArea, PackMap
from layouts.pack.patterns import definitions, sign_of
from layouts.pack.vector import escape, picture, tag, words
from layouts.pack.vector_legend import LEGEND_HEIGHT, legend

WIDTH: Final = 493.0  # points: A4 less its margins
HEIGHT: Final = 322.0
TITLE: Final = 14.0  # above an enlarged part
PAD: Final = 3.0
WHOLE_PART, GUTTER = 0.585, 14.0  # of the width, where the wards drawn heavier are enlarged beside the whole
LARGEST_INSET: Final = 0.6  # of the whole's height and width; larger parts are not enlarged
NOTHING_DRAWN: Final = "The shapes of these areas are not known here."

Features = list[dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    """A part of the sheet with a map of its own: where it lies, and how degrees lie on it."""

    box: Box
    frame: Frame
    enlarged: bool = False


def map_svg(drawn: PackMap, *, name: str, width: float = WIDTH, height: float = HEIGHT) -> str:
    """The map of an answer with its legend, as SVG text; ``name`` keeps its ids apart from those of other pictures.

    Beside a map of small areas the wards drawn heavier are shown enlarged, where the smallest areas lie.
    """
    if not features_of(drawn.shapes, "areas"):
        return picture(width, 1, drawn.title, NOTHING_DRAWN, name=name)
    room = height - LEGEND_HEIGHT
    shown = panels(drawn, width, room)
    inside = (
        definitions(name, drawn.diverging),
        *(panel_svg(drawn, panel, f"{name}-{place}", name) for place, panel in enumerate(shown)),
        legend(drawn, name, width, room),
    )
    return picture(width, height, drawn.title, drawn.says, *inside, name=name)


def cover_svg(drawn: PackMap, *, name: str, width: float, height: float) -> str:
    """The same map without a word on it: an ornament."""
    geometries = (feature["geometry"] for feature in features_of(drawn.shapes, "areas"))
    panel = Panel((0, 0, width, height), frame_around(geometries, width, height, PAD))
    plain = replace(drawn, top=(), chosen=())
    inside = definitions(name, drawn.diverging), panel_svg(plain, panel, f"{name}-0", name, words_too=False)
    return picture(width, height, drawn.title, drawn.says, *inside, name=name)


def panels(drawn: PackMap, width: float, height: float) -> list[Panel]:
    """The whole, and where it helps the heavier wards enlarged at its right."""
    whole = [feature["geometry"] for feature in features_of(drawn.shapes, "areas")]
    heavy = [
        ward["geometry"] for ward in features_of(drawn.shapes, "wards") if ward["properties"]["code"] in drawn.strong
    ]
    left = width * WHOLE_PART
    first = frame_around(whole, left, height, PAD)
    if drawn.labelled or not heavy or not small_beside(heavy, whole):
        return [Panel((0, 0, width, height), frame_around(whole, width, height, PAD))]
    right = frame_around(heavy, width - left - GUTTER, height - TITLE, 3 * PAD)
    moved = replace(right, left=right.left + left + GUTTER, top=right.top + TITLE)
    return [
        Panel((0, 0, left, height), first),
        Panel((left + GUTTER, TITLE, width, height), moved, enlarged=True),
    ]


def small_beside(part: list[dict[str, Any]], whole: list[dict[str, Any]]) -> bool:
    """Whether a part is small enough beside the whole for enlarging it to show more."""
    sizes = []
    for geometries in (part, whole):
        west, south, east, north = bounds_of(ring for geometry in geometries for ring in rings_of(geometry))
        sizes.append((east - west, north - south))
    return all(small <= LARGEST_INSET * large for small, large in zip(*sizes, strict=True))


def panel_svg(drawn: PackMap, panel: Panel, own: str, name: str, *, words_too: bool = True) -> str:
    """One map in its part of the sheet."""
    left, top, right, bottom = panel.box
    size = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    features = features_of(drawn.shapes, "areas")
    rings = {feature["properties"]["code"]: panel.frame.rings(feature["geometry"]) for feature in features}
    inside = [*layers(drawn, panel.frame, rings, name)]
    if words_too:
        inside += labels(drawn, panel.frame, rings, panel.box, landmarks=panel.enlarged)
    drawn_parts = [
        tag("clipPath", tag("rect", **size), id=f"{own}-frame"),
        tag("g", *inside, clip_path=f"url(#{own}-frame)"),
    ]
    if panel.enlarged:
        drawn_parts += [
            tag("rect", fill="none", stroke=INK_3, stroke_width=0.5, **size),
            words(enlarged_title(drawn), left, top - 4, 7.8, fill=INK_2, font_weight=600),
        ]
    return tag("g", *drawn_parts)


def enlarged_title(drawn: PackMap) -> str:
    names = [
        ward["properties"]["name"]
        for ward in features_of(drawn.shapes, "wards")
        if ward["properties"]["code"] in drawn.strong
    ]
    return f"Enlarged: {' and '.join(names) if len(names) < 3 else f'{len(names)} wards'}"


def features_of(shapes: Mapping[str, Any], part: str, *kinds: str) -> Features:
    """The features of a part of the geometry, of some kinds or of all."""
    found: Features = (shapes.get(part) or {}).get("features", [])
    return [one for one in found if not kinds or one["properties"].get("kind") in kinds]


def layers(drawn: PackMap, frame: Frame, rings: Mapping[str, list[Ring]], name: str) -> Iterator[str]:
    """From the ground up: classes, parks, lines, numbered outlines, water."""
    yield from (area(one, rings[one.code], drawn, name) for one in drawn.areas if one.code in rings)
    for park in features_of(drawn.shapes, "orientation", "park"):
        yield line(frame.rings(park["geometry"]), "quiet park", INK, 0.5, 0.3, fill=f"url(#{name}-park)")
    wards = features_of(drawn.shapes, "wards")
    for ward in wards:
        yield line(frame.rings(ward["geometry"]), "ward", INK, 0.55, 0.6)
    for ward in wards:
        if ward["properties"]["code"] in drawn.strong:
            yield line(frame.rings(ward["geometry"]), "ward strong", INK, 1.5, 0.95)
    if not drawn.labelled:
        yield from outlines((rings[code] for code in drawn.top if code in rings), "top", INK, 1.5)
    yield from outlines((rings[code] for code in drawn.chosen if code in rings), "chosen", SELECTED, 2)
    for water in features_of(drawn.shapes, "orientation", "river", "lake"):
        yield line(frame.rings(water["geometry"]), f"quiet {water['properties']['kind']}", WATER, 0, 0, fill=WATER)


def area(one: MapArea, rings: list[Ring], drawn: PackMap, name: str) -> str:
    """One area in the colour of its class, its name and value as a tip; hatched where its value is not known."""
    told = f"{one.name}: {one.value}" if one.value else one.name
    looks: dict[str, str | float] = {
        "d": path_of(rings),
        "stroke": PAPER,
        "stroke_width": 0.5,
        "fill_rule": "evenodd",
    }
    if one.outside or one.kind is None:
        fill = PANEL if one.outside else f"url(#{name}-unknown)"
        return tag("path", class_=f"area {'outside' if one.outside else 'held'}", fill=fill, **looks)
    style = f"{'d' if drawn.diverging else 's'}{one.kind}"
    filled = tag("path", tip(told), class_=f"area {style}", fill=class_colour(one.kind, drawn.diverging), **looks)
    sign = sign_of(name, one.kind) if drawn.signs else None
    return filled + (tag("path", d=path_of(rings), fill=sign, fill_rule="evenodd") if sign else "")


def tip(text: str) -> str:
    return tag("title", escape(text))


def line(rings: list[Ring], style: str, colour: str, width: float, opacity: float, *, fill: str = "none") -> str:
    """A shape's outline, or its quiet fill."""
    return tag(
        "path", class_=style, d=path_of(rings), fill=fill, fill_rule="evenodd",
        stroke=colour, stroke_width=width, stroke_opacity=opacity, stroke_linejoin="round",
    )  # fmt: skip


def outlines(shapes: Iterable[list[Ring]], style: str, colour: str, width: float) -> Iterator[str]:
    """Outlines that stand out on any class: a paper line beneath, the coloured one upon it."""
    for rings in shapes:
        yield line(rings, f"mark halo {style}", PAPER, 2 * width + 0.6, 1)
        yield line(rings, f"mark {style}", colour, width, 1)
