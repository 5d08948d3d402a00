"""The reporting years in which places and hours are told: twelve months each, counted back from the last month.

A release of a later month has other years, and whoever keeps the answers of both knows more than either tells; a
rule under which only the newest release is told holds within a store. Months at the start that do not fill a year
are told by month alone, unless the data set has no whole year: as a year of their own they would, with the years of
later releases, give every month away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MONTHS: Final = 12


@dataclass(frozen=True)
class Year:
    """A reporting year: first and last month, both included, and whether places and hours are told of it."""

    first: int
    last: int
    whole: bool = True


def reporting_years(first: int, last: int) -> tuple[Year, ...]:
    """The years of a data set that begins and ends with these months, the newest first."""
    if last - first + 1 < MONTHS:
        return (Year(first, last),)
    years = [Year(end - MONTHS + 1, end) for end in range(last, first + MONTHS - 2, -MONTHS)]
    rest = years[-1].first
    return (*years, *((Year(first, rest - 1, whole=False),) if rest > first else ()))
