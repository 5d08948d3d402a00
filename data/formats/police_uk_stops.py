"""data.police.uk stop and search: a row a search, without identifier, so equal rows are separate searches.

Notes: times are UTC with an offset, but files are cut on local months, so all is turned to local time.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.columns import local_times, text
from data.formats.headers import find_columns
from data.formats.police_uk import force_of_file, knows, own_series, own_spelling, point_columns
from data.formats.rejections import Rejections

COLUMNS: Final = (
    "Type",
    "Date",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Legislation",
    "Object of search",
    "Outcome",
)
_ETHNICITY: Final = "Officer-defined ethnicity"
_SPELLINGS: Final = own_spelling(*COLUMNS, _ETHNICITY)

NOT_STATED: Final = "Not stated"
_SEXES: Final = {"male": "M", "m": "M", "female": "F", "f": "F", "other": "X", "x": "X"}


def normalise(frame: pd.DataFrame, source: SourceFile) -> Normalised:
    """One ``stop-search`` record a row; the force is in the file's name alone."""
    columns = find_columns(frame.columns, _SPELLINGS, where=source.name)
    rejections = Rejections(frame, source.name)
    given = {name: text(frame, columns.get(name, "")) for name in (*COLUMNS, _ETHNICITY)}
    times = local_times(given["Date"], rejections, columns["Date"], utc=True, required=True)
    point = point_columns(frame, columns, rejections)
    month = times.local.dt.year * 12 + times.local.dt.month - 1
    force = pd.Series(force_of_file(source), index=frame.index, dtype="str")
    attributes = {"suspect_ethnicity": given[_ETHNICITY]} if _ETHNICITY in columns else {}
    records = assemble(
        frame,
        rejections,
        times=times,
        dataset="stop-search",
        series=own_series(force, month, source),
        major=given["Object of search"].fillna(NOT_STATED),
        outcome=given["Outcome"],
        legislation=given["Legislation"],
        suspect_age_band=given["Age range"],
        suspect_sex=given["Gender"].str.lower().map(_SEXES).astype("str"),
        **attributes,
        **point,
    )
    return Normalised(records, rejections.as_rejects())


FORMAT: Final = Format(
    "data.police.uk stop and search", "police-uk-stop-and-search", knows(COLUMNS), normalise, complete=True
)
