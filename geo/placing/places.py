"""All that placing records needs for one authority, or for all there are: areas at each level, ways between levels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from data.authorities import authority_code
from data.levels import PLACED, Level
from data.schema import DataError
from geo.placing import lookups
from geo.placing.best_fit import Fit
from geo.placing.kept_fits import kept_census_fit, kept_ward_fit, kept_wider
from geo.placing.points import AreaIndex, Rows
from geo.shapes.areas import Boundaries
from geo.shapes.boundaries import ALL, authority_areas, boundaries_for
from geo.shapes.dissolved import authorities_of
from geo.shapes.kept import kept_folder

OTHER_CENSUS: Final = {Level.LSOA: Level.LSOA21, Level.LSOA21: Level.LSOA}


@dataclass(frozen=True)
class Places:
    """The areas of one authority, or of all, ready for records; build it once an import with ``places_for``.

    Attributes
    ----------
    authority : its code, or ``all``.
    levels : the areas of each level, maybe none of a level.
    census_fits, ward_fits : from a small area to that of the other census, and to its ward.
    elsewhere : codes of areas known to be another authority's.
    authorities : codes of the authorities covered.
    known : of several authorities, by code: code, name, region_code and region_name (NaN where not known).
    owners : of several, the place in ``known`` of each small area's and ward's authority, -1 where not known.
    wider : of several, the authorities and (where all are known) the regions as areas.
    """

    authority: str
    levels: dict[Level, AreaIndex]
    census_fits: dict[Level, Fit]
    ward_fits: dict[Level, dict[str, str]]
    elsewhere: frozenset[str]
    authorities: frozenset[str]
    known: pd.DataFrame = field(default_factory=pd.DataFrame)
    owners: dict[Level, Rows] = field(default_factory=dict)
    wider: dict[Level, Boundaries] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        return bool(self.wider)

    @property
    def all_levels(self) -> dict[Level, Boundaries]:
        """The areas of every level of a release."""
        return {level: index.boundaries for level, index in self.levels.items()} | self.wider

    @cached_property
    def authority_codes(self) -> list[str]:
        """Of several authorities, in the order of codes."""
        return [] if self.known.empty else self.known["code"].tolist()

    def approximate(self, level: Level) -> bool:
        return self.levels[level].boundaries.approximate

    # What follows is asked for every few rows of an import, and takes long with the areas of a whole country.

    @cached_property
    def numbers(self) -> dict[Level, dict[str, int]]:
        """The number of each area by its code."""
        return {level: {code: place for place, code in enumerate(index.codes)} for level, index in self.levels.items()}

    @cached_property
    def texts(self) -> dict[Level, ExtensionArray]:
        """The codes of each level as text, in the order of numbers."""
        return {level: pd.array(list(index.codes), dtype="str") for level, index in self.levels.items()}

    @cached_property
    def small_codes(self) -> frozenset[str]:
        """Codes of the small areas of both censuses."""
        return frozenset(code for level in OTHER_CENSUS for code in self.levels[level].codes)

    @cached_property
    def known_wards(self) -> frozenset[str]:
        """Ward codes of which it is known whether they are ours; and whatever else lies elsewhere."""
        return frozenset(self.levels[Level.WARD].codes) | self.old_wards | self.elsewhere

    @cached_property
    def through(self) -> dict[Level, tuple[Rows, NDArray[np.bool_]]]:
        """By level: the number of the area that each of the other census becomes, and whether it lies wholly in it;
        one more at the end, -1, for none."""
        found = {}
        for level, other in OTHER_CENSUS.items():
            pairs = [self.census_fits[other].get(code, ("", False)) for code in self.levels[other].codes]
            area = np.array([*(self.numbers[level].get(code, -1) for code, _ in pairs), -1], dtype=np.intp)
            found[level] = area, np.array([*(whole for _, whole in pairs), False], dtype=bool)
        return found

    @cached_property
    def wards_of(self) -> dict[Level, Rows]:
        """By level: the number of the ward that each small area fits best, one more at the end, -1, for none."""
        number = self.numbers[Level.WARD]
        return {
            level: np.array(
                [*(number.get(self.ward_fits[level].get(code, ""), -1) for code in self.levels[level].codes), -1],
                dtype=np.intp,
            )
            for level in OTHER_CENSUS
        }

    @cached_property
    def old_wards(self) -> frozenset[str]:
        """Ward codes that name the authority but are no longer in force."""
        current = set(self.levels[Level.WARD].codes)
        return lookups.OLD_WESTMINSTER_WARDS - current if lookups.WESTMINSTER in self.authorities else frozenset()


def places_for(store: str | Path | None, authority: str = lookups.WESTMINSTER) -> Places:
    """The areas of an authority (its code, or ``all``) as the store has them; DataError where it has none."""
    known = {level: boundaries_for(store, level) for level in PLACED}
    ours = {level: authority_areas(boundaries, authority) for level, boundaries in known.items()}
    if ours[Level.LSOA].areas.empty:
        raise DataError(
            f"there are no boundaries of small areas (2011 census) for the authority {authority}",
            where=known[Level.LSOA].source,
            mend=_mend_of(authority),
        )
    codes = {code for each in known.values() for code in each.areas["code"]}
    named = frozenset(ours[Level.LSOA].areas["authority_code"].dropna())
    folder = kept_folder(store)
    places = Places(
        authority=authority,
        levels={level: AreaIndex(boundaries, folder) for level, boundaries in ours.items()},
        census_fits={level: kept_census_fit(folder, ours[level], ours[other]) for level, other in OTHER_CENSUS.items()},
        ward_fits={level: kept_ward_fit(folder, ours[level], ours[Level.WARD]) for level in OTHER_CENSUS},
        elsewhere=frozenset(codes - {code for each in ours.values() for code in each.areas["code"]}),
        authorities=named if authority == ALL else named | {authority},
    )
    return of_several(places, folder) if authority == ALL else places


def _mend_of(authority: str) -> str:
    """What to do where there are no areas of an authority: name it by its code, or register its areas."""
    code = ALL if authority.lower() == ALL else authority_code(authority)
    if code and code != authority:
        return f"write its code: --authority {code}"
    return "register them: swp boundaries FILE --store DIR"


def of_several(places: Places, folder: Path | None = None) -> Places:
    """The same with authorities and regions as areas, where the small areas of 2011 lie in more than one authority."""
    small = places.levels[Level.LSOA].boundaries
    known = authorities_of(small)
    if len(known) < 2:
        return places
    wider = kept_wider(folder, small)
    return replace(places, known=known, wider=wider, owners=owners_of(places, known["code"].tolist()))


def owners_of(places: Places, authorities: list[str]) -> dict[Level, Rows]:
    """By level, the place in ``authorities`` of each area's: the one its boundaries name, or where files of other
    years name other authorities, that of the small areas of 2011 it fits best."""
    number = {code: place for place, code in enumerate(authorities)}
    by_area = {
        level: {
            code: number[owner]
            for code, owner in zip(index.codes, index.boundaries.areas["authority_code"], strict=True)
            if owner in number
        }
        for level, index in places.levels.items()
    }
    small, other, wards = by_area[Level.LSOA], by_area[Level.LSOA21], by_area[Level.WARD]
    for code, (fit, _) in places.census_fits[Level.LSOA21].items():
        if code not in other and fit in small:
            other[code] = small[fit]
    votes = Counter((ward, small[code]) for code, ward in places.ward_fits[Level.LSOA].items() if code in small)
    for (ward, owner), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        wards.setdefault(ward, owner)
    return {
        level: np.array([by_area[level].get(code, -1) for code in index.codes], dtype=np.intp)
        for level, index in places.levels.items()
    }
