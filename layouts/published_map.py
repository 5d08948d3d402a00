"""Where young people and families known to services live, as published: a map by ward, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.choices import AreaChoice
from data.published import PublishedShare
from geo.pages.youth_wards import WardRow
from geo.phrases import first_capital, joined
from layouts.components import scroll, table
from layouts.numbers import share

SHARE_BOUNDS: Final = (0, 5, 10, 15, 20, 30)  # per cent of a borough's total in one ward
SHARE_LABELS: Final = ("under 5%", "5–9%", "10–14%", "15–19%", "20–29%", "30%+")
NOT_PUBLISHED: Final = "No share published, which is not zero"
EVERYWHERE: Final = "No such shares are published for this area."


def class_of_share(percent: float) -> int:
    """The class of one ward's part of a total, the same on both maps."""
    return sum(percent >= bound for bound in SHARE_BOUNDS) - 1


def largest_shares(cohorts: Sequence[PublishedShare]) -> dict[str, float]:
    """By ward code the largest share of any cohort that lives there."""
    found: dict[str, float] = {}
    for one in cohorts:
        found[one.ward] = max(one.percent, found.get(one.ward, 0.0))
    return found


def published_picture(
    cohorts: Sequence[PublishedShare],
    wards: Sequence[AreaChoice],
    chosen: Sequence[str],
    into: Mapping[str, str],
    drawn: Mapping[str, Any],
) -> dict[str, Any]:
    """The values that the scripts draw; ``drawn`` holds the boundaries' URL, the name of the answer and
    whether areas are hexagons."""
    largest = largest_shares(cohorts)
    values = [largest.get(ward.code) for ward in wards]
    return {
        **drawn,
        "into": dict(into),
        "level": "ward",
        "values": values,
        "values_note": "" if largest else EVERYWHERE,
        "previous": None,
        "shares_base": None,
        "top": [],
        "selected": [place for place, ward in enumerate(wards) if ward.code in chosen],
        "page_wards": [],
        "breaks": list(SHARE_BOUNDS),
        "labels": list(SHARE_LABELS),
        "diverging": False,
        "unit": "per cent of a cohort",
        "period": "as published",
        "previous_period": None,
        "hours": None,
        "label_values": "share",
        "legend_title": "Largest share of a cohort that lives in a ward",
        "held_note": NOT_PUBLISHED,
    }


def by_ward(cohorts: Sequence[PublishedShare]) -> dict[str, dict[str, float]]:
    """Shares by ward and cohort, the wards with the largest share first."""
    order = sorted(largest_shares(cohorts).items(), key=lambda item: (-item[1], item[0]))
    return {ward: {one.says: one.percent for one in cohorts if one.ward == ward} for ward, _ in order}


def published_table(
    cohorts: Sequence[PublishedShare], names: Mapping[str, str], rows: Sequence[WardRow], *, withheld: bool = False
) -> Component:
    """Each ward with a published share, beside its part of the recorded offences, unless that is ``withheld``."""
    if not cohorts:
        return html.P(EVERYWHERE, className="nothing")
    kinds = list(dict.fromkeys(one.says for one in cohorts))
    recorded = {row.code: row.share for row in rows}
    cells = [
        [
            names.get(ward, ward),
            *(f"{held[kind]:g}%" if kind in held else "–" for kind in kinds),
            *([] if withheld else [share(recorded.get(ward))]),
        ]
        for ward, held in by_ward(cohorts).items()
    ]
    heads = ["Ward", *(first_capital(kind) for kind in kinds), *([] if withheld else ["Recorded offences"])]
    caption = "Share of each cohort that lives in a ward, as published"
    caption += "" if withheld else ", beside the ward's share of these offences"
    return scroll(table(caption, heads, cells), "Published shares by ward")


def sources(cohorts: Sequence[PublishedShare]) -> str:
    """``As published in the Assessment 2024: ...``, one part for each cohort; what a dash is."""
    if not cohorts:
        return ""
    told = {}
    for one in cohorts:
        place = one.where.removeprefix("Assessment 2024, ")
        told[one.says] = f"{one.says} ({place}; {one.note})" if one.note else f"{one.says} ({place})"
    return (
        f"As published in the Assessment 2024: {joined(list(told.values()))}. –: no share published, which is not zero."
    )
