"""The file formats we read, one module each. A format is recognised by its header, never by its file name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from data.schema import Reject


@dataclass(frozen=True)
class SourceFile:
    """One file to read, wherever it lies: on disk, inside a zip, gzipped.

    ``name`` is what reports show (``archive.zip/2022-10/2022-10-metropolitan-street.csv``).
    """

    name: str
    stem: str  # file name without folders and endings; some formats take the police force from it


@dataclass(frozen=True)
class Normalised:
    """What a format makes of one chunk of rows. Each row is in exactly one of the two; a row of an
    aggregated file that counts nothing gives one record of count 0, so that its place is known."""

    records: pd.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)  # what was left out of rows that were kept, and of how many


@dataclass(frozen=True)
class Format:
    """How to know a file and how to read it.

    Attributes
    ----------
    name : for people, as ``data.police.uk street``.
    provider : slug; with series and month it names what a newer file restates.
    recognises : takes the header cells (stripped, original case) and says whether this is the format.
    normalise : takes a chunk (text columns named by the header, index = line numbers, missing = NaN)
        and the file; gives records in the columns of ``data.schema``.
    local : True for a source that covers the chosen authority alone, so that a row without any place is
        ours and unlocated; False for a wider source, where such a row is outside, for that reason.
    repeats_are_duplicates : True where a row that equals an earlier row of the same file field for
        field is a duplicate (only rows with an identifier count).
    aggregated : True where a row holds counts, not one record.
    complete : True where a file holds all there is of its series and months, so that it restates them;
        False for an extract, which restates single records by their identifiers.
    expected : columns it is known by, for telling an almost known header from an unknown one.
    """

    name: str
    provider: str
    recognises: Callable[[list[str]], bool]
    normalise: Callable[[pd.DataFrame, SourceFile], Normalised]
    local: bool = False
    repeats_are_duplicates: bool = False
    aggregated: bool = False
    complete: bool = False
    expected: tuple[str, ...] = ()
