"""The values that the scripts in ``assets`` draw, compact: one picture an action, no geometry, no figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.months import period_name
from data.place_words import authority_nouns
from data.selection import ADDS_UP, PER_AREA, PREVIOUS, Measure, Show
from data.two_counts import Verdict
from geo.answer import Answer
from geo.phrases import first_capital, subject
from geo.wording import AMOUNT_WORDS, no_measure
from layouts.picture_classes import classes
from layouts.words import measure
from layouts.words.where import no_such_level, nouns, place_of

HOURS_WITHHELD: Final = "They are told of the whole, over whole years, not of single wards or areas."
NO_HOURS: Final = "Of these records totals are told, no hours."
HOURS_A_WEEK: Final = 168  # the average hour counts those that are withheld, too
SIGNS: Final = {Verdict.HIGHER: 1, Verdict.NOT_CLEAR: 0, Verdict.LOWER: -1}


def picture(whole: Answer, shown: Answer, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """What map, heatmap and ranking draw: ``whole`` for all areas, ``shown`` (an area chosen, maybe) for the hours."""
    question, change = whole.question, whole.measure is Measure.CHANGE
    return {
        "seq": shown.link,
        "boundaries": boundaries[question.level],
        "level": str(question.level),
        "values": measure.shown(whole.values, whole.measure) or [None] * len(whole.areas),
        "values_note": values_note(whole),
        "previous": None if change else measure.shown(whole.previous, whole.measure),
        "decimals": measure.decimals(whole.measure),
        "records": records(whole, whole.counts),
        "records_before": records(whole, None if whole.before is None else whole.before.by_area),
        "verdicts": verdict_signs(whole),
        "shares_base": shares_base(whole),
        "top": list(whole.top.positions) if whole.top else [],
        "selected": chosen_positions(whole, shown),
        "outside": outside(whole),
        "page_wards": list(whole.selection.ward or WEST_END_WARDS),
        **classes(whole),
        "unit": measure.unit(whole),
        "hours_unit": measure.amount_unit(shown),
        "period": period_name(question.first, question.last),
        "previous_period": None if question.previous is None else period_name(*question.previous),
        "then": "A year earlier" if whole.selection.compare == PREVIOUS else "Period before",
        "hours": None if shown.hours is None else [measure.amounts(day, shown) for day in shown.hours],
        "hours_records": shown.timed if shown.measure in AMOUNT_WORDS else None,
        "hours_of": first_capital(f"{AMOUNT_WORDS.get(shown.measure, '')}{subject(shown.question)}{place_of(shown)}"),
        "held_note": held_note(whole),
        "hours_note": hours_note(shown),
        **withheld_parts(whole, shown),
        "as_table": whole.selection.show is Show.TABLE,
        "hexagons": whole.selection.show is Show.HEXAGONS,
        **level_words(whole),
    }


def level_words(answer: Answer) -> dict[str, str]:
    """Over several authorities: what one area is called, and what it lies in."""
    if not answer.release.choices.several:
        return {}
    one, over = nouns(answer)[0], authority_nouns(answer.release.choices)[0]
    return {"level_name": one, "over_name": over}


def values_note(answer: Answer) -> str:
    """Why no area has a value, where none has."""
    if answer.values is not None:
        return ""
    if answer.reason:
        return answer.reason
    return no_such_level(answer) if answer.question.level not in answer.dataset.levels else no_measure(answer)


def shares_base(answer: Answer) -> Any:
    """What shares divide by, in the unit shown; None for a measure whose areas do not add up."""
    return measure.rounded(answer.amount_located, answer.measure) if answer.measure in ADDS_UP else None


def records(answer: Answer, by_area: Any) -> list[int | None] | None:
    """Records of a period where the measure shows something else: a share or a change of few is not told in per cent."""
    if by_area is None or answer.measure in (Measure.COUNT, Measure.CHANGE):
        return None
    return [None if np.isnan(value) else int(value) for value in by_area]


def verdict_signs(answer: Answer) -> list[int | None] | None:
    """1 higher, -1 lower, 0 not clear, by area; None without a period to compare."""
    found = answer.verdicts
    return None if found is None else [None if verdict is None else SIGNS[verdict] for verdict in found]


def held_note(answer: Answer) -> str | None:
    """What hatching means where a measure has no value for some areas."""
    if answer.measure is Measure.QUOTIENT:
        return "Too few records expected to compare"
    return "Not known" if answer.measure in PER_AREA else None


def chosen_positions(whole: Answer, shown: Answer) -> list[int]:
    selection = shown.selection
    codes = selection.ward if whole.question.level is Level.WARD else selection.lsoa
    return [position for position, area in enumerate(whole.areas) if area.code in codes]


def outside(whole: Answer) -> list[int]:
    """Areas that lie in none of the wards counted: neither zero nor unknown, but not asked for."""
    wards = whole.selection.ward
    if not wards or whole.question.level is Level.WARD:
        return []
    counts = whole.counts
    return [
        position
        for position, area in enumerate(whole.areas)
        if area.ward not in wards and (counts is None or not counts[position])
    ]


def withheld_parts(whole: Answer, shown: Answer) -> dict[str, Any]:
    """Which areas are withheld from this reader, what their pattern means, and whether the hours are; nothing for one
    who is told everything."""
    if not whole.release.rule.withholds:
        return {}
    places = range(len(whole.areas)) if whole.withheld_areas is None else np.flatnonzero(whole.withheld_areas)
    hours = shown.hours is None and shown.dataset.timed
    return {
        "withheld": [int(place) for place in places] if whole.withheld else None,
        "withheld_note": withheld_note(whole) if whole.withheld else None,
        "hours_withheld": hours or None,
        "hours_mean": shown.timed / HOURS_A_WEEK if shown.timed and shown.hours is not None else None,
    }


def withheld_note(answer: Answer) -> str:
    """What dots mean on a map: never zero, and never merely unknown."""
    if answer.withheld == len(answer.areas):
        return "Withheld, which is not zero"
    return f"Withheld: under {answer.release.rule.minimum}, or to protect another figure"


def hours_note(answer: Answer) -> str:
    """Why there are no hours, where there are none."""
    if answer.hours is not None:
        return ""
    if answer.release.rule.withholds and answer.dataset.timed and not answer.reason:
        return NO_HOURS if answer.question.syv or answer.selection.flag else HOURS_WITHHELD
    return answer.reason or f"This source ({answer.dataset.source}) gives the month only: it has no days or hours."
