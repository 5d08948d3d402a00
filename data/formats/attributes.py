"""Words about people and features, as extracts have them, turned into the schema's values."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from data.authorities import authority_code
from data.categories import fold
from data.formats.columns import number
from data.formats.mapping_file import FlagCodes, MappingFile
from data.formats.rejections import Rejections

OLDEST: Final = 120

_SEXES: Final = {
    **dict.fromkeys(("f", "female", "woman", "girl"), "F"),
    **dict.fromkeys(("m", "male", "man", "boy"), "M"),
    **dict.fromkeys(("x", "other", "non binary", "nonbinary", "indeterminate", "intersex"), "X"),
}
_UNKNOWN: Final = frozenset(("u", "unknown", "not known", "not stated", "not recorded", "prefer not to say", "n a", ""))
_NO_ADDRESS: Final = frozenset(("no fixed abode", "no fixed address", "nfa"))
_AMBIGUOUS: Final = frozenset(("london", "greater london", "uk", "england"))


def ages(words: pd.Series, rejections: Rejections, column: str) -> pd.Series:
    """Whole years, 0 to 120; anything else rejects its row."""
    values = number(words.to_frame(column), column, rejections)
    rejections.add(values.notna() & (values != values.round()), "not a whole number of years", column)
    rejections.add((values < 0) | (values > OLDEST), f"age outside 0..{OLDEST}", column)
    return values


def _by_word(words: pd.Series, meanings: dict[Any, str | None]) -> pd.Series:
    return words.map(meanings).astype("str")


def sexes(words: pd.Series, rejections: Rejections, column: str) -> pd.Series:
    """F, M or X; words for unknown are missing, any other word rejects its row."""
    folded = {word: fold(str(word)) for word in words.dropna().unique()}
    unread = [word for word, plain in folded.items() if plain not in _SEXES and plain not in _UNKNOWN]
    rejections.add(words.isin(unread), "no word for a sex (F, M, X)", column)
    return _by_word(words, {word: _SEXES.get(plain) for word, plain in folded.items()})


def homes(words: pd.Series, rejections: Rejections, column: str) -> pd.Series:
    """The code of a London authority, "other London" or "outside London"; a place of any other name is outside.

    No fixed address and words for unknown are missing; "London" alone could be either and rejects its row.
    """
    folded = {word: fold(str(word)) for word in words.dropna().unique()}
    rejections.add(
        words.isin([word for word, plain in folded.items() if plain in _AMBIGUOUS]), "names no borough", column
    )
    return _by_word(words, {word: _home(str(word), plain) for word, plain in folded.items()})


def _home(word: str, plain: str) -> str | None:
    if plain in _UNKNOWN or plain in _NO_ADDRESS or plain in _AMBIGUOUS:
        return None
    if plain == "other london":
        return "other London"
    return authority_code(word) or "outside London"


def flags(words: pd.Series, mapping: MappingFile, rejections: Rejections, column: str) -> pd.Series:
    """True or False by the mapping's words; blank is missing, or False where the mapping says so."""
    folded = words.str.casefold()
    yes, no = folded.isin(list(mapping.yes)), folded.isin(list(mapping.no))
    rejections.add(words.notna() & ~yes & ~no, "neither yes nor no", column)
    answered = yes | no | (words.isna() if mapping.blank_flag_is_no else False)
    return yes.astype("boolean").where(answered)


def flags_from_codes(words: pd.Series, listed: FlagCodes) -> dict[str, pd.Series]:
    """The flags that codes in a column set; a row without any of a flag's codes has it False."""
    cells = words.fillna("").str.casefold()
    separator = listed.separator.casefold()
    parts = {
        cell: {part.strip() for part in (str(cell).split(separator) if separator else [str(cell)])}
        for cell in cells.unique()
    }
    codes_by_flag: dict[str, set[str]] = {}
    for code, names in listed.flags.items():
        for name in names:
            codes_by_flag.setdefault(name, set()).add(code)
    return {
        name: cells.map({cell: bool(found & codes) for cell, found in parts.items()}).astype("boolean")
        for name, codes in codes_by_flag.items()
    }
