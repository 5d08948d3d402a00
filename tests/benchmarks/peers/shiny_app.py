"""The job in Shiny for Python: widgets made once and changed in place, as its documentation advises for speed."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from shiny import App, Inputs, Outputs, Session, reactive, ui  # type: ignore[import-not-found]
from shinywidgets import output_widget, render_plotly  # type: ignore[import-not-found]

from tests.benchmarks.peers import job

page = ui.page_fluid(
    ui.input_checkbox("night", "Night only"),
    ui.layout_columns(
        output_widget("area_map"), ui.div(output_widget("heatmap"), output_widget("bars")), col_widths=(8, 4)
    ),
)


def server(inputs: Inputs, _outputs: Outputs, _session: Session) -> None:
    whole = job.answer(False)

    @render_plotly
    def area_map() -> Any:
        return go.FigureWidget(job.area_map(whole))

    @render_plotly
    def heatmap() -> Any:
        return go.FigureWidget(job.heatmap(whole))

    @render_plotly
    def bars() -> Any:
        return go.FigureWidget(job.bars(whole))

    @reactive.effect
    @reactive.event(inputs.night, ignore_init=True)
    def _() -> None:
        found = job.answer(inputs.night())
        area_map.widget.data[0].z = found.areas
        heatmap.widget.data[0].z = found.hours
        bars.widget.data[0].y = found.months


app = App(page, server)
