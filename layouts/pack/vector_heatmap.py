"""``heatmap_svg``: seven nights from 06:00 to 06:00 as coloured hours with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Final

from layouts.pack.colours import BAR, INK, INK_2, INK_3, NIGHT, NIGHT_INK, PAPER, SEQUENTIAL, on
from layouts.pack.model import PackHeatmap
from layouts.pack.vector import picture, tag, words
from layouts.pack.vector_legend import key

WIDTH: Final = 493.0
ROW: Final = 14.6
GAP: Final = 12.0  # before the weekend nights; half before Sunday
NAMES, SHARES = 82.0, 40.0  # room for the names of the rows and for their shares at night
BAND, BARS, HOURS = 13.0, 21.0, 11.0
FIRST, NIGHT_FROM, MIDNIGHT = 6, 12, 18  # the first hour, and the columns of 18:00 and of 00:00
WEEKEND: Final = 4  # the row of Friday
LAST: Final = 6
MOST_DIGITS: Final = 4
WITHHELD: Final = "–"
KEY: Final = 42.0  # room for the legend
HEIGHT: Final = BAND + BARS + HOURS + 7 * ROW + 1.5 * GAP + KEY


def heatmap_svg(drawn: PackHeatmap, *, name: str, width: float = WIDTH) -> str:
    """The night heatmap with its legend, as SVG text."""
    cell = (width - NAMES - SHARES) / 24
    top = BAND + BARS + HOURS
    inside = (
        *bands(drawn, cell),
        *(part for row in range(7) for part in night(drawn, row, cell, top)),
        midnight(cell, top),
        words("Weekend nights", 0, top + WEEKEND * ROW + GAP - 3.5, 7, fill=INK_3),
        peak(drawn, cell, top),
        tag(
            "g",
            key(drawn.legend, drawn.labels, False, (), 0)[0],
            transform=f"translate({NAMES:g} {HEIGHT - KEY + 4:g})",
        ),
    )
    return picture(width, HEIGHT, drawn.title, drawn.says, *inside, name=name)


def row_top(row: int) -> float:
    return row * ROW + (GAP if row >= WEEKEND else 0) + (GAP / 2 if row >= LAST else 0)


def bands(drawn: PackHeatmap, cell: float) -> Iterator[str]:
    """Day and night, all nights together as bars, the hours."""
    half = 12 * cell
    yield tag("rect", x=NAMES + half, y=0, width=half, height=BAND + BARS, fill=NIGHT)
    for text, x, colour, weight in (
        ("Day, 06:00 to 18:00", NAMES + half / 2, INK_2, 400),
        ("Night, 18:00 to 06:00", NAMES + 1.5 * half, NIGHT_INK, 600),
    ):
        yield words(text, x, 9.4, 8, fill=colour, font_weight=weight, text_anchor="middle")
    yield words("All nights", 0, BAND + BARS - 3, 7, fill=INK_3)
    yield words("Starting on", 0, BAND + BARS + HOURS - 3, 7, fill=INK_3)
    yield words("at night", NAMES + 24 * cell + SHARES, BAND + BARS + HOURS - 3, 7, fill=INK_3, text_anchor="end")
    sums = [sum(night[column] for night in drawn.nights) for column in range(24)]
    most = max((total for total in sums if not isnan(total)), default=0) or 1
    for column, total in enumerate(0 if isnan(total) else total for total in sums):  # of a withheld hour no bar
        high = (BARS - 3) * total / most
        colour = BAR if column < NIGHT_FROM else NIGHT_INK
        yield tag("rect", x=NAMES + column * cell + 1, y=BAND + BARS - high, width=cell - 2, height=high, fill=colour)
        hour = f"{(column + FIRST) % 24:02d}"
        yield words(hour, NAMES + (column + 0.5) * cell, BAND + BARS + HOURS - 3, 6.8, fill=INK_3, text_anchor="middle")


def night(drawn: PackHeatmap, row: int, cell: float, top: float) -> Iterator[str]:
    """One night: its name, its hours, its share."""
    y = top + row_top(row)
    middle, weight = y + ROW / 2 + 2.7, 600 if WEEKEND <= row < LAST else 400
    following = drawn.names[(row + 1) % 7][:3]
    yield words(f"{drawn.names[row]} to {following}", 0, middle, 8, fill=INK, font_weight=weight)
    small = max(len(f"{value:.0f}") for line in drawn.nights for value in line) <= MOST_DIGITS
    for column, value in enumerate(drawn.nights[row]):
        kind = drawn.classes[row][column]
        colour = PAPER if kind is None else SEQUENTIAL[kind]
        x = NAMES + column * cell
        yield tag(
            "rect",
            x=x,
            y=y,
            width=cell - 0.6,
            height=ROW - 0.6,
            fill=colour,
            class_="withheld" if kind is None else f"s{kind}",
        )
        if small:
            yield words(
                WITHHELD if kind is None else f"{value:.0f}",
                x + (cell - 0.6) / 2,
                y + ROW / 2 + 1.8,
                5.8,
                fill=on(colour),
                text_anchor="middle",
            )
    yield words(drawn.shares[row], NAMES + 24 * cell + SHARES, middle, 8, fill=INK, text_anchor="end")


def midnight(cell: float, top: float) -> str:
    x = NAMES + MIDNIGHT * cell - 0.3
    return tag("path", d=f"M{x:.2f} {top:g}V{top + row_top(LAST) + ROW:g}", stroke=INK, stroke_width=1)


def peak(drawn: PackHeatmap, cell: float, top: float) -> str:
    """The hour with the most, outlined twice."""
    if drawn.peak is None:
        return ""
    row, column = drawn.peak
    box = {"x": NAMES + column * cell - 0.6, "y": top + row_top(row) - 0.6, "width": cell + 0.6, "height": ROW + 0.6}
    return tag("rect", fill="none", stroke=PAPER, stroke_width=3, **box) + tag(
        "rect", fill="none", stroke=INK, stroke_width=1.4, **box
    )
