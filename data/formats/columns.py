"""From text cells to checked values: what the formats share.

Every reader takes text columns and the chunk's ``Rejections``; a cell that cannot be read rejects its
row with a reason and becomes missing. A format ends with ``assemble`` (``assembling.py``), which drops the rejected rows.
All work goes by position: results have the index of what was given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.formats.rejections import Rejections
from data.schema import month_from_text, month_number, month_text

LOCAL_ZONE: Final = "Europe/London"
FIRST_MONTH: Final = month_number(2000, 1)

LONGITUDES: Final = (-9.0, 2.2)  # Great Britain with Northern Ireland and Shetland, degrees
LATITUDES: Final = (49.0, 61.1)
EASTINGS: Final = (0.0, 700_000.0)  # the National Grid, metres
NORTHINGS: Final = (0.0, 1_300_000.0)

NOT_A_NUMBER: Final = "not a number"
NOT_WHOLE: Final = "not a whole number"
NOT_A_MONTH: Final = "not a month like 2022-10"
NOT_A_TIME: Final = "not a date or time"
HALF_POINT: Final = "only half a point: one of the two coordinates is blank"
ZERO_POINT: Final = "point at 0,0"
SWAPPED: Final = "latitude and longitude are swapped"
METRES: Final = "easting and northing in columns of degrees"
DEGREES: Final = "degrees in columns of easting and northing"
OUTSIDE: Final = "point outside Great Britain"

_THOUSANDS = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_OFFSET = r"[T ]\d\d?:.*(?:Z|[+-]\d\d(?::?\d\d)?)$"
_ISO_DATE = r"^\d{4}-\d\d-\d\d"


Numbers = npt.NDArray[np.float64]


class Times(NamedTuple):
    """Local times without zone (datetime64[us], NaT unknown) and whether each states a time of day."""

    local: pd.Series
    stated: pd.Series


def text(frame: pd.DataFrame, column: str, nulls: Collection[str] = ()) -> pd.Series:
    """The column stripped; blanks, ``nulls`` (any case) and an absent column are missing."""
    if column not in frame:
        return pd.Series(repeated(None, len(frame)), index=frame.index)
    cells = pa.array(frame[column].astype("str"), from_pandas=True)
    words = pc.utf8_trim_whitespace(cells)
    missing = pc.equal(words, "")
    if nulls:
        listed = pa.array([word.lower() for word in nulls], words.type)
        missing = pc.or_(missing, pc.is_in(pc.utf8_lower(words), value_set=listed))
    if pc.any(missing).as_py():
        words = pc.if_else(missing, pa.scalar(None, words.type), words)
    return pd.Series(pd.array(words, dtype="str"), index=frame.index)


def repeated(word: str | None, times: int) -> Any:
    """A text column of one value, None for missing."""
    return pd.array(pa.repeat(pa.scalar(word, pa.large_string()), times), dtype="str")


def number(frame: pd.DataFrame, column: str, rejections: Rejections, nulls: Collection[str] = ()) -> pd.Series:
    """The column as float64; thousands separators allowed, anything else that is no number rejects."""
    words = text(frame, column, nulls)
    values = _floats(words)
    unread = words.notna() & values.isna()
    if unread.any():
        grouped = unread & words.str.match(_THOUSANDS).fillna(False).astype(bool)
        values = values.mask(grouped, pd.to_numeric(words.where(grouped).str.replace(",", ""), errors="coerce"))
    bad = words.notna() & ~np.isfinite(values)
    rejections.add(bad, NOT_A_NUMBER, column)
    return values.mask(bad)


def _floats(words: pd.Series) -> pd.Series:
    try:
        cells = pc.cast(pa.array(words, from_pandas=True), pa.float64())
    except pa.ArrowInvalid:  # some cell is no plain number: ten times slower, cell by cell
        return pd.to_numeric(words, errors="coerce").astype("float64")
    return pd.Series(cells.to_numpy(zero_copy_only=False), index=words.index)


def whole_number(
    frame: pd.DataFrame, column: str, rejections: Rejections, nulls: Collection[str] = (), least: int | None = None
) -> pd.Series:
    """The column as float64 without fractions, NaN missing; ``least`` is the smallest value allowed."""
    values = number(frame, column, rejections, nulls)
    bad = values.notna() & (values != values.round())
    rejections.add(bad, NOT_WHOLE, column)
    if least is not None:
        below = values < least
        rejections.add(below, f"less than {least}", column)
        bad |= below
    return values.mask(bad)


def this_month(now: dt.date | None = None) -> int:
    """The month number of ``now``, by default the clock's."""
    day = now or dt.datetime.now(tz=dt.UTC).date()
    return month_number(day.year, day.month)


