"""The five results of one action: the product's functions over an index, and the same by pandas' groupby.

Records by area now, records by area in the preceding period, records by hour of the week, records of every month of
the record, and the share of the top 10 areas: shared baselines, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.attributes.flags import bits_of
from data.choices import Choices, Question
from data.index import HOURS_OF_WEEK, Index
from data.levels import Level
from data.query import Filters, filters_of, months_counted, tally
from data.selection import Selection
from geo.statistics.concentration import top_share

Array = npt.NDArray[Any]

TOP: Final = 10
NIGHT: Final = (18, 6)


@dataclass(frozen=True)
class Five:
    now: Array
    before: Array
    hours: Array  # (168,)
    months: Array  # of the whole record
    top: float | None


def by_the_product(index: Index, choices: Choices, selection: Selection) -> Five:
    """From what a link says to the five results, every default and look-up table included."""
    question = choices.resolve(selection)
    filters = filters_of(question, choices)
    areas = len(choices.areas[question.level])
    now = tally(index, question, filters, (question.first, question.last), areas)
    before = now.by_area * 0
    if question.previous is not None:
        before = tally(index, question, filters, question.previous, areas).by_area
    months = months_of_record(index, question, filters)
    return Five(now.by_area, before, now.by_hour.ravel(), months, top_share(now.by_area, TOP))


def months_of_record(index: Index, question: Question, filters: Filters) -> Array:
    """Matching records of every month of the index."""
    return months_counted(index, question, filters, (index.months[0], index.months[-1]))


def frame_of(index: Index, choices: Choices) -> pd.DataFrame:
    """The same records as a frame: categoricals for what is grouped and chosen, the smallest types for the rest."""
    cells = np.repeat(np.arange(len(index.starts) - 1), np.diff(index.starts))
    month, kind = np.divmod(cells, len(index.types))
    small, wards = (len(choices.areas[level]) for level in (Level.LSOA, Level.WARD))
    return pd.DataFrame(
        {
            "month": categorical(month, len(index.months)),
            "type": categorical(kind, len(index.types)),
            "lsoa": categorical(index.areas[Level.LSOA], small),
            "ward": categorical(index.areas[Level.WARD], wards),
            "hour": categorical(index.moment, HOURS_OF_WEEK),
            "flags": np.asarray(index.attributes["flags"]).astype(np.uint8),
        }
    )


def categorical(positions: Array, count: int) -> pd.Categorical[int]:
    """Positions as categories 0 to ``count`` - 1; a position of ``count`` is none."""
    kind = next(width for width in (np.int8, np.int16, np.int32) if count <= np.iinfo(width).max)
    codes: npt.NDArray[Any] = np.asarray(positions).astype(kind)
    codes[codes >= count] = -1
    return pd.Categorical.from_codes(codes, categories=pd.RangeIndex(count))


def by_pandas(frame: pd.DataFrame, choices: Choices, selection: Selection, first_month: int) -> Five:
    """What an analyst would write: one mask of all conditions, then a groupby for each result."""
    question = choices.resolve(selection)
    mask = pd.Series(True, index=frame.index)
    if question.types is not None:
        mask &= frame["type"].isin(question.types)
    if selection.ward:
        codes = [area.code for area in choices.areas[Level.WARD]]
        mask &= frame["ward"].isin([codes.index(code) for code in selection.ward])
    if selection.time == "night":
        start, end = NIGHT
        mask &= frame["hour"].isin([hour for hour in range(HOURS_OF_WEEK) if hour % 24 >= start or hour % 24 < end])
    if selection.flag:
        bits = bits_of(tuple(name.replace("-", "_") for name in selection.flag))
        mask &= (frame["flags"] & bits) == bits
    rows = frame[mask]
    month = rows["month"].cat.codes
    now = rows[month.between(question.first - first_month, question.last - first_month)]
    by_area = now.groupby("lsoa", observed=False).size().to_numpy()
    before = by_area * 0
    if question.previous is not None:
        low, high = (each - first_month for each in question.previous)
        earlier = rows[month.between(low, high)]
        before = earlier.groupby("lsoa", observed=False).size().to_numpy()
    hours = now.groupby("hour", observed=False).size().to_numpy()
    months = rows.groupby("month", observed=False).size().to_numpy()
    total = by_area.sum()
    top = float(np.sort(by_area)[-TOP:].sum() / total) if total else None
    return Five(by_area, before, hours, months, top)


def check_equal(found: Five, other: Five) -> None:
    """Raise unless the two agree value for value."""
    for name in ("now", "before", "hours", "months"):
        if not np.array_equal(getattr(found, name), getattr(other, name)):
            raise AssertionError(f"the two sides differ in {name}")
    if found.top != other.top and not (found.top is not None and np.isclose(found.top, other.top or 0.0)):
        raise AssertionError(f"the two sides differ in the share of the top: {found.top}, {other.top}")
