"""A figure for each type of a data set: a minor's own, or for a coarse type the mean of the minors it holds.

data.police.uk publishes types that hold several minors of the Metropolitan Police (``Burglary``, ``Violence and
sexual offences``). Their figure is the mean of those minors weighted by ``mix_records`` of the offence taxonomy:
the offences recorded in Westminster from October 2022 to September 2023. Elsewhere the mix differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import taxonomy

Array = npt.NDArray[Any]
MIX_SAYS: Final = "the mix of offences recorded in Westminster, October 2022 to September 2023"


@cache
def minors_in(major: str, minor: str) -> tuple[tuple[str, int], ...]:
    """The minors a type holds and their records in the mix: itself alone, those of a coarse type, or none known."""
    table = taxonomy()
    if minor:
        known = ((table["major"] == major) & (table["minor"] == minor)).any()
        return ((minor, 1),) if known else ()
    held = table[table["police_uk_type"] == major]
    held = table[table["major"] == major] if held.empty else held
    held = held[held["mix_records"] > 0]
    return tuple(zip(held["minor"], held["mix_records"].astype(int), strict=True))


def is_mixed(major: str, minor: str) -> bool:
    """Whether a type holds several minors, so that its figure may be a mean."""
    return len(minors_in(major, minor)) > 1


def by_type(figures: Mapping[str, float], types: Sequence[tuple[str, str]]) -> Array:
    """(types,) the figure of each (major, minor); NaN where the type, or a minor it holds, has none.

    ``figures`` are by minor; a coarse type has minor "".
    """
    found = np.full(len(types), np.nan)
    for position, (major, minor) in enumerate(types):
        held = minors_in(major, minor)
        values = [figures[name] for name, _ in held if name in figures]
        if not values or len(values) < len(held):
            continue
        if len(set(values)) == 1:  # an average of equal figures would be off by a rounding
            found[position] = values[0]
        else:
            found[position] = np.average(values, weights=[records for _, records in held])
    return found
