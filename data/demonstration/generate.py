"""Makes the demonstration records: invented, the same for the same seed, fitted to the published figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demonstration import flags, people, times
from data.demonstration.conditions import chosen, hot_group
from data.demonstration.ends import with_ends
from data.demonstration.offences import offences_of
from data.demonstration.partner_sources import partner_datasets, partner_records
from data.demonstration.raking import assigned
from data.demonstration.records import as_records
from data.demonstration.shares import shares_for
from data.demonstration.targets import YEARS
from data.demonstration.youth import domestic_abuse, young_people

SEED = 20230930


def _timed(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with day, hour, start and end: the night shares by quota, the rest by profile."""
    frame = frame.assign(hour=np.where(times.untimed(frame, rng), -1, 12).astype("int8"), day=np.int8(0))
    kinds = times.kind_of(frame)
    stated = np.flatnonzero(frame["hour"].to_numpy() >= 0)
    some = frame.iloc[stated].reset_index(drop=True)
    by = ["ward_group", "area_group", "minor", "domestic_abuse", "young", "victim_age"]
    seed = times.band_seed(kinds.iloc[stated])
    bands = np.zeros(len(frame), dtype="int64")
    bands[stated] = assigned(some, by, times.BANDS, seed, shares_for("offences", "time", year), rng)
    days, hours = times.day_and_hour(kinds, bands, rng)
    hours = np.where(frame["hour"].to_numpy() < 0, -1, hours)
    return pd.concat([frame.drop(columns=["hour", "day"]), times.stated_times(frame, days, hours, rng)], axis=1)


def offences_in(year: str, seed: int) -> pd.DataFrame:
    """The offences of one year with every attribute, before they become records."""
    rng = np.random.default_rng([seed, 10, *map(ord, year)])
    frame = offences_of(year, seed)
    group = frame["lsoa_code"].astype("str").map(hot_group())
    frame["area_group"] = pd.Categorical(group)
    frame["ward_group"] = frame["ward_code"].where(chosen(frame, "two-wards"))
    frame["domestic_abuse"] = domestic_abuse(frame, year, rng)
    frame = pd.concat([frame, young_people(frame, year, rng)], axis=1)
    frame = _timed(frame, year, rng)
    frame["two_wards"] = chosen(frame, "two-wards")
    frame["west_end_night"] = chosen(frame, "two-wards night")
    frame = frame.assign(**flags.hate_strands(frame, year, rng))
    frame = frame.assign(**flags.harm(frame, year, rng))
    frame["detected"] = flags.detected(frame, year, rng)
    frame["business"] = flags.business(frame, year, rng)
    frame["alcohol"] = flags.alcohol(frame, year, rng)
    frame["place"] = flags.places(frame, year, rng)
    frame["relationship"] = flags.relationships(frame, year, rng)
    frame = people.accused(people.suspects(people.victims(frame, year, rng), year, rng), year, rng)
    return with_ends(frame, year, seed)


def generate(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Records by data set slug, 36 months to 2023-09.

    All are invented. Located records carry a 2011 LSOA and its best-fit ward; the others no place at all.
    """
    data = {"offences": as_records(pd.concat([offences_in(year, seed) for year in YEARS]), "offences")}
    for dataset in partner_datasets():
        years = [partner_records(dataset, year, seed) for year in YEARS]
        data[dataset] = as_records(pd.concat(years), dataset)
    return data
