"""Records in Parquet files, written and read piece by piece, so that no source need fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import eq
from pathlib import Path
from typing import IO, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.schema import DataError

PIECE_ROWS: Final = 1 << 16
KEPT, SPOOLED = "zstd", "lz4"

RESTORE: Final = "Restore the release's folder from a copy, or remove it"
Columns = Mapping[str, Any]  # name -> dtype


def columns_of(pieces: Iterable[pd.DataFrame]) -> dict[str, Any]:
    """Every column of the pieces with its type, in the order of first appearance."""
    found: dict[str, Any] = {}
    for piece in pieces:
        found |= {str(name): dtype for name, dtype in piece.dtypes.items() if name not in found}
    return found


def fitted(piece: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """The piece with exactly these columns and types; a column it does not have is missing throughout."""
    types = piece.dtypes
    if list(types.index) == list(columns) and all(map(eq, types, columns.values())):
        return piece
    return piece.reindex(columns=list(columns)).astype(dict(columns))


def gathered(pieces: Iterable[pd.DataFrame], columns: Columns) -> Iterator[pd.DataFrame]:
    """The pieces, fitted, in portions of about ``PIECE_ROWS`` rows; empty ones fall away."""
    waiting: list[pd.DataFrame] = []
    for piece in pieces:
        if piece.empty:
            continue
        waiting.append(fitted(piece, columns))
        if sum(map(len, waiting)) >= PIECE_ROWS:
            yield pd.concat(waiting, ignore_index=True) if len(waiting) > 1 else waiting[0]
            waiting = []
    if waiting:
        yield pd.concat(waiting, ignore_index=True) if len(waiting) > 1 else waiting[0]


@lru_cache(maxsize=64)
def _schema(columns: tuple[tuple[str, str], ...]) -> pa.Schema:
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns})
    return pa.Schema.from_pandas(empty, preserve_index=False)


def write_pieces(
    path: Path | IO[bytes], pieces: Iterable[pd.DataFrame], columns: Columns, compression: str = KEPT
) -> int:
    """Write the pieces as one Parquet file with these columns; returns the number of rows.

    ``compression``: ``KEPT`` for what stays, ``SPOOLED`` for what is read once and thrown away.
    """
    schema, rows = _schema(tuple((name, str(dtype)) for name, dtype in columns.items())), 0
    with pq.ParquetWriter(path, schema, compression=compression) as writer:
        for portion in gathered(pieces, columns):
            writer.write_table(pa.Table.from_pandas(portion, schema=schema, preserve_index=False))
            rows += len(portion)
    return rows


def read_pieces(path: Path, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
    """The rows of a Parquet file in portions; ``columns`` that it does not have are left out.

    DataError for a file that is gone or damaged.
    """
    try:
        with pq.ParquetFile(path) as file:
            wanted = None if columns is None else [name for name in columns if name in file.schema_arrow.names]
            for batch in file.iter_batches(PIECE_ROWS, columns=wanted):
                yield pa.Table.from_batches([batch]).to_pandas()
    except MemoryError:  # some of Arrow's are Arrow's own as well
        raise
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from error


def column_names(path: Path) -> list[str]:
    """The columns of a Parquet file, without reading its rows."""
    try:
        return list(pq.read_schema(path).names)
    except MemoryError:  # some of Arrow's are Arrow's own as well
        raise
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> DataError:
    """The error for kept records that are gone or damaged."""
    return DataError(f"kept records cannot be read ({str(error).splitlines()[0]})", where=str(path), mend=RESTORE)
