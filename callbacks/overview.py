"""The overview: the borough's finding and the ways on."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback

from data.serving import current_release
from geo.answer import answer_link
from layouts import ids
from layouts.overview import overview_parts


@callback(
    output={
        "asked": Output(ids.OVERVIEW_ASKED, "children"),
        "title": Output(ids.OVERVIEW_TITLE, "children"),
        "stand": Output(ids.OVERVIEW_STAND, "children"),
        "said": Output(ids.OVERVIEW_SAID, "children"),
        "bar": Output(ids.OVERVIEW_BAR, "children"),
        "ranking": Output(ids.OVERVIEW_RANKING, "children"),
        "ways": Output(ids.OVERVIEW_WAYS, "children"),
    },
    inputs={"search": Input(ids.ADDRESS, "search"), "pathname": State(ids.ADDRESS, "pathname")},
)
def update_overview(search: str, pathname: str) -> dict[str, Any]:
    return overview_parts(answer_link(f"{pathname}{search or ''}", current_release()))
