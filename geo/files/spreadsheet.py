"""The answer as a spreadsheet: figures as numbers, one sheet for each table, and a sheet that says what they are.

Office Open XML (ECMA-376), by openpyxl. Columns have the names they have in the CSV, so that either can be read by
the same script; what is not known is an empty cell, never a zero.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from data.selection import Measure, Page
from geo.answer import Answer
from geo.answer_json import answer_json
from geo.files.export_lines import header_lines
from geo.files.exports import area_rows
from geo.files.office_files import with_fixed_dates
from geo.sections_json import chance_json, costs_json

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

Row = Mapping[str, Any]

WHOLE: Final = "#,##0"
SIGNED: Final = "+#,##0;-#,##0;0"
PER_CENT: Final = "0.0%"
SIGNED_PER_CENT: Final = "+0.0%;-0.0%;0.0%"
POUNDS: Final = "£#,##0"
DECIMALS: Final = {Measure.HARM: 2, Measure.RATE: 3, Measure.DENSITY: 3, Measure.QUOTIENT: 3}
VALUES: Final = ("value", "previous", "low", "high")
WIDTHS: Final = {"code": 12, "name": 24, "verdict": 17, "unit": 22, "gi_star": 13, "local_moran": 13}
WIDTH: Final = 11
ABOUT_WIDTH: Final = 110
DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORMULA_STARTS: Final = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Sheet:
    """One table; ``formats`` of columns of numbers, by name; ``frozen`` is the first cell that scrolls."""

    name: str
    rows: Sequence[Row]
    formats: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: str = "B2"


def answer_xlsx(answer: Answer) -> bytes:
    """The workbook: Areas, About, Months, Hours; Cost for that measure; Clusters and Chance for the evidence page."""
    from openpyxl import Workbook  # imported here: other exports need not wait for it

    book = Workbook()
    del book["Sheet"]
    sheets = list(sheets_of(answer))
    write_sheet(book, sheets[0])
    write_about(book, header_lines(answer))
    for sheet in sheets[1:]:
        write_sheet(book, sheet)
    book.properties.title = clean(answer.says)
    book.properties.creator = "Safer Westminster"
    book.properties.language = "en-GB"
    stream = io.BytesIO()
    book.save(stream)
    return with_fixed_dates(stream.getvalue(), datetime.fromisoformat(answer.release.manifest["created"]))


def sheets_of(answer: Answer) -> Iterator[Sheet]:
    """The tables that this answer has; one that it cannot give is left out."""
    told = answer_json(answer)
    yield Sheet("Areas", area_rows(answer), area_formats(answer), WIDTHS, "C2")
    if told["months"]:
        amounts = format_of(answer.measure if answer.measure is Measure.HARM else Measure.COUNT)
        yield Sheet("Months", told["months"], {"value": amounts, "previous": amounts}, {"previous_month": 16})
    if told["hours"] is not None:
        yield hours_sheet(told["hours"])
    if answer.measure is Measure.COST:
        yield from cost_sheets(answer)
    if answer.selection.page is Page.EVIDENCE:
        yield from evidence_sheets(answer)


def area_formats(answer: Answer) -> dict[str, str]:
    """How each column of figures is written."""
    value = SIGNED if answer.measure is Measure.CHANGE else format_of(answer.measure)
    signed = ";".join(f"{sign}{format_of(answer.measure)}" for sign in ("+", "-")) + ";0"
    written = dict.fromkeys(VALUES, value) | {"change": signed, "share": PER_CENT, "change_share": SIGNED_PER_CENT}
    return written | ({"previous": WHOLE} if answer.measure is Measure.CHANGE else {})


def format_of(measure: Measure) -> str:
    """Thousands with commas, and the decimals that the measure has."""
    digits = DECIMALS.get(measure, 0)
    return f"{WHOLE}.{'0' * digits}" if digits else WHOLE


def hours_sheet(hours: Sequence[Sequence[float | None]]) -> Sheet:
    """Seven rows, Monday first, of 24 columns named by the hour at which each begins."""
    names = [f"{hour:02}" for hour in range(24)]
    rows = [{"day": day, **dict(zip(names, values, strict=True))} for day, values in zip(DAY_NAMES, hours, strict=True)]
    return Sheet("Hours", rows, dict.fromkeys(names, hours_format(hours)), {"day": 13, **dict.fromkeys(names, 8)})


def hours_format(hours: Sequence[Sequence[float | None]]) -> str:
    """Whole numbers, unless records are spread over several hours."""
    return WHOLE if all(value is None or value == int(value) for day in hours for value in day) else f"{WHOLE}.0"


def cost_sheets(answer: Answer) -> Iterator[Sheet]:
    """One row for each kind of crime, its parts beside its total."""
    told = costs_json(answer)
    if told is not None:
        rows = [
            {**{key: value for key, value in row.items() if key != "cells"}, **row["cells"]} for row in told["rows"]
        ]
        money = {name: POUNDS for name in rows[0] if name not in ("row", "count")} | {"unit_cost": "£#,##0.00"}
        yield Sheet("Cost", rows, {"count": WHOLE, **money}, {"row": 34, **dict.fromkeys(money, 16)})


def evidence_sheets(answer: Answer) -> Iterator[Sheet]:
    """Every area's part in a cluster by both methods; and what chance alone would give."""
    from geo.statistics.answer_clusters import clusters_of
    from geo.statistics.clusters_json import clusters_json

    clusters = clusters_json(clusters_of(answer))
    names = {area.code: area.name for area in answer.areas}
    found = [
        {"method": method, "code": area["code"], "name": names.get(area["code"]), "label": area["label"]}
        | {"statistic": area["statistic"], "p": area["p"]}
        for method in ("gi_star", "local_moran")
        for area in (clusters[method] or {"areas": []})["areas"]
    ]
    if found:
        yield Sheet("Clusters", found, {"statistic": "0.000", "p": "0.0000"}, {"method": 14, **WIDTHS}, "D2")
    chance = chance_json(answer)
    if chance is not None:
        exceeds = chance["exceeds"]
        rows = [{"figure": name, **chance[name], "ours": ours(answer, name), "says": exceeds[name]} for name in exceeds]
        formats = dict.fromkeys(("mean", "low", "high", "ours"), "#,##0.000")
        yield Sheet("Chance", rows, formats, {"figure": 20, "says": 42})


