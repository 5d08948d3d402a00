"""The end of every format: checked values as records, the rows that were rejected left out."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from data.formats.columns import Times, repeated
from data.formats.rejections import Rejections
from data.plain_names import plain_names
from data.schema import ATTRIBUTE_COLUMNS, RECORD_COLUMNS

# What is shown as the source words it.
NAMES: Final = ("major", "minor", *(name for name, dtype in ATTRIBUTE_COLUMNS.items() if dtype == "str"))


def assemble(
    frame: pd.DataFrame,
    rejections: Rejections | None = None,
    *,
    times: Times | None = None,
    **values: pd.Series | np.ndarray | object,
) -> pd.DataFrame:
    """The records of the rows that stand: every column of the schema, plus the attributes given.

    ``values`` are series, arrays (by position) or single values, named as in ``data.schema``; what is
    not given gets its default (count 1, otherwise missing). ``times`` gives start, and month, day and
    hour unless these are given themselves; a time of day not stated leaves the hour at -1.
    """
    given = _from_times(times) | values if times is not None else values
    types = RECORD_COLUMNS | ATTRIBUTE_COLUMNS
    if unknown := [name for name in given if name not in types]:
        raise ValueError(f"not columns of a record: {unknown}")
    if absent := [name for name in ("dataset", "series", "month") if name not in given]:
        raise ValueError(f"a record needs {absent}")
    kept = rejections.kept if rejections is not None else np.ones(len(frame), dtype=bool)
    chosen = None if kept.all() else kept
    defaults: dict[str, object] = {"line": frame.index.to_numpy(), "day": -1, "hour": -1, "count": 1}
    names = [*RECORD_COLUMNS, *(name for name in ATTRIBUTE_COLUMNS if name in given)]
    size = int(kept.sum())
    columns = {name: _typed(given.get(name, defaults.get(name)), chosen, size, types[name]) for name in names}
    columns |= {name: plain_names(columns[name]) for name in NAMES if name in columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(size), copy=False)


def _from_times(times: Times) -> dict[str, object]:
    local = times.local.dt
    hour = local.hour.where(times.stated)
    return {
        "start": times.local,
        "month": local.year * 12 + local.month - 1,
        "day": local.day_of_week.fillna(-1),
        "hour": hour.fillna(-1),
    }


def _typed(value: object, chosen: np.ndarray | None, size: int, dtype: str) -> Any:
    """The values of the rows chosen (None for all) in the type of their column."""
    if isinstance(value, (pd.Series, np.ndarray)):
        values: Any = value.array if isinstance(value, pd.Series) else value
        values = values if chosen is None else values[chosen]
        return values if values.dtype == dtype else pd.Series(values).astype(dtype).array  # type: ignore[call-overload]
    if dtype == "str":
        return repeated(None if value is None else str(value), size)
    single = np.nan if value is None and dtype in ("float64", "float32") else value
    return pd.array([single], dtype=dtype).repeat(size)  # type: ignore[call-overload]
