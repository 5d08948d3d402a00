"""Which withheld cells could be otherwise without any told figure being otherwise.

Two records of one colour change places: one of kind a in piece p, the other of kind b in piece q. Nobody sees it
when a and b are pooled together in every row that holds one of p and q but not both. The last kind, ``elsewhere``,
stands for no record: a single record then moves. A count that such an exchange changes cannot be worked out from
what is told, since both worlds tell the same and both are possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from data.disclosure.table import Table

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class View:
    """Pieces that agree in some levels, so that only the others see an exchange between them.

    Attributes
    ----------
    others : the levels that see it.
    group : (pieces,) number of what each piece agrees in.
    """

    others: tuple[int, ...]
    group: Array


def numbered(labels: list[Array]) -> Array:
    """(pieces,) number of each distinct combination of labels."""
    found = np.zeros(len(labels[0]), dtype=np.int64)
    for each in labels:  # one after another: faster than to sort columns of all
        own = each - each.min(initial=0)
        found = np.unique(found * (own.max(initial=0) + 1) + own, return_inverse=True)[1].reshape(-1)
    return found


def views(table: Table) -> list[View]:
    """Every way in which two pieces can agree, without those in which none do."""
    levels, found, seen = range(len(table.at)), [], set()
    for size in levels:
        for agree in combinations(levels, size):
            group = numbered([table.pins, *(table.at[level] for level in agree)])
            if group.max(initial=0) + 1 < len(group) and group.tobytes() not in seen:
                seen.add(group.tobytes())
                same = [numbered([group, table.at[level]]) for level in levels]
                differing = tuple(level for level in levels if same[level].max() > group.max())
                found.append(View(differing, group))
    return found


def exchangeable(table: Table, view: View) -> tuple[Array, Array]:
    """Pieces with two or more kinds that no level sees apart, and (those, kinds + 1) bool which kinds these are."""
    free = reduce(np.logical_and, [table.pooled[level][table.at[level]] for level in view.others])
    pieces = np.flatnonzero(free.sum(axis=1) > 1)
    return pieces, free[pieces]


def offers(table: Table, seen: list[View]) -> Iterator[tuple[Array, Array, Array]]:
    """By view and colour: pieces, the group of each, and (pieces, kinds + 1, kinds + 1) bool: a for b can be had."""
    for view in seen:
        pieces, free = exchangeable(table, view)
        if not len(pieces):
            continue
        apart = ~np.eye(free.shape[1], dtype=bool)
        for has in table.has:
            own = free & has[pieces]
            live = np.flatnonzero(own.any(axis=1))
            if len(live) > 1:
                offered = own[live][:, :, None] & free[live][:, None, :] & apart
                yield pieces[live], view.group[pieces[live]], offered


def together(table: Table, one: int, two: int, made: list[tuple[Array, Array, Array]]) -> Array:
    """(pieces,) label of each piece: those between which records of two kinds can be exchanged have the same."""
    label = np.arange(len(table.joint))
    joined = []
    for pieces, group, offered in made:
        gives, takes = offered[:, one, two], offered[:, two, one]
        if not (gives.any() and takes.any()):
            continue
        both = (np.bincount(group, gives) > 0) & (np.bincount(group, takes) > 0)
        kept = (gives | takes) & both[group]
        if kept.sum() > 1:
            joined.append((pieces[kept], group[kept]))
    changed = bool(joined)
    while changed:
        before = label.copy()
        for pieces, group in joined:
            least = np.full(int(group.max()) + 1, len(label))
            np.minimum.at(least, group, label[pieces])
            label[pieces] = least[group]
        changed = bool((before != label).any())
    return label
