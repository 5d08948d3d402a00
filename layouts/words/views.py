"""Words of the three views side by side: sentence, key figures, condition, base, each worked out from its answers."""

from __future__ import annotations

from dash import html

from data.choices import WEST_END_WARDS, Choices
from data.levels import Level
from data.months import period_name
from data.place_words import map_page_name, whole_words
from data.selection import ADDS_UP, ANY_TIME, Measure
from geo.answer import Answer
from geo.pages.side_by_side import SideBySide, ViewAnswers
from geo.phrases import RULE_WORDS, described_types, first_capital, flag_words, joined, number_word, subject, time_words
from geo.wording import AMOUNT_WORDS
from layouts.components import Children
from layouts.numbers import FEW, count, share
from layouts.question_options import compare_name
from layouts.words import measure
from layouts.words.where import before_name, nouns, place_of, short_name

VIEW_NAMES = {"we": "West End", "syv": "Serious youth violence", "nb": "Neighbourhoods"}


def view_name(prefix: str, choices: Choices) -> str:
    """What a view is called in the place that the question is about."""
    return map_page_name(choices) if prefix == "we" else VIEW_NAMES[prefix]


def sentence(view: ViewAnswers, all_views: SideBySide) -> list[Children]:
    """The view's finding; without the two West End wards, or with too few records, the answer's own headline."""
    wards = view.wards
    held = west_end_share(wards)
    if held is None or view.whole.measure not in ADDS_UP:
        return [f"{view.whole.headline}."]
    if view.prefix == "nb":
        return [*largest_other(view), *rises(view)]
    bold = html.B(share(held))
    if view.prefix == "we":
        before = west_end_share(wards, earlier=True)
        then = "" if before is None else f"; {share(before)} {before_name(wards)}"
        names = joined([area.name for area in wards.areas if area.code in WEST_END_WARDS])
        fall = "falls" if wards.measure in AMOUNT_WORDS else "fall"
        return [bold, f" of {records(wards)} {fall} in two wards, {names}{then}."]
    first, against = all_views.view("we").wards, ""
    if same_conditions(first, wards) and (of_first := west_end_share(first)) is not None:
        against = f", against {share(of_first)} of {records(first)}"
    of = AMOUNT_WORDS.get(wards.measure, "")
    return [bold, f" of {of}serious youth violence falls in the same two wards{against}."]


def records(answer: Answer) -> str:
    """The records in words, and before them what is summed over them: ``the harm of recorded offences``."""
    return f"{AMOUNT_WORDS.get(answer.measure, '')}{subject(answer.question)}"


def west_end_share(wards: Answer, *, earlier: bool = False) -> float | None:
    """What the two wards hold of the records with a known ward, or of what those weigh; None for few records, or where
    those wards are not."""
    tally, amounts = (wards.before, wards.previous) if earlier else (wards.now, wards.amounts)
    inside = [area.code in WEST_END_WARDS for area in wards.areas]
    if tally is None or amounts is None or not wards.complete or sum(inside) < len(WEST_END_WARDS):
        return None
    if tally.by_area.sum() < FEW:
        return None
    return float(amounts[inside].sum() / amounts.sum()) if amounts.sum() else None


def same_conditions(one: Answer, other: Answer) -> bool:
    """Whether two views count under the same conditions, their own rules apart."""
    plain = [(answer.dataset.slug, answer.selection.without("page", "dataset", "syv")) for answer in (one, other)]
    return plain[0] == plain[1]


def largest_other(view: ViewAnswers) -> list[Children]:
    amounts = view.wards.amounts
    assert amounts is not None  # noqa: S101
    if not view.wards.complete:
        return []
    others = [float(n) for n, area in zip(amounts, view.wards.areas, strict=True) if area.code not in WEST_END_WARDS]
    most = share(max(others, default=0) / float(amounts.sum()))
    return ["Beyond those two, no ward holds more than ", html.B(most), f" of {records(view.wards)}. "]


