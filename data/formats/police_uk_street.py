"""data.police.uk street-level crime and anti-social behaviour: a row an offence, the month without a day.

Notes: anti-social behaviour, and everything before 2013, has no Crime ID. A row that repeats an earlier
one with a Crime ID, field for field, is a duplicate; a Crime ID alone is not unique.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.columns import text
from data.formats.headers import find_columns
from data.formats.police_uk import (
    area_code,
    as_spelled,
    force,
    knows,
    month_numbers,
    own_series,
    own_spelling,
    place_name,
    point_columns,
)
from data.formats.rejections import Rejections

ASB: Final = "Anti-social behaviour"
CRIME_TYPES: Final = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public disorder and weapons",  # to April 2013
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
    "Violent crime",  # to April 2013
)

COLUMNS: Final = (
    "Crime ID",
    "Month",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "Crime type",
)
_OF_2011: Final = ("Month", "Falls within", "Easting", "Northing", "Location", "Crime type")
_SPELLINGS: Final = own_spelling(*COLUMNS, *_OF_2011, "Reported by", "LSOA name", "Last outcome category", "Context")


def normalise(frame: pd.DataFrame, source: SourceFile) -> Normalised:
    """One record a row: ``offences``, or ``asb`` for anti-social behaviour."""
    columns = find_columns(frame.columns, _SPELLINGS, where=source.name)
    rejections = Rejections(frame, source.name)
    month = month_numbers(frame, columns, rejections)
    crime_type = as_spelled(text(frame, columns["Crime type"]), CRIME_TYPES)
    rejections.add(crime_type.isna(), "no crime type", columns["Crime type"])
    series = force(frame, columns, rejections)
    point = point_columns(frame, columns, rejections)
    records = assemble(
        frame,
        rejections,
        dataset=np.where(crime_type == ASB, "asb", "offences"),
        series=own_series(series, month, source),
        month=month,
        identifier=text(frame, columns.get("Crime ID", "")),
        major=crime_type,
        lsoa_code=area_code(frame, columns),
        outcome=text(frame, columns.get("Last outcome category", "")),
        place=place_name(frame, columns),
        **point,
    )
    return Normalised(records, rejections.as_rejects())


FORMAT: Final = Format(
    "data.police.uk street",
    "police-uk-street",
    knows(COLUMNS, _OF_2011),
    normalise,
    repeats_are_duplicates=True,
    complete=True,
)
