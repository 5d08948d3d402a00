"""Authorities and regions as areas: dissolved from the small areas they are made of."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.authorities import region_of
from data.levels import LEVEL_NAMES, SMALL, Level, is_code
from data.schema import DataError
from geo.shapes.areas import Boundaries, make_boundaries, polygonal

_SLACK: Final = 1e-3  # of the small areas' hectares that lines which nearly meet may overlap


def authorities_of(small: Boundaries) -> pd.DataFrame:
    """One row an authority of the small areas, by code: name, and region (code and name) where it is known.

    The most frequent name and region stand where small areas of one authority disagree; those without a code of
    an authority have none.
    """
    areas = pd.DataFrame(small.areas.drop(columns="geometry"))
    areas = areas[[isinstance(code, str) and is_code(Level.AUTHORITY, code) for code in areas["authority_code"]]]
    told = [name for name in ("authority_name", "region_code", "region_name") if name in areas]
    found = (
        areas.groupby("authority_code")[told]
        .agg(_commonest)
        .reindex(columns=["authority_name", "region_code", "region_name"])
    )
    found = found.rename(columns={"authority_name": "name"}).rename_axis("code").reset_index().astype("str")
    certain = found["code"].map(region_of)
    known = certain.notna()
    found.loc[known, "region_code"] = certain[known].str[0]
    found.loc[known, "region_name"] = certain[known].str[1]
    return found.assign(name=found["name"].fillna(found["code"]))


def authorities_told(small: Boundaries) -> tuple[str, ...]:
    """What a file of boundaries says of authorities, in sentences for who registers it; nothing for one authority."""
    if small.level not in SMALL:
        return ()
    known, areas = authorities_of(small), small.areas
    without = len(areas) - int(areas["authority_code"].isin(known["code"]).sum())
    told = []
    if len(known) > 1:
        regions = 0 if known["region_code"].isna().any() else known["region_code"].nunique()
        several = (
            f", {regions} {'region' if regions == 1 else 'regions'}"
            if regions
            else ", regions not told (a column such as RGN22CD)"
        )
        told.append(f"{len(known):,} local authorities{several}")
    if without:
        told.append(
            f"{without:,} areas without the code of a local authority (a column such as LAD22CD): they lie in none"
        )
    return tuple(told)


def _commonest(values: pd.Series) -> Any:
    counted = values.value_counts()
    return counted.index[counted.to_numpy() == counted.iloc[0]].min() if len(counted) else np.nan


def authority_boundaries(small: Boundaries) -> Boundaries:
    """The authorities of small areas, each the union of its own."""
    known = authorities_of(small)
    names = dict(zip(known["code"], known["name"], strict=True))
    return _dissolved(small, Level.AUTHORITY, small.areas["authority_code"], names)


def region_boundaries(small: Boundaries) -> Boundaries | None:
    """The regions of small areas; None where the region of any authority is not known."""
    known = authorities_of(small)
    if known.empty or known["region_code"].isna().any():
        return None
    of_authority = dict(zip(known["code"], known["region_code"], strict=True))
    names = dict(zip(known["region_code"], known["region_name"], strict=True))
    return _dissolved(small, Level.REGION, small.areas["authority_code"].map(of_authority), names)


def _dissolved(small: Boundaries, level: Level, owner: pd.Series, names: dict[str, str]) -> Boundaries:
    """One area for each code of ``owner`` (of each small area, by its position); DataError where hectares get lost."""
    shapes = small.areas.geometry.to_numpy()
    places = pd.Series(np.arange(len(shapes))).groupby(owner.to_numpy()).indices
    codes = [code for code in sorted(names) if code in places]
    united = np.array([_union(shapes[places[code]]) for code in codes], dtype=object)
    before = np.array([shapely.area(shapes[places[code]]).sum() for code in codes])
    off = np.abs(shapely.area(united) - before) > _SLACK * before
    if off.any():
        lost = ", ".join(code for code, wrong in zip(codes, off, strict=True) if wrong)
        raise DataError(
            f"the small areas do not add up to their {LEVEL_NAMES[level]}: {lost}",
            where=small.source,
            mend="give boundaries whose small areas do not overlap",
        )
    areas = gpd.GeoDataFrame(
        {"code": codes, "name": [names[code] for code in codes]}, geometry=united, crs=small.areas.crs
    )
    source = f"made of the small areas of {small.source}"
    return make_boundaries(level, areas, source=source, licence=small.licence, approximate=small.approximate)


def _union(shapes: Any) -> Any:
    """The union; quick for shapes whose lines meet, whole where they do not."""
    try:
        united = polygonal(shapely.coverage_union_all(shapes))
    except shapely.errors.GEOSException:  # lines that cross: no coverage
        united = None
    if united is None or not shapely.is_valid(united):
        united = polygonal(shapely.union_all(shapes))
    return united
