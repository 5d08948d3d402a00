"""Clocks that jump, zones that differ, memory that runs out: figures stay, work in hand says what happened."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import callbacks.west_end
from data.releases import open_release
from data.store import FILES, MANIFEST, release_folders
from geo.publishing import importing
from geo.publishing.importing import import_files
from tests.command import SWP, environment
from tests.faults.store import LINK, NEW, OLD, Reader, contents, forget, one_line, ran, records
from tests.test_interrupted_imports import large_csv
from tests.worlds import WESTMINSTER

Reading = Callable[[Path], Reader]
A_DAY = 86400.0
LIMIT = 450 << 20  # bytes of addresses
NO_THREAD_DATA = 127  # glibc's status where it has no memory for a thread's own data


@pytest.mark.parametrize("year", [1970, 2106])
def test_an_import_under_a_wrong_clock_is_still_the_newest(one: Path, archives: tuple[Path, Path], year: int) -> None:
    """Releases are told apart by running numbers, not by times."""
    report = import_files([archives[1]], one, WESTMINSTER, now=lambda: datetime(year, 1, 1, tzinfo=UTC))
    assert report["release"].startswith("0002-") and report["created"].startswith(str(year))
    for path in release_folders(one)[0].rglob("*"):
        os.utime(path, (0, 0))
    forget()
    assert open_release(one).id == report["release"] and records(one) == NEW


@pytest.mark.parametrize("jump", [-10 * 365 * A_DAY, 10 * 365 * A_DAY])
def test_the_clock_jumps_while_readers_read_and_an_import_runs(
    one: Path, archives: tuple[Path, Path], reading: Reading, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    reader = reading(one)
    before = reader.asks(f"?{LINK.partition('?')[2]}")
    plain, places_for = time.time, importing.places_for

    def jumping(store: Path, authority: str) -> Any:  # in the midst of the import
        monkeypatch.setattr(time, "time", lambda: plain() + jump)
        return places_for(store, authority)

    monkeypatch.setattr(importing, "places_for", jumping)
    assert reader.asks(f"?{LINK.partition('?')[2]}") == before
    report = import_files([archives[1]], one, WESTMINSTER)
    assert report["release"].startswith("0002-")
    assert reader.figure() > json.loads(before[1])["response"]["picture"]["data"]["shares_base"]
    display = next((release_folders(one)[0] / "boundaries").glob("*.json")).name
    headers = reader.site.get(f"/boundaries/{report['release']}/{display}").headers
    assert headers["Cache-Control"] == "max-age=31536000, immutable" or "max-age=31536000" in headers["Cache-Control"]


def test_the_zone_of_the_machine_changes_no_figure(
    one_release_store: Path, archives: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times of offences are London's whatever the machine thinks, in summer, in winter and where the date differs."""
    now = datetime(2023, 3, 26, 1, 30, tzinfo=UTC)  # an hour that London's clocks leave out
    made, answers = [], []
    for zone in ("Europe/London", "UTC", "Pacific/Apia"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        store = Path(shutil.copytree(one_release_store, tmp_path / zone.replace("/", "-")))
        import_files([archives[1]], store, WESTMINSTER, now=lambda: now)
        forget()
        made.append(contents(release_folders(store)[0]))
        answers.append(importing.report_of(open_release(store)) | {"records": records(store)})
    monkeypatch.undo()
    time.tzset()
    assert all(one == made[0] for one in made) and all(one == answers[0] for one in answers)
    assert {MANIFEST, FILES} <= made[0].keys() and answers[0]["created"] == "2023-03-26T01:30:00+00:00"


def memory_errors() -> list[MemoryError]:
    """As Python, NumPy and Arrow raise them."""
    found: list[MemoryError] = [MemoryError()]
    try:
        np.empty(1 << 60, dtype=np.uint8)
    except MemoryError as error:
        found.append(error)
    found.append(pa.ArrowMemoryError("malloc of size 9223372036854775807 failed"))
    assert len(found) == 3
    return found


@pytest.mark.parametrize("number", range(3))
def test_a_reader_is_told_when_memory_runs_out(
    two_release_store: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    reader = reading(two_release_store)
    figure = reader.figure()
    error = memory_errors()[number]

    def greedy(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(callbacks.west_end, "page_answers", greedy)
        status, text = reader.asks(f"?n={7 + number}")
        assert status == 200 and "The server is short of memory at the moment. Try again in a minute" in text
    assert reader.figure() == figure
    status, text = reader.asks(f"?n={7 + number}")  # the answer that failed was not kept
    assert status == 200 and "short of memory" not in text


@pytest.mark.parametrize("number", range(3))
def test_an_import_that_runs_out_of_memory_leaves_the_store_as_it_was(
    one: Path,
    archives: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
) -> None:
    before, error = contents(one), memory_errors()[number]
    for step in ("data.intake.parts.pa.Table.from_batches", "geo.publishing.publishing.index_rows"):
        owner, _, name = step.rpartition(".")

        def greedy(*_: object, **_more: object) -> None:
            raise error

        with monkeypatch.context() as patch:
            if name == "from_batches":
                patch.setattr("data.intake.parts.pq.ParquetFile.iter_batches", greedy)
            else:
                patch.setattr(step, greedy)
            status, out, err = ran(capsys, "import", archives[1], "--store", one)
        assert (status, out) == (1, ""), owner
        assert "there is not enough memory; nothing is half-written. Give fewer files at a time" in one_line(err)
        assert contents(one) == before
        forget()
        assert records(one) == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep to the limit")
def test_an_import_under_a_limit_of_memory(one: Path, tmp_path: Path) -> None:
    """The system refuses memory in the midst of a large import: one line (native code may end without, or wait for a
    thread that it never got, until somebody stops it), and the store as it was. With what a machine needs for the
    libraries alone, which differs, it may also be enough."""
    path, before = large_csv(tmp_path / "large.csv", 1000), contents(one)
    with subprocess.Popen(
        [*SWP, "import", str(path), "--store", str(one)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment() | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)),
    ) as run:
        try:
            _, err = run.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            run.kill()
            _, err = run.communicate()
    assert run.returncode in (0, 1, NO_THREAD_DATA, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGKILL), err
    if run.returncode == 1:
        assert "there is not enough memory; nothing is half-written" in one_line(err)
    if run.returncode:
        assert {name: content for name, content in contents(one).items() if not name.startswith("staging/")} == before
        forget()
        assert records(one) == OLD
