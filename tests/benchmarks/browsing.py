"""A headless browser for measuring: pages, the frames they show, and what they send for."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from tests.benchmarks.results import Skip
from tests.browser.chromium import find_browser

# --no-sandbox: root and containers. The rest gives WebGL by software to maps that need it: the same for all sides.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
WINDOW: Final[ViewportSize] = {"width": 1280, "height": 900}
BLOCK: Final = 16  # pixels: what JPEG makes of a block depends on that block alone
POLL_MS: Final = 100
PATIENCE_MS: Final = 90_000
BEFORE_MS: Final = 300  # frames of what came before have arrived
# The moment of the next click or choice, in ms since 1970, as the page itself sees it.
LISTEN: Final = """() => {
    window.benchmarkActed = null;
    const note = () => { window.benchmarkActed ??= performance.timeOrigin + performance.now(); };
    for (const kind of ['click', 'change']) document.addEventListener(kind, note, {capture: true, once: true});
}"""


# A page at rest sends no frame: one pixel in a corner of the window changes, so that it shows itself as it is.
POKE: Final = """() => {
    const dot = document.body.appendChild(document.createElement('div'));
    dot.style.cssText = 'position: fixed; right: 0; bottom: 0; width: 1px; height: 1px; z-index: 9999; background: #888';
    setTimeout(() => dot.remove(), 50);
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window; Skip where none starts."""
    path = find_browser()
    if path is None:
        raise Skip("no browser starts here: install Chromium or set SWP_BROWSER")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


def new_page(source: Browser) -> Page:
    """A page of a context of its own: nothing cached; patient, for the machine may be busy."""
    made = source.new_context(viewport=WINDOW, locale="en-GB", timezone_id="Europe/London").new_page()
    made.set_default_timeout(PATIENCE_MS)
    return made


@dataclass
class Screencast:
    """The frames a page presents, with the time (ms since 1970) at which each was shown."""

    page: Page
    frames: list[tuple[float, bytes]] = field(default_factory=list)
    session: Any = None

    def __enter__(self) -> Screencast:
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.on("Page.screencastFrame", self._keep)
        self.session.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1})
        return self

    def __exit__(self, *_: object) -> None:
        self.session.send("Page.stopScreencast")
        self.session.detach()

    def _keep(self, event: dict[str, Any]) -> None:
        self.frames.append((event["metadata"]["timestamp"] * 1000, base64.b64decode(event["data"])))
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def wait_for_first_frame(self, most_ms: float) -> None:
        """Until the page as it is has been seen; RuntimeError where it never is."""
        waited = 0.0
        while not self.frames or waited < BEFORE_MS:
            if waited >= most_ms:
                raise RuntimeError("the page shows no frame")
            if not self.frames:
                self.page.evaluate(POKE)
            self.page.wait_for_timeout(POLL_MS)
            waited += POLL_MS

    def wait_until_still(self, quiet_ms: float, most_ms: float, changed_in: Region | None = None) -> None:
        """Until no new frame came for ``quiet_ms``, at least that long and ``most_ms`` at most.

        With a region, not before that has changed: a slow page has shown nothing yet, and is not still.
        """
        waited = still = 0.0
        while waited < most_ms and (still < quiet_ms or (changed_in and not changed(self.frames, changed_in))):
            seen = len(self.frames)
            self.page.wait_for_timeout(POLL_MS)
            waited += POLL_MS
            still = still + POLL_MS if len(self.frames) == seen else 0.0


@dataclass(frozen=True)
class Region:
    """A part of the window in whole blocks of pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, picture: bytes) -> Any:
        with Image.open(io.BytesIO(picture)) as image:
            return np.asarray(image.convert("RGB"))[self.top : self.bottom, self.left : self.right]


def region_of(shown: Locator) -> Region:
    """The whole blocks of an element that lie in the window, one block away from its edge."""
    box = shown.bounding_box()
    if box is None:
        raise RuntimeError("the map is not shown")
    left, top = (max(int(box[axis] // BLOCK) + 2, 0) * BLOCK for axis in ("x", "y"))
    right = min(box["x"] + box["width"], WINDOW["width"])
    bottom = min(box["y"] + box["height"], WINDOW["height"])
    found = Region(left, top, (int(right // BLOCK) - 1) * BLOCK, (int(bottom // BLOCK) - 1) * BLOCK)
    if found.right - found.left < 10 * BLOCK or found.bottom - found.top < 10 * BLOCK:
        raise RuntimeError(f"too little of the map is in the window: {found}")
    return found


def changed(frames: list[tuple[float, bytes]], region: Region) -> bool:
    """Whether the newest picture of the region differs from the oldest."""
    return len(frames) > 1 and not np.array_equal(region.of(frames[0][1]), region.of(frames[-1][1]))


def repainted(frames: list[tuple[float, bytes]], region: Region, since: float) -> float | None:
    """Milliseconds from ``since`` to the first frame from which on the region equals its final picture.

    None where the region never changed: then there is nothing to measure, and a time would be worthless.
    """
    if not frames:
        return None
    final = region.of(frames[-1][1])
    settled = None
    for moment, picture in reversed(frames):
        if not np.array_equal(region.of(picture), final):
            return None if settled is None else settled - since
        settled = moment
    return None
