"""Commands that are killed at a chosen moment: ``python -m tests.killed_import`` reads jobs from its standard input.

A job is a line of JSON: store and path of an import, or ``command`` (arguments of ``swp``), and either ``event`` (the file operation at which the import kills itself, 0
for none) or ``seconds`` (after which it is killed). The answer is a line: exit status (negative: signal) and the
number of file operations. The modules are loaded once, and each command runs in a fork of its own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import data.backup
import data.pruning
import data.restoring
import data.tables.registering
import geo.answer
import geo.publishing.prepared
from app import main
from geo.publishing.importing import import_files
from tests.worlds import WESTMINSTER

WATCHED = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "shutil.rmtree")


def run(job: dict[str, Any], report: int) -> None:
    """In the fork: do the work, counting file operations, and perhaps die at one of them."""
    events = 0

    def watch(event: str, _arguments: Any) -> None:
        nonlocal events
        if event in WATCHED:
            events += 1
            if events == job.get("event"):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    if "command" in job:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = main(job["command"])
    else:
        status = 0
        import_files([Path(job["path"])], Path(job["store"]), WESTMINSTER)
    os.write(report, str(events).encode())
    os._exit(status)


def answer(job: dict[str, Any]) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            run(job, writing)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    if "seconds" in job:
        time.sleep(job["seconds"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return f"{os.waitstatus_to_exitcode(status)} {pipe.read().decode() or 0}"


if __name__ == "__main__":
    assert all(
        (geo.answer, geo.publishing.prepared, data.backup, data.pruning, data.restoring, data.tables.registering)
    )
    for line in sys.stdin:
        sys.stdout.write(answer(json.loads(line)) + "\n")
        sys.stdout.flush()
