"""Which rows of a chunk cannot become records, and the first reason for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.schema import Reject

Mask = pd.Series | npt.NDArray[np.bool_]


def as_line(cells: Iterable[Any]) -> str:
    """The cells as one CSV line without its line end; missing cells are empty."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(["" if pd.isna(cell) else cell for cell in cells])
    return buffer.getvalue()


class Rejections:
    """Collects the rows of one chunk that are rejected; for each row the first reason given stands.

    ``frame`` is the chunk as a format receives it (text columns, index = line numbers). Masks go by
    position, so repeated index values are harmless.
    """

    def __init__(self, frame: pd.DataFrame, source_name: str) -> None:
        self._frame = frame
        self._source_name = source_name
        self._why = np.full(len(frame), -1, dtype=np.int32)
        self._reasons: list[tuple[str, str]] = []

    def add(self, mask: Mask, reason: str, column: str = "") -> None:
        """Reject the rows where ``mask`` is true (missing counts as false) and that still stand."""
        chosen = mask.to_numpy(dtype=bool, na_value=False) if isinstance(mask, pd.Series) else np.asarray(mask, bool)
        chosen = chosen & (self._why < 0)
        if chosen.any():
            self._why[chosen] = len(self._reasons)
            self._reasons.append((reason, column))

    @property
    def mask(self) -> pd.Series:
        """True for each row rejected so far."""
        return pd.Series(self._why >= 0, index=self._frame.index)

    @property
    def kept(self) -> npt.NDArray[np.bool_]:
        """True for each row that still stands."""
        return self._why < 0

    def as_rejects(self) -> list[Reject]:
        """The rejected rows in the order of the file, with the text rebuilt from their cells."""
        places = np.flatnonzero(self._why >= 0)
        if not len(places):
            return []
        rows = self._frame.iloc[places]
        names = list(rows.columns)
        texts = [as_line(cells) for cells in rows.astype(object).to_numpy()]
        rejects = []
        for row, (line, why) in enumerate(zip(rows.index.tolist(), self._why[places].tolist(), strict=True)):
            reason, column = self._reasons[why]
            cell: Any = rows.iat[row, names.index(column)] if column in names else ""
            value = "" if pd.isna(cell) else str(cell)
            rejects.append(Reject(self._source_name, int(line), reason, texts[row], column, value))
        return rejects