def ours(answer: Answer, name: str) -> float | None:
    """The answer's own figure beside the one by chance."""
    if name == "top_share":
        return None if answer.top is None else answer.top.share
    return None if answer.concentration is None else getattr(answer.concentration, name)


def write_sheet(book: Workbook, sheet: Sheet) -> None:
    """A sheet with its header frozen and its columns as wide as they need."""
    from openpyxl.utils import get_column_letter

    made = book.create_sheet(sheet.name)
    names = list(sheet.rows[0]) if sheet.rows else []
    for column, name in enumerate(names, start=1):
        head(made.cell(row=1, column=column), name)
        least = max(len(name) + 2, WIDTH)
        made.column_dimensions[get_column_letter(column)].width = sheet.widths.get(name, least)
    for number, row in enumerate(sheet.rows, start=2):
        for column, name in enumerate(names, start=1):
            fill(made.cell(row=number, column=column), row[name], sheet.formats.get(name, "General"))
    made.freeze_panes = sheet.frozen
    if names:
        made.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(sheet.rows) + 1}"
    made.print_title_rows = "1:1"
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr.fitToPage = True


def write_about(book: Workbook, lines: Sequence[str]) -> None:
    """What the figures are, one line a row."""
    from openpyxl.styles import Alignment

    made = book.create_sheet("About")
    head(made.cell(row=1, column=1), "About")
    made.column_dimensions["A"].width = ABOUT_WIDTH
    for number, line in enumerate(lines, start=2):
        cell = made.cell(row=number, column=1)
        fill(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    made.freeze_panes = "A2"


def head(cell: Cell, name: str) -> None:
    """The heading of a column."""
    from openpyxl.styles import Font, PatternFill

    fill(cell, name)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F4F1E8")


def fill(cell: Cell, value: Any, number_format: str = "General") -> None:
    """A number as a number; text as text, whatever it begins with (OWASP, CSV Injection)."""
    if value is None:
        return
    if not isinstance(value, str):
        cell.value = value
        cell.number_format = number_format
        return
    cell.value = clean(str(value))
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_STARTS)


def clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(character for character in text if character.isprintable() or character in "\n\t")
