"""What must not happen while a page is open: errors and warnings in its console, exceptions, requests elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Page, Request

# Messages of the test machine, not of our page.
HARMLESS: Final = (
    r"^\[\.WebGL",  # the software renderer, on how fast it reads its canvas back
    r"^\[GroupMarkerNotSet",  # the same, at start
)


_WATCHES: WeakKeyDictionary[Page, Watch] = WeakKeyDictionary()


def watch_of(page: Page) -> Watch:
    """The watch that follows ``page``; KeyError for a page that is not watched."""
    return _WATCHES[page]


@dataclass
class Watch:
    """Collects the troubles of one page; ``allow`` takes a pattern for one a test provokes on purpose."""

    host: str
    troubles: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=lambda: list(HARMLESS))

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def allow_not_found(self, link: str) -> None:
        """That the address of a page which is not there answers so, which the console repeats."""
        path = re.escape(link.partition("?")[0])
        self.allow(rf"status of 404 .*{path}(\?|\))")

    def follow(self, page: Page) -> None:
        _WATCHES[page] = self
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note(f"exception: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failed)
        page.on("websocket", lambda socket: self._note(f"websocket: {socket.url}"))
        page.on("crash", lambda _: self._note("the page crashed"))

    def found(self) -> list[str]:
        return [text for text in self.troubles if not self._is_allowed(text)]

    def _is_allowed(self, text: str) -> bool:
        message = text.partition(": ")[2] or text
        return any(re.search(pattern, part) for pattern in self.allowed for part in (text, message))

    def _note(self, text: str) -> None:
        self.troubles.append(text)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self._note(f"foreign request: {request.url}")

    def _on_failed(self, request: Request) -> None:
        # A request given up because the page moved on is no trouble.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"request failed: {request.url} {request.failure}")
