"""The authorities of a release in a table: its name asks about one alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data.links import write_link
from data.selection import ADDS_UP, Measure
from geo.answer import Answer
from geo.phrases import first_capital, level_nouns, number
from layouts.components import scroll
from layouts.numbers import FEW, change, count, share
from layouts.table_values import table_host
from layouts.words import measure
from layouts.words.head import query_of
from layouts.words.where import before_name

NONE: Final = "–"


def authority_table(answer: Answer) -> Component:
    """Every authority with its value, most first; the headings sort."""
    if answer.values is None or answer.counts is None:
        return html.P(answer.reason or "This source does not say where a record lies.", className="nothing")
    one, several = level_nouns(answer.question.level, answer.release.choices)
    order = np.argsort(-np.nan_to_num(answer.values, nan=-np.inf), kind="stable")
    named: list[dict[str, Any]] = [{"t": name, "sort": True} for name in heads(answer, one)]
    named[1]["aria-sort"] = "descending"
    told = {
        "caption": f"{first_capital(several)}, most first; the headings sort",
        "quiet": True,
        "style": "sortable",
        "heads": named,
        "styles": ["", *("r" for _ in named[1:])],
        "rows": [row_of(answer, int(place)) for place in order],
    }
    return scroll(table_host(told), first_capital(several))


def heads(answer: Answer, one: str) -> list[str]:
    told = [first_capital(one), first_capital(measure.unit(answer))]
    if answer.measure in ADDS_UP:
        told.append("Share")
    if answer.before is not None and answer.measure is Measure.COUNT:
        told.append(f"Change on {before_name(answer).removeprefix('in ')}")
    return told


def row_of(answer: Answer, place: int) -> list[Any]:
    """Name, value, share and change: what is read, and what is sorted by."""
    assert answer.values is not None  # noqa: S101
    area, value = answer.areas[place], float(answer.values[place])
    known = {known.code for known in answer.release.choices.authorities}
    selection = replace(answer.selection.without("level", "ward", "lsoa"), authority=area.code)
    link = query_of(write_link(selection, answer.release.choices))
    cells: list[Any] = [{"t": area.name, "href": link} if area.code in known else area.name]
    cells.append([shown(answer, value), "" if np.isnan(value) else f"{value:.6g}"])
    if answer.measure in ADDS_UP:
        base = answer.amount_located or 0
        part = value / base if base and not np.isnan(value) else None
        few = part is None or (answer.counts is not None and answer.counts[place] < FEW)
        cells.append([NONE if few else share(part or 0), "" if part is None else f"{part:.6g}"])
    if answer.before is not None and answer.measure is Measure.COUNT:
        before = answer.before.by_area[place]
        if np.isnan(value) or np.isnan(before):
            return [*cells, [NONE, ""]]
        before = int(before)
        growth = f"{value / before - 1:.6g}" if before else ""
        cells.append([change(int(value), before), growth])
    return cells


def shown(answer: Answer, value: float) -> str:
    """A value as the table writes it, in the unit of its heading."""
    told = measure.rounded(value, answer.measure)
    if told is None:
        return "withheld" if answer.release.rule.withholds else NONE
    return number(told) if measure.decimals(answer.measure) else count(round(told))
