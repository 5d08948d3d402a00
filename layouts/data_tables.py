"""Tables of the data page, each from what the manifest or the rejected rows say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.levels import LEVEL_NAMES, Level
from data.releases import Release
from data.schema import Destination
from data.tables.table_sources import TableSource
from geo.phrases import first_capital
from layouts.components import scroll, table
from layouts.numbers import count

DESTINATIONS: Final = {
    Destination.ACCEPTED: "Accepted",
    Destination.DUPLICATE: "Duplicate",
    Destination.OUTSIDE: "Outside the area",
    Destination.REJECTED: "Rejected",
}

MEASURED_BY: Final = "Tables that harm, cost and rates rest on"


def files_table(rows: Sequence[Mapping[str, Any]]) -> Component:
    heads = ["File", "Format", "Read", *DESTINATIONS.values(), "No place", "No time"]
    cells = [
        [row["file"], row["format"], count(row["rows_read"])]
        + [count(row[str(key)]) for key in DESTINATIONS]
        + [count(row["unlocated"]), count(row["untimed"])]
        for row in rows
    ]
    caption = "Rows by file; those without a place or a time are among the accepted ones"
    return scroll(table(caption, heads, cells, numbers_from=2), "Rows by file")


def reasons_table(rows: Sequence[Mapping[str, Any]]) -> Component:
    """Every reason with the rows it kept out, most first."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        for destination, counts in row["reasons"].items():
            for reason, number in counts.items():
                found[destination, reason] = found.get((destination, reason), 0) + number
    if not found:
        return html.P("None was: every row read is counted.", className="nothing")
    cells = [
        [first_capital(reason), DESTINATIONS[Destination(destination)], count(number)]
        for (destination, reason), number in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    return scroll(table("Reasons, most rows first", ["Reason", "Became", "Rows"], cells, numbers_from=2), "Reasons")


def rejected_table(rows: Sequence[Mapping[str, Any]]) -> list[Component]:
    """File, line, reason and column; value and text stay in the release, for they may be personal."""
    cells = [[row["file"], count(row["line"]), row["reason"], row["column"] or "–"] for row in rows]
    heads = ["File", "Line", "Reason", "Column"]
    kept = "What stood in them is kept in the release's own folder and not shown here: it may be personal."
    return [
        html.P(kept, className="sub"),
        scroll(table("Rejected rows, in the order read", heads, cells, numbers_from=9), "Rejected rows"),
    ]


def placed_table(release: Release) -> Component:
    titles = {dataset.slug: dataset.title for dataset in release.choices.datasets}
    cells = [
        [titles[known["slug"]], level_name(level.removesuffix("_by")), first_capital(how), count(number)]
        for known in release.manifest["datasets"]
        for level, counts in known["placed_by"].items()
        for how, number in counts.items()
    ]
    heads = ["Data set", "Area", "Placed by", "Records"]
    caption = "Records by the way they were placed; those without a place have no row"
    return scroll(table(caption, heads, cells, numbers_from=3), "Records by the way they were placed")


def boundaries_table(release: Release) -> Component:
    cells = [
        [
            level_name(level),
            "approximate" if found["approximate"] else "official",
            found["source"],
            found["licence"],
            count(found["areas"]),
        ]
        for level, found in release.manifest["boundaries"].items()
    ]
    heads = ["Area", "Kind", "Source", "Licence", "Areas"]
    return scroll(table("Boundaries in use", heads, cells, numbers_from=4), "Boundaries")


def level_name(level: str) -> str:
    return first_capital(LEVEL_NAMES[Level(level)])


def sources_table(sources: Sequence[TableSource], caption: str = MEASURED_BY) -> Component:
    """The tables that measures rest on: what they are called in links, where they come from, how firm they are."""
    firm = any(one.status for one in sources)
    rows = [[one.link, one.title, one.source, *([one.status] if firm else [])] for one in sources]
    heads = ["In links", "Table", "Source", *(["Status"] if firm else [])]
    return scroll(table(caption, heads, rows, numbers_from=9), "Tables of measures")
