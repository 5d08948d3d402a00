"""Words about the release: the lines under the header, the line at the foot, and what is withheld from its reader."""

from __future__ import annotations

from typing import Final

from dash import html

from data.audience import Audience
from data.months import period_name
from data.releases import Release
from geo.disclosure.wording import rule_says
from layouts.components import Children

WHO_SEES: Final = "who-sees"  # the part of the page "About" that tells why
VIEWS: Final = {Audience.PUBLIC: "Public view", Audience.PARTNER: "Partners’ view"}


def release_line(release: Release) -> list[Children]:
    """What the figures are made of and, where some are withheld, that they are, for the lines under the header."""
    return [*made_of(release), *told_by_rule(release)]


def told_by_rule(release: Release) -> list[Children]:
    """Who sees this and that small counts are withheld from them; nothing for one who is told everything. The rule itself
    stands once on each page, at its end."""
    if not release.rule.withholds:
        return []
    return [
        html.P([html.B(f"{view_of(release)}. "), "Small counts are withheld. ", who_sees()], className="told-by-rule")
    ]


def view_of(release: Release) -> str:
    return VIEWS.get(release.audience, VIEWS[Audience.PUBLIC])


def who_sees() -> html.A:
    """The way to the reasons, which fits into one line of a phone beside what it explains."""
    return html.A("Who sees what", href=f"/about#{WHO_SEES}")


def rule_in_force(release: Release) -> list[Children]:
    """The whole rule, or that nothing is withheld, for pages without the caveats of an answer."""
    if not release.rule.withholds:
        return ["Here nothing is withheld from you."]
    return [html.B(f"{view_of(release)}. "), rule_says(release.rule)]


def made_of(release: Release) -> list[Children]:
    """What the figures are made of."""
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
                *instead_of(release),
                html.B(f"Release {release.id}: "),
                f"{titles}, {covered(release)}.{approximate} ",
                html.A("Sources" if release.rule.withholds else "Sources and rows", href="/data"),
            ]
        )
    ]


def instead_of(release: Release) -> list[Children]:
    """That newer figures cannot be read, where this release is served in their place."""
    if not release.damaged:
        return []
    newer = f"Release {release.damaged[0]} is newer but cannot be read; these are older figures"
    return [html.B(f"{newer}, of release {release.id}. ")]


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
