"""Recorded crime of the London Datastore (Metropolitan Police): a row an area and category, a column a month.

Three levels are published, by borough, ward and LSOA. They never add up to each other (the borough file
holds crime without a ward, the LSOA file no sexual offences), so each is a provider of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from data.authorities import authority_codes
from data.categories import REFERENCE, canonical, fold
from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.columns import FIRST_MONTH, text, this_month, whole_number
from data.formats.headers import find_columns, plain
from data.formats.month_names import month_of
from data.formats.rejections import Rejections
from data.schema import DataError, month_text

SERIES: Final = "metropolitan"
MOST_IN_A_CELL: Final = 1_000_000  # all London has about 80,000 offences a month

SPELLINGS: Final = {
    "major": ("MajorText", "Major Category", "Major", "Group"),  # Group and SubGroup: from 2025 on
    "minor": ("MinorText", "Minor Category", "Minor", "SubGroup"),
    "borough": ("LookUp_BoroughName", "Borough", "BoroughName", "Borough Code", "LookUp_Borough", "BOCU"),
    "ward name": ("WardName", "Ward"),
    "ward code": ("WardCode",),
    "lsoa code": ("LSOA Code", "LSOA", "LSOA11CD", "LSOA21CD"),
    "lsoa name": ("LSOA Name",),
}

# What stands in the borough column and is no borough: kept with its name, without an authority.
NOT_BOROUGHS: Final = frozenset(
    fold(name)
    for name in (
        "Aviation Security (SO18)",
        "Aviation Security SO18",
        "Aviation Policing",
        "London Heathrow and London City Airports",
        "Heathrow",
        "Other / NK",
        "Unknown",
        "NULL",
    )
)


def _months_by_column(frame: pd.DataFrame, where: str) -> dict[str, int]:
    """Month columns in order; DataError for a month that stands twice, lies in the future or cannot be read."""
    names = {plain(spelling) for spellings in SPELLINGS.values() for spelling in spellings}
    months: dict[str, int] = {}
    for cell in frame.columns:
        month = month_of(cell)
        if month is None:
            looks_like_one = plain(cell) not in names and any(character.isdigit() for character in cell)
            if looks_like_one and frame[cell].notna().any():  # a comma at the end of each line makes an empty one
                raise DataError(f"column {cell!r} is no month", where=where, mend="Months are written 202210")
            continue
        if month in months.values():
            raise DataError(f"two columns hold {month_text(month)}", where=where, mend="Remove one of them")
        if not FIRST_MONTH <= month <= this_month():
            raise DataError(f"column {cell!r} is outside 2000-01 .. now", where=where, mend="Correct its name")
        months[cell] = month
    return months


def _level(header: list[str]) -> str | None:
    cells = {plain(cell) for cell in header}

    def holds(name: str) -> bool:
        return any(plain(spelling) in cells for spelling in SPELLINGS[name])

    if not (holds("major") and holds("minor") and any(month_of(cell) is not None for cell in header)):
        return None
    if holds("lsoa code"):
        return "lsoa"
    if holds("ward code") or holds("ward name"):
        return "ward"
    return "borough" if holds("borough") else None


def _recognises(level: str) -> Callable[[list[str]], bool]:
    return lambda header: _level(header) == level


@cache
def _westminster_wards() -> dict[str, str]:
    table = pd.read_csv(REFERENCE / "wards_2022.csv", dtype="str").fillna("")
    spelled = table["ward22nm"] + ";" + table["aliases"]
    pairs = zip(table["ward22cd"], spelled.str.split(";"), strict=True)
    return {fold(name): code for code, names in pairs for name in names if fold(name)}


def _ward_codes(codes: pd.Series, names: pd.Series, authority: pd.Series) -> pd.Series:
    """The code as given; where there is none, that of Westminster's ward of the name (names repeat elsewhere)."""
    folded = {name: _westminster_wards().get(fold(str(name))) for name in names.dropna().unique()}
    by_name = names.map(folded).astype("str").where(authority == "E09000033")
    return codes.str.upper().fillna(by_name)


def normalise(frame: pd.DataFrame, source: SourceFile) -> Normalised:
    """One record for each cell above zero, its count the cell; one of count 0 for a row of zeros.

    A cell that is no whole number of 0 or more rejects its row, as do a row without a category and one
    whose borough is unknown.
    """
    columns = find_columns(frame.columns, SPELLINGS, where=source.name)
    months = _months_by_column(frame, source.name)
    rejections = Rejections(frame, source.name)
    given = {name: text(frame, columns.get(name, "")) for name in SPELLINGS}
    rejections.add(given["major"].isna() & given["minor"].isna(), "no category", columns["major"])

    authority = authority_codes(given["borough"])
    special = given["borough"].isin([name for name in given["borough"].dropna().unique() if fold(name) in NOT_BOROUGHS])
    unknown = given["borough"].notna() & authority.isna() & ~special
    rejections.add(unknown, "not a London borough", columns.get("borough", ""))

    counts = _counts(frame, list(months), rejections)
    major, minor = canonical(given["major"], given["minor"])
    place = given["borough"].where(special, given["ward name"].fillna(given["lsoa name"]))
    row, cell = np.nonzero(counts)
    empty = np.flatnonzero(rejections.kept & ~counts.any(axis=1))  # a row of zeros still belongs somewhere
    row, cell = np.append(row, empty), np.append(cell, np.zeros(len(empty), dtype=cell.dtype))
    records = assemble(
        frame.iloc[row],
        dataset="offences",
        series=SERIES,
        month=np.array(list(months.values()))[cell],
        count=counts[row, cell],
        major=major.iloc[row],
        minor=minor.iloc[row],
        authority_code=authority.iloc[row],
        ward_code=_ward_codes(given["ward code"], given["ward name"], authority).iloc[row],
        lsoa_code=given["lsoa code"].str.upper().iloc[row],
        place=place.iloc[row],
    )
    return Normalised(records, rejections.as_rejects())


def _counts(frame: pd.DataFrame, months: list[str], rejections: Rejections) -> np.ndarray:
    """Rows by months, whole numbers; rejected rows are all zero. The publisher leaves a cell blank for none."""
    counts = np.zeros((len(frame), len(months)))
    for place, column in enumerate(months):
        cells = whole_number(frame, column, rejections, least=0).fillna(0)
        rejections.add(cells > MOST_IN_A_CELL, f"more than {MOST_IN_A_CELL}", column)
        counts[:, place] = cells
    counts[~rejections.kept] = 0
    return counts.astype("int64")


FORMATS: Final = tuple(
    Format(
        f"London Datastore, {level}", f"datastore-{slug}", _recognises(slug), normalise, aggregated=True, complete=True
    )
    for slug, level in (("borough", "borough"), ("ward", "ward"), ("lsoa", "LSOA"))
)