def months(values: pd.Series, rejections: Rejections, column: str, now: dt.date | None = None) -> pd.Series:
    """``YYYY-MM`` as month numbers (float64); blank, unreadable and impossible months reject."""
    codes, found = pd.factorize(values.astype("str").str.strip())
    numbers = np.array([*map(_month_or_nan, found.tolist()), np.nan])  # code -1, a blank, takes the last
    month = pd.Series(numbers[codes], index=values.index)
    rejections.add(codes < 0, "no month", column)
    rejections.add(month.isna(), NOT_A_MONTH, column)
    return _within_time(month, rejections, column, now)


def _month_or_nan(word: str) -> float:
    try:
        return float(month_from_text(word))
    except ValueError:
        return np.nan


def local_times(
    values: pd.Series,
    rejections: Rejections,
    column: str,
    *,
    formats: Sequence[str] = (),
    utc: bool = False,
    required: bool = False,
    now: dt.date | None = None,
) -> Times:
    """Dates or date-times by ``formats`` (strptime, in order) or else ISO 8601, as local time.

    A time with its own offset is turned to Europe/London; one without is local already, or UTC where
    ``utc`` says so. Unreadable values, dates before 2000 or after this month, and blanks where
    ``required`` reject the row.
    """
    words = values.astype("str").str.strip()
    words = words.mask(words == "")
    parsed = pd.Series(pd.NaT, index=words.index, dtype="datetime64[us]")
    stated = pd.Series(False, index=words.index)
    for pattern in formats:
        found = _parsed(words.where(parsed.isna()), pattern, utc)
        stated |= found.notna() & any(part in pattern for part in ("%H", "%I", "%X", "%c", "%T"))
        parsed = parsed.fillna(found)
    rest = words.where(parsed.isna())
    if rest.notna().any():
        iso = rest.str.match(_ISO_DATE).fillna(False).astype(bool)
        found = _parsed(rest.where(iso), "ISO8601", utc)
        stated |= found.notna() & rest.str.match(_ISO_DATE + r"[T ]\d").fillna(False).astype(bool)
        parsed = parsed.fillna(found)
    rejections.add(words.notna() & parsed.isna(), NOT_A_TIME, column)
    if required:
        rejections.add(words.isna(), "no date", column)
    month = parsed.dt.year * 12 + parsed.dt.month - 1
    within = _within_time(month, rejections, column, now).notna()
    return Times(parsed.where(within), stated & within)


def _parsed(words: pd.Series, pattern: str, utc: bool) -> pd.Series:
    zoned = words.str.contains(_OFFSET).fillna(False).astype(bool) if pattern == "ISO8601" or "%z" in pattern else None
    if zoned is None or not zoned.any():
        times = pd.to_datetime(words, format=pattern, errors="coerce").astype("datetime64[us]")
        return utc_to_local(times.dt.tz_localize("UTC")) if utc else times
    instants = pd.to_datetime(words.where(zoned), format=pattern, errors="coerce", utc=True)
    plain = words.where(~zoned)
    return (
        utc_to_local(instants).fillna(_parsed(plain, pattern, utc)) if plain.notna().any() else utc_to_local(instants)
    )


