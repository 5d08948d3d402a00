"""What is flagged on an offence: hate strands, knife, injury, business, alcohol, and whether it was detected."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.attributes.flags import HATE
from data.demonstration.counts import Floats, Ints, labelled, largest_remainder
from data.demonstration.raking import Share, assigned
from data.demonstration.shares import shares_for
from data.demonstration.targets import REVIEW_YEAR, YEAR_BEFORE, minors, target_table

_YES_NO: Final = [False, True]
_RACIAL: Final = "Racially or Religiously Aggravated Public Fear, Alarm or Distress"

# Chances before the published shares are met; by minor category, else by major, else the last.
_HATE: Final = {_RACIAL: 0.92, "Public Fear Alarm or Distress": 0.12, "Violent Disorder": 0.02}
_HATE_BY_MAJOR: Final = {
    "Violence Against the Person": 0.055,
    "Public Order Offences": 0.02,
    "Arson and Criminal Damage": 0.05,
    "Robbery": 0.006,
    "Sexual Offences": 0.012,
    "Theft": 0.0015,
}
_INJURY: Final = {
    "Violence with Injury": 0.94,
    "Violence without Injury": 0.05,
    "Robbery of Personal Property": 0.13,
    "Robbery of Business Property": 0.08,
    "Rape": 0.16,
    "Other Sexual Offences": 0.05,
}
_KNIFE: Final = {
    "Robbery of Personal Property": 0.125,
    "Robbery of Business Property": 0.12,
    "Violence with Injury": 0.05,
    "Violence without Injury": 0.018,
    "Rape": 0.01,
    "Homicide": 0.4,
}
_BUSINESS: Final = {
    "Burglary Business and Community": 0.995,
    "Robbery of Business Property": 0.995,
    "Shoplifting": 0.97,
    "Criminal Damage": 0.45,
    "Public Fear Alarm or Distress": 0.5,
    "Domestic Burglary": 0.01,
    "Robbery of Personal Property": 0.15,
}
_ALCOHOL: Final = {"Public Order Offences": 0.14, "Arson and Criminal Damage": 0.07, "Drug Offences": 0.04}
_DETECTED: Final = {
    "Drug Trafficking": 0.45,
    "Possession of Drugs": 0.22,
    "Shoplifting": 0.076,
    "Bicycle Theft": 0.004,
    "Other Theft": 0.005,
    "Theft from Person": 0.005,
    "Domestic Burglary": 0.04,
    "Burglary Business and Community": 0.065,
    "Rape": 0.04,
    "Homicide": 0.95,
    "Violence with Injury": 0.09,
}
_DETECTED_BY_MAJOR: Final = {
    "Violence Against the Person": 0.055,
    "Robbery": 0.035,
    "Sexual Offences": 0.09,
    "Public Order Offences": 0.08,
    "Possession of Weapons": 0.4,
    "Vehicle Offences": 0.014,
    "Arson and Criminal Damage": 0.045,
    "Miscellaneous Crimes Against Society": 0.25,
}

AT_HOME: Final = "Victim's address"

_RELATIONSHIPS: Final = {"partner": 0.345, "ex-partner": 0.345, "family": 0.28, "other": 0.03}

_DEGREES: Final = ("none", "minor", "serious", "fatal")
HARM_CLASSES: Final = pd.DataFrame(
    [(knife, degree != "none", degree) for knife in _YES_NO for degree in _DEGREES],
    columns=["knife", "injury", "injury_degree"],
)


def chance(frame: pd.DataFrame, by_minor: dict[str, float], by_major: dict[str, float], rest: float) -> Floats:
    """A number for every record, looked up by its minor, then its major category."""
    major_of = {str(minor): str(major) for minor, major in minors()["major"].items()}
    by_category = {minor: by_minor.get(minor, by_major.get(major, rest)) for minor, major in major_of.items()}
    return np.asarray(frame["minor"].astype("str").map(by_category), dtype="float64")


def _two(chances: Floats) -> Floats:
    return np.stack([1 - chances, chances], axis=1)


def _yes_no(
    frame: pd.DataFrame, name: str, year: str, by: list[str], seed: Floats, rng: np.random.Generator
) -> np.ndarray:
    classes = pd.DataFrame({name: _YES_NO})
    return assigned(frame, by, classes, _two(seed), shares_for("offences", name, year), rng) == 1


def _strands(frame: pd.DataFrame, hate: np.ndarray, year: str, rng: np.random.Generator) -> Ints:
    """The row of ``hate_combinations`` for each record, -1 without hate; racial categories take racist rows first."""
    table = target_table("hate_combinations")
    counts = largest_remainder(table[f"count_{year}"].to_numpy("float64"), int(hate.sum()))
    members = np.flatnonzero(hate)
    racial = (frame["minor"].astype("str").to_numpy() == _RACIAL)[members]
    members = members[np.lexsort((rng.random(len(members)), ~racial))]
    rows = np.repeat(np.arange(len(table)), counts)
    religious = table["strands"].str.contains("racist_religious").to_numpy()[rows]
    keep_back = rng.random(len(rows)) < np.where(religious, 0.25, 1.0)
    rows = rows[np.lexsort((rng.random(len(rows)), keep_back))]
    strand = np.full(len(frame), -1)
    strand[members] = rows
    return strand


def hate_strands(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """The eight strand flags and ``hate_group``, the combination a record has (-1 none)."""
    frame = frame.assign(afternoon=frame["hour"].between(15, 19))
    by = ["ward_code", "area_group", "day", "afternoon", "domestic_abuse", "minor"]
    homes = np.where(frame["domestic_abuse"], 0.1, 1.0) * np.where(frame["afternoon"], 1.0, 0.8)
    hate = _yes_no(frame, "hate_any", year, by, chance(frame, _HATE, _HATE_BY_MAJOR, 1e-9) * homes, rng)
    group = _strands(frame, hate, year, rng)
    combinations = target_table("hate_combinations")["strands"].str.split(";")
    flags = {strand: np.append([strand in names for names in combinations], False)[group] for strand in HATE}
    return pd.DataFrame(flags | {"hate_group": group, "hate_any": hate}, index=frame.index)


def harm(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """Columns knife, injury and injury_degree (none, minor, serious, fatal)."""
    injured, knife = chance(frame, _INJURY, {}, 0.0005), chance(frame, _KNIFE, {}, 0.0004)
    homicide = (frame["minor"].astype("str") == "Homicide").to_numpy()
    degrees = np.stack([1 - injured, injured * 0.93, injured * 0.07, np.zeros(len(frame))], axis=1)
    degrees[homicide] = (0, 0, 0, 1)
    seed = np.concatenate([degrees * (1 - knife)[:, None], degrees * (knife * [[1], [1], [4], [1]]).T], axis=1)
    some = frame.copy()
    some["age_group"] = some["victim_age"].fillna(99) * 100 + some["suspect_age"].fillna(99)
    some["ward_of_injury"] = some["ward_code"].where(some["domestic_abuse"] | (some["area_group"] != "other"))
    some["placed"] = some["lsoa_code"].notna()
    by = ["young", "age_group", "two_wards", "placed", "hate_any", "ward_of_injury", "minor", "domestic_abuse"]
    classes = assigned(some, by, HARM_CLASSES, seed, shares_for("offences", "harm", year), rng)
    return HARM_CLASSES.loc[classes].set_axis(frame.index)


def _hate_detections(year: str) -> list[Share]:
    """What part of each combination of strands was detected; the year before, 17.7 per cent in all."""
    table = target_table("hate_combinations")
    counts = table[f"count_{year}"].to_numpy("float64")
    if year == REVIEW_YEAR:
        found = table["detected_2022_23"].to_numpy("int64")
    else:
        total = 356 if year == YEAR_BEFORE else round(0.16 * counts.sum())
        found = largest_remainder(counts * np.where(counts > 30, 1.0, 0.6), total)
    return [
        Share(f"hate_group={row}", "detected", float(min(1.0, part / max(1.0, size))))
        for row, (part, size) in enumerate(zip(found, counts, strict=True))
    ]


def detected(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> np.ndarray:
    """True for offences with a sanction detection; these have an accused person."""
    chances = chance(frame, _DETECTED, _DETECTED_BY_MAJOR, 0.02)
    by = ["hate_group", "ward_code", "minor", "domestic_abuse"]
    shares = [*shares_for("offences", "detected", year), *_hate_detections(year)]
    classes = pd.DataFrame({"detected": _YES_NO})
    return assigned(frame, by, classes, _two(chances), shares, rng) == 1


def business(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> np.ndarray:
    """True for offences the police flag as business crime."""
    seed = chance(frame, _BUSINESS, {"Theft": 0.65, "Violence Against the Person": 0.5}, 0.4)
    seed = np.where(frame["domestic_abuse"], 0.002, seed)
    return _yes_no(frame, "business", year, ["minor", "domestic_abuse"], seed, rng)


def places(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.Categorical[str]:
    """Domestic abuse at the victim's address says so; nothing else is said about places."""
    members = np.flatnonzero(frame["domestic_abuse"])
    some = frame.iloc[members].reset_index(drop=True)
    classes = pd.DataFrame({"place": pd.Series([AT_HOME, None], dtype="str")})
    seed = np.array([[0.6, 0.4]])
    dealt = assigned(some, ["ward_code"], classes, seed, shares_for("offences", "place", year), rng)
    codes = np.full(len(frame), -1)
    codes[members] = -dealt
    return labelled(codes, [AT_HOME])


def relationships(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.Categorical[str]:
    """How victim and suspect of domestic abuse are related, missing elsewhere."""
    members = np.flatnonzero(frame["domestic_abuse"])
    some = frame.iloc[members].reset_index(drop=True)
    classes = pd.DataFrame({"relationship": pd.Series(list(_RELATIONSHIPS), dtype="str")})
    shares = shares_for("offences", "relationship", year)
    codes = np.full(len(frame), -1)
    codes[members] = assigned(some, ["minor"], classes, np.array([list(_RELATIONSHIPS.values())]), shares, rng)
    return labelled(codes, list(_RELATIONSHIPS))


def alcohol(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> np.ndarray:
    """True for offences put down to alcohol, oftener at night."""
    night = (frame["hour"] >= 18) | frame["hour"].between(0, 5)
    violent = frame["major"].isin(["Violence Against the Person", "Robbery", "Sexual Offences"])
    seed = np.where(violent, 0.35, chance(frame, {}, _ALCOHOL, 0.008)) * np.where(night, 1.5, 0.6)
    frame = frame.assign(dark=night)
    return _yes_no(frame, "alcohol", year, ["major", "dark"], np.minimum(seed, 0.9), rng)
