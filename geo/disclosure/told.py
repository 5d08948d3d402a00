"""What a reader under a rule of disclosure control is told of a question: tallies made of protected figures alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.disclosure.protected import protected
from data.levels import Level
from data.query import Tally
from data.releases import Release, WithheldError
from data.selection import WEIGHED
from geo.disclosure.wording import TOO_FEW, WEIGHED_WITHHELD

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class ToldTally(Tally):
    """A tally with NaN where a count is withheld; sums are told by themselves, since not every part may be.

    Attributes
    ----------
    most : (areas,) the most records that a withheld area can have, as anyone can work out; -inf for one that is told.
    located_told, timed_told, night_told : records with an area, with an hour, at night; None where withheld.
    """

    most: Array = field(default_factory=lambda: np.zeros(0))
    located_told: int | None = None
    timed_told: int | None = None
    night_told: int | None = None

    @property
    def located(self) -> int:
        return told(self.located_told)

    @property
    def timed(self) -> int:
        return told(self.timed_told)

    @property
    def night(self) -> int:
        return told(self.night_told)


def told(number: int | None) -> int:
    """The number; ``WithheldError`` where it may not be told, so that whoever forgets to look fails instead of guessing."""
    if number is None:
        raise WithheldError("a sum was asked for that is withheld")
    return number


def told_tallies(
    release: Release, question: Question, previous: tuple[int, int] | None
) -> tuple[ToldTally | None, ToldTally | None, str]:
    """The tallies of both periods, and why there are none; a period that cannot be told has none."""
    period = (question.first, question.last)
    reason = why_refused(release, question, period)
    now = None if reason else told_tally(release, question, period)
    if now is None:
        return None, None, reason or TOO_FEW.format(release.rule.minimum)
    if previous is None or why_refused(release, question, previous):
        return now, None, ""
    return now, told_tally(release, question, previous), ""


def why_refused(release: Release, question: Question, period: tuple[int, int]) -> str:
    """Why a question as a whole is not answered for this reader, in one sentence; empty where it is."""
    if question.selection.measure in WEIGHED:
        return WEIGHED_WITHHELD
    return protected(release, question.dataset.slug).refusal(question, period)


def told_tally(release: Release, question: Question, period: tuple[int, int]) -> ToldTally | None:
    """What is told of a question in one period; None where not even its total is."""
    tables, dataset, level = protected(release, question.dataset.slug), question.dataset, question.level
    records = tables.total(question, period)
    if records is None:
        return None
    by_area, most = np.zeros(len(release.choices.areas[level])), np.full(len(release.choices.areas[level]), -np.inf)
    if level in dataset.levels:
        by_area = tables.places(level, question, period)
        most = np.where(np.isnan(by_area), tables.bound(level, question, period), -np.inf)
    return ToldTally(
        by_area=by_area,
        by_hour=tables.hours(question, period) if dataset.timed else np.zeros((7, 24)),
        by_month=tables.months(question, period),
        records=round(records),
        most=most,
        located_told=whole(tables.located(question, period)) if level in dataset.levels else 0,
        timed_told=whole(tables.timed(question, period)) if dataset.timed else 0,
        night_told=whole(tables.night(question, period)) if dataset.timed else 0,
    )


def whole(value: float | None) -> int | None:
    """A count as a whole number; None where it is withheld."""
    return None if value is None or np.isnan(value) else round(value)


def areas_withheld(tally: Tally | None) -> Array | None:
    """(areas,) bool: areas whose records are withheld; None where nothing was counted."""
    return None if tally is None else np.isnan(tally.by_area)


def told_months(release: Release, question: Question, period: tuple[int, int]) -> Array:
    """(months,) records of each month of a period; NaN where withheld."""
    return protected(release, question.dataset.slug).months(question, period)


def told_kinds(release: Release, question: Question, period: tuple[int, int]) -> dict[str, int | None]:
    """Records of each main kind that a question leaves, by its name, of the whole or of the one area chosen; None where
    withheld, empty where kinds are not told of what is asked at all."""
    selection, dataset = question.selection, question.dataset
    small = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    chosen = [(Level.WARD, code) for code in selection.ward] + [(small, code) for code in selection.lsoa]
    if len(chosen) > 1 or why_refused(release, question, period):
        return {}
    values = protected(release, dataset.slug).kinds(question, period, chosen[0] if chosen else None)
    majors = dict.fromkeys(major for major, _ in dataset.types)
    asked = range(len(dataset.types)) if question.types is None else question.types
    left = {dataset.types[position][0] for position in asked}
    return {major: whole(value) for major, value in zip(majors, values.tolist(), strict=True) if major in left}
