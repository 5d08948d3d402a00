"""Ends of offences whose time is not known, and clock times entered for want of a better one.

The last step, with random numbers of its own: no start moves to another hour, so every published figure stays.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demonstration.targets import YEARS

EXTRACTED: Final = pd.Timestamp("2023-10-01")  # nothing is known to end later

# Of offences that ``times`` gives a window: the share seen or filmed, so that they end as they start.
_SEEN: Final = {"Burglary": 0.22, "Vehicle Offences": 0.12, "Arson and Criminal Damage": 0.3}
# Thefts noticed later: the share with an end, and the usual hours until then.
_NOTICED: Final = {"Other Theft": (0.3, 2.5), "Theft from Person": (0.06, 1.5), "Bicycle Theft": (0.8, 7.0)}
# Of starts in the first hour of the day and in that from noon: the share entered as 00:00, 00:01 and 12:00.
_DEFAULTS: Final = {
    "Theft": (0.5, 0.04, 0.25),
    "Burglary": (0.5, 0.08, 0.5),
    "Vehicle Offences": (0.5, 0.08, 0.5),
    "Arson and Criminal Damage": (0.45, 0.05, 0.4),
}


def with_ends(frame: pd.DataFrame, year: str, seed: int) -> pd.DataFrame:
    """``frame`` with the ends of more thefts, of fewer seen offences, and default minutes at 00:00, 00:01 and 12:00."""
    rng = np.random.default_rng([seed, 30, list(YEARS).index(year)])
    major, minor = frame["major"].astype("str"), frame["minor"].astype("str")
    start = frame["start"] + pd.to_timedelta(_shift(frame, major, rng), unit="min")
    end = frame["end"] + (start - frame["start"])
    seen = rng.random(len(frame)) < major.map(_SEEN).fillna(0).to_numpy("float64")
    end = end.where(~seen | end.isna(), start)
    share, usual = (minor.map({name: pair[at] for name, pair in _NOTICED.items()}).fillna(0) for at in (0, 1))
    noticed = rng.random(len(frame)) < share.to_numpy("float64")
    hours = np.round(usual.to_numpy("float64") * rng.gamma(1.3, 0.8, len(frame)) * 2) / 2
    end = end.where(~noticed, start + pd.to_timedelta(np.clip(hours, 0.5, 120), unit="h"))
    return frame.assign(start=start, end=end.where(end < EXTRACTED).astype("datetime64[us]"))


def _shift(frame: pd.DataFrame, major: pd.Series, rng: np.random.Generator) -> np.ndarray:
    """Minutes by which each start moves within its hour."""
    hour, minute = frame["hour"].to_numpy(), frame["start"].dt.minute.to_numpy("float64")
    at_midnight, past, at_noon = (
        major.map({name: shares[at] for name, shares in _DEFAULTS.items()}).fillna(0).to_numpy("float64")
        for at in range(3)
    )
    lot = rng.random(len(frame))
    stated = np.where(hour == 0, np.select([lot < at_midnight, lot < at_midnight + past], [0, 1], minute), minute)
    stated = np.where((hour == 12) & (lot < at_noon), 0, stated)
    return np.nan_to_num(stated - minute)
