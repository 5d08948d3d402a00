"""The record: its columns, their types, and what happens to a row that cannot become one.

Every format in ``data/formats`` turns its own columns into the ones below; everything after it
(placing, publishing, answering) knows only these names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd


class DataError(Exception):
    """Input that cannot be used: says what is wrong, where, and how to mend it, in one line."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(": ".join(part for part in (where, what) if part) + (f". {mend}" if mend else ""))


class Destination(StrEnum):
    """Where a row read ends: exactly one of these."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    OUTSIDE = "outside"
    REJECTED = "rejected"


class PlacedBy(StrEnum):
    """How a record got its area; kept with the record."""

    OWN_CODE = "own code"
    POINT = "point"
    POSTCODE = "postcode"
    BEST_FIT = "best fit"
    NOT_PLACED = "not placed"


# What every format must give, one row a record (or one row a counted cell of an aggregated file).
# Missing text is NaN, a missing number NaN, a missing time NaT: never an empty string or a zero.
RECORD_COLUMNS: Final[dict[str, str]] = {
    "line": "int64",  # line of the file the row starts on, the header being line 1
    "dataset": "str",  # slug: offences, stop-search, asb, ambulance, fire, noise, ...
    "series": "str",  # with provider and month: the unit that a newer file restates (a police force, say)
    "month": "int32",  # year * 12 + month - 1, local time of the start
    "identifier": "str",
    "start": "datetime64[us]",  # local time, Europe/London, without zone
    "end": "datetime64[us]",
    "day": "int8",  # 0 Monday .. 6 Sunday of the start; -1 unknown
    "hour": "int8",  # 0..23 of the start; -1 unknown
    "major": "str",  # category names as the project spells them (data/categories.py)
    "minor": "str",
    "count": "int64",  # 1 for a record; the cell of an aggregated file; 0 only for a row of zeros, which is dropped once placed
    "easting": "float64",  # EPSG:27700, metres
    "northing": "float64",
    "longitude": "float64",  # EPSG:4326, degrees
    "latitude": "float64",
    "postcode": "str",
    "lsoa_code": "str",  # of either vintage
    "ward_code": "str",
    "authority_code": "str",  # local authority the row names, E09000033 for Westminster
}

PEOPLE: Final = ("victim", "suspect", "accused")

FLAGS: Final = (
    "knife",
    "injury",
    "domestic_abuse",
    "business",
    "alcohol",
    "racist",
    "racist_religious",
    "faith",
    "antisemitic",
    "islamophobic",
    "homophobic",
    "transgender",
    "disability",
    "detected",
)

# What a source may add. A column it does not have is absent, not empty: absent means "not asked".
ATTRIBUTE_COLUMNS: Final[dict[str, str]] = {
    **dict.fromkeys(FLAGS, "boolean"),
    **{f"{person}_age": "float32" for person in PEOPLE},  # whole years; NaN unknown
    **{f"{person}_age_band": "str" for person in PEOPLE},  # where a source gives bands only: "18-24"
    **{f"{person}_sex": "str" for person in PEOPLE},  # F, M, X
    **{f"{person}_home": "str" for person in PEOPLE},  # home local authority: code, "other London", "outside London"
    **{f"{person}_ethnicity": "str" for person in PEOPLE},  # broad group as the source words it
    "outcome": "str",
    "outcome_month": "float32",
    "legislation": "str",
    "injury_degree": "str",  # none, minor, serious, fatal
    "relationship": "str",  # of the suspect to the victim: partner, ex-partner, family, other
    "place": "str",  # what the source calls the location; never an address
}


@dataclass(frozen=True)
class Reject:
    """A row that cannot become a record, kept whole so that it can be mended and read again."""

    file: str
    line: int
    reason: str
    text: str
    column: str = ""
    value: str = ""


def month_number(year: int, month: int) -> int:
    """Months counted through: ``2022, 10`` -> ``24273``."""
    return year * 12 + month - 1


def month_text(month: int) -> str:
    """``24273`` -> ``2022-10``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_from_text(text: str) -> int:
    """``2022-10`` -> ``24273``; ValueError for anything else."""
    year, dash, month = text[:4], text[4:5], text[5:]
    if len(text) != 7 or dash != "-" or not (text.isascii() and year.isdigit() and month.isdigit()):
        raise ValueError(f"{text!r} is not a month like 2022-10")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    return month_number(int(year), int(month))


def empty_records(columns: dict[str, str] = RECORD_COLUMNS) -> pd.DataFrame:
    """A frame without rows in the columns and types of the schema."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


@cache
def _types() -> dict[str, Any]:
    return {name: pd.Series(dtype=dtype).dtype for name, dtype in (RECORD_COLUMNS | ATTRIBUTE_COLUMNS).items()}


def check_records(records: pd.DataFrame, *, where: str) -> None:
    """Raise DataError unless ``records`` is what a format must give; our own mistakes surface here."""
    missing = [name for name in RECORD_COLUMNS if name not in records]
    unknown = [name for name in records if name not in RECORD_COLUMNS and name not in ATTRIBUTE_COLUMNS]
    if missing or unknown:
        raise DataError(f"records lack {missing} and have unknown {unknown}", where=where)
    wrong = {str(name): str(dtype) for name, dtype in records.dtypes.items() if dtype != _types()[str(name)]}
    if wrong:
        raise DataError(f"record columns have other types than the schema: {wrong}", where=where)
    for name, low, high in (("day", -1, 6), ("hour", -1, 23)):
        values = records[name].to_numpy()
        if np.any((values < low) | (values > high)):
            raise DataError(f"{name} outside {low}..{high}", where=where)
