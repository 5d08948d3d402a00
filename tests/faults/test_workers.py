"""Workers that are killed while they compute, while they begin, with their parent, or that find no memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.callbacks.test_workers import alive, children, until
from tests.command import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")


class Served:
    """A server of two workers, and what a client does with it."""

    def __init__(self, process: subprocess.Popen[str], port: int, folder: Path) -> None:
        self.process, self.port, self.folder = process, port, folder

    def connected(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, connection: HTTPConnection | None = None) -> tuple[int, str]:
        """An answer; by a connection that stays open where one is given."""
        used = connection or self.connected()
        used.request("GET", path)
        response = used.getresponse()
        text = response.read().decode()
        if connection is None:
            used.close()
        return response.status, text

    def connected_to(self, worker: int) -> HTTPConnection:
        """A connection that this worker has taken."""
        for _ in range(200):
            connection = self.connected()
            if int(self.get("/health/who", connection)[1]) == worker:
                return connection
            connection.close()
        raise AssertionError(f"worker {worker} takes no connection")

    def computing(self) -> tuple[HTTPConnection, int]:
        """A request that a worker is computing the answer to, and the worker."""
        note = self.folder / "computing"
        note.unlink(missing_ok=True)
        connection = self.connected()
        connection.request("GET", "/health/slow")
        until(lambda: note.exists() and note.read_text(encoding="utf-8") != "")
        return connection, int(note.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "tests.faults.slow_server", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline().split(":")[2].split("/")[0])
        yield Served(process, port, folder)
        process.kill()


def test_a_worker_killed_while_it_computes(served: Served) -> None:
    """The client gets a clean error and its retry succeeds; other connections live; another worker takes the place."""
    until(lambda: len(children(served.process.pid)) == 2)
    asking, dead = served.computing()
    (other,) = children(served.process.pid) - {dead}
    elsewhere = served.connected_to(other)
    os.kill(dead, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises((HTTPException, ConnectionError)):
        asking.getresponse()
    assert served.get("/west-end")[0] == 200  # at once, by the worker that is left
    assert served.get("/health/who", elsewhere) == (200, str(other))
    until(lambda: len(children(served.process.pid) - {dead}) == 2)
    assert time.monotonic() - began < 30  # nobody waits for the minute the answer would have taken
    (new,) = children(served.process.pid) - {other, dead}
    assert served.get("/_dash-layout", served.connected_to(new)) == served.get("/_dash-layout", elsewhere)


def test_a_worker_killed_as_it_begins_is_replaced_too(served: Served) -> None:
    until(lambda: len(children(served.process.pid)) == 2)
    before = children(served.process.pid)
    os.kill(min(before), signal.SIGKILL)
    killed = {min(before)}
    for _ in range(2):
        until(lambda: bool(children(served.process.pid) - before - killed))
        young = min(children(served.process.pid) - before - killed)
        os.kill(young, signal.SIGKILL)
        killed.add(young)
    until(lambda: len(children(served.process.pid) - killed) == 2)
    assert served.process.poll() is None and [served.get("/health/who")[0] for _ in range(4)] == [200] * 4


def test_a_worker_that_finds_no_memory_says_so_and_goes_on(served: Served) -> None:
    until(lambda: len(children(served.process.pid)) == 2)
    connection = served.connected()
    worker = served.get("/health/who", connection)[1]
    status, text = served.get("/health/greedy", connection)
    assert status == 503 and "The server is short of memory at the moment. Try again in a minute" in text
    assert "Traceback" not in text
    assert served.get("/health/who", connection) == (200, worker)


def test_no_worker_outlives_its_parent_even_in_the_midst_of_an_answer(served: Served) -> None:
    """Last: it ends the server."""
    until(lambda: len(children(served.process.pid)) == 2)
    made = children(served.process.pid)
    asking, busy = served.computing()
    assert busy in made
    os.kill(served.process.pid, signal.SIGKILL)
    until(lambda: not any(alive(child) for child in made))
    with suppress(HTTPException, ConnectionError):
        asking.getresponse()
    assert served.process.stderr
    err = served.process.stderr.read()
    assert err.count("ended (-9); another takes its place") >= 3
