"""Names as strangers' files write them, made fit to stand anywhere: in a page, a table, a link, a pack, a log."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

# Line ends and tabs; then what no XML may hold, and what turns the direction of the text after it, so that a name could
# make others read backwards.
_GAPS: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain_name(name: str) -> str:
    """A name on one line; a character that cannot be shown is a question mark, so that no name becomes empty by it."""
    return _UNFIT.sub("?", _GAPS.sub(" ", name))


def plain_names(names: Any) -> Any:
    """A text array with every name plain; the very same array where all of them are."""
    codes, found = pd.factorize(names)
    plain = [plain_name(name) for name in found]
    if plain == list(found):
        return names
    return pd.array(plain, dtype="str").take(codes, allow_fill=True)
