"""Tables that the partnership brings, weights and populations: read strictly and put into the store under a name."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.categories import canonical, taxonomy
from data.choices import HARM_WEIGHTS
from data.choices import POPULATIONS as BUILT_IN_POPULATIONS
from data.formats import SourceFile
from data.formats.headers import find_columns
from data.formats.tables import read_rows
from data.levels import Level, is_code
from data.schema import DataError
from data.tables.headed_tables import headed_text
from data.tables.populations import Population
from data.tables.registered import POPULATIONS, WEIGHTS, keep_table, slug_for
from data.tables.weights import HarmTable

MOST_ROWS: Final = 300_000  # the output areas of England and Wales are fewer
WEIGHT_COLUMNS: Final = {
    "minor": ("minor", "offence", "offence type", "minor category", "category", "minor text"),
    "days": ("days", "harm days", "days of harm", "weight", "harm weight", "harm"),
}
PEOPLE_COLUMNS: Final = {
    "code": (
        *("code", "area code", "area", "geography code", "lsoa", "lsoa code", "ward code", "ward"),
        *("lsoa11cd", "lsoa21cd", "wd22cd", "wd23cd", "wd24cd", "ward22cd"),
    ),
    "number": (
        "number",
        "population",
        "people",
        "persons",
        "count",
        "total",
        "value",
        "residents",
        "workday",
        "visitors",
    ),
}

_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


@dataclass(frozen=True)
class Cell:
    """A cell of a table that is being registered, with all a message about it must say."""

    file: str
    line: int
    column: str
    text: str

    def refuse(self, why: str, mend: str) -> DataError:
        return DataError(
            f"column {self.column!r}: {self.text[:60]!r} {why}", where=f"{self.file}, line {self.line}", mend=mend
        )


def register_weights(store: Path, path: Path, name: str) -> HarmTable:
    """Keep a file of weights in the store under a name that links can use; DataError says what to mend.

    The file has a column of minor categories (any published spelling) and one of days.
    """
    slug = slug_for(name, HARM_WEIGHTS)
    days: dict[str, float] = {}
    lines: dict[str, int] = {}
    for row in read_cells(path, WEIGHT_COLUMNS):
        minor = minor_in(row["minor"])
        if minor in lines:
            raise row["minor"].refuse(f"stands in line {lines[minor]} already, as {minor}", "Keep one of the two")
        days[minor], lines[minor] = number_in(row["days"]), row["minor"].line
    facts = {
        "title": name.strip(),
        "version": "",
        "source": f"registered from {path.name}",
        "licence": "the partnership's own",
        "status": "the partnership's own table",
        "note": f"{len(days)} of {len(taxonomy())} categories have a weight",
    }
    rows = [(minor, repr(number)) for minor, number in sorted(days.items())]
    keep_table(store, WEIGHTS, slug, headed_text(facts, ("minor", "days"), rows))
    return HarmTable(slug=slug, days=MappingProxyType(days), **facts)


def minor_in(cell: Cell) -> str:
    """The minor category a cell names, in the project's spelling; DataError for anything else."""
    if not cell.text:
        raise cell.refuse("is empty", "Name a category")
    _, minors = canonical(pd.Series([None], dtype="str"), pd.Series([cell.text], dtype="str"))
    known = list(taxonomy()["minor"])
    if minors.iloc[0] in known:
        return str(minors.iloc[0])
    close = difflib.get_close_matches(cell.text.title(), known, n=1)
    mend = f"Did you mean {close[0]!r}?" if close else "Use the Metropolitan Police's minor categories, such as 'Rape'"
    raise cell.refuse("is no category of offence we know", mend)


def register_population(store: Path, path: Path, name: str) -> Population:
    """Keep a file of people by area in the store under a name that links can use; DataError says what to mend.

    The file has a column of codes (small areas of either census, wards) and one of numbers.
    """
    slug = slug_for(name, BUILT_IN_POPULATIONS)
    people: dict[str, float] = {}
    lines: dict[str, int] = {}
    for row in read_cells(path, PEOPLE_COLUMNS):
        code = code_in(row["code"])
        if code in lines:
            raise row["code"].refuse(f"stands in line {lines[code]} already", "Keep one row an area")
        people[code], lines[code] = number_in(row["number"]), row["code"].line
    facts = {"title": name.strip(), "source": f"registered from {path.name}"}
    rows = [(code, repr(number)) for code, number in sorted(people.items())]
    keep_table(store, POPULATIONS, slug, headed_text(facts, ("code", "number"), rows))
    return Population(slug, f"{facts['title']}, {facts['source']}", MappingProxyType(people))


def code_in(cell: Cell) -> str:
    """The official code a cell holds; DataError for anything else."""
    code = cell.text.upper()
    if not any(is_code(level, code) for level in Level):
        raise cell.refuse("is no code of a small area (LSOA) or ward", "Use codes like E01033595 or E05013808")
    return code


def read_cells(path: Path, spellings: Mapping[str, Iterable[str]]) -> Iterator[dict[str, Cell]]:
    """The rows of a table someone made, cells by what we call their columns; missing text is "".

    DataError for a file without those columns, without rows, or with a row that has not the header's cells.
    """
    if not path.is_file():
        raise DataError("does not exist", where=str(path), mend="Check the path")
    table = read_rows(SourceFile(path.name, path.stem), lambda: path.open("rb"))
    columns = find_columns(table.header, spellings, where=path.name)
    for name, known in spellings.items():
        if name not in columns:
            raise DataError(
                f"there is no column {name!r} among {', '.join(table.header[:12])}",
                where=path.name,
                mend=f"Name one of them {', '.join(known)}",
            )
    rows = 0
    for chunk in table.chunks:
        for reject in chunk.rejects[:1]:
            raise DataError(reject.reason, where=f"{path.name}, line {reject.line}", mend="Correct the row")
        rows += len(chunk.rows)
        if rows > MOST_ROWS:
            raise DataError(f"more than {MOST_ROWS:,} rows", where=path.name, mend="Give one row a category or area")
        texts = chunk.rows[list(columns.values())].fillna("").astype(str)
        for line, cells in zip(texts.index, texts.itertuples(index=False, name=None), strict=True):
            yield {
                name: Cell(path.name, int(line), columns[name], text.strip())
                for name, text in zip(columns, cells, strict=True)
            }
    if not rows:
        raise DataError("the table has a header and no rows", where=path.name, mend="Give one row a category or area")


def number_in(cell: Cell) -> float:
    """A number that is not negative, thousands with commas or without; DataError for anything else."""
    text = cell.text
    if not text:
        raise cell.refuse("is empty", "Give a number, or leave the row out")
    if text.startswith(("-", "\u2212")) and _NUMBER.fullmatch(text[1:].strip()):
        raise cell.refuse("is negative", "Give 0 or more")
    number = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(number):
        raise cell.refuse("is not a number", "Write it like 365 or 182.25")
    return number
