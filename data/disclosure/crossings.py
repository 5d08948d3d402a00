"""Worlds in which one record crosses a border between two wards and another of its kind and time of day crosses back.

A small area that two wards share is told as a whole, and each ward is; how much of the area lies in which ward is not. One
record moves within the area from one ward to the other; another moves back, within its own area or between two areas
that are both withheld. No row that is told then has a record more or less of any kind, however it is pooled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.exchange import numbered
from data.disclosure.table import Table

Array = npt.NDArray[Any]

MOST_BACK: Final = 3  # withheld pieces of a ward that a record is taken back from, or to; the largest


@dataclass(frozen=True)
class Crossings:
    """Moves of two records.

    Attributes
    ----------
    pieces : (moves, 4) from where and to where the first goes, then the second.
    kind : (moves,) of both records.
    size : how many pieces there are.
    """

    pieces: Array
    kind: Array
    size: int

    @cached_property
    def by_piece(self) -> tuple[Array, Array]:
        """The moves in the order of their pieces, four times each, and where those of each piece begin."""
        order = np.argsort(self.pieces, axis=None, kind="stable")
        return order // 4, np.searchsorted(self.pieces.ravel()[order], np.arange(self.size + 1))

    def missing(self, region: Array, kinds: Array) -> list[tuple[int, ...]]:
        """For each move that changes the count of some kinds in a region: its pieces that are not in it."""
        moves, begins = self.by_piece
        near = np.unique(np.concatenate([moves[begins[piece] : begins[piece + 1]] for piece in region]))
        near = near[kinds[self.kind[near]]]
        inside = np.isin(self.pieces[near], region)
        changes = inside @ np.array([-1, 1, -1, 1]) != 0
        rows = zip(self.pieces[near][changes].tolist(), inside[changes].tolist(), strict=True)
        return list(dict.fromkeys(tuple(sorted({p for p, held in zip(*row, strict=True) if not held})) for row in rows))


def crossings(table: Table) -> Crossings:
    """The crossings of a table of places, as it is pooled now; of other tables none."""
    pairs = [
        pair
        for level, small in enumerate(table.small)
        if any(table.small) and not small
        for pair in moves(table, level)
    ]
    pieces = np.array(pairs, dtype=np.int64).reshape(-1, 4)
    alike = (table.has[:, pieces[:, 0], :-1] & table.has[:, pieces[:, 2], :-1]).any(axis=0)
    move, kind = np.nonzero(alike)
    return Crossings(pieces[move], kind, len(table.joint))


def moves(table: Table, level: int) -> Iterator[tuple[int, int, int, int]]:
    """Both records' pieces, before and after, where the first stays in an area that is told and crosses at ``level``."""
    row = table.at[level]
    held = [np.where(pooled[at, -1], -1, at) for at, pooled in zip(table.at, table.pooled, strict=True)]
    told = np.any([labels >= 0 for labels, small in zip(held, table.small, strict=True) if small], axis=0)
    group = numbered([table.pins, *(labels for other, labels in enumerate(held) if other != level)])
    there: dict[tuple[int, int], list[tuple[int, int]]] = {}  # by rows left and entered
    for each in np.flatnonzero(np.bincount(group[told], minlength=group.max() + 1) > 1):
        for one, other in permutations(np.flatnonzero(group == each).tolist(), 2):
            if row[one] != row[other]:
                there.setdefault((row[one], row[other]), []).append((one, other))
    hidden = largest_hidden(table, group, row, ~told)
    for (left, entered), firsts in there.items():
        back = there.get((entered, left), []) if left < entered else []  # else it is found from the other side
        both = product(firsts, [*back, *between(hidden, entered, left)])
        yield from ((*first, *second) for first, second in both if second != (first[1], first[0]))


def largest_hidden(table: Table, group: Array, row: Array, hidden: Array) -> dict[int, dict[int, list[int]]]:
    """By row and group, the largest of the pieces whose other rows are all withheld."""
    found: dict[int, dict[int, list[int]]] = {}
    pieces = np.flatnonzero(hidden)
    for piece in pieces[np.argsort(-table.joint[pieces].sum(axis=1), kind="stable")].tolist():
        kept = found.setdefault(int(row[piece]), {}).setdefault(int(group[piece]), [])
        if len(kept) < MOST_BACK:
            kept.append(piece)
    return found


def between(hidden: dict[int, dict[int, list[int]]], left: int, entered: int) -> Iterator[tuple[int, int]]:
    """Ways of a record from one row to another between pieces of one group."""
    entering = hidden.get(entered, {})
    for group, pieces in hidden.get(left, {}).items():
        yield from product(pieces, entering.get(group, []))
