"""What one year of an index holds, counted jointly: by place, kind and time of day; by month; by hour of the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.years import Year
from data.index import HOURS_OF_WEEK, MOMENTS, Index
from data.levels import Level
from data.query import hour_mask

Array = npt.NDArray[Any]

NIGHT, DAY, UNKNOWN = range(3)  # the times of day that places are told by
TIMES: Final = 3


@dataclass(frozen=True)
class YearRows:
    """The rows of one year: (rows,) each.

    Attributes
    ----------
    major : position of the main category.
    areas : by level, position of the area; one past the end for none.
    month : 0 for the first of the year.
    moment : as the index has it.
    time : ``NIGHT``, ``DAY`` or ``UNKNOWN``.
    count : records that the row stands for.
    """

    major: Array
    areas: Mapping[Level, Array]
    month: Array
    moment: Array
    time: Array
    count: Array


def times_of_moments() -> Array:
    """(moments,) the time of day of each moment of the week."""
    times = np.full(MOMENTS, UNKNOWN, dtype=np.int64)
    night = np.tile(hour_mask("night"), HOURS_OF_WEEK // 24)
    times[:HOURS_OF_WEEK] = np.where(night, NIGHT, DAY)
    return times


def year_rows(index: Index, majors: Array, year: Year) -> YearRows:
    """The rows of a year; ``majors``: (types,) the main category of each type."""
    types = len(index.types)
    low, high = max(year.first - index.first, 0), min(year.last - index.first, len(index.months) - 1)
    starts = index.starts[low * types : (high + 1) * types + 1]
    rows = slice(int(starts[0]), int(starts[-1]))
    cell = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    moment = index.moment[rows].astype(np.int64)
    return YearRows(
        major=majors[cell % types],
        areas={level: positions[rows].astype(np.int64) for level, positions in index.areas.items()},
        month=cell // types + low + index.first - year.first,
        moment=moment,
        time=times_of_moments()[moment],
        count=np.ones(len(cell), np.int64) if index.weight is None else index.weight[rows].astype(np.int64),
    )


def pieces(labels: list[Array]) -> tuple[Array, Array]:
    """(labels, pieces) the distinct combinations of some labels of rows, and (rows,) which each row has."""
    found, inverse = np.unique(np.stack(labels), axis=1, return_inverse=True)
    return found, inverse.reshape(-1)


def counted(parts: list[Array], shape: tuple[int, ...], count: Array) -> Array:
    """Records by several labels of rows at once, in an array of ``shape``."""
    cell = np.ravel_multi_index(parts, shape)
    size = int(np.prod(shape))
    return np.bincount(cell, weights=count, minlength=size).astype(np.int64).reshape(shape)
