"""Tables of the youth-violence page: wards, the survey beside what was recorded, months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data.links import write_link
from data.published import PublishedShare
from geo.pages.youth import YouthAnswers
from geo.pages.youth_series import Series
from geo.pages.youth_wards import WardRow
from geo.phrases import first_capital
from layouts.components import scroll, table
from layouts.numbers import FEW, change, count, share
from layouts.table_values import months_text, table_host
from layouts.words.head import query_of
from layouts.words.where import before_name

NONE: Final = "–"

STYLES: Final = ("", "r", "r", "r opt", "r opt", "r")

Cell = tuple[str, float | None]  # what is read, what is sorted by


def ward_table(youth: YouthAnswers) -> Component:
    """Every ward; its name is the way to choose it."""
    if not youth.wards:
        return html.P(youth.reason or "This source does not say in which ward a record lies.", className="nothing")
    selection, choices = youth.answer.selection, youth.answer.release.choices
    wards = sorted(youth.wards, key=lambda row: (-row.value, row.code))
    rows = []
    for row in wards:
        link = query_of(
            write_link(replace(selection, ward=tuple(sorted({row.code} ^ set(selection.ward))), lsoa=()), choices)
        )
        name = {"t": row.name, "href": link, **({"inLink": True} if row.code in selection.ward else {})}
        rows.append([name, *cells(row)])
    named: list[dict[str, Any]] = [{"t": name, "sort": True} for name in heads(youth)]
    named[1]["aria-sort"] = "descending"
    told = {
        "caption": "Offences by ward, most first; the headings sort",
        "quiet": True,
        "style": "sortable",
        "heads": named,
        "styles": STYLES,
        "rows": rows,
        "chosen": [place for place, row in enumerate(wards) if row.code in selection.ward],
    }
    return scroll(table_host(told), "Offences by ward")


def heads(youth: YouthAnswers) -> list[str]:
    change_on = f"Change on {before_name(youth.answer).removeprefix('in ')}"
    return ["Ward", "Offences", "Share", change_on, "Share of all recorded offences", "Victims who live in the borough"]


def cells(row: WardRow) -> list[Any]:
    """What is read, and what is sorted by."""
    resident = row.resident_victims
    home = NONE if resident is None else f"{share(resident.share)} of {count(resident.base)}"
    told: list[Cell] = [
        (NONE if row.value < FEW else share(row.share), None if row.value < FEW else row.share),
        (NONE if row.previous is None else change(row.value, row.previous), growth(row)),
        (share(row.crime_share), row.crime_share),
        (home, None if resident is None else resident.share),
    ]
    sorted_by = [(words, "" if value is None else f"{value:.6g}") for words, value in told]
    return [[count(row.value), str(row.value)], *[list(each) for each in sorted_by]]


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
    perceptions: Sequence[PublishedShare],
    rows: Sequence[WardRow],
    names: Mapping[str, str],
    borough: str,
    *,
    withheld: bool = False,
) -> Component | None:
    """What residents said, as published, beside what was recorded, unless that is ``withheld``."""
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
    caption = f"Residents who call {perceptions[0].says} a problem"
    if withheld:
        return scroll(table(caption, heads[:2], [line[:2] for line in told]), "Residents by ward")
    caption += ", beside the offences recorded with a known ward"
    return scroll(table(caption, heads, told), "Residents and records by ward")


def month_table(series: Series | None, knife: Sequence[Series], charts: Sequence[tuple[str, int]]) -> Component | None:
    """All months of the release, newest first, with the knife series beside; ``charts`` hold the values of each."""
    if series is None:
        return None
    named = ["Month", "All of this page", *(first_capital(one.name) for one in knife)]
    lines = charts[: 1 + len(knife)]
    told = months_text("Recorded offences by month, newest first", named, lines, newest=True)
    return scroll(table_host(told), "The months")


def series_values(series: Series) -> list[int | None]:
    """None in a month that the release does not cover."""
    return [None if np.isnan(value) else int(value) for value in series.values]
