"""Partitions put together in the order of the plan: what needs the whole file, or all files, is decided here."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd
import pyarrow.parquet as pq

from data.formats import Format
from data.formats.portions import Portion
from data.intake.collections import Key, Origin, Spool
from data.intake.force_counts import ForceCounts
from data.intake.rejected import RejectedRows
from data.intake.repeats import Seen
from data.intake.report import FileReport
from geo.publishing.partitions import Partition, Repeated
from geo.publishing.reading import Reading, joined_hashes, part_of

UNKNOWN_SERIES: Final = (
    "its name does not tell the police force (2022-10-metropolitan-stop-and-search.csv does),"
    " so it replaces nothing but an earlier file of the same name"
)


@dataclass
class FileBeingSettled:
    """A file of which some partitions have been settled: its account, and what its next portion must know."""

    report: FileReport
    origin: Origin
    known: Format
    remarks: Counter[str] = field(default_factory=Counter)
    series: str = ""  # the name for its own series, where it does not tell it
    next_start: int = 0
    next_line: int = 0
    identifiers: Seen = field(default_factory=Seen)
    rows: Seen = field(default_factory=Seen)


@dataclass
class Settling:
    """One import under way: where accepted and rejected rows go, and the account of every row.

    ``again`` reads a partition, for portions that cannot stand as they were read.
    """

    spool: Spool
    rejected: RejectedRows
    again: Callable[[Partition], Reading]
    files: dict[str, FileReport] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    unknown_series: Counter[str] = field(default_factory=Counter)  # files of a name that do not tell their series
    _file: FileBeingSettled | None = None
    _number: int = -1

    def take(self, partition: Partition, reading: Reading) -> None:
        """Settle the next partition of the plan."""
        if partition.file != self._number:
            self.end_file()
            self._number = partition.file
        if reading.left_out:
            self.left_out.append(reading.left_out)
            return
        if self._file is None:
            self._file = begun(partition, reading)
            self.files[reading.report.file] = self._file.report
        file = self._file
        if partition.portion is not None:
            settled = self.settled_portion(file, partition, partition.portion, reading)
            if settled is None:
                return
            reading = settled
        add_up(file.report, reading.report)
        file.remarks.update(reading.remarks)
        self.rejected.add(reading.rejects)
        if reading.unnamed and not file.series:
            file.series = self.own_series(partition.found.source.stem)
            file.report.notes = (*file.report.notes, UNKNOWN_SERIES)
        self.keep(file, reading)

    def settled_portion(
        self, file: FileBeingSettled, partition: Partition, portion: Portion, reading: Reading
    ) -> Reading | None:
        """The portion as it stands after those before it, read again where they change it; None where they hold it.

        A row that begins in the portion before and ends in this one belongs to that; a row may repeat one of those.
        """
        start, line = file.next_start or portion.start, file.next_line or portion.line
        if start > portion.start:
            if start >= portion.end:
                return None
            partition = replace(partition, portion=replace(portion, start=start, line=line))
            reading = self.again(partition)
        if reading.hashes:
            found = joined_hashes(reading.hashes)
            rows, identifiers = file.rows.holds(found.rows), file.identifiers.holds(found.identifiers)
            if rows.any() or identifiers.any():
                repeated = Repeated(found.lines[rows], found.lines[identifiers])
                reading = self.again(replace(partition, repeated=repeated))
            file.rows.add(found.rows)
            file.identifiers.add(found.identifiers)
        file.next_start, file.next_line = reading.end, reading.next_line
        return reading

    def own_series(self, stem: str) -> str:
        """A complete file that does not say what it is complete of speaks for itself alone."""
        self.unknown_series[stem] += 1
        count = self.unknown_series[stem]
        return f"file {stem}" if count == 1 else f"file {stem} ({count})"

    def keep(self, file: FileBeingSettled, reading: Reading) -> None:
        """Put the records of a partition where merging finds them."""
        series = file.series if reading.unnamed else ""
        for dataset, keys in reading.covered.items():
            force = reading.force.get(dataset, ForceCounts())
            told = (named(keys, series), force.named(series)) if series else (keys, force)
            self.spool.cover_keys(file.known, dataset, *told, file.origin)
        for dataset, content, rows in reading.parts:
            own = renamed(content, series) if series else content
            self.spool.collection(file.known, dataset).add_part(own, rows, file.origin)

    def end_file(self) -> None:
        """Close the account of the file that has been read to its end."""
        if self._file is not None:
            remarks = sorted(self._file.remarks.items())
            self._file.report.notes += tuple(f"rows with {remark}: {count:,}" for remark, count in remarks)
        self._file = None


def begun(partition: Partition, reading: Reading) -> FileBeingSettled:
    """A file of which nothing has been settled."""
    found = partition.found
    report = FileReport(file=found.source.name, format=partition.format.name, notes=reading.report.notes)
    return FileBeingSettled(report, Origin(partition.file, found.archive, found.source.name), partition.format.load())


def add_up(report: FileReport, part: FileReport) -> None:
    """Add the rows of a part of the file."""
    report.rows_read += part.rows_read
    report.records += part.records
    report.destinations.update(part.destinations)
    for destination, reasons in part.reasons.items():
        report.reasons.setdefault(destination, Counter()).update(reasons)
    report.unlocated.update(part.unlocated)
    report.untimed.update(part.untimed)
    report.placed_by.update(part.placed_by)


def named(keys: set[Key], series: str) -> set[Key]:
    """What records tell of, with a name for the series that the file does not tell."""
    return {(told or series, month) for told, month in keys}


def renamed(content: bytes, series: str) -> bytes:
    """Records, as a Parquet file, with a name for the series that the file does not tell."""
    records: pd.DataFrame = pq.read_table(io.BytesIO(content)).to_pandas()
    return part_of(records.assign(series=records["series"].mask(records["series"] == "", series)))[0]
