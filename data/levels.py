"""The levels of area a figure can be shown at: their slugs, their names on screen, the form of their codes."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """A level of area; the value is its slug in a link and the name of its file in a store."""

    LSOA = "lsoa"
    LSOA21 = "lsoa21"
    WARD = "ward"
    AUTHORITY = "authority"
    REGION = "region"


PLACED: Final = (Level.LSOA, Level.LSOA21, Level.WARD)  # with boundaries of their own, in which records are placed
WIDER: Final = (Level.AUTHORITY, Level.REGION)  # made of small areas; only in releases of several authorities
SMALL: Final = (Level.LSOA, Level.LSOA21)


LEVEL_NAMES: Final[dict[Level, str]] = {
    Level.LSOA: "small area (2011 census)",
    Level.LSOA21: "small area (2021 census)",
    Level.WARD: "ward",
    Level.AUTHORITY: "local authority",
    Level.REGION: "region",
}

_LSOA_CODE: Final = re.compile(r"[EW]01\d{6}")

CODE_PATTERNS: Final[dict[Level, re.Pattern[str]]] = {
    Level.LSOA: _LSOA_CODE,
    Level.LSOA21: _LSOA_CODE,
    Level.WARD: re.compile(r"[EW]05\d{6}|S13\d{6}|N08\d{6}"),
    Level.AUTHORITY: re.compile(r"E0[6-9]\d{6}|W06\d{6}|S12\d{6}|N09\d{6}"),
    Level.REGION: re.compile(r"E12\d{6}|[WSN]92\d{6}"),
}


def is_code(level: Level, text: str) -> bool:
    """Say whether ``text`` has the form of a code of this level (both censuses share one form)."""
    return CODE_PATTERNS[level].fullmatch(text) is not None
