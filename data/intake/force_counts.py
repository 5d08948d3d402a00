"""Counts of a whole police force, taken while a file that tells of all of it is read.

A release keeps the records of one authority; of the rest only these counts stay, without any area. A table has a
row for each series, month, major and minor ("" for none): ``count`` is all records, ``located`` those whose row
says where, ``authorities`` how many local authorities the file names in that month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from data.categories import fold
from data.formats.datastore import NOT_BOROUGHS
from data.intake.providers import BOROUGH_COUNTS, WARD_COUNTS

KINDS: Final = ["series", "month", "major", "minor"]
COLUMNS: Final = {
    "series": "str",
    "month": "int32",
    "major": "str",
    "minor": "str",
    "count": "int64",
    "located": "int64",
    "authorities": "int16",
}


def named_by_month() -> defaultdict[int, set[str]]:
    """No authorities yet."""
    return defaultdict(set)


@dataclass
class ForceCounts:
    """The counts of one file and data set, as far as it has been read."""

    counts: pd.DataFrame | None = None
    authorities: defaultdict[int, set[str]] = field(default_factory=named_by_month)  # by month

    def add(self, records: pd.DataFrame, provider: str) -> None:
        """Count records read, whether they are accepted or lie outside."""
        counted = records["count"] > 0
        told = records if counted.all() else records[counted]  # choosing rows copies all columns
        counts = told[KINDS].fillna({"major": "", "minor": ""})
        counts["count"] = told["count"]
        counts["located"] = told["count"].where(says_where(told, provider), 0)
        self.counts = summed([counts] if self.counts is None else [self.counts, counts])
        named = told[["month", "authority_code"]].dropna().drop_duplicates()
        for month, code in zip(named["month"], named["authority_code"], strict=True):
            self.authorities[int(month)].add(str(code))

    def join(self, other: ForceCounts) -> None:
        """Add the counts of another part of the same file."""
        if other.counts is not None:
            self.counts = other.counts if self.counts is None else summed([self.counts, other.counts])
        for month, codes in other.authorities.items():
            self.authorities[month] |= codes

    def named(self, series: str) -> ForceCounts:
        """The same, with a name for the series that the file does not tell."""
        if self.counts is None:
            return self
        told = self.counts["series"].mask(self.counts["series"] == "", series)
        return ForceCounts(summed([self.counts.assign(series=told)]), self.authorities)

    def table(self) -> pd.DataFrame:
        """The counts in ``COLUMNS``."""
        counts = pd.DataFrame(columns=list(COLUMNS)) if self.counts is None else self.counts
        named = {month: len(codes) for month, codes in self.authorities.items()}
        return counts.assign(authorities=counts["month"].map(named).fillna(0)).astype(COLUMNS)


def says_where(records: pd.DataFrame, provider: str) -> pd.Series:
    """Whether a row says in which ward or small area its records lie, or gives a point."""
    if provider == BOROUGH_COUNTS:
        return pd.Series(False, index=records.index)
    found = records[["ward_code", "lsoa_code", "longitude", "easting"]].notna().any(axis=1)
    if provider != WARD_COUNTS:
        return found
    places = records["place"]  # the ward's name, where a file of before the codes gives no more
    nowhere = [name for name in places.dropna().unique() if fold(str(name)) in NOT_BOROUGHS]
    return found | (places.notna() & ~places.isin(nowhere))


def summed(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Tables of counts added up, sorted by what they count."""
    added = pd.concat(tables, ignore_index=True)
    return added.groupby(KINDS, as_index=False, sort=True)[["count", "located"]].sum()
