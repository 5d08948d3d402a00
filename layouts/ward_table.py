"""All wards in one table: number, months, change, who lives there, what stands out; sorted in the browser."""

from __future__ import annotations

from typing import Any, Final

from dash.development.base_component import Component

from data.attributes.people_tally import Share
from data.selection import Measure
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.phrases import first_capital
from layouts.components import scroll
from layouts.numbers import FEW, change, share
from layouts.table_values import Cell, table_host
from layouts.words import measure
from layouts.words.wards import ARROWS, VERDICT_STYLES, short_name, toggled

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
OF_PEOPLE_AND_HARM: Final = (
    "Months",
    "Resident victims",
    "Resident accused",
    "Most harmful",
    "Stands out by harm",
)  # of single wards told to nobody under a rule of disclosure control
STYLES: Final = (
    "r", "", "r", "r opt", "opt", "r", "r opt", "r opt", "opt words", "opt words", "opt words", "opt words"
)  # fmt: skip


def ward_table(page: WardPage) -> Component:
    """The table, largest first; a ward's name chooses it, or gives it up."""
    wards = sorted(page.profiles.wards, key=lambda ward: ward.rank)
    noun = first_capital(page.wards.dataset.noun)
    heads = [head(title.format(noun=noun), style) for title, style in HEADS]
    styles = list(STYLES)
    if has_measure(page):
        for place in (heads[NUMBER_PLACE], heads[CHANGE_PLACE], heads[MEASURE_PLACE]):
            place["class"] = "r"
        heads[NUMBER_PLACE]["class"] = styles[NUMBER_PLACE] = "r opt"
        heads[CHANGE_PLACE]["t"] = f"Change in {page.wards.dataset.noun}"
        heads[MEASURE_PLACE]["t"], styles[MEASURE_PLACE] = first_capital(measure.unit(page.measured)), "r"
    places = [place for place, (title, _) in enumerate(HEADS) if not is_withheld(page, title)]
    told = {
        "caption": f"The {len(wards)} wards",
        "quiet": True,
        "style": "sortable wards",
        "heads": [heads[place] for place in places],
        "styles": [styles[place] for place in places],
        "heading": 1,
        "rows": [[cells[place] for place in places] for cells in (row(page, ward) for ward in wards)],
        "chosen": [place for place, ward in enumerate(wards) if ward.code in page.selection.ward],
    }
    return scroll(table_host(told), "The wards")


def is_withheld(page: WardPage, title: str) -> bool:
    """Whether this reader is told a column of no ward: it is left out, and a note says so."""
    return page.wards.release.rule.withholds and title in OF_PEOPLE_AND_HARM


def head(title: str, style: str) -> dict[str, Any]:
    if not title:
        return {"t": "Rank", "class": style, "sort": True, "data-first": "ascending"}
    return {"t": title, "class": style} | ({} if title == "Months" else {"sort": True})


def row(page: WardPage, ward: WardProfile) -> list[Cell]:
    chosen = ward.code in page.selection.ward
    label = f"{ward.name}: {'take out' if chosen else 'choose'}"
    name = {"t": ward.name, "href": toggled(page, ward.code), "label": label, **({"current": True} if chosen else {})}
    harm = ward.most_harmful
    cells: list[Cell] = [
        cell(str(ward.rank), ward.rank),
        name,
        cell({"bold": ward.count}, ward.count),
        cell(share(ward.share) if ward.count >= FEW else "–", ward.share),
        small_line(ward),
        change_cell(ward),
        people_cell(ward.victims),
        people_cell(ward.accused),
        harm.name if harm else "–",
        out_cell([(kind.name, kind.quotient) for kind in ward.over]),
        out_cell([(kind.name, kind.harm_quotient) for kind in ward.over_by_harm]),
        out_cell([(short_name(part.name), part.quotient) for part in ward.datasets_over]),
    ]
    if has_measure(page):
        cells[MEASURE_PLACE] = measure_cell(page, ward)
    return cells


def has_measure(page: WardPage) -> bool:
    """Whether the link asks for a measure that the table has no column for."""
    return page.measured.measure not in (Measure.COUNT, Measure.CHANGE) and page.measured.values is not None


def measure_cell(page: WardPage, ward: WardProfile) -> Cell:
    """The measure of one ward; a dash where it is not known."""
    values, places = page.measured.values, [area.code for area in page.measured.areas]
    kind = page.measured.measure
    value = None if values is None else measure.rounded(values[places.index(ward.code)], kind)
    return cell("–" if value is None else f"{value:,.{measure.decimals(kind)}f}", value)


def cell(told: Any, value: float | None = None) -> Cell:
    """What is read, and what is sorted by where there is such a value."""
    return told if value is None else [told, str(value)]


def people_cell(known: Share | None) -> Cell:
    told = None if known is None else known.share
    return cell("–" if told is None else share(told, whole=True), told)


def change_cell(ward: WardProfile) -> Cell:
    """The change with its verdict; arrow and colour only where it is clear."""
    if ward.previous is None or ward.verdict is None:
        return "–"
    size, verdict = change(ward.count, ward.previous), ward.verdict
    style = VERDICT_STYLES[verdict]
    told = [[f"{ARROWS.get(verdict, '')}{size}", f"n {style}"], [str(verdict), f"base {style}"]]
    return cell({"spans": told}, ward.change_share)


def out_cell(found: list[tuple[str, float | None]]) -> Cell:
    """What stands out most, with its quotient; the cell sorts by the largest."""
    if not found:
        return "–"
    named = [f"{name} {quotient or 0:.1f}×" for name, quotient in found[:NAMED]]
    return cell({"lines": named}, found[0][1])


def small_line(ward: WardProfile) -> Cell:
    """The months for a small line, zero-based, on the ward's own scale; and the period before."""
    now = [None if value != value else int(value) for value in ward.months]
    before = None if ward.previous_months is None else [int(value) for value in ward.previous_months]
    return {"line": [now, before]}
