"""A server of two workers with fifty users at once: its share of an action, and the memory of a worker afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from tests.benchmarks.load import load
from tests.benchmarks.options import Options
from tests.benchmarks.processes import family, memory_of
from tests.benchmarks.results import Row, Unit
from tests.benchmarks.servers import Server, ours
from tests.conftest import ROOT

USERS: Final = 50
IDLE: Final = 16  # connections that are open and silent all the while: more than a browser's twelve
SECONDS: Final = 40.0
WARM_SECONDS: Final = 8.0
WORKERS: Final = 2
JUDGED_PAGE: Final = "/west-end"


def run(options: Options) -> Iterator[Row]:
    """The demonstration; then a national store, where one is named."""
    yield from of_store(None, "borough", options)
    if options.national is not None:
        yield from of_store(options.national, "national", options)
    else:
        options.say(
            "England and Wales is left out: name its store with --national (tests/benchmarks/national makes one)"
        )


def of_store(store: Path | None, name: str, options: Options) -> Iterator[Row]:
    with ours(store, options.work / f"serving-{name}.log", *workers()) as server:
        load(server.address, USERS, WARM_SECONDS)
        options.say(f"{USERS} users for {SECONDS:.0f} s, {name}")
        met = load(server.address, USERS, SECONDS, IDLE)
        told = f"{USERS} users, {WORKERS} workers, {IDLE} idle connections, {met.failures} not answered"
        for key, what, times in (
            ("west-end", f"an action on {JUDGED_PAGE}", met.by_page.get(JUDGED_PAGE, [])),
            ("all", "an action on any page", met.milliseconds),
        ):
            yield row_of_times(f"server-{name}/{key}", f"server share of {what}, p95, {name}", times, told)
        yield row_of_memory(name, server)


def workers() -> list[str]:
    """The option for two workers."""
    told = subprocess.run(
        [sys.executable, "app.py", "serve", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ["--workers", str(WORKERS)] if "--workers" in told.stdout else []


def row_of_times(key: str, what: str, times: list[float], note: str) -> Row:
    """The 95th percentile, as the users at the other end of the socket see it."""
    p50, p95 = (float(each) for each in np.percentile(times or [float("nan")], [50, 95]))
    return Row(key, what, Unit.MILLISECONDS, p95, tuple(times), f"p50 {p50:.2g} ms, {len(times)} actions; {note}")


def row_of_memory(name: str, server: Server) -> Row:
    """The largest process of the server after all these actions."""
    found = [memory_of(process) for process in family(server.process)]
    most = max(found, key=lambda memory: memory.resident)
    together = sum(memory.proportional for memory in found)
    note = f"proportional {most.proportional:.0f} MB; all {len(found)} processes together {together:.0f} MB"
    what = f"resident memory of a worker, {name}"
    resident = tuple(memory.resident for memory in found)
    return Row(f"memory/{name}", what, Unit.MEGABYTES, most.resident, resident, note)
