"""Youth violence and knife crime by month, over all that the release has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.attributes.people_tally import flagged, younger
from data.choices import Question
from data.matching import Matching, matching
from data.months import known_months
from data.published import Lockdown
from data.releases import Release
from data.schema import month_number
from geo.phrases import subject

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Series:
    """Records by month; NaN in a month that the release does not cover."""

    name: str
    first: int  # month of the first value
    values: Array

    @property
    def total(self) -> int:
        return int(np.nansum(self.values))


def found_in(release: Release, question: Question, period: tuple[int, int]) -> Matching:
    """The records that match the question in a period."""
    return matching(release.index(question.dataset.slug), question, release.choices, period)


def whole_release(question: Question) -> tuple[int, int]:
    """First and last month that the data set has."""
    return question.dataset.months[0], question.dataset.months[-1]


def as_series(name: str, question: Question, found: Matching) -> Series:
    """Records by month under a name."""
    return Series(name, found.first, known_months(found.by_month(), found.first, question.dataset))


def youth_series(release: Release, question: Question) -> Series:
    """The page's records by month over all the release has, under the link's filters."""
    return as_series(subject(question), question, found_in(release, question, whole_release(question)))


def knife_series(release: Release, question: Question) -> tuple[Series, ...]:
    """Knife crime and knife crime with injury, of all ages and with a victim under 25 (Assessment 2024, pp. 67-68).

    The link's filters hold but the youth-violence rule. Empty where the source has no such flags.
    """
    everyone = found_in(release, replace(question, syv=None), whole_release(question))
    if not everyone.asked("flags"):
        return ()
    knife = everyone.only(flagged(everyone, "knife"))
    injured = knife.only(flagged(knife, "injury"))
    young = [part.only(younger(part, "victim", 25)) for part in (knife, injured)]
    named = {
        "knife crime": knife,
        "knife crime with injury": injured,
        "knife crime, victim under 25": young[0],
        "knife crime with injury, victim under 25": young[1],
    }
    return tuple(as_series(name, question, part) for name, part in named.items())


def within(lockdown: Lockdown, series: Series) -> bool:
    """Whether a lockdown falls into the months of a series."""
    first, last = (month_number(day.year, day.month) for day in (lockdown.first, lockdown.last))
    return last >= series.first and first < series.first + len(series.values)
