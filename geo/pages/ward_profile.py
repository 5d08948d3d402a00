"""A ward's profile: its place in the borough, and its line of the assessment's Appendix 5, computed.

Everything a source cannot tell is None, with the reason in words; nothing is zero for want of knowing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.people_tally import Share, persons
from data.choices import WEST_END_WARDS, AreaChoice, Choices, Question
from data.levels import LEVEL_NAMES, Level
from data.links import write_link
from data.months import days_between, known_months
from data.place_words import authority_nouns
from data.published import ASSESSED, PublishedShare, WardIssues, survey, ward_issues
from data.query import hour_mask
from data.releases import Release
from data.two_counts import Verdict, verdicts
from geo.answer import Answer, answer_link
from geo.disclosure.wording import PROFILES_WITHHELD, WARD_DETAIL_WITHHELD
from geo.pages.small_areas import SmallArea, small_areas
from geo.pages.ward_counts import Counts, counts_of, types_told
from geo.pages.ward_datasets import DatasetProfile, dataset_profiles
from geo.pages.ward_types import FLOOR_SAYS, HARM_LABEL, TypeProfile, harm_days, type_profiles
from geo.statistics.concentration import ranks

Array = npt.NDArray[Any]

MOST_WARDS: Final = 3  # side by side
MOST_FREQUENT: Final = 4  # types, as Appendix 5 prints them
FEWEST_KNOWN: Final = 10  # people whose home is known, below which no share is given


@dataclass(frozen=True)
class WardProfile:
    """One ward. ``missing`` says why a part is None: keys ``previous``, ``people``, ``hours``, ``harm``, ``lsoas``."""

    code: str
    name: str
    link: str  # the same question for this ward alone
    count: int
    share: float | None  # of the records with a known ward
    rank: int
    previous: int | None
    change: int | None
    change_share: float | None
    verdict: Verdict | None
    types: tuple[TypeProfile, ...]
    victims: Share | None  # of those whose home is known, who live in the borough
    accused: Share | None
    datasets: tuple[DatasetProfile, ...]
    lsoas: tuple[SmallArea, ...]  # largest first
    hours: Array | None  # (7, 24)
    months: Array  # NaN in a month not covered
    previous_months: Array | None
    published: WardIssues | None
    survey: tuple[PublishedShare, ...]
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def frequent(self) -> tuple[TypeProfile, ...]:
        """The most frequent types, most first."""
        some = [kind for kind in self.types if kind.value]
        return tuple(sorted(some, key=lambda kind: (-kind.value, kind.name))[:MOST_FREQUENT])

    @property
    def most_harmful(self) -> TypeProfile | None:
        """The type with the most harm; None where there are no weights."""
        some = [kind for kind in self.types if kind.harm_days]
        return max(some, key=lambda kind: kind.harm_days or 0, default=None)

    @property
    def over(self) -> tuple[TypeProfile, ...]:
        """Types over-represented by number, by quotient."""
        some = [kind for kind in self.types if kind.over]
        return tuple(sorted(some, key=lambda kind: -(kind.quotient or 0)))

    @property
    def over_by_harm(self) -> tuple[TypeProfile, ...]:
        some = [kind for kind in self.types if kind.over_by_harm]
        return tuple(sorted(some, key=lambda kind: -(kind.harm_quotient or 0)))

    @property
    def datasets_over(self) -> tuple[DatasetProfile, ...]:
        some = [profile for profile in self.datasets if profile.over]
        return tuple(sorted(some, key=lambda profile: -(profile.quotient or 0)))

    @property
    def timed(self) -> int:
        return 0 if self.hours is None else round(self.hours.sum())

    @property
    def night(self) -> Share | None:
        """Records from 18:00 to 06:00, of those with a known hour."""
        return None if self.hours is None else Share(round(self.hours[:, hour_mask("night")].sum()), self.timed)


@dataclass(frozen=True)
class WardProfiles:
    """All wards, and which of them the link chooses; ``reason`` says why there are none."""

    answer: Answer
    wards: tuple[WardProfile, ...] = ()  # in the order of codes
    without_west_end: bool = False
    reason: str = ""

    @property
    def chosen(self) -> tuple[WardProfile, ...]:
        """At most three of the wards the link chooses, in the order of codes."""
        return tuple(ward for ward in self.wards if ward.code in self.answer.selection.ward)[:MOST_WARDS]

    @property
    def base_says(self) -> str:
        """What the wards are compared with, in words."""
        if self.without_west_end:
            return "compared with all wards but the two West End wards together"
        return f"compared with all {len(self.wards)} wards together"

    @property
    def floor_says(self) -> str:
        return FLOOR_SAYS

    @property
    def harm_says(self) -> str:
        return HARM_LABEL


def ward_profiles(
    release: Release, link: str, *, without_west_end: bool = False, view: str | None = None
) -> WardProfiles:
    """Profiles of every ward under a link's question, whatever wards it chooses.

    ``without_west_end`` leaves the two West End wards out of what types and data sets are compared with.
    """
    answer = answer_link(link, release, view)
    release, question = answer.release, answer.question
    reason = answer.reason or why_no_wards(question, release.choices)
    if reason:
        return WardProfiles(answer, without_west_end=without_west_end, reason=reason)
    everywhere = replace(question, selection=question.selection.without("ward", "lsoa"))
    wards = release.choices.areas[Level.WARD]
    inside = np.array([ward.code in WEST_END_WARDS for ward in wards])
    base = ~inside if without_west_end and not inside.all() else np.ones(len(wards), dtype=bool)
    counts = counts_of(release, everywhere, len(wards))
    if counts is None:
        return WardProfiles(answer, without_west_end=without_west_end, reason=PROFILES_WITHHELD)
    return WardProfiles(answer, tuple(profiles(release, everywhere, wards, base, counts)), without_west_end)


def why_no_wards(question: Question, choices: Choices) -> str:
    """Why there are no profiles of wards; empty where there are."""
    if choices.several:
        one = authority_nouns(choices)[0]
        return f"Wards are compared within one {one}: choose one on the map, in the table or in the question."
    if choices.scopes is not None and not choices.areas.get(Level.WARD):
        return f"The wards of {choices.authority} are not known: their boundaries have not been registered."
    if Level.WARD in question.dataset.levels:
        return ""
    return f"This source ({question.dataset.source}) does not say in which {LEVEL_NAMES[Level.WARD]} a record lies."


def profiles(
    release: Release, question: Question, wards: tuple[AreaChoice, ...], base: Array, counts: Counts
) -> Iterator[WardProfile]:
    """The profile of each ward, in the order of codes."""
    types = types_told(type_profiles(counts.kinds, counts.types, base))
    others = dataset_profiles(release, question.first, question.last, base)
    lsoas, no_lsoas = small_areas(release, question)
    rank, located = ranks(counts.total), int(counts.total.sum())
    told = told_changes(question, counts)
    assessed = release.authority_name == ASSESSED
    for i, ward in enumerate(wards):
        count, previous = int(counts.total[i]), None if counts.previous is None else int(counts.previous[i])
        change = None if previous is None else count - previous
        people = {person: resident(counts.persons.get(person), i) for person in ("victim", "accused")}
        yield WardProfile(
            code=ward.code,
            name=ward.name,
            link=write_link(replace(question.selection, ward=(ward.code,)), release.choices),
            count=count,
            share=count / located if located else None,
            rank=int(rank[i]),
            previous=previous,
            change=change,
            change_share=change / previous if change is not None and previous else None,
            verdict=None if told is None else told[i],
            types=types[i],
            victims=people["victim"],
            accused=people["accused"],
            datasets=others[i],
            lsoas=lsoas.get(ward.code, ()),
            hours=None if counts.hours is None else counts.hours[i],
            months=known_months(counts.months[i], question.first, question.dataset),
            previous_months=None if counts.previous_months is None else counts.previous_months[i],
            published=ward_issues().get(ward.code) if assessed else None,
            survey=tuple(share for share in survey() if share.ward == ward.code) if assessed else (),
            missing=dict(missing(question, counts, people, no_lsoas)),
        )


def told_changes(question: Question, counts: Counts) -> list[Verdict] | None:
    """Higher, lower or not clear for every ward, false discoveries controlled over them."""
    if counts.previous is None or question.previous is None:
        return None
    ratio = days_between(question.first, question.last) / days_between(*question.previous)
    return verdicts(counts.total, counts.previous, ratio)


def resident(codes: Array | None, ward: int) -> Share | None:
    """People living in the borough of those whose home is known; None where too few are."""
    share = None if codes is None else persons(codes[ward]).resident
    return share if share is not None and share.base >= FEWEST_KNOWN else None


def missing(
    question: Question, counts: Counts, people: dict[str, Share | None], no_lsoas: str
) -> Iterator[tuple[str, str]]:
    """What is None, and why."""
    source = f"This source ({question.dataset.source})"
    if counts.previous is None:
        none_asked = question.previous is None
        yield "previous", "No comparison was asked for." if none_asked else "The period compared with is not covered."
    if counts.hours is None and not counts.withheld:
        yield "hours", f"{source} gives the month only: days and hours are not known."
    if no_lsoas:
        yield "lsoas", no_lsoas
    if counts.withheld:
        yield from dict.fromkeys(("hours", "harm", "people"), WARD_DETAIL_WITHHELD).items()
        return
    if harm_days(question.dataset.types) is None:
        yield "harm", "There are no harm weights for the types of this source."
    if not counts.persons:
        yield "people", f"{source} does not say where victims and accused live."
    else:
        few = [person for person, share in people.items() if share is None]
        if few:
            who = " and ".join({"victim": "victims", "accused": "accused"}[person] for person in few)
            yield "people", f"Fewer than {FEWEST_KNOWN} {who} have a known home."
