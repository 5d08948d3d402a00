"""The data page shows what the release says of itself."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback

from data.releases import rejected_rows
from data.serving import current_release
from data.tables.table_sources import table_sources
from layouts import ids
from layouts.data_page import data_content, data_head


@callback(
    output={
        "title": Output(ids.DATA_TITLE, "children"),
        "says": Output(ids.DATA_SAYS, "children"),
        "content": Output(ids.DATA_CONTENT, "children"),
    },
    inputs={"_pathname": Input(ids.ADDRESS, "pathname")},
)
def update_data_page(_pathname: str) -> dict[str, Any]:
    release = current_release()
    content = data_content(release, rejected_rows(release), table_sources(release))
    return {**data_head(release), "content": content}
