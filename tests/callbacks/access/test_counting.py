"""Counts that workers and machines share."""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import stat
from pathlib import Path

import pytest

from callbacks.access import attempts
from callbacks.access.attempts import PER_ACCOUNT, counted_address, may_try, succeeded
from callbacks.access.counting import Counts, FileCounts, Hashed, NotCountedError, counts_of, private_folder
from data.schema import DataError

KEY = "k" * 64


@pytest.fixture(params=["file", "redis"])
def counts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Hashed:
    if request.param == "file":
        return counts_of("", KEY)
    redis, fakeredis = pytest.importorskip("redis"), pytest.importorskip("fakeredis")
    monkeypatch.setattr(redis.Redis, "from_url", lambda _address, **_options: fakeredis.FakeRedis())
    return counts_of("redis://shared:6379/0", KEY)


def test_counts_go_up_and_are_forgotten(counts: Hashed) -> None:
    assert [counts.add("account", "ann", 60) for _ in range(3)] == [1, 2, 3]
    assert counts.add("account", "pat", 60) == 1
    assert counts.add("address", "ann", 60) == 1  # a kind of its own
    assert counts.known("account", "ann")
    counts.forget("account", "ann")
    assert not counts.known("account", "ann")
    assert counts.add("account", "ann", 60) == 1


def test_attempts_end_and_a_success_ends_the_count_of_the_account(counts: Hashed) -> None:
    tries = [may_try(counts, "zoe", "192.0.2.9") for _ in range(PER_ACCOUNT + 2)]
    assert tries == [True] * PER_ACCOUNT + [False, False]
    assert not may_try(counts, "zoe", "198.51.100.1")  # from wherever
    assert may_try(counts, "yan", "192.0.2.9")
    succeeded(counts, "zoe")
    assert may_try(counts, "zoe", "192.0.2.9")


def test_one_address_cannot_try_names_without_end(counts: Hashed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "PER_ADDRESS", 6)
    tries = [may_try(counts, f"name-{number}", "2001:db8::1") for number in range(7)]
    assert tries == [True] * 6 + [False]
    assert not may_try(counts, "another", "2001:db8::ffff")  # the same /64
    assert may_try(counts, "another", "2001:db8:0:1::1")


def test_addresses_are_counted_as_their_owners_have_them() -> None:
    assert counted_address("192.0.2.9") == counted_address("::ffff:192.0.2.9") == "192.0.2.9"
    assert counted_address("2001:db8::5") == "2001:db8::/64"
    assert counted_address(None) == counted_address("rubbish") == "unknown"


def test_a_window_ends_and_a_clock_put_back_locks_nobody_out(tmp_path: Path) -> None:
    now = [1000.0]
    counts = FileCounts(tmp_path / "counts", lambda: now[0])
    assert [counts.add("a", 60), counts.add("a", 60)] == [1, 2]
    now[0] = 1059
    assert counts.add("a", 60) == 3
    now[0] = 1060
    assert not counts.known("a")
    assert counts.add("a", 60) == 1
    now[0] = 0  # an hour that was wrong
    assert counts.add("a", 60) == 1


def test_a_process_that_waited_for_another_counts_on(tmp_path: Path) -> None:
    """It looked at the clock before the other one, whose window therefore seems to end too late."""
    now = [1000.0]
    counts = FileCounts(tmp_path / "counts", clock=lambda: now[0])
    assert counts.add("a", 60) == 1
    now[0] = 996.0
    assert counts.add("a", 60) == 2


def _try(file: Path, results: multiprocessing.Queue[int]) -> None:
    counts = FileCounts(file)
    results.put(max(counts.add("ann", 60) for _ in range(25)))


def test_processes_count_together(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[int] = context.Queue()
    workers = [context.Process(target=_try, args=(tmp_path / "counts", results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert max(results.get() for _ in workers) == 100


def test_counts_tell_no_names() -> None:
    counts = counts_of("", KEY)
    counts.add("account", "ann@council.example", 60)
    (file,) = private_folder(KEY).iterdir()
    assert b"ann" not in file.read_bytes()
    assert stat.S_IMODE(private_folder(KEY).stat().st_mode) == 0o700


@pytest.mark.parametrize("gone", ["file", "folder"])
def test_a_machine_that_clears_its_temporary_files_locks_nobody_out(gone: str) -> None:
    counts, folder = counts_of("", KEY), private_folder(KEY)
    assert counts.add("account", "ann", 60) == 1
    if gone == "file":
        (folder / "counts.sqlite").unlink()
    else:
        shutil.rmtree(folder)
    assert not counts.known("account", "ann")
    assert [counts.add("account", "ann", 60) for _ in range(2)] == [1, 2]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)  # as somebody else would make it
    with pytest.raises(NotCountedError, match="somebody else"):
        counts.add("account", "ann", 60)


def test_somebody_elses_folder_is_not_used(tmp_path: Path) -> None:
    folder = private_folder(KEY)
    folder.chmod(0o777)
    with pytest.raises(DataError, match="somebody else"):
        private_folder(KEY)
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match="somebody else"):
        private_folder(KEY)


def unreachable(tmp_path: Path) -> list[Counts]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        gone = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    broken = FileCounts(tmp_path / "counts")
    broken.file.write_bytes(b"this is no database" * 100)
    return [counts_of(gone, KEY).counts, broken]


def test_what_cannot_be_counted_is_said(tmp_path: Path) -> None:
    for counts in unreachable(tmp_path):
        with pytest.raises(NotCountedError):
            counts.add("a", 60)
        with pytest.raises(NotCountedError):
            counts.known("a")


def test_a_damaged_file_of_counts_is_said_at_the_start() -> None:
    (private_folder(KEY) / "counts.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(DataError, match="failed sign-ins cannot be counted"):
        counts_of("", KEY)


def test_an_address_that_is_none_is_said() -> None:
    with pytest.raises(DataError, match="SWP_REDIS"):
        counts_of("not-redis", KEY)
