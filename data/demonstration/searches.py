"""Stop and search: who was searched under which law, and what came of it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demonstration.counts import Floats, labelled
from data.demonstration.raking import assigned
from data.demonstration.shares import shares_for

DATASET: Final = "stop-search"

LEGISLATION: Final = {
    "Controlled drugs": "Misuse of Drugs Act 1971 (section 23)",
    "Psychoactive substances": "Psychoactive Substances Act 2016 (section 36)",
    "Offensive weapons": "Police and Criminal Evidence Act 1984 (section 1)",
    "Anything to threaten or harm anyone": "Criminal Justice and Public Order Act 1994 (section 60)",
    "Articles for use in terrorism": "Terrorism Act 2000 (section 43)",
    "Stolen goods": "Police and Criminal Evidence Act 1984 (section 1)",
    "Article for use in theft": "Police and Criminal Evidence Act 1984 (section 1)",
}
_AGES: Final = (
    (13, 10, 15),
    (16, 16, 17),
    (21, 18, 24),
    (25, 25, 25),
    (30, 26, 35),
    (40, 36, 45),
    (55, 46, 65),
    (70, 66, 84),
)
_AGE_WEIGHTS: Final = (0.05, 0.09, 0.36, 0.06, 0.22, 0.12, 0.09, 0.01)
_OPEN_DATA_BANDS: Final = ((10, "under 10"), (18, "10-17"), (25, "18-24"), (35, "25-34"), (200, "over 34"))
_ETHNICITIES: Final = {
    "White - North European": 0.27,
    "White - South European": 0.07,
    "Black": 0.37,
    "Asian": 0.16,
    "Middle Eastern": 0.1,
    "Chinese or South East Asian": 0.03,
}
NO_ACTION: Final = "A no further action disposal"
_OUTCOMES: Final = {
    NO_ACTION: 0.68,
    "Arrest": 0.12,
    "Community resolution": 0.16,
    "Penalty Notice for Disorder": 0.02,
    "Summons / charged by post": 0.015,
    "Caution (simple or conditional)": 0.005,
}


def _people(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> tuple[Floats, pd.Categorical[str]]:
    classes = pd.DataFrame(
        [(float(age), sex) for age, _, _ in _AGES for sex in ("F", "M")], columns=["suspect_age", "suspect_sex"]
    )
    seed = np.outer(_AGE_WEIGHTS, (0.07, 0.93)).reshape(1, -1)
    dealt = assigned(frame, ["minor"], classes, seed, shares_for(DATASET, "searched", year), rng)
    bounds = np.array(_AGES)[dealt // 2]
    ages = bounds[:, 1] + np.floor((bounds[:, 2] - bounds[:, 1] + 1) * rng.random(len(frame)) ** 1.15)
    return ages, pd.Categorical(classes["suspect_sex"].to_numpy()[dealt])


def _named(
    frame: pd.DataFrame,
    name: str,
    weights: dict[str, float],
    stage: str,
    by: list[str],
    year: str,
    rng: np.random.Generator,
) -> pd.Categorical[str]:
    classes = pd.DataFrame({name: pd.Series(list(weights), dtype="str")})
    seed = np.array([list(weights.values())])
    dealt = assigned(frame, by, classes, seed, shares_for(DATASET, stage, year), rng)
    return labelled(dealt, list(weights))


def with_people(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with legislation, age, age band, sex and ethnicity of the person searched, and the outcome."""
    ages, sexes = _people(frame, year, rng)
    frame = frame.assign(
        legislation=frame["minor"].map(LEGISLATION).astype("category"), suspect_age=ages, suspect_sex=sexes
    )
    limits = [limit for limit, _ in _OPEN_DATA_BANDS]
    bands = np.array([band for _, band in _OPEN_DATA_BANDS])[np.searchsorted(limits, ages, side="right")]
    frame["suspect_age_band"] = pd.Categorical(bands)
    frame["age_group"] = np.searchsorted([first for _, first, _ in _AGES], ages, side="right")
    frame["suspect_ethnicity"] = _named(frame, "suspect_ethnicity", _ETHNICITIES, "ethnicity", ["minor"], year, rng)
    by = ["minor", "age_group", "suspect_ethnicity"]
    frame["outcome"] = _named(frame, "outcome", _OUTCOMES, "outcome", by, year, rng)
    return frame
