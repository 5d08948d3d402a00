"""Counts of a whole borough beside counts by ward: what has no ward becomes records without a place."""

from __future__ import annotations

import pandas as pd


def combined_counts(wards: pd.DataFrame, borough: pd.DataFrame) -> pd.DataFrame:
    """Counts by ward, and the borough's counts beyond them as records without a place.

    The borough file also counts offences with no ward. The difference may be negative by a few where
    the two files were made on different days; it is kept as it is, so that the borough's total comes out. Of several
    boroughs each has its own, in the months that the file tells of it.
    """
    owner = ["authority"] if "authority" in borough and "authority" in wards else []
    key = [*owner, "month", "major", "minor"]
    whole = borough.groupby(key, dropna=False)["count"].sum()
    told = wards.set_index([*owner, "month"]).index.isin(borough.set_index([*owner, "month"]).index)
    within = wards[told].groupby(key, dropna=False)["count"].sum()
    beyond = whole.sub(within, fill_value=0).astype("int64")
    rest = beyond[beyond != 0].rename("count").reset_index()
    rest = rest.reindex(columns=wards.columns).assign(day=-1, hour=-1).astype(wards.dtypes.to_dict())
    return pd.concat([wards, rest], ignore_index=True)
