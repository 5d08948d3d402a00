"""Import: read files, join their records to the areas, publish a release; every row ends in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from data.authorities import area_of_authority
from data.intact import check_whole, list_of
from data.intake.collections import Spool
from data.intake.rejected import FILE as REJECTED
from data.intake.rejected import RejectedRows
from data.intake.report import total_json
from data.releases import Release, open_release
from data.schema import DataError, Destination
from data.store import check_room, release_folders, writing
from geo.placing.assign import Places, places_for
from geo.publishing.partitions import Partition, Plan, check_something_to_read, plan_import
from geo.publishing.publishing import Account, publish_import
from geo.publishing.reading import NO_IDENTIFIER_TWICE, REPEATED, read_partition
from geo.publishing.runners import Runner, runner_for
from geo.publishing.settling import UNKNOWN_SERIES, Settling

__all__ = ["NO_IDENTIFIER_TWICE", "REPEATED", "UNKNOWN_SERIES", "import_files"]

Progress = Callable[[str, float], None]


def silent(_text: str, _fraction: float) -> None:
    """No progress shown."""


def import_files(
    paths: Sequence[Path],
    store: Path,
    authority: str,
    *,
    scheduler: str = "",
    progress: Progress = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> dict[str, Any]:
    """Read ``paths``, publish a release of what lies in ``authority`` and return the report.

    ``scheduler``: the address of a Dask scheduler whose workers read the files; the release is the same, byte for
    byte. DataError, and a store as it was, where a file cannot be read or nothing belongs to the authority.
    """
    plan = plan_import(paths)
    places = places_for(store, authority)
    with runner_for(scheduler) as runner, writing(store) as staging:
        check_room(store, room_needed(store, authority))
        with RejectedRows(staging / REJECTED) as rejected:
            settling = Settling(Spool(staging / "spool"), rejected, partial(read_partition, places=places))
            settle_all(plan, runner, settling, places, store, progress)
        check_something_belongs(settling, places)
        account = Account(settling.files, plan.left_out, created=now(), rejected=staging / REJECTED)
        earlier = earlier_release(store, authority)
        release_id = publish_import(staging, store, settling.spool, places, earlier, account)
    return report_of(open_release(store, release_id))


def settle_all(plan: Plan, runner: Runner, settling: Settling, places: Places, store: Path, progress: Progress) -> None:
    """Have every partition read and settle it in the order of the plan."""
    order = {number: place for place, number in enumerate(dict.fromkeys(each.file for each in plan.partitions))}

    def told(partition: Partition, share: float) -> None:
        progress(partition.found.source.name, (order[partition.file] + share) / len(order))

    for partition, reading in runner.readings(plan.partitions, places, store, told):
        settling.take(partition, reading)
        portion = partition.portion
        if portion is None or portion.last:
            told(partition, 1.0)
    settling.end_file()
    plan.left_out.extend(settling.left_out)
    check_something_to_read(plan, bool(settling.files))


def earlier_release(store: Path, authority: str) -> Release | None:
    """The newest release about the same authority, which the new one builds on; DataError unless all of it is whole."""
    releases = (open_release(store, folder.name) for folder in release_folders(store))
    found = next((release for release in releases if release.manifest["authority"] == authority), None)
    if found is not None:
        check_whole(found.folder)
    return found


def room_needed(store: Path, authority: str) -> int:
    """Bytes that a new release takes at least: it holds what the one before it holds."""
    for folder in release_folders(store):
        if open_release(store, folder.name).manifest["authority"] == authority:
            return sum(size for size, _ in (list_of(folder) or {}).values())
    return 0


def check_something_belongs(settling: Settling, places: Places) -> None:
    """DataError, with the most frequent reasons, where no row was accepted."""
    total = total_json(report.as_json() for report in settling.files.values())
    if total["accepted"]:
        return
    counts = ", ".join(f"{total[str(name)]:,} {name}" for name in Destination)
    reasons: Counter[str] = Counter()
    for report in settling.files.values():
        for found in report.reasons.values():
            reasons.update(found)
    common = "; ".join(f"{reason} ({number:,})" for reason, number in reasons.most_common(3))
    raise DataError(
        f"no record to publish for {area_of_authority(places.authority)}: {total['rows_read']:,} rows read, {counts}",
        where=next(iter(settling.files), ""),
        mend=f"Most frequent reasons: {common}" if common else "",
    )


def report_of(release: Release) -> dict[str, Any]:
    """The report of the import that made a release, as ``--report`` writes it."""
    made = release.manifest["imports"][-1]
    return {"release": release.id, "authority": release.manifest["authority"], **made}
