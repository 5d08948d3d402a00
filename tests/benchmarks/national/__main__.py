"""``python -m tests.benchmarks.national STORE --records N``: make England and Wales, import it, measure it.

Boundaries and records are synthetic and made in STORE's folder of files (``STORE.files``), removed at the end unless
``--keep``; they come into the store by the product's own commands, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.national.country import make_country, write_boundaries
from tests.benchmarks.national.records import months_for, write_archives
from tests.command import ROOT, SWP, environment


@dataclass(frozen=True)
class Run:
    """A command that has ended: seconds, and the peak of resident memory of it and its children, in MiB."""

    seconds: float
    peak: float
    out: str


def run(command: Sequence[str]) -> Run:
    """Run a command, show its progress; SystemExit where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ... failed")
    return Run(time.perf_counter() - started, used.ru_maxrss / 1024, out)


def main() -> None:
    options = arguments()
    files = options.store.with_name(options.store.name + ".files")
    files.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {"records": options.records}
    try:
        if not options.only_measure:
            told |= make(options, files)
    finally:
        if not options.keep:
            shutil.rmtree(files, ignore_errors=True)
    measured = run([sys.executable, "-m", "tests.benchmarks.national.measure", str(options.store)])
    told |= json.loads(measured.out)
    for name, value in told.items():
        print(f"{name:>34}  {value}")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.national", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, help="months they are spread over (24 to 108 by their number)")
    parser.add_argument("--scheduler", help="import on Dask: the address of its scheduler")
    parser.add_argument("--keep", action="store_true", help="keep the boundaries and archives made")
    parser.add_argument("--only-measure", action="store_true", help="measure a store made before")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    return parser.parse_args()


def make(options: argparse.Namespace, files: Path) -> dict[str, Any]:
    """Make boundaries and archives, register and import them; the figures of each step."""
    started = time.perf_counter()
    country = make_country()
    write_boundaries(country, files / "synthetic.gpkg")
    boundaries = run([*SWP, "boundaries", str(files / "synthetic.gpkg"), "--store", str(options.store)])
    months = options.months or months_for(options.records)
    made = time.perf_counter()
    archives = [str(path) for path in write_archives(country, files, options.records, months)]
    writing = time.perf_counter() - made
    packed = sum(Path(path).stat().st_size for path in archives)
    scheduler = ["--scheduler", options.scheduler] if options.scheduler else []
    imported = run([*SWP, "import", *archives, "--store", str(options.store), "--authority", "all", *scheduler])
    print(imported.out, end="")
    return {
        "months": months,
        "making boundaries, s": round(made - started - boundaries.seconds, 1),
        "registering boundaries, s": round(boundaries.seconds, 1),
        "registering boundaries, peak MiB": round(boundaries.peak),
        "writing archives, s": round(writing, 1),
        "archives, MiB": round(packed / 2**20),
        "import, s": round(imported.seconds, 1),
        "import, records a second": round(options.records / imported.seconds),
        "import, peak MiB": round(imported.peak),
    }


if __name__ == "__main__":
    main()
