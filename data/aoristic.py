"""Offences whose time is not known, spread over the hours between their start and their end.

Aoristic weighting: J. H. Ratcliffe, "Aoristic signatures and the spatio-temporal analysis of high volume crime
patterns", Journal of Quantitative Criminology 18, 2002. Every hour that a record touches gets an equal part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.timing import CAP_HOURS, NO_END, OVER_CAP

Array = npt.NDArray[Any]

HOURS_OF_WEEK: Final = 168
CODES: Final = 256  # values that a span can have


@dataclass(frozen=True)
class Spread:
    """The hours of some records, and how well their times are known.

    Attributes
    ----------
    counts : (168, CODES) records, or what they count for, by hour of the start and span.
    timed : with a known hour of the start.
    with_end : of these, with a known end, however long after.
    spread : of these, over more than one hour.
    over_cap : with an end more than ``CAP_HOURS`` after the start; they stand in no hour.
    """

    counts: Array
    timed: int
    with_end: int
    spread: int
    over_cap: int

    @cached_property
    def hours(self) -> Array:
        """(7, 24) records by local hour, Monday first; they add up to ``timed`` less ``over_cap``."""
        return spread_hours(self.counts)

    @property
    def without_end(self) -> int:
        """They stand at the hour of their start."""
        return self.timed - self.with_end


def spread(moment: Array, span: Array, weight: Array | None = None, worth: Array | None = None) -> Spread:
    """Spread records over the hours they touch.

    ``moment`` and ``span`` are (rows,) as the index keeps them, ``weight`` (rows,) how many records a row stands for;
    ``worth`` (rows,) is what each of them counts for in ``hours`` alone, one where it is not given.
    """
    timed = moment < HOURS_OF_WEEK
    cell = moment[timed].astype(np.int64) * CODES + span[timed]
    many = None if weight is None else weight[timed].astype(np.float64)
    records = table(cell, many)
    known = records.sum(axis=0)
    worthy = records if worth is None else table(cell, worth[timed] * (1.0 if many is None else many))
    return Spread(
        counts=worthy,
        timed=round(known.sum()),
        with_end=round(known.sum() - known[NO_END]),
        spread=round(known[1 : CAP_HOURS + 1].sum()),
        over_cap=round(known[OVER_CAP]),
    )


def table(cell: Array, weight: Array | None) -> Array:
    """(168, CODES) records by hour of the start and span, from their positions in that table."""
    counts = np.bincount(cell, weights=weight, minlength=HOURS_OF_WEEK * CODES)
    return counts.astype(np.float64).reshape(HOURS_OF_WEEK, CODES)


def spread_hours(counts: Array) -> Array:
    """(7, 24) from (168, CODES): an equal part of each record to every hour touched, on from Sunday to Monday."""
    short = counts[:, : CAP_HOURS + 1].copy()
    short[:, 0] += counts[:, NO_END]
    part = short / np.arange(1, CAP_HOURS + 2)
    reaching = np.cumsum(part[:, ::-1], axis=1)[:, ::-1]  # parts of records that touch the hour so many hours on
    hours = sum(np.roll(reaching[:, later], later) for later in range(CAP_HOURS + 1))
    return np.asarray(hours).reshape(7, 24)
