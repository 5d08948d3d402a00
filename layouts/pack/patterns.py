"""Hatching: what tells classes apart where colour does not, in black and white or to eyes that see few colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from layouts.pack.colours import DIVERGING, INK, PAPER, RULE_STRONG, on
from layouts.pack.vector import tag

MIDDLE: Final = len(DIVERGING) // 2
TILES: Final = {1: 9.0, 2: 6.5, 3: 5.0}  # points between two marks, by how far from the middle


def tile(name: str, size: float, *inside: str, turned: float = 0) -> str:
    """A pattern of square tiles."""
    turn: dict[str, str] = {"patternTransform": f"rotate({turned:g})"} if turned else {}
    return tag("pattern", *inside, id=name, width=size, height=size, patternUnits="userSpaceOnUse", **turn)


def stroke(path: str, colour: str, width: float, opacity: float = 1) -> str:
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_opacity=opacity)


def definitions(name: str, diverging: bool) -> str:
    """The patterns of a map: parks, what is not known, and the signs of a diverging scale."""
    park = tile(f"{name}-park", 4, stroke("M0 2H4", INK, 0.7, 0.24), turned=45)
    unknown = tile(
        f"{name}-unknown", 4, tag("rect", width=4, height=4, fill=PAPER), stroke("M0 2H4", RULE_STRONG, 1.1), turned=-45
    )
    return tag("defs", park, unknown, *(signs(name) if diverging else []))


def signs(name: str) -> Iterator[str]:
    """Minus signs on falls, plus signs on rises, denser the larger they are."""
    for kind, colour in enumerate(DIVERGING):
        steps = abs(kind - MIDDLE)
        if not steps:
            continue
        size = TILES[steps]
        middle, arm = size / 2, 1.6
        sign = f"M{middle - arm:g} {middle:g}h{2 * arm:g}"
        if kind > MIDDLE:
            sign += f"M{middle:g} {middle - arm:g}v{2 * arm:g}"
        yield tile(f"{name}-sign{kind}", size, stroke(sign, on(colour), 0.75, 0.85))


def sign_of(name: str, kind: int) -> str | None:
    """The pattern of a class of a diverging scale; none in the middle."""
    return None if kind == MIDDLE else f"url(#{name}-sign{kind})"
