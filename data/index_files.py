"""The files of an index written piece by piece, each row where it belongs: memory stays the same however many there are.

Which cell (month and type) has how many records is known beforehand (``data.intake.facts``), so that the first row of
each is known too; records of one cell keep their order. The files are those that ``data.index.save_index`` writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.features import Names, shown
from data.index import MOMENTS, NOTHING_KNOWN, Index, open_index, save_counted, save_head
from data.indexing import IndexRows, joined_rows, narrowed

TOGETHER: Final = 1 << 19  # rows that are put into their places at a time
_FILLED: Final = 1 << 22  # values written at a time where nothing is known

Array = npt.NDArray[Any]
Cells = Mapping[tuple[int, str, str], int]  # month, major, minor ("" for none) -> records


def write_index_files(
    folder: Path, pieces: Iterable[IndexRows], types: Sequence[tuple[str, str]], cells: Cells, names: Names
) -> Index:
    """Write what ``index_rows`` gave into ``folder`` as an index and open it; ``cells`` counts all of it."""
    folder.mkdir(parents=True)
    first, last = min(month for month, *_ in cells), max(month for month, *_ in cells)
    position = {pair: place for place, pair in enumerate(types)}
    counts = np.zeros((last - first + 1) * len(types), dtype=np.int64)
    for (month, *pair), number in cells.items():
        counts[(month - first) * len(types) + position[pair[0], pair[1]]] += number
    rows = Rows(folder, first, len(types), np.concatenate(([0], np.cumsum(counts))))
    for piece in together(pieces):
        rows.put(piece)
    rows.finish()
    save_head(folder, first, last - first + 1, types, shown(names))
    save_counted(open_index(folder), folder)
    return open_index(folder)


def together(pieces: Iterable[IndexRows]) -> Iterator[IndexRows]:
    """The pieces joined until they are worth putting into their places."""
    waiting: list[IndexRows] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(len(one.month) for one in waiting) >= TOGETHER:
            yield joined_rows(waiting)
            waiting = []
    if waiting:
        yield joined_rows(waiting)


@dataclass
class Rows:
    """The columns of an index being written."""

    folder: Path
    first: int
    types: int
    starts: Array  # (cells + 1,) first row of each
    columns: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free = self.starts[:-1].copy()  # the next row of each cell
        self.table = np.zeros(len(self.free) * MOMENTS)

    def put(self, piece: IndexRows) -> None:
        """Write rows into their places, after those of the same cell that came before."""
        cell = (piece.month - self.first).astype(np.int64) * self.types + piece.kind
        order = np.argsort(cell, kind="stable")
        found, begins = np.unique(cell[order], return_index=True)
        ends = np.append(begins[1:], len(cell))
        places = self.free[found]
        self.free[found] += ends - begins
        self.table += np.bincount(cell * MOMENTS + piece.moment, weights=piece.count, minlength=len(self.table))
        given = {"moment": piece.moment, "rules": piece.rules, **piece.attributes}
        given |= {level.value: positions for level, positions in piece.areas.items()}
        if (piece.count != 1).any():
            given["weight"] = piece.count
        for name in given.keys() - self.columns.keys():
            self.columns[name] = Column(self.folder / f"{name}.npy", given[name].dtype, int(self.starts[-1]))
            if self.free.sum() - len(cell) > self.starts[:-1].sum():  # rows that came before are in their places
                self.columns[name].fill(blank(name))
        for name, column in self.columns.items():
            values = given[name][order] if name in given else np.full(len(cell), blank(name))
            column.write(values, begins, ends, places)

    def finish(self) -> None:
        """Write what is known only now."""
        if not np.array_equal(self.free, self.starts[1:]):
            raise AssertionError("other records came than were counted")
        for column in self.columns.values():
            column.close()
        np.save(self.folder / "starts.npy", self.starts.astype(np.int64))
        np.save(self.folder / "table.npy", narrowed(self.table.reshape(-1, self.types, MOMENTS)))


def blank(name: str) -> Any:
    """What stands in a column of the index for a row of which nothing is known."""
    return np.int32(1) if name == "weight" else NOTHING_KNOWN.get(name)


class Column:
    """A column's file, of as many values as the index has rows."""

    def __init__(self, path: Path, dtype: np.dtype[Any], rows: int) -> None:
        mapped = np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=(rows,))
        self._offset, self._type, self._rows = int(mapped.offset), dtype, rows
        del mapped
        self._file = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))

    def fill(self, value: Any) -> None:
        """Write the value throughout."""
        for start in range(0, self._rows, _FILLED):
            self._at(start, np.full(min(_FILLED, self._rows - start), value))

    def write(self, values: Array, begins: Array, ends: Array, places: Array) -> None:
        """Write ``values[begin:end]`` from each place on."""
        for begin, end, place in zip(begins.tolist(), ends.tolist(), places.tolist(), strict=True):
            self._at(place, values[begin:end])

    def _at(self, place: int, values: Array) -> None:
        os.lseek(self._file, self._offset + place * self._type.itemsize, os.SEEK_SET)
        left = np.ascontiguousarray(values, dtype=self._type).view(np.uint8)
        while len(left):
            left = left[os.write(self._file, left.data) :]

    def close(self) -> None:
        os.close(self._file)
