"""Words about the release: the line under the header and the line at the foot."""

from __future__ import annotations

from dash import html

from data.months import period_name
from data.releases import Release
from layouts.components import Children


def release_line(release: Release) -> list[Children]:
    """What the figures are made of, for the line under the header."""
    if release.demonstration:
        return [
            html.I(className="swatch", **{"aria-hidden": "true"}),
            html.P(
                [
                    html.B("Demonstration data. "),
                    "Invented records, fitted to published totals; no row is a real event. Boundaries are approximate. ",
                    html.A("What is real and what is not", href="/about#demonstration"),
                ]
            ),
        ]
    titles = ", ".join(dataset.title.lower() for dataset in release.choices.datasets)
    approximate = " Boundaries are approximate." if release.approximate_boundaries else ""
    return [
        html.P(
            [
                html.B(f"Release {release.id}: "),
                f"{titles}, {covered(release)}.{approximate} ",
                html.A("Sources and rows", href="/data"),
            ]
        )
    ]


def covered(release: Release) -> str:
    """From the first month of any data set to the last."""
    months = [month for dataset in release.choices.datasets for month in (dataset.months[0], dataset.months[-1])]
    return period_name(min(months), max(months))


def foot_line(release: Release) -> str:
    """Release, period and kind of areas, in one short line."""
    kind = "Demonstration data · " if release.demonstration else ""
    lines = "approximate" if release.approximate_boundaries else "official"
    held = len(release.choices.datasets)
    sets = "one data set" if held == 1 else f"{held} data sets"
    return f"{kind}Release {release.id} · {sets}, {covered(release)} · {lines} boundaries, 2022 wards"
