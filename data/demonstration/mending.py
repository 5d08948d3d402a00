"""Moves single records between classes until every published share holds in whole numbers, not just nearly."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_TRIES = 400
_CANDIDATES = 240
_NOTHING = 1e-9


@dataclass(frozen=True)
class Band:
    """Cells (stratum by class, flat) of base and part, and the least and greatest share allowed."""

    base: Mask
    part: Mask
    low: float
    high: float


@dataclass
class _Margins:
    """How many records each share's base and part hold, and by how many it misses its band."""

    base: Floats  # shares by cells, 1 where the cell counts
    part: Floats
    low: Floats
    high: Floats
    held_base: Floats = field(default_factory=lambda: np.zeros(0))
    held_part: Floats = field(default_factory=lambda: np.zeros(0))

    def misses(self, base: Floats, part: Floats) -> Floats:
        """Records by which each share misses its band, zero inside; columns are alternatives."""
        low, high = self.low[:, None], self.high[:, None]
        return np.asarray(np.maximum(0.0, np.maximum(low * base - part, part - high * base)))


def _margins(flat: Ints, bands: list[Band]) -> _Margins:
    base = np.stack([band.base for band in bands]).astype("float64")
    part = np.stack([band.part for band in bands]).astype("float64")
    low, high = np.array([band.low for band in bands]), np.array([band.high for band in bands])
    counts = flat.astype("float64")
    return _Margins(base, part, low, high, base @ counts, part @ counts)


def mended(counts: Ints, allowed: Mask, bands: list[Band], rng: np.random.Generator) -> Ints:
    """``counts`` (strata by classes) with as few records moved as it takes for the bands to hold.

    Only cells in ``allowed`` receive records. A step looks at some moves, one record or two at a time,
    out of a share that misses its band, and takes the best one that lessens the misses in sum; it stops
    when none is left or when trying no longer helps (a random local search: no guarantee).
    """
    if not bands:
        return counts
    counts = counts.copy()
    flat, cells = counts.reshape(-1), allowed.reshape(-1)
    margins = _margins(flat, bands)
    now = margins.misses(margins.held_base[:, None], margins.held_part[:, None])[:, 0]
    for _ in range(_TRIES):
        if now.sum() < _NOTHING:
            break
        worst = bands[int(rng.choice(np.flatnonzero(now > _NOTHING)))]
        now = _one_step(counts, cells, worst, margins, now, rng)
    return counts


def _one_step(
    counts: Ints, cells: Mask, worst: Band, margins: _Margins, now: Floats, rng: np.random.Generator
) -> Floats:
    """Makes the best of some random moves out of ``worst`` if it helps; the misses afterwards."""
    flat, classes = counts.reshape(-1), counts.shape[1]
    sources, into = np.flatnonzero((flat > 0) & worst.base), np.flatnonzero(cells & worst.base)
    if len(sources) == 0 or len(into) == 0:
        return now
    leave = rng.choice(sources, _CANDIDATES)
    enter = leave // classes * classes + rng.integers(0, classes, _CANDIDATES)
    usable = np.flatnonzero(cells[enter] & (enter != leave))
    if len(usable) == 0:
        return now
    leave, enter = leave[usable], enter[usable]
    also_leave, also_enter = _second_moves(counts, cells, leave, enter, into, rng)
    base, part = _after(margins, leave, enter, also_leave, also_enter)
    misses = margins.misses(base, part)
    best = int(misses.sum(axis=0).argmin())
    first = best % len(leave)
    moves = [(leave[first], enter[first]), (also_leave[first], also_enter[first])][: 1 + best // len(leave)]
    taken = {cell: sum(source == cell for source, _ in moves) for cell, _ in moves}
    if misses[:, best].sum() > now.sum() - _NOTHING or any(flat[cell] < count for cell, count in taken.items()):
        return now
    for source, target in moves:
        flat[source] -= 1
        flat[target] += 1
    margins.held_base, margins.held_part = base[:, best], part[:, best]
    return np.asarray(misses[:, best])


def _after(margins: _Margins, leave: Ints, enter: Ints, also_leave: Ints, also_enter: Ints) -> tuple[Floats, Floats]:
    """Base and part of every share after each first move alone, then after each first and second together."""
    found = []
    for cells, held in ((margins.base, margins.held_base), (margins.part, margins.held_part)):
        one = cells[:, enter] - cells[:, leave]
        two = one + cells[:, also_enter] - cells[:, also_leave]
        found.append(held[:, None] + np.concatenate([one, two], axis=1))
    return found[0], found[1]


def _second_moves(
    counts: Ints, cells: Mask, leave: Ints, enter: Ints, into: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Moves to go with the first ones; half of them the way back in another stratum, so that the totals of
    the classes stay; half into a cell of the share, out of its stratum's fullest class. A move that
    cannot be made stays where it is.
    """
    classes, flat = counts.shape[1], counts.reshape(-1)
    source, target = enter % classes, leave % classes
    also_leave = np.zeros(len(leave), dtype="int64")
    for column in np.unique(source):
        rows, wanted = np.flatnonzero(counts[:, column] > 0), source == column
        if len(rows):
            also_leave[wanted] = rng.choice(rows, int(wanted.sum())) * classes + column
    also_enter = also_leave // classes * classes + target
    inward = rng.random(len(leave)) < 0.5
    cell = rng.choice(into, len(leave))
    fullest = cell // classes * classes + counts.argmax(axis=1)[cell // classes]
    also_leave, also_enter = np.where(inward, fullest, also_leave), np.where(inward, cell, also_enter)
    possible = (flat[also_leave] > 0) & cells[also_enter]
    return also_leave, np.where(possible, also_enter, also_leave)
