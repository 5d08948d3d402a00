"""From answers to a pack: every word and number that PDF and slides print, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from data.links import write_link
from data.months import MONTHS, period_name
from data.place_words import map_page_name, whole_words
from data.releases import Release, Source
from data.selection import Measure, Page
from data.tables.methods import chosen_methods
from geo.answer import Answer
from geo.files.pack_answers import PackAnswer, PackAnswers
from geo.phrases import first_capital, joined, subject
from geo.wording import AMOUNT_WORDS, short_of
from layouts.numbers import count
from layouts.pack.evidence_tables import curve_of, evidence_says, evidence_tables
from layouts.pack.hours import heatmap_of
from layouts.pack.maps import map_of
from layouts.pack.model import Headline, Pack, PackMonths, PackView
from layouts.pack.ranking import ranking_of
from layouts.pack.text import plain
from layouts.question_options import compare_name
from layouts.words import measure, since_when, views
from layouts.words.where import place_of

TITLE: Final = "Where and when crime concentrates"
PAGE_TITLES: Final = {
    Page.YOUTH_VIOLENCE: "Serious youth violence",
    Page.NEIGHBOURHOODS: "Neighbourhoods",
    Page.EVIDENCE: "Evidence",
}
TOP_METHODS: Final = ("count", "top-share")
EVIDENCE_METHODS: Final = ("gini", "gini-generalised", "areas-for-half", "chance")
NOT_COMPARED: Final = "Nothing is compared here, so there is no change to tell."
APPROXIMATE: Final = "approximate boundaries, 2022 wards"
OFFICIAL: Final = "official boundaries, 2022 wards"


def pack_of(answers: PackAnswers, made: date, address: str = "") -> Pack:
    """The pack of some answers. ``address`` is where the dashboard is served, for the links to open."""
    release = answers.release
    found = told_apart([view_of(answer, answers.shapes, address) for answer in answers.views])
    slugs = [slug for view in found for slug in view.methods]
    return Pack(
        title=TITLE,
        authority=release.authority_name,
        period=joined(list(dict.fromkeys(view.period for view in found))),
        release=release.id,
        created=date_words(datetime.fromisoformat(str(release.manifest["created"])).date()),
        made=date_words(made),
        made_iso=made.isoformat(),
        demonstration=release.demonstration,
        headlines=tuple(headlines(answers, found)),
        views=found,
        sources=unique(source for view in found for source in view.sources),
        definitions=chosen_methods(slugs),
        caveats=unique(note for answer in answers.views for note in answer.shown.caveats),
        left_out=answers.left_out,
        boundaries=APPROXIMATE if release.approximate_boundaries else OFFICIAL,
    )


def told_apart(found: list[PackView]) -> tuple[PackView, ...]:
    """Views of one title get their question added to it, so that a list of contents tells them apart."""
    titles = [view.title for view in found]
    return tuple(
        replace(view, title=f"{view.title}: {view.question}") if titles.count(view.title) > 1 else view
        for view in found
    )


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def date_words(day: date) -> str:
    """``1 October 2023``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def headlines(answers: PackAnswers, found: tuple[PackView, ...]) -> Iterable[Headline]:
    """One sentence for each view; before the three of the page side by side the one they share."""
    last = None
    for answer, view in zip(answers.views, found, strict=True):
        if answer.beside is not None and answer.beside is not last:
            last = answer.beside
            yield Headline(whole_name(answer.shown.release), last.shown.says, last.shown.link)
        yield Headline(view.title, view.sentence, view.link)


def whole_name(release: Release) -> str:
    return first_capital(whole_words(release.choices))


def title_of(answer: PackAnswer) -> str:
    """What the view's page, or its part of the page side by side, is called."""
    choices, page = answer.shown.release.choices, answer.shown.selection.page
    if answer.view:
        return views.view_name(answer.view.prefix, choices)
    return map_page_name(choices) if page is Page.WEST_END else PAGE_TITLES.get(page, TITLE)


