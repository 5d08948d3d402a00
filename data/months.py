"""Months and days of a period, and which of them a data set covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import DatasetChoice

Array = npt.NDArray[Any]


@cache
def days_between(first: int, last: int) -> int:
    """Days from the start of month ``first`` to the end of month ``last``."""
    return sum(monthrange(month // 12, month % 12 + 1)[1] for month in range(first, last + 1))


def missing_months(first: int, last: int, dataset: DatasetChoice) -> list[int]:
    """Months of a period that the data set does not cover."""
    covered = frozenset(dataset.months)
    return [month for month in range(first, last + 1) if month not in covered]


def known_months(by_month: Array, first: int, dataset: DatasetChoice) -> Array:
    """(months,) float: the counts, NaN in a month that the data set does not cover."""
    covered = frozenset(dataset.months)
    known = np.array([first + offset in covered for offset in range(len(by_month))])
    return np.where(known, by_month, np.nan)


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_name(month: int) -> str:
    """``24273`` -> ``October 2022``."""
    return f"{MONTHS[month % 12]} {month // 12}"


def date_name(moment: str) -> str:
    """The date of an ISO moment or date: ``2023-10-03T09:00:00+00:00`` -> ``3 October 2023``; as it stands where it is none."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return moment
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_name(first: int, last: int) -> str:
    """``October 2022 to September 2023``, or one month's name."""
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def months_named(months: list[int]) -> str:
    """Months in words, neighbours as a range: ``May 2023 and July to September 2023`` without repeats."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][1] + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    names = [period_name(first, last) for first, last in runs]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
