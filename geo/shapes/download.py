"""Boundaries from the publisher: the ONS Open Geography service (``geo/shapes/arcgis.py`` asks it).

What the service sends passes the same checks as any file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import geopandas as gpd
import shapely

from data.authorities import authority_names
from data.levels import LEVEL_NAMES, PLACED, Level
from data.schema import DataError
from data.settings import given, variable
from geo.placing import lookups
from geo.shapes.arcgis import MEND, Patience, RefusedError, Service, features_of
from geo.shapes.areas import Boundaries, make_boundaries
from geo.shapes.boundaries import ALL, publish_boundaries

ONS_BASE: Final = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
BASE_VARIABLE: Final = variable("ons_base")
LICENCE: Final = (
    "Open Government Licence v3.0. Source: Office for National Statistics. Contains OS data © Crown copyright and"
    " database right"
)


@dataclass(frozen=True)
class _Layer:
    """What the service calls a level: the services that have it, newest name first, and its columns."""

    services: tuple[str, ...]
    code: str
    name: str
    authority: str | None = None  # column of the authority's code; small areas have none, only their names tell

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.code, self.name, *((self.authority,) if self.authority else ()))


LAYERS: Final[dict[Level, _Layer]] = {
    Level.LSOA: _Layer(
        (
            "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3",
            "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3_2022",
        ),
        "LSOA11CD",
        "LSOA11NM",
    ),
    Level.LSOA21: _Layer(
        (
            "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5",
            "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3",
            "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BSC_V4",
        ),
        "LSOA21CD",
        "LSOA21NM",
    ),
    Level.WARD: _Layer(
        ("Wards_December_2022_Boundaries_UK_BGC", "Wards_December_2022_Boundaries_GB_BGC"),
        "WD22CD",
        "WD22NM",
        "LAD22CD",
    ),
}


def download_boundaries(
    store: str | Path,
    authority: str = lookups.WESTMINSTER,
    *,
    base: str | None = None,
    progress: Callable[[str], None] | None = None,
    patience: Patience | None = None,
) -> list[Boundaries]:
    """Fetch the small areas of both censuses and the wards of 2022 and keep them in the store, all or none."""
    say = progress or (lambda _: None)
    fetched = [fetch_level(level, authority, base=base, progress=say, patience=patience) for level in PLACED]
    return publish_boundaries(store, fetched)


def fetch_level(
    level: Level,
    authority: str = lookups.WESTMINSTER,
    *,
    base: str | None = None,
    out_sr: int = 27700,
    progress: Callable[[str], None] | None = None,
    patience: Patience | None = None,
) -> Boundaries:
    """The areas of one level of an authority (its code, or ``all``) as the service has them now.

    ``base`` (else the environment's SWP_ONS_BASE) replaces the publisher's address; plain http is taken only there.
    Raises DataError when the service cannot be reached, answers rubbish, or sends another number than it counted.
    """
    address = base or given("ons_base") or ONS_BASE
    if urlsplit(address).scheme not in ({"https"} if address == ONS_BASE else {"https", "http"}):
        raise DataError("the address is not one of the web", where=address, mend="give https://...")
    layer, patience = LAYERS[level], patience or Patience()
    ask = Service(address, patience, time.monotonic() + patience.all_s)
    refusals = []

    def tell(read: int, count: int) -> None:
        if progress:
            progress(f"{LEVEL_NAMES[level]}: {read} of {count}")

    for service in layer.services:
        try:
            features = features_of(
                ask, service, where=_where(layer, authority), fields=layer.fields, out_sr=out_sr, progress=tell
            )
            if not features:
                raise RefusedError("it has no area of this authority")
        except RefusedError as refusal:
            refusals.append(f"{service}: {refusal}")
            continue
        return _boundaries(level, layer, features, f"ONS Open Geography, {service}")
    raise DataError("the service refused: " + "; ".join(refusals), where=address, mend=MEND)


def _where(layer: _Layer, authority: str) -> str:
    if authority == ALL:
        return "1=1"
    name = authority_names().get(authority)
    if layer.authority is not None and authority.isalnum():
        return f"{layer.authority}='{authority}'"
    if name is None:
        raise DataError(
            f"the name of the authority {authority} is not known, and the service finds small areas by it alone",
            mend="ask for all, or register a file: swp boundaries FILE --store DIR",
        )
    return f"{layer.name} LIKE '{name.replace(chr(39), chr(39) * 2)} %'"


def _boundaries(level: Level, layer: _Layer, features: list[dict[str, Any]], source: str) -> Boundaries:
    properties = [feature["properties"] for feature in features]
    columns = {"code": [each[layer.code] for each in properties], "name": [each.get(layer.name) for each in properties]}
    if layer.authority:
        columns["authority_code"] = [each.get(layer.authority) for each in properties]
    try:
        shapes = [shapely.geometry.shape(feature["geometry"]) if feature["geometry"] else None for feature in features]
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise DataError("the service sent shapes that cannot be read", where=source, mend=MEND) from error
    areas = gpd.GeoDataFrame(columns, geometry=shapes)
    made = make_boundaries(level, areas, source=source, licence=LICENCE)
    # What the coordinates are was asked for, so that judging them by size is no news.
    return Boundaries(level, made.areas, False, source, LICENCE, made.checksum)
