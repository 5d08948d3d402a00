"""A web server of this machine that can be told to misbehave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

TAG: Final = '"one"'


class Web:
    """Files by path; ``asked`` is every request (path, Range, If-None-Match); ``breaks`` sends only so many bytes, once."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.files: dict[str, bytes] = {}
        self.tag = TAG
        self.asked: list[tuple[str, str, str]] = []
        self.breaks = -1
        self.status: list[int] = []  # of the next answers, before any file is sent
        self.sends_to = ""


@contextmanager
def web() -> Iterator[Web]:
    """The server, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            ours.asked.append((self.path, self.headers.get("Range", ""), self.headers.get("If-None-Match", "")))
            content = ours.files.get(self.path)
            if ours.status:
                self.say(ours.status.pop(0))
            elif self.path == "/moved":
                self.say(302, Location=ours.sends_to)
            elif content is None:
                self.say(404)
            elif self.headers.get("If-None-Match") == ours.tag:
                self.say(304)
            else:
                self.send(content)

        def send(self, content: bytes) -> None:
            asked = self.headers.get("Range", "")
            if asked and self.headers.get("If-Range") == ours.tag:
                begin = int(asked.removeprefix("bytes=").rstrip("-"))
                part, told = content[begin:], {"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"}
                self.say(206, part, **told)
            else:
                self.say(200, content)

        def say(self, status: int, content: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in {"ETag": ours.tag, "Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if ours.breaks >= 0:
                content, ours.breaks = content[: ours.breaks], -1
                self.close_connection = True
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ours = Web(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield ours
    finally:
        server.shutdown()
        server.server_close()
