"""What a rate and a density divide by: people and hectares of every area of a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import WEST_END_WARDS, AreaChoice, Question
from data.levels import SMALL, Level
from data.releases import Release
from data.tables.populations import RESIDENTS, population
from geo.placing.lookups import census_changes, lsoa_2011, lsoa_2021, wards_2022

Array = npt.NDArray[Any]

SQUARE_METRES: Final = 10_000  # of a hectare
VISITORS: Final = (
    "Most people in the two West End wards do not live there: a rate per resident there tells of the many who work in"
    " and visit the area, not of a resident’s risk."
)


def populations(release: Release, level: Level, per: str | None) -> tuple[Array, str]:
    """(areas,) people of each area and the source in words; NaN where they are not known, or nobody is.

    An area the source lacks is the sum of those that make it up, where all are known: the merged areas of 2021, the
    split one of 2011, a ward from the small areas that lie in it by best fit, an authority or region from its own.
    """
    if (per or RESIDENTS) == RESIDENTS:
        return residents(_Asked(release.folder, release.scope, level, release)), population(release).source
    chosen = population(release, per)
    return people_of(release, level, chosen.people), chosen.source


@dataclass(frozen=True)
class _Asked:
    """One level of a release as a key: a release never changes."""

    folder: Path
    scope: str
    level: Level
    release: Release = field(compare=False)


@lru_cache(maxsize=64)
def residents(asked: _Asked) -> Array:
    """(areas,) residents of each area, which come with the product."""
    return people_of(asked.release, asked.level, population(asked.release).people)


def people_of(release: Release, level: Level, known: Mapping[str, float]) -> Array:
    """(areas,) people of each area, its own or the sum of its parts."""
    parts = () if level in SMALL else tuple(small_areas_of(release, small, level) for small in SMALL)
    people = np.array([known_people(known, level, area, parts) for area in release.choices.areas[level]])
    return np.where(people > 0, people, np.nan)


def known_people(
    people: Mapping[str, float], level: Level, area: AreaChoice, parts: tuple[Mapping[str, tuple[str, ...]], ...]
) -> float:
    """People of one area, its own or the sum of its parts; NaN where any of them is not known.

    ``parts``: of a level made of small areas, those of each area, by either census.
    """
    if area.code in people:
        return people[area.code]
    if level in SMALL:
        return total(people, parts_by_area(level).get(area.code, ()))
    for small_areas in parts:
        summed = total(people, small_areas.get(area.code, ()))
        if not np.isnan(summed):
            return summed
    return np.nan


def small_areas_of(release: Release, small: Level, level: Level) -> dict[str, tuple[str, ...]]:
    """By area of a wider level, the small areas that make it up."""
    regions = {area.code: area.region for area in release.choices.areas.get(Level.AUTHORITY, ())}
    found: dict[str, list[str]] = {}
    for each in release.choices.areas.get(small, ()):
        of = {Level.WARD: each.ward, Level.AUTHORITY: each.authority, Level.REGION: regions.get(each.authority, "")}
        found.setdefault(of[level], []).append(each.code)
    return {code: tuple(codes) for code, codes in found.items()}


def total(people: Mapping[str, float], codes: tuple[str, ...]) -> float:
    """The sum over areas; NaN for none, or where one is not known."""
    return sum(people.get(code, np.nan) for code in codes) if codes else np.nan


@lru_cache(maxsize=2)
def parts_by_area(level: Level) -> dict[str, tuple[str, ...]]:
    """Areas of one census that are several areas of the other: those merged by 2021, those split since 2011."""
    whole, part, change = (
        ("lsoa21cd", "lsoa11cd", "merged") if level is Level.LSOA21 else ("lsoa11cd", "lsoa21cd", "split")
    )
    changes = census_changes()
    some = changes[changes["change"] == change]
    return {str(code): tuple(parts) for code, parts in some.groupby(whole)[part]}


def hectares(release: Release, level: Level) -> tuple[Array, str]:
    """(areas,) hectares of each area and the source in words; NaN where they are not known.

    Official boundaries are measured on the British national grid; approximate ones only look like the areas, so
    the published sizes stand in for them.
    """
    described = release.manifest["boundaries"].get(str(level), {})
    file = release.folder / "boundaries" / f"{level}.parquet"
    if file.is_file() and not described.get("approximate", True):
        sizes, source = measured_hectares(file), f"measured from the boundaries ({described.get('source', '')})"
    else:
        sizes, source = published_hectares(level), "the official areas’ sizes, as published for Westminster"
    return np.array([sizes.get(area.code, np.nan) for area in release.choices.areas[level]]), source


@lru_cache(maxsize=12)
def measured_hectares(file: Path) -> dict[str, float]:
    """Code -> hectares, from a release's own boundaries, which never change."""
    # Imported here: most questions need no shapes, and these take a fifth of a second.
    import shapely

    from geo.shapes.boundaries import load_boundaries

    areas = load_boundaries(file).areas
    return dict(zip(areas["code"], shapely.area(areas.geometry.to_numpy()) / SQUARE_METRES, strict=True))


@lru_cache(maxsize=3)
def published_hectares(level: Level) -> dict[str, float]:
    """Code -> hectares of Westminster's areas, from the reference tables."""
    table, code = {
        Level.LSOA: (lsoa_2011(), "lsoa11cd"),
        Level.LSOA21: (lsoa_2021(), "lsoa21cd"),
        Level.WARD: (wards_2022(), "ward22cd"),
    }[level]
    return dict(zip(table[code], table["area_ha"].astype(float), strict=True))


def visitors_caption(release: Release, question: Question) -> str:
    """The sentence without which no rate per resident may be shown; empty where the question is not about the West End
    or divides by others than residents."""
    selection = question.selection
    if (selection.per or RESIDENTS) != RESIDENTS:
        return ""
    shown = (
        (area.ward or area.code)
        for area in release.choices.areas[question.level]
        if (not selection.ward or (area.ward or area.code) in selection.ward)
        and (not selection.lsoa or area.code in selection.lsoa)
    )
    return VISITORS if any(ward in WEST_END_WARDS for ward in shown) else ""
