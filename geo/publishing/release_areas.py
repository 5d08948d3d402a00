"""What a release says of its areas: codes, names, wards, authorities, and what all of it is called."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.authorities import area_of_authorities, area_of_authority
from data.levels import Level
from geo.placing.assign import AUTHORITY, Places

AreaRows = dict[str, list[tuple[str, ...]]]


def area_rows(places: Places) -> AreaRows:
    """(code, name, ward by best fit) of every area of every level, in the order of codes.

    Of several authorities the code of each small area's and ward's is a fourth, of an authority that of its region.
    """
    rows: AreaRows = {}
    for level, index in places.levels.items():
        areas, wards = index.boundaries.areas, places.ward_fits.get(level, {})
        owners = np.array([*places.authority_codes, ""], dtype=object)[places.owners[level]] if places.several else None
        rows[str(level)] = [
            (code, name, wards.get(code, ""), *(() if owners is None else (owners[place],)))
            for place, (code, name) in enumerate(zip(areas["code"], areas["name"], strict=True))
        ]
    regions = {} if places.known.empty else dict(zip(places.known["code"], places.known["region_code"], strict=True))
    for level, boundaries in places.wider.items():
        areas = boundaries.areas
        regions = regions if level is Level.AUTHORITY and Level.REGION in places.wider else {}
        rows[str(level)] = [
            (code, name, "", regions.get(code, "")) for code, name in zip(areas["code"], areas["name"], strict=True)
        ]
    return rows


def with_owner(records: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Of several authorities, records with their region, and at home where their own authority is."""
    if not places.several:
        return records
    owner = records[AUTHORITY]
    regions = dict(zip(places.known["code"], places.known["region_code"], strict=True))
    known = {Level.REGION.value: owner.map(regions).astype("str")} if Level.REGION in places.wider else {}
    return records.assign(authority_code=owner, **known)


def name_of(places: Places) -> str:
    """What the authority, or all of them together, are called on screen."""
    if places.several:
        return area_of_authorities(places.authority_codes)
    areas = places.levels[Level.LSOA].boundaries.areas
    name = area_of_authority(places.authority)
    told = areas["authority_name"].dropna()
    return str(told.iloc[0]) if name == places.authority and len(told) else name
