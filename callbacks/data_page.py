"""The data page shows what the release says of itself."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, callback

from data.releases import rejected_rows
from data.serving import current_release
from data.tables.table_sources import table_sources
from layouts import ids
from layouts.data_page import data_content


@callback(Output(ids.DATA_CONTENT, "children"), Input(ids.ADDRESS, "pathname"))
def update_data_page(_pathname: str) -> list[Any]:
    release = current_release()
    return data_content(release, rejected_rows(release), table_sources(release))
