"""Rows by column name, read by a format as the reader of files hands them over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.formats import Format, Normalised, SourceFile
from data.schema import check_records


def read(known: Format, *rows: dict[str, str]) -> Normalised:
    """Rows by column name, as the reader hands them over; the header holds every column named in any row."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    assert known.recognises(names)
    cells = [[row.get(name) or np.nan for name in names] for row in rows]
    frame = pd.DataFrame(cells, columns=names, index=range(2, 2 + len(rows)), dtype="str")
    result = known.normalise(frame, SourceFile("extract.csv", "extract"))
    check_records(result.records, where="test")
    assert sorted([*result.records["line"], *(r.line for r in result.rejects)]) == list(frame.index)
    return result
