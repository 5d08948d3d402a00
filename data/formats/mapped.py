"""Record-level extracts of any shape, read by a mapping (``mapping_file``): one row an incident.

The mappings in ``mappings/`` are built in; a user's own goes before them. A cell that cannot be read
rejects its row. An end before its start, or without a time of day, is left out and the record kept: many
systems write a default there. The report says of how many rows.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data.authorities import authority_codes
from data.categories import canonical
from data.formats import Format, Normalised, SourceFile
from data.formats.assembling import assemble
from data.formats.attributes import ages, flags, flags_from_codes, homes, sexes
from data.formats.clock import seconds_of_day, with_clock
from data.formats.columns import Times, geographic_point, grid_point, local_times, months
from data.formats.headers import plain
from data.formats.mapping_file import (
    AGE_TARGETS,
    HOME_TARGETS,
    SEX_TARGETS,
    TEXT_TARGETS,
    MappingFile,
    parse_mapping,
)
from data.formats.rejections import Rejections
from data.schema import FLAGS, DataError

BUILT_IN: Final = Path(__file__).parent / "mappings"

UNLISTED: Final = "a code that the mapping does not list"
EARLY_END: Final = "an end before the start, left out"
END_WITHOUT_TIME: Final = "an end without a time of day, left out"


def _mapped(mapping: MappingFile) -> set[str]:
    listed = [codes.column for codes in mapping.flag_codes]
    return {plain(name) for names in (*mapping.columns.values(), listed) for name in names}


class MappedChunk:
    """A chunk of rows seen through a mapping: its columns by our names, its words by the code lists."""

    def __init__(self, frame: pd.DataFrame, mapping: MappingFile, rejections: Rejections, where: str) -> None:
        self.frame, self.mapping, self.rejections = frame, mapping, rejections
        self._cells: dict[str, str] = {}
        for cell in map(str, frame.columns):
            if (other := self._cells.setdefault(plain(cell), cell)) != cell and plain(cell) in _mapped(mapping):
                raise DataError(f"columns {other!r} and {cell!r} cannot be told apart", where=where, mend="Rename one")

    def column(self, target: str) -> str:
        """The header cell that holds ``target``; "" where the mapping or the file has none."""
        spellings = self.mapping.columns.get(target, ())
        return next((cell for name in spellings if (cell := self.cell(name))), "")

    def cell(self, spelling: str) -> str:
        """The header cell of that spelling, blind to case, spaces and punctuation; "" where there is none."""
        return self._cells.get(plain(spelling), "")

    def has(self, target: str) -> bool:
        """Whether this file says anything about ``target``."""
        return target in self.mapping.constants or bool(self.column(target))

    def words(self, column: str) -> pd.Series:
        """The cells of a column, stripped; blanks and the mapping's null words are missing."""
        if not column:
            return pd.Series(np.nan, index=self.frame.index, dtype="str")
        cells = self.frame[column].astype("str").str.strip()
        nulls = [word.casefold() for word in self.mapping.null_words]
        return cells.mask((cells == "") | cells.str.casefold().isin(nulls))

    def text(self, target: str) -> pd.Series:
        """The words of ``target``: the constant, or the cells with their codes spelled out."""
        if target in self.mapping.constants:
            return pd.Series(self.mapping.constants[target], index=self.frame.index, dtype="str")
        words, codes = self.words(self.column(target)), self.mapping.codes.get(target)
        if not codes:
            return words
        keys = words.str.casefold()
        listed = keys.isin(list(codes))
        if self.mapping.reject_unlisted:
            self.rejections.add(words.notna() & ~listed, UNLISTED, self.column(target))
        meanings = keys.where(listed).map(codes).astype("str")
        return words.mask(listed, meanings.mask(meanings == ""))


def normalise(frame: pd.DataFrame, source: SourceFile, *, mapping: MappingFile) -> Normalised:
    """One record a row; rejects rows without date or category, and rows with a cell that cannot be read."""
    rejections = Rejections(frame, source.name)
    chunk = MappedChunk(frame, mapping, rejections, source.name)
    start, values = _start(chunk)
    end, remarks = _end(chunk, start)
    values |= end | _categories(chunk) | _place(chunk) | _attributes(chunk)
    records = assemble(frame, rejections, times=start, dataset=mapping.dataset, series=mapping.series, **values)
    return Normalised(records, rejections.as_rejects(), remarks)


def _start(chunk: MappedChunk) -> tuple[Times | None, dict[str, Any]]:
    """The start's times; or no times and the month, for a file that gives nothing finer."""
    column = chunk.column("start")
    if column:
        return _times(chunk, "start", required=True), {}
    column = chunk.column("month")
    return None, {"month": months(chunk.words(column), chunk.rejections, column)}


