"""Words beside the headline: what the two wards hold, what shares are of, where to look when nothing was found."""

from __future__ import annotations

from dash import html

from data.choices import WEST_END_WARDS
from data.links import write_link
from data.months import period_name
from data.place_words import whole_words
from data.selection import WEIGHED, Selection
from geo.answer import Answer
from geo.page_answers import PageAnswers
from geo.phrases import joined
from geo.wording import AMOUNT_WORDS, no_measure, short_of
from layouts.components import Children
from layouts.numbers import FEW, count, share


def stand(answers: PageAnswers) -> list[Children]:
    """The paragraph beside the headline: what the two wards hold, and the base of every share."""
    whole = answers.whole
    if whole.now is None or not whole.now.records:
        return [*nothing_found(whole), *ways_wider(whole)]
    told: list[Children] = []
    wards = None if whole.selection.ward else answers.wards
    if wards is not None and wards.located and wards.located >= FEW and wards.amounts is not None:
        ours = [area.code in WEST_END_WARDS for area in wards.areas]
        names = [area.name for area in wards.areas if area.code in WEST_END_WARDS]
        amount = float(wards.amounts[ours].sum())
        if names and wards.amount_located and amount == amount:  # both wards are told
            held = share(amount / wards.amount_located)
            told = [
                f"{joined(names)} {'holds' if len(names) == 1 else 'hold'} ",
                html.B(held),
                f" of {AMOUNT_WORDS.get(wards.measure, '')}these {wards.dataset.noun}. ",
            ]
    if whole.values is None and whole.question.level not in whole.dataset.levels:
        by_level = query_of(write_link(whole.selection.without("level"), whole.release.choices))
        return [*told, html.A("Show the areas that are known", href=by_level)]
    return [*told, short_of(whole) or withheld_by_area(whole)]


def withheld_by_area(answer: Answer) -> str:
    """Why a reader under a rule is told of no area; empty for one who is told everything."""
    return no_measure(answer) if answer.release.rule.withholds and answer.values is None else ""


def nothing_found(answer: Answer) -> list[Children]:
    """Zero is an answer; what is not known is not zero."""
    if answer.refused:
        return ["What is withheld is not zero. "]
    if answer.now is None:
        return ["Nothing is known here: that is not zero. "]
    before = answer.before.records if answer.before else 0
    told = f"The release covers {period_name(answer.question.first, answer.question.last)}: the count is zero. "
    return [told, *([f"The period compared with has {count(before)}. "] if before else [])]


def ways_wider(answer: Answer) -> list[Children]:
    """Links to the same question with one condition fewer, at most two, and the way back to the beginning."""
    links = [html.A(name, href=href) for name, href in wider(answer)[:2]]
    if not links:
        return []
    return ["Try ", *[part for link in links for part in (link, " or ")][:-1], "."]


def wider(answer: Answer) -> list[tuple[str, str]]:
    """Names and links of wider questions, the nearest first."""
    selection, choices = answer.selection, answer.release.choices

    def without(*names: str) -> str:
        return query_of(write_link(selection.without(*names), choices))

    found = []
    if answer.now is None and selection.first is not None:
        found.append(("the newest months", without("first", "last")))
    if answer.refused and selection.measure in WEIGHED:
        found.append(("the number of records", without("measure", "weights", "proactive")))
    if selection.ward or selection.lsoa:
        found.append((whole_words(choices), without("ward", "lsoa")))
    if selection.time != Selection.time or selection.days:
        found.append(("any time", without("time", "days")))
    if selection.type:
        found.append(("all types", without("type")))
    if selection.flag:
        found.append(("records marked or not", without("flag")))
    if selection.dataset and not found:
        found.append(("recorded offences", without("dataset", "type", "first", "last", "level")))
    return found


def query_of(link: str) -> str:
    """The query of a link with its question mark: a link to the same page with another question."""
    return "?" + link.partition("?")[2]
