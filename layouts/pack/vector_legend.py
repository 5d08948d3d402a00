"""The key under a picture: classes as touching blocks, their bounds beneath, what hatching means beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layouts.pack.colours import INK, INK_2, INK_3, PANEL, PAPER, class_colour
from layouts.pack.model import PackMap
from layouts.pack.patterns import sign_of
from layouts.pack.vector import tag, width_of, words

LEGEND_HEIGHT: Final = 40.0
BLOCK: Final = 44.0
WIDEST_BLOCK: Final = 66.0
BLOCK_HEIGHT: Final = 9.0
TEXT: Final = 7.4


def legend(drawn: PackMap, name: str, width: float, top: float) -> str:
    """The key of a map: classes, and what hatched, plain and numbered areas are."""
    signs = [sign_of(name, kind) for kind in range(len(drawn.labels))] if drawn.signs else []
    blocks, end = key(drawn.legend, drawn.labels, drawn.diverging, signs, top + 6)
    others = []
    if drawn.unknown:
        others.append(
            (
                drawn.unknown,
                tag(
                    "rect", width=14, height=BLOCK_HEIGHT, fill=f"url(#{name}-unknown)", stroke=INK_3, stroke_width=0.5
                ),
            )
        )
    if any(area.outside for area in drawn.areas):
        others.append(
            ("Not counted", tag("rect", width=14, height=BLOCK_HEIGHT, fill=PANEL, stroke=INK_3, stroke_width=0.5))
        )
    if drawn.top and not drawn.labelled:
        badge = tag("circle", cx=7, cy=4.5, r=5, fill=INK) + words(
            "1", 7, 7, 7, fill=PAPER, text_anchor="middle", font_weight=700
        )
        others.append(("Most, in order", badge))
    if any(
        feature["properties"].get("kind") == "park"
        for feature in (drawn.shapes.get("orientation") or {}).get("features", [])
    ):
        park = tag(
            "rect",
            width=14,
            height=BLOCK_HEIGHT,
            fill=f"url(#{name}-park)",
            stroke=INK,
            stroke_opacity=0.3,
            stroke_width=0.5,
        )
        others.append(("Royal park", park))
    told, x = [], end + 22
    for text, mark in others:
        if x + 18 + width_of(text, TEXT) > width:
            break
        told.append(
            tag("g", mark, words(text, 18, 7.5, TEXT, fill=INK_2), transform=f"translate({x:.1f} {top + 17:.1f})")
        )
        x += 18 + width_of(text, TEXT) + 12
    return tag("g", blocks, *told, class_="legend")


def key(
    title: str, labels: Sequence[str], diverging: bool, signs: Sequence[str | None], top: float
) -> tuple[str, float]:
    """Blocks of classes with their names, and where they end."""
    block = min(max(BLOCK, max((width_of(label, TEXT) for label in labels), default=0) + 5), WIDEST_BLOCK)
    parts = [words(title, 0, top + 6, TEXT + 0.4, fill=INK, font_weight=600)]
    for kind, label in enumerate(labels):
        x = kind * block
        size = {"x": x, "y": top + 11, "width": block, "height": BLOCK_HEIGHT}
        parts.append(tag("rect", fill=class_colour(kind, diverging), **size))
        if signs and signs[kind]:
            parts.append(tag("rect", fill=str(signs[kind]), **size))
        parts.append(words(label, x + 1, top + 11 + BLOCK_HEIGHT + 8, TEXT, fill=INK_2))
    frame = tag(
        "rect",
        x=0,
        y=top + 11,
        width=block * len(labels),
        height=BLOCK_HEIGHT,
        fill="none",
        stroke=INK_3,
        stroke_width=0.4,
    )
    return "".join([*parts, frame]), block * len(labels)
