"""``trend_svg``: months now and before as two lines from zero, named at their ends, the highest month told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor, log10
from typing import Final

from layouts.pack.colours import INK, INK_2, INK_3, LINK, PREVIOUS, RULE
from layouts.pack.model import PackMonths
from layouts.pack.vector import picture, tag, width_of, words

WIDTH: Final = 493.0
HEIGHT: Final = 138.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 62.0, 16.0, 16.0
MOST_NAMES: Final = 14  # months named along the axis
STEPS: Final = (1, 2, 2.5, 5, 10)
CLOSE: Final = 9.0  # points between the names of two lines

Place = Callable[[int, float], tuple[float, float]]


def trend_svg(drawn: PackMonths, *, name: str, width: float = WIDTH, height: float = HEIGHT) -> str:
    """The months of an answer as SVG text."""
    known = [value for value in (*drawn.now, *drawn.before) if value is not None]
    step, top = axis(max(known, default=0))
    across = (width - LEFT - RIGHT) / max(len(drawn.now) - 1, 1)

    def place(offset: int, value: float) -> tuple[float, float]:
        return LEFT + offset * across, TOP + (height - TOP - BOTTOM) * (1 - value / top)

    inside = [
        *grid(step, top, width, height),
        *months(drawn.labels, across, height),
        *lines([place(i, v) if v is not None else None for i, v in enumerate(drawn.before)], PREVIOUS, 1.4, "4 2.5"),
        *lines([place(i, v) if v is not None else None for i, v in enumerate(drawn.now)], LINK, 2.2),
        *ends(drawn, place, width),
        highest(drawn, place, width),
    ]
    return picture(width, height, drawn.title, drawn.says, *inside, name=name)


def axis(most: float) -> tuple[float, float]:
    """The step of the grid and its top: about four round steps from zero."""
    if most <= 1:
        return 1, 1
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * round_ for round_ in STEPS if power * round_ >= rough)
    step = max(ceil(step), 1)  # records are whole
    return step, step * ceil(most / step)


def grid(step: float, top: float, width: float, height: float) -> Iterator[str]:
    for line in range(round(top / step) + 1):
        y = TOP + (height - TOP - BOTTOM) * (1 - line * step / top)
        looks: dict[str, str | float] = {"stroke": RULE if line else INK_3, "stroke_width": 0.5 if line else 0.7}
        yield tag("path", d=f"M{LEFT:g} {y:.2f}H{width - RIGHT:g}", **looks)
        yield words(f"{line * step:,g}", LEFT - 5, y + 2.4, 7, fill=INK_3, text_anchor="end")


def months(labels: Sequence[str], across: float, height: float) -> Iterator[str]:
    """Names under the axis: all of a year, of more every third, sixth, ..."""
    every = next(size for size in (1, 2, 3, 6, 12, 24, 48, 96) if len(labels) / size <= MOST_NAMES)
    for offset, label in enumerate(labels):
        if offset % every == 0:
            yield words(label, LEFT + offset * across, height - 4, 7, fill=INK_3, text_anchor="middle")


def lines(points: Sequence[tuple[float, float] | None], colour: str, width: float, dashes: str = "") -> Iterator[str]:
    """A line that breaks where a month is not known; a dot for a month alone."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            looks = {"stroke_dasharray": dashes} if dashes else {}
            d = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in run)
            yield tag("path", d=d, fill="none", stroke=colour, stroke_width=width, stroke_linejoin="round", **looks)
        elif run:
            yield tag("circle", cx=run[0][0], cy=run[0][1], r=width, fill=colour)
        run = []


def ends(drawn: PackMonths, place: Place, width: float) -> Iterator[str]:
    """The names of both lines beside their last points, apart where those are close."""
    names = ((drawn.now_name, drawn.now, LINK, 700), (drawn.before_name, drawn.before, INK_2, 400))
    told = []
    for name, values, colour, weight in names:
        last = next(((i, v) for i, v in reversed(list(enumerate(values))) if v is not None), None)
        if last is not None and name:
            told.append((place(*last)[1] + 2.7, words_of(name, colour, weight)))
    ys = [y for y, _ in told]
    if len(ys) == 2 and abs(ys[0] - ys[1]) < CLOSE:
        middle, first_up = sum(ys) / 2, ys[0] <= ys[1]
        ys = [middle - CLOSE / 2, middle + CLOSE / 2] if first_up else [middle + CLOSE / 2, middle - CLOSE / 2]
    for y, (_, (name, looks)) in zip(ys, told, strict=True):
        yield words(name, width - RIGHT + 6, y, 8, **looks)


def words_of(name: str, colour: str, weight: int) -> tuple[str, dict[str, str | float]]:
    return name, {"fill": colour, "font_weight": weight}


def highest(drawn: PackMonths, place: Place, width: float) -> str:
    """The highest month of this period, told above it."""
    known = [(value, -offset) for offset, value in enumerate(drawn.now) if value is not None]
    if not known or not max(known)[0]:
        return ""
    value, offset = max(known)
    x, y = place(-offset, value)
    text = f"{drawn.labels[-offset]}: {value:,.0f}"
    half = width_of(text, 7.6) / 2
    middle = min(max(x, LEFT + half), width - half)
    dot = tag("circle", cx=x, cy=y, r=2.6, fill=LINK)
    return dot + words(text, middle, y - 6, 7.6, fill=INK, font_weight=600, text_anchor="middle")
