"""Importing mangled files: a clear error and an untouched store, or rejected rows with their reasons."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from data.releases import open_release, rejected_rows
from data.schema import DataError, Destination
from geo.publishing.importing import import_files
from tests import worlds
from tests.worlds import WESTMINSTER, csv_text, sample

LONGEST: Final = 60  # seconds any one import of these may take


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    """A hang fails its test, and only that."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def used_once(_bounded_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Path(shutil.copytree(_bounded_store, tmp_path_factory.mktemp("used") / "store"))
    path = worlds.write_csv(store.parent / "first.csv", worlds.extract("2022-09", mark="first"))
    import_files([path], store, WESTMINSTER)
    return store


@pytest.fixture
def used(used_once: Path, tmp_path: Path) -> Path:
    """A store with a release in it, which no mangled file may touch."""
    return Path(shutil.copytree(used_once, tmp_path / "used"))


def contents(store: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder of a store with its size and time."""
    found = {path.relative_to(store).as_posix(): path.stat() for path in store.rglob("*")}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items() if name not in (".lock", "releases")}


def refused(store: Path, path: Path) -> str:
    """The one-line error of an import that must fail, the store being as it was."""
    before = contents(store)
    with pytest.raises(DataError) as caught:
        import_files([path], store, WESTMINSTER)
    assert contents(store) == before
    said = str(caught.value)
    assert "\n" not in said and caught.value.where and len(said) < 900
    return said


def accepted(store: Path, path: Path) -> dict[str, Any]:
    """The report of an import that must work: all rows accounted for, each rejected one with a reason."""
    before = contents(store)
    report = import_files([path], store, WESTMINSTER)
    assert before.items() <= contents(store).items()
    total = report["total"]
    assert sum(total[str(destination)] for destination in Destination) == total["rows_read"]
    rejected = rejected_rows(open_release(store))
    assert len(rejected) == total["rejected"]
    assert all(row["reason"] and row["line"] > 1 and row["file"] for row in rejected)
    for file in report["files"]:
        assert sum(file["reasons"].get("rejected", {}).values()) == file["rejected"]
    return report


def either(store: Path, path: Path, rows: int) -> None:
    """One of the two, with so many rows read where there is a release."""
    try:
        report = accepted(store, path)
    except DataError:
        refused(store, path)
    else:
        assert report["total"]["rows_read"] == rows


def write(folder: Path, content: str | bytes, name: str = "mangled.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def whole(name: str) -> str:
    header, rows = sample(name)
    return csv_text(rows, header)


def junk(size: int) -> bytes:
    return random.Random(5).randbytes(size)
