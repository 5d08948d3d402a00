"""What a view can be taken away as: one menu of files at the end of the question, and the views of the board pack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote

from dash import html
from dash.development.base_component import Component

from layouts import ids

MOST_VIEWS: Final = 12  # of a pack: what a board can read
# The kinds of file, by the part of the menu they stand in.
FIGURES: Final = {
    "csv": "Table (CSV), its question and sources above it",
    "csv-clean": "Table (CSV), nothing above it",
    "xlsx": "Spreadsheet (XLSX)",
}
AREAS: Final = {
    "gpkg": "GeoPackage, in the map’s colours",
    "geojson": "GeoJSON",
}
PICTURES: Final = {
    "map.svg": "Map (SVG)",
    "map.png": "Map (PNG)",
    "hours.svg": "Hours (SVG)",
    "hours.png": "Hours (PNG)",
    "months.svg": "Months (SVG)",
    "months.png": "Months (PNG)",
}
PARTS: Final = {"Figures": FIGURES, "Areas with their figures": AREAS, "Pictures": PICTURES}
KINDS: Final = tuple(kind for part in PARTS.values() for kind in part)


def file_button(kind: str) -> str:
    """The id of the button of one kind of file, before the page's prefix."""
    return f"{ids.DOWNLOAD}-{kind.replace('.', '-')}"  # Dash keeps the dot for itself


def download_menu(own: Callable[[str], str]) -> html.Details:
    """The menu of one page; ``own`` makes an id the page's own."""
    parts = [*(part(name, kinds, own) for name, kinds in PARTS.items()), pack_part(own)]
    foot = html.P(
        [
            html.Span([html.Span(id=own(ids.DOWNLOAD_BUSY)), html.Span(id=own(ids.DOWNLOAD_SAYS))], role="status"),
            html.Button("Close", type="button", className="text close"),
        ],
        className="sub",
    )
    return html.Details(
        [html.Summary("Download"), html.Div([*parts, foot], className="panel")],
        id=own(ids.DOWNLOAD),
        className="pick download",
    )


def part(name: str, kinds: dict[str, str], own: Callable[[str], str]) -> html.Div:
    """One group of files under its name."""
    title = own(f"{ids.DOWNLOAD}-{name.split()[0].lower()}")
    buttons: Sequence[Component] = [
        html.Li(html.Button(words, id=own(file_button(kind)), type="button", className="text"))
        for kind, words in kinds.items()
    ]
    return html.Div(
        [html.P(name, id=title, className="name"), html.Ul(buttons, **{"aria-labelledby": title})], className="group"
    )


def pack_part(own: Callable[[str], str]) -> html.Div:
    """The board pack: of this view, or of those put into it on any page."""
    title = own(f"{ids.DOWNLOAD}-pack")
    names = {
        ids.PACK_PDF: "Make the pack (PDF)",
        ids.PACK_SLIDES: "Make the pack (slides)",
        ids.PACK_ADD: "Add this view to the pack",
        ids.PACK_EMPTY: "Empty the pack",
    }
    buttons = [
        html.Li(html.Button(words, id=own(name), type="button", className="text", hidden=name == ids.PACK_EMPTY))
        for name, words in names.items()
    ]
    return html.Div(
        [
            html.P("Board pack", id=title, className="name"),
            html.Div(pack_says([]), id=own(ids.PACK_SAYS), className="held-views", role="status"),
            html.Ul(buttons, **{"aria-labelledby": title}),
        ],
        className="group",
    )


def pack_says(links: Sequence[str]) -> list[Component | str]:
    """What the pack will hold: each view by the address that opens it."""
    if not links:
        return ["It will hold this view."]
    number = f"It will hold {len(links)} {'view' if len(links) == 1 else 'views'}: "
    told: list[Component | str] = [number]
    for place, link in enumerate(links):
        told += [", " if place else "", html.A(view_name(link), href=link)]
    return [*told, "."]


def view_name(link: str) -> str:
    """A view by its page and what it asks: ``/west-end, type=robbery``."""
    path, _, query = link.partition("?")
    return ", ".join([path if path != "/" else "overview", *filter(None, unquote(query).split("&"))])


def pack_with(links: Sequence[str] | None, link: str) -> list[str]:
    """The views of a pack with one more, each once, the newest of too many left out."""
    return list(dict.fromkeys([*(links or []), link]))[:MOST_VIEWS]
