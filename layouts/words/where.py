"""Words beside the map: its title, its base, the area chosen, two key figures."""

from __future__ import annotations

from typing import Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data.choices import MOST_SMALL_AREAS, AreaChoice
from data.levels import WIDER, Level
from data.months import period_name
from data.place_words import authority_nouns, has_west_end, possessive
from data.selection import ANY_TIME, PREVIOUS, Measure, Only, Show
from data.two_counts import Verdict
from geo.answer import Answer
from geo.phrases import first_capital, joined, level_nouns, number, number_word, rounded, subject
from geo.wording import AMOUNT_WORDS, all_records, amount, chosen_areas, rate_caption, within
from layouts.numbers import FEW, count, share
from layouts.words.head import query_of

EVEN_NIGHT: Final = 0.5  # 12 of 24 hours


def map_title(whole: Answer) -> str:
    if whole.top is None or whole.top.share is None or not whole.top.positions:
        return "Where" if whole.values is not None or not whole.withheld else "Where it is recorded"
    held = len(whole.top.positions)
    areas = f"{first_capital(number_word(held))} {nouns(whole)[held != 1]}"
    if whole.measure is Measure.CHANGE:
        return f"{areas} added {count(round(whole.top.value))}"
    if whole.measure is Measure.QUOTIENT and whole.values is not None:
        if all_records(whole.question):
            return "Where"
        return f"Up to {number(max(whole.values[list(whole.top.positions)]))} times {possessive(whole.release.choices)} share"
    if whole.figures.bases is not None:
        return f"{areas}: {number(whole.top.value)} {whole.figures.unit}"
    if (whole.located or 0) < FEW and whole.measure in AMOUNT_WORDS:
        return f"{areas}: {amount(whole.top.value, whole)}"
    told = count(round(whole.top.value)) if (whole.located or 0) < FEW else share(whole.top.share)
    of = AMOUNT_WORDS.get(whole.measure, "").removeprefix("the ").removesuffix(" of ")
    return f"{areas} {'holds' if held == 1 else 'hold'} {told}{f' of the {of}' if of else ''}"


def nouns(answer: Answer) -> tuple[str, str]:
    """``small area`` and ``small areas``: what the level's areas are called after their first mention."""
    one, several = level_nouns(answer.question.level, answer.release.choices)
    return one.partition(" (")[0], several.partition(" (")[0]


def short_name(area: AreaChoice, answer: Answer) -> str:
    """``013E`` for ``Westminster 013E``, where the page is about Westminster anyway."""
    return area.name.removeprefix(f"{answer.release.authority_name} ")


def map_base(whole: Answer) -> str:
    """What the lines mean and what the numbers are of."""
    if whole.values is None:
        return "" if whole.reason or whole.question.level in whole.dataset.levels else no_such_level(whole)
    held = bool(whole.top and whole.top.positions)
    most = {Measure.CHANGE: "that rose most", Measure.COUNT: "with the most"}.get(
        whole.measure, "with the highest values"
    )
    marked = f"Numbered outlines: the areas {most}. " if held else ""
    heavy = "Heavy line: the wards counted. " if whole.selection.ward else west_end_line(whole)
    return " ".join(
        part
        for part in (
            f"{marked}{heavy}{lines_note(whole)}".strip(),
            drill_note(whole),
            clear_note(whole),
            rate_caption(whole),
        )
        if part
    )


def drill_note(whole: Answer) -> str:
    """Where the map shows authorities or regions: what choosing one does, and why small areas are not shown."""
    if whole.question.level not in WIDER:
        return ""
    one = nouns(whole)[0]
    parts = authority_nouns(whole.release.choices)[1] if whole.question.level is Level.REGION else "small areas"
    held = len(whole.release.choices.areas.get(Level.LSOA, ()))
    many = f" All {count(held)} are too many for one map." if parts == "small areas" and held > MOST_SMALL_AREAS else ""
    return f"Choose a {one} to see its {parts}.{many}"


def west_end_line(whole: Answer) -> str:
    """What the heavy line is while no ward is chosen; nothing where the West End is not."""
    return "Heavy line: the two West End wards. " if has_west_end(whole.release.choices) else ""


def lines_note(whole: Answer) -> str:
    """What to know of the shapes: hexagons stand for areas, boundaries may be approximate."""
    if whole.selection.show is Show.HEXAGONS and whole.release.has_hexagons(whole.question.level):
        return f"Each hexagon is one {nouns(whole)[0]}, as near to where it lies as the others allow."
    return "Boundaries are approximate." if whole.release.approximate_boundaries else ""


