"""A time of day in a column of its own, joined to the date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.formats.columns import Times, utc_to_local
from data.formats.rejections import Rejections

NOT_A_CLOCK: Final = "not a time of day"
DAY: Final = 86_400  # seconds

_CLOCK: Final = (
    r"^(?:\d{4}-\d\d-\d\d[T ])?(?P<h>[01]?\d|2[0-3]|24(?=:00(?::00)?$)):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?$"
)


def seconds_of_day(values: pd.Series, formats: Sequence[str] = ()) -> pd.Series:
    """Seconds after midnight (float64, NaN unreadable) of ``23:05``, ``23:05:59`` or text in one of ``formats``.

    ``24:00`` has 86,400: of which day it is the midnight, only the file's maker knows.
    """
    codes, distinct = pd.factorize(values.astype("str").str.strip())
    seconds = np.append(_seconds(pd.Series(distinct, dtype="str"), formats), np.nan)  # code -1, a blank, takes the last
    return pd.Series(seconds[codes], index=values.index)


def _seconds(words: pd.Series, formats: Sequence[str]) -> pd.Series:
    parts = words.str.extract(_CLOCK).astype("float64")
    seconds = parts["h"] * 3600 + parts["m"] * 60 + parts["s"].fillna(0)
    for pattern in formats:
        found = pd.to_datetime(words.where(seconds.isna()), format=pattern, errors="coerce")
        seconds = seconds.fillna(found.dt.hour * 3600 + found.dt.minute * 60 + found.dt.second)
    return seconds


def clock_seconds(word: str) -> int | None:
    """Seconds after midnight of ``23:05`` or ``23:05:59``; None for any other text."""
    seconds = float(seconds_of_day(pd.Series([word]))[0])
    return None if np.isnan(seconds) else int(seconds)


def with_clock(
    dates: Times,
    clock: pd.Series,
    rejections: Rejections,
    column: str,
    *,
    formats: Sequence[str] = (),
    utc: bool = False,
) -> Times:
    """The dates at the times of day in ``clock`` (text); where that is blank, the date alone, no time stated.

    An unreadable time of day rejects its row, and so does 24:00. With ``utc`` the two together are turned to local time.
    """
    seconds = seconds_of_day(clock, formats)
    seconds = seconds.where(seconds < DAY)
    rejections.add(clock.notna() & seconds.isna(), NOT_A_CLOCK, column)
    stated = seconds.notna() & dates.local.notna()
    days = dates.local.dt.normalize()
    joined = (days + pd.to_timedelta(seconds, unit="s")).astype("datetime64[us]")
    if utc:
        joined = utc_to_local(joined.dt.tz_localize("UTC"))
    return Times(joined.where(stated, days), stated)


def hour_as_clock(hour: pd.Series) -> pd.Series:
    """Whole hours 0 to 23 (float64) as ``7:00``; missing and impossible ones missing."""
    usable = hour.between(0, 23)
    return pd.Series(
        np.where(usable, hour.fillna(0).astype("int64").astype("str") + ":00", ""), index=hour.index
    ).where(usable)
