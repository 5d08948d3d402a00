"""The figures that may be told of a ward as a difference: each over all wards at once, with its words and its link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import PAGE_DATASET
from data.levels import Level
from data.links import write_link
from data.selection import ANY_TIME
from geo.pages.ward_datasets import RESIDENTS, DatasetProfile
from geo.pages.ward_profile import WardProfile, WardProfiles
from geo.pages.ward_types import FLOOR
from geo.phrases import first_capital, share, subject

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Statement:
    """One difference: ``value`` of ``base`` records, against ``compared`` in the base; ``link`` gives the figure again."""

    kind: str  # type, night, change, residents, dataset, small-area
    says: str
    value: int
    base: int
    compared: float | None  # the same share (or change, or quotient 1) in the base
    link: str
    score: float


@dataclass(frozen=True)
class Candidate:
    """One figure over all wards: log ratios to the base with their standard errors, and how to say a ward's."""

    kind: str
    ratio: Array  # (wards,) NaN where it cannot be told
    error: Array  # (wards,)
    centre: float
    usable: Array  # (wards,) bool: enough records
    say: Callable[[int, float], Statement]  # (ward, score)


def log_odds(values: Array, bases: Array) -> tuple[Array, Array]:
    """Log odds of ``values`` of ``bases`` with half a record added to both sides, and their standard errors."""
    yes, no = values + 0.5, bases - values + 0.5
    return np.log(yes / no), np.sqrt(1 / yes + 1 / no)


def candidates_of(profiles: WardProfiles, base: Array) -> Iterator[Candidate]:
    """Every figure that may be told, in the order in which ties are settled."""
    yield from type_candidates(profiles, base)
    yield from night_candidates(profiles, base)
    yield from change_candidates(profiles, base)
    yield from resident_candidates(profiles, base)
    yield from dataset_candidates(profiles)
    yield from small_area_candidates(profiles)


def in_base(profiles: WardProfiles) -> str:
    """What a ward is compared with, in words."""
    return "in the wards outside the West End" if profiles.without_west_end else "in all wards together"


def noun_of(profiles: WardProfiles) -> str:
    """The question's records in words."""
    return subject(profiles.answer.question)


def share_candidate(
    kind: str, values: Array, bases: Array, base: Array, say: Callable[[int, float, float], Statement]
) -> Candidate | None:
    """A share of each ward against the share in the base; ``say`` gets (ward, share in the base, score)."""
    together, of = int(values[base].sum()), int(bases[base].sum())
    if not 0 < together < of:
        return None
    odds, error = log_odds(values, bases)
    expected = together / of
    return Candidate(
        kind=kind,
        ratio=odds - np.log(expected / (1 - expected)),
        error=error,
        centre=0.0,
        usable=(values >= FLOOR) & (bases - values >= FLOOR),
        say=lambda ward, score: say(ward, expected, score),
    )


def type_candidates(profiles: WardProfiles, base: Array) -> Iterator[Candidate]:
    """Types whose share stands out upwards."""
    wards = profiles.wards
    bases = np.array([ward.count for ward in wards])
    for number in range(len(wards[0].types)):
        values = np.array([ward.types[number].value for ward in wards])

        def say(ward: int, expected: float, score: float, number: int = number) -> Statement:
            kind, place = wards[ward].types[number], wards[ward]
            times = kind.value / place.count / expected
            return Statement(
                kind="type",
                says=f"{kind.name.capitalize()}: {share(kind.value / place.count)} of the {noun_of(profiles)} here"
                f" ({kind.value:,} of {place.count:,}), {times:.1f} times the share {in_base(profiles)}"
                f" ({share(expected)}).",
                value=kind.value,
                base=place.count,
                compared=expected,
                link=ward_link(profiles, place, type=(kind.slug,)),
                score=score,
            )

        found = share_candidate("type", values, bases, base, say)
        if found is not None:
            over = np.array([ward.types[number].over for ward in wards])
            yield replace(found, usable=found.usable & over)


def night_candidates(profiles: WardProfiles, base: Array) -> Iterator[Candidate]:
    """The share at night, where the question is open to any time."""
    wards = profiles.wards
    nights = [ward.night for ward in wards]
    if profiles.answer.selection.time != ANY_TIME or any(night is None for night in nights):
        return
    told = [night for night in nights if night is not None]

    def say(ward: int, expected: float, score: float) -> Statement:
        night = told[ward]
        return Statement(
            kind="night",
            says=f"{share(night.share or 0)} of the {noun_of(profiles)} with a known hour were at night"
            f" ({night.value:,} of {night.base:,}, 18:00 to 06:00), against {share(expected)} {in_base(profiles)}.",
            value=night.value,
            base=night.base,
            compared=expected,
            link=ward_link(profiles, wards[ward], time="night"),
            score=score,
        )

    found = share_candidate(
        "night", np.array([night.value for night in told]), np.array([night.base for night in told]), base, say
    )
    if found is not None:
        yield found


