"""The generated columns as records of ``data.schema``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demonstration.targets import WESTMINSTER
from data.schema import ATTRIBUTE_COLUMNS, RECORD_COLUMNS, check_records

SERIES = "demonstration"
# Data sets whose real files have one kind of category only: the kind is the major, as in data/formats.
ONE_KIND = frozenset({"ambulance", "btp", "hospital", "housing-asb", "stop-search"})


def as_records(frame: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """``frame`` in the columns and types of the schema, sorted by month, day and place; lines numbered.

    Attribute columns are kept where ``frame`` has them; everything else it has is dropped.
    """
    frame = frame.sort_values(["month", "start", "lsoa_code", "minor"], kind="stable").reset_index(drop=True)
    constant = {
        "line": np.arange(2, len(frame) + 2),
        "dataset": dataset,
        "series": SERIES,
        "count": 1,
        "authority_code": WESTMINSTER,
    }
    if dataset in ONE_KIND:
        frame = frame.drop(columns="major").rename(columns={"minor": "major"})
    columns: dict[str, pd.Series] = {}
    for name, dtype in (RECORD_COLUMNS | ATTRIBUTE_COLUMNS).items():
        if name in constant:
            columns[name] = pd.Series(constant[name], index=frame.index, dtype=dtype)
        elif name in frame:
            columns[name] = frame[name].astype(pd.api.types.pandas_dtype(dtype))
        elif name in RECORD_COLUMNS:
            columns[name] = pd.Series(None, index=frame.index, dtype=dtype)
    records = pd.DataFrame(columns)
    check_records(records, where=f"demonstration {dataset}")
    return records
