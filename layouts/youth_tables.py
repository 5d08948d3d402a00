"""Tables of the youth-violence page: wards, the survey beside what was recorded, months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data.links import write_link
from data.months import month_name
from data.published import PublishedShare
from geo.pages.youth import YouthAnswers
from geo.pages.youth_series import Series
from geo.pages.youth_wards import WardRow
from geo.phrases import first_capital
from layouts.components import scroll, table
from layouts.numbers import FEW, change, count, share
from layouts.words.head import query_of
from layouts.words.where import before_name

NONE: Final = "–"

Cell = tuple[str, float | None]  # what is read, what is sorted by


def ward_table(youth: YouthAnswers) -> Component:
    """Every ward; its name is the way to choose it."""
    if not youth.wards:
        return html.P(youth.reason or "This source does not say in which ward a record lies.", className="nothing")
    selection, choices = youth.answer.selection, youth.answer.release.choices
    rows = []
    for row in sorted(youth.wards, key=lambda row: (-row.value, row.code)):
        chosen = row.code in selection.ward
        wards = tuple(sorted({row.code} ^ set(selection.ward)))
        link = query_of(write_link(replace(selection, ward=wards, lsoa=()), choices))
        name = html.A(row.name, href=link, **({"aria-current": "true"} if chosen else {}))
        rows.append(html.Tr([html.Th(name, scope="row"), *cells(row)], className="chosen" if chosen else ""))
    heads = ["Ward", "Offences", "Share", f"Change on {before_name(youth.answer).removeprefix('in ')}"]
    heads += ["Share of all recorded offences", "Victims who live in the borough"]
    caption = html.Caption("Offences by ward, most first; the headings sort", className="vh")
    made = html.Table(
        [caption, html.Thead(html.Tr([heading(name, i) for i, name in enumerate(heads)])), html.Tbody(rows)],
        className="sortable",
    )
    return scroll(made, "Offences by ward")


def heading(name: str, place: int) -> html.Th:
    style = " ".join(filter(None, ["r" if place else "", "opt" if place in (3, 4) else ""]))
    sorted_by: dict[str, Any] = {"aria-sort": "descending"} if place == 1 else {}
    return html.Th(html.Button(name, type="button"), scope="col", className=style, **sorted_by)


def cells(row: WardRow) -> list[html.Td]:
    resident = row.resident_victims
    told: list[tuple[str, float | None, str]] = [
        (count(row.value), row.value, "r"),
        (NONE if row.value < FEW else share(row.share), None if row.value < FEW else row.share, "r"),
        (NONE if row.previous is None else change(row.value, row.previous), growth(row), "r opt"),
        (share(row.crime_share), row.crime_share, "r opt"),
    ]
    home = NONE if resident is None else f"{share(resident.share)} of {count(resident.base)}"
    told.append((home, None if resident is None else resident.share, "r"))
    return [
        html.Td(words, className=style, **{"data-value": "" if value is None else f"{value:.6g}"})
        for words, value, style in told
    ]


def growth(row: WardRow) -> float | None:
    return row.value / row.previous - 1 if row.previous else None


def ward_notes(youth: YouthAnswers) -> str:
    """The base of each column, and why some wards have no share."""
    if not youth.wards:
        return ""
    located = sum(row.value for row in youth.wards)
    reasons = sorted({row.reason for row in youth.wards if row.reason})
    told = (
        f"All wards, whatever areas are chosen. Shares are of the {count(located)} offences with a known ward; "
        "shares of victims of those with a known home, whose number stands beside them."
    )
    few = f" No share is given for under {FEW} records." if any(row.value < FEW for row in youth.wards) else ""
    return told + few + (f" {NONE}: {'; '.join(reasons)}." if reasons else "")


def perception_table(
    perceptions: Sequence[PublishedShare], rows: Sequence[WardRow], names: Mapping[str, str], borough: str
) -> Component | None:
    """What residents said, as published, beside what was recorded."""
    if not perceptions:
        return None
    recorded, located = {row.code: row for row in rows}, sum(row.value for row in rows)
    told = []
    for one in perceptions:
        row = recorded.get(one.ward)
        if not one.ward:
            told.append(
                [f"All of {borough}", f"{one.percent:g}%", count(located) if rows else NONE, "100%" if rows else NONE]
            )
        else:
            value, part = (None, None) if row is None else (row.value, row.share if row.value >= FEW else None)
            told.append([names.get(one.ward, one.ward), f"{one.percent:g}%", count(value), share(part)])
    heads = ["Ward", "Call it a problem (published)", "Offences recorded", "Share of those recorded"]
    caption = f"Residents who call {perceptions[0].says} a problem, beside the offences recorded with a known ward"
    return scroll(table(caption, heads, told), "Residents and records by ward")


def month_table(series: Series | None, knife: Sequence[Series]) -> Component | None:
    """All months of the release, newest first, with the knife series beside."""
    if series is None:
        return None
    heads = ["Month", "All of this page", *(first_capital(one.name) for one in knife)]
    rows = [
        [month_name(series.first + offset), *(month_value(one, offset) for one in (series, *knife))]
        for offset in reversed(range(len(series.values)))
    ]
    return scroll(table("Recorded offences by month, newest first", heads, rows), "The months")


def month_value(series: Series, offset: int) -> str:
    value = series.values[offset]
    return "not known" if np.isnan(value) else count(int(value))


def series_values(series: Series) -> list[int | None]:
    """None in a month that the release does not cover."""
    return [None if np.isnan(value) else int(value) for value in series.values]
