"""The slides of one view: where, which, when, since when, and its further tables; each with base, source and link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import isnan
from typing import Any, Final

from layouts.pack.colours import INK, INK_2, INK_3, NIGHT, PANEL, PAPER, SEQUENTIAL, class_colour, on
from layouts.pack.model import Pack, PackHeatmap, PackMap, PackTable, PackView
from layouts.pack.slides_map import add_map
from layouts.pack.slides_master import ACROSS, BODY_TOP, FIGURE, FOOT_TOP, LEFT, WIDTH
from layouts.pack.slides_parts import (
    SMALL,
    TABLE,
    TEXT,
    Box,
    add_foot,
    add_months_chart,
    add_notes,
    add_ranking_chart,
    add_source,
    add_table,
    add_text,
    colour,
    fill_cell,
    inches,
    parts_of,
    set_title,
    text_alternative,
    write_cell,
)

MOST_ROWS: Final = 14  # of a table on one slide
DEMONSTRATION: Final = "Demonstration data"
COLUMN_WIDTHS: Final = {"rank": 0.5, "area": 1.9, "ward": 1.7, "value": 1.1, "share": 0.8, "previous": 1.2, "change": 1.3, "verdict": 2.4}  # fmt: skip
COLUMN_WORDS: Final = ("area", "ward", "verdict")
LONG_LINE: Final = 104  # letters
FIRST_HOUR: Final = 6
NIGHT_FROM: Final = 12  # the column of 18:00


def foot_of(told: Pack | PackView) -> str:
    """What stands at the foot of every slide."""
    return f"Release {told.release}" + (f". {DEMONSTRATION}: illustrative records" if told.demonstration else "")


def view_slides(book: Any, view: PackView) -> None:
    """Where, which, when, since when: each on a slide of its own; a part that cannot be shown says why."""
    before = len(book.slides)
    mapped = bool(view.map or view.map_reason)
    if mapped:
        where(book, view)
    if view.ranking or view.ranking_reason:
        which(book, view)
    if view.heatmap or view.heatmap_reason:
        when(book, view)
    for place, table in enumerate(view.tables):
        further(book, view, table, view.sentence if not mapped and not place else "")
    if view.months or view.months_reason:
        since_when(book, view)
    if len(book.slides) == before:
        slide = figure_slide(book, view.sentence, asked(view))
        add_text(slide, (LEFT, BODY_TOP + 0.2, ACROSS, 2), [view.says, *view.notes], TEXT, INK_2)
        finish(slide, view, view.base, view.says)


def figure_slide(book: Any, title: str, under: str, part: int = 0) -> Any:
    """A slide with its title, and what was asked under it."""
    slide = book.slides.add_slide(book.slide_layouts[FIGURE])
    set_title(slide, title, part)
    add_text(slide, (LEFT, 1.42, ACROSS, 0.3), [under], TEXT if len(under) <= LONG_LINE else TABLE, INK_3)
    return slide


def asked(view: PackView) -> str:
    """Page and question of a view; its title holds both where other views are of the same page."""
    return view.title if view.question in view.title else f"{view.title}. {view.question}"


def page_name(view: PackView) -> str:
    return view.title.partition(":")[0]


def finish(slide: Any, view: PackView, base: str, says: str, *, coded: bool = False) -> None:
    """Base, source, release and link, on the slide and under it."""
    source = " ".join(filter(None, (base, view.rule, f"Source: {'; '.join(view.sources)}.")))
    add_source(slide, coded, [source], view.link, view.address)
    add_foot(slide, foot_of(view))
    notes = [says, f"Asked: {view.question}.", f"Base: {base}", f"Release {view.release}."]
    add_notes(
        slide, [*notes, *(f"Source: {one}" for one in view.sources), f"Link: {view.address or view.link}", *view.notes]
    )


def where(book: Any, view: PackView) -> None:
    """The map beside the bars of the areas with the most."""
    slide = figure_slide(book, view.sentence, asked(view))
    if view.map is None:
        add_text(slide, (LEFT, BODY_TOP + 0.2, 6.4, 1), [view.map_reason], TEXT, INK_2)
    else:
        add_map(slide, (LEFT, BODY_TOP + 0.1, 6.4, 3.75), view.map)
        add_legend(slide, (LEFT, 5.75), view.map)
    if view.ranking is not None and view.ranking.rows:
        add_text(slide, (7.4, BODY_TOP + 0.05, 5.3, 0.3), [view.ranking.caption], TEXT, INK)
        fields = view.ranking.columns
        compared = {"previous", "change"} <= set(fields)  # a difference is not of the kind of what came before
        before = view.ranking.heads[fields.index("previous")] if compared else ""
        add_ranking_chart(slide, (7.3, BODY_TOP + 0.35, 5.5, 4.0), view.ranking, before)
    if view.address:
        add_code(slide, view.address)
    finish(slide, view, view.base, view.says, coded=bool(view.address))


def add_legend(slide: Any, corner: tuple[float, float], drawn: PackMap) -> None:
    """Touching blocks with their bounds beneath, as one table."""
    left, top = corner
    add_text(slide, (left, top, 6.4, 0.2), [drawn.legend], SMALL, INK_2)
    labels = list(drawn.labels)
    frame = slide.shapes.add_table(1, len(labels), *inches((left, top + 0.2, 6.4, 0.22)))
    text_alternative(frame, "Legend of the map", f"{drawn.legend}, fewer to more: {', '.join(labels)}.")
    frame.table.first_row = False
    frame.table.rows[0].height = inches([0.22])[0]
    for place, label in enumerate(labels):
        fill = class_colour(place, drawn.diverging)
        fill_cell(frame.table.cell(0, place), fill)
        write_cell(frame.table.cell(0, place), label, 9, ink=on(fill))


def add_code(slide: Any, address: str) -> None:
    """A code that a telephone reads: the link of the view."""
    import segno

    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="png", scale=8, border=2, dark=INK, light=PAPER)
    stream.seek(0)
    picture = slide.shapes.add_picture(stream, *inches((WIDTH - LEFT - 0.85, FOOT_TOP - 0.95, 0.85, 0.85)))
    text_alternative(picture, "QR code", f"QR code of the link that opens this view: {address}")


def which(book: Any, view: PackView) -> None:
    """The ranking as a table with verdicts, and what changed."""
    ranking = view.ranking
    if ranking is None or not ranking.rows:
        slide = figure_slide(book, f"{page_name(view)}: which areas", asked(view))
        add_text(slide, (LEFT, BODY_TOP + 0.2, ACROSS, 1), [view.ranking_reason], TEXT, INK_2)
        finish(slide, view, view.base, view.says)
        return
    fields = ranking.columns
    most = MOST_ROWS - (2 if view.change_says else 0)
    for part, rows in enumerate(parts_of(ranking.rows, most)):
        slide = figure_slide(book, f"{page_name(view)}: {ranking.caption}", asked(view), part)
        cells = [ranking.cells(row) for row in rows]
        add_table(
            slide, (LEFT, BODY_TOP + 0.1, ACROSS, 0), ranking.caption, f"Table. {ranking.caption}. {ranking.rest}",
            ranking.heads, cells, [COLUMN_WIDTHS[name] for name in fields],
            words=[place for place, name in enumerate(fields) if name in COLUMN_WORDS],
            marked=[place for place, row in enumerate(rows) if row.top],
        )  # fmt: skip
        below = BODY_TOP + 0.2 + 0.3 * (len(rows) + 1)
        add_text(slide, (LEFT, below, ACROSS, 0.8), [f"{ranking.rest} {view.change_says}".strip()], TEXT - 2, INK_2)
        finish(slide, view, ranking.base, f"{ranking.caption}. {ranking.rest} {view.change_says}")


def when(book: Any, view: PackView) -> None:
    """Seven nights by 24 hours as a table, classes as fills."""
    heatmap = view.heatmap
    if heatmap is None:
        slide = figure_slide(book, f"{page_name(view)}: when", asked(view))
        add_text(slide, (LEFT, BODY_TOP + 0.2, ACROSS, 1), [view.heatmap_reason], TEXT, INK_2)
        finish(slide, view, view.base, view.says)
        return
    slide = figure_slide(book, heatmap.title, asked(view))
    add_heatmap(slide, (LEFT, BODY_TOP + 0.15, ACROSS, 3.2), heatmap)
    add_text(slide, (LEFT, 5.0, ACROSS, 0.3), [heatmap.peak_says], TEXT, INK)
    add_key(slide, (LEFT, 5.5), heatmap)
    finish(slide, view, heatmap.base, heatmap.says)


def hour_words(value: float) -> str:
    """The number of an hour; a dash where it is withheld."""
    return "–" if isnan(value) else f"{round(value):,}"


def add_heatmap(slide: Any, box: Box, heatmap: PackHeatmap) -> None:
    """One row a night, one column an hour from 06:00, the share at night last."""
    hours = [f"{(FIRST_HOUR + column) % 24:02d}" for column in range(24)]
    rows = [
        [f"{name} to {heatmap.names[(place + 1) % 7][:3]}", *(hour_words(value) for value in night), share]
        for place, (name, night, share) in enumerate(zip(heatmap.names, heatmap.nights, heatmap.shares, strict=True))
    ]
    size = 9 if max(len(cell) for row in rows for cell in row[1:]) <= 5 else 7
    table = add_table(
        slide, box, heatmap.title, heatmap.says, ["Starting on", *hours, "At night"], rows,
        [1.5, *[0.41] * 24, 0.75], words=(0,), size=size, high=0.36,
    )  # fmt: skip
    for row, kinds in enumerate(heatmap.classes, start=1):
        for column, kind in enumerate(kinds, start=1):
            cell = table.cell(row, column)
            shade = PAPER if kind is None else SEQUENTIAL[kind]
            fill_cell(cell, shade)
            (run,) = cell.text_frame.paragraphs[0].runs
            run.font.color.rgb = colour(on(shade))
            run.font.bold = heatmap.peak == (row - 1, column - 1)
            cell.margin_left = cell.margin_right = inches([0.02])[0]
    for column in range(25):
        fill_cell(table.cell(0, column), NIGHT if column > NIGHT_FROM else PANEL)


def add_key(slide: Any, corner: tuple[float, float], heatmap: PackHeatmap) -> None:
    """The classes of the hours."""
    left, top = corner
    add_text(slide, (left, top, 6.4, 0.2), [heatmap.legend], SMALL, INK_2)
    frame = slide.shapes.add_table(1, len(heatmap.labels), *inches((left, top + 0.22, 6.4, 0.22)))
    text_alternative(frame, "Legend of the hours", f"{heatmap.legend}: {', '.join(heatmap.labels)}.")
    frame.table.first_row = False
    frame.table.rows[0].height = inches([0.22])[0]
    for place, label in enumerate(heatmap.labels):
        fill_cell(frame.table.cell(0, place), SEQUENTIAL[place])
        write_cell(frame.table.cell(0, place), label, 9, ink=on(SEQUENTIAL[place]))


def since_when(book: Any, view: PackView) -> None:
    """The months beside those compared with."""
    months = view.months
    slide = figure_slide(book, months.title if months else f"{page_name(view)}: by month", asked(view))
    if months is None:
        add_text(slide, (LEFT, BODY_TOP + 0.2, ACROSS, 1), [view.months_reason], TEXT, INK_2)
        finish(slide, view, view.base, view.says)
        return
    add_text(slide, (LEFT, BODY_TOP + 0.1, ACROSS, 0.6), [months.says], TEXT, INK)
    add_months_chart(slide, (LEFT - 0.1, BODY_TOP + 0.7, ACROSS + 0.1, 3.75), months)
    finish(slide, view, view.base, f"{months.title}. {months.says}")


def further(book: Any, view: PackView, table: PackTable, finding: str = "") -> None:
    """One more table of the view, under the finding where it is the first thing shown."""
    named = f"{page_name(view)}: {table.title}"
    for part, rows in enumerate(parts_of(table.rows, MOST_ROWS - 3)):
        slide = figure_slide(book, finding or named, f"{named} {view.question}" if finding else asked(view), part)
        add_text(slide, (LEFT, BODY_TOP + 0.1, ACROSS, 0.7), [table.says], TEXT, INK)
        columns = list(zip(table.heads, *rows, strict=True))
        words = [place for place, column in enumerate(columns) if place < table.words or is_words(column[1:])]
        widths = [min(max(*map(len, column), 6), 40) for column in columns]
        box = (LEFT, BODY_TOP + 0.85, ACROSS, 0)
        add_table(slide, box, table.title, f"Table. {table.says}", table.heads, rows, widths, words=words)
        finish(slide, view, table.base or view.base, table.says)


def is_words(cells: Sequence[str]) -> bool:
    """Whether a column has no figure in it."""
    return not any(letter.isdigit() for cell in cells for letter in cell)
