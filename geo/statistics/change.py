"""Whether an answer's areas changed by more than chance between its two periods, and where the change lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from data.levels import Level
from data.months import days_between, missing_months
from data.selection import Measure
from data.two_counts import LEVEL, Verdict, change_p
from geo.phrases import level_nouns, subject
from geo.statistics.change_pairs import Pair, Places, by_area, by_ward, in_all, named, weighed
from geo.statistics.change_shares import FLOOR, Contribution, Words, change_says, contributions

if TYPE_CHECKING:
    from geo.answer import Answer

FALSE_DISCOVERY: Final = (
    f"False discoveries are held to {LEVEL:.0%} over all areas shown (Benjamini and Hochberg 1995)."
)
TEST_OF_COUNTS: Final = f"Exact binomial test of two counts, for months of unequal length. {FALSE_DISCOVERY}"
TEST_OF_SUMS: Final = (
    "Test of two weighted sums of counts given the records of both periods together (exact where they are few,"
    f" else by saddlepoint). {FALSE_DISCOVERY}"
)
NOTE: Final = (
    "Both tests take records as independent of each other. Recorded crime varies somewhat more than that, and changes"
    " with how it is reported and recorded: a clear change says that more is at work than chance, not what."
)
MOST_AREAS: Final = 10  # contributors told


@dataclass(frozen=True)
class Totals:
    """All records of both periods, those without a place included; ``share`` None under FLOOR records before."""

    difference: float
    share: float | None
    verdict: Verdict
    p: float


@dataclass(frozen=True)
class Change:
    """How many of the areas asked about changed by more than chance, the total, and what accounts for it.

    ``areas`` are the largest contributors of the level, ``wards`` the wards (none where the source has no wards);
    shares divide by the net difference of records with a place, each level by its own.
    """

    test: str
    false_discovery: float
    higher: int
    lower: int
    unclear: int
    total: Totals
    areas: tuple[Contribution, ...]
    wards: tuple[Contribution, ...]
    says: str

    @property
    def asked(self) -> int:
        """Areas that the question is about."""
        return self.higher + self.lower + self.unclear

    @property
    def verdicts_say(self) -> str:
        """How many areas changed by more than chance, in one sentence."""
        if self.asked == 1:
            found = "had more than" if self.higher else "had less than" if self.lower else ""
            return f"The area {found} expected from chance." if found else "The area is within the usual range."
        if self.unclear == self.asked:
            return f"All {self.asked:,} areas are within the usual range."
        higher, lower, unclear = (
            f"{number:,}" if number else "none" for number in (self.higher, self.lower, self.unclear)
        )
        return (
            f"Of {self.asked:,} areas {higher} had more than expected from chance, {lower} less,"
            f" and {unclear} are within the usual range."
        )


def change_of(answer: Answer) -> Change | None:
    """The change of an answer; None without two whole periods or where records cannot be placed."""
    question, pair, whole, verdicts = answer.question, by_area(answer), in_all(answer), answer.verdicts
    if pair is None or whole is None or verdicts is None or question.previous is None:
        return None
    if missing_months(question.first, question.last, question.dataset):
        return None  # a period with an unknown month is no whole one
    here = Places(question.level, named(answer, question.level), pair)
    wards = here if question.level is Level.WARD else by_ward(answer)
    told = here if wards is None or wards.changed < 2 else wards  # of a single ward its small areas say more
    names = [name for _, name in told.names]
    return Change(
        test=TEST_OF_COUNTS if pair.weights is None else TEST_OF_SUMS,
        false_discovery=LEVEL,
        higher=verdicts.count(Verdict.HIGHER),
        lower=verdicts.count(Verdict.LOWER),
        unclear=verdicts.count(Verdict.NOT_CLEAR),
        total=totals(whole, days_between(question.first, question.last) / days_between(*question.previous)),
        areas=contributions(pair.difference, here.names, pair.floor, MOST_AREAS),
        wards=() if wards is None else wards_told(answer, wards),
        says=change_says(told.pair.difference, names, words(answer, told.level), told.pair.floor),
    )


def words(answer: Answer, level: Level) -> Words:
    """The words of the sentence: a difference leaves out what has no place."""
    known = f"{subject(answer.question)} with a known {'ward' if level is Level.WARD else 'place'}"
    several = level_nouns(level, answer.release.choices)[1]
    if not weighed(answer):
        return Words(known, several)
    if answer.measure is Measure.COST:
        return Words(f"in the cost of {known}", several, "£")
    return Words(f"{answer.figures.unit} from {known}", several)


def wards_told(answer: Answer, wards: Places) -> tuple[Contribution, ...]:
    """Every ward, or those with a record where the question is about some areas only."""
    selection, pair = answer.selection, wards.pair
    parts = contributions(pair.difference, wards.names, pair.floor)
    if not selection.ward and not selection.lsoa:
        return parts
    some = {wards.names[place][0] for place in np.flatnonzero(pair.any_record)}
    return tuple(part for part in parts if part.code in some)


def totals(whole: Pair, ratio: float) -> Totals:
    """The total of both periods and its verdict, tested on its own."""
    (now,), (before,) = whole.sums
    if whole.weights is None:
        p = change_p(int(now), int(before), ratio)
    else:
        from data.weighted_sums import weighted_change_p

        p = float(weighted_change_p(whole.now, whole.before, whole.weights, ratio)[0])
    moved = Verdict.HIGHER if now > before * ratio else Verdict.LOWER
    return Totals(
        difference=(now - before).item(),
        share=float((now - before) / before) if whole.before.sum() >= FLOOR and before else None,
        verdict=moved if p <= LEVEL else Verdict.NOT_CLEAR,
        p=p,
    )
