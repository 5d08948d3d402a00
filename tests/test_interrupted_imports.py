"""Killed, stopped, refused by the disk or run twice at once: the store has the old or the new release, whole."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from data.releases import open_release
from data.schema import DataError
from data.store import LOCK, STAGING, release_folders, writing
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.publishing.importing import import_files
from tests import worlds
from tests.command import ROOT, SWP, environment, swp
from tests.worlds import HOT, WESTMINSTER

KILLS_BY_OPERATION: Final = 24
KILLS_BY_TIME: Final = 6
Job = Callable[..., tuple[int, int]]


@pytest.fixture(scope="module")
def kill() -> Iterator[Job]:
    """Runs an import in a process of its own and kills it; gives its exit status and its file operations."""
    command = [sys.executable, "-m", "tests.killed_import"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, env=environment(), **pipes) as process:  # type: ignore[call-overload]

        def run(store: Path, path: Path, **moment: Any) -> tuple[int, int]:
            process.stdin.write(json.dumps({"store": str(store), "path": str(path), **moment}) + "\n")
            process.stdin.flush()
            status, operations = process.stdout.readline().split()
            return int(status), int(operations)

        run(Path("nowhere"), Path("nothing"), event=0)  # the modules are loaded now
        yield run
        process.stdin.close()


@pytest.fixture(scope="module")
def used(_bounded_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one release."""
    store = Path(shutil.copytree(_bounded_store, tmp_path_factory.mktemp("used") / "store"))
    import_files([worlds.write_archive(store.parent / "old.zip", "2022-09", "2022-10")], store, WESTMINSTER)
    return store


@pytest.fixture(scope="module")
def newer(used: Path) -> Path:
    return worlds.write_archive(used.parent / "new.zip", "2022-10", "2022-11")


def told(store: Path) -> dict[str, Any]:
    return answer_json(answer_link("/west-end?dataset=stop-search&from=2022-09&to=2022-11", open_release(store)))


def listed(store: Path) -> set[str]:
    return {path.relative_to(store).as_posix() for path in store.rglob("*")}


def check_old_or_new(store: Path, before: set[str], old: dict[str, Any]) -> bool:
    """Whether the new release is there, whole; else all is as before, but for remnants the next import removes."""
    published = len(release_folders(store)) == 2
    if published:
        assert told(store)["total"]["records"] == 18
    else:
        assert len(release_folders(store)) == 1 and told(store) == old
        remnants = listed(store) - before
        assert all(name.partition("/")[0] in (STAGING, LOCK) for name in remnants)
    assert before <= listed(store)
    return published


def check_next_import(store: Path, newer: Path) -> None:
    import_files([newer], store, WESTMINSTER)
    assert told(store)["total"]["records"] == 18
    assert not (store / STAGING).exists()


def test_killed_at_any_file_operation(used: Path, newer: Path, tmp_path: Path, kill: Job) -> None:
    before, old = listed(used), told(used)
    kill(Path(shutil.copytree(used, tmp_path / "first")), newer, event=0)  # compiles what it loads: more operations
    status, operations = kill(Path(shutil.copytree(used, tmp_path / "whole")), newer, event=0)
    assert status == 0 and operations > KILLS_BY_OPERATION
    spread = {round(1 + number * (operations - 1) / (KILLS_BY_OPERATION - 1)) for number in range(KILLS_BY_OPERATION)}
    published = []
    for number, event in enumerate(sorted(spread)):
        store = Path(shutil.copytree(used, tmp_path / f"event{event}"))
        assert kill(store, newer, event=event)[0] == -signal.SIGKILL
        published.append(check_old_or_new(store, before, old))
        if number % 4 == 0:
            check_next_import(store, newer)
    assert published == sorted(published) and not published[0] and published[-1]  # first the old, then the new


