"""Fifty people at once: what a server takes for one action, seen from the socket, while users think between actions.

``python -m tests.benchmarks.load http://127.0.0.1:8050 --users 50 --seconds 60 --idle 50``. Plain asyncio and sockets, so that the
generator costs the server's cores little; an action is the one request that a page's callback answers with its picture.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

THINK: Final = (0.5, 3.5)  # seconds between two actions of one user, evenly spread
PAGES: Final = {"/west-end": "url", "/neighbourhoods": "nb-url", "/serious-youth-violence": "syv-url", "/": "all-url"}
FILTERS: Final = (
    ("time", ("night", "day", "22-04", "06-12")),
    ("days", ("fri,sat", "mon,tue,wed,thu,fri", "sun")),
    ("type", ("robbery", "burglary", "theft-from-person", "violence-against-the-person")),
    ("measure", ("harm", "rate", "change", "cost")),
    ("n", ("5", "10", "20")),
)


@dataclass(frozen=True)
class Load:
    """What users met: milliseconds of each action (``by_page`` too), and what was not answered with 200, and how it ended."""

    milliseconds: list[float]
    by_page: dict[str, list[float]]
    trouble: list[str]

    @property
    def failures(self) -> int:
        return len(self.trouble)

    def at(self, part: float, page: str | None = None) -> float:
        """The time in which this part of the actions was answered: ``at(0.95)``."""
        times = sorted(self.by_page[page] if page else self.milliseconds)
        return times[min(int(part * len(times)), len(times) - 1)]


@dataclass(frozen=True)
class Action:
    """One question put to a page's callback."""

    page: str
    request: bytes


def actions(address: str, count: int, seed: int, pages: tuple[str, ...] = tuple(PAGES)) -> list[Action]:
    """Requests as the browser sends them after a filter was set, drawn at random."""
    with urlopen(f"{address}/_dash-dependencies") as answer:  # noqa: S310 - the server under test
        callbacks = json.load(answer)
    chance = random.Random(seed)
    host = urlsplit(address).netloc
    made = []
    for _ in range(count):
        page = chance.choice(pages)
        chosen = [name for name in FILTERS if chance.random() < 0.4]
        search = "&".join(f"{key}={chance.choice(values)}" for key, values in chosen)
        body = json.dumps(callback_body(callbacks, page, f"?{search}" if search else "")).encode()
        head = (
            f"POST /_dash-update-component HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Accept-Encoding: gzip, br\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(Action(page, head.encode() + body))
    return made


def callback_body(callbacks: list[dict[str, Any]], page: str, search: str) -> dict[str, Any]:
    """What Dash's browser side sends for the callback that draws a page."""
    url = PAGES[page]
    callback = next(
        found
        for found in callbacks
        if found["inputs"][0] == {"id": url, "property": "search"}
        and "picture.data" in found["output"]
        and not found["clientside_function"]
    )
    values = {(url, "search"): search, (url, "pathname"): page, ("nb-base", "value"): "residents"}
    values[("all-scale", "value")] = "own"

    def given(part: dict[str, Any]) -> dict[str, Any]:
        return part | {"value": values.get((part["id"], part["property"]))}

    outputs = []
    for output in callback["output"].strip(".").split("..."):
        component, _, value = output.rpartition(".")
        outputs.append({"id": component, "property": value.partition("@")[0]})
    return {
        "output": callback["output"],
        "outputs": outputs,
        "inputs": [given(part) for part in callback["inputs"]],
        "state": [given(part) for part in callback.get("state", [])],
        "changedPropIds": [f"{url}.search"],
    }


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """One request and its whole answer; gives the status."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return int(lines[0].split()[1])


async def one_user(address: str, todo: list[Action], until: float, think: tuple[float, float], seed: int) -> Load:
    """Acts and thinks until the time is over, on one connection, as a browser keeps it."""
    chance = random.Random(seed)
    host, port = urlsplit(address).hostname, urlsplit(address).port
    milliseconds: list[float] = []
    by_page: dict[str, list[float]] = {}
    trouble: list[str] = []
    await asyncio.sleep(chance.uniform(0, think[1]))
    reader, writer = await asyncio.open_connection(host, port)
    while time.monotonic() < until:
        action = chance.choice(todo)
        begun = time.perf_counter()
        try:
            status = await ask(reader, writer, action.request)
            trouble += [f"{action.page}: {status}"] if status != 200 else []
        except (OSError, asyncio.IncompleteReadError) as error:
            trouble.append(f"{action.page}: {error!r}")
            reader, writer = await asyncio.open_connection(host, port)
        took = (time.perf_counter() - begun) * 1000
        milliseconds.append(took)
        by_page.setdefault(action.page, []).append(took)
        await asyncio.sleep(chance.uniform(*think))
    writer.close()
    return Load(milliseconds, by_page, trouble)


async def idle_connections(address: str, count: int) -> list[asyncio.StreamWriter]:
    """Connections that say nothing, or half of a request: browsers open such ones ahead of need."""
    opened = []
    for i in range(count):
        _, writer = await asyncio.open_connection(urlsplit(address).hostname, urlsplit(address).port)
        if i % 2:
            writer.write(b"POST /_dash-update-component HTTP/1.1\r\nHost: h\r\nContent-Length: 400\r\n\r\n{")
        opened.append(writer)
    return opened


async def crowd(address: str, todo: list[Action], users: int, seconds: float, idle: int, seed: int) -> Load:
    silent = await idle_connections(address, idle)
    until = time.monotonic() + seconds
    loads = await asyncio.gather(*(one_user(address, todo, until, THINK, seed + i) for i in range(users)))
    for writer in silent:
        writer.close()
    by_page: dict[str, list[float]] = {}
    for load in loads:
        for page, times in load.by_page.items():
            by_page.setdefault(page, []).extend(times)
    return Load(
        [t for load in loads for t in load.milliseconds], by_page, [each for load in loads for each in load.trouble]
    )


def load(
    address: str,
    users: int = 50,
    seconds: float = 60,
    idle: int = 0,
    seed: int = 1,
    pages: tuple[str, ...] = tuple(PAGES),
) -> Load:
    """What that many users meet at this address; the server is running and warm."""
    todo = actions(address, 200, seed, pages)
    return asyncio.run(crowd(address, todo, users, seconds, idle, seed))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("address")
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--idle", type=int, default=0, help="connections that stay silent")
    options.add_argument("--page", action="append", choices=list(PAGES), help="these pages alone")
    given = options.parse_args()
    met = load(given.address, given.users, given.seconds, given.idle, pages=tuple(given.page or PAGES))
    print(
        f"{len(met.milliseconds)} actions, {met.failures} failed; median {statistics.median(met.milliseconds):.1f} ms,"
    )
    print(f"p95 {met.at(0.95):.1f} ms, p99 {met.at(0.99):.1f} ms, slowest {max(met.milliseconds):.1f} ms")
    for page, times in sorted(met.by_page.items()):
        print(
            f"  {page}: {len(times)} actions, median {statistics.median(times):.1f} ms, p95 {met.at(0.95, page):.1f} ms"
        )


if __name__ == "__main__":
    main()
