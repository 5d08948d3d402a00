"""An import on Dask gives the same release as one here, byte for byte, whoever is lost on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.formats import delimited, portions
from data.releases import open_release
from data.schema import DataError
from data.store import release_folders
from geo.publishing import dask_runner
from geo.publishing.importing import import_files
from tests import worlds
from tests.command import swp
from tests.geo.publishing.clusters import Cluster, cluster
from tests.worlds import WESTMINSTER, write_csv

distributed = pytest.importorskip("distributed")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask"), workers=2) as made:
        with distributed.Client(made.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield made


def imported(store: Path, paths: list[Path], scheduler: str = "", **more: Any) -> Path:
    """The folder of the release made."""
    report = import_files(
        paths, store, more.pop("authority", WESTMINSTER), scheduler=scheduler, now=lambda: NOW, **more
    )
    return open_release(store, report["release"]).folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_equal(one: Path, other: Path) -> None:
    ours, theirs = contents(one), contents(other)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert one.name == other.name and len(ours) > 8


def two(store: Path, folder: Path) -> tuple[Path, Path]:
    """Two stores with the same boundaries."""
    return tuple(Path(shutil.copytree(store, folder / name)) for name in ("here", "there"))  # type: ignore[return-value]


def files_of_all_kinds(folder: Path) -> list[Path]:
    """Archives that restate each other, an extract with repeats and conflicts, a file without series, a bad one."""
    extract = worlds.extract()
    repeated = [*extract, extract[0], {**extract[1], "Victim age": "44"}]
    (folder / "more").mkdir()
    (folder / "more" / "unknown.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    write_csv(folder / "more" / "stops.csv", worlds.stops(), worlds.STOPS)
    text = worlds.csv_text(worlds.stops("2022-12"), worlds.STOPS)
    (folder / "more" / "stops.bad.csv").write_text(text + "too,few\n" + text.splitlines()[1] + ",too many\n", "utf-8")
    return [
        worlds.write_archive(folder / "one.zip", "2022-10", "2022-11"),
        worlds.write_archive(folder / "two.zip", "2022-11", "2022-12", mark="b"),
        write_csv(folder / "extract.csv", repeated),
        folder / "more",
    ]


def test_the_same_release(store: Path, tmp_path: Path, dask: Cluster) -> None:
    here, there = two(store, tmp_path)
    paths = files_of_all_kinds(tmp_path)
    shares: list[float] = []
    one = imported(here, paths)
    other = imported(there, paths, dask.address, progress=lambda _, share: shares.append(share))
    check_equal(one, other)
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(set(shares)) > 5
    told = json.loads((other / "manifest.json").read_text(encoding="utf-8"))["imports"][-1]
    assert told["total"]["rejected"] >= 2 and told["total"]["duplicate"] and told["left_out"]


def test_the_same_release_of_a_file_in_portions(
    store: Path, tmp_path: Path, dask: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Portions of one block: a row with a line end in it stands across the first border, equal rows in all."""
    rows = worlds.extract()
    line = worlds.csv_text(rows).splitlines(keepends=True)
    repeats = delimited.BLOCK // len("".join(line[1:])) + 1
    path = tmp_path / "large.csv"
    path.write_text(line[0] + "".join(line[1:]) * 2 * repeats, encoding="utf-8")
    here, there = two(store, tmp_path)
    whole = imported(here, [path])
    monkeypatch.setattr(portions, "PORTION", delimited.BLOCK)
    cut = imported(there, [path], dask.address)
    assert contents(whole).keys() == contents(cut).keys()
    check_equal(whole, cut)


def test_the_same_release_of_the_real_archive(store: Path, tmp_path: Path, dask: Cluster, real: Path) -> None:
    here, there = two(store, tmp_path)
    paths = sorted((real / "police_uk").glob("*.zip"))
    check_equal(imported(here, paths), imported(there, paths, dask.address))


def test_a_worker_killed_in_mid_import(store: Path, tmp_path: Path, dask: Cluster, real: Path) -> None:
    """Of two workers the one that has most in hand is killed; what it held and did is done again by the other."""
    here, there = two(store, tmp_path)
    paths = [*files_of_all_kinds(tmp_path), *sorted((real / "police_uk").glob("*.zip"))]
    lost: list[int] = []
    with distributed.Client(dask.address, set_as_default=False) as watching:

        def kill(_name: str, share: float) -> None:
            if lost or share == 0:
                return
            doing, holding = watching.processing(), watching.has_what()
            if not any(doing.values()) and not any(holding.values()):
                return  # all of it is in our hands already
            address = max(doing, key=lambda worker: len(doing[worker]) + len(holding.get(worker, ())))
            lost.append(watching.run(os.getpid, workers=[address])[address])
            os.kill(lost[0], signal.SIGKILL)

        other = imported(there, paths, dask.address, progress=kill)
        assert lost, "nothing was left to lose: the test needs more to read"
        assert len(watching.scheduler_info(n_workers=-1)["workers"]) == 1
    assert [worker.poll() for worker in dask.workers if worker.pid == lost[0]] == [-signal.SIGKILL]
    check_equal(imported(here, paths), other)
    dask.add_worker()


def test_the_scheduler_is_lost_in_mid_import(store: Path, tmp_path: Path) -> None:
    """It says so within seconds, and the store is as it was."""
    with cluster(tmp_path, workers=1) as made:

        def kill(_name: str, share: float) -> None:
            if share > 0.2 and made.scheduler.poll() is None:
                made.scheduler.kill()
                made.scheduler.wait()

        months = [f"2022-{month:02d}" for month in range(1, 13)]
        archive = worlds.write_archive(tmp_path / "a.zip", *months)
        with pytest.raises(DataError, match="the Dask scheduler has gone; nothing is half-written"):
            import_files([archive], store, WESTMINSTER, scheduler=made.address, progress=kill)
    assert release_folders(store) == [] and not (store / "staging").exists()


def refused(store: Path, path: Path, scheduler: str) -> str:
    """What a user is told, in one line; the store is as it was."""
    run = swp("import", path, "--store", store, "--scheduler", scheduler)
    assert (run.returncode, run.stdout) == (1, "") and release_folders(store) == []
    (line,) = run.stderr.splitlines()
    return line


def test_nobody_answers(store: Path, tmp_path: Path) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    line = refused(store, archive, address)
    assert f"--scheduler {address}: no Dask scheduler answers there" in line and "dask scheduler" in line
    for wrong in ("nonsense://x:1", "tcp://127.0.0.1:no", "tcp://127.0.0.1:99999", "127.0.0.1:8786", "tcp://:1"):
        with pytest.raises(DataError, match="no address of a Dask scheduler"):
            import_files([archive], store, WESTMINSTER, scheduler=wrong)
    assert release_folders(store) == []


def test_without_dask_the_command_says_how_to_get_it(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10")
    monkeypatch.setattr(dask_runner, "find_spec", lambda _: None)
    with pytest.raises(DataError, match=r"Dask is not installed.*pip install"):
        import_files([archive], store, WESTMINSTER, scheduler="tcp://127.0.0.1:1")
    assert release_folders(store) == []
