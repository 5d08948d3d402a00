"""The index of one authority, cut from that of all: its own records, its own areas, like any other index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.index import HOURS_OF_WEEK, Index, save_index
from data.indexing import MOST_IN_A_BYTE, IndexRows, sorted_index
from data.levels import PLACED, Level
from data.scopes import WITHIN

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Share:
    """The part of an index that one authority has."""

    authority: str
    index: Index
    levels: tuple[Level, ...]  # at which some of its records have an area
    rows: int
    timed: bool


def write_within(
    index: Index, folder: Path, authorities: Sequence[str], owners: Mapping[Level, Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """Write the index of each authority below ``folder`` and say of each, by its code, what it holds.

    ``authorities``: codes in the order of the index; ``owners``: by level the authority of each area, "" for none.
    """
    told: dict[str, dict[str, Any]] = {}
    for share in shares_of(index, authorities, owners):
        save_index(share.index, folder / WITHIN / share.authority)
        told[share.authority] = {
            "levels": [str(level) for level in share.levels],
            "rows": share.rows,
            "timed": share.timed,
        }
    return told


def shares_of(index: Index, authorities: Sequence[str], owners: Mapping[Level, Sequence[str]]) -> Iterator[Share]:
    """The index of every authority that has any record, in the order of ``authorities``.

    A record whose area lies elsewhere than its authority has none at that level.
    """
    owner = index.areas[Level.AUTHORITY]
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(authorities) + 1))
    cell = np.repeat(np.arange(len(index.starts) - 1), np.diff(index.starts))
    month, kind = (cell // len(index.types) + index.first).astype(np.int32), (cell % len(index.types)).astype(np.int32)
    maps: dict[Level, LocalPositions] = {
        level: local_positions(authorities, codes) for level, codes in owners.items() if level in PLACED
    }
    for place, authority in enumerate(authorities):
        rows = order[starts[place] : starts[place + 1]]
        if not len(rows):
            continue
        areas: dict[Level, Array] = {level: known.of(place)[index.areas[level][rows]] for level, known in maps.items()}
        piece = IndexRows(
            month=month[rows],
            kind=kind[rows],
            areas=areas,
            moment=index.moment[rows],
            rules=index.rules[rows],
            count=np.ones(len(rows), np.int32) if index.weight is None else index.weight[rows],
            attributes={name: column[rows] for name, column in index.attributes.items()},
        )
        yield Share(
            authority,
            replace(sorted_index([piece], index.types), names=index.names),
            tuple(level for level, found in areas.items() if len(found) and (found < maps[level].number[place]).any()),
            len(rows),
            bool((piece.moment < HOURS_OF_WEEK).any()),
        )


@dataclass(frozen=True)
class LocalPositions:
    """From positions in the areas of all to those in one authority's own, which keep their order."""

    owner: Array  # (areas,) place of the authority, -1 for none
    local: Array  # (areas,) position among the areas of the same authority
    number: Array  # (authorities,) how many areas each has

    def of(self, place: int) -> Array:
        """(areas + 1,) position among the authority's own; one past its end for any other, and for none."""
        own = int(self.number[place])
        positions = np.where(self.owner == place, self.local, own)
        return np.append(positions, own).astype(np.uint8 if own <= MOST_IN_A_BYTE else np.uint16)


def local_positions(authorities: Sequence[str], owners: Sequence[str]) -> LocalPositions:
    """How the areas of one level are numbered within each authority."""
    number = {code: place for place, code in enumerate(authorities)}
    owner = np.array([number.get(code, -1) for code in owners], dtype=np.intp)
    local = np.zeros(len(owner), dtype=np.intp)
    counts = np.zeros(len(authorities), dtype=np.intp)
    for place, each in enumerate(owner):
        if each >= 0:
            local[place] = counts[each]
            counts[each] += 1
    return LocalPositions(owner, local, counts)
