"""The question in words, for pages that have no controls."""

from __future__ import annotations

from data.choices import Question
from data.levels import Level
from data.months import period_name
from data.selection import Selection, Show, TopSet
from geo.answer import Answer
from geo.wording import first_capital, joined, subject


def asks_more_than_default(selection: Selection) -> bool:
    """Whether a link asks for anything but what the page shows by itself; how areas are drawn is no part of it."""
    return selection.without("show", "set", "views", "release") != Selection(page=selection.page)


def asked(answer: Answer) -> str:
    """``Recorded robbery offences at night, March 2023 to May 2023, in West End``: the records counted."""
    question, selection = answer.question, answer.selection
    names = {area.code: area.name for areas in answer.release.choices.areas.values() for area in areas}
    places = [names[code] for code in (*selection.ward, *selection.lsoa) if code in names]
    where = f", in {joined(places) if len(places) < 4 else f'{len(places)} areas'}" if places else ""
    return (
        f"{first_capital(subject(question))}, {period_name(question.first, question.last)}{where}{by_level(question)}"
    )


def by_level(question: Question) -> str:
    return {Level.WARD: ", by ward", Level.LSOA21: ", by small area of 2021"}.get(question.level, "")


def waiting(selection: Selection) -> list[str]:
    """Parts of a link that this page cannot show yet."""
    told = []
    if selection.views:
        told.append("The link also asks for conditions of single views; those views are not here yet.")
    if selection.show is Show.HEXAGONS:
        told.append("Hexagons are not drawn here.")
    if selection.set is TopSet.FIXED:
        told.append("The comparison is with the same areas in both periods.")
    return told
