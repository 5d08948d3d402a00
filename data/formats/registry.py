"""All formats we know, in the order they are tried. A new format is a new module and one line here."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import Final

from data.formats import (
    Format,
    datastore,
    fire_brigade,
    mapped,
    police_uk_outcomes,
    police_uk_stops,
    police_uk_street,
)
from data.formats.headers import plain
from data.schema import DataError

FORMATS: Final[tuple[Format, ...]] = (
    police_uk_street.FORMAT,
    police_uk_stops.FORMAT,
    police_uk_outcomes.FORMAT,
    *datastore.FORMATS,
    *fire_brigade.FORMATS,
    *mapped.FORMATS,
)

# The columns a publisher gives, for telling an almost known header from an unknown one.
EXPECTED: Final[dict[str, tuple[str, ...]]] = {
    police_uk_street.FORMAT.name: police_uk_street.COLUMNS,
    police_uk_stops.FORMAT.name: police_uk_stops.COLUMNS,
    police_uk_outcomes.FORMAT.name: police_uk_outcomes.COLUMNS,
    "London Datastore, borough": ("MajorText", "MinorText", "LookUp_BoroughName", "202210"),
    "London Datastore, ward": ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName", "202210"),
    "London Datastore, LSOA": ("LSOA Code", "LSOA Name", "Borough", "Major Category", "Minor Category", "202210"),
    "London Fire Brigade incidents": (
        "IncidentNumber",
        "DateOfCall",
        "TimeOfCall",
        "IncidentGroup",
        "StopCodeDescription",
        "PropertyCategory",
        "Easting_rounded",
        "Northing_rounded",
    ),
}
# Columns that publishers give beside those: never a renamed one of them.
_BESIDE: Final = frozenset(
    plain(column)
    for column in (
        *("Reported by", "LSOA name", "Last outcome category", "Context"),
        *("Part of a policing operation", "Policing operation", "Self-defined ethnicity", "Officer-defined ethnicity"),
        *("Outcome linked to object of search", "Removal of more than just outer clothing"),
    )
)
# A table of counts: a mapping, which makes each row a record, would count it wrongly.
_MONTHLY_DASHBOARD: Final = frozenset(plain(cell) for cell in ("Month_Year", "Area Type", "Measure", "Count"))
_CLOSE: Final = 0.5  # share of a format's columns a header must have to be called close to it
_SHOWN: Final = 12
_NAMED: Final = 2  # formats named where a header is equally close to several


def recognise(header: Sequence[str], own: Sequence[Format] = ()) -> Format | None:
    """The format of a file with this header, the user's ``own`` mappings before ours; None if unknown."""
    cells = [cell.strip() for cell in header]
    return next((known for known in (*own, *FORMATS) if known.recognises(cells)), None)


def unknown_header(header: Sequence[str], where: str, own: Sequence[Format] = ()) -> DataError:
    """The error for a header of no known format: which one it comes closest to and what is amiss."""
    cells = {plain(cell): cell for cell in header}
    if cells.keys() >= _MONTHLY_DASHBOARD:
        return DataError(
            "the Met's monthly dashboard extract, which holds each offence twice, by borough and by team",
            where=where,
            mend="Give the files of MPS Recorded Crime: Geographic Breakdown instead",
        )
    every = {known.name: known.expected for known in (*own, *FORMATS) if known.expected} | EXPECTED
    scores = {name: sum(plain(column) in cells for column in expected) for name, expected in every.items()}
    lacking = {name: len(every[name]) - score for name, score in scores.items() if score >= _CLOSE * len(every[name])}
    if not lacking:
        return DataError(
            f"no format we know has these {len(header)} columns: {_listed(header)}",
            where=where,
            mend="Describe them in a mapping file (.toml) and give it with the data",
        )
    closest = [name for name, missing in lacking.items() if missing == min(lacking.values())]
    said = "; or ".join(f"almost {name}, but {_missing_columns(cells, every[name])}" for name in closest[:_NAMED])
    return DataError(said, where=where, mend="Restore the publisher's column names")


def _missing_columns(cells: dict[str, str], expected: Collection[str]) -> str:
    wanted = {plain(column) for column in expected} | _BESIDE
    strange = {key: cell for key, cell in cells.items() if key not in wanted}
    parts = []
    for column in expected:
        if plain(column) in cells:
            continue
        likely = difflib.get_close_matches(plain(column), list(strange), n=1, cutoff=0.5)
        hint = f" (renamed to {strange.pop(likely[0])!r}?)" if likely else ""
        parts.append(f"without a column {column!r}{hint}")
    return " and ".join(parts) or "not wholly"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
