"""The sentences of the youth-violence page: its headline, the rule, what missing ages do, the months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dash import html

from data.categories import YouthViolence
from data.choices import WEST_END_WARDS
from data.links import write_link
from data.months import month_name, period_name
from data.published import Lockdown, PublishedShare
from data.selection import ANY_TIME, Measure, Page
from geo.answer import Answer
from geo.page_answers import PageAnswers
from geo.pages.youth import YouthAnswers
from geo.pages.youth_series import Series
from geo.pages.youth_wards import WardRow
from geo.phrases import first_capital, joined, number_word, subject
from geo.wording import short_of
from layouts.components import Children
from layouts.numbers import FEW, SMALL_BASE, change, count, share
from layouts.published_map import largest_shares
from layouts.words import measure as measure_words
from layouts.words.head import nothing_found, query_of, ways_wider, withheld_by_area
from layouts.words.where import before_name, place_of

RULE_NAMES: Final = {
    YouthViolence.ANY: "Victim or suspect under 25",
    YouthViolence.VICTIM: "Victim under 25",
    YouthViolence.SUSPECT: "Suspect under 25",
    YouthViolence.BOTH: "Both under 25",
    YouthViolence.UNDER_18: "Victim or suspect under 18",
    YouthViolence.CHILD_ON_CHILD: "Both under 18",
    YouthViolence.KNIFE_INJURY: "Knife injury, victim under 25",
}
# What the headline calls the records of each rule where nothing else is asked.
PLAIN_NAMES: Final = {
    YouthViolence.ANY: "serious youth violence",
    YouthViolence.VICTIM: "serious violence with a victim under 25",
    YouthViolence.SUSPECT: "serious violence with a suspect under 25",
    YouthViolence.BOTH: "serious violence between people under 25",
    YouthViolence.UNDER_18: "serious violence with somebody under 18",
    YouthViolence.CHILD_ON_CHILD: "serious violence between people under 18",
    YouthViolence.KNIFE_INJURY: "knife injuries to people under 25",
}


def two_wards(youth: YouthAnswers) -> tuple[list[WardRow], int] | None:
    """The two West End wards and the records with a known ward; None where they say nothing of the question."""
    selection = youth.answer.selection
    found = [row for row in youth.wards if row.code in WEST_END_WARDS]
    located = sum(row.value for row in youth.wards)
    if selection.ward or len(found) < len(WEST_END_WARDS) or located < FEW or selection.measure is not Measure.COUNT:
        return None
    return sorted(found, key=lambda row: -row.value), located


def title(answers: PageAnswers, youth: YouthAnswers) -> str:
    """The finding: what the two wards hold, else the answer's own headline."""
    held = two_wards(youth)
    if held is None:
        return answers.whole.headline
    rows, located = held
    part = share(sum(row.value for row in rows) / located, whole=True)
    name = records_name(youth)
    verb = "was" if name.startswith("serious") else "were"
    return f"{part} of {name} {verb} recorded in two wards: {joined([row.name for row in rows])}"


def part_of_the_week(youth: YouthAnswers) -> bool:
    selection = youth.answer.selection
    return selection.time != ANY_TIME or bool(selection.days)


def records_name(youth: YouthAnswers) -> str:
    """``serious youth violence``; with other conditions the records in the answer's words."""
    question = youth.answer.question
    narrowed = question.types is not None or part_of_the_week(youth)
    return subject(question) if narrowed or question.syv is None else PLAIN_NAMES[question.syv]


def stand(answers: PageAnswers, youth: YouthAnswers) -> list[Children]:
    """The base of the headline, and what the same wards hold of all crime."""
    whole = answers.whole
    if whole.now is None or not whole.now.records:
        return [*nothing_found(whole), *what_would_answer(whole), *ways_wider(whole)]
    held = two_wards(youth)
    if held is None:
        return [short_of(whole) or withheld_by_area(whole), *what_follows(whole)]
    rows, located = held
    crime = sum(row.crime_share or 0 for row in rows)
    period = period_name(whole.question.first, whole.question.last)
    conditions = " of these hours" if part_of_the_week(youth) else ""
    return [
        f"{count(sum(row.value for row in rows))} of the {count(located)} offences with a known ward, {period}. "
        f"Of all recorded offences{conditions} the same two wards hold ",
        html.B(share(crime, whole=True)),
        ". ",
        missing_place(whole, located),
    ]


def what_follows(whole: Answer) -> list[Children]:
    """Where the measure is not the number: what of the page shows it, and what stays a number."""
    if whole.measure is Measure.COUNT:
        return []
    return [f" Map and ranking show the {measure_words.name(whole)}; everything else here is a number of offences."]


def what_would_answer(whole: Answer) -> list[Children]:
    """Where the data set has no ages: what would answer, what stays, and where the same question has an answer."""
    if whole.dataset.ages or whole.selection.dataset:  # from another data set there is a way back to offences
        return []
    query = query_of(write_link(replace(whole.selection, syv=None), whole.release.choices))
    return [
        "Records that give the age of victims or suspects would answer it. Below stands what was published in the"
        " 2024 assessment. ",
        html.A("See all recorded offences", href=f"{Page.WEST_END}{'' if query == '?' else query}"),
        ". ",
    ]


