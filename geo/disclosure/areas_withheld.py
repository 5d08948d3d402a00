"""Why no area of an answer has a value for a reader under a rule, in the one sentence that applies."""

from __future__ import annotations

from typing import Final

from data.choices import Question
from data.disclosure.asked import PLACES_AND_HOURS, PLACES_BOTH, PLACES_YEARS
from data.disclosure.kinds import is_sensitive
from data.levels import SMALL, Level
from data.selection import ANY_TIME, NAMED_TIMES

MARKED: Final = "Where they were recorded is not told: of youth violence and of marked records only a year’s total is."
SENSITIVE: Final = "Where {} were recorded is not told by small area."
WITHIN_A_WARD: Final = "Small areas are told over the whole area, not within chosen wards."
TOO_SMALL: Final = "The numbers by area are too small to be told."
MONTHS: Final = 12  # of a year as the tables have it, counted back from the data set's last month


def why_no_areas(question: Question) -> str:
    """The reason, most telling first."""
    selection, dataset = question.selection, question.dataset
    part_of_day = selection.time != ANY_TIME or bool(selection.days)
    years = (dataset.months[-1] - question.last) % MONTHS == 0 and question.months % MONTHS == 0
    whole_years = years or len(dataset.months) < MONTHS
    if question.syv or selection.flag:
        return MARKED
    if not whole_years:
        return PLACES_YEARS
    if selection.days or (part_of_day and selection.time not in NAMED_TIMES):
        return PLACES_AND_HOURS
    if part_of_day and question.types is not None:
        return PLACES_BOTH
    if selection.ward and question.level is not Level.WARD:
        return WITHIN_A_WARD
    majors = dict.fromkeys(dataset.types[place][0] for place in question.types or ())
    if question.level in SMALL and any(is_sensitive(major) for major in majors):
        return SENSITIVE.format(" and ".join(major.lower() for major in majors))
    return TOO_SMALL
