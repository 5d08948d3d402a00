"""The real command behind its gate, and requests to it as they are written, without a browser's tidying."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.command import SWP, environment


@dataclass
class Answer:
    status: int
    content: bytes
    headers: dict[str, str]
    cookies: list[str]

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Visitor:
    """Somebody at a server, with cookies of their own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in ("GET", "HEAD") and "Sec-Fetch-Site" not in sent:
            sent["Sec-Fetch-Site"] = "same-origin"
        connection.request(method, path, body, sent)
        came = connection.getresponse()
        content = came.read()
        connection.close()
        given = came.headers.get_all("Set-Cookie") or []
        for one in given:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        return Answer(came.status, content, {name.lower(): value for name, value in came.getheaders()}, given)

    def call(self, body: Mapping[str, Any], **headers: str) -> Answer:
        """A callback asked with this body."""
        sent = json.dumps(body).encode()
        return self.ask("/_dash-update-component", "POST", sent, Content_Type="application/json", **headers)

    def sign_in(self, name: str, password: str, **headers: str) -> Answer:
        form = urlencode({"name": name, "password": password}).encode()
        return self.ask("/sign-in", "POST", form, Content_Type="application/x-www-form-urlencoded", **headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(*arguments: str, temporary: Path, **settings: str) -> Iterator[Visitor]:
    """``swp serve`` with these arguments and settings (SIGN_IN="local", ...), its counts in a folder of the test; gives a
    visitor to it who has not signed in."""
    told = {f"SWP_{name}": value for name, value in {"ANYONE": "", **settings}.items()}
    port = [] if "--port" in arguments else ["--port", "0"]
    command = [*SWP, "serve", *port, *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**environment(), **told, "TMPDIR": str(temporary)}
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        assert line.startswith("Serving on"), line
        yield Visitor(int(line.split(":")[2].split("/")[0]))
    finally:
        process.terminate()
        process.communicate()
