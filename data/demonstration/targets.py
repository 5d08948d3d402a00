"""The published totals and shares that the demonstration records are made to meet, as tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from data.schema import month_from_text

TARGETS: Final = Path(__file__).parent / "targets"

YEARS: Final = ("2020_21", "2021_22", "2022_23")
FIRST_MONTH: Final = {"2020_21": "2020-10", "2021_22": "2021-10", "2022_23": "2022-10"}
REVIEW_YEAR: Final = "2022_23"  # the period of the assessment; the year before serves its comparisons
YEAR_BEFORE: Final = "2021_22"

WESTMINSTER: Final = "E09000033"
WEST_END: Final = "E05013808"
ST_JAMES: Final = "E05013806"
TWO_WARDS: Final = (WEST_END, ST_JAMES)
THREE_LSOAS: Final = ("E01033595", "E01004734", "E01004763")
FOURTH_LSOA: Final = "E01004736"
SEXUAL_LSOAS: Final = ("E01004736", "E01004734", "E01004763")  # footnote 75 names other three
HOT_LSOAS: Final = (*THREE_LSOAS, FOURTH_LSOA)


@cache
def target_table(name: str) -> pd.DataFrame:
    """One of the tables in ``targets/``; its README says where each comes from."""
    return pd.read_csv(TARGETS / f"{name}.csv")


@cache
def minors() -> pd.DataFrame:
    """One row a minor category: major, and located and all offences of each year."""
    return target_table("minor_totals").set_index("minor")


@cache
def lsoas() -> pd.DataFrame:
    """One row a 2011 LSOA: ward, population, area, police searches, located offences of each year."""
    return target_table("lsoa_totals").set_index("lsoa_code")


def months_of(year: str) -> list[int]:
    """The twelve month numbers of a year from October on."""
    first = month_from_text(FIRST_MONTH[year])
    return list(range(first, first + 12))
