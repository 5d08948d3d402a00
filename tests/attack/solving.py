"""Which cells the equations determine: an exact test of the row space of boxes, and bounds by linear programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack, qr, solve_triangular

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
        """(rank, targets) inner products with the equations that span all others, these having length 1."""
        if len(self.signs):
            products = self.signs[self.pivots] @ gram(self.equations, self.boxes, targets)
        else:
            products = gram(self.equations, [self.boxes[at] for at in self.pivots], targets)
        return np.asarray(products / self.lengths[self.pivots, None])

    def determined(self, targets: Sequence[Box]) -> Array:
        """(targets,) whether each is a combination of equations: nothing is left of it after projection."""
        if not targets or not self.rank:
            return np.zeros(len(targets), dtype=bool)
        left = []
        for start in range(0, len(targets), AT_ONCE):
            some = targets[start : start + AT_ONCE]
            inside = self.inner(some) / np.sqrt(own_sizes(self.equations, some))
            left.append(1.0 - (solve_triangular(self.lower, inside, lower=True) ** 2).sum(axis=0))
        return np.asarray(np.concatenate(left) < NOTHING)

    def worked_out(self, target: Box) -> float:
        """The number that the equations give a determined cell."""
        inside = self.inner([target])[:, 0]
        half = solve_triangular(self.lower, inside, lower=True)
        weights = solve_triangular(self.lower, half, lower=True, trans="T")
        return float(weights @ (self.values / self.lengths)[self.pivots])


def gram(equations: Equations, left: Sequence[Box], right: Sequence[Box]) -> Array:
    """(left, right) atoms that two boxes share: the product of what their four sides share."""
    found = np.ones((len(left), len(right)))
    for kept, row, column in zip(sides(equations), parts(equations, left), parts(equations, right), strict=True):
        (used, at), (others, beside) = (np.unique(numbers, return_inverse=True) for numbers in (row, column))
        found *= (kept[used] @ kept[others].T)[np.ix_(at, beside)]
    return found


def own_sizes(equations: Equations, boxes: Sequence[Box]) -> Array:
    """(boxes,) atoms of each."""
    sizes = [kept.sum(axis=1) for kept in sides(equations)]
    return np.asarray(np.prod([size[of] for size, of in zip(sizes, parts(equations, boxes), strict=True)], axis=0))


def sides(equations: Equations) -> list[Array]:
    """The sets that boxes name, as rows of 0 and 1: of places, of kinds, of months one after the other, of moments."""
    first, last = equations.atoms.months
    each = np.arange(last - first + 1)
    spans = (each[:, None, None] <= each) & (each <= each[:, None])
    places, kinds, moments = (
        np.array([np.frombuffer(key, dtype=bool) for key in sets], dtype=np.float64)
        for sets in (equations.places, equations.kinds, equations.moments)
    )
    return [places, kinds, spans.reshape(-1, len(each)).astype(np.float64), moments]


def parts(equations: Equations, boxes: Sequence[Box]) -> list[Array]:
    """Which rows of ``sides`` each box is made of, (boxes,) for each side."""
    first, last = equations.atoms.months
    spans = [(box[2][0] - first) * (last - first + 1) + box[2][1] - first for box in boxes]
    return [
        np.array(of, dtype=np.int64)
        for of in ([box[0] for box in boxes], [box[1] for box in boxes], spans, [box[3] for box in boxes])
    ]


def row_space(equations: Equations, kept: Callable[[Box], bool] = lambda _: True) -> RowSpace:
    """What all answers of a data set together span; of those about some boxes where ``kept`` says which."""
    told = [box for box in equations.told if kept(box) and has_atoms(equations, box)]
    known = set(told)
    odd = {terms: value for terms, value in equations.sums.items() if all(kept(box) for _, box in terms)}
    sums = {terms: value for terms, value in odd.items() if not all(box in known for _, box in terms)}
    boxes = spanning(equations, told)
    place = {box: at for at, box in enumerate(boxes)}
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


def spanning(equations: Equations, boxes: Sequence[Box]) -> list[Box]:
    """Boxes that span what all do: of those that differ in one side alone, as many as are independent in it.

    Most equations are sums of others of the same places and months; leaving them out first makes the matrix small.
    """
    kept, known = list(boxes), dict[tuple[int, bytes], Array]()
    for side, sets in enumerate(sides(equations)):
        numbers = np.stack(parts(equations, kept))
        others = np.unique(np.delete(numbers, side, axis=0), axis=1, return_inverse=True)[1].reshape(-1)
        order = np.argsort(others, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(others[order])) + 1)
        found = []
        for group in groups:
            key = side, numbers[side, group].tobytes()
            if key not in known:
                known[key] = independent(sets[numbers[side, group]])
            found += group[known[key]].tolist()
        kept = [kept[at] for at in sorted(found)]
    return kept


def independent(rows: Array) -> Array:
    """Positions of rows of 0 and 1 that span all of them."""
    if len(rows) == 1:
        return np.zeros(1, dtype=np.int64)
    triangle, order = qr(rows.T, mode="r", pivoting=True)
    return np.asarray(order[: int((abs(np.diag(triangle)) > NOTHING).sum())])


def has_atoms(equations: Equations, box: Box) -> bool:
    places, kinds, (first, last), moments = equations.sets(box)
    return bool(places.any() and kinds.any() and moments.any() and first <= last)
