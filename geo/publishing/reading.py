"""One partition of an import read: its accepted records, its rejected rows, and its account. Pure.

What only the whole file or import can tell is left to ``geo/publishing/settling.py``: rows that repeat those of an
earlier portion, the names of files that do not tell their series, and which of two files' records stand.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.formats import Format
from data.formats.chunks import Chunk
from data.formats.portions import Read, read_portion
from data.formats.rejections import as_line
from data.formats.tables import read_rows
from data.intake.collections import Key, keys_of
from data.intake.force_counts import ForceCounts
from data.intake.hashing import hashes, row_hashes
from data.intake.parts import SPOOLED, columns_of, write_pieces
from data.intake.providers import FORCE_WIDE
from data.intake.repeats import Repeats
from data.intake.report import FileReport
from data.schema import DataError, Destination, Reject, check_records
from geo.placing.assign import Places, place
from geo.publishing.partitions import Partition, Repeated

NO_IDENTIFIER_TWICE: Final = "the identifier stands on an earlier, different row"
REPEATED: Final = "equals an earlier row field for field"

Share = Callable[[float], None]  # told how much of the file has been read
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class RowHashes:
    """Of the rows with an identifier: line, hash of the identifier, hash of the whole row."""

    lines: Array
    identifiers: Array
    rows: Array


@dataclass
class Reading:
    """What one partition holds.

    Attributes
    ----------
    report : its rows by destination.
    parts : accepted records, by data set, each a Parquet file.
    rejects : in the order in which they were found.
    covered, force : by data set, what all its records tell of, accepted or not.
    remarks : what was left out of rows that were kept, and of how many.
    hashes : of a portion of a file in which a repeated row is a duplicate.
    unnamed : some records of a complete source do not tell their series.
    end, next_line : of a portion, where the next one begins.
    left_out : why the file could not be read at all; it is left out, for the user did not name it.
    """

    report: FileReport
    parts: list[tuple[str, bytes, int]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    covered: dict[str, set[Key]] = field(default_factory=dict)
    force: dict[str, ForceCounts] = field(default_factory=dict)
    remarks: Counter[str] = field(default_factory=Counter)
    hashes: list[RowHashes] = field(default_factory=list)
    unnamed: bool = False
    end: int = 0
    next_line: int = 0
    left_out: str = ""


def read_partition(partition: Partition, places: Places, share: Share = lambda _: None) -> Reading:
    """Read, normalise, check and place the rows of a partition.

    DataError where a file that the user named, or one that has begun, cannot be read.
    """
    known, source = partition.format.load(), partition.found.source
    reading = Reading(FileReport(file=source.name, format=known.name))
    try:
        chunks, size = opened(partition, reading)
    except DataError as error:
        if partition.found.named:
            raise
        reading.left_out = str(error)
        return reading
    reader = Reader(partition, known, places, reading)
    for chunk in chunks:
        reader.take(chunk)
        share(chunk.bytes_read / size if size else 1.0)
    if not reading.report.reconciles:
        raise AssertionError(
            f"{source.name}: {dict(reading.report.destinations)} do not add up to {reading.report.rows_read}"
        )
    return reading


def opened(partition: Partition, reading: Reading) -> tuple[Iterator[Chunk], int]:
    """The chunks of a partition and the size of its file in bytes, unpacked."""
    found, portion = partition.found, partition.portion
    if portion is not None:
        return iter(read_portion(found.open, portion)), portion.size
    table = read_rows(found.source, found.open)
    reading.report.notes = table.notes
    return table.chunks, table.size


@dataclass
class Reader:
    """A partition being read, chunk by chunk."""

    partition: Partition
    known: Format
    places: Places
    reading: Reading
    repeats: Repeats = field(default_factory=Repeats)

    def take(self, chunk: Chunk) -> None:
        """Read one chunk to its end."""
        reading, source = self.reading, self.partition.found.source
        if isinstance(chunk, Read):
            reading.end, reading.next_line = chunk.bytes_read, chunk.next_line
            if not len(chunk.rows) and not chunk.rejects:
                return
        normalised = self.known.normalise(chunk.rows, source)
        records = normalised.records
        check_records(records, where=source.name)
        reading.remarks.update(normalised.remarks)
        reading.report.rows_read += len(chunk.rows) + len(chunk.rejects)
        self.reject(sorted([*chunk.rejects, *normalised.rejects], key=lambda reject: reject.line))
        reading.unnamed |= self.known.complete and bool((records["series"] == "").any())
        self.settle(self.leave_repeats(chunk.rows, records))

    def reject(self, rejects: Sequence[Reject]) -> None:
        self.reading.rejects += rejects
        self.reading.report.count(Destination.REJECTED, Counter(reject.reason for reject in rejects))

    def leave_repeats(self, rows: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
        """The records without repeated rows; a second, different row of one identifier is rejected where
        the identifier is a record's own (an extract), and is a record of its own where it is not."""
        if not self.known.repeats_are_duplicates or self.known.aggregated or records.empty:
            return records
        raw = rows if len(rows) == len(records) else rows.loc[records["line"]]
        equal, different = self.repeats.find(raw, records["identifier"])
        if self.partition.portion is not None:
            self.reading.hashes.append(hashes_of(raw, records))
            equal, different = with_earlier(equal, different, records["line"], self.partition.repeated)
        self.reading.report.count(Destination.DUPLICATE, Counter({REPEATED: int(equal.sum())} if equal.any() else {}))
        if self.known.complete:
            return records[~equal] if equal.any() else records
        texts = raw[different].astype(object).to_numpy()
        conflicts = [
            Reject(self.reading.report.file, int(line), NO_IDENTIFIER_TWICE, as_line(cells), "", identifier)
            for line, identifier, cells in zip(
                records.loc[different, "line"], records.loc[different, "identifier"], texts, strict=True
            )
        ]
        self.reject(conflicts)
        return records[~(equal | different)]

    def settle(self, records: pd.DataFrame) -> None:
        """Place records and keep those that belong here; a row of counts belongs if any of its records does."""
        if records.empty:
            return
        report = self.reading.report
        for dataset, own in records.groupby("dataset"):
            self.cover(str(dataset), own)
        placed = place(records, self.places, self.known.local)
        accepted = pd.concat([records, placed.drop(columns="outside")], axis=1)
        outside = placed["outside"].notna()
        if outside.any():
            accepted = accepted[~outside]
            lines = records["line"]
            reasons = placed.loc[outside & ~lines.isin(accepted["line"].unique()), "outside"].groupby(lines).first()
            report.count(Destination.OUTSIDE, Counter(reasons.tolist()))
        report.accept(accepted if accepted["line"].is_unique else accepted.drop_duplicates("line"))
        report.records += int(accepted["count"].sum())
        counted = accepted if (accepted["count"] != 0).all() else accepted[accepted["count"] != 0]
        for dataset, own in counted.groupby("dataset"):
            self.reading.parts.append((str(dataset), *part_of(own.drop(columns="line"))))

    def cover(self, dataset: str, records: pd.DataFrame) -> None:
        """Take note of what records read tell of, whether or not they lie here."""
        self.reading.covered.setdefault(dataset, set()).update(keys_of(records))
        if self.known.provider in FORCE_WIDE:
            self.reading.force.setdefault(dataset, ForceCounts()).add(records, self.known.provider)


def part_of(records: pd.DataFrame) -> tuple[bytes, int]:
    """Records as a Parquet file, and their number."""
    buffer = io.BytesIO()
    rows = write_pieces(buffer, [records], columns_of([records]), SPOOLED)
    return buffer.getvalue(), rows


def hashes_of(rows: pd.DataFrame, records: pd.DataFrame) -> RowHashes:
    """The hashes by which ``data.intake.repeats.Repeats`` knows rows again."""
    named = records["identifier"].notna().to_numpy()
    found = hashes(records["identifier"][named])
    return RowHashes(records["line"].to_numpy()[named], found, row_hashes(rows)[named])


def with_earlier(equal: Array, different: Array, lines: pd.Series, repeated: Repeated | None) -> tuple[Array, Array]:
    """What ``Repeats.find`` says, when the portions before have been seen too."""
    if repeated is None:
        return equal, different
    known = equal | different | lines.isin(repeated.identifiers).to_numpy()
    equal = equal | lines.isin(repeated.rows).to_numpy()
    return equal, known & ~equal


def joined_hashes(parts: Sequence[RowHashes]) -> RowHashes:
    """The hashes of all chunks of a portion."""
    return RowHashes(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("lines", "identifiers", "rows"))
    )
