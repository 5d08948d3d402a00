"""What the youth-violence page draws from: one answer, and everything beside it, by the rule the link chooses.

Rules and readings: Safer Westminster Partnership Strategic Assessment 2024, pp. 62-70.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.people_tally import PeopleTally, aged, people_of
from data.categories import YouthViolence, slug
from data.choices import WEST_END_WARDS, Question
from data.matching import Matching
from data.months import period_name
from data.published import ASSESSED, Lockdown, PublishedShare, cohorts, lockdowns, perceptions
from data.releases import Release
from geo.answer import Answer, answer_link
from geo.caveats import why_not
from geo.disclosure.wording import PEOPLE_WITHHELD
from geo.pages.youth_series import Series, found_in, knife_series, within, youth_series
from geo.pages.youth_wards import FEWEST, WardRow, ward_rows
from geo.phrases import joined, share, subject

Array = npt.NDArray[Any]

RULE_SAYS: Final = {
    YouthViolence.ANY: "with a victim or a suspect under 25",
    YouthViolence.VICTIM: "with a victim under 25",
    YouthViolence.SUSPECT: "with a suspect under 25",
    YouthViolence.BOTH: "with a victim and a suspect under 25",
    YouthViolence.UNDER_18: "with a victim or a suspect under 18",
    YouthViolence.CHILD_ON_CHILD: "with a victim and a suspect under 18",
}


@dataclass(frozen=True)
class AgeGap:
    """What missing ages do: the figure if none of the open records met the rule (as counted), and if all did."""

    none_counted: int
    missing: int

    @property
    def all_counted(self) -> int:
        return self.none_counted + self.missing


@dataclass(frozen=True)
class NightHeatmap:
    """Records of one age band by hour of the week."""

    name: str
    hours: Array  # (7, 24) Monday first, local time
    records: int  # with or without a known hour

    @property
    def timed(self) -> int:
        return int(self.hours.sum())


@dataclass(frozen=True)
class TypeRow:
    """One type of offence among the page's records."""

    slug: str
    major: str
    name: str
    value: int
    share: float | None  # of all the page's records
    previous: int | None


