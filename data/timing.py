"""How well the time of a record is known: the hours between its start and its end, and what its clock reads.

The index keeps two small numbers of each record. ``span``: whole hours from the hour of the start to the last hour
before the end; ``OVER_CAP`` for more than ``CAP_HOURS``, ``NO_END`` where no end is known. ``clock``: which of the
readings that systems enter for an unknown time the start stands at, to the minute; see ``Clock``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.two_counts import log_factorials, terms

Array = npt.NDArray[Any]

CAP_HOURS: Final = 24  # an offence that may have begun over a longer time says nothing about the hour
OVER_CAP, NO_END = np.uint8(254), np.uint8(255)


class Clock(IntEnum):
    """What the clock of a start reads."""

    OTHER = 0
    MIDNIGHT = 1  # 00:00
    MINUTE_PAST = 2  # 00:01
    NOON = 3  # 12:00
    FULL_HOUR = 4  # any other hh:00


NO_CLOCK: Final = np.uint8(255)
CLOCK_NAMES: Final = {Clock.MIDNIGHT: "00:00", Clock.MINUTE_PAST: "00:01", Clock.NOON: "12:00"}
CLOCK_HOURS: Final = {Clock.MIDNIGHT: 0, Clock.MINUTE_PAST: 0, Clock.NOON: 12}
NOT_TIMED: Final[dict[str, Any]] = {"span": NO_END, "clock": NO_CLOCK}

FEWEST: Final = 20  # records at a reading under which it is never called a default
TIMES_USUAL: Final = 2.0
BY_CHANCE: Final = 0.001  # at or under this probability a reading is more than chance
MINUTES_BESIDE: Final = 59  # of an hour without its full hour
_HOUR, _CAP = np.timedelta64(1, "h"), np.timedelta64(CAP_HOURS, "h")


def timing_columns(records: pd.DataFrame) -> dict[str, Array]:
    """The columns ``span`` and ``clock`` of the index; one of which nothing at all is known is absent."""
    found = {"span": spans(records), "clock": clocks(records)} if "start" in records else {}
    return {name: column for name, column in found.items() if (column != NOT_TIMED[name]).any()}


def has_end(records: pd.DataFrame) -> Array:
    """(rows,) True where hour and end are known; an end before the start is none."""
    if "end" not in records:
        return np.zeros(len(records), dtype=bool)
    start, end = records["start"].to_numpy(), records["end"].to_numpy()
    return np.asarray((records["hour"].to_numpy() >= 0) & (end >= start))  # a comparison with NaT is False


def spans(records: pd.DataFrame) -> Array:
    """(rows,) uint8: hours touched after that of the start, by the clock on the wall.

    The time between is half open, so that 22:30 to 01:00 ends in the hour from 00:00. Hours that a change to or
    from summer time leaves out or repeats count once, as the clock shows them.
    """
    codes, known = np.full(len(records), NO_END), has_end(records)
    if not known.any():
        return codes
    start, end = records["start"].to_numpy()[known], records["end"].to_numpy()[known]
    last = np.where(end > start, end - np.timedelta64(1, "us"), end)
    touched = (last.astype("datetime64[h]") - start.astype("datetime64[h]")) // _HOUR
    codes[known] = np.where(end - start > _CAP, OVER_CAP, touched).astype(np.uint8)
    return codes


def clocks(records: pd.DataFrame) -> Array:
    """(rows,) uint8: what the clock of the start reads (``Clock``); seconds do not count."""
    start = records["start"]
    known = (start.notna() & (records["hour"] >= 0)).to_numpy()
    hour, minute = (getattr(start.dt, part).fillna(-1).to_numpy(dtype=np.int16) for part in ("hour", "minute"))
    reads = [(hour == 0) & (minute == 0), (hour == 0) & (minute == 1), (hour == 12) & (minute == 0), minute == 0]
    codes = np.select(reads, [Clock.MIDNIGHT, Clock.MINUTE_PAST, Clock.NOON, Clock.FULL_HOUR], Clock.OTHER)
    return np.where(known, codes, NO_CLOCK).astype(np.uint8)


@dataclass(frozen=True)
class DefaultClock:
    """A reading of the clock that may stand for an unknown time.

    ``beside`` are the records it is held against and ``part`` the part that it would have of both together.
    """

    clock: Clock
    records: int
    beside: int
    part: float

    @property
    def name(self) -> str:
        return CLOCK_NAMES[self.clock]

    @property
    def usual(self) -> float:
        """How many records it would hold if it were a reading like others."""
        return self.beside * self.part / (1 - self.part)

    @cached_property
    def flagged(self) -> bool:
        """Whether it holds clearly more than is usual: twice as many, more than chance, and not just a few."""
        if self.records < max(FEWEST, TIMES_USUAL * self.usual):
            return False
        return binomial_at_least(self.records, self.records + self.beside, self.part) <= BY_CHANCE


def default_clocks(by_clock: Array) -> tuple[DefaultClock, ...]:
    """Judge the three readings from (24, 5) records by hour and ``Clock``.

    A full hour is held against the rest of its hour, of which it would have the same part as the other full hours of
    the day have of theirs, so that a busy time of day is not taken for a default; in a source that knows whole hours
    only, against its two neighbours; 00:01 against the other minutes of its hour.
    """
    full = by_clock[:, [Clock.MIDNIGHT, Clock.NOON, Clock.FULL_HOUR]].sum(axis=1)
    rest = by_clock[:, Clock.OTHER]
    others = np.delete(np.arange(24), [0, 12])
    on_the_hour, off_the_hour = int(full[others].sum()), int(rest[others].sum())
    found = []
    for clock, hour in CLOCK_HOURS.items():
        beside, part = int(rest[hour]), on_the_hour / max(on_the_hour + off_the_hour, 1)
        if clock is Clock.MINUTE_PAST:
            part = 1 / MINUTES_BESIDE
        elif not off_the_hour:
            beside, part = int(full[hour - 1] + full[hour + 1]), 1 / 3
        found.append(DefaultClock(clock, int(by_clock[hour, clock]), beside, part))
    return tuple(found)


def binomial_at_least(count: int, of: int, part: float) -> float:
    """The probability of ``count`` or more of ``of`` where each has the chance ``part``: the exact test of two
    Poisson counts, given their sum (Przyborowski and Wilenski, Biometrika 31, 1940)."""
    if part <= 0:
        return float(count <= 0)
    logs = log_factorials(1 << of.bit_length())
    reach = int(terms(np.array(count), np.array(of), part)) if count > of * part else of
    at = np.arange(count, min(of, count + reach) + 1)
    chances = logs[of] - logs[at] - logs[of - at] + at * np.log(part) + (of - at) * np.log1p(-part)
    return float(min(np.exp(chances).sum(), 1.0))