def utc_to_local(instants: pd.Series) -> pd.Series:
    """Instants with a zone as Europe/London wall time, without zone, datetime64[us]."""
    return instants.dt.tz_convert(LOCAL_ZONE).dt.tz_localize(None).astype("datetime64[us]")


def _within_time(month: pd.Series, rejections: Rejections, column: str, now: dt.date | None) -> pd.Series:
    last = this_month(now)
    beyond = (month < FIRST_MONTH) | (month > last)
    rejections.add(beyond, f"date outside {month_text(FIRST_MONTH)} .. {month_text(last)}", column)
    return month.mask(beyond)


def geographic_point(
    frame: pd.DataFrame,
    lon_col: str,
    lat_col: str,
    rejections: Rejections,
    *,
    zero_is_missing: bool = False,
    nulls: Collection[str] = (),
) -> tuple[pd.Series, pd.Series]:
    """Longitude and latitude in degrees (EPSG:4326), both NaN where there is no usable point."""
    cells = [number(frame, column, rejections, nulls) for column in (lon_col, lat_col)]
    lon, lat = _whole_points(cells, rejections, (lon_col, lat_col), zero_is_missing)
    rejections.add(_within(lon, LATITUDES) & _within(lat, LONGITUDES), SWAPPED, lat_col)
    far = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    metres = _within(lon, EASTINGS) & _within(lat, NORTHINGS) | _within(lat, EASTINGS) & _within(lon, NORTHINGS)
    rejections.add(far & metres, METRES, lat_col)
    inside = _within(lon, LONGITUDES) & _within(lat, LATITUDES)
    rejections.add(~np.isnan(lon) & ~inside, OUTSIDE, lat_col)
    return _points(frame, inside, lon, lat)


def grid_point(
    frame: pd.DataFrame,
    e_col: str,
    n_col: str,
    rejections: Rejections,
    *,
    zero_is_missing: bool = False,
    nulls: Collection[str] = (),
) -> tuple[pd.Series, pd.Series]:
    """Easting and northing in metres (EPSG:27700), both NaN where there is no usable point."""
    cells = [number(frame, column, rejections, nulls) for column in (e_col, n_col)]
    east, north = _whole_points(cells, rejections, (e_col, n_col), zero_is_missing)
    degrees = (np.abs(east) <= 180) & (np.abs(north) <= 180)
    rejections.add(degrees, DEGREES, e_col)
    inside = _within(east, EASTINGS) & _within(north, NORTHINGS) & ~degrees
    rejections.add(~np.isnan(east) & ~inside, OUTSIDE, e_col)
    return _points(frame, inside, east, north)


def _within(values: Numbers, bounds: tuple[float, float]) -> npt.NDArray[np.bool_]:
    return (values >= bounds[0]) & (values <= bounds[1])


def _points(frame: pd.DataFrame, good: npt.NDArray[np.bool_], x: Numbers, y: Numbers) -> tuple[pd.Series, pd.Series]:
    return tuple(pd.Series(np.where(good, values, np.nan), index=frame.index) for values in (x, y))  # type: ignore[return-value]


def _whole_points(
    cells: list[pd.Series], rejections: Rejections, columns: tuple[str, str], zero_is_missing: bool
) -> tuple[Numbers, Numbers]:
    x, y = (values.to_numpy() for values in cells)
    zero = (x == 0) & (y == 0)
    if zero_is_missing:
        zero |= (np.isnan(x) & (y == 0)) | ((x == 0) & np.isnan(y))
    else:
        rejections.add(zero, ZERO_POINT, columns[0])
    x_blank, y_blank = np.isnan(x) | zero, np.isnan(y) | zero
    rejections.add(x_blank & ~y_blank, HALF_POINT, columns[0])
    rejections.add(y_blank & ~x_blank, HALF_POINT, columns[1])
    missing = x_blank | y_blank
    return np.where(missing, np.nan, x), np.where(missing, np.nan, y)
