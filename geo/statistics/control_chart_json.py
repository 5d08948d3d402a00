"""``series`` of the answer's JSON: months, the range expected of each, and signals."""

from __future__ import annotations

from typing import Any

from data.schema import month_text
from geo.statistics.control_chart import NOTE, ControlChart


def series_json(found: ControlChart | None) -> dict[str, Any] | None:
    """``series`` of the answer."""
    if found is None:
        return None
    return {
        "baseline": {"from": month_text(found.first), "to": month_text(found.last), "months": found.known},
        "months": [
            {
                "month": month_text(month.month),
                "value": month.value,
                "per_day": month.per_day,
                "centre": month.centre,
                "lower": month.lower,
                "upper": month.upper,
                "signal": month.signal,
            }
            for month in found.months
        ],
        "dispersion": found.dispersion,
        "says": found.says,
        "note": NOTE,
    }