def _times(chunk: MappedChunk, target: str, *, required: bool = False) -> Times:
    """Local times of a date, or date and time, in one column or two; times that stand for unknown left out."""
    mapping, column, clock_column = chunk.mapping, chunk.column(target), chunk.column(f"{target}_time")
    dates = local_times(
        chunk.words(column),
        chunk.rejections,
        column,
        formats=mapping.dates,
        utc=mapping.utc and not clock_column,
        required=required,
    )
    if not clock_column:
        since_midnight = (dates.local - dates.local.dt.normalize()).dt.total_seconds()
        return Times(dates.local, dates.stated & ~since_midnight.isin(mapping.unknown_times))
    clock = chunk.words(clock_column)
    clock = clock.mask(seconds_of_day(clock, mapping.clocks).isin(mapping.unknown_times))
    return with_clock(dates, clock, chunk.rejections, clock_column, formats=mapping.clocks, utc=mapping.utc)


def _end(chunk: MappedChunk, start: Times | None) -> tuple[dict[str, Any], Counter[str]]:
    """The end of each row that states one, with its time of day, not before the start; and how many ends fell away."""
    if start is None or not chunk.column("end"):
        return {}, Counter()
    end = _times(chunk, "end")
    known, early = end.local.notna(), end.stated & start.stated & (end.local < start.local)
    remarks = Counter({EARLY_END: int(early.sum()), END_WITHOUT_TIME: int((known & ~end.stated).sum())})
    return {"end": end.local.where(end.stated & (end.local >= start.local))}, +remarks


def _categories(chunk: MappedChunk) -> dict[str, Any]:
    major, minor = chunk.text("major"), chunk.text("minor")
    column = chunk.column("major") or chunk.column("minor")
    chunk.rejections.add(major.isna() & minor.isna(), "no category", column)
    if chunk.mapping.met_categories:
        major, minor = canonical(major, minor)
    return {"major": major, "minor": minor, "identifier": chunk.words(chunk.column("identifier"))}


def _place(chunk: MappedChunk) -> dict[str, Any]:
    zero_is_missing, nulls = chunk.mapping.zero_point_is_missing, chunk.mapping.null_words
    found: dict[str, Any] = {}
    for read, pair in ((grid_point, ("easting", "northing")), (geographic_point, ("longitude", "latitude"))):
        columns = [chunk.column(target) for target in pair]
        if any(columns):
            point = read(
                chunk.frame, columns[0], columns[1], chunk.rejections, zero_is_missing=zero_is_missing, nulls=nulls
            )
            found |= dict(zip(pair, point, strict=True))
    authority = chunk.text("authority_code")
    # A place that is no London authority keeps its name: the row says it is elsewhere.
    found["authority_code"] = authority_codes(authority).fillna(authority)
    return found | {target: chunk.text(target).str.upper() for target in ("ward_code", "lsoa_code", "postcode")}


def _attributes(chunk: MappedChunk) -> dict[str, Any]:
    """What the file says beside when, where and what; a column it does not have is absent."""
    values: dict[str, Any] = {}
    for targets, read in ((AGE_TARGETS, ages), (SEX_TARGETS, sexes), (HOME_TARGETS, homes)):
        for target in filter(chunk.has, targets):
            values[target] = read(chunk.text(target), chunk.rejections, chunk.column(target))
    values |= {target: chunk.text(target) for target in filter(chunk.has, TEXT_TARGETS)}
    for target in filter(chunk.has, FLAGS):
        column = chunk.column(target)
        values[target] = flags(chunk.words(column), chunk.mapping, chunk.rejections, column)
    for listed in chunk.mapping.flag_codes:
        if column := chunk.cell(listed.column):
            for target, found in flags_from_codes(chunk.words(column), listed).items():
                values[target] = found | values[target] if target in values else found
    return values


def _recognises(header: list[str], *, mapping: MappingFile) -> bool:
    cells = {plain(cell) for cell in header}
    has_date = any(plain(name) in cells for name in _date_columns(mapping))
    return has_date and cells.issuperset(map(plain, mapping.recognise))


def _date_columns(mapping: MappingFile) -> tuple[str, ...]:
    return (*mapping.columns.get("start", ()), *mapping.columns.get("month", ()))


def format_of(mapping: MappingFile) -> Format:
    """The format a mapping describes."""
    return Format(
        name=mapping.name,
        provider=mapping.provider,
        recognises=partial(_recognises, mapping=mapping),
        normalise=partial(normalise, mapping=mapping),
        local=mapping.local,
        repeats_are_duplicates="identifier" in mapping.columns,
        complete=mapping.complete,
        expected=tuple(dict.fromkeys((*mapping.recognise, *_date_columns(mapping)[:1]))),
    )


def load_mapping(path: Path) -> Format:
    """The format that a TOML file describes; DataError, naming file and key, where it cannot be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", where=path.name) from None
    return format_of(parse_mapping(content, path.name))


FORMATS: Final = tuple(load_mapping(path) for path in sorted(BUILT_IN.glob("*.toml")))
