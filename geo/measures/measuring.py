"""The measures: from counted records to the values that map, ranking, hours and months show.

Count, harm and cost are amounts: they add up, shares divide by their sum. Rate, density and quotient compare areas
of unlike size or mix; their shares and their concentration stay those of records. A change is a difference of records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy.typing as npt

from data.choices import Question
from data.months import known_months
from data.query import Tally
from data.releases import Release
from data.selection import PER_AREA, WEIGHED, Measure
from geo.disclosure.held import with_held
from geo.measures.compared import EXPECTED_FLOOR, divided, quotient
from geo.measures.measured import Measured, unit_of
from geo.measures.weighed import weighed

Array = npt.NDArray[Any]


def measured(release: Release, question: Question, now: Tally | None, before: Tally | None, inside: Array) -> Measured:
    """Work out the measure a question asks for; ``inside`` (areas,) are the areas that it is about."""
    figures = of_measure(release, question, now, before, inside)
    return with_held(figures, question, now, before, EXPECTED_FLOOR)


def of_measure(
    release: Release, question: Question, now: Tally | None, before: Tally | None, inside: Array
) -> Measured:
    """The measure from the tallies, whatever is known of them."""
    measure = question.selection.measure
    plain = counted(question, now, before)
    if now is None:
        return replace(plain, unit=unit_of(question, release.choices))
    if measure in WEIGHED:
        return weighed(release, question, plain, before is not None)
    if measure in PER_AREA:
        return divided(release, question, plain, inside)
    if measure is Measure.QUOTIENT:
        return quotient(release, question, plain, inside)
    if measure is Measure.CHANGE:
        return changed(plain)
    return plain


def counted(question: Question, now: Tally | None, before: Tally | None) -> Measured:
    """The records themselves."""
    placed = now is not None and question.level in question.dataset.levels
    by_area = now.by_area if now and placed else None
    earlier = before.by_area if before and placed else None
    return Measured(
        unit=question.dataset.noun,
        values=by_area,
        previous=earlier,
        amounts=by_area,
        amounts_before=earlier,
        hours=now.by_hour if now and question.dataset.timed else None,
        months=known_months(now.by_month, question.first, question.dataset) if now else None,
        previous_months=before.by_month if before else None,
        total=None if now is None else now.records,
        total_before=None if before is None else before.records,
    )


def changed(plain: Measured) -> Measured:
    """This period less the one compared with; nothing where there is none."""
    if plain.values is None or plain.previous is None or plain.total is None or plain.total_before is None:
        return replace(plain, values=None, total=None)
    return replace(plain, values=plain.values - plain.previous, total=plain.total - plain.total_before)
