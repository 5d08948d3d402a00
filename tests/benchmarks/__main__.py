"""``python -m tests.benchmarks``: measures every line of the table in README.md, beside this file."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.benchmarks.machine import machine, versions
from tests.benchmarks.options import REAL, Options
from tests.benchmarks.report import Report, table
from tests.benchmarks.results import Row, Skip

LINES: Final = {  # name on the command line -> module with ``run(options)``
    "answers": "answers",
    "page": "whole_page",
    "points": "placing",
    "import": "importing",
    "wire": "wire",
    "server": "serving",
    "click": "clicking",
}
SHORT_LINES: Final = ("answers", "page", "points")
SHORT_SIZES: Final = ("90k", "1M")
SIZES: Final = ("90k", "1M", "10M", "60M")
DEFAULT_SIZES: Final = SIZES[:3]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the run is over (1 in the short form where a ratio is worse than its limit, or a line fails)."""
    given = parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="swp-benchmark-") as work:
        options = options_of(given, Path(work))
        if given.install_peers:
            options.peers = installed(given.install_peers, options)
        report = measured(given.only or (SHORT_LINES if options.short else tuple(LINES)), options)
    sys.stdout.write(table(report, short=options.short))
    if given.out:
        asked = {name: str(value) for name, value in asdict(options).items() if name not in ("work", "started")}
        report.save(given.out, {"machine": machine(), "versions": versions(options.peers), "options": asked})
    return status(report, short=options.short)


def status(report: Report, *, short: bool) -> int:
    """A whole run only tells; the short form fails."""
    return int(short and bool(report.regressions or report.failed))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Ratios, measured in turn in one run."
    )
    made.add_argument("--short", action="store_true", help="what CI runs: fails only where a ratio is much worse")
    made.add_argument("--only", nargs="+", choices=[*LINES], help="these lines alone")
    made.add_argument("--sizes", nargs="+", choices=SIZES, help="records of the line answers; 60M takes minutes more")
    made.add_argument("--actions", type=int, default=40, help="random actions a size")
    made.add_argument("--clicks", type=int, default=5, help="measured clicks on each page of the line click")
    made.add_argument("--repeats", type=int, default=3, help="of points and imports")
    made.add_argument("--peers", type=Path, help="environment that has Streamlit, Panel and Shiny")
    made.add_argument("--install-peers", type=Path, metavar="FOLDER", help="make that environment first")
    made.add_argument("--london", type=Path, metavar="STORE", help="a store of all London; else made of the real files")
    made.add_argument("--national", type=Path, metavar="STORE", help="a store of England and Wales")
    made.add_argument("--real", type=Path, default=REAL, help="folder of the real public files")
    made.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what is dear to make, for the next run")
    made.add_argument("--out", type=Path, metavar="FILE", help="write the result as JSON")
    return made


def options_of(given: argparse.Namespace, work: Path) -> Options:
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    return Options(
        work=work,
        short=given.short,
        sizes=tuple(given.sizes or (SHORT_SIZES if given.short else DEFAULT_SIZES)),
        actions=given.actions,
        clicks=given.clicks,
        repeats=given.repeats,
        peers=given.peers,
        london=given.london,
        national=given.national,
        real=given.real,
        keep=given.keep,
    )


def installed(folder: Path, options: Options) -> Path | None:
    """The environment of the peers, made now; None where they cannot be installed."""
    from tests.benchmarks.peer_servers import install_peers

    options.say(f"installing the peers into {folder}")
    try:
        install_peers(folder)
    except Skip as reason:
        options.say(str(reason))
        return None
    return folder


def measured(lines: Sequence[str], options: Options) -> Report:
    """Each line in turn; one that fails or cannot be measured here does not keep the others from it."""
    report = Report()
    for line in lines:
        options.say(f"== {line}")
        run: Callable[[Options], Iterator[Row]] = import_module(f"tests.benchmarks.{LINES[line]}").run
        try:
            for row in run(options):
                report.rows.append(row)
        except Skip as reason:
            report.skipped[line] = str(reason)
            options.say(f"skipped: {reason}")
        except Exception as error:  # noqa: BLE001 - whatever went wrong in one line is told, and the next one runs
            traceback.print_exc()
            report.failed[line] = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"
    return report


if __name__ == "__main__":
    sys.exit(main())