def view_of(answer: PackAnswer, shapes: Mapping[Any, Mapping[str, Any]], address: str) -> PackView:
    """One view with all its parts; a part that cannot be shown has its reason in its place."""
    shown, part = answer.shown, answer.part
    question, release = shown.question, shown.release
    drawn = heatmap = ranking = None
    map_reason = heatmap_reason = ranking_reason = ""
    if answer.evidence is None and not shown.reason:  # evidence has tables of its own; a reason is told once
        drawn, map_reason = map_of(answer, shapes.get((answer.whole.release.key, answer.whole.question.level), {}))
        heatmap, heatmap_reason = heatmap_of(part)
        ranking, ranking_reason = ranking_of(answer)
    months = months_of(part)
    link = link_of(shown)
    return PackView(
        title=title_of(answer),
        sentence=sentence_of(answer),
        says=shown.says,
        question=question_words(shown),
        period=period_name(question.first, question.last),
        compared="" if question.previous is None else period_name(*question.previous),
        release=release.id,
        demonstration=release.demonstration,
        sources=tuple(source_words(source, shown) for source in shown.sources),
        link=link,
        address=f"{address.rstrip('/')}{link}" if address else "",
        base=base_of(answer),
        map=drawn,
        map_reason=map_reason,
        heatmap=heatmap,
        heatmap_reason=heatmap_reason,
        ranking=ranking,
        ranking_reason=ranking_reason,
        change_says="" if answer.evidence else change_says(answer),
        months=months,
        months_reason="" if months or part.reason else "The months are not known.",
        curve=curve_of(answer.evidence) if answer.evidence else None,
        tables=evidence_tables(answer.evidence) if answer.evidence else (),
        rule=shown.rule_says,
        notes=shown.notes,
        methods=tuple(methods_of(answer)),
    )


def link_of(shown: Answer) -> str:
    """The canonical link that opens the view."""
    return write_link(shown.selection, shown.release.choices)


def sentence_of(answer: PackAnswer) -> str:
    """The finding of a view, as its page tells it."""
    if answer.evidence is not None:
        return f"{evidence_says(answer.evidence)}."
    if answer.view is not None and answer.beside is not None:
        return plain(views.sentence(answer.view, answer.beside)).strip()
    return f"{answer.shown.headline.rstrip('.')}."


def question_words(shown: Answer) -> str:
    """What was asked: ``Recorded offences at night, October 2022 to September 2023, compared with a year earlier``."""
    question = shown.question
    told = [f"{first_capital(AMOUNT_WORDS.get(shown.measure, '') + subject(question))}{place_of(shown)}"]
    if shown.measure is not Measure.COUNT and shown.measure not in AMOUNT_WORDS:
        told.append(measure.name(shown))
    told.append(period_name(question.first, question.last))
    if question.previous is not None:
        told.append(compare_name(shown.selection.compare, question))
    return ", ".join(told)


def source_words(source: Source, shown: Answer) -> str:
    """One source: what, when, how many rows, of which release."""
    period = period_name(source.first, source.last)
    rows = "" if source.rows is None else f", {count(source.rows)} rows"
    return f"{first_capital(source.name)}, {period}{rows} (release {shown.release.id})"


def base_of(answer: PackAnswer) -> str:
    """What the shares of a view divide by."""
    return views.base(answer.view) if answer.view else short_of(answer.whole)


def change_says(answer: PackAnswer) -> str:
    """How many areas changed by more than chance would give, and what accounts for the change."""
    change = answer.change
    if change is not None:
        return f"{change.verdicts_say} {change.says}".strip()
    return NOT_COMPARED if answer.shown.question.previous is None else ""


def months_of(part: Answer) -> PackMonths | None:
    """The months of a view and those they are compared with."""
    if part.months is None:
        return None
    now, before = since_when.month_values(part), since_when.previous_values(part)
    now_name, before_name = since_when.line_names(part)
    first = part.question.first
    return PackMonths(
        title=since_when.trend_title(part),
        says=since_when.trend_says(part),
        labels=tuple(month_label(first + offset, len(now)) for offset in range(len(now))),
        now=tuple(now),
        before=tuple(before or ()),
        now_name=now_name,
        before_name=before_name if before else "",
        unit=measure.amount_unit(part),
    )


def month_label(month: int, of: int) -> str:
    """``Oct``, with the year where there is more than one of them."""
    name = MONTHS[month % 12][:3]
    return name if of <= 12 else f"{name} {month // 12 % 100:02d}"


def methods_of(answer: PackAnswer) -> Iterable[str]:
    """The methods behind what a view shows."""
    shown = answer.shown
    yield from TOP_METHODS
    if answer.evidence is not None:
        yield from EVIDENCE_METHODS
    if shown.measure is not Measure.COUNT:
        yield str(shown.measure)
    if answer.change is not None:
        yield "verdict"
    if answer.part.hours is not None:
        yield "night"
    if shown.question.syv is not None:
        yield "youth-violence"
