"""Shapes as arcs: every line between two areas once, in whole steps of the last decimal, for the browser to join again.

An arc is a line between two points where more than two lines meet, or a closed line that meets none. A shape is told by the
arcs around it, ring by ring; an arc is told where it is first needed, and begins where the one before it ended, so that hardly
any needs a starting point. ``assets/topology.js`` reads the same form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.letters import from_letters, from_zigzag, to_letters, zigzag

Array = npt.NDArray[Any]
Polygon = Sequence[Sequence[Sequence[float]]]  # closed rings of points (longitude, latitude), the outer one first

DECIMALS: Final = 5  # of a degree: about a metre
_UNIT: Final = 10**DECIMALS
_HALF: Final = 32  # bits of a whole coordinate


def pack_shapes(shapes: Sequence[Sequence[Polygon]]) -> dict[str, Any]:
    """Shapes, each a list of polygons in degrees, as shared arcs; coordinates are rounded to ``DECIMALS``.

    ``parts``: of each shape 1 where it is one ring, else the number of rings of each of its polygons. The others are whole numbers
    in letters (``data.letters``): ``rings``, how many arcs each has; ``arcs``, of each place in a ring 0 for the next
    new arc, else 1 + twice how many new arcs ago it was told (0: the last), and 1 more where it runs backwards; ``lengths``, the
    steps of each arc; ``steps``, east and north of each step; ``starts``, the first point of each ring that begins with a
    new arc, as the way from the one before it. Ways and steps are in zigzag.
    """
    rings = [whole_ring(ring) for shape in shapes for polygon in shape for ring in polygon]
    walk = _Walk()
    for ring in _cut(rings):
        walk.tell(ring)
    none = np.empty((0, 2), dtype=np.int64)
    counts = [[len(polygon) for polygon in shape] for shape in shapes]
    return {
        "parts": [1 if found == [1] else found for found in counts],
        "rings": to_letters(walk.counts),
        "arcs": to_letters(walk.told),
        "lengths": to_letters([len(arc) - 1 for arc in walk.arcs]),
        "starts": to_letters(zigzag(np.diff(np.concatenate([none, *walk.starts]), axis=0, prepend=0))),
        "steps": to_letters(zigzag(np.concatenate([none, *(np.diff(arc, axis=0) for arc in walk.arcs)]))),
    }


def unpack_shapes(packed: dict[str, Any]) -> list[list[list[list[list[float]]]]]:
    """The shapes of ``pack_shapes``: the same rings to the last digit, though they may begin at another point."""
    rings = _told(packed)
    shapes = []
    for parts in packed["parts"]:
        counts = [1] if parts == 1 else parts
        shapes.append([[(next(rings) / _UNIT).tolist() for _ in range(count)] for count in counts])
    return shapes


def whole_ring(ring: Sequence[Sequence[float]]) -> Array:
    """A ring in units of the last decimal: (points, 2), the last point not repeated, nor any that rounding made equal."""
    found = np.rint(np.asarray(ring, dtype=float) * _UNIT).astype(np.int64)
    new = (found != np.roll(found, 1, axis=0)).any(axis=1)
    return found[new] if new.any() else found[:1]


def _cut(rings: Sequence[Array]) -> Iterator[list[Array]]:
    """Each ring cut into arcs where other lines meet it; one that meets none begins at its lowest point, seen from
    either side."""
    if not rings:
        return
    ends = np.cumsum([len(ring) for ring in rings])
    starts = np.concatenate([[0], ends[:-1]])
    points = np.concatenate(rings)
    _, point = np.unique((points[:, 0] << _HALF) + points[:, 1], return_inverse=True)
    following = np.arange(1, len(point) + 1)
    following[ends - 1] = starts
    low, high = np.sort([point, point[following]], axis=0)
    sides = np.unique(low * len(point) + high)
    meeting = np.bincount(np.concatenate([sides // len(point), sides % len(point)]), minlength=len(point))
    crossed = meeting[point] != 2
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        cuts = np.flatnonzero(crossed[start:end])
        if not len(cuts):
            cuts = np.array([point[start:end].argmin()])
        turned = np.roll(points[start:end], -cuts[0], axis=0)
        turned = np.concatenate([turned, turned[:1]])
        yield [turned[first : last + 1] for first, last in pairwise([*(cuts - cuts[0]).tolist(), len(turned) - 1])]


class _Walk:
    """The rings one after another: each arc told where it is first needed, pointed back to afterwards."""

    def __init__(self) -> None:
        self.arcs: list[Array] = []
        self.counts: list[int] = []
        self.told: list[int] = []
        self.starts: list[Array] = []
        self.known: dict[tuple[int, ...], tuple[int, int]] = {}  # by its first step: which arc, and 1 for backwards

    def tell(self, ring: list[Array]) -> None:
        """Tell one ring, from an arc on that was told before, if it has one."""
        first = next((place for place, arc in enumerate(ring) if self._told_before(arc)), None)
        if first is None:
            self.starts.append(ring[0][:1])
        self.counts.append(len(ring))
        for arc in ring[first or 0 :] + ring[: first or 0]:
            known = self._told_before(arc)
            if known:
                self.told.append(1 + 2 * (len(self.arcs) - 1 - known[0]) + known[1])
                continue
            self.known.setdefault(_first_step(arc), (len(self.arcs), 0))
            self.known.setdefault(_first_step(arc[::-1]), (len(self.arcs), 1))
            self.arcs.append(arc)
            self.told.append(0)

    def _told_before(self, arc: Array) -> tuple[int, int] | None:
        """Which arc this is, and 1 where it runs backwards; None for a new one, or one of a line that turns back upon itself."""
        known = self.known.get(_first_step(arc))
        if known is None:
            return None
        same = self.arcs[known[0]]
        return known if np.array_equal(same[::-1] if known[1] else same, arc) else None


def _first_step(arc: Array) -> tuple[int, ...]:
    """The first two points: a step of a valid shape belongs to one arc alone, so it names the arc and the way it is walked."""
    return tuple(arc[:2].ravel().tolist())


def _told(packed: dict[str, Any]) -> Iterator[Array]:
    """The closed rings, in units of the last decimal."""
    counts, told, lengths = (from_letters(packed[name]).tolist() for name in ("rings", "arcs", "lengths"))
    starts = np.cumsum(from_zigzag(from_letters(packed["starts"])).reshape(-1, 2), axis=0)
    steps = from_zigzag(from_letters(packed["steps"])).reshape(-1, 2)
    arcs: list[Array] = []
    place = step = start = 0
    for count in counts:
        ring: list[Array] = []
        for back in told[place : place + count]:
            if back:
                arc = arcs[len(arcs) - 1 - (back - 1) // 2]
                ring.append(arc[::-1] if (back - 1) % 2 else arc)
                continue
            if ring:
                origin = ring[-1][-1:]
            else:
                origin, start = starts[start : start + 1], start + 1
            length = lengths[len(arcs)]
            arcs.append(np.concatenate([origin, origin + np.cumsum(steps[step : step + length], axis=0)]))
            step += length
            ring.append(arcs[-1])
        place += count
        yield np.concatenate([*(arc[:-1] for arc in ring), ring[-1][-1:]])
