"""The 33 local authorities of London by name or code; the region of an authority where its code tells it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Final

import pandas as pd

from data.categories import REFERENCE, fold

WHOLE: Final = "all"  # of ``swp import --authority``: every authority there are boundaries of
LONDON: Final = ("E12000007", "London")
WALES: Final = ("W92000004", "Wales")
_REGION_BY_PREFIX: Final = {"E09": LONDON, "W06": WALES}
_ENGLAND: Final = 290  # authorities; of England there are about 309, of Wales 22

_TITLES: Final = re.compile(r"^(?:(?:the )?(?:london|royal) borough of |(?:the )?city of |(?:lb|rb) )")
_ENDINGS: Final = re.compile(r" (?:city council|council|london borough|lb)$")


@cache
def authority_names() -> dict[str, str]:
    """Code -> name, in the order of the codes."""
    table = pd.read_csv(REFERENCE / "london_authorities.csv", dtype="str")
    return dict(zip(table["code"], table["name"], strict=True))


@cache
def _code_by_spelling() -> dict[str, str]:
    return {fold(spelling): code for code, name in authority_names().items() for spelling in (name, code)}


def authority_code(text: str) -> str | None:
    """The code of an authority given by code or by name in any usual spelling; None for any other text.

    ``City of Westminster`` and ``LB Camden`` are known; ``City of London`` is itself, never ``London``.
    """
    codes, name = _code_by_spelling(), fold(text)
    return codes.get(name) or codes.get(_ENDINGS.sub("", _TITLES.sub("", name)))


def authority_codes(names: pd.Series) -> pd.Series:
    """``authority_code`` of each; missing where the text is missing or no London authority."""
    found = {name: authority_code(str(name)) for name in names.dropna().unique()}
    return names.map(found).astype("str")


def area_of_authority(code: str) -> str:
    """What the authority is called on screen: ``Westminster``, or ``London`` for all of them."""
    return "London" if code == WHOLE else authority_names().get(code, code)


def area_of_authorities(codes: Collection[str]) -> str:
    """What several authorities are called together: ``London``, ``England and Wales``, or how many they are."""
    prefixes = {code[:3] for code in codes}
    if prefixes <= {"E09"}:
        return "London"
    if prefixes == {"W06"}:
        return "Wales"
    if len(codes) >= _ENGLAND:
        return "England and Wales" if "W06" in prefixes else "England"
    return f"{len(codes)} authorities"


def region_of(authority: str) -> tuple[str, str] | None:
    """Code and name of the region of an authority whose code tells it: of London's and of Wales's."""
    return _REGION_BY_PREFIX.get(authority[:3])
