"""Words, values and table of the months."""

from __future__ import annotations

from data.months import period_name
from data.selection import Measure
from geo.answer import Answer
from geo.phrases import first_capital, rounded, subject
from geo.wording import AMOUNT_WORDS, amount
from layouts.numbers import SMALL_BASE, change, count, short_month
from layouts.table_values import months_text
from layouts.words.measure import amount_unit, amounts, totals
from layouts.words.where import before_name, place_of


def trend_title(shown: Answer) -> str:
    """``26% more than a year earlier``; the plain title where there is nothing to say."""
    now, before = totals(shown)
    if shown.before is None or shown.before.records < SMALL_BASE or now is None or not before:
        return "Month by month"
    part = round(100 * abs(now / before - 1))
    if not part:
        return f"As {'much' if shown.measure in AMOUNT_WORDS else 'many'} as {before_name(shown)}"
    if shown.measure is Measure.COST:
        return f"A cost {part}% {'higher' if now > before else 'lower'} than {before_name(shown)}"
    less, of = ("less", " harm") if shown.measure is Measure.HARM else ("fewer", "")
    return f"{part}% {'more' if now > before else less}{of} than {before_name(shown)}"


def trend_says(shown: Answer) -> str:
    """The total of both periods and the change."""
    if shown.now is None:
        return shown.reason
    noun = f"{subject(shown.question)}{place_of(shown)}"
    period = period_name(shown.question.first, shown.question.last)
    told = f"{count(shown.now.records)} {noun}, {period}"
    if shown.measure in AMOUNT_WORDS and shown.figures.total is not None and shown.now.records:
        return weighed_says(shown, f"{first_capital(amount(shown.figures.total, shown))} in {told}")
    placeless = " Those without a known place count here too." if shown.located not in (None, shown.now.records) else ""
    if shown.before is None:
        return f"{told}.{placeless}"
    now, before = shown.now.records, shown.before.records
    changed = f": {change(now, before)}" if before >= SMALL_BASE else ""
    return f"{told}, against {count(before)} {before_name(shown)}{changed}.{placeless}"


def weighed_says(shown: Answer, told: str) -> str:
    """The harm or cost of both periods, and the interval in which chance alone could have moved the harm."""
    figures = shown.figures
    if figures.interval and shown.measure is Measure.HARM:
        low, high = (rounded(end) for end in figures.interval)
        told += f"; chance alone moves such a sum between {low} and {high}"
    then = f"; {before_name(shown)} {amount(figures.total_before, shown)}" if figures.total_before else ""
    return f"{told}{then}. By month in {amount_unit(shown)}."


def line_names(shown: Answer) -> tuple[str, str]:
    """What the two lines are called at their ends: years where those tell them apart, else months."""
    question = shown.question
    now = year_name(question.first, question.last)
    if question.previous is None:
        return now, ""
    before = year_name(*question.previous)
    if now == before:
        return f"from {short_month(question.first)}", f"from {short_month(question.previous[0])}"
    return now, before


def year_name(first: int, last: int) -> str:
    start, end = first // 12, last // 12
    return str(start) if start == end else f"{start}/{end % 100:02d}"


def month_values(shown: Answer) -> list[int | None]:
    """Records, days of harm or thousand pounds by month; None where the month is not known."""
    if shown.months is None:
        return [None] * shown.question.months
    return amounts(shown.months, shown) or []


def previous_values(shown: Answer) -> list[int | None] | None:
    return amounts(shown.previous_months, shown)


def told_as_both(shown: Answer) -> bool:
    """Whether the change of a month is told as both values: it is where a handful of records weighed so much."""
    records = shown.before.records / shown.question.months if shown.before else 0
    return shown.measure in AMOUNT_WORDS and records < SMALL_BASE


def trend_table(shown: Answer, chart: str) -> str:
    """The values of the table of months: those of the ``chart`` with this id."""
    before = previous_values(shown) if shown.question.previous is not None else None
    heads = ["Month", first_capital(amount_unit(shown)), *(["Month before", "Then", "Change"] if before else [])]
    lines = [(chart, 0), *([(chart, 1)] if before else [])]
    caption = f"{first_capital(AMOUNT_WORDS.get(shown.measure, '') + subject(shown.question))} by month"
    then = "month" if before else ""
    return months_text(caption, heads, lines, then=then, both=bool(then) and told_as_both(shown))
