"""Import: read files, join their records to the areas, publish a release; every row ends in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.authorities import area_of_authority
from data.formats import Format
from data.formats.containers import Found, find_files
from data.formats.mapped import load_mapping
from data.formats.registry import recognise, unknown_header
from data.formats.rejections import as_line
from data.formats.tables import read_rows
from data.intake.collections import Origin, Spool
from data.intake.rejected import FILE as REJECTED
from data.intake.rejected import RejectedRows
from data.intake.repeats import Repeats
from data.intake.report import FileReport, total_json
from data.releases import Release, open_release
from data.schema import DataError, Destination, Reject, check_records
from data.store import release_folders, writing
from geo.placing.assign import Places, place, places_for
from geo.publishing.publishing import Account, publish_import

Progress = Callable[[str, float], None]
NO_IDENTIFIER_TWICE: Final = "the identifier stands on an earlier, different row"
REPEATED: Final = "equals an earlier row field for field"
UNKNOWN_SERIES: Final = (
    "its name does not tell the police force (2022-10-metropolitan-stop-and-search.csv does),"
    " so it replaces nothing but an earlier file of the same name"
)
HOW_TO_MAP: Final = "Known formats are on the data page and in data/README.md; other columns need a mapping (.toml)"


def silent(_text: str, _fraction: float) -> None:
    """No progress shown."""


def overall(progress: Progress, done: int, files: int, name: str, part: float) -> None:
    """Progress within one file as progress of the whole import."""
    progress(name, (done + part) / files)


@dataclass
class Import:
    """One import under way: where accepted and rejected rows go, and the account of every row."""

    places: Places
    spool: Spool
    rejected: RejectedRows
    files: dict[str, FileReport] = field(default_factory=dict)
    unknown_series: Counter[str] = field(default_factory=Counter)  # files of a name that do not tell their series

    def read(self, found: Found, known: Format, number: int, progress: Progress) -> None:
        """Read one file to its end."""
        source = found.source
        origin = Origin(number, found.archive, source.name)
        report = self.files[source.name] = FileReport(file=source.name, format=known.name)
        repeats, remarks = Repeats(), Counter[str]()
        table = read_rows(source, found.open)
        report.notes = table.notes
        for chunk in table.chunks:
            normalised = known.normalise(chunk.rows, source)
            check_records(normalised.records, where=source.name)
            remarks.update(normalised.remarks)
            report.rows_read += len(chunk.rows) + len(chunk.rejects)
            self.reject(report, sorted([*chunk.rejects, *normalised.rejects], key=lambda reject: reject.line))
            records = self.name_series(report, known, normalised.records, source.stem)
            self.settle(report, known, self.leave_repeats(report, known, chunk.rows, records, repeats), origin)
            progress(source.name, chunk.bytes_read / table.size if table.size else 1.0)
        progress(source.name, 1.0)
        report.notes += tuple(f"rows with {remark}: {count:,}" for remark, count in sorted(remarks.items()))
        if not report.reconciles:
            raise AssertionError(f"{source.name}: {dict(report.destinations)} do not add up to {report.rows_read}")

    def reject(self, report: FileReport, rejects: Sequence[Reject]) -> None:
        self.rejected.add(rejects)
        report.count(Destination.REJECTED, Counter(reject.reason for reject in rejects))

    def name_series(self, report: FileReport, known: Format, records: pd.DataFrame, stem: str) -> pd.DataFrame:
        """A complete file that does not say what it is complete of speaks for itself alone."""
        unknown = records["series"] == ""
        if not known.complete or not unknown.any():
            return records
        if UNKNOWN_SERIES not in report.notes:
            report.notes = (*report.notes, UNKNOWN_SERIES)
            self.unknown_series[stem] += 1
        count = self.unknown_series[stem]
        name = f"file {stem}" if count == 1 else f"file {stem} ({count})"
        return records.assign(series=records["series"].mask(unknown, name))

    def leave_repeats(
        self, report: FileReport, known: Format, rows: pd.DataFrame, records: pd.DataFrame, repeats: Repeats
    ) -> pd.DataFrame:
        """The records without repeated rows; a second, different row of one identifier is rejected where
        the identifier is a record's own (an extract), and is a record of its own where it is not."""
        if not known.repeats_are_duplicates or known.aggregated or records.empty:
            return records
        raw = rows.loc[records["line"]]
        equal, different = repeats.find(raw, records["identifier"])
        report.count(Destination.DUPLICATE, Counter({REPEATED: int(equal.sum())} if equal.any() else {}))
        if known.complete:
            return records[~equal]
        texts = raw[different].astype(object).to_numpy()
        conflicts = [
            Reject(report.file, int(line), NO_IDENTIFIER_TWICE, as_line(cells), "", identifier)
            for line, identifier, cells in zip(
                records.loc[different, "line"], records.loc[different, "identifier"], texts, strict=True
            )
        ]
        self.reject(report, conflicts)
        return records[~(equal | different)]

    def settle(self, report: FileReport, known: Format, records: pd.DataFrame, origin: Origin) -> None:
        """Place records and keep those that belong here; a row of counts belongs if any of its records does."""
        if records.empty:
            return
        for dataset, own in records.groupby("dataset"):
            self.spool.cover(known, str(dataset), own, origin)
        placed = place(records, self.places, known.local)
        outside = placed["outside"].notna()
        lines = records["line"]
        within = lines[~outside].unique()
        reasons = placed.loc[outside & ~lines.isin(within), "outside"].groupby(lines).first()
        report.count(Destination.OUTSIDE, Counter(reasons.tolist()))
        accepted = pd.concat([records, placed.drop(columns="outside")], axis=1)[~outside]
        report.accept(accepted.drop_duplicates("line"))
        report.records += int(accepted["count"].sum())
        for dataset, own in accepted[accepted["count"] != 0].groupby("dataset"):
            self.spool.collection(known, str(dataset)).add(own, origin)


