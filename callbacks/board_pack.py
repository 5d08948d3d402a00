"""The board pack: views put into it on any page, and made of them, or of this view alone, on demand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dash import Input, Output, State, callback, ctx, dcc, no_update
from flask import request

from data.audit import note
from data.links import read_link, write_link
from data.serving import current_release
from data.settings import given
from layouts import ids
from layouts.controls import SIDE_BY_SIDE, WEST_END
from layouts.download_menu import pack_says, pack_with
from layouts.evidence import EVIDENCE
from layouts.neighbourhoods import CONTROLS as NEIGHBOURHOODS
from layouts.pack.files import pack_file
from layouts.question_bar import Controls
from layouts.youth_violence import YOUTH


def pack_of(controls: Controls) -> dict[str, Callable[..., Any]]:
    """The pack's part of one page's menu, registered with Dash and given back for tests."""
    own = controls.id
    link = {"search": State(own(ids.URL), "search"), "pathname": State(own(ids.URL), "pathname")}

    @callback(
        output=Output(ids.PACK_VIEWS, "data", allow_duplicate=True),
        inputs={"add": Input(own(ids.PACK_ADD), "n_clicks"), "empty": Input(own(ids.PACK_EMPTY), "n_clicks")},
        state={**link, "views": State(ids.PACK_VIEWS, "data")},
        prevent_initial_call=True,
    )
    def change_pack(
        add: int | None, empty: int | None, search: str, pathname: str, views: list[str] | None
    ) -> list[str] | Any:
        if not add and not empty:
            return no_update
        if ctx.triggered_id == own(ids.PACK_EMPTY):
            return []
        return pack_with(views, canonical(f"{pathname}{search or ''}"))

    @callback(
        output={"says": Output(own(ids.PACK_SAYS), "children"), "empty": Output(own(ids.PACK_EMPTY), "hidden")},
        inputs={"views": Input(ids.PACK_VIEWS, "data")},
    )
    def update_pack(views: list[str] | None) -> dict[str, Any]:
        return {"says": pack_says(views or []), "empty": not views}

    @callback(
        output={
            "file": Output(own(ids.DOWNLOADED), "data", allow_duplicate=True),
            "says": Output(own(ids.DOWNLOAD_SAYS), "children", allow_duplicate=True),
        },
        inputs={"pdf": Input(own(ids.PACK_PDF), "n_clicks"), "slides": Input(own(ids.PACK_SLIDES), "n_clicks")},
        state={**link, "views": State(ids.PACK_VIEWS, "data")},
        running=[(Output(own(ids.DOWNLOAD_BUSY), "children"), "Making the pack \u2026 ", "")],
        prevent_initial_call=True,
    )
    def make_pack(
        pdf: int | None, slides: int | None, search: str, pathname: str, views: list[str] | None
    ) -> dict[str, Any]:
        if not pdf and not slides:
            return {"file": no_update, "says": ""}
        links = views or [f"{pathname}{search or ''}"]
        kind = "pdf" if ctx.triggered_id == own(ids.PACK_PDF) else "pptx"
        release = current_release()
        file = pack_file(release, links, kind, date.today(), address())
        note("pack", kind=kind, views=len(links), release=release.id, audience=release.audience.word)
        return {
            "file": dcc.send_bytes(file.content, file.name, type=file.media_type),
            "says": f"Made: {file.name}",
        }

    return {"change": change_pack, "update": update_pack, "make": make_pack}


def canonical(link: str) -> str:
    """The link as it is written elsewhere."""
    choices = current_release().choices
    return write_link(read_link(link, choices).selection, choices)


def address() -> str:
    """Where this dashboard is served: as installed, or as this reader asked for it."""
    return given("address") or request.host_url.rstrip("/")


pack = pack_of(WEST_END)
pack_side_by_side = pack_of(SIDE_BY_SIDE)
pack_neighbourhoods = pack_of(NEIGHBOURHOODS)
pack_youth = pack_of(YOUTH)
pack_evidence = pack_of(EVIDENCE)
