"""The published shares, as rows of ``targets/shares.csv``: what to make come out, and what then to check."""

from __future__ import annotations

from functools import cache

import pandas as pd

from data.demonstration.raking import Share
from data.demonstration.targets import REVIEW_YEAR, YEAR_BEFORE, target_table


@cache
def shares_table() -> pd.DataFrame:
    """Columns id, dataset, year, measure, base, part, low, high, aim (per cent), stage, statement."""
    table = target_table("shares")
    texts = ["base", "part", "stage", "statement"]
    return table.assign(**{name: table[name].fillna("").astype("str") for name in texts})


def shares_for(dataset: str, stage: str, year: str) -> list[Share]:
    """What ``stage`` has to meet in ``year``: its own figures, for other years the review year's where they have none.

    A figure of the year before replaces the review year's with the same base and part.
    """
    table = shares_table()
    table = table[(table["dataset"] == dataset) & (table["stage"] == stage) & table["aim"].notna()]
    own = table[table["year"] == year]
    if year != REVIEW_YEAR:
        fallback = own if year == YEAR_BEFORE else table[table["year"] == YEAR_BEFORE]
        review = table[table["year"] == REVIEW_YEAR]
        known = set(zip(fallback["base"], fallback["part"], strict=True))
        keys = pd.Series(list(zip(review["base"], review["part"], strict=True)), index=review.index, dtype="object")
        own = pd.concat([fallback, review[~keys.isin(known)]])
    columns = own[["base", "part", "aim", "low", "high"]]
    return [
        Share(base, part, aim / 100, low / 100, high / 100)
        for base, part, aim, low, high in columns.itertuples(index=False, name=None)
    ]
