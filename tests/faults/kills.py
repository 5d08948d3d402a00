"""Commands killed at random moments, each over a store of its own that must be as it was or as it should become.

``python -m tests.faults.kills 200`` kills ``swp import`` that often, and every other command that writes a store a fifth as
often; ``--seed`` chooses other moments. Half the moments are file operations, half are times.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.backup import back_up
from data.intact import problems
from data.levels import PLACED
from data.schema import DataError
from data.store import LOCK, STAGING, release_folders
from data.tables.registered import table_file
from geo.publishing.importing import import_files
from geo.shapes.boundaries import boundaries_for
from tests import worlds
from tests.command import ROOT, environment
from tests.faults.store import NEW, OLD, forget, records

Runs = Callable[..., tuple[int, int]]
BEFORE, AFTER = "as before", "done"
REMNANTS: Final = (STAGING, LOCK)
WEIGHTS: Final = "minor,days\nRape,1825\nOther Theft,2\n"


@contextmanager
def killing() -> Iterator[Runs]:
    """Runs a command in a fork of a process that has loaded everything, and kills it; gives its exit status and how many
    file operations it did."""
    command = [sys.executable, "-m", "tests.killed_import"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        text=True,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:

        def run(command: list[str], **moment: Any) -> tuple[int, int]:
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps({"command": command, **moment}) + "\n")
            process.stdin.flush()
            *_, status, operations = process.stdout.readline().split()
            return int(status), int(operations)

        yield run
        assert process.stdin
        process.stdin.close()


@dataclass(frozen=True)
class Work:
    """A command, the store it starts from, and which of its two states a store is in (anything else raises)."""

    command: tuple[str, ...]  # ``--store`` follows
    start: Path
    state: Callable[[Path], str]
    early: float = 1.0  # above 1 the moments are the earlier the higher it is: for work that goes on after it is done


def state_of_import(store: Path) -> str:
    """The old release or the new one, whole, and nothing beside it but what the next import removes."""
    found = {path.name for path in store.iterdir()} - {"releases", "boundaries", *REMNANTS}
    folders = release_folders(store)
    assert not found and len(folders) in (1, 2) and len(list((store / "releases").iterdir())) == len(folders), found
    assert [problem for folder in folders for problem in problems(folder)] == []
    forget()
    assert records(store) == (OLD if len(folders) == 1 else NEW)
    return BEFORE if len(folders) == 1 else AFTER


def state_of_boundaries(before: Path) -> Callable[[Path], str]:
    """All levels of before, or none of them."""
    old = [boundaries_for(before, level).checksum for level in PLACED]

    def state(store: Path) -> str:
        now = [boundaries_for(store, level).checksum for level in PLACED]
        assert not any(boundaries_for(store, level).approximate for level in PLACED)
        same = [one == other for one, other in zip(old, now, strict=True)]
        assert all(same) or not any(same), same
        forget()
        assert records(store) == OLD
        return BEFORE if all(same) else AFTER

    return state


def state_of_weights(store: Path) -> str:
    """The table is there, whole, or not at all."""
    path = table_file(store, "weights", "ours")
    forget()
    assert records(store) == OLD
    if not path.exists():
        return BEFORE
    assert path.read_text(encoding="utf-8").endswith("Rape,1825.0\n")
    return AFTER


def state_of_prune(store: Path) -> str:
    """Two releases or the newest alone, whole."""
    folders = release_folders(store)
    assert [problem for folder in folders for problem in problems(folder)] == [] and len(folders) in (1, 2)
    forget()
    assert records(store) == NEW
    return BEFORE if len(folders) == 2 else AFTER


def state_of_restore(store: Path) -> str:
    """All of the backup, or no release."""
    folders = release_folders(store)
    assert [problem for folder in folders for problem in problems(folder)] == [] and len(folders) in (0, 2)
    if not folders:
        return BEFORE
    forget()
    assert records(store) == NEW
    assert not any(boundaries_for(store, level).approximate for level in PLACED)
    return AFTER


def two_releases(folder: Path, store: Path, archive: Path) -> tuple[Path, str]:
    """The store with a second release, old enough for the first to go; and the first's id."""
    two = Path(shutil.copytree(store, folder / "two"))
    import_files([archive], two, worlds.WESTMINSTER)
    newest, first = release_folders(two)
    os.utime(newest, (0, 0))
    return two, first.name


def works(folder: Path) -> dict[str, Work]:
    """What is killed, each with its store."""
    store = worlds.new_store(folder)
    old, new = folder / "old.zip", folder / "new.zip"
    worlds.write_archive(old, "2022-09", "2022-10")
    worlds.write_archive(new, "2022-10", "2022-11")
    import_files([old], store, worlds.WESTMINSTER)
    (folder / "weights.csv").write_text(WEIGHTS, encoding="utf-8")
    moved = [str(worlds.moved(path, 20.0)) for path in sorted((folder / "boundaries").glob("*.gpkg"))]
    two, first = two_releases(folder, store, new)
    backup, empty = folder / "backup.tar.gz", folder / "empty"
    back_up(two, backup)
    empty.mkdir()
    return {
        "import": Work(("import", str(new)), store, state_of_import),
        "boundaries": Work(("boundaries", *moved), store, state_of_boundaries(store), early=5.0),
        "weights": Work(("weights", str(folder / "weights.csv"), "--name", "ours"), store, state_of_weights),
        "prune": Work(("releases", "--prune", first), two, state_of_prune),
        "restore": Work(("restore", str(backup)), empty, state_of_restore),
    }


def kill(work: Work, times: int, chance: random.Random, folder: Path, run: Runs) -> Counter[str]:
    """Kill a command so often; how many stores were in which state. Each store must take the command afterwards."""
    found: Counter[str] = Counter()

    def fresh() -> tuple[Path, list[str]]:
        store = folder / "killed"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(work.start, store)
        return store, [*work.command, "--store", str(store)]

    assert work.state(fresh()[0]) == BEFORE
    run(fresh()[1], event=0)  # what is loaded at the first use is loaded now
    began = time.perf_counter()
    store, command = fresh()
    status, operations = run(command, event=0)
    lasts = time.perf_counter() - began
    assert (status, work.state(store)) == (0, AFTER) and operations > 10
    for number in range(times):
        store, command = fresh()
        part = chance.random() ** work.early
        moment = {"seconds": part * lasts} if number % 2 else {"event": 1 + round(part * (operations - 1))}
        status, _ = run(command, **moment)
        assert status in (0, -signal.SIGKILL), (status, moment)
        state = work.state(store)
        found[state] += 1
        if number % 10 == 0 and state == BEFORE:  # nothing that was left stands in the way
            assert run(command, event=0)[0] == 0 and work.state(store) == AFTER
            assert not (store / STAGING).exists()
    return found


def main() -> None:
    """Kill as often as asked and print what was found; the first store between two states ends it with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", help="one of the commands")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, killing() as run:
        folder = Path(made)
        for name, work in works(folder).items():
            if options.only not in (None, name):
                continue
            times = options.times if name == "import" else max(options.times // 5, 1)
            try:
                found = kill(work, times, random.Random(options.seed), folder, run)
            except DataError as error:
                raise SystemExit(f"{name}: a store cannot be read: {error}") from error
            told = ", ".join(f"{number} {state}" for state, number in sorted(found.items()))
            sys.stdout.write(f"{name}: {times} kills, every store readable: {told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
