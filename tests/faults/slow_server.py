"""The dashboard with two workers, and addresses at which a worker does what workers should not: ``python -m
tests.faults.slow_server FOLDER`` prints where it serves, and notes in the folder who computes."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
from flask import Flask

from app import create_app
from callbacks.workers import serve

GIGABYTES = 6 << 30  # of addresses: what is greedy is refused, what is not has room


def with_slow_addresses(server: Flask, folder: Path) -> Flask:
    """Add them to a server that has answered nothing yet."""

    def slow() -> str:
        (folder / "computing").write_text(str(os.getpid()), encoding="utf-8")
        until = time.monotonic() + 60
        while time.monotonic() < until:  # as an answer that takes long: in Python, holding what it holds
            sum(range(20_000))
        return "done"

    def greedy() -> str:
        return str(np.ones(1 << 34, dtype=np.float64).sum())

    server.add_url_rule("/health/slow", "slow", slow)
    server.add_url_rule("/health/greedy", "greedy", greedy)
    server.add_url_rule("/health/who", "who", lambda: str(os.getpid()))
    return server


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES, GIGABYTES))
    app = with_slow_addresses(create_app(None).server, Path(sys.argv[1]))
    serve(app, "127.0.0.1", 0, 2, lambda: None)
