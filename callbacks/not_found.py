"""An address without a page says so, and where the question can be answered."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback

from data.serving import current_release
from layouts import ids
from layouts.not_found import not_found_parts


@callback(
    output={
        "title": Output(ids.MISSING_TITLE, "children"),
        "says": Output(ids.MISSING_SAYS, "children"),
        "ways": Output(ids.MISSING_WAYS, "children"),
    },
    inputs={"search": Input(ids.ADDRESS, "search")},
)
def update_not_found(search: str) -> dict[str, Any]:
    return not_found_parts(search or "", current_release().choices)
