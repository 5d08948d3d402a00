"""The hours in words: how records are spread over them, and which clock times look like defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from data.choices import Question
from data.selection import ANY_TIME, Timing
from data.timing import CAP_HOURS, Clock, DefaultClock
from geo.timing import TimesKnown

EXACT_TIMES: Final = 10  # so many times the usual are told without a fraction
MANY_TIMES: Final = 100  # and beyond, the number says nothing more


def timing_notes(times: TimesKnown | None, question: Question) -> Iterator[str]:
    """What to know beside the hours, in sentences: how they are spread, and which times look like defaults."""
    if times is None:
        return
    dataset, asked = question.dataset, question.selection
    if asked.timing is Timing.SPREAD and not times.has_ends:
        yield f"This source ({dataset.source}) gives no ends, so hours are those of the start."
    if times.rule is Timing.SPREAD and times.found.timed:
        yield from spread_notes(times, dataset.noun)
        if asked.time != ANY_TIME or asked.days:
            yield f"Which {dataset.noun} count goes by the hour and day of their start."
    if times.flagged:
        yield defaults_say(times.flagged, dataset.noun)


def spread_notes(times: TimesKnown, noun: str) -> Iterator[str]:
    """How many records are spread, are left out of the hours, or stand at their start."""
    found = times.found
    if found.spread:
        yield (
            f"{number_of(found.spread, noun)} ({times.spread_share or 0:.1%} of those with a known start)"
            f" {verb(found.spread, 'is')} spread evenly over the hours between start and end; the share at night is of"
            " the hours as spread."
        )
    else:
        yield f"No {noun.removesuffix('s')} is known to last beyond the hour of its start."
    if found.over_cap:
        yield (
            f"{number_of(found.over_cap, noun)} that {verb(found.over_cap, 'ends')} more than {CAP_HOURS} hours after"
            f" the start {verb(found.over_cap, 'is')} in no hour."
        )
    if found.without_end:
        yield (
            f"{number_of(found.without_end, noun)} without a known end"
            f" {verb(found.without_end, 'stands')} at the hour of the start."
        )


def defaults_say(flagged: Sequence[DefaultClock], noun: str) -> str:
    """``1,204 offences stand at exactly 00:00, about 5 times what a full hour holds at that time of day: ...``"""
    parts = []
    for place, judged in enumerate(flagged):
        what = "minute" if judged.clock is Clock.MINUTE_PAST else "full hour"
        stand = f"{noun} stand at exactly" if place == 0 else "at"
        parts.append(f"{judged.records:,} {stand} {judged.name}, {times_usual(judged)} what a {what} holds")
    entered = "times" if len(parts) > 1 else "a time"
    return f"{', and '.join(parts)} at that time of day: {entered} entered when none was known, it seems."


def times_usual(judged: DefaultClock) -> str:
    """``about 5 times``, ``over 100 times``."""
    times = judged.records / judged.usual if judged.usual else MANY_TIMES
    if times >= MANY_TIMES:
        return f"over {MANY_TIMES} times"
    return f"about {f'{times:.1f}'.removesuffix('.0') if times < EXACT_TIMES else f'{times:.0f}'} times"


def number_of(number: int, noun: str) -> str:
    """``1 offence``, ``1,204 offences``."""
    return f"{number:,} {noun.removesuffix('s') if number == 1 else noun}"


def verb(number: int, singular: str) -> str:
    """The verb of one, or of several."""
    return singular if number == 1 else {"is": "are"}.get(singular, singular.removesuffix("s"))