def clear_note(whole: Answer) -> str:
    """What keeps the middle colour where only clear changes are shown."""
    if whole.measure is not Measure.CHANGE or whole.selection.only is not Only.CLEAR or whole.verdicts is None:
        return ""
    clear = sum(told in (Verdict.HIGHER, Verdict.LOWER) for told in whole.verdicts)
    asked = sum(told is not None for told in whole.verdicts)
    return (
        f"{count(clear) if clear else 'None'} of {count(asked)} {nouns(whole)[1]} changed by more than chance alone would give,"
        f" tested over all of them together; {'the others' if clear else 'all'} keep the middle colour."
    )


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
    if whole.counts is None or whole.values is None or not whole.located:
        return "not known"
    if np.isnan(whole.counts[positions]).any():
        return "withheld"
    now = int(whole.counts[positions].sum())
    parts = [f"{count(now)} {subject(whole.question)}"]
    if now >= FEW:
        parts.append(f"{share(now / whole.located)} of those with a known place")
    then, ranked, place = [], [], positions[0]
    if whole.before is not None and not np.isnan(whole.before.by_area[positions]).any():
        then = [f"{count(int(whole.before.by_area[positions].sum()))} {before_name(whole)}"]
    if len(positions) == 1 and now and whole.concentration and rank_certain(whole, place):
        ranked = [f"rank {rank_of(whole, place)} of {whole.concentration.areas}"]
    if whole.measure in (Measure.COUNT, Measure.CHANGE):
        return ", ".join([*parts, *ranked, *then])
    measured = measured_figures(whole, place) if len(positions) == 1 else []
    if len(positions) > 1 and whole.measure in AMOUNT_WORDS:
        measured = [amount(float(whole.values[positions].sum()), whole)]
    return ", ".join([*parts, *then, *measured, *ranked])


def measured_figures(whole: Answer, position: int) -> list[str]:
    """The measure of one area where it is not the number itself, with the interval in which chance could move it."""
    figures = whole.figures
    if figures.values is None or np.isnan(figures.values[position]):
        return ["too few to compare" if whole.measure is Measure.QUOTIENT else "its measure is not known"]
    told = amount(figures.values[position], whole)
    if whole.measure is Measure.HARM and figures.low is not None and figures.high is not None:
        low, high = (rounded(end[position]) for end in (figures.low, figures.high))
        told += f" (chance alone: {low} to {high})"
    if figures.previous is None or np.isnan(figures.previous[position]):
        return [told]
    before = amount(figures.previous[position], whole).removesuffix(f" {figures.unit}")
    return [f"{told} against {before} {before_name(whole)}"]


def rank_certain(answer: Answer, position: int) -> bool:
    """Whether an area has a value that no withheld one can reach."""
    assert answer.values is not None  # noqa: S101
    held = answer.figures.held
    return bool(answer.values[position] > (held.highest if held is not None else -np.inf))


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
    if shown.night_share is not None and (shown.timed or 0) >= FEW and shown.selection.time == ANY_TIME:
        text = (
            f"of {AMOUNT_WORDS.get(shown.measure, '')}the {count(shown.timed)} {subject(shown.question)}{place_of(shown)} with a known hour began at night, "
            f"18:00 to 06:00; {share(EVEN_NIGHT, whole=True)} if every hour were alike."
        )
        found.append(fact(share(shown.night_share, whole=True), text))
    held = whole.concentration
    if held is not None and held.areas_for_half is not None and (whole.located or 0) >= FEW:
        text = (
            f"of {count(held.areas)} {nouns(whole)[held.areas != 1]} "
            f"{'holds' if held.areas_for_half == 1 else 'hold'} half of {AMOUNT_WORDS.get(whole.measure, '')}the {count(whole.located)} with a known place"
            f"{fewer_than_one(held.areas_below_one_a_day)}."
        )
        found.append(fact(count(held.areas_for_half), text))
    return found


def fewer_than_one(number: int | None, of: str = "") -> str:
    """The end of a sentence on areas with less than a record a day, ``of`` all; nothing where that is withheld."""
    return "" if number is None else f"; {of}{below_one_a_day(number)} fewer than one a day"


def below_one_a_day(number: int) -> str:
    return f"{count(number)} record" if number > 1 else "one records" if number else "none records"


def place_of(answer: Answer) -> str:
    """`` in Westminster 018A``: the areas a question is narrowed to, or nothing."""
    names = chosen_areas(answer)
    return f" in {names}" if names else within(answer)


def fact(figure: str, text: str) -> Component:
    return html.Div([html.Dt(text), html.Dd(figure)])
