"""Rejected rows, kept with file, line, reason, column, value and original text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.schema import Reject

FILE: Final = "rejected.parquet"
HELD: Final = 16 << 20  # characters of text waiting to be written
_SCHEMA: Final = pa.schema(
    [(name, pa.int64() if name == "line" else pa.large_string()) for name in Reject.__dataclass_fields__]
)


class RejectedRows:
    """Writes rejected rows to a file as they come; memory stays bounded however many there are."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd")
        self._waiting: list[Reject] = []
        self._length = 0

    def add(self, rejects: Sequence[Reject]) -> None:
        self._waiting += rejects
        self._length += sum(len(reject.text) + 200 for reject in rejects)
        if self._length > HELD:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            columns = {name: [getattr(reject, name) for reject in self._waiting] for name in _SCHEMA.names}
            self._writer.write_table(pa.table(columns, schema=_SCHEMA))
        self._waiting, self._length = [], 0

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._write()
        self._writer.close()


def read_rejected(path: Path, most: int) -> list[dict[str, Any]]:
    """The first rejected rows of a file; none where there is no file."""
    if not path.exists():
        return []
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(most):
            rows: list[dict[str, Any]] = batch.to_pylist()
            return rows
    return []
