"""What a page shows beyond the answer, as JSON: keys beside those of the contract, for two of the pages.

``/serious-youth-violence`` adds ``people`` (victims, suspects, accused, injuries, flags, each with the number of
records it is known of) and ``youth``; ``/neighbourhoods`` adds ``wards``, one profile for each ward. Unknown is null.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data.people import AGE_BANDS, HOMES, INJURY_DEGREES, SEXES
from data.people_tally import HATE, FlagCounts, PeopleTally, Persons, Share
from data.published import PublishedShare
from data.releases import Release
from data.schema import FLAGS, month_text
from data.selection import Page
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.difference_candidates import Statement
from geo.differences import differences
from geo.ward_datasets import DatasetProfile
from geo.ward_profile import WardProfile, WardProfiles, ward_profiles
from geo.ward_types import TypeProfile
from geo.youth import NightHeatmap, YouthAnswers, youth_answers
from geo.youth_series import Series
from geo.youth_wards import WardRow


def page_json(release: Release, link: str, view: str | None = None) -> dict[str, Any]:
    """The answer to a link, with what its page shows beside it."""
    answer = answer_link(link, release, view)
    told = answer_json(answer)
    if answer.selection.page is Page.YOUTH_VIOLENCE:
        youth = youth_answers(release, link, view)
        return told | {"people": _people_json(youth.people), "youth": _youth_json(youth)}
    if answer.selection.page is Page.NEIGHBOURHOODS:
        return told | {"wards": _wards_json(ward_profiles(release, link, without_west_end=True, view=view))}
    return told


def _share_json(share: Share | None) -> dict[str, Any] | None:
    return None if share is None else {"value": share.value, "known": share.base, "share": share.share}


def _people_json(people: PeopleTally | None) -> dict[str, Any] | None:
    """Who the people of the records are; a kind of person the source does not tell of is null."""
    if people is None:
        return None
    plural = {"victim": "victims", "suspect": "suspects", "accused": "accused"}
    return {
        "records": people.records,
        **{plural[name]: _persons_json(people.persons.get(name)) for name in plural},
        "injury": None
        if people.injuries is None
        else {"known": people.injury_known, **_named(INJURY_DEGREES, people.injuries)},
        "flags": None if people.flags is None else _flags_json(people.flags),
    }


def _named(names: tuple[str, ...], values: np.ndarray) -> dict[str, int]:
    return {name: int(value) for name, value in zip(names, values, strict=True)}


def _persons_json(persons: Persons | None) -> dict[str, Any] | None:
    if persons is None:
        return None
    return {
        "ages": {"known": persons.age_known, **_named(AGE_BANDS, persons.ages)},
        "sexes": {"known": persons.sex_known, **_named(SEXES, persons.sexes)},
        "homes": {"known": persons.home_known, **_named(HOMES, persons.homes)},
    }


def _flags_json(flags: FlagCounts) -> dict[str, Any]:
    singles = {name: _share_json(flags.all_of(name)) for name in FLAGS}
    return singles | {
        "knife_injury": _share_json(flags.all_of("knife", "injury")),
        "hate": _share_json(flags.any_of(*HATE)),
    }


def _youth_json(youth: YouthAnswers) -> dict[str, Any]:
    gap = youth.ages
    return {
        "rule": youth.rule,
        "says": list(youth.sentences),
        "reason": youth.reason or None,
        "age_missing": None
        if gap is None
        else {"records": gap.missing, "if_none_counted": gap.none_counted, "if_all_counted": gap.all_counted},
        "under_18": _heatmap_json(youth.under_18),
        "from_18_to_24": _heatmap_json(youth.young_adults),
        "in_both": youth.in_both,
        "mix": [
            {"type": row.slug, "major": row.major, "name": row.name, "value": row.value, "share": row.share}
            | {"previous": row.previous}
            for row in youth.mix
        ],
        "wards": [_ward_row_json(row) for row in youth.wards],
        "series": None if youth.series is None else _series_json(youth.series),
        "knife": [_series_json(series) for series in youth.knife],
        "lockdowns": [
            {"name": one.name, "from": one.first.isoformat(), "to": one.last.isoformat(), "source": one.source}
            for one in youth.lockdowns
        ],
        "perceptions": [_published_json(one) for one in youth.perceptions],
        "cohorts": [_published_json(one) for one in youth.cohorts],
    }


def _heatmap_json(heatmap: NightHeatmap | None) -> dict[str, Any] | None:
    if heatmap is None:
        return None
    return {"records": heatmap.records, "timed": heatmap.timed, "hours": heatmap.hours.tolist()}


def _ward_row_json(row: WardRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "value": row.value,
        "share": row.share,
        "previous": row.previous,
        "share_of_all_offences": row.crime_share,
        "resident_victims": _share_json(row.resident_victims),
        "reason": row.reason or None,
    }


def _series_json(series: Series) -> dict[str, Any]:
    months = [
        {"month": month_text(series.first + offset), "value": None if np.isnan(value) else int(value)}
        for offset, value in enumerate(series.values)
    ]
    return {"name": series.name, "total": series.total, "months": months}


def _published_json(published: PublishedShare) -> dict[str, Any]:
    return {
        "id": published.id,
        "says": published.says,
        "ward": published.ward or None,
        "percent": published.percent,
        "where": published.where,
        "note": published.note or None,
    }


def _wards_json(profiles: WardProfiles) -> dict[str, Any]:
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
        "resident_victims": _share_json(ward.victims),
        "resident_accused": _share_json(ward.accused),
        "datasets": [_dataset_json(part) for part in ward.datasets],
        "small_areas": [
            {"code": area.code, "name": area.name, "value": area.value, "share": area.share}
            | {"borough_rank": area.borough_rank}
            for area in ward.lsoas
        ],
        "hours": None if ward.hours is None else ward.hours.tolist(),
        "night": _share_json(ward.night),
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
        "survey": [_published_json(one) for one in ward.survey],
        "missing": ward.missing,
    }


def _type_json(kind: TypeProfile) -> dict[str, Any]:
    return dict(vars(kind))


def _dataset_json(part: DatasetProfile) -> dict[str, Any]:
    return dict(vars(part)) | {"link": part.link or None}
