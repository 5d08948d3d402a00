"""Recomputes every figure of ``targets/shares.csv`` from generated records, without the code that made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.demonstration.conditions import chosen
from data.demonstration.shares import shares_table
from data.demonstration.targets import REVIEW_YEAR, YEAR_BEFORE, lsoas, months_of
from data.tables.costs import cost_by_minor
from data.tables.weights import harm_table

_DAYS = 365


@dataclass(frozen=True)
class Check:
    """One figure: what was published (``low`` to ``high``, or an ordered list), and what the records say."""

    id: str
    says: str
    ours: float | str
    low: float
    high: float
    holds: bool


def _share(part: float, base: float) -> float:
    return 100 * part / base if base else float("nan")


def _harm(frame: pd.DataFrame) -> np.ndarray:
    """Days of harm of every record, 0 where its category has no weight."""
    return frame["minor"].astype("str").map(dict(harm_table(None).days)).fillna(0).to_numpy("float64")


def _costs(frame: pd.DataFrame) -> pd.Series:
    """Pounds for every record, 0 where not costed: Home Office 2018, uplifted as Appendix 3 does."""
    return frame["minor"].astype("str").map(cost_by_minor()).fillna(0).astype("float64")


def _top(values: pd.Series, count: int) -> str:
    """The ``count`` commonest values, as a sorted list: the order among them is not published."""
    return ";".join(sorted(map(str, values.value_counts().index[:count])))


def _top_of(measure: str, frame: pd.DataFrame, count: int) -> float | str:
    if measure == "top_hours":
        return _top(frame["hour"], count)
    if measure == "top_days":
        return _top(frame["day"], count)
    if measure == "top_nights":
        night = chosen(frame, "night")
        return _top(((frame["day"] - (frame["hour"] < 6)) % 7)[night], count)
    if measure == "top_age_band":  # five-year bands as the ambulance service has them: 21-25, 26-30
        lowest = ((frame["victim_age"] - 1) // 5 * 5 + 1).astype("int64")
        return _top(lowest.astype("str") + "-" + (lowest + 4).astype("str"), count)
    if measure == "top_areas":
        return _top(frame["lsoa_code"].dropna(), count)
    largest = frame["lsoa_code"].value_counts().to_numpy()[:count]
    return _share(float(largest.sum()), float(frame["lsoa_code"].notna().sum()))


def _of_one_year(measure: str, records: pd.DataFrame, base: str, part: str) -> float | str:
    chosen_base = chosen(records, base)
    frame = records[chosen_base]
    name, _, number = measure.partition(":")
    if name == "count":
        return float(len(frame))
    if name == "count_times":
        return float(number) * len(frame)
    if name == "per_day":
        return len(frame) / _DAYS
    if name == "share":
        return _share(float(chosen(frame, part).sum()), len(frame))
    if name == "harm_share":
        harm = _harm(frame)
        return _share(float(harm[chosen(frame, part)].sum()), float(harm.sum()))
    if name in ("cost", "cost_m"):
        return round(float(_costs(frame).sum())) / (1e6 if name == "cost_m" else 1)
    if name == "cost_share":
        costs = _costs(frame)
        return _share(float(costs[chosen(frame, part)].sum()), float(costs.sum()))
    if name == "harm_top_major":
        return str(pd.Series(_harm(frame)).groupby(frame["major"].to_numpy()).sum().idxmax())
    if name == "areas_below_one_a_day":
        counts = frame["lsoa_code"].value_counts().reindex(lsoas().index, fill_value=0)
        return float((counts < _DAYS).sum())
    if name in ("places_over", "share_from_places"):
        sizes = frame["place"].value_counts()
        kept = sizes[sizes > int(number)]
        return float(len(kept)) if name == "places_over" else _share(float(kept.sum()), len(frame))
    return _top_of(name, frame, int(number))


def _of_both_years(measure: str, now: pd.DataFrame, before: pd.DataFrame, base: str, part: str) -> float:
    later, earlier = now[chosen(now, base)], before[chosen(before, base)]
    if measure == "difference":
        return float(len(later) - len(earlier))
    if measure == "pct_change":
        return _share(len(later) - len(earlier), len(earlier))
    if measure == "cost_difference_m":
        return float(_costs(later).sum() - _costs(earlier).sum()) / 1e6
    change = float(chosen(later, part).sum()) - float(chosen(earlier, part).sum())
    return _share(change, len(later) - len(earlier))


def _ours(by_year: dict[str, pd.DataFrame], row: pd.Series) -> float | str:
    if row["year"] == "both":
        now, before = by_year[REVIEW_YEAR], by_year[YEAR_BEFORE]
        return _of_both_years(row["measure"], now, before, row["base"], row["part"])
    return _of_one_year(row["measure"], by_year[row["year"]], row["base"], row["part"])


def _asked(records: pd.DataFrame, conditions: str) -> bool:
    """Whether the records have the columns that the conditions name."""
    named = {word.partition("=")[0].removeprefix("not:") for word in conditions.split() if "=" in word}
    return all(name in records or name in ("ward", "lsoa") for name in named)


def checks(data: dict[str, pd.DataFrame]) -> list[Check]:
    """Every published figure that the records aim at, recomputed; helper rows of the table left out."""
    found = []
    table = shares_table()
    years = {
        name: {year: records[records["month"].isin(months_of(year))] for year in (YEAR_BEFORE, REVIEW_YEAR)}
        for name, records in data.items()
    }
    for row in table[~table["id"].str.startswith("x-")].to_dict("records"):
        if row["dataset"] not in data or not _asked(data[row["dataset"]], f"{row['base']} {row['part']}"):
            continue
        ours = _ours(years[row["dataset"]], pd.Series(row))
        if isinstance(ours, str):
            holds = ours == ";".join(sorted(row["statement"].split(";")))
        else:
            holds = row["low"] - 1e-9 <= ours <= row["high"] + 1e-9
        found.append(Check(row["id"], row["statement"], ours, row["low"], row["high"], holds))
    return found