def change_candidates(profiles: WardProfiles, base: Array) -> Iterator[Candidate]:
    """A change other than the base's: records now among records of both periods."""
    wards = profiles.wards
    if any(ward.previous is None for ward in wards):
        return
    now = np.array([ward.count for ward in wards])
    before = np.array([ward.previous or 0 for ward in wards])

    def say(ward: int, expected: float, score: float) -> Statement:
        ours = now[ward] / before[ward] - 1
        theirs = expected / (1 - expected) - 1
        return Statement(
            kind="change",
            says=f"{first_capital(noun_of(profiles))} {moved(int(now[ward]), int(before[ward]), ours)},"
            f" against {signed(theirs)} {in_base(profiles)}.",
            value=int(now[ward]),
            base=int(before[ward]),
            compared=float(theirs),
            link=ward_link(profiles, wards[ward]),
            score=score,
        )

    found = share_candidate("change", now, now + before, base, say)
    if found is not None:
        yield found


def moved(now: int, before: int, change: float) -> str:
    """``rose from 931 to 1,170 (+26%)``."""
    if now == before:
        return f"stayed at {now:,}"
    return f"{'rose' if now > before else 'fell'} from {before:,} to {now:,} ({signed(change)})"


def signed(change: float) -> str:
    """A change in whole per cent with its sign."""
    return f"{change:+.0%}".replace("-", "−")


def resident_candidates(profiles: WardProfiles, base: Array) -> Iterator[Candidate]:
    """The share of victims, and of accused, who live in the borough."""
    wards = profiles.wards
    for name, words in (("victims", "victims"), ("accused", "accused people")):
        known = [getattr(ward, name) for ward in wards]
        values = np.array([0 if told is None else told.value for told in known])
        bases = np.array([0 if told is None else told.base for told in known])

        def say(ward: int, expected: float, score: float, name: str = name, words: str = words) -> Statement:
            told = getattr(wards[ward], name)
            return Statement(
                kind="residents",
                says=f"{share(told.share)} of {words} with a known home live in the borough"
                f" ({told.value:,} of {told.base:,}), against {share(expected)} {in_base(profiles)}.",
                value=told.value,
                base=told.base,
                compared=expected,
                link=ward_link(profiles, wards[ward]),
                score=score,
            )

        found = share_candidate("residents", values, bases, base, say)
        if found is not None:
            yield found


def dataset_candidates(profiles: WardProfiles) -> Iterator[Candidate]:
    """Other data sets and features that stand out upwards, where the question is of all offences at any time."""
    wards, question = profiles.wards, profiles.answer.question
    chosen = question.selection
    narrowed = question.syv or chosen.type or chosen.flag or chosen.days or chosen.time != ANY_TIME
    if question.dataset.slug != PAGE_DATASET or narrowed:
        return
    for number in range(len(wards[0].datasets)):
        told = [ward.datasets[number] for ward in wards]
        quotient = np.array([part.quotient or np.nan for part in told])

        def say(ward: int, score: float, number: int = number) -> Statement:
            part = wards[ward].datasets[number]
            return Statement(
                kind="dataset",
                says=dataset_says(part, in_base(profiles)),
                value=part.value,
                base=sum(one.datasets[number].value for one in wards),
                compared=1.0,
                link=part.link,
                score=score,
            )

        yield Candidate(
            kind="dataset",
            ratio=np.log(quotient),
            error=1 / np.sqrt(np.array([part.value for part in told]) + 0.5),
            centre=0.0,
            usable=np.array([part.over for part in told]),
            say=say,
        )


def dataset_says(part: DatasetProfile, where: str) -> str:
    """A data set that stands out, in one sentence."""
    measure = "for the number of residents" if part.against == RESIDENTS else "for the number of offences"
    return f"{part.name}: {part.value:,} here, {part.quotient:.1f} times as many {measure} as {where}."


def small_area_candidates(profiles: WardProfiles) -> Iterator[Candidate]:
    """One small area that holds much of its ward, against what the largest holds in the other wards."""
    wards = profiles.wards
    tops = [ward.lsoas[0] if ward.lsoas else None for ward in wards]
    if any(top is None or not top.share for top in tops):
        return
    known = [top for top in tops if top is not None]
    values = np.array([top.value for top in known])
    bases = np.array([round(top.value / (top.share or 1)) for top in known])
    odds, error = log_odds(values, bases)

    def say(ward: int, score: float) -> Statement:
        top = known[ward]
        return Statement(
            kind="small-area",
            says=f"One small area, {top.name}, holds {share(top.share or 0)} of the ward’s {noun_of(profiles)}"
            f" ({top.value:,} of {int(bases[ward]):,}); in half of the wards the largest holds less than"
            f" {share(typical)}.",
            value=top.value,
            base=int(bases[ward]),
            compared=typical,
            link=ward_link(profiles, wards[ward], level=small_level(profiles), n=1),
            score=score,
        )

    typical = float(np.median(values / bases))
    centre = float(np.median(odds))
    enough = (values >= FLOOR) & (odds > centre)
    yield Candidate("small-area", odds, error, centre, enough, say)


def small_level(profiles: WardProfiles) -> Level:
    """The level of small areas that the question is asked at."""
    return Level.LSOA21 if profiles.answer.question.level is Level.LSOA21 else Level.LSOA


def ward_link(profiles: WardProfiles, ward: WardProfile, **narrowed: Any) -> str:
    """The page's question for this ward alone, narrowed further."""
    answer = profiles.answer
    selection = replace(answer.selection.without("lsoa", "n", "views"), ward=(ward.code,), **narrowed)
    return write_link(selection, answer.release.choices)
