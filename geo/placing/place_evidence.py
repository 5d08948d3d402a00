"""What each record says about its place, before any rule decides: points, codes, postcode, authority."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.levels import PLACED, Level, is_code
from geo.placing.places import OTHER_CENSUS, Places
from geo.placing.points import DistinctPoints, Rows, distinct_points
from geo.placing.postcodes import locate_postcodes

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """What the records say, one value a record; areas by their number, -1 for none.

    ``point``: it has a point. ``at_point``, ``at_postcode``: the area of each level there. ``own``: the area of each
    level its own code names. The masks say what a code, the postcode or the named authority tell of belonging.
    """

    point: Mask
    at_point: dict[Level, Rows]
    at_postcode: dict[Level, Rows]
    own: dict[Level, Rows]
    small_code_away: Mask
    ward_code_away: Mask
    ward_code_unknown: Mask
    old_ward: Mask
    postcode: Mask
    postcode_known: Mask
    postcode_ours: Mask
    postcode_away: Mask
    names_us: Mask
    names_another: Mask
    authority_named: NDArray[np.object_]  # code of the authority its postcode lies in, else of the one the row names

    @property
    def small_code_ours(self) -> Mask:
        return (self.own[Level.LSOA] >= 0) | (self.own[Level.LSOA21] >= 0)


def evidence_of(records: pd.DataFrame, places: Places) -> Evidence:
    """Read the evidence from records in the columns of ``data.schema``; each distinct value is looked at once."""
    points = distinct_points(records)
    small, ward = _Distinct(records["lsoa_code"]), _Distinct(records["ward_code"])
    postcode, located = _by_postcode(records["postcode"], points.row < 0)
    its_authority, named = located["authority_code"], records["authority_code"]
    own = {level: (ward if level is Level.WARD else small).number_in(places.numbers[level]) for level in PLACED}
    # Both lists of small areas whole: any other well-formed code is then another authority's.
    whole = all(len(places.levels[level].codes) for level in OTHER_CENSUS)
    ours, wards, old = places.small_codes, places.known_wards, places.old_wards
    return Evidence(
        point=points.row >= 0,
        at_point=_areas_at(points, places),
        at_postcode=_areas_at(distinct_points(located.assign(longitude=np.nan, latitude=np.nan)), places),
        own=own,
        small_code_away=small.where(
            lambda code: code in places.elsewhere or (whole and code not in ours and is_code(Level.LSOA, code))
        ),
        ward_code_away=ward.where(lambda code: code in places.elsewhere),
        ward_code_unknown=ward.where(lambda code: code not in wards and is_code(Level.WARD, code)),
        old_ward=ward.where(lambda code: code in old),
        postcode=postcode.notna().to_numpy(),
        postcode_known=located["known"].to_numpy(),
        postcode_ours=its_authority.isin(places.authorities).to_numpy(),
        postcode_away=(its_authority.notna() & ~its_authority.isin(places.authorities)).to_numpy(),
        names_us=named.isin(places.authorities).to_numpy(),
        names_another=(named.notna() & ~named.isin(places.authorities)).to_numpy(),
        authority_named=its_authority.where(its_authority.notna(), named.to_numpy()).to_numpy(dtype=object),
    )


def _by_postcode(postcodes: pd.Series, looked_at: Mask) -> tuple[pd.Series, pd.DataFrame]:
    """The postcodes of the rows that are looked at, and where they lie (``locate_postcodes``)."""
    if not postcodes.hasnans or not postcodes.isna().all():
        looked = postcodes.where(looked_at)
        return looked, locate_postcodes(looked)
    none = {"easting": np.nan, "northing": np.nan, "authority_code": postcodes, "known": False}
    return postcodes, pd.DataFrame(none, index=postcodes.index)


class _Distinct:
    """A text column by its distinct values, upper case and stripped; missing ones answer -1 and False."""

    def __init__(self, column: pd.Series) -> None:
        self.row, values = pd.factorize(column)
        self.values = [str(value).strip().upper() for value in values.tolist()]

    def number_in(self, number: Mapping[str, int]) -> Rows:
        return np.array([*(number.get(value, -1) for value in self.values), -1], dtype=np.intp)[self.row]

    def where(self, test: Callable[[str], bool]) -> Mask:
        return np.array([*(test(value) for value in self.values), False], dtype=bool)[self.row]


def _areas_at(points: DistinctPoints, places: Places) -> dict[Level, Rows]:
    found = {level: index.areas_at(points.easting, points.northing) for level, index in places.levels.items()}
    return {level: np.append(number, -1)[points.row] for level, number in found.items()}
