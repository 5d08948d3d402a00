"""Areas on a board of hexagonal cells, changing places until neighbours are near and wards are in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Cell = tuple[int, int]

ROW: Final = 3**0.5 / 2  # rows of hexagons that stand on a corner lie this far apart, where cells of a row are 1 apart
STEPS: Final = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))  # to the six cells around a cell (q, r)
_WAY: Final = 0.25  # what a squared way of one cell costs, against 1 for each cell that comes between two neighbours
_LEAST: Final = 1e-9
_PASSES: Final = 30  # about ten are needed
_NEAR: Final = 3  # cells within which areas change places
_FAR: Final = 4  # and within which they do to make a ward whole


class Board:
    """The cells while areas change places: first for less strain, then so that wards are whole."""

    def __init__(self, cells: Array, points: Array, pairs: Array, wards: Sequence[str]) -> None:
        self.cells = [(int(q), int(r)) for q, r in cells]
        self.points, self.wards = points.tolist(), wards
        self.at = {cell: area for area, cell in enumerate(self.cells)}
        self.members: dict[str, list[int]] = {}
        for area, ward in enumerate(wards):
            self.members.setdefault(ward, []).append(area)
        self.ties: list[list[int]] = [[] for _ in self.cells]
        for one, other in pairs.tolist():
            self.ties[one].append(other)
            self.ties[other].append(one)
        self.strains: dict[int, float] = {}  # of areas where they are, as far as it is known
        self.settled_areas: set[int] = set()  # for which no swap is worth it, and nothing near has moved since

    def strain(self, area: int, cell: Cell, moved: Mapping[int, Cell]) -> float:
        """What it costs that an area has a cell: its way there, and the cells between it and its neighbours, where
        those in ``moved`` have the cells told there."""
        q, r = cell
        x, y = self.points[area]
        cost = _WAY * ((q + r / 2 - x) ** 2 + (r * ROW - y) ** 2)
        for other in self.ties[area]:
            to_q, to_r = moved.get(other, self.cells[other])
            dq, dr = to_q - q, to_r - r
            cost += max(abs(dq), abs(dr), abs(dq + dr)) - 1
        return cost

    def strain_now(self, area: int) -> float:
        """What it costs that an area has its cell."""
        if area not in self.strains:
            self.strains[area] = self.strain(area, self.cells[area], {})
        return self.strains[area]

    def gain(self, moved: Mapping[int, Cell]) -> float:
        """How much strain falls where some areas take other cells."""
        before = sum(self.strain_now(area) for area in moved)
        return before - sum(self.strain(area, cell, moved) for area, cell in moved.items())

    def pieces(self, moved: Mapping[int, Cell], wards: Iterable[str]) -> int:
        """Into how many pieces these wards fall where some areas take other cells."""
        return sum(len(pieces(moved.get(area, self.cells[area]) for area in self.members[ward])) for ward in wards)

    def broken(self, moved: Mapping[int, Cell]) -> int:
        """How many pieces more there are."""
        wards = {self.wards[area] for area in moved} - {""}
        return self.pieces(moved, wards) - self.pieces({}, wards)

    def swap(self, area: int, cell: Cell) -> dict[int, Cell]:
        """The area takes the cell, and who had it the area's."""
        other = self.at.get(cell)
        return {area: cell} if other is None else {area: cell, other: self.cells[area]}

    def push(self, area: int, cell: Cell) -> dict[int, Cell]:
        """The area takes the cell, and all on the straight way there move up by one towards where it was."""
        way = line(self.cells[area], cell)
        moved = {self.at[step]: before for before, step in pairwise(way) if step in self.at}
        return {**moved, area: cell}

    def take(self, moved: Mapping[int, Cell]) -> None:
        self.unsettle(moved)
        for area in moved:
            del self.at[self.cells[area]]
        for area, cell in moved.items():
            self.cells[area], self.at[cell] = cell, area
        self.unsettle(moved)

    def unsettle(self, moved: Iterable[int]) -> None:
        """Forget what was known of areas that a move concerns: their strain, and whether any swap is worth it."""
        for area in moved:
            concerned = {area, *self.ties[area]}
            self.settled_areas -= concerned
            for one in concerned:
                self.strains.pop(one, None)
                near = (self.at.get(cell, -1) for cell in around(self.cells[one], _NEAR))
                self.settled_areas.difference_update(near)

    def settle(self, keep_whole: bool) -> None:
        """Swaps that lower the strain, until there are none; where asked, none that breaks a ward."""
        for _ in range(_PASSES):
            taken = 0
            for area in range(len(self.cells)):
                taken += area not in self.settled_areas and self.settle_one(area, keep_whole)
            if not taken:
                return

    def settle_one(self, area: int, keep_whole: bool) -> bool:
        """The best swap of one area that lowers the strain; whether there was any."""
        found = [self.swap(area, cell) for cell in around(self.cells[area], _NEAR)]
        ranked = sorted(((self.gain(moved), moved) for moved in found), key=lambda one: -one[0])
        for gain, moved in ranked:
            if gain < _LEAST:
                break
            if not keep_whole or self.broken(moved) <= 0:
                self.take(moved)
                return True
        if ranked and ranked[0][0] < _LEAST:  # else a ward holds it back, which another move may change
            self.settled_areas.add(area)
        return False

    def mend(self) -> None:
        """Bring wards together: the move that leaves the fewest pieces, of several the one of least strain."""
        for ward in sorted(self.members.keys() - {""}):
            while True:
                parts = sorted(
                    pieces(self.cells[area] for area in self.members[ward]), key=lambda part: (-len(part), min(part))
                )
                strays = [self.at[cell] for part in parts for cell in sorted(part)] if len(parts) > 1 else []
                moves = [
                    make(area, cell)
                    for area in strays
                    for cell in around(self.cells[area], _FAR)
                    for make in (self.swap, self.push)
                ]
                ranked = [(self.broken(moved), -self.gain(moved), place) for place, moved in enumerate(moves)]
                if not ranked or min(ranked)[0] >= 0:
                    break
                self.take(moves[min(ranked)[2]])

    def settled(self) -> Array:
        self.settle(keep_whole=False)
        self.mend()
        self.settle(keep_whole=True)
        return np.array(self.cells, dtype=np.int64)


