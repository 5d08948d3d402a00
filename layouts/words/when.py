"""Words beside the night heatmap: its title, how many records have an hour, and how well those are known."""

from __future__ import annotations

from data.months import period_name
from geo.answer import Answer
from geo.phrases import first_capital, subject
from geo.timing_words import timing_notes
from geo.wording import AMOUNT_WORDS
from layouts.numbers import FEW, count, share
from layouts.words.where import place_of


def heatmap_title(shown: Answer) -> str:
    if shown.night_share is None:
        return "When: seven nights, hour by hour"
    if shown.now is None or (shown.timed or 0) < FEW:
        return f"{first_capital(subject(shown.question))}{place_of(shown)}: seven nights, hour by hour"
    weighed = AMOUNT_WORDS.get(shown.measure, "").removesuffix(" of ")
    of = f" of {weighed}" if weighed else ""
    return f"{share(shown.night_share, whole=True)}{of} at night, 18:00 to 06:00{place_of(shown)}"


def heatmap_base(shown: Answer) -> str:
    """How many have an hour, and how many have none; how hours are spread, and which look like defaults."""
    if shown.hours is None or shown.now is None or not shown.now.records or shown.timed is None:
        return ""
    untimed = shown.now.records - shown.timed
    part = f" ({share(untimed / shown.now.records)})" if untimed >= FEW else ""
    has = "has" if untimed == 1 else "have"
    missing = f"{count(untimed)}{part} {has} no known hour and {'is' if untimed == 1 else 'are'} not shown."
    period = period_name(shown.question.first, shown.question.last)
    start = f"{count(shown.timed)} {subject(shown.question)}{place_of(shown)} with a known start, local time, {period}."
    known = timing_notes(shown.times, shown.question)
    return " ".join([start, missing if untimed else "None is without an hour.", *known])
