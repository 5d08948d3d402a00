"""The job in Panel: three panes bound to one answer; Panel sends what changed in their figures."""

from __future__ import annotations

import panel as pn  # type: ignore[import-not-found]

from tests.benchmarks.peers import job

pn.extension("plotly")
night = pn.widgets.Checkbox(name="Night only")
found = pn.bind(job.answer, night)
right = pn.Column(pn.pane.Plotly(pn.bind(job.heatmap, found)), pn.pane.Plotly(pn.bind(job.bars, found)))
left = pn.pane.Plotly(pn.bind(job.area_map, found), width=800, height=600)
pn.Column(night, pn.Row(left, right)).servable()
