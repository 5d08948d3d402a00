"""``swp import``: files become a release."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from callbacks.commands.options import Commands, command
from data.audit import Audit
from data.schema import DataError
from data.settings import Settings, settings_from
from data.terminal import one_line, progress
from data.whole_file import write_whole

MOST: Final = 3  # reasons that are said; all stand in the report


def add(commands: Commands) -> None:
    """Register ``import``."""
    importing = command(commands, "import", run_import, "read files and publish a release", needs_store=True)
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    importing.add_argument("--authority", default="E09000033", help="local-authority code, or all")
    importing.add_argument("--report", type=Path, help="write what became of every row (JSON)")
    importing.add_argument("--scheduler", default="", help="read on the workers of a Dask scheduler: tcp://host:port")


def run_import(options: argparse.Namespace) -> None:
    from geo.publishing.importing import import_files

    if options.report and not options.report.parent.is_dir():
        raise DataError("the folder for the report does not exist", where=str(options.report), mend="Make it first")
    settings = settings_from(os.environ, secrets=False)  # wrong ones stop here, not when the release is out
    report = import_files(
        options.paths, options.store, options.authority, scheduler=options.scheduler, progress=progress()
    )
    if options.report:
        write_report(options.report, report)
    total = report["total"]
    note_import(settings, report)
    print(
        f"Release {report['release']}: {total['rows_read']:,} rows read = {total['accepted']:,} accepted"
        f" + {total['duplicate']:,} duplicate + {total['outside']:,} outside + {total['rejected']:,} rejected"
    )
    for note in report["notes"]:
        print(f"Note: {one_line(note)}")
    if reasons := rejected_for(report):
        print(f"swp: rejected: {one_line(reasons)}", file=sys.stderr)
    for left_out in report["left_out"]:
        print(f"swp: left out: {one_line(left_out)}", file=sys.stderr)


def rejected_for(report: dict[str, Any]) -> str:
    """The most frequent reasons for which rows were rejected, with how many; empty where none was."""
    found: Counter[str] = Counter()
    for file in report["files"]:
        found.update(file["reasons"].get("rejected", {}))
    more = " ..." if len(found) > MOST else ""
    return ", ".join(f"{reason} ({count:,})" for reason, count in found.most_common(MOST)) + more


def note_import(settings: Settings, report: dict[str, Any]) -> None:
    """Tell the audit log, where there is a file of it, what came in."""
    if settings.audit:
        told = {name: report["total"][name] for name in ("rows_read", "accepted", "rejected")}
        Audit(settings.audit).write("import", release=report["release"], **told)


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write the account of the import; DataError says that the release is there all the same."""
    try:
        write_whole(path, (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode())
    except DataError as error:
        raise DataError(
            f"release {report['release']} is published, but its report {error.what}",
            where=str(path),
            mend="Its account stands on the page /data and in the release's manifest",
        ) from error
