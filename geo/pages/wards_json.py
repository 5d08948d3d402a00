"""What the page of neighbourhoods shows, as JSON: one profile for each ward. Unknown is null."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.published import PublishedShare
from geo.pages.difference_candidates import Statement
from geo.pages.differences import differences
from geo.pages.ward_datasets import DatasetProfile
from geo.pages.ward_profile import WardProfile, WardProfiles
from geo.pages.ward_types import TypeProfile
from geo.people_json import share_json


def published_json(published: PublishedShare) -> dict[str, Any]:
    """A published share with where it stands."""
    return {
        "id": published.id,
        "says": published.says,
        "ward": published.ward or None,
        "percent": published.percent,
        "where": published.where,
        "note": published.note or None,
    }


def wards_json(profiles: WardProfiles) -> dict[str, Any]:
    """The section ``wards``: the base of comparison, and one profile for each ward."""
    told = differences(profiles)
    return {
        "reason": profiles.reason or None,
        "base": profiles.base_says,
        "floor": profiles.floor_says,
        "harm": profiles.harm_says,
        "chosen": [ward.code for ward in profiles.chosen],
        "profiles": [_ward_json(ward, told.get(ward.code, ())) for ward in profiles.wards],
    }


def _ward_json(ward: WardProfile, statements: tuple[Statement, ...]) -> dict[str, Any]:
    return {
        "code": ward.code,
        "name": ward.name,
        "link": ward.link,
        "value": ward.count,
        "share": ward.share,
        "rank": ward.rank,
        "previous": ward.previous,
        "change": ward.change,
        "change_share": ward.change_share,
        "verdict": None if ward.verdict is None else str(ward.verdict),
        "types": [_type_json(kind) for kind in ward.types],
        "frequent": [kind.slug for kind in ward.frequent],
        "most_harmful": None if ward.most_harmful is None else ward.most_harmful.slug,
        "over_represented": [kind.slug for kind in ward.over],
        "over_represented_by_harm": [kind.slug for kind in ward.over_by_harm],
        "resident_victims": share_json(ward.victims),
        "resident_accused": share_json(ward.accused),
        "datasets": [_dataset_json(part) for part in ward.datasets],
        "small_areas": [
            {"code": area.code, "name": area.name, "value": area.value, "share": area.share}
            | {"borough_rank": area.borough_rank}
            for area in ward.lsoas
        ],
        "hours": None if ward.hours is None else ward.hours.tolist(),
        "night": share_json(ward.night),
        "months": [None if np.isnan(value) else int(value) for value in ward.months],
        "previous_months": None if ward.previous_months is None else ward.previous_months.tolist(),
        "different_here": [vars(statement) for statement in statements],
        "published": None
        if ward.published is None
        else {
            "issues": list(ward.published.issues),
            "priorities": list(ward.published.priorities),
            "where": ward.published.where,
        },
        "survey": [published_json(one) for one in ward.survey],
        "missing": ward.missing,
    }


def _type_json(kind: TypeProfile) -> dict[str, Any]:
    return dict(vars(kind))


def _dataset_json(part: DatasetProfile) -> dict[str, Any]:
    return dict(vars(part))
