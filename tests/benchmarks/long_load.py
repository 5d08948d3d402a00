"""A hundred people for minutes: pages opened, questions asked, files taken; errors, times, and whether memory stays flat.

``python -m tests.benchmarks.long_load --users 100 --seconds 300 --workers 2 [--store DIR] [--report FILE]`` starts the
dashboard itself, on this machine, so that the users take part of its cores: times are those of a machine that does both.
Ends with status 1 where a request was not answered, or where memory grew in the second half by more than ``FLAT``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np

from tests.benchmarks.load import PAGES, Action, Load, actions, crowd, load
from tests.benchmarks.processes import family, memory_of
from tests.benchmarks.servers import Server, ours

KINDS: Final = ("csv", "xlsx", "geojson")
PARTS: Final = {"asked": 300, "opened": 60, "taken": 20}  # of all that users do
SAMPLE_EVERY: Final = 5.0  # seconds
FLAT: Final = 0.05  # of what was held halfway, grown from then to the end
WARM_SECONDS: Final = 20.0


def mixed(address: str, seed: int) -> list[Action]:
    """What users do: questions on every page mostly, pages opened by a link, now and then a file."""
    asked = actions(address, PARTS["asked"], seed)
    with urlopen(f"{address}/_dash-dependencies") as answer:  # noqa: S310 - the server under test
        callbacks = json.load(answer)
    chance, host = random.Random(seed), urlsplit(address).netloc
    opened, taken = [], []
    for _ in range(PARTS["opened"]):
        page = chance.choice(tuple(PAGES))
        search = search_of(chance.choice(asked).request)
        opened.append(Action(f"{page} opened", f"GET {page}{search} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()))
    for _ in range(PARTS["taken"]):
        page = chance.choice(tuple(PAGES))
        body = json.dumps(file_body(callbacks, page, search_of(chance.choice(asked).request), chance.choice(KINDS)))
        head = (
            f"POST /_dash-update-component HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        taken.append(Action(f"{page} file", (head + body).encode()))
    return [*asked, *opened, *taken]


def search_of(request: bytes) -> str:
    """The question that a callback's request asks."""
    inputs = json.loads(request.partition(b"\r\n\r\n")[2])["inputs"]
    return next(str(part["value"] or "") for part in inputs if part["property"] == "search")


def file_body(callbacks: list[dict[str, Any]], page: str, search: str, kind: str) -> dict[str, Any]:
    """What Dash's browser side sends when the button of a kind of file is pressed."""
    url = PAGES[page]
    callback = next(
        found
        for found in callbacks
        if {"id": url, "property": "search"} in found["state"]
        and any(part["id"].endswith(f"download-{kind}") for part in found["inputs"])
    )
    pressed = next(part for part in callback["inputs"] if part["id"].endswith(f"download-{kind}"))
    state = {"search": search, "pathname": page}
    outputs = [output.rpartition(".") for output in callback["output"].strip(".").split("...")]
    return {
        "output": callback["output"],
        "outputs": [{"id": component, "property": value.partition("@")[0]} for component, _, value in outputs],
        "inputs": [part | {"value": 1 if part == pressed else None} for part in callback["inputs"]],
        "state": [part | {"value": state[part["property"]]} for part in callback["state"]],
        "changedPropIds": [f"{pressed['id']}.n_clicks"],
    }


async def watched(
    server: Server, todo: list[Action], users: int, seconds: float, seed: int
) -> tuple[Load, list[float]]:
    """What users met, and the megabytes that all processes together held every few seconds."""
    held: list[float] = []

    async def sample() -> None:
        while True:
            held.append(sum(memory_of(process).proportional for process in family(server.process)))
            await asyncio.sleep(SAMPLE_EVERY)

    sampling = asyncio.create_task(sample())
    met = await crowd(server.address, todo, users, seconds, 0, seed)
    sampling.cancel()
    return met, held


def growth(held: list[float]) -> float:
    """How much memory grew from the middle to the end, by a straight line through the second half, as a part of it."""
    later = np.array(held[len(held) // 2 :])
    if len(later) < 2:
        return 0.0
    slope = float(np.polyfit(np.arange(len(later)), later, 1)[0])
    return slope * (len(later) - 1) / float(later[0])


def report_of(met: Load, held: list[float], options: argparse.Namespace, took: float) -> dict[str, Any]:
    """Everything measured, for people and scripts."""
    by_page = {page: {"actions": len(times), **percentiles(times)} for page, times in sorted(met.by_page.items())}
    return {
        "users": options.users,
        "workers": options.workers,
        "seconds": round(took),
        "actions": len(met.milliseconds),
        "failures": met.failures,
        "trouble": sorted(set(met.trouble))[:20],
        **percentiles(met.milliseconds),
        "memory_mb": {"begin": held[0], "most": max(held), "end": held[-1]},
        "memory_every_5_s_mb": [round(each) for each in held],
        "memory_growth_second_half": round(growth(held), 4),
        "by_page": by_page,
    }


def percentiles(times: list[float]) -> dict[str, float]:
    p50, p95, p99 = (round(float(each), 1) for each in np.percentile(times, [50, 95, 99]))
    return {"p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "slowest_ms": round(max(times), 1)}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--users", type=int, default=100)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--store", type=Path)
    options.add_argument("--report", type=Path, help="write what was measured (JSON)")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with ours(given.store, log, "--workers", str(given.workers)) as server:
            load(server.address, 10, min(WARM_SECONDS, given.seconds))
            begun = time.monotonic()
            todo = mixed(server.address, given.seed)
            met, held = asyncio.run(watched(server, todo, given.users, given.seconds, given.seed))
            report = report_of(met, held, given, time.monotonic() - begun)
        said = log.read_text(encoding="utf-8")
    if given.report:
        given.report.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in report.items() if name != "by_page"}, indent=1))
    for page, told in report["by_page"].items():
        print(f"  {page}: {told}")
    if met.trouble:
        print("\n".join(sorted(set(met.trouble))), said[-5000:], sep="\n")
    flat = report["memory_growth_second_half"] <= FLAT
    print(
        "no error" if not met.failures else f"{met.failures} failures", "and memory flat" if flat else "and memory grew"
    )
    return 0 if flat and not met.failures else 1


if __name__ == "__main__":
    sys.exit(main())
