"""The job in Streamlit: the script runs again for each action."""

from __future__ import annotations

import streamlit as st  # type: ignore[import-not-found]

from tests.benchmarks.peers import job

st.set_page_config(layout="wide")
found = job.answer(st.checkbox("Night only"))
left, right = st.columns([2, 1])
left.plotly_chart(job.area_map(found))
right.plotly_chart(job.heatmap(found))
right.plotly_chart(job.bars(found))
