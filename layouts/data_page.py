"""The data page: what came in, what became of every row, where the areas come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.audience import Audience
from data.choices import DatasetChoice
from data.months import months_named, period_name
from data.releases import Release
from data.selection import Page
from data.tables.table_sources import TableSource
from geo.disclosure.wording import IMPORT_WITHHELD
from layouts import ids
from layouts.components import more, scroll, section, table
from layouts.data_tables import (
    DESTINATIONS,
    boundaries_table,
    files_table,
    placed_table,
    reasons_table,
    rejected_table,
    sources_table,
)
from layouts.method_notes import page_notes
from layouts.numbers import count
from layouts.words.release import rule_in_force, who_sees

FILES_SHOWN: Final = 8

INVENTED: Final = "These are demonstration data: invented records, generated so that published totals come out."
NO_FILES: Final = "They were not read from files, so there are no rows to account for."
PER_PEOPLE: Final = "per="  # begins the key of a link that takes a table of people
PUBLISH: Final = "swp import FILES --store FOLDER"
REGISTER_WEIGHTS: Final = "swp weights FILE --name NAME --store FOLDER"
REGISTER_PEOPLE: Final = "swp populations FILE --name NAME --store FOLDER"


def data_page() -> html.Div:
    head = [html.H1(id=ids.DATA_TITLE, tabIndex="-1"), html.P(id=ids.DATA_SAYS, className="sub")]
    notes = html.Div(page_notes(Page.DATA), className="part")
    return html.Div([html.Div(head, className="head alone"), html.Div(id=ids.DATA_CONTENT), notes])


def data_head(release: Release) -> dict[str, Any]:
    """Title and first sentence: an analyst looks for rows, the public for where the figures come from."""
    if not release.rule.withholds:
        return {"title": "What came in, and what became of every row", "says": None}
    return {
        "title": "Where the figures come from",
        "says": "The records behind these pages, the months they cover, and the boundaries of the areas.",
    }


def data_content(
    release: Release, rejected: Sequence[Mapping[str, Any]], sources: Sequence[TableSource] = ()
) -> list[Component]:
    """Everything the manifest tells, for one release; ``sources`` are the tables that its measures rest on."""
    imports = [each for each in release.manifest["imports"] if each["files"]]
    parts: list[Component] = [demonstration_notice(release)] if release.demonstration else []
    if release.rule.withholds:
        imports = []
        sources = [one for one in sources if one.link.startswith(PER_PEOPLE)]
    if imports:
        parts += rows_read(imports[-1], rejected)
    if imports[:-1]:
        parts.append(section("earlier", "Earlier imports", earlier_imports(imports[:-1])))
    parts.append(
        section("data-sets", f"Data sets of release {release.id}", datasets_table(release), *whole_force(release))
    )
    if not release.rule.withholds:
        parts.append(section("placed", "How records got their area", placed_table(release)))
    parts.append(section("boundaries", "Boundaries", boundaries_table(release)))
    if sources:
        title = "People by area" if release.rule.withholds else "Weights, costs and populations"
        parts.append(section("measured-by", title, *measured_by(sources, release)))
    if release.rule.withholds:
        parts.append(section("withheld", "What is withheld", *withheld(release)))
    return parts


def demonstration_notice(release: Release) -> Component:
    """That no file was read; who works with the records is told how to have theirs read."""
    if release.audience < Audience.ANALYST:
        return html.Div(html.P(INVENTED), className="notice")
    own = html.P(["Your own files are read, and every row accounted for here, by: ", html.Code(PUBLISH)])
    return html.Div([html.P(f"{INVENTED} {NO_FILES}"), own], className="notice")


def withheld(release: Release) -> list[Component]:
    """The rule, and why the rows of each file are not told."""
    return [
        html.P([*rule_in_force(release), " ", who_sees()], className="sub"),
        html.P(IMPORT_WITHHELD, className="sub"),
    ]


def rows_read(newest: Mapping[str, Any], rejected: Sequence[Mapping[str, Any]]) -> list[Component]:
    """The newest import: its sum, its reasons, its files, the first rows rejected."""
    files = newest["files"]
    table_of_files = files_table(files)
    if len(files) > FILES_SHOWN:
        table_of_files = more(f"All {count(len(files))} files", table_of_files)
    parts = [
        section("rows", f"Rows read on {newest['created'][:10]}", *reconciliation(newest["total"])),
        section("reasons", "Why rows were left out", reasons_table(files)),
        section("files", "File by file", table_of_files),
    ]
    if rejected:
        parts.append(section("rejected-rows", "Rejected rows, the first of them", *rejected_table(rejected)))
    return parts


def reconciliation(total: Mapping[str, int]) -> list[Component]:
    """The sentence that adds up, and a bar of the four destinations."""
    named = [(destination, name, total[str(destination)]) for destination, name in DESTINATIONS.items()]
    summands = " + ".join(f"{count(number)} {name.lower()}" for _, name, number in named)
    sentence = html.P([html.B(f"{count(total['rows_read'])} rows read"), f" = {summands}."], className="finding")
    read = max(total["rows_read"], 1)
    bar = [
        html.Div(className=f"to-{destination}", style={"--part": f"{100 * number / read:.3f}"})
        for destination, _, number in named
        if number
    ]
    key = [html.Li([html.I(className=f"to-{destination}"), name]) for destination, name, number in named if number]
    label = {"aria-label": f"{count(total['rows_read'])} rows: {summands}"}
    return [sentence, html.Div(bar, className="destinations", role="img", **label), html.Ul(key, className="bar-key")]


def earlier_imports(imports: Sequence[Mapping[str, Any]]) -> Component:
    heads = ["Date", "Files", "Rows read", *DESTINATIONS.values()]
    cells = [
        [each["created"][:10], count(len(each["files"])), count(each["total"]["rows_read"])]
        + [count(each["total"][str(destination)]) for destination in DESTINATIONS]
        for each in reversed(imports)
    ]
    return scroll(table("Earlier imports into this release, newest first", heads, cells), "Earlier imports")


def datasets_table(release: Release) -> Component:
    rows = [
        [
            dataset.title,
            dataset.source,
            period_name(dataset.months[0], dataset.months[-1]),
            "yes" if dataset.timed else "no, months only",
            *([] if release.rule.withholds else [rows_held(release, dataset)]),
        ]
        for dataset in release.choices.datasets
    ]
    heads = ["Data set", "Source", "Period", "Hours known", *([] if release.rule.withholds else ["Rows"])]
    return scroll(table("What this release holds", heads, rows, numbers_from=4), "Data sets")


def rows_held(release: Release, dataset: DatasetChoice) -> str:
    """Rows of all sources of a data set; a dash where they are withheld."""
    rows = [source.rows for source in release.sources if source.dataset == dataset.slug]
    known = [number for number in rows if number is not None]
    return count(sum(known)) if len(known) == len(rows) else count(None)


def whole_force(release: Release) -> list[Component]:
    """A line on the totals of the whole police force that are kept to compare with, where there are any."""
    told = []
    for dataset in release.choices.datasets:
        force = release.force(dataset.slug)
        if force is not None:
            told.append(f"{dataset.title}, {force.name}, {months_named(list(force.months))}")
    if not told:
        return []
    return [html.P(f"Totals of the whole force kept for comparison, without any area: {'; '.join(told)}.")]


def measured_by(sources: Sequence[TableSource], release: Release) -> list[Component]:
    """The tables that measures rest on and, for those who work with the records, how the partnership brings its own."""
    if release.rule.withholds:
        return [sources_table(sources, "Tables that rates rest on")]
    own = ["Your own are registered by: ", html.Code(REGISTER_WEIGHTS), " or ", html.Code(REGISTER_PEOPLE)]
    return [sources_table(sources), html.P(own, className="sub")]