@dataclass(frozen=True)
class YouthAnswers:
    """Everything the page draws from. Where the source cannot answer, ``reason`` says why and the rest is empty."""

    answer: Answer
    rule: str  # in words
    reason: str = ""
    ages: AgeGap | None = None
    under_18: NightHeatmap | None = None
    young_adults: NightHeatmap | None = None  # 18 to 24
    in_both: int = 0  # records with people of both bands
    mix: tuple[TypeRow, ...] = ()
    people: PeopleTally | None = None
    wards: tuple[WardRow, ...] = ()
    series: Series | None = None
    knife: tuple[Series, ...] = ()
    lockdowns: tuple[Lockdown, ...] = ()  # that fall into the series
    perceptions: tuple[PublishedShare, ...] = ()
    cohorts: tuple[PublishedShare, ...] = ()

    @property
    def most_in_an_hour(self) -> int:
        """The largest cell of both heatmaps: their one scale."""
        maps = [part for part in (self.under_18, self.young_adults) if part is not None]
        return max((int(part.hours.max()) for part in maps), default=0)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The finding in words: how many, how many in the two West End wards, what missing ages leave open."""
        return tuple(sentences(self))


def youth_answers(release: Release, link: str, view: str | None = None) -> YouthAnswers:
    """The page's answers to a link; a link of another page is read by that page's rule, or by ``any``."""
    answer = answer_link(link, release, view)
    question, release = answer.question, answer.release
    rule = question.syv or YouthViolence.ANY
    question = replace(question, syv=rule)
    perceived = perceptions() if release.authority_name == ASSESSED else ()
    living = cohorts() if release.authority_name == ASSESSED else ()
    reason = why_not(question) or (PEOPLE_WITHHELD if release.rule.withholds else "")
    if reason:
        return YouthAnswers(answer, rule_words(rule), reason, perceptions=perceived, cohorts=living)
    found = found_in(release, question, (question.first, question.last))
    before = (
        None if answer.before is None or question.previous is None else found_in(release, question, question.previous)
    )
    series = youth_series(release, question)
    bands = [any_aged(found, 0, 18), any_aged(found, 18, 25)]
    return YouthAnswers(
        answer=answer,
        rule=rule_words(rule),
        ages=AgeGap(found.records, found.open_age),
        under_18=heatmap("under 18", found, bands[0]),
        young_adults=heatmap("18 to 24", found, bands[1]),
        in_both=found.only(bands[0] & bands[1]).records,
        mix=offence_mix(question, found, before),
        people=people_of(found),
        wards=ward_rows(release, question),
        series=series,
        knife=knife_series(release, question),
        lockdowns=tuple(lockdown for lockdown in lockdowns() if within(lockdown, series)),
        perceptions=perceived,
        cohorts=living,
    )


def rule_words(rule: YouthViolence) -> str:
    """The rule as one sentence."""
    if rule is YouthViolence.KNIFE_INJURY:
        return "Counted are offences with a knife and an injury whose victim was under 25."
    return f"Counted are offences of violence, robbery or sexual violence {RULE_SAYS[rule]}."


def any_aged(found: Matching, first: int, end: int) -> Array:
    """(matching,) True where the victim or the suspect is known to be of ``first`` to under ``end``."""
    return aged(found, "victim", first, end) | aged(found, "suspect", first, end)


def heatmap(name: str, found: Matching, mask: Array) -> NightHeatmap | None:
    """The records that a mask picks by hour of the week; None where the source has no ages."""
    if not found.asked("victim") and not found.asked("suspect"):
        return None
    some = found.only(mask)
    return NightHeatmap(name, some.by_hour(), some.records)


def offence_mix(question: Question, found: Matching, before: Matching | None) -> tuple[TypeRow, ...]:
    """Types of the page's records, most frequent first within the most frequent major."""
    types = question.dataset.types
    now = found.count((found.kind, len(types)))
    then = None if before is None else before.count((before.kind, len(types)))
    major_total = {major: sum(now[i] for i, (name, _) in enumerate(types) if name == major) for major, _ in types}
    order = sorted(np.flatnonzero(now), key=lambda i: (-major_total[types[i][0]], types[i][0], -now[i], types[i][1]))
    return tuple(
        TypeRow(
            slug=slug(types[i][1] or types[i][0]),
            major=types[i][0],
            name=types[i][1] or types[i][0],
            value=int(now[i]),
            share=int(now[i]) / found.records,
            previous=None if then is None else int(then[i]),
        )
        for i in order
    )


def sentences(answers: YouthAnswers) -> Iterator[str]:
    """Plain sentences, the most important first."""
    if answers.reason or answers.ages is None:
        yield answers.reason
        return
    answer = answers.answer
    what = subject(replace(answer.question, syv=answer.question.syv or YouthViolence.ANY))
    when = period_name(answer.question.first, answer.question.last)
    yield f"{answers.ages.none_counted:,} {what} ({when})."
    narrowed = answer.selection.ward or answer.selection.lsoa
    two = [] if narrowed else [row for row in answers.wards if row.code in WEST_END_WARDS]
    located = sum(row.value for row in answers.wards)
    if two and located >= FEWEST:
        names = joined(sorted(row.name for row in two))
        held, crime = sum(row.value for row in two) / located, sum(row.crime_share or 0 for row in two)
        yield (
            f"{share(held)} of the {located:,} with a known ward were in {names},"
            f" against {share(crime)} of all recorded offences there."
        )
    if answers.ages.missing:
        yield (
            f"{answers.ages.missing:,} more offences lack an age that would decide it: if none of them counted the"
            f" figure is {answers.ages.none_counted:,}, if all did {answers.ages.all_counted:,}."
        )
