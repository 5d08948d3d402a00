"""The answer as the contract's JSON (``swp query --format json``).

Shares are fractions of 1. ``change`` is the difference to the previous period in the measure's unit;
``change_share`` the same as a fraction of the previous value. Unknown is null.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from data.schema import month_text
from geo.answer import Answer
from geo.concentration import ranks

Array = npt.NDArray[Any]


def answer_json(answer: Answer) -> dict[str, Any]:
    """The whole answer, ready for ``json.dumps``."""
    question = answer.question
    return {
        "link": answer.link,
        "says": answer.says,
        "notes": list(answer.notes),
        "release": {
            "id": answer.release.id,
            "demonstration": answer.release.demonstration,
            "sources": [
                {"name": source.name, "period": source.period, "rows": source.rows} for source in answer.sources
            ],
        },
        "dataset": question.dataset.slug,
        "level": str(question.level),
        "measure": str(answer.selection.measure),
        "period": period(question.first, question.last),
        "previous": None if question.previous is None else period(*question.previous),
        "total": total(answer),
        "areas": areas(answer),
        "top": top(answer),
        "concentration": concentration(answer),
        "hours": None if answer.hours is None else answer.hours.tolist(),
        "night": {
            "value": None if answer.hours is None or answer.now is None else answer.now.night,
            "share": answer.night_share,
        },
        "months": months(answer),
    }


def period(first: int, last: int) -> dict[str, str]:
    """First and last month in words of the link."""
    return {"from": month_text(first), "to": month_text(last)}


def total(answer: Answer) -> dict[str, int | None]:
    """Records in all, and how many have a place and a time."""
    now, before = answer.now, answer.before
    timed = None if now is None or answer.hours is None else now.timed
    located = answer.located
    change = answer.values is not None and answer.selection.measure == "change"
    return {
        "records": None if now is None else now.records,
        "located": located,
        "unlocated": None if now is None or located is None else now.records - located,
        "timed": timed,
        "untimed": None if now is None or timed is None else now.records - timed,
        "withheld": 0,
        "value": total_value(answer),
        "previous": None if before is None or answer.selection.measure not in ("count", "change") else before.records,
        **({"change": now.records - before.records} if change and now and before else {}),
    }


def total_value(answer: Answer) -> int | None:
    """The measure over all records, those without a place included."""
    if answer.now is None or answer.selection.measure not in ("count", "change"):
        return None
    if answer.selection.measure == "change":
        return None if answer.before is None else answer.now.records - answer.before.records
    return answer.now.records


def areas(answer: Answer) -> list[dict[str, Any]]:
    """Every area of the level in the order of codes, zeros included."""
    rank = None if answer.values is None else ranks(answer.values)
    rows = []
    for position, area in enumerate(answer.areas):
        value = at(answer.values, position)
        count, previous = at(answer.counts, position), at(answer.previous, position)
        change = None if count is None or previous is None else count - previous
        rows.append(
            {
                "code": area.code,
                "name": area.name,
                "value": value,
                "share": None if count is None or not answer.located else count / answer.located,
                "rank": None if rank is None else int(rank[position]),
                "previous": previous,
                "change": change,
                "change_share": change / previous if change is not None and previous else None,
            }
        )
    return rows


def at(values: Array | None, position: int) -> int | None:
    """One area's number, or None where it is not known."""
    return None if values is None else int(values[position])


def top(answer: Answer) -> dict[str, Any]:
    """The top areas by code, and what they hold."""
    found = answer.top
    return {
        "n": answer.selection.n,
        "codes": None if found is None else [answer.areas[position].code for position in found.positions],
        "value": None if found is None else found.value,
        "share": None if found is None else found.share,
        "previous_share_ranked": None if found is None else found.previous_share_ranked,
        "previous_share_fixed": None if found is None else found.previous_share_fixed,
    }


def concentration(answer: Answer) -> dict[str, Any]:
    """How concentrated, beside what chance alone gives."""
    found = answer.concentration
    names = ("areas", "areas_for_half", "gini", "gini_by_chance", "areas_below_one_a_day")
    return {name: None if found is None else getattr(found, name) for name in names}


def months(answer: Answer) -> list[dict[str, Any]]:
    """The months of the period, each beside the month it is compared with."""
    if answer.months is None:
        return []
    first, previous = answer.question.first, answer.question.previous
    return [
        {
            "month": month_text(first + offset),
            "value": number(value),
            "previous_month": None if previous is None else month_text(previous[0] + offset),
            "previous": None if answer.previous_months is None else int(answer.previous_months[offset]),
        }
        for offset, value in enumerate(answer.months)
    ]


def number(value: float) -> int | None:
    """A month's count, or None where the release does not cover it."""
    return None if np.isnan(value) else int(value)
