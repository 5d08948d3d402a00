"""Months and hours of the week by kind, of the whole and of each authority of several.

A record changes its month, or its hour, with another of the same authority, so that no table of places sees it: hours
within one time of day, or between two records of one place. And no table here sees two records change places where
these are of one authority; where that does not do for the places, months and hours are told of the whole alone.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.counts import YearRows, counted, times_of_moments
from data.disclosure.repair import protect
from data.disclosure.rule import Rule
from data.disclosure.table import Table, holding, new_table
from data.disclosure.years import Year
from data.index import MOMENTS
from data.levels import Level

Array = npt.NDArray[Any]

PLACES_SWAPPED: Final = 3  # for each kind and time of day: the largest places that have any of it
MOST_AUTHORITIES: Final = 60  # of more, months and hours are told of the whole alone: they would take too long to make


def owners(rows: YearRows) -> Array:
    """(rows,) authority of each row; 0 for all where the release has not several, or too many."""
    owner = rows.areas.get(Level.AUTHORITY)
    alike = np.zeros(len(rows.count), dtype=np.int64)
    return alike if owner is None or owner.max(initial=0) >= MOST_AUTHORITIES else owner


def month_counts(rows: YearRows, owner: Array, kind: Array, months: int, kinds: int) -> Array:
    """(owners x months, kinds) records."""
    return counted([owner * months + rows.month, kind], ((int(owner.max()) + 1) * months, kinds), rows.count)


def month_table(rows: YearRows, owner: Array, kind: Array, year: Year, sensitive: Array, rule: Rule) -> Table:
    """Months by kind: first of the whole; then, of several owners of rows, each one's own months after each other's."""
    months = year.last - year.first + 1
    number = int(owner.max()) + 1
    joint = month_counts(rows, owner, kind, months, len(sensitive))
    every = np.arange(number * months)
    at, size = [every % months, every][: 1 if number == 1 else 2], [months, number * months]
    table = new_table(
        at, size[: len(at)], holding(joint[None]), joint, [False] * len(at), sensitive, rule, pins=every // months
    )
    protect(table)
    return table


def hour_table(
    rows: YearRows, owner: Array, kind: Array, times: Array, piece: Array | None, sensitive: Array, rule: Rule
) -> Table:
    """Moments of the week by kind, then times of day by kind; of several authorities also each one's own of both.

    ``times``: (3,) group of each time of day; ``piece``: (rows,) place of each, where places are told.
    """
    number = int(owner.max()) + 1
    part, groups = times[times_of_moments()], int(times.max()) + 1
    cell, shape = owner * MOMENTS + rows.moment, (number * MOMENTS, len(sensitive))
    joint = counted([cell, kind], shape, rows.count)
    when = np.tile(part, number)
    colours = []
    for time in range(groups):
        colour = holding(np.where((when == time)[:, None], joint, 0)[None])
        colour[0, :, -1] = when == time
        colours.append(colour)
    for place in [] if piece is None else places_swapped(piece, kind, times[rows.time], rows.count):
        own = piece == place
        colours.append(holding(counted([cell[own], kind[own]], shape, rows.count[own])[None], movable=False))
    used = np.flatnonzero(when >= 0)
    who = used // MOMENTS
    at = [used % MOMENTS, when[used], used, who * groups + when[used]][: 2 if number == 1 else 4]
    size = [MOMENTS, groups, number * MOMENTS, number * groups][: len(at)]
    has = np.concatenate(colours)[:, used]
    table = new_table(at, size, has, joint[used], [False] * len(at), sensitive, rule, pins=who)
    protect(table)
    return table


def places_swapped(piece: Array, kind: Array, time: Array, count: Array) -> list[int]:
    """Places within which records may change hours: a few of those that have any of each kind at each time of day."""
    shape = (int(piece.max()) + 1, int(kind.max()) + 1, int(time.max()) + 1)
    held = counted([piece, kind, time], shape, count)
    size = held.sum(axis=(1, 2))[:, None, None]
    largest = np.argsort(np.where(held > 0, -size, 0), axis=0, kind="stable")[:PLACES_SWAPPED]
    return [int(place) for place in np.unique(largest)]
