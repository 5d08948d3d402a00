"""All that placing records needs for one authority: its areas at each level and the ways between levels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.levels import Level
from data.schema import DataError
from geo.placing import lookups
from geo.placing.best_fit import Fit, census_fit, ward_fit
from geo.placing.points import AreaIndex
from geo.shapes.boundaries import ALL, authority_areas, boundaries_for

OTHER_CENSUS: Final = {Level.LSOA: Level.LSOA21, Level.LSOA21: Level.LSOA}


@dataclass(frozen=True)
class Places:
    """The areas of one authority, ready for records; build it once an import with ``places_for``.

    Attributes
    ----------
    authority : its code, or ``all``.
    levels : the areas of each level, maybe none of a level.
    census_fits, ward_fits : from a small area to that of the other census, and to its ward.
    elsewhere : codes of areas known to be another authority's.
    authorities : codes of the authorities covered.
    """

    authority: str
    levels: dict[Level, AreaIndex]
    census_fits: dict[Level, Fit]
    ward_fits: dict[Level, dict[str, str]]
    elsewhere: frozenset[str]
    authorities: frozenset[str]

    def approximate(self, level: Level) -> bool:
        return self.levels[level].boundaries.approximate

    @property
    def old_wards(self) -> frozenset[str]:
        """Ward codes that name the authority but are no longer in force."""
        current = set(self.levels[Level.WARD].codes)
        return lookups.OLD_WESTMINSTER_WARDS - current if lookups.WESTMINSTER in self.authorities else frozenset()


def places_for(store: str | Path | None, authority: str = lookups.WESTMINSTER) -> Places:
    """The areas of an authority (its code, or ``all``) as the store has them; DataError where it has none."""
    known = {level: boundaries_for(store, level) for level in Level}
    ours = {level: authority_areas(boundaries, authority) for level, boundaries in known.items()}
    if ours[Level.LSOA].areas.empty:
        raise DataError(
            f"there are no boundaries of small areas (2011 census) for the authority {authority}",
            where=known[Level.LSOA].source,
            mend="register them: swp boundaries FILE --store DIR",
        )
    codes = {code for each in known.values() for code in each.areas["code"]}
    named = frozenset(ours[Level.LSOA].areas["authority_code"].dropna())
    return Places(
        authority=authority,
        levels={level: AreaIndex(boundaries) for level, boundaries in ours.items()},
        census_fits={level: census_fit(ours[level], ours[other]) for level, other in OTHER_CENSUS.items()},
        ward_fits={level: ward_fit(ours[level], ours[Level.WARD]) for level in OTHER_CENSUS},
        elsewhere=frozenset(codes - {code for each in ours.values() for code in each.areas["code"]}),
        authorities=named if authority == ALL else named | {authority},
    )
