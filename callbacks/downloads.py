"""Downloads of the view: the same answer as a file, for each page with a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Input, Output, State, callback, no_update

from data.serving import current_release
from geo.answer import answer_link
from geo.files.exports import answer_csv, file_stem
from layouts import ids
from layouts.controls import SIDE_BY_SIDE, WEST_END
from layouts.question_bar import Controls
from layouts.youth_violence import YOUTH


def download_of(controls: Controls) -> Callable[..., Any]:
    """The download button of one page, registered with Dash and given back for tests."""

    @callback(
        Output(controls.id(ids.DOWNLOADED), "data"),
        Input(controls.id(ids.DOWNLOAD), "n_clicks"),
        State(controls.id(ids.URL), "search"),
        State(controls.id(ids.URL), "pathname"),
        prevent_initial_call=True,
    )
    def download_view(clicks: int | None, search: str, pathname: str) -> Any:
        if not clicks:
            return no_update
        answer = answer_link(f"{pathname}{search or ''}", current_release())
        return {"filename": f"{file_stem(answer)}.csv", "content": answer_csv(answer), "type": "text/csv"}

    return download_view


download_view = download_of(WEST_END)
download_side_by_side = download_of(SIDE_BY_SIDE)
download_youth = download_of(YOUTH)
