"""Which cells the equations determine: an exact test of the row space of boxes, and bounds by linear programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack, solve_triangular

from tests.attack.equations import Box, Equations

Array = npt.NDArray[Any]

NOTHING: Final = 1e-7  # of a box of length 1, after projection
TOLERANCE: Final = 1e-10
AT_ONCE: Final = 500  # targets


@dataclass(frozen=True)
class RowSpace:
    """All equations of a data set: an orthonormal basis of what they span, by pivoted Cholesky of their Gram matrix."""

    equations: Equations
    boxes: Sequence[Box]
    signs: Array  # (equations, boxes) where equations are sums of boxes; empty where each is one box
    values: Array
    lower: Array  # (rank, rank)
    pivots: Array  # (rank,)
    lengths: Array

    @property
    def rank(self) -> int:
        return len(self.pivots)

    def inner(self, targets: Sequence[Box]) -> Array:
        """(equations, targets) inner products, the equations having length 1."""
        products = gram(self.equations, self.boxes, targets)
        return (self.signs @ products if len(self.signs) else products) / self.lengths[:, None]

    def determined(self, targets: Sequence[Box]) -> Array:
        """(targets,) whether each is a combination of equations: nothing is left of it after projection."""
        if not targets or not self.rank:
            return np.zeros(len(targets), dtype=bool)
        left = []
        for start in range(0, len(targets), AT_ONCE):
            some = targets[start : start + AT_ONCE]
            inside = self.inner(some)[self.pivots] / np.sqrt(own_sizes(self.equations, some))
            left.append(1.0 - (solve_triangular(self.lower, inside, lower=True) ** 2).sum(axis=0))
        return np.asarray(np.concatenate(left) < NOTHING)

    def worked_out(self, target: Box) -> float:
        """The number that the equations give a determined cell."""
        inside = self.inner([target])[self.pivots, 0]
        half = solve_triangular(self.lower, inside, lower=True)
        weights = solve_triangular(self.lower, half, lower=True, trans="T")
        return float(weights @ (self.values / self.lengths)[self.pivots])


def gram(equations: Equations, left: Sequence[Box], right: Sequence[Box]) -> Array:
    """(left, right) atoms that two boxes share: the product of what their four sides share."""
    found = shared_months(left, right)
    for side, kept in sides(equations):
        rows, columns = ([box[side] for box in boxes] for boxes in (left, right))
        used, back = np.unique(rows + columns, return_inverse=True)
        sets = kept[used]
        shared = sets @ sets.T
        found *= shared[np.ix_(back[: len(rows)], back[len(rows) :])]
    return found


def shared_months(left: Sequence[Box], right: Sequence[Box]) -> Array:
    """(left, right) months that two boxes share."""
    firsts, lasts = ([np.array([box[2][end] for box in boxes]) for boxes in (left, right)] for end in (0, 1))
    months = np.minimum.outer(lasts[0], lasts[1]) - np.maximum.outer(firsts[0], firsts[1]) + 1
    return np.asarray(np.maximum(months, 0), dtype=np.float64)


def own_sizes(equations: Equations, boxes: Sequence[Box]) -> Array:
    """(boxes,) atoms of each."""
    found = np.array([box[2][1] - box[2][0] + 1 for box in boxes], dtype=np.float64)
    for side, kept in sides(equations):
        found *= kept.sum(axis=1)[[box[side] for box in boxes]]
    return found


def sides(equations: Equations) -> list[tuple[int, Array]]:
    """Which part of a box names a set, and those sets as rows of 0 and 1."""
    kept = ((0, equations.places), (1, equations.kinds), (3, equations.moments))
    return [(side, np.array([np.frombuffer(key, dtype=bool) for key in sets], dtype=np.float64)) for side, sets in kept]


def row_space(equations: Equations, kept: Callable[[Box], bool] = lambda _: True) -> RowSpace:
    """What all answers of a data set together span; of those about some boxes where ``kept`` says which."""
    boxes = [box for box in equations.told if kept(box) and has_atoms(equations, box)]
    place = {box: at for at, box in enumerate(boxes)}
    odd = {terms: value for terms, value in equations.sums.items() if all(kept(box) for _, box in terms)}
    sums = {terms: value for terms, value in odd.items() if not all(box in place for _, box in terms)}
    extra = [box for terms in sums for _, box in terms if box not in place]
    everything = [*boxes, *dict.fromkeys(extra)]
    place = {box: at for at, box in enumerate(everything)}
    signs = np.eye(len(boxes) + len(sums), len(everything)) if sums else np.zeros((0, 0))
    for row, terms in enumerate(sums, start=len(boxes)):
        signs[row] = 0
        for sign, box in terms:
            signs[row, place[box]] = sign
    products = gram(equations, everything, everything)
    products = signs @ products @ signs.T if sums else products
    lengths = np.sqrt(np.diag(products))
    factor, order, rank, _ = lapack.dpstrf(products / np.outer(lengths, lengths), lower=1, tol=TOLERANCE)
    values = np.array([*(equations.told[box] for box in boxes), *sums.values()])
    return RowSpace(equations, everything, signs, values, np.tril(factor[:rank, :rank]), order[:rank] - 1, lengths)


def has_atoms(equations: Equations, box: Box) -> bool:
    places, kinds, (first, last), moments = equations.sets(box)
    return bool(places.any() and kinds.any() and moments.any() and first <= last)
