"""What the three kinds of data.police.uk file share: columns, points, areas, and the force's slug.

Notes: https://data.police.uk/about/. Points are anonymised map points; the LSOA given is that of the map
point, of the 2011 census in archives up to about March 2023 and of 2021 in later ones. Both are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from data.formats import SourceFile
from data.formats.columns import geographic_point, grid_point, months, text
from data.formats.headers import plain
from data.formats.month_names import month_of
from data.formats.rejections import Rejections
from data.schema import month_text

Spellings = Mapping[str, tuple[str, ...]]

LONGITUDE: Final = "Longitude"
LATITUDE: Final = "Latitude"
EASTING: Final = "Easting"
NORTHING: Final = "Northing"

# Names of forces that the general rule does not turn into the slugs used in file names.
_FORCES: Final = {
    "british-transport-police": "btp",
    "metropolitan-police-service": "metropolitan",
    "police-service-of-northern-ireland": "northern-ireland",
}
_FILE: Final = re.compile(r"(20\d\d-\d\d)-(.+)-(?:street|outcomes|stop-and-search)")
_FIRST_OF_MONTH: Final = re.compile(r"0?1/(\d\d)/(\d{4})")
_FORCE_WORDS: Final = re.compile(r"(-police)?(-constabulary|-service|-police|-police-force)?$")


def own_spelling(*names: str) -> Spellings:
    """Columns that have one name only, in any case and spacing."""
    return {name: (name,) for name in names}


def knows(*ways: Collection[str]) -> Callable[[list[str]], bool]:
    """A recogniser of headers that hold all columns of one of ``ways``, in any order and case."""
    wanted = [{plain(name) for name in way} for way in ways]
    return lambda header: any(way <= {plain(cell) for cell in header} for way in wanted)


def force_slug(name: str) -> str:
    """``City of London Police`` -> ``city-of-london``, as in the names of data.police.uk's files."""
    slug = re.sub("[^a-z0-9]+", "-", name.casefold().replace("&", " and ")).strip("-")
    return _FORCES.get(slug) or _FORCE_WORDS.sub("", slug) or slug


def force_of_file(source: SourceFile) -> str:
    """Slug of the force in a file's name (``2022-10-metropolitan-street``), empty where it has none."""
    named = _FILE.fullmatch(source.stem.casefold())
    return named[2] if named else ""


def own_series(forces: pd.Series, month: pd.Series, source: SourceFile) -> pd.Series:
    """What a newer file restates: the force; for a row of another force or month than the file is named for,
    one of this file alone, so that a stray row never stands for a whole month of its own."""
    named = _FILE.fullmatch(source.stem.casefold())
    if named is None:
        return forces
    stray = (forces != named[2]) | (by_distinct_month(month) != named[1])
    return forces.mask(stray & forces.notna(), forces + f" in {named[0]}") if stray.any() else forces


def month_numbers(frame: pd.DataFrame, columns: Mapping[str, str], rejections: Rejections) -> pd.Series:
    """The row's month; a spreadsheet that saves the file again makes ``Oct-22`` or ``01/10/2022`` of ``2022-10``."""
    return months(by_distinct(text(frame, columns["Month"]), _as_published), rejections, columns["Month"])


def _as_published(word: str) -> str:
    month = month_of(_FIRST_OF_MONTH.sub(r"\2-\1", word))
    return word if month is None else month_text(month)


def by_distinct_month(month: pd.Series) -> pd.Series:
    """Month numbers (float64, maybe missing) as ``2022-10``."""
    return month.map({number: month_text(int(number)) for number in month.dropna().unique()}).astype("str")


def by_distinct(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """``change`` applied to each distinct text once; missing stays missing."""
    codes, found = pd.factorize(values)
    changed = np.array([*(change(str(word)) for word in found), np.nan], dtype=object)
    return pd.Series(changed[codes], index=values.index, dtype="str")


def as_spelled(values: pd.Series, known: Iterable[str]) -> pd.Series:
    """Names in the publisher's spelling where they differ from it by case or spacing only."""
    spelled = {plain(name): name for name in known}
    return by_distinct(values, lambda word: spelled.get(plain(word), word))


def point_columns(frame: pd.DataFrame, columns: Mapping[str, str], rejections: Rejections) -> dict[str, Any]:
    """The row's point under the names of a record's columns; the files of 2010-11 give metres."""
    if LONGITUDE in columns:
        lon, lat = geographic_point(frame, columns[LONGITUDE], columns[LATITUDE], rejections)
        return {"longitude": lon, "latitude": lat}
    if EASTING in columns:
        east, north = grid_point(frame, columns[EASTING], columns[NORTHING], rejections)
        return {"easting": east, "northing": north}
    return {}


def area_code(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """The code of the small area given, of either census."""
    return text(frame, columns.get("LSOA code", "")).str.upper()


def place_name(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """The location's wording; "No Location" and "No location" are missing."""
    return text(frame, columns.get("Location", ""), nulls=("No Location",))


def force(frame: pd.DataFrame, columns: Mapping[str, str], rejections: Rejections) -> pd.Series:
    """Slug of the force the crime falls within, or else of the one that reported it."""
    within = text(frame, columns.get("Falls within", ""))
    names = within.fillna(text(frame, columns.get("Reported by", "")))
    rejections.add(names.isna(), "no police force", columns.get("Falls within", ""))
    return by_distinct(names, force_slug)
