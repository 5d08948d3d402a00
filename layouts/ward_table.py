"""All wards in one table: number, months, change, who lives there, what stands out; sorted in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from data.attributes.people_tally import Share
from data.selection import Measure
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.phrases import first_capital
from layouts.components import scroll
from layouts.figures.theme import LINE, PREVIOUS
from layouts.numbers import FEW, change, count, share
from layouts.words import measure
from layouts.words.wards import ARROWS, VERDICT_STYLES, short_name, toggled

WIDE, HIGH = 100, 22  # of a small line, in its own units
NUMBER_PLACE: Final = 2
CHANGE_PLACE: Final = 5
MEASURE_PLACE: Final = 3  # the column of the share of the records, which a measure takes
NAMED: Final = 1  # of what stands out; the file and the columns have all

HEADS: Final = (
    ("", "r"),
    ("Ward", ""),
    ("{noun}", "r"),
    ("Share", "r opt"),
    ("Months", "opt"),
    ("Change", "r"),
    ("Resident victims", "r opt"),
    ("Resident accused", "r opt"),
    ("Most harmful", "opt"),
    ("Stands out by number", "opt"),
    ("Stands out by harm", "opt"),
    ("Other data", "opt"),
)


def ward_table(page: WardPage) -> Component:
    """The table, largest first; a ward's name chooses it, or gives it up."""
    wards = sorted(page.profiles.wards, key=lambda ward: ward.rank)
    noun = first_capital(page.wards.dataset.noun)
    heads = [head(title.format(noun=noun), style) for title, style in HEADS]
    if has_measure(page):
        heads[NUMBER_PLACE].className += " opt"
        heads[CHANGE_PLACE] = head(f"Change in {page.wards.dataset.noun}", "r")
        heads[MEASURE_PLACE] = head(first_capital(measure.unit(page.measured)), "r")
    body = [row(page, ward) for ward in wards]
    made = html.Table(
        [html.Caption(f"The {len(wards)} wards", className="vh"), html.Thead(html.Tr(heads)), html.Tbody(body)],
        className="sortable wards",
    )
    return scroll(made, "The wards")


def head(title: str, style: str) -> html.Th:
    if not title:
        return html.Th(html.Button("Rank", type="button"), scope="col", className=style, **{"data-first": "ascending"})
    if title == "Months":
        return html.Th(title, scope="col", className=style)
    return html.Th(html.Button(title, type="button"), scope="col", className=style)


def row(page: WardPage, ward: WardProfile) -> html.Tr:
    chosen = ward.code in page.selection.ward
    said = "Take out" if chosen else "Choose"
    name = html.A(ward.name, href=toggled(page, ward.code), **{"aria-label": f"{ward.name}: {said.lower()}"})
    harm = ward.most_harmful
    cells = [
        cell(str(ward.rank), "r", ward.rank),
        html.Th(name, scope="row", **({"aria-current": "true"} if chosen else {})),
        cell(html.B(count(ward.count)), "r", ward.count),
        cell(share(ward.share) if ward.count >= FEW else "–", "r opt", ward.share),
        cell(small_line(ward), "opt"),
        change_cell(ward),
        people_cell(ward.victims),
        people_cell(ward.accused),
        cell(harm.name if harm else "–", "opt words"),
        out_cell([(kind.name, kind.quotient) for kind in ward.over]),
        out_cell([(kind.name, kind.harm_quotient) for kind in ward.over_by_harm]),
        out_cell([(short_name(part.name), part.quotient) for part in ward.datasets_over]),
    ]
    if has_measure(page):
        cells[NUMBER_PLACE].className += " opt"
        cells[MEASURE_PLACE] = measure_cell(page, ward)
    return html.Tr(cells, className="chosen" if chosen else "")


def has_measure(page: WardPage) -> bool:
    """Whether the link asks for a measure that the table has no column for."""
    return page.measured.measure not in (Measure.COUNT, Measure.CHANGE) and page.measured.values is not None


def measure_cell(page: WardPage, ward: WardProfile) -> html.Td:
    """The measure of one ward; a dash where it is not known."""
    values, places = page.measured.values, [area.code for area in page.measured.areas]
    kind = page.measured.measure
    value = None if values is None else measure.rounded(values[places.index(ward.code)], kind)
    return cell("–" if value is None else f"{value:,.{measure.decimals(kind)}f}", "r", value)


def cell(told: Any, style: str, value: float | None = None) -> html.Td:
    return html.Td(told, className=style, **({} if value is None else {"data-value": str(value)}))


def people_cell(known: Share | None) -> html.Td:
    told = None if known is None else known.share
    return cell("–" if told is None else share(told, whole=True), "r opt", told)


def change_cell(ward: WardProfile) -> html.Td:
    """The change with its verdict; arrow and colour only where it is clear."""
    if ward.previous is None or ward.verdict is None:
        return cell("–", "r")
    size, verdict = change(ward.count, ward.previous), ward.verdict
    style = VERDICT_STYLES[verdict]
    told = [html.Span(f"{ARROWS.get(verdict, '')}{size}", className=f"n {style}"), html.Br()]
    return cell([*told, html.Span(str(verdict), className=f"base {style}")], "r", ward.change_share)


def out_cell(found: list[tuple[str, float | None]]) -> html.Td:
    """What stands out most, with its quotient; the cell sorts by the largest."""
    if not found:
        return cell("–", "opt words")
    parts: list[Any] = []
    for name, quotient in found[:NAMED]:
        parts += [f"{name} {quotient or 0:.1f}×", html.Br()]
    return cell(parts[:-1], "opt words", found[0][1])


def small_line(ward: WardProfile) -> Component:
    """The months as a small picture, zero-based, on the ward's own scale; grey the period before."""
    now = [None if value != value else float(value) for value in ward.months]
    before = [] if ward.previous_months is None else [float(value) for value in ward.previous_months]
    known = [value for value in [*now, *before] if value is not None]
    most = max(known, default=0.0) or 1.0
    lines: list[tuple[Sequence[float | None], str, str]] = [(before, PREVIOUS, "1.2"), (now, LINE, "1.8")]
    paths = "".join(
        f"<path d='{path_of(values, most)}' fill='none' stroke='{colour}' stroke-width='{width}'"
        " vector-effect='non-scaling-stroke' stroke-linejoin='round'/>"
        for values, colour, width in lines
        if values
    )
    drawn = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDE} {HIGH}' preserveAspectRatio='none'"
        f" width='{WIDE}' height='{HIGH}'>{paths}</svg>"
    )
    told = [value for value in now if value is not None]
    alt = f"{count(int(min(told)))} to {count(int(max(told)))} a month" if told else "Not known"
    return html.Img(src=f"data:image/svg+xml,{quote(drawn)}", alt=alt, className="spark")


def path_of(values: Sequence[float | None], most: float) -> str:
    """The line through the known values; a gap where a month is not known."""
    step = WIDE / max(len(values) - 1, 1)
    parts, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{place * step:.1f} {HIGH - 1 - (HIGH - 2) * value / most:.1f}")
        pen = "L"
    return "".join(parts)
