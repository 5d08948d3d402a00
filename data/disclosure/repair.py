"""Pooling more until every withheld count could be otherwise, or is large enough to be known."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.disclosure.exchange import views
from data.disclosure.faults import faults
from data.disclosure.table import Table, close, settle

Array = npt.NDArray[Any]

ROUNDS: Final = 40
NEAR: Final = 400  # pieces, by their order, that are looked at first to exchange a record with
TRIED: Final = 6  # pieces of a region from which a record is exchanged
WHOLE_ROW: Final = 20.0  # what withholding a row costs, for each record in it, against withholding a cell
DEAR: Final = 5.0  # and a cell that readers ask for most
MISSING: Final = 10.0  # what each record costs that a count would still lack of the minimum
NOTHING_WON: Final = 1e6  # what an exchange costs with a piece that has nothing of what is counted


def protect(table: Table) -> None:
    """Pool until no small count can be worked out; where that does not end, withhold every row."""
    seen = views(table)
    for _ in range(ROUNDS):
        found = faults(table, seen)
        if not found:
            return
        for region, kinds in found:
            if not repair(table, region, kinds):
                close(table)
                return
        settle(table)
    close(table)


def repair(table: Table, region: Array, kinds: Array) -> bool:
    """Pool what makes the cheapest exchange unseen that changes the count of some kinds in a region; False for none."""
    own = table.joint[:, kinds[:-1]].sum(axis=1)
    first = int(np.flatnonzero(region & (own > 0))[0])
    others = np.flatnonzero(~region & (own > 0))
    near = others[np.sort(np.argsort(abs(others - first), kind="stable")[:NEAR])]
    found = cheapest(table, region, kinds, near) or cheapest(table, region, kinds, others)
    found = found or cheapest(table, region, kinds, np.flatnonzero(~region))
    if found is not None:
        pool_for(table, *found)
    return found is not None


def cheapest(table: Table, region: Array, kinds: Array, others: Array) -> tuple[int, int, int, int] | None:
    """A piece of a region, one of ``others``, and the two kinds whose exchange costs least; None where there is none."""
    own = table.joint[:, kinds[:-1]].sum(axis=1)
    inside = np.flatnonzero(region & (own > 0))
    inside = inside[np.argsort(-own[inside], kind="stable")][:TRIED]
    won = np.append(table.joint[region].sum(axis=0), table.rule.minimum)  # what the count grows by with another kind
    price = lacking(own[region].sum() + own[others], table)[:, None, None] + lacking(
        own[region].sum() + won, table, won
    )
    best: tuple[float, int, int, int, int] | None = None
    for piece in inside.tolist() if len(others) else []:
        cost = costs(table, piece, others, kinds) + price
        least = int(cost.argmin())
        if np.isfinite(cost.flat[least]) and (best is None or cost.flat[least] < best[0]):
            other, one, two = np.unravel_index(least, cost.shape)
            best = float(cost.flat[least]), piece, int(others[other]), int(np.flatnonzero(kinds)[one]), int(two)
    return None if best is None else best[1:]


def lacking(count: Array, table: Table, won: Array | None = None) -> Array:
    """What it costs that a count would still be too small, and more where nothing is won at all."""
    nothing = 0.0 if won is None else NOTHING_WON * (won == 0)
    return MISSING * np.maximum(table.rule.minimum - count, 0) + nothing


def pool_for(table: Table, piece: int, other: int, one: int, two: int) -> None:
    """Pool two kinds in every row that holds one of two pieces but not both."""
    for at, pooled in zip(table.at, table.pooled, strict=True):
        if at[piece] != at[other]:
            for row in (at[piece], at[other]):
                pooled[row, [one, two]] = True
                if pooled[row, -1]:
                    pooled[row] = True


def costs(table: Table, piece: int, others: Array, kinds: Array) -> Array:
    """(others, kinds asked, kinds + 1) what is no longer told after pooling for an exchange; inf where it cannot be."""
    asked = np.flatnonzero(kinds)
    cost = np.zeros((len(others), len(asked), table.kinds + 1))
    worth = np.append(np.where(table.dear, DEAR, 1.0), 1.0)
    for at, told, pooled in zip(table.at, table.counts, table.pooled, strict=True):
        rows, own = at[others], at[piece]
        price = np.column_stack((1.0 + told[rows], WHOLE_ROW * (1 + told[rows].sum(axis=1)))) * ~pooled[rows]
        price += np.append(1.0 + told[own], WHOLE_ROW * (1 + told[own].sum())) * ~pooled[own]
        price *= (rows != own)[:, None] * worth
        cost += price[:, asked, None] + price[:, None, :]
    here, there = table.has[:, piece].astype(np.float32), table.has[:, others].astype(np.float32)
    possible = np.einsum("cx,cqa->qxa", here[:, asked], there) + np.einsum("ca,cqx->qxa", here, there[:, :, asked])
    cost[possible == 0] = np.inf
    cost[table.pins[others] != table.pins[piece]] = np.inf
    cost[:, :, kinds] = np.inf
    return cost
