"""What stands in the JSON of ``swp query`` beyond the answer: keys beside those of the contract.

Every page has its sections, with types, people, flags and features; ``/serious-youth-violence`` adds ``youth``,
``/neighbourhoods`` adds ``wards``, one profile for each ward, and ``/evidence`` adds ``clusters``, what lies together.
Unknown is null.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from data.published import PublishedShare
from data.releases import Release
from data.schema import month_text
from data.selection import Page
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.difference_candidates import Statement
from geo.differences import differences
from geo.people_json import people_sections, share_json
from geo.sections_json import sections_json
from geo.type_counts import types_json
from geo.ward_datasets import DatasetProfile
from geo.ward_profile import WardProfile, WardProfiles, ward_profiles
from geo.ward_types import TypeProfile
from geo.youth import NightHeatmap, YouthAnswers, youth_answers
from geo.youth_series import Series
from geo.youth_wards import WardRow


def page_json(release: Release, link: str, view: str | None = None) -> dict[str, Any]:
    """The answer to a link, with what its page shows beside it."""
    page = PageJson(release, link, view)
    return page | {name: section() for name, section in page.sections.items()}


class PageJson(dict[str, Any]):
    """The same, each section worked out when it is asked for: the register of claims asks for few of many."""

    def __init__(self, release: Release, link: str, view: str | None = None) -> None:
        answer = answer_link(link, release, view)
        super().__init__(answer_json(answer))
        self.sections = sections_json(answer) | people_sections(answer) | {"types": lambda: types_json(answer)}
        page = answer.selection.page
        if page is Page.YOUTH_VIOLENCE:
            self.sections["youth"] = lambda: _youth_json(youth_answers(release, link, view))
        if page is Page.EVIDENCE:
            self.sections["clusters"] = lambda: _clusters_json(answer)
        if page is Page.NEIGHBOURHOODS:
            self.sections["wards"] = lambda: _wards_json(ward_profiles(release, link, without_west_end=True, view=view))

    def __missing__(self, name: str) -> Any:
        self[name] = self.sections[name]()
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any dict, sections included."""
        return self[name] if name in self or name in self.sections else default


def _clusters_json(answer: Answer) -> dict[str, Any]:
    # Imported here: other pages' links need not wait for it.
    from geo.answer_clusters import clusters_of
    from geo.clusters_json import clusters_json

    return clusters_json(clusters_of(answer))


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
        "resident_victims": share_json(row.resident_victims),
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
        "survey": [_published_json(one) for one in ward.survey],
        "missing": ward.missing,
    }


def _type_json(kind: TypeProfile) -> dict[str, Any]:
    return dict(vars(kind))


def _dataset_json(part: DatasetProfile) -> dict[str, Any]:
    return dict(vars(part))
