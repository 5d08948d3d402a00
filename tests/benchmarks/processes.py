"""Memory of running processes, as Linux tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.results import Skip

PROC: Final = Path("/proc")
KILOBYTE: Final = 1024


@dataclass(frozen=True)
class Memory:
    """Resident megabytes of one process: all of it, and with what it shares divided among those that share it."""

    process: int
    resident: float
    proportional: float


def family(process: int) -> list[int]:
    """A process and all that it started, and so on."""
    children = [int(child) for task in (PROC / str(process) / "task").iterdir() for child in children_of(task)]
    return [process, *(member for child in children for member in family(child))]


def children_of(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except OSError:  # it has ended meanwhile
        return []


def memory_of(process: int) -> Memory:
    """Skip where the system does not tell it."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError as error:
        raise Skip(f"this system does not tell the memory of a process: {error.strerror}") from error
    sizes = {line.split(":")[0]: float(line.split()[1]) * KILOBYTE / 1e6 for line in lines if line.endswith("kB")}
    return Memory(process, sizes["Rss"], sizes["Pss"])
