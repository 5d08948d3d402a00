"""Words, values and table of the months."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.months import month_name, period_name
from data.selection import Measure
from geo.answer import Answer
from geo.phrases import first_capital, rounded, subject
from geo.wording import AMOUNT_WORDS, amount
from layouts.components import scroll, table
from layouts.numbers import SMALL_BASE, change, count, short_month
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


def month_change(shown: Answer, now: int | None, before: int | None) -> str:
    """The change of a month; what a handful of records weighed is told as both values."""
    records = shown.before.records / shown.question.months if shown.before else 0
    if shown.measure in AMOUNT_WORDS and now is not None and before is not None and records < SMALL_BASE:
        return f"{count(now)}, was {count(before)}"
    return change(now, before)


def trend_table(shown: Answer) -> Component:
    """The months in words and numbers."""
    now, before = month_values(shown), previous_values(shown)
    first = shown.question.first
    heads = ["Month", first_capital(amount_unit(shown)), *(["Month before", "Then", "Change"] if before else [])]
    rows = []
    for offset, value in enumerate(now):
        row = [month_name(first + offset), "not known" if value is None else count(value)]
        if before is not None and shown.question.previous is not None:
            earlier = shown.question.previous[0] + offset
            row += [month_name(earlier), count(before[offset]), month_change(shown, value, before[offset])]
        rows.append(row)
    caption = f"{first_capital(AMOUNT_WORDS.get(shown.measure, '') + subject(shown.question))} by month"
    return html.Div(scroll(table(caption, heads, rows, numbers_from=1), "The months"), className="narrow-table")
