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


def most_of(table: Table, column: int, wanted: Array, total: float) -> Array:
    """(rows,) float: the most records of the kinds wanted that each row can have, by told figures; inf for any number.

    ``total``: records of those kinds in the whole; NaN where it is not told.

    Notes
    -----
    A row has no more than its own cells that are told, with its pool where that holds any of what is wanted; and no more
    than the whole leaves it when every other row has the least it can: its cells told, with its pool where all of that
    is wanted. What is read here are single cells that are not pooled, pools of rows that are not withheld, and the
    total. All of them are told, so anybody works out the same bounds, and two worlds that tell the same have the same: what
    is said to hold up to these bounds tells nothing more.
    """
    pooled, counts = table.pooled[column], table.counts[column]
    inside, withheld = pooled[:, :-1], pooled[:, -1]
    single = np.where(inside, 0, counts)[:, wanted].sum(axis=1).astype(float)
    pool = np.where(withheld, 0, (counts * inside).sum(axis=1))
    some, all_of_it = (inside & wanted).any(axis=1), ~(inside & ~wanted).any(axis=1)
    most = np.where(withheld, np.inf, single + pool * some)
    least = single + pool * all_of_it
    return np.asarray(np.fmin(most, total - (least.sum() - least)))
