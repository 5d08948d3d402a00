"""The job all peers do: 90,000 rows, a check box, a map, a heatmap of the week and 24 bars. No project code.

The folder in BENCHMARK_JOB holds ``areas.geojson`` (features with the property ``code``) and ``rows.csv`` with a row
a record: ``area`` (position of the feature), ``month`` (0 to 23), ``hour`` (of the week, Monday 00:00 is 0).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

FOLDER = Path(os.environ["BENCHMARK_JOB"])
GEOJSON: dict[str, Any] = json.loads((FOLDER / "areas.geojson").read_text())
CODES = [feature["properties"]["code"] for feature in GEOJSON["features"]]
VIEW: dict[str, Any] = json.loads((FOLDER / "view.json").read_text())  # centre and zoom
ROWS = pd.read_csv(FOLDER / "rows.csv")
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class Answer:
    """Counts by area, by day and hour, and by month."""

    areas: list[int]
    hours: list[list[int]]
    months: list[int]


def answer(night: bool) -> Answer:
    """What the check box asks: all rows, or those of the night (18:00 to 06:00)."""
    hour = ROWS["hour"] % 24
    rows = ROWS[(hour >= 18) | (hour < 6)] if night else ROWS
    areas = rows.groupby("area").size().reindex(range(len(CODES)), fill_value=0)
    week = rows.groupby("hour").size().reindex(range(168), fill_value=0)
    months = rows.groupby("month").size().reindex(range(24), fill_value=0)
    return Answer(areas.tolist(), np.reshape(week.to_numpy(), (7, 24)).tolist(), months.tolist())


def area_map(found: Answer) -> go.Figure:
    """The areas, coloured by their count, on a blank ground: no tiles are fetched."""
    trace = go.Choroplethmap(geojson=GEOJSON, locations=CODES, featureidkey="properties.code", z=found.areas)
    view = {"style": "white-bg", "center": {"lon": VIEW["lon"], "lat": VIEW["lat"]}, "zoom": VIEW["zoom"]}
    return go.Figure(trace, layout={"map": view, "height": 600, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}})


def heatmap(found: Answer) -> go.Figure:
    return go.Figure(go.Heatmap(z=found.hours, y=DAYS), layout={"height": 280})


def bars(found: Answer) -> go.Figure:
    return go.Figure(go.Bar(y=found.months), layout={"height": 280})
