"""Stores that can only be read, that go and come back, that others hold, that lie in odd places or belong to others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from data.serving import last_good
from data.store import LOCK, STAGING, release_folders, writing
from geo.publishing.importing import import_files
from tests import worlds
from tests.command import ROOT
from tests.faults.disks import disk, only_read
from tests.faults.store import LINK, NEW, OLD, Reader, contents, forget, one_line, ran, records

NOBODY: Final = 65534
as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else")
Reading = Callable[[Path], Reader]


def test_a_store_on_a_disk_that_can_only_be_read(
    two_release_store: Path,
    archives: tuple[Path, Path],
    tmp_path: Path,
    reading: Reading,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = tmp_path / "weights.csv"
    table.write_text("minor,days\nRape,1825\n", encoding="utf-8")
    layers = worlds.write_boundaries(tmp_path / "layers")
    with disk(tmp_path / "disk", 8) as folder:
        store = Path(shutil.copytree(two_release_store, folder / "store"))
        only_read(folder)
        status, out, _ = ran(capsys, "query", LINK, "--store", store)
        assert status == 0 and json.loads(out)["total"]["records"] == NEW
        assert ran(capsys, "releases", "--store", store)[0] == 0
        reader = reading(store)
        assert reader.page()[0] == reader.frame()[0] == 200 and reader.figure() > 0
        commands: list[list[str | Path]]
        commands = [["import", archives[1]], ["boundaries", *layers], ["weights", table, "--name", "ours"]]
        for command in commands:
            status, out, err = ran(capsys, *command, "--store", store)
            assert (status, out) == (1, "")
            assert f"{store}: the store cannot be written (Read-only file system); it is as it was" in one_line(err)
        assert contents(store) == contents(two_release_store)


def test_a_store_that_goes_while_it_is_served_and_comes_back(two: Path, reading: Reading) -> None:
    reader = reading(two)
    figure = reader.figure()
    away = two.with_name("away")
    two.rename(away)
    for status, text in (reader.page(), reader.frame(), reader.asks()):
        assert status == 503 and "The figures cannot be read at the moment." in text
    away.rename(two)
    assert reader.page()[0] == reader.frame()[0] == 200 and reader.figure() == figure


def test_a_file_that_goes_while_it_is_served_is_met_by_the_next_process_too(two: Path, reading: Reading) -> None:
    """What is open stays open; who opens the release anew is told, and gets the last good one."""
    reader = reading(two)
    figure = reader.figure()
    newest, older = release_folders(two)
    shutil.rmtree(newest / "index")
    assert reader.figure() == figure
    forget()
    assert last_good(two).folder == older and reader.figure() < figure


@contextmanager
def importing_elsewhere(store: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the store as an import does, with something half-written in it."""
    code = (
        "import sys, time, pathlib\nfrom data.store import writing\n"
        "with writing(pathlib.Path(sys.argv[1])) as staging:\n"
        "    (staging / 'draft').mkdir(); (staging / 'draft' / 'manifest.json').write_text('{}')\n"
        "    print('holding', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(store)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and process.stdout.readline() == "holding\n"
            yield process
        finally:
            process.kill()


def test_a_lock_ends_with_the_process_that_holds_it(
    one: Path, archives: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_another_name = tmp_path / "linked"
    by_another_name.symlink_to(one)
    with importing_elsewhere(one) as process:
        for store in (one, by_another_name):
            status, out, err = ran(capsys, "import", archives[1], "--store", store)
            assert (status, out) == (1, "")
            assert f"{store}: another command is writing to this store. Wait until it has ended" in one_line(err)
        assert (one / STAGING / "draft").is_dir()  # the one refused has cleaned nothing
        forget()
        assert records(one) == OLD  # readers wait for nobody
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert (one / LOCK).exists() and (one / STAGING / "draft").is_dir()
    assert ran(capsys, "import", archives[1], "--store", by_another_name)[0] == 0
    assert not (one / STAGING).exists()
    forget()
    assert records(one) == NEW


def test_a_lock_file_left_behind_stops_nobody(one: Path, archives: tuple[Path, Path]) -> None:
    (one / LOCK).write_text("12345", encoding="utf-8")
    os.utime(one / LOCK, (0, 0))
    assert import_files([archives[1]], one, worlds.WESTMINSTER)["release"].startswith("0002-")


@pytest.mark.parametrize("name", ["two words", "Überblick – 2023", "a'b\"c", "-dash", "%2e%2e", "new\nline", "x" * 120])
def test_a_store_may_lie_anywhere(
    one_release_store: Path, tmp_path: Path, name: str, reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Path(shutil.copytree(one_release_store, tmp_path / name / "store"))
    status, out, _ = ran(capsys, "query", LINK, f"--store={store}")
    assert status == 0 and json.loads(out)["total"]["records"] == OLD
    reader = reading(store)
    display = next((release_folders(store)[0] / "boundaries").glob("*.json")).name
    assert reader.figure() > 0
    assert reader.site.get(f"/boundaries/{release_folders(store)[0].name}/{display}").status_code == 200
    with writing(store):
        status, _, err = ran(capsys, "import", "nothing.csv", f"--store={store}")
        assert status == 1 and len(err.splitlines()) == 1


def test_folders_that_are_no_releases_are_none(one: Path) -> None:
    for name in ("notes", "0009", "9-", "2024a-copy", ".0009-hidden", "lost+found", "0008-halfdone"):
        (one / "releases" / name).mkdir()
    (one / "releases" / "0007-file").write_text("", encoding="utf-8")
    (found,) = release_folders(one)
    assert found.name.startswith("0001-")
    (one / "releases" / "0010-linked").symlink_to(found)
    assert release_folders(one)[0].name == "0010-linked"  # a release may be a link


@contextmanager
def as_nobody() -> Iterator[None]:
    """With the rights of somebody else, for a while."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@as_root
def test_a_store_that_belongs_to_somebody_else(
    two: Path, archives: tuple[Path, Path], tmp_path: Path, reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in [*tmp_path.parents, tmp_path]:
        if folder.is_relative_to("/tmp/pytest-of-root") or folder.name.startswith("pytest"):  # noqa: S108
            folder.chmod(folder.stat().st_mode | 0o111)
    archives[1].parent.chmod(0o755)
    archives[1].parent.parent.chmod(0o755)
    newest, older = release_folders(two)
    reader = reading(two)
    figure = reader.figure()
    forget()
    with as_nobody():  # it may be read
        assert reader.figure() == figure
        status, _, err = ran(capsys, "import", archives[1], "--store", two)
        assert status == 1 and "the store cannot be written (Permission denied); it is as it was" in one_line(err)
    newest.chmod(0o700)
    forget()
    with as_nobody():  # its newest release may not
        served = last_good(two)
        assert (served.folder, served.damaged) == (older, (newest.name,))
        status, _, err = ran(capsys, "query", LINK, "--store", two)
        assert status == 1 and newest.name in one_line(err)
    (two / "releases").chmod(0o700)
    forget()
    with as_nobody():
        status, text = reader.asks()
        assert status == 503 and "Permission" not in text
        status, _, err = ran(capsys, "query", LINK, "--store", two)
        assert status == 1 and f"{two}: the store cannot be read (Permission denied)" in one_line(err)
