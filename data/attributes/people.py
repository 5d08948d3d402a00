"""What is known of the people and the features of records, as small numbers: how the index keeps them.

A person is one byte: ``age << 4 | sex << 2 | home``. Ages are the bands of ``AGE_BANDS``; 8 stands for 35 or over,
the band not told; 15 for unknown. Sexes are ``SEXES``, homes ``HOMES``; 3 stands for unknown in both, so that 255
is a person of whom nothing is known. Flags are bits in the order of ``data.schema.FLAGS``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.authorities import authority_names
from data.schema import FLAGS, PEOPLE

Array = npt.NDArray[Any]

AGE_BANDS: Final = ("0–9", "10–17", "18–24", "25–34", "35–44", "45–54", "55–64", "65 and over")
AGE_FROM: Final = (0, 10, 18, 25, 35, 45, 55, 65)
OLDER, AGE_UNKNOWN = 8, 15  # 35 or over without a band, as the police's "over 34"
SEXES: Final = ("F", "M", "X")
HOMES: Final = ("in the borough", "elsewhere in London", "outside London")
NOT_KNOWN: Final = 3  # of sex and home
NOBODY: Final = np.uint8(255)
INJURY_DEGREES: Final = ("none", "minor", "serious", "fatal")
DEGREE_UNKNOWN: Final = np.uint8(4)
ALL_LONDON: Final = "all"

_BAND: Final = re.compile(r"(\d+)\D+(\d+)")
_LOWEST: Final = re.compile(r"(?:over|above)\D*(\d+)|(\d+)\s*(?:\+|and over|plus)")
_HIGHEST: Final = re.compile(r"(?:under|below)\D*(\d+)")
_PARTS: Final = ("age", "age_band", "sex", "home")


def person_codes(records: pd.DataFrame, person: str, authority: str) -> Array | None:
    """(rows,) uint8 codes of one kind of person; None where the source was not asked for any of it.

    ``authority`` is whose residents are at home: a code, or ``all`` for each record's own.
    """
    if not any(f"{person}_{part}" in records for part in _PARTS):
        return None
    age = age_codes(records, person)
    sex = coded(records, f"{person}_sex", SEXES)
    return (age << 4 | sex << 2 | home_codes(records, person, authority)).astype(np.uint8)


def age_codes(records: pd.DataFrame, person: str) -> Array:
    """(rows,) the band of the age, or of the band a source gives where that lies within one of ours."""
    codes = np.full(len(records), AGE_UNKNOWN, dtype=np.int16)
    if f"{person}_age_band" in records:
        words = records[f"{person}_age_band"]
        bands = words.map({word: band_code(str(word)) for word in words.dropna().unique()})
        codes = bands.fillna(AGE_UNKNOWN).to_numpy(dtype=np.int16, copy=True)
    if f"{person}_age" in records:
        ages = records[f"{person}_age"].to_numpy(dtype=np.float64)
        known = ~np.isnan(ages)
        codes[known] = np.searchsorted(AGE_FROM, ages[known], side="right") - 1
    return codes


def band_code(words: str) -> int:
    """``10-17`` -> 1, ``over 34`` -> 8, ``under 10`` -> 0; a band across two of ours (``21-25``) is unknown."""
    text = words.casefold()
    if match := _BAND.search(text):
        first, last = int(match[1]), int(match[2])
    elif match := _LOWEST.search(text):
        first, last = (int(match[1]) + 1 if match[1] else int(match[2])), 200
    elif match := _HIGHEST.search(text):
        first, last = 0, int(match[1]) - 1
    else:
        return AGE_UNKNOWN
    low, high = (int(np.searchsorted(AGE_FROM, age, side="right")) - 1 for age in (first, last))
    if low == high:
        return low
    return OLDER if first >= AGE_FROM[4] else AGE_UNKNOWN


def coded(records: pd.DataFrame, column: str, values: Sequence[str], unknown: int = NOT_KNOWN) -> Array:
    """(rows,) position of each value; ``unknown`` where there is none."""
    if column not in records:
        return np.full(len(records), unknown, dtype=np.int16)
    found = pd.Index(values).get_indexer(pd.Index(records[column].astype("object")))
    return np.where(found < 0, unknown, found).astype(np.int16)


def home_codes(records: pd.DataFrame, person: str, authority: str) -> Array:
    """(rows,) 0 at home in the authority, 1 elsewhere in London, 2 outside London, 3 unknown."""
    column = f"{person}_home"
    if column not in records:
        return np.full(len(records), NOT_KNOWN, dtype=np.int16)
    homes = records[column].astype("object")
    own = records["authority_code"].astype("object") if authority == ALL_LONDON else authority
    elsewhere = homes.isin([*authority_names(), "other London"])
    if authority == ALL_LONDON:  # whose residents they would be is not known where the record names no authority
        unclear = elsewhere & (homes != "other London") & records["authority_code"].isna()
    else:
        unclear = pd.Series(False, index=homes.index)
    codes = np.select([homes.isna() | unclear, homes == own, elsewhere], [NOT_KNOWN, 0, 1], default=2)
    return codes.astype(np.int16)


def degree_codes(records: pd.DataFrame) -> Array | None:
    """(rows,) uint8 degrees of injury; None where the source was not asked."""
    if "injury_degree" not in records:
        return None
    return coded(records, "injury_degree", INJURY_DEGREES, int(DEGREE_UNKNOWN)).astype(np.uint8)


def flag_bits(records: pd.DataFrame) -> tuple[Array, Array] | None:
    """(rows,) uint16 flags that are set and (rows,) uint16 flags that are known; None where none was asked."""
    asked = [name for name in FLAGS if name in records]
    if not asked:
        return None
    set_bits, known_bits = (np.zeros(len(records), dtype=np.uint16) for _ in range(2))
    for name in asked:
        bit = np.uint16(1 << FLAGS.index(name))
        known_bits |= records[name].notna().to_numpy().astype(np.uint16) * bit
        set_bits |= records[name].fillna(False).to_numpy(dtype=np.uint16) * bit
    return set_bits, known_bits


def attribute_columns(records: pd.DataFrame, authority: str) -> dict[str, Array]:
    """Every column of the index that the records have something for, by name."""
    columns = {person: person_codes(records, person, authority) for person in PEOPLE}
    columns["injury_degree"] = degree_codes(records)
    flags = flag_bits(records)
    if flags is not None:
        columns["flags"], columns["flags_known"] = flags
    return {name: column for name, column in columns.items() if column is not None}


NOTHING_KNOWN: Final[dict[str, Any]] = {
    **dict.fromkeys(PEOPLE, NOBODY),
    "injury_degree": DEGREE_UNKNOWN,
    "flags": np.uint16(0),
    "flags_known": np.uint16(0),
    "rules_open": np.uint8(0),
}
