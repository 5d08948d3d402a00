"""London Fire Brigade incident records (London Datastore): a row an incident, CSV or XLSX.

Ward codes are of the Brigade's own vintage (before May 2022 in the files seen), so they are left out
and wards worked out from the point. Dwellings have coordinates rounded to 50 m only.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.authorities import authority_codes
from data.categories import title_case
from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.clock import hour_as_clock, with_clock
from data.formats.columns import Times, geographic_point, grid_point, local_times, text, whole_number
from data.formats.headers import find_columns
from data.formats.rejections import Rejections

DATASET: Final = "fire"
NULLS: Final = ("NULL", "#N/A", "Not geo-coded", "Not geo coded")
DATE_FORMATS: Final = ("%d-%b-%y", "%d %b %Y", "%d-%b-%Y", "%d %b %y", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S")

SPELLINGS: Final = {
    "identifier": ("IncidentNumber",),
    "date": ("DateOfCall",),
    "time": ("TimeOfCall",),
    "hour": ("HourOfCall",),
    "group": ("IncidentGroup",),
    "stop code": ("StopCodeDescription",),
    "postcode": ("Postcode_full",),
    "borough code": ("IncGeo_BoroughCode", "BoroughCode"),
    "borough name": ("IncGeo_BoroughName", "BoroughName", "ProperCase"),
    "easting": ("Easting_m",),
    "northing": ("Northing_m",),
    "rounded easting": ("Easting_rounded",),
    "rounded northing": ("Northing_rounded",),
    "latitude": ("Latitude",),
    "longitude": ("Longitude",),
}
# Both the name in capitals and its "ProperCase" twin stand in the same file.
_FIRST_WINS: Final = ("borough name",)
_REQUIRED: Final = ("identifier", "date", "group", "stop code")


def recognises(header: list[str]) -> bool:
    """True for a header with the incident number, date of call, group and stop code."""
    return all(name in _columns(header) for name in _REQUIRED)


def _columns(header: list[str], where: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name in SPELLINGS:
        if name in _FIRST_WINS:
            for spelling in SPELLINGS[name]:
                found = find_columns(header, {name: (spelling,)}, where=where) | found
        else:
            found |= find_columns(header, {name: SPELLINGS[name]}, where=where)
    return found


def normalise(frame: pd.DataFrame, source: SourceFile) -> Normalised:
    """One record an incident; rejects a row without date or group, or with a cell that cannot be read."""
    columns = _columns(list(frame.columns), source.name)
    rejections = Rejections(frame, source.name)
    group = text(frame, columns["group"], NULLS)
    rejections.add(group.isna(), "no incident group", columns["group"])
    easting, northing = _grid_point(frame, columns, rejections)
    longitude, latitude = geographic_point(
        frame,
        columns.get("longitude", ""),
        columns.get("latitude", ""),
        rejections,
        zero_is_missing=True,
        nulls=NULLS,
    )
    records = assemble(
        frame,
        rejections,
        times=_times(frame, columns, rejections),
        dataset=DATASET,
        series="london",
        identifier=text(frame, columns["identifier"], NULLS),
        major=group.map(title_case, na_action="ignore"),
        minor=text(frame, columns["stop code"], NULLS),
        easting=easting,
        northing=northing,
        longitude=longitude,
        latitude=latitude,
        postcode=text(frame, columns.get("postcode", ""), NULLS),
        authority_code=_authority_code(frame, columns),
    )
    return Normalised(records, rejections.as_rejects())


def _times(frame: pd.DataFrame, columns: dict[str, str], rejections: Rejections) -> Times:
    """Local time of the call; the hour of call stands in where the time is blank."""
    dates = local_times(
        text(frame, columns["date"], NULLS), rejections, columns["date"], formats=DATE_FORMATS, required=True
    )
    clock = text(frame, columns.get("time", ""), NULLS)
    hour = whole_number(frame, columns.get("hour", ""), rejections, NULLS)
    rejections.add(hour.notna() & ~hour.between(0, 23), "no hour of the day", columns.get("hour", ""))
    return with_clock(dates, clock.fillna(hour_as_clock(hour)), rejections, columns.get("time", ""))


def _grid_point(frame: pd.DataFrame, columns: dict[str, str], rejections: Rejections) -> tuple[pd.Series, pd.Series]:
    """Metres as surveyed where there are, else rounded to 50 m (dwellings)."""
    exact, rounded = (
        grid_point(
            frame,
            columns.get(f"{kind}easting", ""),
            columns.get(f"{kind}northing", ""),
            rejections,
            zero_is_missing=True,
            nulls=NULLS,
        )
        for kind in ("", "rounded ")
    )
    return exact[0].fillna(rounded[0]), exact[1].fillna(rounded[1])


def _authority_code(frame: pd.DataFrame, columns: dict[str, str]) -> pd.Series:
    """The code as given (calls over the border keep theirs), else that of the borough named."""
    code = text(frame, columns.get("borough code", ""), NULLS).str.upper()
    return code.where(code.str.fullmatch(r"[EKNSW]\d{8}").fillna(False)).fillna(
        authority_codes(text(frame, columns.get("borough name", ""), NULLS))
    )


FORMATS: Final = (
    Format("London Fire Brigade incidents", "fire-brigade", recognises, normalise, repeats_are_duplicates=True),
)
