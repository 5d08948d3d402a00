"""Every request as it was answered, told to those that log and count.

Watched from outside Flask, so that it has a number before anything else looks at it and is told of however it ended. Nothing
here says who asked, and what: the query of a link tells what somebody was looking for, and with the time of a sign-in whose
interest that was; an address that is none of ours may hold anything. Both are left out, the network address too.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ID: Final = "swp.request_id"  # in the environment of a request; no header can set it
ID_HEADER: Final = "X-Request-Id"
ROUTE: Final = "swp.route"
OWN: Final = "swp.own"  # a request of the server to itself, before anybody is served
METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
OTHER: Final = "other"


@dataclass(frozen=True)
class Served:
    """A request that has been answered; ``route`` is the page or the pattern of an address, ``size`` None where streamed."""

    id: str
    method: str
    route: str
    status: int
    seconds: float
    size: int | None
    release: str
    kept: bool


Observer = Callable[[Served], None]


class Watched:
    """The application with a number on each request, telling observers how each ended."""

    def __init__(
        self, server: Flask, pages: Sequence[str], observers: Sequence[Observer], *, release: str, kept: str
    ) -> None:
        server.after_request(note_route)
        self.application: WSGIApplication = server.wsgi_app
        self.pages, self.observers = frozenset(pages), tuple(observers)
        self.release, self.kept = release.lower(), kept

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        environ[ID] = number = secrets.token_hex(4)
        answered: dict[str, Any] = {"status": 500, "headers": {}}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answered["status"] = int(status[:3])
            answered["headers"] = {name.lower(): value for name, value in headers}
            return start_response(status, [*headers, (ID_HEADER, number)], exc_info)

        try:
            return self.application(environ, start)
        finally:
            if self.observers and OWN not in environ:
                headers, size = answered["headers"], answered["headers"].get("content-length", "")
                served = Served(
                    id=number,
                    method=environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else OTHER,
                    route=self.route(environ),
                    status=answered["status"],
                    seconds=time.perf_counter() - begun,
                    size=int(size) if size.isdecimal() else None,
                    release=headers.get(self.release, ""),
                    kept=bool(environ.get(self.kept)),
                )
                for observer in self.observers:
                    observer(served)

    def route(self, environ: WSGIEnvironment) -> str:
        """A page by its path, another address by its pattern; what was not found is ``other``."""
        rule = environ.get(ROUTE, "")
        if rule in ("", "/", "/<path:path>"):  # Dash answers all addresses that are nobody else's
            return environ["PATH_INFO"] if environ.get("PATH_INFO") in self.pages else OTHER
        return str(rule)


def note_route(response: Response) -> Response:
    """Keep the pattern that an address matched, which is Flask's and gone when the request is."""
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule is not None else ""
    return response