def rises(view: ViewAnswers) -> list[Children]:
    """How many wards recorded more than before, and how many of them clearly."""
    wards, verdicts = view.wards, view.wards.verdicts
    if verdicts is None or wards.values is None or wards.previous is None or not wards.complete:
        return []
    more, clear = int((wards.values > wards.previous).sum()), sum(told == "higher" for told in verdicts)
    what = f"more {measure.name(wards)}" if wards.measure is Measure.HARM else "a higher cost"
    what = "more" if wards.measure is Measure.COUNT else what
    told = [html.B(f"{more} of {len(wards.areas)}"), f" recorded {what} than {before_name(wards)}"]
    return [*told, f", {number_word(clear)} of them clearly." if more else "."]


def where(view: ViewAnswers) -> str:
    """Which part of the borough the view's number and hours are of."""
    if view.part is not view.shown:
        return {"we": "in the two wards", "nb": f"in the other {number_word(len(view.part.selection.ward))} wards"}[
            view.prefix
        ]
    names = areas_chosen(view.shown)
    return f"in {names}" if names else f"in {whole_words(view.shown.release.choices)}"


def areas_chosen(answer: Answer) -> str:
    """The wards and small areas that a question is narrowed to, small areas where there are any."""
    codes = answer.selection.lsoa or answer.selection.ward
    known = {area.code: short_name(area, answer) for areas in answer.release.choices.areas.values() for area in areas}
    names = [known[code] for code in codes if code in known]
    return joined(names) if len(names) < 4 else f"{len(names)} areas"


def strip_title(view: ViewAnswers) -> str:
    what = {Measure.HARM: "Harm by hour", Measure.COST: "Cost by hour"}.get(view.part.measure, "By hour")
    return f"{what}, {where(view).removeprefix('in ')}"


def rows_caption(view: ViewAnswers) -> str:
    """What the short table is of."""
    whole = view.whole
    since = "" if whole.previous is None else f", and the change on {before_name(whole).removeprefix('in ')}"
    most = f"the most {subject(whole.question)}"
    if whole.measure is not Measure.COUNT:
        most = f"the highest {measure.name(whole)}, {subject(whole.question)}"
    return f"{view_name(view.prefix, whole.release.choices)}: {nouns(whole)[1]} with {most}{since}"


def base(view: ViewAnswers) -> str:
    """What shares divide by."""
    whole = view.whole
    if whole.now is None or whole.located is None or not whole.now.records:
        return ""
    place = place_of(whole) or f" in {whole_words(whole.release.choices)}"
    told = f"{first_capital(f'{count(whole.now.records)} {subject(whole.question)}')}{place}, {count(whole.located)} with a known place"
    of = f"of {AMOUNT_WORDS[whole.measure]}those" if whole.measure in AMOUNT_WORDS else "of those"
    labels = whole.question.level is Level.WARD
    shares = f"Labels and shares, in per cent, are {of}." if labels else f"Shares are {of}."
    if whole.measure not in ADDS_UP:
        difference = "difference in " if whole.measure is Measure.CHANGE else ""
        shares = f"Labels: {difference}{measure.unit(whole)}." if labels else ""
    coarse = view.prefix != "nb" and Level.WARD in whole.dataset.levels and Level.LSOA not in whole.dataset.levels
    only = "This source tells wards only, no small areas." if coarse else ""
    return " ".join(part for part in (f"{told}.", shares, hours_base(view), only) if part)


def hours_base(view: ViewAnswers) -> str:
    """What the share at night divides by."""
    part = view.part
    if part.hours is None or part.now is None or (part.timed or 0) < FEW:
        return ""
    return f"Hours: {count(part.timed)} {where(view)} with a known start, night from 18:00 to 06:00."


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
        "flag": f"{flag_words(selection)} only",
        "measure": f"the {measure.name(shown)}",
        "per": f"per 1,000 {(selection.per or 'residents').replace('-', ' ')}",
        "weights": f"by the weights {selection.weights}",
        "proactive": "without what searches found",
        "timing": "spread from start to end",
        "only": "clear changes only",
    }
    places = f"in {areas_chosen(shown)} only" if key in ("ward", "lsoa") else ""
    return places or words.get(key) or f"with {key} “{value}”"
