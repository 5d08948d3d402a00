"""What stands on a slide: words, native tables and charts, the foot, notes; each with its text alternative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from layouts.pack.colours import BAR, INK, INK_2, INK_3, PANEL, PREVIOUS, RULE
from layouts.pack.model import PackMonths, Ranking
from layouts.pack.slides_master import ACROSS, DRAWING, FOOT_TOP, LEFT, child

Box = tuple[float, float, float, float]  # left, top, width, height in inches

SMALL, TABLE, TEXT = 10, 11, 14  # points
ROW_HEIGHT: Final = 0.3
SOURCE_HEIGHT: Final = 0.8
MANY_BARS: Final = 12
LONG_TITLE: Final = 95  # letters
LINE_WIDTH: Final = 2.5
PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's table style "No Style, No Grid"


def colour(name: str) -> Any:
    """``#16202A`` as the library takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(name.lstrip("#"))


def inches(box: Sequence[float]) -> list[Any]:
    """Lengths as the library takes them."""
    from pptx.util import Inches

    return [Inches(number) for number in box]


def text_alternative(shape: Any, name: str, says: str) -> Any:
    """What a screen reader says of a shape."""
    told = shape._element._nvXxPr.cNvPr
    told.set("name", name)
    told.set("descr", " ".join(says.split()))
    return shape


def add_text(slide: Any, box: Box, paragraphs: Sequence[str], size: int = TEXT, ink: str = INK_2) -> Any:
    """A box of paragraphs; one that is empty is left out."""
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(*inches(box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, words in enumerate(filter(None, paragraphs)):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.4)
        write(paragraph, words, size, ink)
    return shape


def write(paragraph: Any, words: str, size: int, ink: str = INK, *, bold: bool = False, link: str = "") -> Any:
    """One run of words."""
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.rgb = colour(ink)
    if link:
        run.hyperlink.address = link
    return run


def set_title(slide: Any, title: str, part: int = 0) -> None:
    """The title, smaller where it is long; that of a further ``part`` says so."""
    from pptx.util import Pt

    title = f"{title} (continued)" if part else title
    slide.shapes.title.text = title
    if len(title) > LONG_TITLE:
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(22)


def add_source(slide: Any, coded: bool, lines: Sequence[str], link: str, address: str) -> None:
    """Base, source and release at the foot of a slide, and the link that opens it; a code may stand at their right."""
    from pptx.enum.text import MSO_ANCHOR

    box = (LEFT, FOOT_TOP - SOURCE_HEIGHT - 0.04, ACROSS - (1.1 if coded else 0), SOURCE_HEIGHT)
    shape = add_text(slide, box, lines, SMALL, INK_3)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    paragraph = shape.text_frame.add_paragraph() if any(lines) else shape.text_frame.paragraphs[0]
    write(paragraph, "Opens at: ", SMALL, INK_3)
    write(paragraph, address or link, SMALL, INK_2, link=address)
    shape.name = "Base and source"


def add_table(
    slide: Any, box: Box, name: str, says: str, heads: Sequence[str], rows: Sequence[Sequence[str]],
    widths: Sequence[float], *, words: Sequence[int], size: int = TABLE, marked: Sequence[int] = (), high: float = ROW_HEIGHT,
) -> Any:  # fmt: skip
    """A native table with a header row; columns in ``words`` hold words, the others numbers; ``marked`` rows are bold."""
    from pptx.util import Inches

    left, top, width, _ = box
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), *inches((left, top, width, high * (len(rows) + 1))))
    text_alternative(frame, name, says)
    table = frame.table
    table._tbl.tblPr.find(f"{DRAWING}tableStyleId").text = PLAIN_TABLE
    table.horz_banding = False
    table.first_col = False
    for column, share in enumerate(widths):
        table.columns[column].width = Inches(width * share / sum(widths))
    for number, cells in enumerate((heads, *rows)):
        table.rows[number].height = Inches(high)
        for column, said in enumerate(cells):
            strong = number == 0 or number - 1 in marked
            write_cell(table.cell(number, column), said, size, bold=strong, right=column not in words)
            if number == 0:
                fill_cell(table.cell(number, column), PANEL)
            else:
                rule_under(table.cell(number, column))
    return table


