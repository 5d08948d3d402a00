"""The published look-ups between areas: names of authorities, best-fit wards, the 2011 to 2021 census change.

They cover Westminster; for other authorities the same answers are worked out from the boundaries
(``geo/placing/best_fit.py``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import pandas as pd

WESTMINSTER: Final = "E09000033"

# The wards before May 2022: they name Westminster, but their lines are gone, so they place nothing.
OLD_WESTMINSTER_WARDS: Final = frozenset(f"E05000{number}" for number in range(630, 650))

_LSOA_NAME: Final = re.compile(r"(.+?) \d{3}[A-Z]{1,2}")


@cache
def _table(name: str) -> pd.DataFrame:
    with (files("data") / "reference" / name).open(encoding="utf-8") as file:
        return pd.read_csv(file)


def lsoa_2011() -> pd.DataFrame:
    """The 128 small areas of 2011: code, name, best-fit ward, centroid, a point inside, hectares, people in 2020."""
    return _table("lsoa_2011.csv").copy()


def lsoa_2021() -> pd.DataFrame:
    """The 123 small areas of 2021: code, name, best-fit ward, centroid, a point inside, hectares."""
    return _table("lsoa_2021.csv").copy()


def census_changes() -> pd.DataFrame:
    """One row a pair of a 2011 and a 2021 area that overlap: kind of change and the two shares of area."""
    return _table("lsoa_2011_2021_changes.csv").copy()


def wards_2022() -> pd.DataFrame:
    """The 18 wards of May 2022: code, name, hectares, people, West End or not, a point inside."""
    return _table("wards_2022.csv").copy()


def authority_name_of_lsoa(name: str) -> str | None:
    """``Westminster 018A`` -> ``Westminster``; None where the name has not that form."""
    match = _LSOA_NAME.fullmatch(name.strip())
    return match[1] if match else None


@lru_cache(maxsize=1)
def ward_by_lsoa() -> dict[str, str]:
    """Best-fit ward of 2022 (population-weighted centroid, the ONS method) of each 2011 area."""
    table = _table("lsoa_2011.csv")
    return dict(zip(table["lsoa11cd"], table["ward22cd"], strict=True))


@lru_cache(maxsize=1)
def ward_by_lsoa21() -> dict[str, str]:
    """Best-fit ward of 2022 of each 2021 area (GLA and ONS agree on all of them)."""
    table = _table("lsoa_2021.csv")
    return dict(zip(table["lsoa21cd"], table["ward22cd"], strict=True))


def _largest(frame: pd.DataFrame, code: str, other: str, share: str) -> dict[str, tuple[str, bool]]:
    """By ``code``: the ``other`` area that holds most of it, and whether it holds all of it."""
    ordered = frame.sort_values([code, share, other], ascending=[True, False, True])
    alone = ~frame[code].duplicated(keep=False)
    exact = dict(zip(frame[code], alone, strict=True))
    best = ordered.drop_duplicates(code)
    return {old: (new, bool(exact[old])) for old, new in zip(best[code], best[other], strict=True)}


@lru_cache(maxsize=1)
def lsoa21_by_lsoa() -> dict[str, tuple[str, bool]]:
    """2021 area of each 2011 area and whether that is exact (unchanged or merged) or the larger part (split)."""
    return _largest(_table("lsoa_2011_2021_changes.csv"), "lsoa11cd", "lsoa21cd", "share_of_lsoa11_area")


@lru_cache(maxsize=1)
def lsoa_by_lsoa21() -> dict[str, tuple[str, bool]]:
    """2011 area of each 2021 area and whether that is exact (unchanged or split) or the larger part (merged)."""
    return _largest(_table("lsoa_2011_2021_changes.csv"), "lsoa21cd", "lsoa11cd", "share_of_lsoa21_area")
