"""data.police.uk outcomes: what became of a crime, in which month; they bring street records up to date."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.columns import text
from data.formats.headers import find_columns
from data.formats.police_uk import (
    area_code,
    force,
    knows,
    month_numbers,
    own_series,
    own_spelling,
    place_name,
    point_columns,
)
from data.formats.rejections import Rejections

COLUMNS: Final = ("Crime ID", "Month", "Falls within", "Longitude", "Latitude", "Outcome type")
_SPELLINGS: Final = own_spelling(*COLUMNS, "Reported by", "Location", "LSOA code", "LSOA name")


def normalise(frame: pd.DataFrame, source: SourceFile) -> Normalised:
    """One ``outcomes`` record a row; ``month`` and ``outcome_month`` are the month of the outcome."""
    columns = find_columns(frame.columns, _SPELLINGS, where=source.name)
    rejections = Rejections(frame, source.name)
    identifier = text(frame, columns["Crime ID"])
    outcome = text(frame, columns["Outcome type"])
    rejections.add(identifier.isna(), "no Crime ID: the outcome belongs to no crime", columns["Crime ID"])
    rejections.add(outcome.isna(), "no outcome", columns["Outcome type"])
    month = month_numbers(frame, columns, rejections)
    series = force(frame, columns, rejections)
    point = point_columns(frame, columns, rejections)
    records = assemble(
        frame,
        rejections,
        dataset="outcomes",
        series=own_series(series, month, source),
        month=month,
        identifier=identifier,
        outcome=outcome,
        outcome_month=month,
        lsoa_code=area_code(frame, columns),
        place=place_name(frame, columns),
        **point,
    )
    return Normalised(records, rejections.as_rejects())


FORMAT: Final = Format("data.police.uk outcomes", "police-uk-outcomes", knows(COLUMNS), normalise, complete=True)
