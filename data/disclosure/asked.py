"""A question in the terms of the protected tables: which kinds, which hours, which areas; and why it is not answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import Choices, Question
from data.disclosure.counts import TIMES, times_of_moments
from data.disclosure.kinds import major_positions, majors_of
from data.levels import Level
from data.query import area_positions, moment_mask

Array = npt.NDArray[Any]

PARTS_OF_KINDS: Final = "Only main kinds are told here, not parts of them: choose a main kind."
SEVERAL_MARKS: Final = "Records marked in several ways at once are not told."
MARKS_ALONE: Final = (
    "Records marked in this way are told only as a total of all kinds, of the whole and of whole years."
)
TWO_LEVELS: Final = "Areas of two levels at once are not told: choose wards or small areas."
PLACES_AND_HOURS: Final = "Places are told by main kind or by night and day, not by hours or days of the week."
PLACES_BOTH: Final = "Places are told by main kind or by night and day, not by both at once."
PLACES_YEARS: Final = "Places are told over whole years only: twelve months, counted back from the last one."
HOURS_YEARS: Final = "Hours are told over whole years only: twelve months, counted back from the last one."


@dataclass(frozen=True)
class Asked:
    """A question in the terms of the tables.

    Attributes
    ----------
    kinds : (majors,) bool; None where parts of a main category are asked for.
    moments : (moments,) bool; None for any time.
    times : (3,) bool, where the moments are night, day, or both; None where they are not.
    chosen : level and (areas,) positions of the areas that the question is narrowed to; None for none.
    two_levels : narrowed to areas of two levels at once.
    marks : what else narrows it: a rule of youth violence, flags.
    """

    kinds: Array | None
    moments: Array | None
    times: Array | None
    chosen: tuple[Level, Array] | None
    two_levels: bool
    marks: tuple[str, ...]

    @property
    def every_kind(self) -> bool:
        return self.kinds is not None and bool(self.kinds.all())

    @property
    def any_time(self) -> bool:
        return self.moments is None

    @property
    def refusal(self) -> str:
        """Why nothing at all is told of it, in one sentence; empty where something may be."""
        if len(self.marks) > 1:
            return SEVERAL_MARKS
        if self.marks and not (self.every_kind and self.any_time and self.chosen is None):
            return MARKS_ALONE
        if self.kinds is None:
            return PARTS_OF_KINDS
        if self.two_levels:
            return TWO_LEVELS
        if self.chosen is not None and not self.any_time:
            if self.times is None:
                return PLACES_AND_HOURS
            if not self.every_kind:
                return PLACES_BOTH
        return ""


def read(question: Question, choices: Choices) -> Asked:
    """What a question asks of the tables; ``choices`` are those of the release it is asked of."""
    selection = question.selection
    moments = moment_mask(selection.time, selection.days)
    small = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
    filters = [(level, codes) for level, codes in ((Level.WARD, selection.ward), (small, selection.lsoa)) if codes]
    chosen = None if not filters else (filters[0][0], area_positions(choices, *filters[0]))
    return Asked(
        kinds=whole_kinds(question),
        moments=moments,
        times=times_asked(moments),
        chosen=chosen,
        two_levels=len(filters) > 1,
        marks=(*(() if question.syv is None else (str(question.syv),)), *selection.flag),
    )


def whole_kinds(question: Question) -> Array | None:
    """(majors,) bool: the main categories asked for; None where one is asked for in part."""
    types = question.dataset.types
    majors = major_positions(types)
    if question.types is None:
        return np.ones(len(majors_of(types)), dtype=bool)
    asked = np.zeros(len(types), dtype=bool)
    asked[list(question.types)] = True
    kinds = np.zeros(len(majors_of(types)), dtype=bool)
    kinds[majors[asked]] = True
    return kinds if bool((kinds[majors] == asked).all()) else None


def times_asked(moments: Array | None) -> Array | None:
    """(3,) bool: the times of day that some moments are; None where they are parts of them."""
    if moments is None:
        return np.ones(TIMES, dtype=bool)
    part = times_of_moments()
    times = np.array([bool(moments[part == time].all()) for time in range(TIMES)])
    return times if bool((times[part] == moments).all()) else None
