"""Wards of before May 2022 that old links may name, and what became of them.

Codes run from E05000630 to E05000649 in the order of the names. Five names are gone; Marylebone, Pimlico North and
Pimlico South are new; most boundaries moved (Local Government Boundary Commission for England, final
recommendations for Westminster, May 2020).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.categories import fold

FIRST_CODE: Final = 5000630
FORMER: Final = (
    "Abbey Road", "Bayswater", "Bryanston and Dorset Square", "Church Street", "Churchill", "Harrow Road",
    "Hyde Park", "Knightsbridge and Belgravia", "Lancaster Gate", "Little Venice", "Maida Vale",
    "Marylebone High Street", "Queen's Park", "Regent's Park", "St James's", "Tachbrook", "Vincent Square",
    "Warwick", "West End", "Westbourne",
)  # fmt: skip

BELGRAVIA, MARYLEBONE, PIMLICO_NORTH, PIMLICO_SOUTH, REGENTS_PARK = (
    "E05013797", "E05013801", "E05013802", "E05013803", "E05013805",
)  # fmt: skip
# The wards of today that a former one's small areas lie in by best fit, most first: the 2011 codes run in the
# order of the former wards, ``data/reference/lsoa_2011.csv`` has the ward of today of each.
NOW_IN: Final[dict[str, tuple[str, ...]]] = {
    "Bryanston and Dorset Square": (MARYLEBONE, REGENTS_PARK),
    "Churchill": (PIMLICO_SOUTH, BELGRAVIA),
    "Marylebone High Street": (MARYLEBONE,),
    "Tachbrook": (PIMLICO_NORTH, PIMLICO_SOUTH),
    "Warwick": (PIMLICO_NORTH,),
}
CHANGED: Final = "Westminster’s wards changed in May 2022"

_CODES: Final = {f"E0{FIRST_CODE + number}": name for number, name in enumerate(FORMER)}
_BY_SPELLING: Final = {fold(name): name for name in FORMER} | {fold(code): name for code, name in _CODES.items()}


def former_ward(text: str) -> str | None:
    """The name of the former ward that a text names, by name, slug or code; None for any other text."""
    return _BY_SPELLING.get(fold(text.replace("-", " ")))


def what_became(text: str, names: Mapping[str, str]) -> str:
    """What became of the former ward a link names, in words; empty where it names none.

    ``names`` are the wards of today, code to name; a release of another authority has none of them.
    """
    former = former_ward(text)
    if former is None or MARYLEBONE not in names:
        return ""
    same = next((name for name in names.values() if fold(name) == fold(former)), None)  # now under another code
    if same is not None:
        return f"{CHANGED}; this is the code that {same} had before; choose it by its name"
    now = [names[code] for code in NOW_IN.get(former, ()) if code in names]
    where = f"most of its area is now in {' and '.join(now)}" if now else "its area is now in other wards"
    return f"{CHANGED}; {former} is no longer one of them, {where}"
