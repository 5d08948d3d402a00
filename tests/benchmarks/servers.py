"""Programs that the browser visits, each a process of its own on a free port, stopped by its own number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser.conftest import free_port
from tests.conftest import ROOT

START_SECONDS: Final = 90
STOP_SECONDS: Final = 10


@dataclass(frozen=True)
class Server:
    address: str
    process: int


@contextmanager
def served(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a command, in which ``{port}`` stands for the port, until the block ends; raises where it does not answer."""
    port = free_port()
    arguments = [part.replace("{port}", str(port)) for part in command]
    with log.open("wb") as out:
        process = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env=dict(os.environ) | dict(environment or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its workers stop with it
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(address, process, log)
        yield Server(address, process.pid)
    finally:
        _stop(process)


def ours(store: Path | None, log: Path, *more: str) -> AbstractContextManager[Server]:
    """The dashboard on a store (None: the demonstration), by the command people use."""
    where = ["--store", str(store)] if store else []
    return served([sys.executable, "app.py", "serve", "--port", "{port}", *where, *more], log)


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}: {log.read_text()[-2000:]}")
        try:
            with urlopen(address, timeout=START_SECONDS):  # noqa: S310 our own server
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} s: {log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    except ProcessLookupError:
        process.wait()
