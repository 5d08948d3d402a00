"""Words, values and table of the months."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.months import month_name, period_name
from geo.answer import Answer
from geo.wording import first_capital, subject
from layouts.components import scroll, table
from layouts.numbers import SMALL_BASE, change, count, short_month
from layouts.words.where import before_name, place_of


def trend_title(shown: Answer) -> str:
    """``26% more than a year earlier``; the plain title where there is nothing to say."""
    if shown.now is None or shown.before is None or shown.before.records < SMALL_BASE:
        return "Month by month"
    now, before = shown.now.records, shown.before.records
    part = round(100 * abs(now / before - 1))
    if not part:
        return f"As many as {before_name(shown)}"
    return f"{part}% {'more' if now > before else 'fewer'} than {before_name(shown)}"


def trend_says(shown: Answer) -> str:
    """The total of both periods and the change."""
    if shown.now is None:
        return shown.reason
    noun = f"{subject(shown.question)}{place_of(shown)}"
    told = f"{count(shown.now.records)} {noun}, {period_name(shown.question.first, shown.question.last)}"
    placeless = " Those without a known place count here too." if shown.located not in (None, shown.now.records) else ""
    if shown.before is None:
        return f"{told}.{placeless}"
    now, before = shown.now.records, shown.before.records
    changed = f": {change(now, before)}" if before >= SMALL_BASE else ""
    return f"{told}, against {count(before)} {before_name(shown)}{changed}.{placeless}"


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
    """Records by month; None where the month is not known."""
    if shown.months is None:
        return [None] * shown.question.months
    return [None if value != value else int(value) for value in shown.months]


def previous_values(shown: Answer) -> list[int | None] | None:
    return None if shown.previous_months is None else [int(value) for value in shown.previous_months]


def trend_table(shown: Answer) -> Component:
    """The months in words and numbers."""
    now, before = month_values(shown), previous_values(shown)
    first = shown.question.first
    heads = ["Month", first_capital(shown.dataset.noun), *(["Month before", "Then", "Change"] if before else [])]
    rows = []
    for offset, value in enumerate(now):
        row = [month_name(first + offset), "not known" if value is None else count(value)]
        if before is not None and shown.question.previous is not None:
            earlier = shown.question.previous[0] + offset
            row += [month_name(earlier), count(before[offset]), change(value, before[offset])]
        rows.append(row)
    caption = f"{first_capital(subject(shown.question))} by month"
    return html.Div(scroll(table(caption, heads, rows, numbers_from=1), "The months"), className="narrow-table")
