"""An attacker on protected tables: every told figure as an equation over the records of each joint cell, solved.

``determined``: whether the equations alone give a count (exact rational elimination). ``bounds``: the least and the
most it can be in whole numbers that are not negative (integer programming).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Array = npt.NDArray[Any]


class Attacker:
    """What is known: sums over cells, each a 0/1 vector, and their values."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.known: dict[bytes, tuple[Array, float]] = {}

    def hears(self, vector: Array, value: float) -> None:
        """A figure is told: the records of some cells."""
        flat = np.asarray(vector, dtype=np.int64).reshape(-1)
        self.known.setdefault(flat.tobytes(), (flat, float(value)))

    def consistent(self, truth: Array) -> bool:
        """Whether every told figure is right."""
        return all(vector @ truth.reshape(-1) == value for vector, value in self.known.values())

    def basis(self) -> list[dict[int, Fraction]]:
        """The equations, reduced: by leading cell."""
        found: dict[int, dict[int, Fraction]] = {}
        for vector, _ in self.known.values():
            row = reduced({int(at): Fraction(1) for at in np.flatnonzero(vector)}, found.values())
            if row:
                lead = min(row)
                found[lead] = {at: value / row[lead] for at, value in row.items()}
        return list(found.values())

    def determined(self, vectors: Iterable[Array]) -> list[bool]:
        """For each count asked, whether the equations give it."""
        rows = self.basis()
        return [not reduced({int(at): Fraction(1) for at in np.flatnonzero(each)}, rows) for each in vectors]

    def bounds(self, vector: Array) -> tuple[int, int]:
        """The least and the most that a count can be."""
        flat = np.asarray(vector, dtype=float).reshape(-1)
        known = [*self.known.values(), (np.zeros(self.cells), 0.0)]
        matrix = np.array([row for row, _ in known], dtype=float)
        values = np.array([value for _, value in known])
        limits = LinearConstraint(matrix, values, values)
        found = []
        for sign in (1, -1):
            made = milp(sign * flat, constraints=limits, integrality=np.ones(len(flat)), bounds=Bounds(0, 10**6))
            found.append(round(sign * made.fun) if made.fun is not None else 10**9)
        return found[0], found[1]


def reduced(row: dict[int, Fraction], rows: Iterable[dict[int, Fraction]]) -> dict[int, Fraction]:
    """A row without what others can make up; each of ``rows`` has 1 at its least cell."""
    left = dict(row)
    for other in sorted(rows, key=min):
        lead = min(other)
        factor = left.get(lead)
        if factor:
            for at, value in other.items():
                left[at] = left.get(at, Fraction(0)) - factor * value
        left = {at: value for at, value in left.items() if value}
    return left
