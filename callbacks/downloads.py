"""Downloads of the view: the same answer as a file."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, no_update

from data.serving import current_release
from geo.answer import answer_link
from geo.exports import answer_csv, file_stem
from layouts import ids


@callback(
    Output(ids.DOWNLOADED, "data"),
    Input(ids.DOWNLOAD, "n_clicks"),
    State(ids.URL, "search"),
    State(ids.URL, "pathname"),
    prevent_initial_call=True,
)
def download_view(clicks: int | None, search: str, pathname: str) -> Any:
    if not clicks:
        return no_update
    answer = answer_link(f"{pathname}{search or ''}", current_release())
    return {"filename": f"{file_stem(answer)}.csv", "content": answer_csv(answer), "type": "text/csv"}
