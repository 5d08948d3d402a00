"""Words beside the map: its title, its base, the area chosen, two key figures."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from data.choices import AreaChoice
from data.levels import Level
from data.months import period_name
from data.selection import ANY_TIME, PREVIOUS, Measure
from geo.answer import Answer
from geo.wording import LEVEL_NOUNS, chosen_areas, first_capital, joined, number_word, subject, within
from layouts.numbers import FEW, count, share
from layouts.words.head import query_of

EVEN_NIGHT: Final = 0.5  # 12 of 24 hours


def map_title(whole: Answer) -> str:
    if whole.top is None or whole.top.share is None or not whole.top.positions:
        return "Where"
    held = len(whole.top.positions)
    areas = f"{first_capital(number_word(held))} {nouns(whole)[held != 1]}"
    if whole.selection.measure is Measure.CHANGE:
        return f"{areas} added {count(whole.top.value)}"
    told = count(whole.top.value) if (whole.located or 0) < FEW else share(whole.top.share)
    return f"{areas} {'holds' if held == 1 else 'hold'} {told}"


def nouns(answer: Answer) -> tuple[str, str]:
    """``small area`` and ``small areas``: what the level's areas are called after their first mention."""
    one, several = LEVEL_NOUNS[answer.question.level]
    return one.partition(" (")[0], several.partition(" (")[0]


def short_name(area: AreaChoice, answer: Answer) -> str:
    """``013E`` for ``Westminster 013E``, where the page is about Westminster anyway."""
    return area.name.removeprefix(f"{answer.release.authority_name} ")


def map_base(whole: Answer) -> str:
    """What the lines mean and what the numbers are of."""
    if whole.values is None:
        return "" if whole.reason or whole.question.level in whole.dataset.levels else no_such_level(whole)
    held = bool(whole.top and whole.top.positions)
    marked = "Numbered outlines: the areas with the most. " if held else ""
    heavy = "Heavy line: the two West End wards. " if not whole.selection.ward else "Heavy line: the wards counted. "
    lines = "Boundaries are approximate." if whole.release.approximate_boundaries else ""
    return f"{marked}{heavy}{lines}".strip()


def no_such_level(answer: Answer) -> str:
    """Why no area of this level has a value."""
    return f"This source ({answer.dataset.source}) does not say in which {nouns(answer)[0]} a record lies."


def chosen(shown: Answer, whole: Answer) -> list[Component]:
    """The areas chosen in a sentence, with the way back."""
    codes = shown.selection.ward if whole.question.level is Level.WARD else shown.selection.lsoa
    positions = [position for position, area in enumerate(whole.areas) if area.code in codes]
    if not positions or shown is whole:
        return []
    names = joined([whole.areas[position].name for position in positions])
    several = len(positions) > 1
    alone = f"Hours and months below count {'these areas' if several else 'this area'} alone. "
    back = html.A("Clear the choice", href=query_of(whole.link))
    return [html.P([html.B(f"{names}: "), f"{chosen_figures(whole, positions)}. {alone}", back], className="finding")]


def chosen_figures(whole: Answer, positions: list[int]) -> str:
    """``10,307 recorded offences, 11.8% of those with a known place, rank 2 of 128, 7,870 a year earlier``."""
    if whole.counts is None or not whole.located:
        return "not known"
    now = int(whole.counts[positions].sum())
    parts = [f"{count(now)} {subject(whole.question)}"]
    if now >= FEW:
        parts.append(f"{share(now / whole.located)} of those with a known place")
    if len(positions) == 1 and now and whole.concentration:
        parts.append(f"rank {rank_of(whole, positions[0])} of {whole.concentration.areas}")
    if whole.previous is not None:
        parts.append(f"{count(int(whole.previous[positions].sum()))} {before_name(whole)}")
    return ", ".join(parts)


def rank_of(answer: Answer, position: int) -> int:
    """1 for the area with the most; equal areas in the order of their codes."""
    values = answer.values
    assert values is not None  # noqa: S101
    return 1 + int((values > values[position]).sum() + (values[:position] == values[position]).sum())


def before_name(answer: Answer) -> str:
    if answer.selection.compare == PREVIOUS or answer.question.previous is None:
        return "a year earlier"
    return f"in {period_name(*answer.question.previous)}"


def facts(shown: Answer, whole: Answer) -> list[Component]:
    """Two figures with their bases; none that would rest on a handful of records."""
    found: list[Component] = []
    if shown.night_share is not None and shown.now and shown.now.timed >= FEW and shown.selection.time == ANY_TIME:
        text = (
            f"of the {count(shown.now.timed)} {subject(shown.question)}{place_of(shown)} with a known hour began at night, "
            f"18:00 to 06:00; {share(EVEN_NIGHT, whole=True)} if every hour were alike."
        )
        found.append(fact(share(shown.night_share, whole=True), text))
    held = whole.concentration
    if held is not None and held.areas_for_half is not None and (whole.located or 0) >= FEW:
        text = (
            f"of {count(held.areas)} {nouns(whole)[held.areas != 1]} "
            f"{'holds' if held.areas_for_half == 1 else 'hold'} half of the {count(whole.located)} with a known place; "
            f"{below_one_a_day(held.areas_below_one_a_day)} fewer than one a day."
        )
        found.append(fact(count(held.areas_for_half), text))
    return found


def below_one_a_day(number: int) -> str:
    return f"{count(number)} record" if number > 1 else "one records" if number else "none records"


def place_of(answer: Answer) -> str:
    """`` in Westminster 018A``: the areas a question is narrowed to, or nothing."""
    names = chosen_areas(answer)
    return f" in {names}" if names else within(answer)


def fact(figure: str, text: str) -> Component:
    return html.Div([html.Dt(text), html.Dd(figure)])
