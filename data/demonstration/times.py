"""When in the week an offence starts: hour-by-day profiles, the published night shares, dates and minutes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.demonstration.counts import largest_remainder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The day in four, so that published shares by time of day can be met: night is the last two.
BAND_OF_HOUR: Final = np.array([3] * 6 + [0] * 9 + [1] * 3 + [2] * 3 + [3] * 3)
BANDS: Final = pd.DataFrame({"hour": [10, 16, 19, 23]})

# Humps of a profile: (hour of the peak, width in hours, height, weight of Monday .. Sunday).
_ALL_WEEK: Final = (1.0,) * 7
_WORKING: Final = (1.0, 1.0, 1.0, 1.0, 1.0, 0.45, 0.35)
_SHOPPING: Final = (0.8, 0.82, 0.88, 0.95, 1.05, 1.4, 1.0)
_NIGHTS_OUT: Final = (0.45, 0.45, 0.6, 0.85, 1.35, 1.7, 0.75)
_AFTER_MIDNIGHT: Final = (0.4, 0.35, 0.4, 0.55, 0.85, 1.9, 2.0)  # Saturday 01:00 is Friday's night out
_WEEKEND: Final = (0.85, 0.85, 0.9, 0.95, 1.05, 1.25, 1.2)
_THURSDAY_TO_SATURDAY: Final = (0.6, 0.7, 0.85, 1.35, 1.5, 1.4, 0.6)

Hump = tuple[float, float, float, tuple[float, ...]]
PROFILES: Final[dict[str, list[Hump]]] = {
    "theft": [
        (17.2, 2.8, 1.0, _SHOPPING),
        (13.5, 2.5, 0.5, _SHOPPING),
        (22.0, 2.0, 0.45, _NIGHTS_OUT),
        (1.5, 2.2, 0.4, _AFTER_MIDNIGHT),
    ],
    "pickpocket": [(17.5, 2.5, 1.0, _SHOPPING), (22.5, 2.0, 0.6, _NIGHTS_OUT), (1.6, 2.0, 0.55, _AFTER_MIDNIGHT)],
    "shoplifting": [(16.5, 2.6, 1.0, _SHOPPING), (12.3, 1.8, 0.6, _SHOPPING)],
    "robbery": [(22.2, 2.6, 0.9, _NIGHTS_OUT), (2.2, 2.0, 1.0, _AFTER_MIDNIGHT), (18.0, 2.5, 0.5, _ALL_WEEK)],
    "violence": [(22.5, 2.4, 0.7, _NIGHTS_OUT), (1.8, 2.0, 0.7, _AFTER_MIDNIGHT), (17.0, 4.0, 0.7, _WEEKEND)],
    "youth": [(17.3, 1.3, 1.15, _WORKING), (23.6, 2.0, 0.6, _NIGHTS_OUT), (2.0, 1.8, 0.8, _AFTER_MIDNIGHT)],
    "child": [(16.4, 1.3, 1.0, _WORKING), (18.3, 2.0, 0.55, _ALL_WEEK), (20.5, 2.0, 0.2, _WEEKEND)],
    "sexual": [(23.2, 1.9, 1.0, _NIGHTS_OUT), (1.3, 1.6, 1.1, _AFTER_MIDNIGHT), (16.5, 4.0, 0.3, _ALL_WEEK)],
    "home": [(20.0, 3.5, 0.8, _WEEKEND), (13.0, 5.0, 0.6, _WEEKEND), (0.5, 2.0, 0.35, _WEEKEND)],
    "order": [(17.5, 2.8, 1.0, _WEEKEND), (22.5, 2.3, 0.4, _NIGHTS_OUT), (11.5, 3.0, 0.35, _WORKING)],
    "drugs": [
        (23.2, 1.3, 1.15, _THURSDAY_TO_SATURDAY),
        (19.0, 2.6, 0.55, _THURSDAY_TO_SATURDAY),
        (15.0, 3.0, 0.35, _WORKING),
    ],
    "burglary": [(9.5, 2.6, 0.7, _WORKING), (18.5, 2.6, 0.7, _WEEKEND), (2.5, 2.5, 0.35, _ALL_WEEK)],
    "break-in": [(2.8, 2.2, 1.0, _ALL_WEEK), (20.0, 3.0, 0.6, _WEEKEND), (14.0, 3.5, 0.6, _SHOPPING)],
    "vehicle": [(20.5, 2.8, 1.0, _WEEKEND), (1.5, 2.8, 0.5, _ALL_WEEK), (14.0, 3.5, 0.5, _SHOPPING)],
    "nuisance": [
        (19.4, 1.7, 1.0, (1.25, 1.25, 1.25, 1.2, 1.1, 0.35, 0.35)),
        (22.9, 1.5, 0.6, (0.7, 0.7, 0.75, 0.85, 1.2, 2.6, 2.3)),
        (15.0, 3.5, 0.4, _ALL_WEEK),
    ],
    "drinking": [(23.0, 2.2, 0.8, _NIGHTS_OUT), (1.8, 2.0, 0.9, _AFTER_MIDNIGHT), (18.0, 3.0, 0.4, _WEEKEND)],
    "works": [(11.0, 3.2, 1.0, _WORKING), (17.0, 3.5, 0.8, _ALL_WEEK)],
    "noise-home": [(23.6, 1.6, 1.0, _WEEKEND), (1.0, 1.8, 0.7, _AFTER_MIDNIGHT), (19.0, 4.0, 0.3, _ALL_WEEK)],
    "noise-street": [(22.6, 2.2, 0.8, _NIGHTS_OUT), (15.5, 4.5, 0.4, _WEEKEND), (0.5, 2.0, 0.3, _AFTER_MIDNIGHT)],
    "noise-venue": [(22.8, 1.3, 1.0, _NIGHTS_OUT), (0.4, 1.5, 0.5, _AFTER_MIDNIGHT), (19.5, 3.0, 0.2, _WEEKEND)],
    "searches": [(19.5, 3.0, 1.0, _WEEKEND), (23.0, 2.0, 0.8, _THURSDAY_TO_SATURDAY), (15.5, 2.5, 0.7, _WORKING)],
    "other": [(15.0, 3.6, 1.0, _WORKING), (20.5, 3.0, 0.5, _WEEKEND)],
}

_KIND_OF_MINOR: Final = {
    "Other Theft": "theft",
    "Theft from Person": "pickpocket",
    "Shoplifting": "shoplifting",
    "Bicycle Theft": "theft",
    "Domestic Burglary": "burglary",
    "Burglary Business and Community": "break-in",
}
_KIND_OF_MAJOR: Final = {
    "Robbery": "robbery",
    "Violence Against the Person": "violence",
    "Sexual Offences": "sexual",
    "Public Order Offences": "order",
    "Drug Offences": "drugs",
    "Possession of Weapons": "drugs",
    "Vehicle Offences": "vehicle",
    "Arson and Criminal Damage": "vehicle",
}

# Share of a major without a stated time, and share of its times that are a recording default.
_UNTIMED: Final = {"Theft": 0.022, "Burglary": 0.03, "Vehicle Offences": 0.03, "Arson and Criminal Damage": 0.03}
_UNTIMED_OF_OTHERS: Final = 0.006
_DEFAULT_TIMES: Final = {"Theft": 0.006, "Burglary": 0.012, "Vehicle Offences": 0.012}

# Majors whose time is a window, and its usual length in hours.
_WINDOW_HOURS: Final = {"Burglary": 7.0, "Vehicle Offences": 9.0, "Arson and Criminal Damage": 8.0}


def profile(name: str) -> Floats:
    """Seven days by 24 hours, adding up to one: circular humps on a low floor, lowest around 05:00."""
    hours = np.arange(24) + 0.5
    floor = 0.035 + 0.02 * np.cos((hours - 17) / 24 * 2 * np.pi)
    table = np.repeat(floor[None, :], 7, axis=0)
    for peak, width, height, days in PROFILES[name]:
        distance = np.minimum(np.abs(hours - peak), 24 - np.abs(hours - peak))
        hump = height * np.exp(-0.5 * (distance / width) ** 2)
        table += np.asarray(days)[:, None] * hump[None, :]
    return np.asarray(table / table.sum())


def kind_of(frame: pd.DataFrame) -> pd.Series:
    """The profile each offence follows: by type, domestic abuse, and ages in violent crime."""
    by_minor = frame["minor"].astype("str").map(_KIND_OF_MINOR)
    kind = by_minor.fillna(frame["major"].astype("str").map(_KIND_OF_MAJOR)).fillna("other")
    violent = kind.isin(["robbery", "violence"])
    kind = kind.mask(violent & frame["young"].isin(["victim", "suspect", "both"]), "youth")
    kind = kind.mask(violent & frame["young"].eq("under-18"), "child")
    kind = kind.mask(frame["domestic_abuse"].fillna(False) & ~frame["major"].eq("Sexual Offences"), "home")
    return kind.astype("category")


def band_seed(kinds: pd.Series) -> Floats:
    """For each record, how likely its kind starts in each of the four bands."""
    table = np.stack([profile(str(kind)).sum(axis=0) for kind in kinds.cat.categories])
    bands = np.stack([table[:, band == BAND_OF_HOUR].sum(axis=1) for band in range(4)], axis=1)
    return np.asarray(bands[kinds.cat.codes.to_numpy()])


def untimed(frame: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which records state no time, by lot, in the shares of ``_UNTIMED``."""
    share = frame["major"].astype("str").map(_UNTIMED).fillna(_UNTIMED_OF_OTHERS).to_numpy(dtype="float64")
    return np.asarray(rng.random(len(frame)) < share)


