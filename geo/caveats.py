"""What a reader must know beside a figure: what the source cannot tell, what is missing, what is approximate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.categories import VIOLENT_MAJORS
from data.choices import Question
from data.levels import LEVEL_NAMES, Level
from data.months import missing_months, month_name, months_named, period_name
from data.query import Tally
from data.releases import Release
from data.selection import ANY_TIME, Measure, Only, Show
from geo.disclosure.wording import NO_COMPARISON

DEMONSTRATION: Final = "Demonstration data: illustrative records fitted to published totals, approximate boundaries."
_CITY: Final = "E09000001"  # of London, which has a police force of its own
_MET_ALONE: Final = "London Datastore"  # its files are the Metropolitan Police's
NOT_THE_CITY: Final = (
    "This source ({}) holds no crime of the City of London, which has its own police force: there 0 means not known."
)
APPROXIMATE: Final = "The boundaries are approximate; official ones have not been registered."


def why_not(question: Question) -> str:
    """Why the data set cannot answer the question at all, in one sentence; empty where it can."""
    selection, dataset = question.selection, question.dataset
    if (selection.time != ANY_TIME or selection.days) and not dataset.timed:
        return f"This source ({dataset.source}) gives the month only: it has no days or hours."
    if question.syv and not dataset.ages:
        return f"This source ({dataset.source}) has no ages, so youth violence cannot be told apart."
    if question.syv and not any(major in VIOLENT_MAJORS for major, _ in dataset.types):
        return (
            f"This source ({dataset.source}) holds no offences of violence, robbery or sexual violence,"
            " so youth violence cannot be told from it."
        )
    lsoa_level = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    for codes, level in ((selection.ward, Level.WARD), (selection.lsoa, lsoa_level)):
        if codes and level not in dataset.levels:
            return f"This source ({dataset.source}) does not say in which {LEVEL_NAMES[level]} a record lies."
    if len(missing_months(question.first, question.last, dataset)) == question.months:
        covered = period_name(dataset.months[0], dataset.months[-1])
        return f"There are no {dataset.noun} for {period_name(question.first, question.last)}: the release covers {covered}."
    return ""


def caveats(release: Release, question: Question, now: Tally | None, before: Tally | None) -> Iterator[str]:
    """Sentences that belong beside the answer, most important first."""
    selection, dataset = question.selection, question.dataset
    if release.demonstration:
        yield DEMONSTRATION
    elif release.approximate_boundaries:
        yield APPROXIMATE
    if now is None:
        return
    if question.level not in dataset.levels:
        yield f"This source ({dataset.source}) does not say in which {LEVEL_NAMES[question.level]} a record lies."
    if dataset.source.startswith(_MET_ALONE) and _CITY in release.choices.positions.get(Level.AUTHORITY, {}):
        yield NOT_THE_CITY.format(dataset.source)
    if not dataset.timed:
        yield f"This source ({dataset.source}) gives the month only: days and hours are not known."
    missing = missing_months(question.first, question.last, dataset)
    if missing:
        yield f"There are no {dataset.noun} for {months_named(missing)}: not published, which is not zero."
    yield from comparison_caveats(question, before)
    if dataset.timed and selection.time != ANY_TIME:
        yield f"{dataset.noun.capitalize()} without a known hour are left out."
    if now.age_open:
        yield f"{now.age_open:,} violent offences have no age that would decide it; they are not counted as youth violence."
    if selection.only is Only.CLEAR and selection.measure is not Measure.CHANGE:
        yield "Only clear changes can be shown where the measure is the change."
    if selection.show is Show.HEXAGONS and not release.has_hexagons(question.level):
        yield "The map stands in for the hexagons: this release has none, being older than they are or of too many areas."


def comparison_caveats(question: Question, before: Tally | None) -> Iterator[str]:
    """What to know about the period compared with."""
    if question.previous is None:
        return
    first, last = question.previous
    if before is None and not missing_months(first, last, question.dataset):
        yield NO_COMPARISON.format(period_name(first, last))
    elif before is None:
        yield f"No comparison: the release does not cover all of {period_name(first, last)}."
    elif last >= question.first > first:
        yield f"The period compared with ends in {month_name(last)}, within the period shown: the two overlap."
