"""The answer as the contract's JSON (``swp query --format json``).

Shares are fractions of 1. ``change`` is the difference to the previous period in the measure's unit;
``change_share`` the same as a fraction of the previous value. Unknown is null.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.schema import month_text
from data.selection import Measure, Timing
from geo.answer import Answer
from geo.disclosure.held import certain_ranks
from geo.statistics.concentration import ranks
from geo.timing_words import timing_notes

Array = npt.NDArray[Any]
Number = float | int | None

CHANGE_FLOOR: Final = 20  # records of the period before, under which a change is told as two values
DIGITS: Final = {Measure.HARM: 2, Measure.RATE: 3, Measure.DENSITY: 3, Measure.QUOTIENT: 3}
PART_DIGITS: Final = 4  # of records spread over several hours
AMOUNT_OF: Final = {Measure.HARM: Measure.HARM, Measure.COST: Measure.COST}  # what hours and months are in


def answer_json(answer: Answer) -> dict[str, Any]:
    """The whole answer, ready for ``json.dumps``."""
    question = answer.question
    return {
        "link": answer.link,
        "says": answer.says,
        "notes": [*answer.notes, *spread_notes(answer)],
        "release": {
            "id": answer.release.id,
            "demonstration": answer.release.demonstration,
            "sources": [
                {"name": source.name, "period": source.period, "rows": source.rows} for source in answer.sources
            ],
        },
        "dataset": question.dataset.slug,
        "level": str(question.level),
        "measure": str(answer.measure),
        "unit": answer.figures.unit,
        "period": period(question.first, question.last),
        "previous": None if question.previous is None else period(*question.previous),
        "total": total(answer),
        "areas": areas(answer),
        "top": top(answer),
        "concentration": concentration(answer),
        "hours": hours(answer),
        "night": {
            "value": hour_value(answer.night, answer),
            "share": answer.night_share,
        },
        "months": months(answer),
    }


def period(first: int, last: int) -> dict[str, str]:
    """First and last month in words of the link."""
    return {"from": month_text(first), "to": month_text(last)}


def total(answer: Answer) -> dict[str, Number]:
    """Records in all, how many have a place and a time, and the measure over all of them."""
    now, figures = answer.now, answer.figures
    timed = answer.timed
    located = answer.located
    low, high = figures.interval or (None, None)
    change = answer.measure is Measure.CHANGE and figures.total is not None
    return {
        "records": None if now is None else now.records,
        "located": located,
        "unlocated": None if now is None or located is None else now.records - located,
        "timed": timed,
        "untimed": None if now is None or timed is None else now.records - timed,
        "withheld": answer.withheld,
        "value": told(figures.total, answer.measure),
        "value_located": told(answer.amount_located, AMOUNT_OF.get(answer.measure, Measure.COUNT)),
        "low": told(low, answer.measure),
        "high": told(high, answer.measure),
        "previous": told(figures.total_before, answer.measure),
        **({"change": told(figures.total, answer.measure)} if change else {}),
    }


def areas(answer: Answer) -> list[dict[str, Any]]:
    """Every area of the level in the order of codes, zeros included."""
    figures, measure = answer.figures, answer.measure
    rank = ranks_of(answer)
    rows = []
    for position, area in enumerate(answer.areas):
        value, previous = at(answer.values, position, measure), at(answer.previous, position, measure)
        now = at(answer.counts, position) if measure is Measure.CHANGE else value
        change = None if now is None or previous is None else told(now - previous, measure)
        amount = at(answer.amounts, position, Measure.HARM)
        rows.append(
            {
                "code": area.code,
                "name": area.name,
                "value": value,
                "share": None if amount is None or not answer.amount_located else amount / answer.amount_located,
                "rank": None if rank is None or value is None else rank[position],
                "previous": previous,
                "change": change,
                "change_share": change_share(answer, position, change, previous),
                "low": at(figures.low, position, measure),
                "high": at(figures.high, position, measure),
                "verdict": None if answer.verdicts is None else answer.verdicts[position],
            }
        )
    return rows


def ranks_of(answer: Answer) -> list[int | None] | None:
    """(areas,) rank of each, 1 for the largest; None where a withheld area may come before it."""
    if answer.values is None:
        return None
    found, held = ranks(answer.values), answer.figures.held
    return found.tolist() if held is None else certain_ranks(answer.values, held, found)


def change_share(answer: Answer, position: int, change: Number, previous: Number) -> float | None:
    """A change as a fraction; none where so few records came before that it would say more than it knows."""
    before = None if answer.before is None else answer.before.by_area[position]
    if change is None or not previous or before is None or before < CHANGE_FLOOR:
        return None
    return change / previous


def at(values: Array | None, position: int, measure: Measure = Measure.COUNT) -> Number:
    """One area's number, or None where it is not known."""
    return None if values is None else told(values[position], measure)


def told(value: float | None, measure: Measure) -> Number:
    """A value with the digits its measure has; None where it is not known."""
    if value is None or np.isnan(value):
        return None
    digits = DIGITS.get(measure, 0)
    return round(float(value), digits) if digits else round(float(value))


def top(answer: Answer) -> dict[str, Any]:
    """The top areas by code, and what they hold."""
    found = answer.top
    return {
        "n": answer.selection.n,
        "codes": None if found is None else [answer.areas[position].code for position in found.positions],
        "value": None if found is None else told(found.value, answer.measure),
        "share": None if found is None else found.share,
        "previous_share_ranked": None if found is None else found.previous_share_ranked,
        "previous_share_fixed": None if found is None else found.previous_share_fixed,
    }


def concentration(answer: Answer) -> dict[str, Any]:
    """How concentrated, beside what chance alone gives."""
    found = answer.concentration
    names = (
        "areas", "areas_for_quarter", "areas_for_half", "gini", "gini_generalised", "gini_by_chance",
        "areas_below_one_a_day",
    )  # fmt: skip
    return {name: None if found is None else getattr(found, name) for name in names}


def hours(answer: Answer) -> list[list[Number]] | None:
    """Seven rows, Monday first, of 24 numbers."""
    return None if answer.hours is None else [[hour_value(value, answer) for value in day] for day in answer.hours]


def spread_notes(answer: Answer) -> list[str]:
    """How records are spread over hours, where that was asked for: beside the picture a page says it itself."""
    asked = answer.selection.timing is Timing.SPREAD and answer.hours is not None
    return list(timing_notes(answer.times, answer.question)) if asked else []


def hour_value(value: float | None, answer: Answer) -> Number:
    """What an hour or a night holds; with the parts of records where they are spread over several hours."""
    if value is not None and answer.selection.timing is Timing.SPREAD and not np.isnan(value):
        return round(float(value), PART_DIGITS)
    return told(value, AMOUNT_OF.get(answer.measure, Measure.COUNT))


def months(answer: Answer) -> list[dict[str, Any]]:
    """The months of the period, each beside the month it is compared with."""
    if answer.months is None:
        return []
    first, previous = answer.question.first, answer.question.previous
    unit = AMOUNT_OF.get(answer.measure, Measure.COUNT)
    return [
        {
            "month": month_text(first + offset),
            "value": told(value, unit),
            "previous_month": None if previous is None else month_text(previous[0] + offset),
            "previous": at(answer.previous_months, offset, unit),
        }
        for offset, value in enumerate(answer.months)
    ]
