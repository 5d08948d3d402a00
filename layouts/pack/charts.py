"""One chart by itself, as SVG or PNG: its finding above it, base, source and link beneath."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from data.schema import DataError
from geo.files.pack_answers import PackAnswers
from layouts.pack.colours import INK, INK_2, INK_3, PAPER
from layouts.pack.making import view_of
from layouts.pack.model import PackView
from layouts.pack.pdf import FONTS
from layouts.pack.vector import FONT, picture, tag, width_of, words
from layouts.pack.vector_heatmap import heatmap_svg
from layouts.pack.vector_map import map_svg
from layouts.pack.vector_trend import trend_svg

CHARTS: Final = ("map", "hours", "months")
WIDTH: Final = 520.0  # points, all but the margins
MARGIN: Final = 16.0
TITLE, TEXT, SMALL = 15, 9, 7.5
LINE: Final = 1.3  # of the size of the words
PIXELS_PER_INCH: Final = 220
PAGE: Final = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.chart))"
FALLBACK: Final = "'Source Sans 3', 'Segoe UI', system-ui, sans-serif"


def chart_svg(answers: PackAnswers, chart: str) -> str:
    """A chart of the only view of some answers; DataError with the reason where it cannot be drawn."""
    view = view_of(answers.views[0], answers.shapes, "")
    title, base, says, drawn = parts_of(view, chart)
    inside: list[str] = []
    y = MARGIN
    head = view.sentence if chart == "map" else title
    under = f"{title}. {view.question}" if chart == "map" else view.question
    for text, size, ink, weight in ((head, TITLE, INK, 700), (under, TEXT, INK_2, 400)):
        for line in lines_of(text, size):
            y += size * LINE
            inside.append(words(line, MARGIN, y, size, fill=ink, font_weight=weight))
    y += 10
    height = height_of(drawn)
    inside.append(placed(drawn, height, y))
    y += height + 6
    for text in foot_of(view, base):
        for line in lines_of(text, SMALL):
            y += SMALL * LINE
            inside.append(words(line, MARGIN, y, SMALL, fill=INK_3))
    across, high = WIDTH + 2 * MARGIN, y + MARGIN
    paper = tag("rect", width=across, height=high, fill=PAPER)
    whole = picture(across, high, f"{view.title}: {title}", says, paper, *inside, name=f"chart-{chart}")
    return whole.replace(f'font-family="{FONT}"', f'font-family="{FALLBACK}"')


def parts_of(view: PackView, chart: str) -> tuple[str, str, str, str]:
    """Title, base, text alternative and drawing of a chart."""
    name = f"{chart}-drawing"
    if chart == "map" and view.map is not None:
        return view.map.title, view.map.base, view.map.says, map_svg(view.map, name=name, width=WIDTH)
    if chart == "hours" and view.heatmap is not None:
        heatmap = view.heatmap
        return heatmap.title, f"{heatmap.peak_says} {heatmap.base}", heatmap.says, heatmap_svg(heatmap, name=name, width=WIDTH)  # fmt: skip
    if chart == "months" and view.months is not None:
        return view.months.title, "", view.months.says, trend_svg(view.months, name=name, width=WIDTH)
    reasons = {"map": view.map_reason, "hours": view.heatmap_reason, "months": view.months_reason}
    raise DataError(
        "this picture cannot be drawn", where=view.link, mend=reasons[chart] or view.map_reason or view.says
    )


def height_of(drawn: str) -> float:
    """The height that a picture names, in points."""
    return float(drawn.partition(' height="')[2].partition("pt")[0])


def placed(drawn: str, height: float, y: float) -> str:
    """A picture within another, in its units."""
    head, _, rest = drawn.partition(">")
    own = head.replace(f'width="{WIDTH:g}pt"', f'width="{WIDTH:g}"').replace(
        f'height="{height:g}pt"', f'height="{height:g}"'
    )
    return own.replace("<svg ", f'<svg x="{MARGIN:g}" y="{y:g}" ', 1) + ">" + rest


def foot_of(view: PackView, base: str) -> Iterator[str]:
    """Base, source, release and link."""
    yield " ".join(dict.fromkeys(part for part in (base, view.base, view.rule) if part))
    yield f"Source: {'; '.join(view.sources)}."
    kind = " Demonstration data: illustrative records." if view.demonstration else ""
    yield f"Release {view.release}.{kind} Opens at: {view.link}"


def lines_of(text: str, size: float) -> Iterator[str]:
    """Words in lines as wide as the picture."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size) > WIDTH:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def chart_png(svg: str) -> bytes:
    """The same chart in pixels, sharp at the width of a printed page."""
    import typst  # here: it loads a compiler

    settings: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True, "ppi": PIXELS_PER_INCH}
    made: bytes = typst.compile(PAGE, format="png", sys_inputs={"chart": svg}, **settings)
    return made
