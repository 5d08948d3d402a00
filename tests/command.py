"""The real command, started as a user starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SWP: Final = [sys.executable, str(ROOT / "app.py")]


def swp(*arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run ``swp`` with these arguments; subprocess.TimeoutExpired where it hangs."""
    command = [*SWP, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, env=environment())


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "SWP_STORE"}


def done(*arguments: str | Path, timeout: float = 120) -> str:
    """The standard output of a command that must succeed."""
    run = swp(*arguments, timeout=timeout)
    assert run.returncode == 0, run.stderr
    return run.stdout


def answer(store: Path, link: str) -> dict[str, Any]:
    """What ``swp query`` says of a link."""
    told: dict[str, Any] = json.loads(done("query", link, "--store", store, "--format", "json"))
    return told
