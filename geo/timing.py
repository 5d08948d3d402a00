"""The hours of a question by start or spread to the end (aoristic), and clock times that look like defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from data.aoristic import Spread, spread
from data.choices import Question
from data.index import HOURS_OF_WEEK
from data.matching import Matching, clocks_counted, matching
from data.query import hour_mask
from data.releases import Release
from data.selection import Timing
from data.timing import CAP_HOURS, CLOCK_HOURS, DefaultClock, default_clocks

if TYPE_CHECKING:
    from geo.answer import Answer

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class TimesKnown:
    """How well the times of a question's records are known, and by which rule its hours count."""

    rule: Timing  # START also where SPREAD was asked of a source without ends
    has_ends: bool  # whether the source gives ends at all
    defaults: tuple[DefaultClock, ...]  # within the hours asked for; empty where no clock times are kept
    count: Callable[[], Spread]  # what ``found`` is worked out by, once it is asked for

    @cached_property
    def found(self) -> Spread:
        return self.count()

    @cached_property
    def flagged(self) -> tuple[DefaultClock, ...]:
        return tuple(clock for clock in self.defaults if clock.flagged)

    @property
    def spread_share(self) -> float | None:
        """Of the records with a known start, those spread over more than one hour."""
        return self.found.spread / self.found.timed if self.found.timed else None


def hours_for(release: Release, question: Question, worth: Array | None = None) -> tuple[Array, TimesKnown]:
    """(7, 24) hours of the records asked for, Monday first, by the rule that the question chooses.

    ``worth`` (types,) is what a record of each type counts for (days of harm, pounds); without it, one. Hours and
    days that the question is narrowed to go by the start, so that spread hours may lie outside of them.
    """
    times = times_known(release, question, worth)
    if times.rule is Timing.SPREAD:
        return times.found.hours, times
    return hours_of_start(records_of(release, question), worth), times


def times_known(release: Release, question: Question, worth: Array | None = None) -> TimesKnown:
    """How well the times of the records asked for are known."""
    has_ends = "span" in release.index(question.dataset.slug).attributes
    return TimesKnown(
        rule=question.selection.timing if has_ends else Timing.START,
        has_ends=has_ends,
        defaults=defaults_of(release, question),
        count=lambda: spread_of(records_of(release, question), worth),
    )


def records_of(release: Release, question: Question) -> Matching:
    """The records of a question in its own period."""
    index = release.index(question.dataset.slug)
    return matching(index, question, release.choices, (question.first, question.last))


def spread_of(records: Matching, worth: Array | None = None) -> Spread:
    """The records spread over the hours between their start and their end."""
    weights = None if worth is None else np.nan_to_num(worth)[records.kind]
    return spread(records.of(records.index.moment), records.attribute("span"), records.weight, weights)


def hours_of(records: Matching, timing: Timing) -> Array:
    """(7, 24) hours of records by that rule; those of the start where the source gives no ends."""
    return spread_of(records).hours if timing is Timing.SPREAD and records.asked("span") else records.by_hour()


def hours_of_start(records: Matching, worth: Array | None = None) -> Array:
    """(7, 24) records, or what they are worth, by the hour of their start."""
    if worth is None:
        return records.by_hour()
    weights = np.nan_to_num(worth)[records.kind] * (1 if records.weight is None else records.weight)
    hours = np.bincount(records.of(records.index.moment), weights=weights, minlength=HOURS_OF_WEEK)
    return hours[:HOURS_OF_WEEK].reshape(7, 24)


def defaults_of(release: Release, question: Question) -> tuple[DefaultClock, ...]:
    """Clock times that look like defaults, judged over the whole day, told of the hours asked for."""
    index, time = release.index(question.dataset.slug), question.selection.time
    if "clock" not in index.attributes:
        return ()
    whole_day = replace(question, selection=question.selection.without("time"))
    by_clock = clocks_counted(index, whole_day, release.choices, (question.first, question.last))
    asked = hour_mask(time)
    return tuple(judged for judged in default_clocks(by_clock) if asked[CLOCK_HOURS[judged.clock]])


def timing_of(answer: Answer) -> TimesKnown | None:
    """How well the times of an answer's records are known; None where the source has no hours, or they are withheld."""
    if answer.now is None or not answer.dataset.timed or answer.release.rule.withholds:
        return None
    return times_known(answer.release, answer.question)


def timing_json(times: TimesKnown | None) -> dict[str, Any] | None:
    """The section ``timing`` of the answer; counts are records, whatever the measure."""
    if times is None:
        return None
    found = times.found
    return {
        "rule": str(times.rule),
        "timed": found.timed,
        "with_end": found.with_end,
        "spread": found.spread,
        "spread_share": times.spread_share,
        "over_cap": found.over_cap,
        "without_end": found.without_end,
        "cap_hours": CAP_HOURS,
        "defaults": [
            {
                "clock": judged.name,
                "records": judged.records,
                "usual": round(judged.usual, 1),
                "flagged": judged.flagged,
            }
            for judged in times.defaults
        ],
    }
