"""Disks for faults: small ones that fill up, and ones that can only be read. Mounting takes rights that not everybody has."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def mount(*arguments: str | Path) -> bool:
    """Whether the system mounted it."""
    try:
        return subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def disk(folder: Path, megabytes: float) -> Iterator[Path]:
    """A disk of its own at ``folder``; skips where none may be mounted."""
    folder.mkdir()
    if os.name != "posix" or not mount("-t", "tmpfs", "-o", f"size={int(megabytes * 1024)}k", "tmpfs", folder):
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def resize(folder: Path, kilobytes: int) -> None:
    """Give a mounted disk another size."""
    assert mount("-o", f"remount,size={kilobytes}k", folder)


def only_read(folder: Path) -> None:
    """From now on a mounted disk can only be read."""
    assert mount("-o", "remount,ro", folder)
