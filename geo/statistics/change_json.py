"""``change`` of the answer's JSON: differences in the measure's unit, shares of them as fractions of 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.statistics.change import NOTE, Change
from geo.statistics.change_shares import Contribution


def change_json(found: Change | None) -> dict[str, Any] | None:
    """``change`` of the answer."""
    if found is None:
        return None
    total = found.total
    return {
        "test": found.test,
        "note": NOTE,
        "false_discovery": found.false_discovery,
        "higher": found.higher,
        "lower": found.lower,
        "unclear": found.unclear,
        "total": {"difference": total.difference, "share": total.share, "verdict": str(total.verdict), "p": total.p},
        "areas": parts_json(found.areas),
        "wards": parts_json(found.wards),
        "says": found.says,
        "verdicts_say": found.verdicts_say,
    }


def parts_json(parts: Sequence[Contribution]) -> list[dict[str, Any]]:
    """Contributors in their order."""
    return [
        {"code": part.code, "name": part.name, "difference": part.difference, "share_of_change": part.share}
        for part in parts
    ]
