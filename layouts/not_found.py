"""A page that is not there, or not yet: where to go instead, the question kept."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from data.selection import Page
from layouts import ids
from layouts.shell import MENU

COMING: Final = {
    Page.EVIDENCE: "Evidence",
}


def not_found() -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.H1(id=ids.MISSING_TITLE, tabIndex="-1"), html.P(id=ids.MISSING_SAYS, className="stand")],
                className="head",
            ),
            html.Ul(id=ids.MISSING_WAYS, className="ways"),
        ]
    )


def not_found_parts(pathname: str, search: str) -> dict[str, Any]:
    """Title, sentence and links for an address without a page; the links carry the question of the address."""
    wanted = "/" + pathname.strip("/").lower()
    coming = next((name for page, name in COMING.items() if page == wanted), None)
    links = [html.Li(html.A(name, href=f"{page}{search}")) for page, name in MENU]
    if coming:
        says = f"“{coming}” is planned and not part of this version. Your question is kept: these pages answer it now."
        return {"title": f"{coming}: this page is not here yet", "says": says, "ways": links}
    return {
        "title": "There is no such page",
        "says": "The address may have been cut short. These pages there are:",
        "ways": links,
    }