def day_and_hour(kinds: pd.Series, bands: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """A day and an hour for every record, dealt so that each kind and band follows its profile."""
    slot = np.zeros(len(kinds), dtype="int64")
    key = kinds.cat.codes.to_numpy().astype("int64") * 4 + bands
    for value in np.unique(key):
        members = np.flatnonzero(key == value)
        weights = profile(str(kinds.cat.categories[value // 4])) * (value % 4 == BAND_OF_HOUR)[None, :]
        slots = largest_remainder(weights.reshape(-1), len(members))
        slot[members] = rng.permutation(np.repeat(np.arange(168), slots))
    return slot // 24, slot % 24


def _dates(months: Ints, days: Ints, hours: Ints, rng: np.random.Generator) -> NDArray[np.datetime64]:
    """A date in each month that falls on the weekday asked for, each such date as likely."""
    first = (months - 1970 * 12).astype("datetime64[M]")
    start = first.astype("datetime64[D]")
    length = ((first + 1).astype("datetime64[D]") - start).astype("int64")
    weekday = (start.astype("int64") + 3) % 7  # 1970-01-01 was a Thursday
    offset = (days - weekday) % 7
    choices = (length - 1 - offset) // 7 + 1
    dates = start + offset + 7 * np.floor(rng.random(len(months)) * choices).astype("int64")
    # On the last Sunday of March 01:00 to 02:00 does not exist: such a record moves a week back.
    spring = (months % 12 == 2) & (days == 6) & (hours == 1)
    last = (dates + 7).astype("datetime64[M]") > first
    return dates - 7 * (spring & last).astype("int64")


def minutes(count: int, rng: np.random.Generator) -> Ints:
    """Minutes as people state them: on the hour most often, then the half, the quarters, the fives."""
    weights = np.array([36, 2, 3, 9, 4, 3, 20, 3, 4, 10, 4, 2], dtype="float64")
    return np.asarray(rng.choice(12, size=count, p=weights / weights.sum()) * 5)


def stated_times(frame: pd.DataFrame, days: Ints, hours: Ints, rng: np.random.Generator) -> pd.DataFrame:
    """Columns start, end, day, hour; ``hours`` is -1 where no time is stated (the day is known all the same)."""
    hours = hours.copy()
    default = rng.random(len(frame)) < frame["major"].astype("str").map(_DEFAULT_TIMES).fillna(0.0).to_numpy("float64")
    default &= hours >= 0
    night = (hours >= 18) | (hours < 6)
    hours[default] = np.where(night[default], 0, 12)
    minute = np.where(default, np.where(rng.random(len(frame)) < 0.6, 1, 0), minutes(len(frame), rng))
    start = _dates(frame["month"].to_numpy("int64"), days, hours, rng).astype("datetime64[m]")
    start = start + (np.maximum(hours, 0) * 60 + minute).astype("timedelta64[m]")
    window = frame["major"].astype("str").map(_WINDOW_HOURS).to_numpy("float64")
    length = np.round(np.clip(np.nan_to_num(window) * rng.gamma(1.3, 0.8, len(frame)), 0.5, 240) * 2) * 30
    end = pd.Series((start + length.astype("timedelta64[m]")).astype("datetime64[us]"))
    return pd.DataFrame(
        {
            "start": pd.Series(start.astype("datetime64[us]")).where(hours >= 0),
            "end": end.where((hours >= 0) & ~np.isnan(window)),
            "day": days.astype("int8"),
            "hour": hours.astype("int8"),
        }
    )
