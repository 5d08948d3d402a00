"""What the page of youth violence shows, as JSON. Unknown is null."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.schema import month_text
from geo.pages.wards_json import published_json
from geo.pages.youth import NightHeatmap, YouthAnswers
from geo.pages.youth_series import Series
from geo.pages.youth_wards import WardRow
from geo.people_json import share_json


def youth_json(youth: YouthAnswers) -> dict[str, Any]:
    """The section ``youth``: the rule, who is young, when, what, where and since when."""
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
        "perceptions": [published_json(one) for one in youth.perceptions],
        "cohorts": [published_json(one) for one in youth.cohorts],
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