def test_killed_at_any_time(used: Path, newer: Path, tmp_path: Path, kill: Job) -> None:
    before, old = listed(used), told(used)
    started = time.perf_counter()
    kill(Path(shutil.copytree(used, tmp_path / "whole")), newer, event=0)
    lasts = time.perf_counter() - started
    for number in range(KILLS_BY_TIME):
        store = Path(shutil.copytree(used, tmp_path / f"time{number}"))
        status, _ = kill(store, newer, seconds=lasts * (number + 0.5) / KILLS_BY_TIME)
        assert status in (0, -signal.SIGKILL)
        check_old_or_new(store, before, old)
        check_next_import(store, newer)


def test_killed_at_the_first_import_there_is_no_release(_bounded_store: Path, tmp_path: Path, kill: Job) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10")
    for event in (1, 10, 60):
        store = Path(shutil.copytree(_bounded_store, tmp_path / str(event)))
        assert kill(store, archive, event=event)[0] == -signal.SIGKILL
        assert release_folders(store) == []
        with pytest.raises(DataError, match="no release here"):
            open_release(store)
        import_files([archive], store, WESTMINSTER)
        assert len(release_folders(store)) == 1 and not (store / STAGING).exists()


def test_a_second_import_at_once_says_so(used: Path, newer: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(used, tmp_path / "store"))
    with writing(store) as staging:
        (staging / "mine").write_text("of the first import", encoding="utf-8")
        run = swp("import", newer, "--store", store)
        assert (run.returncode, run.stdout) == (1, "")
        assert run.stderr.splitlines() == [
            f"swp: {store}: another command is writing to this store. Wait until it has ended"
        ]
        assert (staging / "mine").exists()
    assert len(release_folders(store)) == 1


def large_csv(path: Path, copies: int = 8000) -> Path:
    """A file that takes an import a second or two."""
    lines = worlds.csv_text(worlds.stops(), worlds.STOPS).splitlines(keepends=True)
    path.write_text(lines[0] + "".join(lines[1:]) * copies, encoding="utf-8")
    return path


def test_ctrl_c_stops_and_cleans(used: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(used, tmp_path / "store"))
    before, path = listed(store), large_csv(tmp_path / "large.csv")
    command = [*SWP, "import", str(path), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as run:
        deadline = time.monotonic() + 30
        while not (store / STAGING / "spool").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=30)
    assert (run.returncode, out, err) == (1, "", "swp: stopped; nothing is half-written\n")
    assert listed(store) - {LOCK} == before - {LOCK}


def test_a_full_disk_is_a_clear_error(used: Path, newer: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(used, tmp_path / "store"))
    before = listed(store)
    run = subprocess.run(
        [*SWP, "import", str(newer), "--store", str(store)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert (run.returncode, run.stdout) == (1, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith(f"swp: {store}: the store cannot be written (") and "it is as it was" in line
    assert listed(store) == before


@pytest.mark.parametrize("error", [28, 30, 5])  # no space, read-only, input/output error
def test_whatever_the_disk_refuses(
    used: Path, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    store = Path(shutil.copytree(used, tmp_path / "store"))
    before = listed(store)

    def refuse(_descriptor: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DataError, match=os.strerror(error)):
        import_files([newer], store, WESTMINSTER)
    assert listed(store) == before


def test_a_store_that_cannot_be_made(newer: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for store in (tmp_path / "file", tmp_path / "file" / "store"):
        run = swp("import", newer, "--store", store)
        assert run.returncode == 1 and len(run.stderr.splitlines()) == 1
        assert str(store) in run.stderr


def test_remnants_of_a_killed_import_are_no_releases(used: Path, newer: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(used, tmp_path / "store"))
    (store / STAGING / "draft" / "records").mkdir(parents=True)
    (store / STAGING / "draft" / "manifest.json").write_text("{}", encoding="utf-8")
    (store / "releases" / "0007-halfdone").mkdir()  # no manifest: nothing we wrote
    assert len(release_folders(store)) == 1
    assert import_files([newer], store, WESTMINSTER)["release"].startswith("0002-")
    assert {area["code"] for area in told(store)["areas"] if area["value"]} >= {HOT}
    assert not (store / STAGING).exists()
