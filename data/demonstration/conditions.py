"""The small language of the target table: ``two-wards night victim_age=18-24`` picks records.

A condition is words parted by blanks, all of which must hold. A word is a name from ``RULES``, a flag
column, or ``column=value|value``; values are slugs, codes, ``known`` or a range of whole years.
``not:`` before a word turns it round.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.attributes.flags import HATE
from data.categories import REFERENCE, VIOLENT_MAJORS, business_proxy_minors, slug, taxonomy
from data.demonstration.targets import HOT_LSOAS, SEXUAL_LSOAS, THREE_LSOAS, TWO_WARDS, WESTMINSTER, lsoas
from data.schema import DataError

Mask = NDArray[np.bool_]

BOROUGHS: Final = {
    "westminster": WESTMINSTER,
    "barnet": "E09000003",
    "brent": "E09000005",
    "camden": "E09000007",
    "ealing": "E09000009",
    "islington": "E09000019",
    "lambeth": "E09000022",
}
OUTSIDE_LONDON: Final = "outside London"
NORTHERN_WARDS: Final = ("E05013794", "E05013795", "E05013804", "E05013809")
_THEFT_OF_OTHERS: Final = ("Other Theft", "Theft from Person")


def isin(values: pd.Series, wanted: frozenset[str] | tuple[str, ...] | list[str]) -> Mask:
    """``Series.isin`` by category codes, which is quicker for long categorical columns."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        among = np.append(np.isin(values.cat.categories.to_numpy(), list(wanted)), False)
        return np.asarray(among[values.cat.codes.to_numpy()])
    return values.isin(list(wanted)).to_numpy()


def flag(frame: pd.DataFrame, name: str) -> Mask:
    """A flag column, False where it is unknown."""
    return frame[name].fillna(False).to_numpy(dtype="bool")


def _younger(frame: pd.DataFrame, years: int) -> tuple[Mask, Mask]:
    return (frame["victim_age"] < years).to_numpy(), (frame["suspect_age"] < years).to_numpy()


@cache
def _costed_minors() -> frozenset[str]:
    return frozenset(taxonomy().dropna(subset=["cost_row"])["minor"])


def _youth_violence(frame: pd.DataFrame, years: int, *, both: bool = False) -> Mask:
    victim, suspect = _younger(frame, years)
    return isin(frame["major"], VIOLENT_MAJORS) & ((victim & suspect) if both else (victim | suspect))


def _serious(frame: pd.DataFrame) -> Mask:
    """London's serious violence: youth violence, domestic abuse or a sexual offence (Assessment 2024, p. 61)."""
    return _youth_violence(frame, 25) | flag(frame, "domestic_abuse") | (isin(frame["major"], ("Sexual Offences",)))


def _hate(frame: pd.DataFrame) -> Mask:
    if "hate_any" in frame:  # known before the strands are, while the records are being made
        return flag(frame, "hate_any")
    return np.asarray(np.logical_or.reduce([flag(frame, strand) for strand in HATE]))


def _hours(frame: pd.DataFrame, start: int, end: int) -> Mask:
    hour = frame["hour"].to_numpy()
    inside = (hour >= start) & (hour < end) if start < end else (hour >= start) | (hour < end)
    return np.asarray(inside & (hour >= 0))


def _night_of(frame: pd.DataFrame, evenings: tuple[int, ...]) -> Mask:
    """Records of the nights (18:00 to 06:00) that begin on these days."""
    early = frame["hour"].to_numpy() < 6
    evening = np.where(early, (frame["day"].to_numpy() - 1) % 7, frame["day"].to_numpy())
    return np.asarray(np.isin(evening, evenings) & _hours(frame, 18, 6))


