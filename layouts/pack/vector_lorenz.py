"""``lorenz_svg``: how the share of all adds up from the area with the most, against an even spread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from layouts.pack.colours import INK, INK_2, INK_3, LINK, PREVIOUS, RULE
from layouts.pack.model import PackCurve
from layouts.pack.vector import picture, tag, words

WIDTH: Final = 493.0
HEIGHT: Final = 176.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 62.0, 8.0, 30.0
QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def lorenz_svg(drawn: PackCurve, *, name: str, width: float = WIDTH, height: float = HEIGHT) -> str:
    """The curve of an answer as SVG text."""
    areas = len(drawn.now) - 1
    across, down = width - LEFT - RIGHT, height - TOP - BOTTOM

    def path(curve: tuple[float, ...]) -> str:
        points = (
            f"{LEFT + across * place / max(len(curve) - 1, 1):.2f} {TOP + down * (1 - part):.2f}"
            for place, part in enumerate(curve)
        )
        return "M" + "L".join(points)

    even: dict[str, str | float] = {
        "stroke": INK_3,
        "stroke_width": 0.9,
        "stroke_dasharray": "1 2.5",
        "stroke_linecap": "round",
    }
    inside = [
        *grid(areas, across, down),
        words(drawn.areas, LEFT + across / 2, height - 4, 7.4, fill=INK_2, text_anchor="middle"),
        tag("path", d=path((0.0, 1.0)), fill="none", **even),
        words("As many in every area", LEFT + across * 0.56, TOP + down * 0.56, 7.4, fill=INK_2),
        tag("path", d=path(drawn.before), fill="none", stroke=PREVIOUS, stroke_width=1.2, stroke_dasharray="4 2.5")
        if drawn.before
        else "",
        tag("path", d=path(drawn.now), fill="none", stroke=LINK, stroke_width=2.2, stroke_linejoin="round"),
        *half(drawn, areas, across, down),
    ]
    return picture(width, height, drawn.title, drawn.says, *inside, name=name)


def grid(areas: int, across: float, down: float) -> Iterator[str]:
    """Quarters of all upwards, of the areas along."""
    for quarter in QUARTERS:
        y, x = TOP + down * (1 - quarter), LEFT + across * quarter
        colour = RULE if quarter else INK_3
        yield tag("path", d=f"M{LEFT:g} {y:.2f}h{across:.2f}", stroke=colour, stroke_width=0.5)
        yield words(f"{quarter:.0%}", LEFT - 5, y + 2.4, 7, fill=INK_3, text_anchor="end")
        yield words(f"{areas * quarter:,.0f}", x, TOP + down + 10, 7, fill=INK_3, text_anchor="middle")


def half(drawn: PackCurve, areas: int, across: float, down: float) -> Iterator[str]:
    """Where half is reached, told beside the curve, with the names of the two lines."""
    if drawn.half is not None and areas:
        x, y = LEFT + across * drawn.half / areas, TOP + down * (1 - drawn.now[drawn.half])
        yield tag("circle", cx=x, cy=y, r=2.8, fill=LINK)
        told = f"{drawn.half:,} {'area holds' if drawn.half == 1 else 'areas hold'} half"
        yield words(told, x + 8, y + 9, 8.4, fill=INK, font_weight=700)
    x = LEFT + across + 6
    yield words(drawn.now_name, x, TOP + 4, 8, fill=LINK, font_weight=700)
    if drawn.before:
        yield words(f"{drawn.before_name} dashed", x, TOP + 13, 7, fill=INK_2)
