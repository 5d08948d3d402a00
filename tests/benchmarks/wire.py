"""What travels: bytes of one action, and of the first load of each page, compressed, as the browser counts them."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page

from layouts import PAGES
from tests.benchmarks.browsing import PATIENCE_MS, browser, new_page
from tests.benchmarks.clicking import CHOOSE, LONDON_LINK
from tests.benchmarks.options import Options
from tests.benchmarks.results import Row, Skip, Unit
from tests.benchmarks.servers import ours
from tests.browser.journey import settled

DRAWN: Final = "main .map :is(path.area, canvas)"
# Choices in the question bar of the West End page, in turn: control and value.
CHOICES: Final = (("#time", "night"), ("#time", "day"), ("#top-n", "10"), ("#time", "all"), ("#compare", "none"))
QUIET_MS: Final = 600
LONDON_PAGES: Final = ("/west-end", "/")


@dataclass
class Traffic:
    """What a page received since ``forget``: bytes of each request with its head, and of the body alone."""

    page: Page
    totals: dict[str, float] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)  # fetched in idle time for a page that may come next
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.responseReceived", self._head)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", lambda event: self.open.discard(event["requestId"]))

    def _sent(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["request"]["headers"].items()}
        self.open.add(event["requestId"])
        if (
            "prefetch" in (headers.get("sec-purpose") or headers.get("purpose") or "")
            or event.get("type") == "Prefetch"
        ):
            self.ahead.add(event["requestId"])

    def _head(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Prefetch":
            self.ahead.add(event["requestId"])
        self.heads[event["requestId"]] = event["response"].get("encodedDataLength", 0)

    def _finished(self, event: dict[str, Any]) -> None:
        self.totals[event["requestId"]] = event["encodedDataLength"]
        self.open.discard(event["requestId"])

    def wait_until_quiet(self) -> None:
        """Callbacks done, charts drawn, nothing on its way for a while."""
        settled(self.page, PATIENCE_MS)
        seen = -1
        while seen != len(self.totals) or self.open:
            seen = len(self.totals)
            self.page.wait_for_timeout(QUIET_MS)

    def forget(self) -> None:
        self.totals.clear()
        self.heads.clear()
        self.ahead.clear()

    @property
    def counted(self) -> list[str]:
        return [request for request in self.totals if request not in self.ahead]

    @property
    def bytes(self) -> float:
        return sum(self.totals[request] for request in self.counted)

    @property
    def body_bytes(self) -> float:
        return sum(max(self.totals[request] - self.heads.get(request, 0), 0) for request in self.counted)


def run(options: Options) -> Iterator[Row]:
    """Bytes of an action on both sizes, then first loads."""
    with browser() as started:
        yield from of_store(started, options, None, 128, "/west-end", [page.path for page in PAGES])
        try:
            london = options.london_store()
        except Skip as absent:
            options.say(f"London is left out: {absent}")
        else:
            yield from of_store(started, options, london, 4835, LONDON_LINK, list(LONDON_PAGES))


def of_store(
    started: Browser, options: Options, store: Path | None, areas: int, link: str, paths: list[str]
) -> Iterator[Row]:
    with ours(store, options.work / f"wire-{areas}.log") as server:
        options.say(f"bytes of an action, {areas:,} areas")
        yield of_action(started, server.address, areas, link)
        for path in paths:
            yield first_load(started, server.address, path, areas)


def of_action(started: Browser, address: str, areas: int, link: str) -> Row:
    """What each of some choices in the question bar makes the browser receive, whatever asks for it."""
    page = new_page(started)
    traffic = Traffic(page)
    page.goto(f"{address}{link}")
    page.locator(DRAWN).first.wait_for()
    traffic.wait_until_quiet()
    received, bodies, requests = [], [], []
    for control, value in CHOICES:
        traffic.forget()
        page.evaluate(CHOOSE, [control, value])
        traffic.wait_until_quiet()
        received.append(traffic.bytes / 1e3)
        bodies.append(traffic.body_bytes / 1e3)
        requests.append(float(len([total for total in traffic.totals.values() if total])))
    page.context.close()
    return Row(
        key=f"bytes/{areas}",
        what=f"received for one action, {areas:,} areas",
        unit=Unit.KILOBYTES,
        value=statistics.median(received),
        samples=tuple(received),
        note=f"{statistics.median(requests):.0f} requests; bodies alone {statistics.median(bodies):.2f} kB",
        raw={"bodies_kB": bodies, "requests": requests},
    )


def first_load(started: Browser, address: str, path: str, areas: int) -> Row:
    """A page opened by a browser that holds nothing; what it fetches ahead for the next page is told apart."""
    page = new_page(started)
    traffic = Traffic(page)
    page.goto(f"{address}{path}")
    traffic.wait_until_quiet()
    ahead = sum(traffic.totals.get(request, 0) for request in traffic.ahead) / 1e6
    received = traffic.bytes / 1e6
    page.context.close()
    note = f"{len(traffic.counted)} requests" + (f"; {ahead:.2f} MB more in idle time" if ahead else "")
    name = path.strip("/") or "overview"
    what = f"first load of {path}, {areas:,} areas"
    return Row(f"load/{areas}-{name}", what, Unit.MEGABYTES, received, (received,), note)