def import_files(
    paths: Sequence[Path],
    store: Path,
    authority: str,
    *,
    progress: Progress = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> dict[str, Any]:
    """Read ``paths``, publish a release of what lies in ``authority`` and return the report.

    DataError, and a store as it was, where a file cannot be read or nothing belongs to the authority.
    """
    work, left_out = recognised(paths)
    places = places_for(store, authority)
    with writing(store) as staging:
        with RejectedRows(staging / REJECTED) as rejected:
            running = Import(places, Spool(staging / "spool"), rejected)
            for number, (found, known) in enumerate(work):
                running.read(found, known, number, partial(overall, progress, number, len(work)))
        check_something_belongs(running)
        account = Account(running.files, left_out, created=now(), rejected=staging / REJECTED)
        earlier = earlier_release(store, authority)
        release_id = publish_import(staging, store, running.spool, places, earlier, account)
    return report_of(open_release(store, release_id))


def recognised(paths: Sequence[Path]) -> tuple[list[tuple[Found, Format]], list[str]]:
    """Each file with its format; and what was left out, and why.

    A file named by itself must be known; in a folder or an archive an unknown one is left out and told of.
    """
    findings = find_files(paths)
    mappings = [load_mapping(mapping) for mapping in findings.mappings]
    left_out = list(findings.left_out)
    work: list[tuple[Found, Format]] = []
    for found in findings.files:
        try:
            header = read_rows(found.source, found.open).header
            known = recognise(header, mappings)
            if known is None:
                raise unknown_header(header, found.source.name, mappings)
        except DataError as error:
            if found.named:
                raise
            left_out.append(str(error))
            continue
        work.append((found, known))
    if not work:
        raise DataError(
            "no file of a known format" + (f"; {left_out[0]}" if left_out else ""),
            where=", ".join(map(str, paths)) or "no path",
            mend=HOW_TO_MAP,
        )
    return work, left_out


def earlier_release(store: Path, authority: str) -> Release | None:
    """The newest release about the same authority, which the new one builds on."""
    releases = (open_release(store, folder.name) for folder in release_folders(store))
    return next((release for release in releases if release.manifest["authority"] == authority), None)


def check_something_belongs(running: Import) -> None:
    """DataError, with the most frequent reasons, where no row was accepted."""
    total = total_json(report.as_json() for report in running.files.values())
    if total["accepted"]:
        return
    counts = ", ".join(f"{total[str(name)]:,} {name}" for name in Destination)
    reasons: Counter[str] = Counter()
    for report in running.files.values():
        for found in report.reasons.values():
            reasons.update(found)
    common = "; ".join(f"{reason} ({number:,})" for reason, number in reasons.most_common(3))
    raise DataError(
        f"no record to publish for {area_of_authority(running.places.authority)}: {total['rows_read']:,} rows read, {counts}",
        where=next(iter(running.files), ""),
        mend=f"Most frequent reasons: {common}" if common else "",
    )


def report_of(release: Release) -> dict[str, Any]:
    """The report of the import that made a release, as ``--report`` writes it."""
    made = release.manifest["imports"][-1]
    return {"release": release.id, "authority": release.manifest["authority"], **made}
