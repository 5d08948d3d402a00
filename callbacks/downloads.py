"""Downloads of the view: the same answer as a file of any kind, for each page with a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Loaded whole before any thread answers: Plotly, which writes every answer as JSON, looks for it among the modules and would
# take one that another thread, which makes a file, has loaded by half.
import PIL.Image  # noqa: F401
from dash import Input, Output, State, callback, ctx, dcc, no_update

from data.audit import note
from data.schema import DataError
from data.serving import current_release
from geo.answer import answer_link
from layouts import download_menu, ids
from layouts.answer_files import answer_file
from layouts.controls import SIDE_BY_SIDE, WEST_END
from layouts.evidence import EVIDENCE
from layouts.neighbourhoods import CONTROLS as NEIGHBOURHOODS
from layouts.question_bar import Controls
from layouts.youth_violence import YOUTH


def download_of(controls: Controls) -> Callable[..., Any]:
    """The downloads of one page, registered with Dash and given back for tests."""
    buttons = {controls.id(download_menu.file_button(kind)): kind for kind in download_menu.KINDS}

    @callback(
        output={
            "file": Output(controls.id(ids.DOWNLOADED), "data"),
            "says": Output(controls.id(ids.DOWNLOAD_SAYS), "children"),
        },
        inputs={
            "clicks": [Input(button, "n_clicks") for button in buttons],
            "search": State(controls.id(ids.URL), "search"),
            "pathname": State(controls.id(ids.URL), "pathname"),
        },
        running=[(Output(controls.id(ids.DOWNLOAD_BUSY), "children"), "Making the file … ", "")],
        prevent_initial_call=True,
    )
    def download_view(clicks: list[int | None], search: str, pathname: str) -> dict[str, Any]:
        kind = buttons.get(str(ctx.triggered_id))
        if kind is None or not any(clicks):
            return {"file": no_update, "says": ""}
        release = current_release()
        answer = answer_link(f"{pathname}{search or ''}", release)
        try:
            file = answer_file(answer, kind)
        except DataError as error:
            return {"file": no_update, "says": str(error)}
        note("export", kind=kind, link=answer.link, release=release.id, audience=release.audience.word)
        sent = dcc.send_bytes(file.content, file.name, type=file.media_type)
        return {"file": sent, "says": f"Made: {file.name}"}

    return download_view


download_view = download_of(WEST_END)
download_side_by_side = download_of(SIDE_BY_SIDE)
download_neighbourhoods = download_of(NEIGHBOURHOODS)
download_youth = download_of(YOUTH)
download_evidence = download_of(EVIDENCE)
