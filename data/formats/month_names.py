"""Months as publishers and spreadsheets spell them: ``202210``, ``2022-10``, ``2022-10-01``, ``Oct-22``, ``October 2022``."""

from __future__ import annotations

import re
from typing import Final

from data.schema import month_number

# fmt: off
_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)
# fmt: on
_NUMERIC: Final = re.compile(r"(\d{4})-?(\d\d)(?:-01(?:[ T]00:00(?::00)?)?)?")
_NAMED: Final = re.compile(r"([A-Za-z]{3,9})[- ](\d{4}|\d\d)")


def month_of(cell: str) -> int | None:
    """The month number of a month in any of these spellings; None for any other text, a day within a month too."""
    cell = cell.strip()
    if found := _NUMERIC.fullmatch(cell):
        year, month = int(found[1]), int(found[2])
    elif found := _NAMED.fullmatch(cell):
        named = [number for number, name in enumerate(_NAMES, 1) if name.startswith(found[1].lower())]
        year, month = int(found[2]), named[0] if named else 0
        year += 2000 if len(found[2]) == 2 else 0
    else:
        return None
    return month_number(year, month) if 1 <= month <= 12 else None
