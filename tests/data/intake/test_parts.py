"""Records written and read piece by piece come back whole, with their types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.intake import parts
from data.intake.parts import column_names, columns_of, read_pieces, write_pieces
from data.schema import ATTRIBUTE_COLUMNS, RECORD_COLUMNS, DataError, empty_records


def piece(start: int, size: int, **more: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"month": np.arange(start, start + size, dtype="int32"), "major": ["Theft"] * size})
    return frame.astype({"major": "str"}).assign(**more)


@pytest.mark.parametrize("rows", [1, 7, 100])
def test_pieces_are_gathered_and_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(parts, "PIECE_ROWS", rows)
    pieces = [piece(0, 5), piece(5, 0), piece(5, 12), piece(17, 1)]
    assert write_pieces(tmp_path / "p.parquet", pieces, columns_of(pieces)) == 18
    found = list(read_pieces(tmp_path / "p.parquet"))
    assert max(map(len, found)) <= max(rows, 12)
    assert pd.concat(found)["month"].tolist() == list(range(18))


def test_a_column_that_one_piece_lacks_is_missing_there(tmp_path: Path) -> None:
    knife = pd.Series([True, False], dtype="boolean")
    pieces = [piece(0, 2), piece(2, 2, knife=knife, outcome=pd.Series(["Charged", None], dtype="str"))]
    write_pieces(tmp_path / "p.parquet", pieces, columns_of(pieces))
    whole = pd.concat(read_pieces(tmp_path / "p.parquet"))
    assert whole["knife"].tolist() == [pd.NA, pd.NA, True, False]
    assert whole["outcome"].isna().tolist() == [True, True, False, True]
    assert {name: str(dtype) for name, dtype in whole.dtypes.items()} == {
        "month": "int32", "major": "str", "knife": "boolean", "outcome": "str"
    }  # fmt: skip


def test_every_type_of_the_schema_survives(tmp_path: Path) -> None:
    columns = RECORD_COLUMNS | ATTRIBUTE_COLUMNS
    record = empty_records(columns).reindex([0]).assign(line=1, month=24273, day=-1, hour=-1, count=1).astype(columns)
    write_pieces(tmp_path / "p.parquet", [record], columns)
    (found,) = read_pieces(tmp_path / "p.parquet")
    pd.testing.assert_frame_equal(found, record)


def test_nothing_to_write_leaves_an_empty_file_with_its_columns(tmp_path: Path) -> None:
    assert write_pieces(tmp_path / "p.parquet", [], RECORD_COLUMNS) == 0
    assert column_names(tmp_path / "p.parquet") == list(RECORD_COLUMNS)
    assert sum(map(len, read_pieces(tmp_path / "p.parquet"))) == 0


@pytest.mark.parametrize("content", [b"", b"PAR1 no longer", None])
def test_a_damaged_or_missing_file_is_said_plainly(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "p.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match="kept records cannot be read"):
        list(read_pieces(path))
    with pytest.raises(DataError, match="kept records cannot be read"):
        column_names(path)


def test_some_columns_alone(tmp_path: Path) -> None:
    write_pieces(tmp_path / "p.parquet", [piece(0, 3)], columns_of([piece(0, 3)]))
    (found,) = read_pieces(tmp_path / "p.parquet", ["month", "knife"])
    assert list(found) == ["month"]
