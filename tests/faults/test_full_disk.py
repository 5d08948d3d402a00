"""A disk that fills up at any point of any work: the store is as it was, and the message says what to do."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from data.store import release_folders
from data.tables.registered import registered_names
from data.whole_file import write_whole
from tests import worlds
from tests.faults.disks import disk, resize
from tests.faults.store import LINK, NEW, OLD, contents, forget, one_line, ran, records

FULL: Final = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
SAYS: Final = re.compile(
    r"the store cannot be written \([^)]+\); it is as it was\. Check the space on the disk|"
    r"the disk has [\d.]+ MB free and a new release takes at least [\d.]+ MB; the store is as it was\. Make room"
)


def lasting(store: Path) -> dict[str, bytes]:
    """What a store holds, less what it makes again by itself."""
    return {name: content for name, content in contents(store).items() if not name.startswith("boundaries/kept/")}


@pytest.fixture
def small(one_release_store: Path, tmp_path: Path) -> Iterator[Path]:
    """A disk with the store of one release on it."""
    with disk(tmp_path / "disk", 8) as folder:
        shutil.copytree(one_release_store, folder / "store")
        yield folder


def used(folder: Path) -> int:
    """Kilobytes in use on the disk of a folder."""
    return shutil.disk_usage(folder).used // 1024


def test_an_import_onto_a_disk_that_fills_up_at_any_point(
    small: Path, archives: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("geo.publishing.importing.check_room", lambda _store, _needed: None)
    store = small / "store"
    before, kilobytes, said = lasting(store), used(small), set()
    for more in range(8, 2000, 48):
        resize(small, kilobytes + more)
        status, out, err = ran(capsys, "import", archives[1], "--store", store)
        if status == 0:
            break
        assert out == "" and SAYS.search(one_line(err)), err
        assert lasting(store) == before
        forget()
        assert records(store) == OLD
        said.add(err.partition(": ")[2])
    assert more > 8 + 4 * 48 and len(said) == 1 and "No space left on device" in said.pop()
    forget()
    assert records(store) == NEW and len(release_folders(store)) == 2


def test_room_that_is_missing_is_said_before_the_work(
    small: Path, archives: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = lasting(small / "store")
    resize(small, used(small) + 16)
    status, _, err = ran(capsys, "import", archives[1], "--store", small / "store")
    assert status == 1 and SAYS.search(one_line(err)) and "Make room on the disk" in err
    assert lasting(small / "store") == before


def test_boundaries_and_tables_onto_a_full_disk(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = small / "store"
    before = lasting(store)
    moved = [worlds.moved(path, 20.0) for path in worlds.write_boundaries(tmp_path / "layers")]
    table = tmp_path / "weights.csv"
    table.write_text("minor,days\n" + "Rape,1825\n", encoding="utf-8")
    resize(small, used(small))
    commands: list[list[str | Path]] = [["boundaries", *moved], ["weights", table, "--name", "ours"]]
    for command in commands:
        status, out, err = ran(capsys, *command, "--store", store)
        assert (status, out) == (1, "") and "No space left on device" in one_line(err)
        assert lasting(store) == before
        assert registered_names(store, "weights") == ()
        forget()
        assert records(store) == OLD


def test_answers_and_packs_onto_a_full_disk(
    small: Path, one_release_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever was there stays, and nothing half-written stands beside it."""
    resize(small, used(small))
    for name, command in (("a.json", ["query", LINK]), ("p.pdf", ["pack", LINK]), ("p.pptx", ["pack", LINK])):
        (small / name).touch()
        status, _, err = ran(capsys, *command, "--store", one_release_store, "--out", small / name)
        assert status == 1 and f"{small / name}: cannot be written (No space left on device)" in one_line(err)
        assert (small / name).read_bytes() == b""
    assert {path.name for path in small.iterdir()} == {"store", "a.json", "p.pdf", "p.pptx"}


@needs_full
def test_a_report_that_cannot_be_written_does_not_undo_the_release(
    one: Path, archives: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = ran(capsys, "import", archives[1], "--store", one, "--report", FULL)
    newest = release_folders(one)[0].name
    assert (status, out) == (1, "")
    assert f"release {newest} is published, but its report cannot be written (No space left on device)" in one_line(err)
    forget()
    assert records(one) == NEW


@needs_full
def test_an_output_that_takes_nothing(one_release_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = ran(capsys, "query", LINK, "--store", one_release_store, "--out", FULL)
    assert status == 1 and f"{FULL}: cannot be written (No space left on device)" in one_line(err)


def test_a_file_is_written_whole_or_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"old")
    link = tmp_path / "link.json"
    link.symlink_to(path)
    write_whole(link, b"new")
    assert link.is_symlink() and path.read_bytes() == b"new"

    def refuse(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Exception, match="No space left on device"):
        write_whole(path, b"newer")
    assert path.read_bytes() == b"new" and sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "link.json"]
