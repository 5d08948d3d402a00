"""Several workers on one port: silent connections hold nobody up, a dead worker is replaced, all end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

import pytest

from app import parser
from callbacks import workers
from data.schema import DataError
from tests.command import ROOT, SWP, environment, swp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")
SILENT = 150  # Waitress by itself would stop listening at 100
HALF = (
    b"POST /_dash-update-component HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
)


@contextmanager
def serving(*more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``swp serve`` in a process group of its own, as a terminal starts it; gives it and its port."""
    command = [*SWP, "serve", "--port", "0", *more]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True
    )
    try:
        assert process.stdout
        yield process, int(process.stdout.readline().split(":")[2].split("/")[0])
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def children(process: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


def until(found: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def status(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/_dash-layout")
    found = connection.getresponse().status
    connection.close()
    return found


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_silent_and_half_sent_requests_hold_nobody_up_and_the_dead_are_replaced() -> None:
    with serving("--workers", "2") as (process, port):
        until(lambda: len(children(process.pid)) == 2)
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(SILENT)]
        for connection in silent[::2]:
            connection.sendall(HALF)
        assert [status(port) for _ in range(4)] == [200] * 4
        for connection in silent:
            connection.close()

        before = children(process.pid)
        dead = min(before)
        os.kill(dead, signal.SIGKILL)
        until(lambda: len(children(process.pid) - {dead}) == 2)
        assert [status(port) for _ in range(4)] == [200] * 4

        now = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)  # Ctrl+C reaches all
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert not any(alive(child) for child in now)
        assert f"worker {dead} ended (-9); another takes its place" in err
        assert "Traceback" not in out + err


def test_all_end_on_sigterm_and_with_the_process_that_made_them() -> None:
    with serving("--workers", "2") as (process, _):
        until(lambda: len(children(process.pid)) == 2)
        made = children(process.pid)
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert not any(alive(child) for child in made)
    with serving("--workers", "2") as (process, _):
        until(lambda: len(children(process.pid)) == 2)
        made = children(process.pid)
        process.kill()
        process.wait()
        until(lambda: not any(alive(child) for child in made))


WAITING = """
import sys, time
from pathlib import Path
from flask import Flask
from callbacks.workers import serve

folder, server = Path(sys.argv[1]), Flask("waiting")

@server.get("/slow")
def waits():
    (folder / "asked").touch()
    while not (folder / "go").exists():
        time.sleep(0.02)
    return "done"

serve(server, "127.0.0.1", 0, 2, lambda: None)
"""


def test_an_answer_under_way_is_finished_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT) as process:
        assert process.stdout
        connection = HTTPConnection("127.0.0.1", int(process.stdout.readline().split(":")[2].split("/")[0]), timeout=60)
        connection.request("GET", "/slow")
        until((tmp_path / "asked").exists)
        process.terminate()
        time.sleep(0.5)  # by now its worker has been told to end
        (tmp_path / "go").touch()
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"done")
        assert process.wait(timeout=60) == 0


def test_one_silent_crowd_holds_nobody_up_in_a_single_process_either() -> None:
    with serving() as (_, port):
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(SILENT)]
        for connection in silent[::2]:
            connection.sendall(HALF)
        assert status(port) == 200
        for connection in silent:
            connection.close()
        assert too_long(port) == 413


def too_long(port: int) -> int:
    """How a body is answered that is longer than any callback takes: before it has come, whoever sends it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", "/sign-in")
    connection.putheader("Content-Length", "2000000")
    connection.endheaders()
    found = connection.getresponse().status
    connection.close()
    return found


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_a_number_of_workers_that_is_none_is_wrong_usage(number: str) -> None:
    run = swp("serve", "--workers", number)
    assert run.returncode == 2
    assert "is not a number from 1" in run.stderr or "expected one argument" in run.stderr


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_that_is_none_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["serve", f"--port={port}"])
    assert ended.value.code == 2 and f"{port} is not a whole number from 0 to 65,535" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = swp("serve", "--port", str(port), "--workers", "2")
    assert run.returncode == 1
    assert run.stderr.startswith(f"swp: 127.0.0.1:{port}: nobody can be served there (Address already in use). Name ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["192.0.2.1", "no host", "a..b"])
def test_an_address_that_is_not_of_this_machine_is_named(host: str) -> None:
    with pytest.raises(DataError, match=f"{host}:0: nobody can be served there"):
        workers.listen(host, 0)


def test_workers_that_end_at_once_are_not_replaced_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    started = {1: (0, time.monotonic())}
    monkeypatch.setattr(os, "waitpid", lambda _process, _options: (max(started), 256))

    def start(number: int) -> None:
        started[max(started, default=1) + 1] = number, time.monotonic()

    with pytest.raises(DataError, match="as soon as they begin"):
        workers._replace_the_dead(started, start, Event())


def test_what_others_leave_to_the_first_process_of_a_container_is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets every process whose parent has ended, and hears of its end."""
    started, stop = {7: (0, 0.0)}, Event()
    again: list[int] = []

    def waitpid(_process: int, _options: int) -> tuple[int, int]:
        stop.set()
        return 99, 256

    monkeypatch.setattr(os, "waitpid", waitpid)
    workers._replace_the_dead(started, again.append, stop)
    assert started == {7: (0, 0.0)} and again == []


def test_preparing_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    class EnoughError(BaseException):
        """Ends what goes on for ever."""

    made: list[str] = []

    def prepare() -> None:
        made.append("made")
        if len(made) == 1:
            raise MemoryError
        if len(made) == 3:
            raise EnoughError

    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    with pytest.raises(EnoughError):
        workers._look_after(prepare, 0)
    (record,) = (record for record in caplog.records if record.name == "swp")
    assert record.exc_info and record.exc_info[0] is MemoryError
