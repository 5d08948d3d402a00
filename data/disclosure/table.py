"""A table of rows at several levels, cut by kind, and which of its cells are told.

In each row some kinds are *pooled*: their sum is told, none of them by itself. In a row that is withheld as a whole
all are, and with them ``elsewhere``, the column after the kinds: not even the sum is told. Pools only ever grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.disclosure.kinds import enough
from data.disclosure.rule import Rule

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Table:
    """Rows at several levels over the same pieces.

    Attributes
    ----------
    at : by level, (pieces,) the row that each piece is part of.
    counts : by level, (rows, kinds) records.
    pooled : by level, (rows, kinds + 1) bool; the last column says that the row is withheld as a whole.
    small : by level, whether its rows are too small to tell sensitive kinds at all.
    joint : (pieces, kinds) records.
    has : (colours, pieces, kinds + 1) bool: where a record can be taken from to change places with one of the same
        colour; the last column: where one can be taken to.
    sensitive : (kinds,) bool.
    dear : (kinds,) bool: readers ask for these most; they are pooled where nothing else will do.
    pins : (pieces,) records change places only between pieces of the same pin.
    """

    at: tuple[Array, ...]
    counts: tuple[Array, ...]
    pooled: tuple[Array, ...]
    small: tuple[bool, ...]
    joint: Array
    has: Array
    sensitive: Array
    dear: Array
    pins: Array
    rule: Rule

    @property
    def kinds(self) -> int:
        return int(self.joint.shape[1])


def new_table(
    at: Sequence[Array],
    rows: Sequence[int],
    has: Array,
    joint: Array,
    small: Sequence[bool],
    sensitive: Array,
    rule: Rule,
    pins: Array | None = None,
    dear: Array | None = None,
) -> Table:
    """A table in which the cells that are too small by themselves are pooled; ``rows``: how many each level has."""
    counts = []
    for number, labels in zip(rows, at, strict=True):
        summed = np.zeros((number, joint.shape[1]), dtype=np.int64)
        np.add.at(summed, labels, joint)
        counts.append(summed)
    pooled = [np.zeros((number, joint.shape[1] + 1), dtype=bool) for number in rows]
    one_pin = np.zeros(len(joint), dtype=np.int64)
    made = Table(
        tuple(at),
        tuple(counts),
        tuple(pooled),
        tuple(small),
        joint,
        has,
        sensitive,
        np.zeros(joint.shape[1], dtype=bool) if dear is None else dear,
        one_pin if pins is None else pins,
        rule,
    )
    for held, told, coarse in zip(made.pooled, made.counts, made.small, strict=True):
        plain, delicate = np.where(sensitive, 0, told), np.where(sensitive, told, 0)
        held[:, :-1] = (told == 0) | ~enough(plain, delicate, rule, coarse)
        if coarse:
            held[:, :-1] |= sensitive
    settle(made)
    return made


def settle(table: Table) -> None:
    """Let every pool grow by the smallest kind of its row until it has enough records; withhold rows that have not."""
    for held, told, small in zip(table.pooled, table.counts, table.small, strict=True):
        while True:
            short = ~pools_suffice(table, held, told, small)
            if not short.any():
                break
            last = (table.sensitive | table.dear) * float(1 << 40)
            smallest = np.where(held[:, :-1], np.inf, told + last).argmin(axis=1)
            full = held[:, :-1].all(axis=1)
            held[short & full] = True
            grow = short & ~full
            held[grow, smallest[grow]] = True


def pools_suffice(table: Table, held: Array, told: Array, small: bool) -> Array:
    """(rows,) bool: whether the pool of each row may be told, and its total; both go for a row withheld as a whole."""
    plain, delicate = np.where(table.sensitive, 0, told), np.where(table.sensitive, told, 0)
    inside = held[:, :-1]
    pool = enough((plain * inside).sum(axis=1), (delicate * inside).sum(axis=1), table.rule, small)
    whole = enough(plain.sum(axis=1), delicate.sum(axis=1), table.rule, small) & (told.sum(axis=1) > 0)
    return np.where(held[:, -1], inside.all(axis=1), pool & whole)


def close(table: Table) -> None:
    """Withhold every row."""
    for held in table.pooled:
        held[:] = True


def holding(joint: Array, movable: bool = True) -> Array:
    """(colours, pieces, kinds + 1) bool: which records there are; with room for one more everywhere, where they move."""
    return np.concatenate((joint > 0, np.full((*joint.shape[:2], 1), movable)), axis=2)
