"""Reading protected tables: the sum over some kinds in each row, or nothing where it is not told."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from data.disclosure.table import Table

Array = npt.NDArray[Any]


def in_groups(asked: Array, groups: Array) -> Array | None:
    """(groups,) bool: what is asked, in groups that are never parted; None where a group is asked for in part.

    ``asked``: bool by category; ``groups``: the group of each, -1 for one without any record, which changes nothing.
    """
    number = int(groups.max(initial=-1)) + 1
    live = groups >= 0
    wanted = np.zeros(number, dtype=bool)
    wanted[groups[live & asked]] = True
    return wanted if bool((wanted[groups[live]] == asked[live]).all()) else None


def rows_told(table: Table, column: int, wanted: Array) -> Array:
    """(rows,) float: records of the kinds wanted in each row of a level; NaN where the table does not tell them."""
    pooled, counts = table.pooled[column], table.counts[column]
    found = counts[:, wanted].sum(axis=1).astype(float)
    if not wanted.any():
        return found  # nothing of the sort anywhere, as the whole tells
    inside = pooled[:, :-1]
    parted = (inside & wanted).any(axis=1) & (inside & ~wanted).any(axis=1)
    found[parted | pooled[:, -1]] = np.nan
    return found


def most_of(table: Table, column: int, wanted: Array) -> Array:
    """(rows,) float: the most records of the kinds wanted that each row can have, by its own told cells; inf for any."""
    pooled, counts = table.pooled[column], table.counts[column]
    inside = pooled[:, :-1]
    touched = inside & np.asarray((inside & wanted).any(axis=1))[:, None] | wanted
    most = (counts * touched).sum(axis=1).astype(float)
    most[pooled[:, -1]] = np.inf
    return most
