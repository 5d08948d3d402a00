"""The running dashboard and pages of a real browser.

The dashboard runs as its own process, by the command people use: Dash keeps callbacks in one list a process, which
the first app takes, so a second store would find none, and so would a browser test after any test that made an app.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

from tests.browser.chromium import find_browser
from tests.browser.journey import picture
from tests.browser.watch import Watch
from tests.conftest import ROOT

# --no-sandbox: root and containers. No page needs a graphics processor, and one made up by software takes a third more
# processor time; the last lines give it to the test that looks whether pages are the same with it.
# A list of suggestions under the address bar, a page of the browser's own in a process of its own for each context opened,
# took a quarter of all processor time. Of two lists the last counts, so it names again what Playwright switches off.
OFF: Final = (
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
FLAGS: Final = ("--no-sandbox", "--disable-dev-shm-usage", OFF, "--disable-gpu", "--disable-3d-apis")
FLAGS_WITH_WEBGL: Final = (
    *FLAGS[:3],
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NARROW: Final[dict[str, Any]] = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
START_SECONDS: Final = 90
ANYONE: Final = "SWP_ANYONE"

OpenPage = Callable[..., Page]
Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Launch:
    """A browser type and where its program is; starts browsers with the flags given."""

    kind: BrowserType
    path: str

    def __call__(self, flags: tuple[str, ...]) -> Browser:
        return self.kind.launch(executable_path=self.path, args=list(flags))


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    path = find_browser()
    if path is None:
        reason = "no browser starts here: install Chromium or set SWP_BROWSER"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        yield Launch(playwright.chromium, path)


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    browser = launch(FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser_with_webgl(launch: Launch) -> Iterator[Browser]:
    browser = launch(FLAGS_WITH_WEBGL)
    yield browser
    browser.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"swp serve ended with status {process.returncode}:\n{log.read_text()}")
        try:
            with urlopen(address, timeout=START_SECONDS):  # noqa: S310 our own server
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"swp serve did not answer within {START_SECONDS} s:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """``serve(store)`` gives the address of a dashboard on that store (None: the embedded data), one a store and
    audience: ``serve(None, "public")`` as anybody sees it who is not signed in."""
    running: dict[tuple[Path | None, str], tuple[str, subprocess.Popen[bytes], Path]] = {}
    command = str(Path(sys.executable).with_name("swp"))
    with tempfile.TemporaryDirectory() as logs:

        def start(store: Path | None = None, anyone: str = "analyst") -> str:
            if (store, anyone) not in running:
                port = free_port()
                log = Path(logs) / f"{port}.log"
                arguments = [command, "serve", "--port", str(port)] + (["--store", str(store)] if store else [])
                with log.open("wb") as out:
                    process = subprocess.Popen(
                        arguments, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {ANYONE: anyone}
                    )
                address = f"http://127.0.0.1:{port}"
                running[store, anyone] = (address, process, log)
                _wait_until_it_answers(address, process, log)
            return running[store, anyone][0]

        yield start
        tracebacks = []
        for _, process, log in running.values():
            _stop(process)
            if "Traceback" in log.read_text():
                tracebacks.append(log.read_text())
    assert not tracebacks, "the server logged:\n" + "\n".join(tracebacks)


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[OpenPage]:
    """``open_page(address, **context)``: a page of its own context, watched; any trouble fails the test at its end.

    ``watch_of(page).allow(pattern)`` excuses a trouble the test provokes; ``webgl=True`` opens one with WebGL.
    """
    opened: list[tuple[Page, Watch]] = []

    def open_one(address: str, *, webgl: bool = False, **settings: Any) -> Page:
        source = request.getfixturevalue("browser_with_webgl") if webgl else browser
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **settings}
        page: Page = source.new_context(base_url=address, timezone_id="Europe/London", **settings).new_page()
        watch = Watch(urlsplit(address).netloc)
        watch.follow(page)
        opened.append((page, watch))
        return page

    yield open_one
    for number, (page, _) in enumerate(opened, start=1):
        if not page.is_closed():
            picture(page, f"{request.node.name}-{number}")
        page.context.close()
    troubles = [trouble for _, watch in opened for trouble in watch.found()]
    if troubles:
        pytest.fail("while the page was open:\n" + "\n".join(troubles), pytrace=False)


@pytest.fixture
def page(open_page: OpenPage, serve: Serve) -> Page:
    """A desktop page on the embedded data; ``page.goto("/west-end")``, then ``settled(page)``."""
    return open_page(serve(None))


@pytest.fixture
def page_with_webgl(open_page: OpenPage, serve: Serve) -> Page:
    return open_page(serve(None), webgl=True)


@pytest.fixture
def phone(open_page: OpenPage, serve: Serve) -> Page:
    return open_page(serve(None), **PHONE)


@pytest.fixture
def narrow(open_page: OpenPage, serve: Serve) -> Page:
    """320 CSS pixels wide: what 1280 pixels are at 400 % zoom (WCAG 1.4.10)."""
    return open_page(serve(None), **NARROW)