def write_cell(cell: Any, said: str, size: int, *, bold: bool = False, right: bool = False, ink: str = INK) -> None:
    """One cell, numbers to the right."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches

    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    write(paragraph, said, size, ink, bold=bold)


def fill_cell(cell: Any, name: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(name)


def rule_under(cell: Any) -> None:
    """A hairline under a cell: lines stand before the fill in its properties."""
    properties = cell._tc.get_or_add_tcPr()
    line = child(properties, "a:lnB", w="6350")
    child(child(line, "a:solidFill"), "a:srgbClr", val=RULE.lstrip("#"))
    properties.insert(0, line)


def number_of(said: str) -> float | None:
    """A printed figure as a number, so that a chart draws what the table prints; None for words."""
    try:
        return float(said.replace(",", "").replace("−", "-"))
    except ValueError:
        return None


def number_format(values: Sequence[float | None]) -> str:
    """Thousands with commas; a decimal where any has one."""
    return "#,##0" if all(value is None or value == int(value) for value in values) else "#,##0.0"


def add_ranking_chart(slide: Any, box: Box, ranking: Ranking, before_name: str) -> Any:
    """Bars of the ranked areas, most on top; the period compared with in grey."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    now = [number_of(row.value) for row in ranking.rows]
    before = [number_of(row.previous) for row in ranking.rows]
    data = CategoryChartData(number_format=number_format([*now, *before]))
    data.categories = [row.area for row in ranking.rows]
    data.add_series("This period", now)
    if before_name and any(value is not None for value in before):
        data.add_series(before_name, before)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *inches(box), data)
    chart = frame.chart
    dress_chart(chart, [BAR, PREVIOUS])
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = colour(INK_3)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    many = len(ranking.rows) > MANY_BARS
    chart.category_axis.tick_labels.font.size = Pt(9 if many else TABLE)
    label_bars(plot.series[0], 8 if many else SMALL)
    says = "; ".join(f"{row.area}: {row.value}" for row in ranking.rows)
    return text_alternative(frame, ranking.caption, f"Bar chart. {ranking.caption}. {says}.")


def label_bars(series: Any, size: int) -> None:
    """Values at the ends of the bars."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value = True
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(size)
    labels.font.color.rgb = colour(INK)


def add_months_chart(slide: Any, box: Box, months: PackMonths) -> Any:
    """Lines of the months, from zero; the period compared with broken and grey."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.enum.dml import MSO_LINE

    data = CategoryChartData(number_format=number_format([*months.now, *months.before]))
    data.categories = list(months.labels)
    data.add_series(months.now_name, months.now)
    if months.before:
        data.add_series(months.before_name, months.before)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *inches(box), data)
    chart = frame.chart
    dress_chart(chart, [BAR, PREVIOUS], lines=True)
    axis = chart.value_axis
    axis.minimum_scale = 0
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = colour(RULE)
    axis.tick_labels.number_format = "#,##0"
    axis.tick_labels.number_format_is_linked = False
    if months.before:
        chart.plots[0].series[1].format.line.dash_style = MSO_LINE.DASH
    told = f"Line chart. {months.title}, in {months.unit}. {months.says}"
    return text_alternative(frame, months.title, told)


def dress_chart(chart: Any, colours: Sequence[str], *, lines: bool = False) -> None:
    """The font, the colours of series, a legend above where there are two of them."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_title = False
    chart.font.size = Pt(TABLE)
    chart.font.color.rgb = colour(INK_2)
    series = list(chart.plots[0].series)
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    for one, name in zip(series, colours, strict=False):
        if lines:
            one.smooth = False
            one.format.line.color.rgb = colour(name)
            one.format.line.width = Pt(LINE_WIDTH)
        else:
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = colour(name)


def add_foot(slide: Any, words: str) -> None:
    """Foot and number as the layout's own placeholders, so that Office knows what they are."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    for shape in slide.slide_layout.placeholders:
        kind = shape.placeholder_format.type
        if kind in (KIND.FOOTER, KIND.SLIDE_NUMBER):
            copied = deepcopy(shape._element)
            copied._nvXxPr.cNvPr.id = max(one.shape_id for one in everything(slide.shapes)) + 1
            slide.shapes._spTree.append(copied)
            if kind == KIND.FOOTER:
                slide.shapes[-1].text_frame.text = words


def everything(shapes: Any) -> Iterator[Any]:
    """Shapes, and those in groups of them."""
    for shape in shapes:
        yield shape
        yield from everything(getattr(shape, "shapes", ()))


def add_notes(slide: Any, lines: Sequence[str]) -> None:
    """What stands under the slide for whoever presents it."""
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, lines))


def parts_of(rows: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    """Rows in parts that fit on a slide, of about the same length."""
    if not rows:
        return
    length = -(-len(rows) // -(-len(rows) // most))
    yield from (rows[start : start + length] for start in range(0, len(rows), length))
