"""Of several authorities, the one each record belongs to; its areas of every level lie in that one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.levels import Level
from geo.placing import lookups
from geo.placing.place_evidence import Evidence, Mask
from geo.placing.places import Places
from geo.placing.points import Rows


def owner_of_records(evidence: Evidence, places: Places) -> Rows:
    """(rows,) place of each record's authority in ``places.authority_codes``, -1 for none.

    By the first of these that says anything, as when one authority is imported alone: the point in the small areas
    of 2011, its small-area code (the two change places where lines are approximate), its ward code, its postcode,
    the authority it names.
    """
    number = {code: place for place, code in enumerate(places.authority_codes)}
    point = _owner(places, Level.LSOA, evidence.at_point[Level.LSOA])
    code = _first(*(_owner(places, level, evidence.own[level]) for level in (Level.LSOA, Level.LSOA21)))
    old_ward = np.where(evidence.old_ward, number.get(lookups.WESTMINSTER, -1), -1)
    row, values = pd.factorize(evidence.authority_named)
    named = np.array([*(number.get(str(value), -1) for value in values), -1], dtype=np.intp)[row]
    first = (code, point) if places.approximate(Level.LSOA) else (point, code)
    ward = _owner(places, Level.WARD, evidence.own[Level.WARD])
    postcode = _owner(places, Level.LSOA, evidence.at_postcode[Level.LSOA])
    return _first(*first, ward, old_ward, postcode, named)


def evidence_within(evidence: Evidence, places: Places, owner: Rows) -> Evidence:
    """The evidence without areas of an authority other than the record's own: lines of different levels and years
    differ by metres, and a point just off one of them must not count in two authorities."""

    def within(areas: dict[Level, Rows]) -> dict[Level, Rows]:
        return {level: np.where(_allowed(places, level, area, owner), area, -1) for level, area in areas.items()}

    return replace(
        evidence,
        at_point=within(evidence.at_point),
        at_postcode=within(evidence.at_postcode),
        own=within(evidence.own),
    )


def _allowed(places: Places, level: Level, area: Rows, owner: Rows) -> Mask:
    of_area = _owner(places, level, area)
    allowed: Mask = (owner < 0) | (of_area < 0) | (of_area == owner)
    return allowed


def _owner(places: Places, level: Level, area: Rows) -> Rows:
    return np.append(places.owners[level], -1)[area]


def _first(*found: Rows) -> Rows:
    """For each record the first that is not -1."""
    result = found[0].copy()
    for other in found[1:]:
        result = np.where(result < 0, other, result)
    return result
