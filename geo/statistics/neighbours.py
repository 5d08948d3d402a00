"""Which areas are neighbours: those that share a border or a corner, read from a release's own boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from data.levels import Level
from data.releases import Release
from data.schema import DataError
from geo.phrases import LEVEL_NOUNS, first_capital, joined
from geo.shapes.boundaries import load_boundaries

Array = npt.NDArray[Any]

TOLERANCE: Final = 5.0  # metres: generalised borders miss each other by so much at a corner, gaps are narrower
_NAMED: Final = 3  # islands that are named in words


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Pairs of areas that are neighbours.

    Attributes
    ----------
    codes : the areas, in the order of the answer.
    pairs : (pairs, 2) positions in ``codes``; each pair once, the earlier area first.
    joined : islands, each with the nearest area it was joined to.
    rule : the rule in words. reason : why there are no neighbours, in words; empty where there are.
    """

    codes: tuple[str, ...]
    pairs: Array
    joined: tuple[tuple[str, str], ...]
    rule: str
    reason: str = ""

    def by_area(self) -> tuple[tuple[int, ...], ...]:
        """For each area the positions of its neighbours."""
        found: list[list[int]] = [[] for _ in self.codes]
        for one, other in self.pairs.tolist():
            found[one].append(other)
            found[other].append(one)
        return tuple(tuple(sorted(positions)) for positions in found)


def neighbours_of(release: Release, level: Level) -> Neighbours:
    """The neighbours among all areas that a release has of a level; with a reason where it has no boundaries."""
    codes = tuple(area.code for area in release.choices.areas[level])
    return neighbours_within(release.folder / "boundaries" / f"{level}.parquet", level, codes)


@lru_cache(maxsize=8)
def neighbours_within(path: Path, level: Level, codes: tuple[str, ...]) -> Neighbours:
    """The neighbours among the areas ``codes`` of a file of boundaries; read once."""
    one, several = LEVEL_NOUNS.get(level, ("local authority", "local authorities"))
    none = np.empty((0, 2), dtype=np.intp)
    rule = rule_in_words(one, several)
    if len(codes) < 3:
        return Neighbours(codes, none, (), rule, f"With fewer than three {several} nothing can lie together.")
    try:
        areas = load_boundaries(path).areas.set_index("code")
    except DataError:
        return Neighbours(codes, none, (), rule, f"This release has no boundaries of {several}.")
    if not set(codes) <= set(areas.index):
        return Neighbours(codes, none, (), rule, f"The boundaries of this release lack some of its {several}.")
    pairs, islands = neighbour_pairs(areas.geometry.loc[list(codes)].to_numpy())
    joins = tuple((codes[island], codes[nearest]) for island, nearest in islands)
    return Neighbours(codes, pairs, joins, " ".join([rule, *islands_in_words(joins, one)]))


def neighbour_pairs(shapes: Array, tolerance: float = TOLERANCE) -> tuple[Array, list[tuple[int, int]]]:
    """Pairs (earlier, later) of shapes no more than ``tolerance`` metres apart, and the islands joined.

    Queen contiguity: a common corner is enough. A shape that touches none is joined to its nearest one, of several
    equally near ones to the first.
    """
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=tolerance)
    found = np.column_stack([first, second])[first < second]
    alone = np.setdiff1d(np.arange(len(shapes)), found)
    islands = [(int(island), nearest_to(int(island), shapes)) for island in alone]
    added = np.array([sorted(pair) for pair in islands], dtype=found.dtype).reshape(-1, 2)
    return np.unique(np.concatenate([found, added]), axis=0), islands


def nearest_to(island: int, shapes: Array) -> int:
    """The position of the other shape nearest to this one."""
    distance = shapely.distance(shapes, shapes[island])
    distance[island] = np.inf
    return int(np.argmin(distance))


def rule_in_words(one: str, several: str) -> str:
    """The neighbour rule, with its tolerance and what happens at the edge."""
    return (
        f"Two {several} are neighbours where they share a border or a corner, or come within {TOLERANCE:.0f} metres of"
        f" each other. What lies beyond the edge of these boundaries is not known, so a {one} at the edge"
        " has fewer neighbours."
    )


def islands_in_words(joins: tuple[tuple[str, str], ...], one: str) -> list[str]:
    """Which islands were joined to which area."""
    if not joins:
        return []
    named = [f"{island} to {nearest}" for island, nearest in joins[:_NAMED]]
    more = [f"{len(joins) - _NAMED} more"] if len(joins) > _NAMED else []
    return [f"{first_capital(one)} that touches no other is joined to its nearest: {joined([*named, *more])}."]
