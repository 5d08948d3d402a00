"""Words and tables of the evidence: figures beside chance, places that stay, what accounts for a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from data.links import write_link
from data.selection import Measure, Only, Page, Selection
from data.two_counts import VERDICT_WORDS, Verdict
from geo.answer import Answer
from geo.pages.evidence import Evidence
from geo.phrases import first_capital, joined, number_word, subject
from geo.statistics.change import Change
from geo.statistics.change_shares import Contribution
from geo.statistics.stability import Stability
from geo.wording import AMOUNT_WORDS, FEW
from layouts.components import long_table, scroll, table
from layouts.figures.control_chart import NAMES
from layouts.figures.funnel import Point
from layouts.numbers import MINUS, change, count, share, short_month
from layouts.words.measure import rounded, unit
from layouts.words.where import before_name, nouns, short_name

NONE: Final = "–"
SHOWN: Final = 10  # rows before the rest is folded away
SAME: Final = "Without a period to compare with there is nothing to say here."

Reading = Callable[[float], str]


def title(found: Evidence) -> str:
    """Half lies in how few areas, and how many it would take by chance; the answer's own headline where that is not told."""
    answer, chance = found.answer, found.chance
    if chance is None or chance.observed is None or (answer.located or 0) < FEW or answer.measure is Measure.CHANGE:
        return answer.headline
    what = f"{AMOUNT_WORDS.get(answer.measure, '')}{subject(answer.question)}"
    half, by_chance = round(chance.observed.areas_for_half), round(chance.areas_for_half.mean)
    several = f"{count(chance.areas)} {nouns(answer)[1]}"
    return f"Half of {what} lies in {number_word(half)} of {several}; by chance alone it would take {count(by_chance)}"


def figures_table(found: Evidence) -> Component:
    """How concentrated: now, in the period before, and what chance alone gives for as many records."""
    chance, before = found.chance, found.before
    if chance is None or chance.observed is None:
        return html.P(
            "There are too few areas or records here to measure how concentrated they are.", className="nothing"
        )
    rows = []
    for name, title, read in readings(found.answer):
        interval, verdict = getattr(chance, name), chance.exceeds[name]
        rows.append(
            [
                title,
                read(getattr(chance.observed, name)),
                NONE if before is None else read(getattr(before, name)),
                between(interval.low, interval.high, read),
                first_capital(str(verdict)),
            ]
        )
    heads = ["Measure", "This period", first_capital(before_name(found.answer)), "By chance alone", "So"]
    caption = (
        f"How concentrated, beside {count(chance.records)} records thrown at random over {count(chance.areas)} areas"
    )
    return scroll(table(caption, heads, rows, words_last=True), "How concentrated")


def readings(answer: Answer) -> tuple[tuple[str, str, Reading], ...]:
    """The figures of the table: name of the value, title, how it is written."""
    top = answer.selection.n
    leading = f"Share of the {number_word(top)} areas with the most" if top > 1 else "Share of the area with the most"
    return (
        ("top_share", leading, share),
        ("areas_for_quarter", "Areas that hold a quarter", whole),
        ("areas_for_half", "Areas that hold half", whole),
        ("gini", "Gini coefficient (0 even, 1 all in one place)", two_digits),
        ("gini_generalised", "Gini allowing for few records", two_digits),
    )


def whole(value: float) -> str:
    return count(round(value))


def two_digits(value: float) -> str:
    return f"{value:.2f}"


def between(low: float, high: float, read: Reading) -> str:
    """``62 to 63``; one figure where both read alike."""
    first, last = read(low), read(high)
    return first if first == last else f"{first} to {last}"


def same_places(stability: Stability | None, answer: Answer) -> Component:
    """Which areas stayed among the top, which entered and which left."""
    if stability is None:
        return html.P(SAME, className="nothing")
    lists = (("Stayed", stability.stayed), ("New", stability.entered), ("No longer", stability.left))
    told = [
        html.Div(
            [html.Dt(title), html.Dd(joined([short_name(answer.areas[place], answer) for place in places]) or "None")]
        )
        for title, places in lists
    ]
    return html.Div([html.P(stability.says, className="finding"), html.Dl(told, className="stayed")], className="stack")


def contributions_table(title: str, parts: Sequence[Contribution], answer: Answer, caption: str) -> Component:
    """What areas or wards added or took away, and their share of the change."""
    rows = [
        [part.name, signed(part.difference, answer), NONE if part.share is None else share(part.share)]
        for part in parts
    ]
    heads = [title, f"Difference in {unit(answer)}", "Share of the change"]
    return long_table(caption, heads, rows, SHOWN, "All of them", f"{caption}, all of them")


def signed(value: float, answer: Answer) -> str:
    """A difference with its sign, in the unit shown."""
    number = rounded(value, answer.measure if answer.measure in (Measure.HARM, Measure.COST) else Measure.COUNT)
    return f"{number:+,}".replace("-", MINUS) if number else "0"


def change_says(found: Change | None) -> str:
    return SAME if found is None else f"{found.verdicts_say} {found.says}"


def points(answer: Answer) -> list[Point]:
    """Every area asked about, as the funnel draws it."""
    if answer.verdicts is None or answer.before is None or answer.now is None:
        return []
    weighed = answer.measure in (Measure.HARM, Measure.COST)
    now, before = (answer.values, answer.previous) if weighed else (answer.now.by_area, answer.before.by_area)
    if now is None or before is None:
        return []
    return [
        Point(short_name(area, answer), float(now[place]), float(before[place]), str(verdict))
        for place, (area, verdict) in enumerate(zip(answer.areas, answer.verdicts, strict=True))
        if verdict is not None
    ]


def clear_changes(answer: Answer) -> Component:
    """The areas whose change is more than chance, largest first."""
    clear = [point for point in points(answer) if point.verdict != Verdict.NOT_CLEAR]
    if not clear:
        several = nouns(answer)[1]
        return html.P(f"No change of any of the {several} is more than chance alone would give.", className="nothing")
    clear.sort(key=lambda point: -abs(point.now - point.before))
    rows = [
        [
            point.name,
            count(round(point.before)),
            count(round(point.now)),
            change(round(point.now), round(point.before)),
            first_capital(VERDICT_WORDS[Verdict(point.verdict)]),
        ]
        for point in clear
    ]
    heads = [first_capital(nouns(answer)[0]), first_capital(before_name(answer)), "Now", "Change", "Verdict"]
    caption = "Areas whose change is more than chance, largest first"
    every, whole = f"All {len(rows)}", f"{caption}: all {len(rows)}"
    return long_table(caption, heads, rows, SHOWN, every, whole, words_last=True)


def map_link(answer: Answer) -> str:
    """The map of the West End page with clear changes only, for the same question."""
    selection = answer.selection
    plain: Selection = selection.without("measure", "weights", "proactive", "per")
    asked = replace(plain, page=Page.WEST_END, measure=Measure.CHANGE, only=Only.CLEAR)
    return write_link(asked, answer.release.choices)


def series_table(found: Evidence) -> Component:
    """The months with what was expected of them."""
    if found.series is None:
        return html.P("Too few months are known to say what is usual.", className="nothing")
    rows = [
        [
            short_month(month.month),
            "not known" if month.per_day is None else f"{month.per_day:,.1f}",
            f"{month.lower:,.1f} to {month.upper:,.1f}",
            first_capital(NAMES[month.signal]) if month.signal else "Within the range",
        ]
        for month in found.series.months
    ]
    caption = f"{first_capital(unit(found.answer))} a day, by month"
    return scroll(table(caption, ["Month", "A day", "Expected", "So"], rows, words_last=True), caption)
