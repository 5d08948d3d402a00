"""Rejected rows: all kept, in order, however many; the first of them shown."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data.intake import rejected
from data.intake.rejected import RejectedRows, read_rejected
from data.schema import Reject


def rows(first: int, count: int) -> list[Reject]:
    return [Reject("f.csv", line, "not a number", f"£,{line}", "n", "x") for line in range(first, first + count)]


@pytest.mark.parametrize("held", [0, 1000, 1 << 24])
def test_all_are_kept_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(rejected, "HELD", held)
    with RejectedRows(tmp_path / "r.parquet") as writer:
        for start in range(0, 100, 10):
            writer.add(rows(start, 10))
        writer.add([])
    table = pq.read_table(tmp_path / "r.parquet")
    assert table.column("line").to_pylist() == list(range(100))
    assert read_rejected(tmp_path / "r.parquet", 3) == [
        {"file": "f.csv", "line": line, "reason": "not a number", "text": f"£,{line}", "column": "n", "value": "x"}
        for line in range(3)
    ]


def test_none(tmp_path: Path) -> None:
    with RejectedRows(tmp_path / "r.parquet"):
        pass
    assert read_rejected(tmp_path / "r.parquet", 10) == read_rejected(tmp_path / "nothing", 10) == []