def missing_place(whole: Answer, located: int) -> str:
    missing = (whole.now.records if whole.now else 0) - located
    return f"{count(missing)} more have no known ward." if missing > 0 else ""


def rule_says(youth: YouthAnswers) -> list[Children]:
    """The rule in words, and the range that missing ages leave open."""
    if youth.ages is None:
        return [youth.rule]
    gap = youth.ages
    if not gap.missing:
        return [youth.rule, " None lacks an age that would decide it."]
    verb = "lacks" if gap.missing == 1 else "lack"
    return [
        f"{youth.rule} ",
        html.B(f"{count(gap.missing)} more {verb} an age that would decide it"),
        f" and {'is' if gap.missing == 1 else 'are'} not counted: the true number lies between"
        f" {count(gap.none_counted)}, if none of them meets the rule, and {count(gap.all_counted)}, if all do.",
    ]


def facts(youth: YouthAnswers) -> list[html.Div]:
    """Key figures, each with its base; none that would rest on a handful of records."""
    return [html.Div([html.Dt(text), html.Dd(figure)]) for figure, text in key_figures(youth)]


def key_figures(youth: YouthAnswers) -> Iterator[tuple[str, str]]:
    if youth.people is None or youth.reason:
        return
    shown, records = youth.answer, youth.people.records
    yield count(records), f"recorded offences{place_of(shown)}{compared(shown)}"
    if records < FEW:
        return
    if youth.under_18 is not None and FEW <= youth.under_18.records < records:  # all, where the rule asks for it
        yield (
            share(youth.under_18.records / records, whole=True),
            f"of these {count(records)} have a victim or a suspect known to be under 18",
        )
    victim = youth.people.persons.get("victim")
    if victim is not None and victim.resident.share is not None and victim.home_known >= FEW:
        yield (
            share(victim.resident.share, whole=True),
            f"of the victims live in {shown.release.authority_name}, of {count(victim.home_known)} with a known home",
        )
    if youth.people.injuries is not None and youth.people.injury_known >= FEW:
        injured = int(youth.people.injuries[1:].sum())
        known = youth.people.injury_known
        yield share(injured / known, whole=True), f"caused an injury, of {count(known)} where that is known"


def compared(shown: Answer) -> str:
    """``, +6% on a year earlier``; under a base of 20 the two counts."""
    if shown.now is None or shown.before is None:
        return ""
    now, before = shown.now.records, shown.before.records
    if before < SMALL_BASE:
        return f"; {count(before)} {before_name(shown)}"
    return f"; {count(before)} {before_name(shown)} ({change(now, before)})"


def living_says(youth: YouthAnswers, names: dict[str, str]) -> str:
    """Whether violence is recorded where young people and families known to services live."""
    homes, located = largest_shares(youth.cohorts), sum(row.value for row in youth.wards)
    if not homes or located < FEW:
        return ""
    most = sorted(youth.wards, key=lambda row: (-row.value, row.code))[: len(WEST_END_WARDS)]
    lived = sum(row.value for row in youth.wards if row.code in homes)
    listed = joined(sorted(names.get(code, code) for code in homes))
    here, there = share(lived / located), share(sum(row.value for row in most) / located)
    told = (
        f"{first_capital(number_word(len(homes)))} wards have a published share: {listed}. {here} of these offences were"
        f" recorded there, {there} in {joined([row.name for row in most])}"
    )
    if any(row.code in homes for row in most):
        return f"{told}."
    return f"{told}, for which none is published. Where they live and where violence is recorded do not coincide."


def series_says(youth: YouthAnswers) -> str:
    """What the long line counts and which periods are marked."""
    series = youth.series
    if series is None:
        return youth.reason
    last = series.first + len(series.values) - 1
    told = f"{count(series.total)} {series.name}, {period_name(series.first, last)}."
    shown = youth.answer.question
    return f"{told} Tint: the period of this page, {period_name(shown.first, shown.last)}. {lockdowns_say(youth, last)}"


def lockdowns_say(youth: YouthAnswers, last: int) -> str:
    if youth.series is None or not youth.lockdowns:
        return f"No national lockdown of 2020 and 2021 falls into the months up to {month_name(last)}."
    told = joined([f"{lockdown.name.lower()} ({days_of(lockdown)})" for lockdown in youth.lockdowns])
    return f"Grey bands: {told}."


def days_of(lockdown: Lockdown) -> str:
    start, end = lockdown.first, lockdown.last
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"


def knife_says(knife: Sequence[Series]) -> str:
    if not knife:
        return "This source does not tell offences with a knife."
    told = "; ".join(f"{series.name}: {count(series.total)}" for series in knife)
    return f"Over all these months: {told}. The rule does not narrow these lines; the other conditions do."


def perception_says(perceptions: Sequence[PublishedShare], names: dict[str, str], borough: str) -> str:
    """What the survey found, as published."""
    if not perceptions:
        return "No survey of this area is published here."
    own = [one for one in perceptions if not one.ward]
    wards = [one for one in perceptions if one.ward]
    told = f"{own[0].percent:g}% of residents call {own[0].says} a problem in {borough}" if own else ""
    if wards:
        told += f", {wards[0].percent:g}% in {names.get(wards[0].ward, wards[0].ward)}"
    return f"{told}. {perceptions[0].where}, City Survey 2023; only these wards were printed."