def around(cell: Cell, reach: int) -> list[Cell]:
    """All cells within a number of steps of a cell, but the cell itself."""
    q, r = cell
    return [(q + dq, r + dr) for dq, dr in ways(reach)]


@cache
def ways(reach: int) -> tuple[Cell, ...]:
    """To all cells within a number of steps."""
    steps = range(-reach, reach + 1)
    return tuple((dq, dr) for dq in steps for dr in steps if 0 < max(abs(dq), abs(dr), abs(dq + dr)) <= reach)


def line(start: Cell, end: Cell) -> list[Cell]:
    """The cells on the straight way from one cell to another, both included."""
    (q, r), (to_q, to_r) = start, end
    steps = max(abs(to_q - q), abs(to_r - r), abs(to_q + to_r - q - r))
    return [nearest(q + (to_q - q) * step / steps, r + (to_r - r) * step / steps) for step in range(steps + 1)]


def nearest(q: float, r: float) -> Cell:
    """The cell nearest to a point between cells: of the three coordinates, whose sum is 0, the worst rounded gives way."""
    whole = [round(q), round(r), round(-q - r)]
    worst = max(range(3), key=lambda axis: (abs(whole[axis] - (q, r, -q - r)[axis]), axis))
    whole[worst] -= sum(whole)
    return whole[0], whole[1]


def pieces(cells: Iterable[Cell]) -> list[set[Cell]]:
    """The pieces into which cells fall; those of a piece hang together by common sides."""
    left, found = set(cells), []
    while left:
        edge = [left.pop()]
        piece = set(edge)
        while edge:
            q, r = edge.pop()
            beside = {(q + dq, r + dr) for dq, dr in STEPS} & left
            left -= beside
            piece |= beside
            edge += beside
        found.append(piece)
    return found
