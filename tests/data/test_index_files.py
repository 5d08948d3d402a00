"""An index written piece by piece has the bytes of one that is sorted in memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.index import save_index
from data.index_files import write_index_files
from data.indexing import IndexRows, index_rows, sorted_index
from data.intake.facts import Facts
from data.levels import PLACED
from tests.data.test_index import CODES, TYPES
from tests.tiny_world import tiny_records


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def mixed(records: pd.DataFrame) -> pd.DataFrame:
    """The records in another order, some of them several times, placed by their own codes."""
    ways = {f"{level}_by": pd.Series("own code", index=records.index, dtype="str") for level in PLACED}
    return records.assign(**ways).sample(frac=3.0, replace=True, random_state=5).reset_index(drop=True)


def pieces_of(records: pd.DataFrame, cuts: list[int]) -> list[pd.DataFrame]:
    bounds = [0, *cuts, len(records)]
    return [records.iloc[low:high].reset_index(drop=True) for low, high in itertools.pairwise(bounds)]


@pytest.mark.parametrize("together", [1, 40, 1 << 19])
@pytest.mark.parametrize("kind", ["plain", "counts", "late counts", "late attributes", "early attributes"])
def test_bytes_as_if_sorted_in_memory(
    kind: str, together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.index_files.TOGETHER", together)
    pieces = pieces_of(mixed(tiny_records()), [7, 30, 31, 60])
    if kind.endswith("counts"):
        for piece in pieces[3:] if kind.startswith("late") else pieces:
            piece["count"] = np.arange(len(piece)) % 4 + 1
    if kind.endswith("attributes"):
        for piece in pieces[2:] if kind.startswith("late") else pieces[:2]:
            piece["suspect_age"] = np.where(np.arange(len(piece)) % 3, 17, np.nan).astype("float32")
            piece["knife"] = pd.array(np.arange(len(piece)) % 2 == 0, dtype="boolean")
    facts = Facts()
    for piece in pieces:
        facts.add(piece)
    types = sorted(facts.types | set(TYPES))
    names = facts.values.names("E09000033")

    def rows() -> Iterator[IndexRows]:
        return (index_rows(piece, types, CODES, "E09000033", names) for piece in pieces)

    save_index(sorted_index(list(rows()), types, names), tmp_path / "sorted")
    made = write_index_files(tmp_path / "written", rows(), types, facts.cells, names)
    assert bytes_of(tmp_path / "written") == bytes_of(tmp_path / "sorted")
    assert len(made.moment) == sum(map(len, pieces))


def test_more_records_than_were_counted(tmp_path: Path) -> None:
    records, facts = mixed(tiny_records()), Facts()
    facts.add(records)
    types = sorted(facts.types)
    some = index_rows(records.iloc[:-1], types, CODES)
    with pytest.raises(AssertionError, match="other records"):
        write_index_files(tmp_path / "index", [some], types, facts.cells, {})
