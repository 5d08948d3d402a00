"""Domestic abuse, and how young victim and suspect are: what decides most of the violence chapter's figures."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.categories import VIOLENT_MAJORS
from data.demonstration.conditions import isin
from data.demonstration.counts import Floats
from data.demonstration.raking import assigned
from data.demonstration.shares import shares_for

# How likely an offence of a type is domestic abuse, before the published shares are met.
_DOMESTIC: Final = {
    "Violence with Injury": 0.11,
    "Violence without Injury": 0.17,
    "Rape": 0.18,
    "Other Sexual Offences": 0.05,
    "Criminal Damage": 0.07,
    "Public Fear Alarm or Distress": 0.02,
    "Domestic Burglary": 0.015,
    "Robbery of Personal Property": 0.003,
    "Other Theft": 0.0025,
    "Homicide": 0.2,
}
_NOWHERE: Final = 1e-9

# Victim and suspect age groups, one standing age each; NaN: 25 or older, or not known.
_AGES: Final = {"victim_age": (np.nan, 5.0, 14.0, 21.0), "suspect_age": (np.nan, 14.0, 21.0)}
YOUTH_CLASSES: Final = pd.DataFrame(
    [(victim, suspect) for victim in _AGES["victim_age"] for suspect in _AGES["suspect_age"]],
    columns=["victim_age", "suspect_age"],
)
_VICTIM_WEIGHT: Final = {
    "Violence Against the Person": (0.72, 0.03, 0.06, 0.17),
    "Robbery": (0.55, 0.001, 0.14, 0.31),
    "Sexual Offences": (0.5, 0.05, 0.12, 0.35),
}
_SUSPECT_WEIGHT: Final = {
    "Violence Against the Person": (0.82, 0.06, 0.12),
    "Robbery": (0.72, 0.10, 0.18),
    "Sexual Offences": (0.90, 0.03, 0.07),
}


def domestic_abuse(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> np.ndarray:
    """True for the offences flagged as domestic abuse, dealt to meet counts by ward and type."""
    classes = pd.DataFrame({"domestic_abuse": [False, True]})
    chance = frame["minor"].astype("str").map(_DOMESTIC).fillna(_NOWHERE).to_numpy("float64")
    homes = np.where(frame["area_group"].astype("str") == "other", 1.0, 0.35)
    seed = np.stack([1 - chance * homes, chance * homes], axis=1).astype("float64")
    shares = shares_for("offences", "domestic abuse", year)
    return assigned(frame, ["ward_code", "area_group", "minor"], classes, seed, shares, rng) == 1


def _youth_seed(majors: pd.Series) -> Floats:
    tables = {major: np.outer(_VICTIM_WEIGHT[major], _SUSPECT_WEIGHT[major]).reshape(-1) for major in VIOLENT_MAJORS}
    seed = np.stack([tables.get(str(major), tables["Robbery"]) for major in majors])
    # Young people meet young people: both young is likelier than chance would have it.
    both = (YOUTH_CLASSES.notna().all(axis=1)).to_numpy()
    return np.asarray(seed * np.where(both, 2.5, 1.0))


def young_people(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """Group ages of victim and suspect (5, 14, 21 standing for under 10, 10-17, 18-24; NaN older or
    unknown) for violent offences, and ``young``: none, victim, suspect, both or under-18."""
    groups = pd.DataFrame({"victim_age": np.nan, "suspect_age": np.nan}, index=frame.index)
    violent = isin(frame["major"], VIOLENT_MAJORS)
    counted = np.flatnonzero(violent | frame["domestic_abuse"].to_numpy())  # all that serious violence may hold
    some = frame.iloc[counted].reset_index(drop=True)
    seed = _youth_seed(some["major"])
    seed[~violent[counted], 1:] = 0
    by = ["ward_code", "area_group", "minor", "domestic_abuse"]
    dealt = assigned(some, by, YOUTH_CLASSES, seed, shares_for("offences", "youth", year), rng)
    groups.iloc[counted] = YOUTH_CLASSES.to_numpy()[dealt]
    victim, suspect = groups["victim_age"].notna(), groups["suspect_age"].notna()
    child = (groups < 18).any(axis=1)
    young = np.select(
        [child, victim & suspect, victim, suspect], ["under-18", "both", "victim", "suspect"], default="none"
    )
    return groups.assign(young=pd.Categorical(young))
