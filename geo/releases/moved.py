"""Whether the figures of a link have moved since it was shared: the same question asked of the neighbouring releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.links import read_link, write_link
from data.months import date_name, period_name
from data.releases import Release, open_release
from data.schema import DataError
from data.selection import WEIGHED, Measure
from data.serving import kept_back
from geo.answer import Answer, answer_to

LOOKED_BACK: Final = 3  # releases: of a monthly import, a quarter
EARLIER: Final = "See the earlier figures"
NEWEST: Final = "See the newest figures"


@dataclass(frozen=True)
class Moved:
    """What another release says to the same question: a sentence, and the link that opens it (empty for none)."""

    says: str
    link: str = ""
    link_says: str = ""

    @property
    def note(self) -> str:
        """As one text, for files and the command line."""
        return f"{self.says} {self.link_says}: {self.link}" if self.link else self.says


def moved_of(answer: Answer) -> Moved | None:
    """What to know of other releases beside an answer; None where there is nothing to say.

    A link to an earlier release is told what the newest one says. Any other is told which of the last few releases
    changed its figures, or moved its period where it names none. A reader who is told protected figures is told only
    that the period moved: figures of two releases could be taken from each other.
    """
    ids = answer.release.releases
    if answer.release.id not in ids:
        return None
    place = ids.index(answer.release.id)
    if answer.selection.release is None:
        return since(answer, ids[place + 1 : place + 1 + LOOKED_BACK])
    newer = next((found for each in ids[:place] if (found := opened(answer, each)) is not None), None)
    return None if newer is None else instead(answer, newer)


def opened(answer: Answer, release_id: str) -> Release | None:
    """Another release about the same authority, as the same reader sees it; None where it cannot be opened."""
    own = answer.release.whole
    try:
        found = open_release(own.store, release_id)
    except DataError:
        return None
    same = found.id == release_id and found.manifest["authority"] == own.manifest["authority"]
    return found.seen_by(own.audience, own.rule) if same and not kept_back(found) else None


def asked_of(answer: Answer, other: Release) -> Answer | None:
    """The same question asked of another release; None where that cannot answer it as it was asked.

    A question that names no period is asked of the last months which that release has.
    """
    question = answer.question
    plain = replace(answer.selection, release=None, views=(), dataset=question.dataset.slug, level=question.level)
    read = read_link(write_link(plain, answer.release.choices), other.choices)
    if read.notes:
        return None
    try:
        found = answer_to(other.within(read.selection.authority or ""), read.selection)
    except (DataError, OSError):  # damaged, or removed a moment ago
        return None
    return None if found.reason else found


def since(answer: Answer, earlier: tuple[str, ...]) -> Moved | None:
    """The release that changed the answer, of those since ``earlier`` (newest first)."""
    if answer.reason and not answer.release.rule.withholds:
        return None
    by = answer
    for release_id in earlier:
        other = opened(answer, release_id)
        if other is None:
            continue
        if answer.release.rule.withholds:
            return period_moved(answer, other)
        found = asked_of(answer, other)
        if found is None:
            continue
        if figures(found) != figures(answer):
            return Moved(" ".join(changed(by, found, answer)), link_to(answer, found.release), EARLIER)
        by = found
    return None


def period_moved(answer: Answer, other: Release) -> Moved | None:
    """That a question without a period is of other months than it was, without any figure."""
    slug = answer.question.dataset.slug
    dataset = next((each for each in other.choices.datasets if each.slug == slug), None)
    if answer.selection.first is not None or dataset is None:
        return None
    before, now = other.choices.default_period(dataset), (answer.question.first, answer.question.last)
    if before == now:
        return None
    return Moved(
        f"Release {named(answer.release)} moved the months of this link on: {period_name(*now)},"
        f" before {period_name(*before)}."
    )


def figures(answer: Answer) -> tuple[object, ...]:
    """What of an answer tells whether it has moved: its period, total and top areas with what they hold."""
    top, question = answer.top, answer.question
    codes = () if top is None else tuple(answer.areas[place].code for place in top.positions)
    records = None if answer.now is None else answer.now.records
    return question.first, question.last, records, amount(answer), codes, None if top is None else round(top.value, 6)


def amount(answer: Answer) -> float | None:
    """Records, or the days of harm or pounds of a measure that weighs them, rounded as they are told."""
    if answer.measure in WEIGHED:
        return None if answer.figures.total is None else round(answer.figures.total)
    return None if answer.now is None else answer.now.records


def amount_words(answer: Answer, unit: bool = True) -> str:
    """``6,571 recorded offences``, or the number alone."""
    value = amount(answer) or 0
    if answer.measure is Measure.COST:
        return f"£{value:,.0f}"
    noun = answer.figures.unit if answer.measure in WEIGHED else answer.dataset.noun
    return f"{value:,.0f} {noun}" if unit else f"{value:,.0f}"


def changed(by: Answer, before: Answer, now: Answer) -> Iterator[str]:
    """What a release changed, in sentences; ``by`` is its answer, which is the same as ``now``."""
    release, same_period = named(by.release), before.question.first == now.question.first
    same_period &= before.question.last == now.question.last
    if not same_period:
        yield (
            f"Release {release} moved the months of this link on: {amount_words(now)} in {period_of(now)}, before"
            f" {amount_words(before, unit=False)} in {period_of(before)}."
        )
    elif amount(before) != amount(now):
        yield f"Release {release} changed these figures: {amount_words(before)} before, {amount_words(now, unit=False)} now."
    else:
        yield f"Release {release} changed where these records are: their total is the same, what the top areas hold is not."
    if before.dataset.provider != now.dataset.provider:
        yield f"They come from another source: {now.dataset.source}, before {before.dataset.source}."
    missing = set(range(before.question.first, before.question.last + 1)) - set(before.dataset.months)
    if same_period and missing - (set(range(now.question.first, now.question.last + 1)) - set(now.dataset.months)):
        yield "It brought months that were not there before."


def instead(answer: Answer, newest: Release) -> Moved | None:
    """What the newest release says to a link that names an earlier one."""
    own = f"These are the figures of release {named(answer.release)}; the newest one, {named(newest)},"
    found = None if answer.release.rule.withholds else asked_of(answer, newest)
    if found is None:
        return Moved(f"{own} cannot answer this question.")
    if figures(found) == figures(answer):
        return Moved(f"{own} has the same.", link_to(answer), NEWEST)
    if amount(found) == amount(answer):
        return Moved(f"{own} has other figures.", link_to(answer), NEWEST)
    same_period = (found.question.first, found.question.last) == (answer.question.first, answer.question.last)
    of = "" if same_period else f" in {period_of(found)}"
    return Moved(
        f"{own} has {amount_words(found)}{of} instead of {amount_words(answer, unit=False)}.", link_to(answer), NEWEST
    )


def link_to(answer: Answer, release: Release | None = None) -> str:
    """The link that asks the same of another release, by default of the newest."""
    named_in_link = None if release is None else release.id
    return write_link(replace(answer.selection, release=named_in_link), answer.release.choices)


def named(release: Release) -> str:
    """``0007 of 3 October 2023``."""
    return f"{release.id.partition('-')[0]} of {date_name(str(release.manifest['created']))}"


def period_of(answer: Answer) -> str:
    """The months that an answer is of, in words."""
    return period_name(answer.question.first, answer.question.last)