RULES: Final[dict[str, Callable[[pd.DataFrame], Mask]]] = {
    "all": lambda frame: np.ones(len(frame), dtype="bool"),
    "located": lambda frame: frame["lsoa_code"].notna().to_numpy(),
    "two-wards": lambda frame: isin(frame["ward_code"], TWO_WARDS),
    "northern-wards": lambda frame: isin(frame["ward_code"], NORTHERN_WARDS),
    "three-lsoas": lambda frame: isin(frame["lsoa_code"], THREE_LSOAS),
    "sexual-lsoas": lambda frame: isin(frame["lsoa_code"], SEXUAL_LSOAS),
    "four-lsoas": lambda frame: isin(frame["lsoa_code"], HOT_LSOAS),
    "timed": lambda frame: (frame["hour"] >= 0).to_numpy(),
    "night": lambda frame: _hours(frame, 18, 6),
    "october-to-july": lambda frame: ~np.isin(frame["month"].to_numpy() % 12, (7, 8)),
    "weekend": lambda frame: (frame["day"] >= 5).to_numpy(),
    "friday-saturday-night": lambda frame: _night_of(frame, (4, 5)),
    "violent": lambda frame: isin(frame["major"], VIOLENT_MAJORS),
    "business-types": lambda frame: isin(frame["minor"], business_proxy_minors()),
    "theft-of-others": lambda frame: isin(frame["minor"], _THEFT_OF_OTHERS),
    "costed": lambda frame: isin(frame["minor"], _costed_minors()),
    "syv": lambda frame: _youth_violence(frame, 25),
    "syv-both": lambda frame: _youth_violence(frame, 25, both=True),
    "syv-under-18": lambda frame: _youth_violence(frame, 18),
    "child-on-child": lambda frame: _youth_violence(frame, 18, both=True),
    "serious": _serious,
    "hate": _hate,
}


@cache
def _ward_codes() -> dict[str, str]:
    wards = pd.read_csv(REFERENCE / "wards_2022.csv")
    return {slug(name): code for code, name in zip(wards["ward22cd"], wards["ward22nm"], strict=True)}


def _age(frame: pd.DataFrame, column: str, value: str) -> Mask:
    ages = frame[column].to_numpy()
    first, _, last = value.partition("-")
    return np.asarray((ages >= int(first)) & (ages < int(last or 200) + 1))


def _home(frame: pd.DataFrame, column: str, value: str) -> Mask:
    if value == "other-london":
        return np.asarray(frame[column].notna().to_numpy() & ~isin(frame[column], (WESTMINSTER, OUTSIDE_LONDON)))
    return isin(frame[column], (OUTSIDE_LONDON if value == "outside-london" else BOROUGHS[value],))


def _one_of(frame: pd.DataFrame, column: str, value: str) -> Mask:
    if value == "known":
        return frame[column].notna().to_numpy()
    if column == "hour":
        start, _, end = value.partition("-")
        return _hours(frame, int(start), int(end))
    if column.endswith("_age"):
        return _age(frame, column, value)
    if column.endswith("_home"):
        return _home(frame, column, value)
    if column == "ward":
        return isin(frame["ward_code"], (_ward_codes()[value],))
    if column == "lsoa":
        return isin(frame["lsoa_code"], (value,))
    if column in ("day", "hate_group"):
        return (frame[column] == int(value)).to_numpy()
    if column == "minor" and frame["minor"].isna().all():
        column = "major"  # of a data set with one kind of category only (records.ONE_KIND)
    values = frame[column]
    names = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.dropna().unique()
    return isin(values, [name for name in names if slug(str(name)) == slug(value)])


def _word(frame: pd.DataFrame, word: str) -> Mask:
    if word.startswith("not:"):
        return ~_word(frame, word.removeprefix("not:"))
    if word in RULES:
        return RULES[word](frame)
    column, equals, values = word.partition("=")
    if equals:
        return np.logical_or.reduce([_one_of(frame, column, value) for value in values.split("|")])
    if word not in frame:
        raise DataError(f"{word!r} is neither a rule nor a column", where="demonstration targets")
    return flag(frame, word)


def chosen(frame: pd.DataFrame, condition: str) -> Mask:
    """True for the records that meet every word of ``condition``."""
    mask = np.ones(len(frame), dtype="bool")
    for word in condition.split():
        mask &= _word(frame, word)
    return mask


@cache
def hot_group() -> pd.Series:
    """Each LSOA's name if it is one of the four hot ones, else "other": coarse enough to part records by."""
    codes = lsoas().index.to_series()
    return codes.where(codes.isin(HOT_LSOAS), "other")
