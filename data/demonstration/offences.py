"""Where and when the offences are: one row an offence, whose counts by area, type and month are the targets'."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demonstration.counts import Floats, Ints, fitted, labelled, whole_table
from data.demonstration.targets import REVIEW_YEAR, lsoas, minors, months_of, target_table
from data.schema import month_text

# How a type spreads over the LSOAs of a ward: powers of (offences in all, people, hectares).
_SPREAD: dict[str, tuple[float, float, float]] = {
    "Domestic Burglary": (0.2, 1.0, 0.0),
    "Violence without Injury": (0.6, 0.5, 0.0),
    "Violence with Injury": (0.6, 0.5, 0.0),
    "Rape": (0.5, 0.6, 0.0),
    "Criminal Damage": (0.5, 0.5, 0.1),
    "Theft from a Motor Vehicle": (0.5, 0.2, 0.4),
    "Theft or Taking of a Motor Vehicle": (0.3, 0.4, 0.4),
    "Interfering with a Motor Vehicle": (0.3, 0.4, 0.4),
    "Shoplifting": (1.5, 0.0, 0.0),
    "Theft from Person": (1.3, 0.0, 0.0),
    "Other Theft": (1.2, 0.0, 0.0),
    "Robbery of Personal Property": (1.1, 0.0, 0.0),
    "Possession of Drugs": (1.2, 0.0, 0.0),
}
_SPREAD_OF_OTHERS = (0.8, 0.3, 0.0)


def _seed(rng: np.random.Generator) -> Floats:
    """How likely each minor category (column) is in each LSOA (row), before any total is met."""
    areas = lsoas()
    measures = np.log(areas[["located_2022_23", "population", "area_ha"]].to_numpy(dtype="float64"))
    powers = np.array([_SPREAD.get(minor, _SPREAD_OF_OTHERS) for minor in minors().index])
    noise = rng.normal(0, 0.25, (len(areas), len(minors())))
    return np.asarray(np.exp(measures @ powers.T + noise))


def _review_year_table(seed: Floats) -> Floats:
    """LSOA by minor for the review year: ward by minor exactly as published, the hot LSOAs by major."""
    areas, wards = lsoas(), target_table("ward_by_minor").set_index("minor").reindex(minors().index)
    hot = target_table("hot_lsoas_2022_23").set_index("lsoa_code")
    majors = minors()["major"].to_numpy()
    table = np.zeros_like(seed)
    for ward, members in areas.groupby("ward_code").indices.items():
        blocks = [
            (row, np.flatnonzero(majors == major), float(total))
            for row, code in enumerate(areas.index[members])
            if code in hot.index
            for major, total in hot.loc[code].items()
        ]
        totals = areas["located_2022_23"].to_numpy(dtype="float64")[members]
        columns = wards[str(ward)].to_numpy(dtype="float64")
        whole = whole_table(
            fitted(seed[members], totals, columns, blocks), totals.astype("int64"), columns.astype("int64")
        )
        table[members] = whole
    return table


def located_table(year: str, seed: int) -> Ints:
    """Located offences of a year, 128 LSOAs by minor categories, in the order of the target tables."""
    rng = np.random.default_rng([seed, 1])
    table = _review_year_table(_seed(rng))
    if year == REVIEW_YEAR:
        return table.astype("int64")
    rows = lsoas()[f"located_{year}"].to_numpy(dtype="int64")
    columns = minors()[f"located_{year}"].to_numpy(dtype="int64")
    noise = np.exp(np.random.default_rng([seed, 2, *map(ord, year)]).normal(0, 0.2, table.shape))
    return whole_table(fitted((table + 0.1) * noise, rows.astype("float64"), columns.astype("float64")), rows, columns)


def _months(majors: pd.Series, year: str, rng: np.random.Generator) -> Ints:
    """A month for every offence, so that the majors' totals by month are met."""
    by_month = target_table("major_by_month").set_index("major")
    columns = [month_text(month) for month in months_of(year)]
    months = np.empty(len(majors), dtype="int64")
    for major, members in majors.groupby(majors, observed=True).indices.items():
        quota = by_month.loc[str(major), columns].to_numpy(dtype="int64")
        months[members] = rng.permutation(np.repeat(months_of(year), quota))
    return months


def offences_of(year: str, seed: int) -> pd.DataFrame:
    """One row an offence of the year: minor, major, lsoa_code and ward_code (NaN unlocated), month."""
    rng = np.random.default_rng([seed, 3, *map(ord, year)])
    located = located_table(year, seed)
    cells = np.nonzero(located)
    area = np.repeat(cells[0], located[cells])
    minor = np.repeat(cells[1], located[cells])
    unplaced = (minors()[f"all_{year}"] - minors()[f"located_{year}"]).to_numpy()
    minor = np.concatenate([minor, np.repeat(np.arange(len(unplaced)), unplaced)])
    area = np.concatenate([area, np.full(int(unplaced.sum()), -1)])
    frame = pd.DataFrame(
        {
            "minor": labelled(minor, list(minors().index)),
            "major": pd.Categorical(minors()["major"].to_numpy()[minor]),
            "lsoa_code": labelled(area, list(lsoas().index)),
        }
    )
    frame["ward_code"] = frame["lsoa_code"].map(lsoas()["ward_code"]).astype("category")
    frame["month"] = _months(frame["major"], year, rng)
    return frame
