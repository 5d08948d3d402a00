"""From one level to another where there is no point: the published best fit, else the largest overlap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely

from data.levels import Level
from geo.placing import lookups
from geo.shapes.areas import Boundaries

_WHOLE: Final = 0.95  # of an area; lines of the two censuses differ by a few metres where nothing changed

_MOSTLY: Final = 0.5  # of an area must lie in areas we know for one of them to be its fit

Fit = dict[str, tuple[str, bool]]


def census_fit(areas: Boundaries, other: Boundaries) -> Fit:
    """For each small area of one census that of the other, and whether it lies wholly in it.

    Published for Westminster; elsewhere an equal code means no change and the rest goes by overlap.
    """
    published = lookups.lsoa21_by_lsoa() if areas.level is Level.LSOA else lookups.lsoa_by_lsoa21()
    same = {code: (code, True) for code in set(areas.areas["code"]) & set(other.areas["code"])}
    return _fit(areas, other, same | dict(published))


def ward_fit(areas: Boundaries, wards: Boundaries) -> dict[str, str]:
    """The ward of each small area: the published best fit by people where there is one, else by largest overlap."""
    published = lookups.ward_by_lsoa() if areas.level is Level.LSOA else lookups.ward_by_lsoa21()
    fit = _fit(areas, wards, {code: (ward, False) for code, ward in published.items()})
    return {code: ward for code, (ward, _) in fit.items()}


def _fit(areas: Boundaries, other: Boundaries, published: Mapping[str, tuple[str, bool]]) -> Fit:
    known = set(other.areas["code"])
    fit = {code: pair for code, pair in published.items() if pair[0] in known}
    rest = np.flatnonzero(~areas.areas["code"].isin(fit))
    if len(rest) and len(known):
        fit |= _by_overlap(areas, other, rest)
    return fit


def _by_overlap(areas: Boundaries, other: Boundaries, rows: np.ndarray) -> Fit:
    shapes, others = areas.areas.geometry.to_numpy()[rows], other.areas.geometry.to_numpy()
    mine, theirs = shapely.STRtree(others).query(shapes, predicate="intersects")
    overlap = shapely.area(shapely.intersection(shapes[mine], others[theirs]))
    share = overlap / shapely.area(shapes)[mine]
    pairs = pd.DataFrame({"mine": rows[mine], "theirs": theirs, "share": share})[share > 0]
    # Where wards of one borough only are known, a neighbour's area touches them by a sliver: that is no fit.
    covered = pairs.groupby("mine")["share"].transform("sum")
    pairs = pairs[covered >= _MOSTLY]
    best = pairs.sort_values(["mine", "share", "theirs"], ascending=[True, False, True]).drop_duplicates("mine")
    codes = areas.areas["code"].to_numpy()[best["mine"]]
    found = other.areas["code"].to_numpy()[best["theirs"]]
    return {code: (to, bool(part >= _WHOLE)) for code, to, part in zip(codes, found, best["share"], strict=True)}
