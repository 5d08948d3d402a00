"""The table of the wards as CSV, with its question, base and floor above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.attributes.people_tally import Share
from geo.files.csv_text import csv_text
from geo.files.export_lines import header_lines
from geo.files.exports import file_stem
from geo.pages.ward_datasets import DatasetProfile
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.pages.ward_types import TypeProfile


def wards_csv(page: WardPage) -> str:
    """One row a ward, in the order of ranks; unknown is empty, never zero."""
    profiles = page.profiles
    rows = [row_of(ward) for ward in sorted(profiles.wards, key=lambda ward: ward.rank)]
    return csv_text((*header_lines(page.wards), *explained(page)), rows)


def wards_file(page: WardPage) -> str:
    """A file name that tells the question."""
    return f"{file_stem(page.wards)}_wards.csv"


def explained(page: WardPage) -> list[str]:
    """What the columns mean: base, floor, harm, residents."""
    profiles = page.profiles
    if not profiles.wards:
        return [profiles.reason]
    return [
        f"Over-represented: {profiles.base_says}. {profiles.floor_says}",
        f"Harm: {profiles.harm_says}.",
        "Other data sets: share of them beside the share of residents (of offences where residents are not known);"
        " the whole period at any time.",
        "Residents: victims and accused who live in the borough, of those whose home is known.",
    ]


def row_of(ward: WardProfile) -> dict[str, Any]:
    """One ward by column; shares as fractions."""
    harm = ward.most_harmful
    return {
        "rank": ward.rank,
        "code": ward.code,
        "name": ward.name,
        "records": ward.count,
        "share": rounded(ward.share),
        "previous": ward.previous,
        "change": rounded(ward.change_share),
        "verdict": None if ward.verdict is None else str(ward.verdict),
        "resident_victims": rounded(of(ward.victims)),
        "victims_with_known_home": None if ward.victims is None else ward.victims.base,
        "resident_accused": rounded(of(ward.accused)),
        "accused_with_known_home": None if ward.accused is None else ward.accused.base,
        "most_frequent": "; ".join(kind.name for kind in ward.frequent),
        "most_harmful": None if harm is None else harm.name,
        "over_represented": stands_out([(kind, kind.quotient) for kind in ward.over]),
        "over_represented_by_harm": stands_out([(kind, kind.harm_quotient) for kind in ward.over_by_harm]),
        "other_data_sets": stands_out([(part, part.quotient) for part in ward.datasets_over]),
        "link": ward.link,
    }


def of(share: Share | None) -> float | None:
    """The fraction, or None where it is not known."""
    return None if share is None else share.share


def rounded(value: float | None) -> float | None:
    """To four places."""
    return None if value is None else round(value, 4)


def stands_out(found: Sequence[tuple[TypeProfile | DatasetProfile, float | None]]) -> str:
    """``Burglary 2.3x; Robbery 1.4x``."""
    return "; ".join(f"{part.name} {quotient or 0:.1f}x" for part, quotient in found)
