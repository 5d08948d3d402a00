"""Who is involved: age, sex, ethnicity and home of victims, suspects and accused, dealt to the published shares."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demonstration.conditions import BOROUGHS, OUTSIDE_LONDON
from data.demonstration.counts import Floats, Ints, labelled, largest_remainder
from data.demonstration.flags import chance
from data.demonstration.raking import assigned
from data.demonstration.shares import shares_for

# Age bands: the standing age asked of conditions, first and last year of age, weight of an ordinary victim,
# and how many times as many people are of each age as of the age before.
_BANDS: Final = pd.DataFrame(
    [
        (5, 0, 9, 0.006, 1.1),
        (14, 10, 17, 0.035, 1.13),
        (21, 18, 24, 0.22, 1.03),
        (30, 25, 34, 0.33, 0.965),
        (37, 35, 39, 0.1, 0.97),
        (42, 40, 44, 0.085, 0.97),
        (55, 45, 64, 0.18, 0.965),
        (65, 65, 65, 0.0055, 1.0),
        (73, 66, 92, 0.045, 0.93),
    ],
    columns=["age", "first", "last", "weight", "step"],
)
_YOUNGEST: Final = 3  # bands below 25, settled beforehand in violent crime
_SEXES: Final = ("F", "M")
_SOUTH_EAST_ASIAN: Final = "Chinese or South East Asian"
_ETHNICITIES: Final = ("White", "Black", "Asian", "Other", _SOUTH_EAST_ASIAN)
_OFFENDER_WEIGHTS: Final = (0.001, 0.09, 0.27, 0.33, 0.12, 0.08, 0.1, 0.0022, 0.012)

# Share of a type with a person known: victim, suspect.
_VICTIM_KNOWN: Final = {
    "Shoplifting": 0.12,
    "Other Theft": 0.74,
    "Theft from Person": 0.95,
    "Burglary Business and Community": 0.25,
    "Robbery of Business Property": 0.55,
}
_VICTIM_KNOWN_BY_MAJOR: Final = {
    "Drug Offences": 0.0,
    "Possession of Weapons": 0.02,
    "Miscellaneous Crimes Against Society": 0.2,
    "Public Order Offences": 0.72,
    "Arson and Criminal Damage": 0.68,
    "Vehicle Offences": 0.86,
    "Burglary": 0.92,
    "Violence Against the Person": 0.95,
    "Robbery": 0.97,
    "Sexual Offences": 0.97,
    "Theft": 0.9,
}
_SUSPECT_KNOWN: Final = {"Shoplifting": 0.42, "Other Theft": 0.07, "Theft from Person": 0.05, "Homicide": 1.0}
_SUSPECT_KNOWN_BY_MAJOR: Final = {
    "Drug Offences": 0.9,
    "Possession of Weapons": 0.85,
    "Violence Against the Person": 0.6,
    "Robbery": 0.45,
    "Sexual Offences": 0.55,
    "Public Order Offences": 0.55,
    "Burglary": 0.14,
    "Vehicle Offences": 0.05,
    "Arson and Criminal Damage": 0.25,
}
_VICTIM_HOME_KNOWN: Final = {"Other Theft": 0.55, "Theft from Person": 0.55, "Shoplifting": 0.55}
_ETHNICITY_KNOWN: Final = {"Other Theft": 0.24, "Theft from Person": 0.26, "Shoplifting": 0.2}
_ETHNICITY_KNOWN_BY_MAJOR: Final = {"Sexual Offences": 0.67, "Violence Against the Person": 0.55, "Robbery": 0.5}

# London boroughs beyond those the assessment names, by how often people from there turn up.
_OTHER_BOROUGHS: Final = {
    "E09000002": 2, "E09000004": 1, "E09000006": 2, "E09000008": 3, "E09000010": 3, "E09000011": 3, "E09000012": 5,
    "E09000013": 5, "E09000014": 4, "E09000015": 3, "E09000016": 1, "E09000017": 3, "E09000018": 2, "E09000020": 5,
    "E09000021": 1, "E09000023": 4, "E09000024": 2, "E09000025": 5, "E09000026": 3, "E09000027": 1, "E09000028": 6,
    "E09000029": 1, "E09000030": 7, "E09000031": 4, "E09000032": 5, "E09000001": 0.5,
}  # fmt: skip
_NAMED: Final = {"westminster": 33, "barnet": 3, "brent": 6, "camden": 6, "ealing": 3, "islington": 4, "lambeth": 5}


def _ages_and_sexes(person: str) -> pd.DataFrame:
    pairs = [(age, sex) for age in _BANDS["age"] for sex in _SEXES]
    known = pd.DataFrame(pairs, columns=[f"{person}_age", f"{person}_sex"]).astype({f"{person}_age": "float64"})
    unknown = pd.DataFrame({f"{person}_age": [np.nan], f"{person}_sex": pd.Series([None], dtype="str")})
    return pd.concat([known, unknown], ignore_index=True)


def _age_seed(groups: pd.Series, settled: np.ndarray, known: Floats, weights: Floats) -> Floats:
    """Weights of bands by sex and of "unknown" for every record; ``settled`` ones keep their group or are over 24."""
    bands = np.repeat(weights[None, :], len(groups), axis=0)
    bands[settled, :_YOUNGEST] = 0
    for band, age in enumerate(_BANDS["age"][:_YOUNGEST]):
        bands[(groups == age).to_numpy()] = np.eye(len(_BANDS))[band]
    bands /= bands.sum(axis=1, keepdims=True)
    young = groups.notna().to_numpy()
    known = np.where(young, 1.0, known)
    return np.concatenate([np.repeat(bands * known[:, None] / 2, 2, axis=1), (1 - known)[:, None]], axis=1)


def _exact_ages(band: Ints, rng: np.random.Generator) -> Floats:
    """Whole years within each band, fewer or more with every year; NaN where the band is unknown (-1)."""
    ages = np.full(len(band), np.nan)
    for number, (first, last, step) in enumerate(_BANDS[["first", "last", "step"]].itertuples(index=False, name=None)):
        members = np.flatnonzero(band == number)
        years = np.arange(first, last + 1)
        ages[members] = rng.permutation(np.repeat(years, largest_remainder(step ** (years - first), len(members))))
    return ages


def ages_and_sexes(
    frame: pd.DataFrame, person: str, year: str, known: Floats, weights: Floats, by: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Columns ``{person}_age`` and ``{person}_sex``; both or neither known."""
    settled = frame["major"].isin(["Violence Against the Person", "Robbery", "Sexual Offences"]).to_numpy()
    groups = frame[f"{person}_age"]
    if person == "accused":
        settled = np.zeros(len(frame), dtype="bool")
    frame = frame.assign(**{f"{person}_group": groups.fillna(99)})
    classes = _ages_and_sexes(person)
    seed = _age_seed(groups, settled, known, weights)
    shares = shares_for("offences", f"{person} age", year)
    dealt = assigned(frame, [*by, f"{person}_group"], classes, seed, shares, rng)
    unknown = dealt == len(classes) - 1
    ages = _exact_ages(np.where(unknown, -1, dealt // 2), rng)
    sexes = labelled(np.where(unknown, -1, dealt % 2), _SEXES)
    columns = {f"{person}_age": ages, f"{person}_sex": sexes}
    return pd.DataFrame(columns, index=frame.index)


def _known_only(
    frame: pd.DataFrame,
    name: str,
    known: np.ndarray,
    classes: list[str],
    seed: Floats,
    stage: str,
    year: str,
    by: list[str],
    rng: np.random.Generator,
) -> pd.Categorical[str]:
    """Values of ``name`` for the known records, missing for the others."""
    members = np.flatnonzero(known)
    some = frame.iloc[members].reset_index(drop=True)
    table = pd.DataFrame({name: pd.Series(classes, dtype="str")})
    dealt = assigned(some, by, table, seed, shares_for("offences", stage, year), rng)
    codes = np.full(len(frame), -1)
    codes[members] = dealt
    return labelled(codes, classes)


def ethnicity(
    frame: pd.DataFrame, person: str, year: str, known: np.ndarray, by: list[str], rng: np.random.Generator
) -> pd.Categorical[str]:
    """Broad ethnic group as the police describe it, missing where unknown."""
    # The four groups printed for victims add up to over a hundred: no room for a fifth.
    fifth = 0.0 if person == "victim" else 0.015
    elsewhere, in_west_end = np.array([[0.5, 0.25, 0.1, 0.1, fifth], [0.25, 0.33, 0.2, 0.2, 2 * fifth]])
    outing = frame["west_end_night"].to_numpy()[known, None] & (person == "suspect")
    seed = np.where(outing, in_west_end, elsewhere)
    name = f"{person}_ethnicity"
    return _known_only(frame, name, known, list(_ETHNICITIES), seed, f"{person} ethnicity", year, by, rng)


def home(
    frame: pd.DataFrame, person: str, year: str, known: np.ndarray, by: list[str], rng: np.random.Generator
) -> pd.Categorical[str]:
    """Home authority: a London borough's code or "outside London", missing where unknown."""
    boroughs = {BOROUGHS[name]: float(weight) for name, weight in _NAMED.items()} | _OTHER_BOROUGHS
    classes = [*boroughs, OUTSIDE_LONDON]
    seed = np.array([[*boroughs.values(), 28.0]])
    return _known_only(frame, f"{person}_home", known, classes, seed, f"{person} home", year, by, rng)


def _likely(chances: Floats, rng: np.random.Generator) -> np.ndarray:
    return np.asarray(rng.random(len(chances)) < chances)


def victims(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with age, sex, ethnicity and home of the victim."""
    known = chance(frame, _VICTIM_KNOWN, _VICTIM_KNOWN_BY_MAJOR, 0.7)
    by = ["minor", "west_end_night", "domestic_abuse", "hate_any", "young"]
    weights = _BANDS["weight"].to_numpy("float64")
    frame = frame.assign(**ages_and_sexes(frame, "victim", year, known, weights, by, rng))
    have = frame["victim_sex"].notna().to_numpy()
    hate = np.where(frame["hate_any"], 0.67, 0.0)
    told = have & _likely(np.maximum(hate, chance(frame, _ETHNICITY_KNOWN, _ETHNICITY_KNOWN_BY_MAJOR, 0.4)), rng)
    by = ["minor", "hate_any", "young"]
    frame["victim_ethnicity"] = ethnicity(frame, "victim", year, told, by, rng)
    told = have & _likely(chance(frame, _VICTIM_HOME_KNOWN, {}, 0.93), rng)
    frame["victim_child"] = (frame["victim_age"] < 18).fillna(False)
    by = ["ward_code", "west_end_night", "minor", "young", "domestic_abuse", "victim_child"]
    frame["victim_home"] = home(frame, "victim", year, told, by, rng)
    return frame


def suspects(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with age, sex and ethnicity of the suspect (police suspect data has no home)."""
    known = chance(frame, _SUSPECT_KNOWN, _SUSPECT_KNOWN_BY_MAJOR, 0.15)
    known = np.where(frame["domestic_abuse"], 0.98, np.where(frame["hate_any"], 0.7, known))
    weights = np.array(_OFFENDER_WEIGHTS)
    by = ["minor", "west_end_night", "domestic_abuse", "hate_any", "young"]
    frame = frame.assign(**ages_and_sexes(frame, "suspect", year, known, weights, by, rng))
    told = frame["suspect_sex"].notna().to_numpy() & _likely(np.full(len(frame), 0.78), rng)
    by = ["minor", "west_end_night", "young", "domestic_abuse"]
    frame["suspect_ethnicity"] = ethnicity(frame, "suspect", year, told, by, rng)
    return frame


def accused(frame: pd.DataFrame, year: str, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with age, sex, ethnicity and home of the accused, who exist for detected offences only."""
    members = np.flatnonzero(frame["detected"])
    some = frame.iloc[members].reset_index(drop=True).assign(accused_age=np.nan)
    by = ["minor", "domestic_abuse", "young"]
    everyone = np.ones(len(some), dtype="bool")
    weights = np.array(_OFFENDER_WEIGHTS)
    some = some.assign(**ages_and_sexes(some, "accused", year, everyone.astype("float64"), weights, by, rng))
    some["accused_ethnicity"] = ethnicity(some, "accused", year, everyone, by, rng)
    some["accused_child"] = some["accused_age"] < 18
    by = ["ward_code", "west_end_night", "minor", "young", "domestic_abuse", "accused_child"]
    some["accused_home"] = home(some, "accused", year, everyone, by, rng)
    columns = [f"accused_{name}" for name in ("age", "sex", "ethnicity", "home")]
    whole = some[columns].set_axis(frame.index[members]).reindex(frame.index)
    return pd.concat([frame, whole], axis=1)
