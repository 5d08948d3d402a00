"""Words of the three views side by side: sentence, key figures, condition, base, each worked out from its answers."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.months import period_name
from data.selection import ANY_TIME, Measure
from geo.answer import Answer
from geo.side_by_side import SideBySide, ViewAnswers
from geo.wording import RULE_WORDS, described_types, first_capital, joined, number_word, subject, time_words
from layouts.components import Children
from layouts.numbers import FEW, SMALL_BASE, change, count, share
from layouts.question_options import compare_name, whole_area
from layouts.words.where import before_name, fact, nouns, place_of, short_name

VIEW_NAMES = {"we": "West End", "syv": "Serious youth violence", "nb": "Neighbourhoods"}


def sentence(view: ViewAnswers, all_views: SideBySide) -> list[Children]:
    """The view's finding; without the two West End wards, or with too few records, the answer's own headline."""
    wards = view.wards
    held = west_end_share(wards)
    if held is None or view.whole.selection.measure is not Measure.COUNT:
        return [f"{view.whole.headline}."]
    if view.prefix == "nb":
        return [*largest_other(view), *rises(view)]
    bold = html.B(share(held))
    if view.prefix == "we":
        before = west_end_share(wards, earlier=True)
        then = "" if before is None else f"; {share(before)} {before_name(wards)}"
        names = joined([area.name for area in wards.areas if area.code in WEST_END_WARDS])
        return [bold, f" of {subject(wards.question)} fall in two wards, {names}{then}."]
    first, against = all_views.view("we").wards, ""
    if same_conditions(first, wards) and (of_first := west_end_share(first)) is not None:
        against = f", against {share(of_first)} of {subject(first.question)}"
    return [bold, f" of serious youth violence falls in the same two wards{against}."]


def west_end_share(wards: Answer, *, earlier: bool = False) -> float | None:
    """What the two wards hold of the records with a known ward; None for few records, or where those wards are not."""
    counts = wards.previous if earlier else wards.counts
    inside = [area.code in WEST_END_WARDS for area in wards.areas]
    if counts is None or counts.sum() < FEW or sum(inside) < len(WEST_END_WARDS):
        return None
    return float(counts[inside].sum() / counts.sum())


def same_conditions(one: Answer, other: Answer) -> bool:
    """Whether two views count under the same conditions, their own rules apart."""
    plain = [(answer.dataset.slug, answer.selection.without("page", "dataset", "syv")) for answer in (one, other)]
    return plain[0] == plain[1]


def largest_other(view: ViewAnswers) -> list[Children]:
    counts = view.wards.counts
    assert counts is not None  # noqa: S101
    others = [int(n) for n, area in zip(counts, view.wards.areas, strict=True) if area.code not in WEST_END_WARDS]
    most = share(max(others, default=0) / int(counts.sum()))
    return ["Beyond those two, no ward holds more than ", html.B(most), f" of {subject(view.wards.question)}. "]


def rises(view: ViewAnswers) -> list[Children]:
    """How many wards recorded more than before, and how many of them clearly."""
    wards, verdicts = view.wards, view.ward_verdicts
    if verdicts is None or wards.counts is None or wards.previous is None:
        return []
    more, clear = int((wards.counts > wards.previous).sum()), sum(told == "higher" for told in verdicts)
    told = [html.B(f"{more} of {len(wards.areas)}"), f" recorded more than {before_name(wards)}"]
    return [*told, f", {number_word(clear)} of them clearly." if more else "."]


def figures(view: ViewAnswers) -> list[Component]:
    """The number of records of the part that the view is about, and its change."""
    part = view.part
    if part.now is None or not part.now.records:
        return []
    now, found = part.now.records, [fact(count(part.now.records), f"{described_types(part.question)} {where(view)}")]
    if part.before is not None:
        before, then = part.before.records, before_name(part)
        if before < SMALL_BASE:
            found.append(fact(count(before), f"{then}: too few for a percentage"))
        else:
            found.append(fact(change(now, before), f"on the {count(before)} {then}"))
    return found


def where(view: ViewAnswers) -> str:
    """Which part of the borough the view's number and hours are of."""
    if view.part is not view.shown:
        return {"we": "in the two wards", "nb": f"in the other {number_word(len(view.part.selection.ward))} wards"}[
            view.prefix
        ]
    names = areas_chosen(view.shown)
    return f"in {names}" if names else f"in {whole_area(view.shown.release.choices)}"


def areas_chosen(answer: Answer) -> str:
    """The wards and small areas that a question is narrowed to, small areas where there are any."""
    codes = answer.selection.lsoa or answer.selection.ward
    known = {area.code: short_name(area, answer) for areas in answer.release.choices.areas.values() for area in areas}
    names = [known[code] for code in codes if code in known]
    return joined(names) if len(names) < 4 else f"{len(names)} areas"


def strip_title(view: ViewAnswers) -> str:
    return f"By hour, {where(view).removeprefix('in ')}"


def rows_caption(view: ViewAnswers) -> str:
    """What the short table is of."""
    whole = view.whole
    since = "" if whole.previous is None else f", and the change on {before_name(whole).removeprefix('in ')}"
    return f"{VIEW_NAMES[view.prefix]}: {nouns(whole)[1]} with the most {subject(whole.question)}{since}"


def base(view: ViewAnswers) -> str:
    """What shares divide by."""
    whole = view.whole
    if whole.now is None or whole.located is None or not whole.now.records:
        return ""
    place = place_of(whole) or f" in {whole_area(whole.release.choices)}"
    told = f"{first_capital(f'{count(whole.now.records)} {subject(whole.question)}')}{place}, {count(whole.located)} with a known place"
    shares = (
        "Labels and shares, in per cent, are of those."
        if whole.question.level is Level.WARD
        else "Shares are of those."
    )
    coarse = view.prefix != "nb" and Level.WARD in whole.dataset.levels and Level.LSOA not in whole.dataset.levels
    only = " This source tells wards only, no small areas." if coarse else ""
    return f"{told}. {shares if whole.selection.measure is Measure.COUNT else ''}{hours_base(view)}{only}"


def hours_base(view: ViewAnswers) -> str:
    """What the share at night divides by."""
    part = view.part
    if part.hours is None or part.now is None or part.now.timed < FEW:
        return ""
    return f" Hours: {count(part.now.timed)} {where(view)} with a known start, night from 18:00 to 06:00."


def condition(view: ViewAnswers, all_views: SideBySide) -> str:
    """A view's own conditions in words: ``here at night (18:00 to 06:00) only``."""
    own = [(key, value) for prefix, key, value in all_views.shown.selection.views if prefix == view.prefix]
    period = "to" if any(key == "from" for key, _ in own) else ""
    told = [own_condition(key, value, view.shown) for key, value in own if key != period]
    return f"here {joined(told)}" if told else ""


def own_condition(key: str, value: str, shown: Answer) -> str:
    question, selection = shown.question, shown.selection
    if key == "time":
        return "at any time" if value == ANY_TIME else f"{time_words(value)} only"
    words = {
        "dataset": shown.dataset.title.lower(),
        "from": period_name(question.first, question.last),
        "to": period_name(question.first, question.last),
        "compare": compare_name(selection.compare, question),
        "type": described_types(question),
        "level": f"by {nouns(shown)[0]}",
        "days": f"on chosen days only ({', '.join(selection.days)})",
        "syv": f"{RULE_WORDS[question.syv]} only" if question.syv else "by no age rule",
        "n": f"the top {selection.n}",
    }
    places = f"in {areas_chosen(shown)} only" if key in ("ward", "lsoa") else ""
    return places or words.get(key) or f"with {key} “{value}”"
