"""Figures of the earlier period that only a row, a card or a spoken text needs: for thousands of areas they follow when
one is pointed at, so that the map need not wait for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np

from layouts.packed import packed
from layouts.sent import compact

LATER: Final = ("previous", "verdicts", "records_before")
BASES: Final = ("values", "records")  # which the browser has, and which those above are packed beside
MANY: Final = 1000
FIRST_ROWS: Final = 10  # of the ranking, as it opens

Picture = Mapping[str, Any]


def in_two(picture: Picture, release_id: str) -> dict[str, Any]:
    """The picture without the figures that may follow, where it has many areas: with those of the first rows, the
    largest of the earlier period, and the address of the rest. Few areas are sent at once."""
    held = [key for key in LATER if picture.get(key) is not None]
    if len(picture["values"]) < MANY or picture.get("previous") is None:
        return dict(picture)
    places = first_places(picture)
    first = {key: packed([picture[key][place] for place in places]) for key in held}
    most = float(np.nanmax(asked_for(picture["previous"], picture["outside"]), initial=0))
    address = f"/beside/{release_id}?{urlencode({'link': picture['seq']})}"
    told = {"address": address, "places": packed(places), "most": most, "first": first}
    return {key: value for key, value in picture.items() if key not in held} | {"later": told}


def first_places(picture: Picture) -> list[int]:
    """The areas of the first rows, in the order of the table: the top, then by value; and those chosen."""
    values, top = asked_for(picture["values"], picture["outside"]), picture["top"]
    values[list(top)] = np.nan
    order = np.argsort(-values, kind="stable")[: int(np.isfinite(values).sum())]
    return list(dict.fromkeys([*[*top, *order[:FIRST_ROWS].tolist()][:FIRST_ROWS], *picture["selected"]]))


def asked_for(values: Sequence[float | None], outside: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Values of the areas asked for; NaN where one is not, or is not known."""
    found = np.array([np.nan if value is None else value for value in values], dtype=float)
    found[list(outside)] = np.nan
    return found


def rest(picture: Picture) -> dict[str, Any]:
    """All the figures that follow, packed."""
    made = compact({key: picture[key] for key in (*BASES, *LATER) if picture.get(key) is not None})
    return {key: made[key] for key in LATER if key in made}
