"""``swp monthly``: what a timer runs to keep a store up to date."""

from __future__ import annotations

import argparse
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from callbacks.commands.importing import note_import
from callbacks.commands.options import Commands, command
from data.monthly.taken import INCOMING
from data.monthly.wanted import wanted
from data.schema import DataError
from data.settings import settings_from
from data.terminal import one_line, progress
from data.whole_file import write_whole


def add(commands: Commands) -> None:
    """Register ``monthly``."""
    says = "fetch what is new, import it, run the claims, publish and report"
    monthly = command(commands, "monthly", run_monthly, says, needs_store=True)
    monthly.add_argument(
        "--from", dest="sources", action="append", default=[], metavar="URL-OR-FOLDER", help="where to look, each time"
    )
    monthly.add_argument("--config", type=Path, metavar="FILE", help="file that says where to look; else SWP_MONTHLY")
    monthly.add_argument("--authority", default="", help="local-authority code, or all; else as in the file")


def run_monthly(options: argparse.Namespace) -> None:
    folder = options.store / INCOMING
    try:
        settings = settings_from(os.environ, secrets=False)
        asked = wanted(options.config or settings.monthly, options.sources, options.authority)

        from geo.publishing.monthly import in_words, run_month

        report = run_month(options.store, asked, progress=progress())
    except BaseException as error:  # Ctrl+C too
        note_failure(folder, one_line(str(error)) or type(error).__name__)
        raise
    if report["status"] == "published":
        note_import(settings, report["import"])
    lines = [one_line(line) for line in in_words(report)]
    print("\n".join(lines))  # first: what was published is, whether or not the report can be written
    write(folder, report, lines)


def note_failure(folder: Path, why: str) -> None:
    """Keep why the job failed, where there is room for it; what it failed of is said all the same."""
    if folder.is_dir():
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(DataError, OSError):
            write(folder, {"status": "failed", "at": at, "problems": [why]}, [f"Failed: {why}"])


def write(folder: Path, report: dict[str, Any], lines: list[str]) -> None:
    """Keep the report of the last run beside what it read."""
    write_whole(folder / "report.json", f"{json.dumps(report, ensure_ascii=False, indent=1)}\n".encode())
    write_whole(folder / "report.txt", "".join(f"{line}\n" for line in lines).encode())
