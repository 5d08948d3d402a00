"""A Dask scheduler and workers as a user starts them, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.command import ROOT, environment


@dataclass(frozen=True)
class Cluster:
    """Its address, and the processes of its scheduler and workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    folder: Path

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start one more worker, with one thread and without a nurse that would start it again."""
        name = f"w{len(self.workers)}"
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60", "--name", name]
        worker = started("worker", self.address, *options, "--local-directory", str(self.folder / name))
        self.workers.append(worker)
        return worker


def started(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = environment() | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(command, cwd=ROOT, env=env, **quiet)  # type: ignore[call-overload]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler on a free port with so many workers; all gone at the end."""
    told = folder / "scheduler.json"
    options = [
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--dashboard-address",
        "127.0.0.1:0",
        "--idle-timeout",
        "10m",
    ]
    scheduler = started("scheduler", *options, "--scheduler-file", str(told))
    made: list[subprocess.Popen[bytes]] = []
    try:
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text(encoding="utf-8").rstrip().endswith("}"):
            assert scheduler.poll() is None and time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        there = Cluster(json.loads(told.read_text(encoding="utf-8"))["address"], scheduler, made, folder)
        for _ in range(workers):
            there.add_worker()
        yield there
    finally:
        for process in [*made, scheduler]:
            process.kill()
            process.wait()
