"""The other sources: police ASB, ambulance, fire, noise, British Transport Police, housing ASB, hospital."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demonstration import complaints, patients, searches, times
from data.demonstration.conditions import hot_group
from data.demonstration.counts import Floats, labelled, largest_remainder
from data.demonstration.raking import assigned
from data.demonstration.shares import shares_for
from data.demonstration.targets import lsoas, months_of, target_table

# Relative volume of each month, October first.
_SEASON: dict[str, list[float]] = {
    "noise": [1.0, 0.85, 0.9, 0.8, 0.8, 0.85, 0.95, 1.1, 1.3, 1.25, 1.2, 1.1],
    "asb": [1.0, 0.92, 0.86, 0.85, 0.86, 0.95, 1.0, 1.1, 1.2, 1.18, 1.1, 1.0],
    "btp": [1.0, 1.1, 1.15, 0.95, 0.9, 0.95, 0.95, 1.0, 1.05, 1.05, 0.0, 0.0],
}
_LOCKDOWN = [1.0, 0.75, 0.9, 0.6, 0.6, 0.7, 0.9, 1.05, 1.2, 1.3, 1.25, 1.3]
_UNPLACED = {"stop-search": 0.1}  # share whose place cannot be made out
_UNPLACED_OF_OTHERS = 0.012
_SMALL = 1000  # records; smaller sources are case files, in which nothing is missing
_POWERS = ["size_power", "people_power", "area_power", "search_power"]


def _categories(dataset: str, year: str) -> pd.DataFrame:
    table = target_table("partner_sources")
    table = table[table["dataset"] == dataset].reset_index(drop=True)
    rows = np.repeat(np.arange(len(table)), table[f"count_{year}"].to_numpy())
    return table.loc[rows, ["major", "minor", "profile", *_POWERS]].reset_index(drop=True)


def _place_seed(frame: pd.DataFrame, rng: np.random.Generator) -> Floats:
    areas = lsoas()
    logs = np.log(areas[["located_2022_23", "population", "area_ha"]].to_numpy("float64"))
    measures = np.column_stack([logs, np.log(areas["search_points"].to_numpy("float64") + 4)])
    powers = frame[_POWERS].to_numpy("float64")
    kinds, which = np.unique(powers, axis=0, return_inverse=True)
    noise = np.random.default_rng(rng.integers(2**32)).normal(0, 0.3, (len(kinds), len(areas)))
    return np.asarray(np.exp(kinds @ measures.T + noise)[which.reshape(-1)])


def _months(count: int, dataset: str, year: str, rng: np.random.Generator) -> np.ndarray:
    weights = np.array(_SEASON.get(dataset, [1.0, 1.0, 1.06, 0.95, 0.93, 0.97, 0.98, 1.02, 1.05, 1.05, 1.0, 1.0]))
    if year == "2020_21" and dataset not in ("noise", "asb", "fire"):
        weights = np.array(_LOCKDOWN)
    if dataset == "btp" and year != "2022_23":
        weights = np.where(weights == 0, 1.0, weights)
    quota = largest_remainder(weights * np.exp(rng.normal(0, 0.03, 12)), count)
    return np.asarray(rng.permutation(np.repeat(months_of(year), quota)))


def placed(frame: pd.DataFrame, dataset: str, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with lsoa_code, ward_code and area_group, dealt so that the published shares by place hold."""
    areas = lsoas()
    classes = areas.reset_index()[["lsoa_code", "ward_code"]]
    unplaced = _UNPLACED.get(dataset, _UNPLACED_OF_OTHERS) if len(frame) > _SMALL else 0
    found = np.flatnonzero(rng.random(len(frame)) >= unplaced)
    some = frame.iloc[found].reset_index(drop=True)
    shares = shares_for(dataset, "place", year)
    area = np.full(len(frame), -1)
    area[found] = assigned(some, ["major", "minor"], classes, _place_seed(some, rng), shares, rng)
    codes = pd.Series(labelled(area, list(areas.index)), index=frame.index)
    return frame.assign(
        lsoa_code=codes,
        ward_code=codes.map(areas["ward_code"]).astype("category"),
        area_group=codes.map(hot_group()).astype("category"),
    )


def timed(frame: pd.DataFrame, dataset: str, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with start, end, day and hour, dealt so that the published shares by night hold."""
    kinds = frame["profile"].astype("category")
    frame = frame.assign(day=np.int8(0))
    shares = shares_for(dataset, "time", year)
    untimed = rng.random(len(frame)) < (0.004 if len(frame) > _SMALL else 0)
    frame = frame.assign(hour=np.where(untimed, -1, 12).astype("int8"))
    stated = np.flatnonzero(~untimed)
    some = frame.iloc[stated].reset_index(drop=True)
    bands = np.zeros(len(frame), dtype="int64")
    by = ["ward_code", "area_group", "minor"]
    bands[stated] = assigned(some, by, times.BANDS, times.band_seed(kinds.iloc[stated]), shares, rng)
    days, hours = times.day_and_hour(kinds, bands, rng)
    hours = np.where(untimed, -1, hours)
    return pd.concat([frame.drop(columns=["hour", "day"]), times.stated_times(frame, days, hours, rng)], axis=1)


def partner_records(dataset: str, year: str, seed: int) -> pd.DataFrame:
    """One row a call, complaint or case of a partner source in one year."""
    rng = np.random.default_rng([seed, 20, *map(ord, dataset + year)])
    frame = _categories(dataset, year)
    frame = frame.assign(
        major=frame["major"].astype("category"),
        minor=frame["minor"].astype("category"),
        month=_months(len(frame), dataset, year, rng),
    )
    frame = timed(placed(frame, dataset, year, rng), dataset, year, rng)
    if dataset == "stop-search":
        return searches.with_people(frame, year, rng)
    if dataset in ("ambulance", "hospital"):
        return patients.with_patients(frame, dataset, year, rng)
    return complaints.with_places(frame, rng) if dataset == "noise" else frame


def partner_datasets() -> list[str]:
    """The slugs of the partner sources, in the order of the target table."""
    return list(dict.fromkeys(target_table("partner_sources")["dataset"]))
