"""A store in one file and back: the same, whole or not at all, whatever the file holds."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.backup import back_up
from data.restoring import RESTORED, restore
from data.schema import DataError
from data.store import writing
from tests.first_store import NEWER, OLDER, first_store

Member = tuple[tarfile.TarInfo, bytes]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = first_store(tmp_path_factory.mktemp("backup"))
    (made / "weights").mkdir()
    (made / "weights" / "board.csv").write_text("minor,days\n", encoding="utf-8")
    for name in ("taken.json", "half.zip.part"):
        (made / "incoming").mkdir(exist_ok=True)
        (made / "incoming" / name).write_text("{}", encoding="utf-8")
    (made / "boundaries" / "kept").mkdir()
    (made / "boundaries" / "kept" / "large.json").write_text("{}", encoding="utf-8")
    (made / "accounts.json").write_text("secret", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def backup(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("file") / "backup.tar.gz"
    made = back_up(store, file)
    assert made.releases == (NEWER, OLDER) and made.damaged == ()
    return file


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def members(file: Path) -> list[Member]:
    with tarfile.open(file) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar if info.isreg()]  # type: ignore[union-attr]


def written(target: Path, parts: list[Member]) -> Path:
    with tarfile.open(target, "w:gz", compresslevel=1) as tar:
        for info, content in parts:
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
    return target


def with_sums(parts: list[Member], extra: Member) -> list[Member]:
    """A backup with one more member whose checksum is right: only its name or kind can give it away."""
    import hashlib

    info, content = extra
    head, sums = json.loads(parts[0][1]), json.loads(parts[-1][1])
    head |= {"files": head["files"] + 1, "bytes": head["bytes"] + len(content)}
    sums[info.name] = [len(content), hashlib.sha256(content).hexdigest()]
    return [
        (parts[0][0], json.dumps(head).encode()),
        *parts[1:-1],
        extra,
        (parts[-1][0], json.dumps(sums).encode()),
    ]


def refused(file: Path, folder: Path, why: str) -> None:
    """It says why, and there is no store: not a file, not a folder."""
    with pytest.raises(DataError, match=why):
        restore(file, folder)
    assert not folder.exists()


def test_what_comes_back_is_the_store(store: Path, backup: Path, tmp_path: Path) -> None:
    made = restore(backup, tmp_path / "again")
    assert made.releases == (NEWER, OLDER) and made.damaged == () and not made.accounts
    found, was = held(tmp_path / "again"), held(store)
    left_out = {".lock", "accounts.json", "boundaries/kept/large.json", "incoming/half.zip.part"}
    assert found.pop(".lock") == b""
    assert found == {name: content for name, content in was.items() if name not in left_out}


def test_an_empty_folder_will_do_and_a_full_one_will_not(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restore(backup, tmp_path / "empty")
    before = held(tmp_path / "empty")
    with pytest.raises(DataError, match="the folder is not empty"):
        restore(backup, tmp_path / "empty")
    assert held(tmp_path / "empty") == before
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(DataError, match="no folder"):
        restore(backup, file)


def test_while_an_import_holds_the_lock(store: Path, tmp_path: Path) -> None:
    with writing(store) as staging:
        (staging / "draft").write_text("half")
        made = back_up(store, tmp_path / "b.tar.gz")
    assert made.releases == (NEWER, OLDER)
    assert not [info.name for info, _ in members(tmp_path / "b.tar.gz") if "staging" in info.name]


def test_accounts_only_where_they_are_asked_for(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(store, file, accounts=store / "accounts.json")
    made = restore(file, tmp_path / "without")
    assert made.accounts and "secret" not in str(held(tmp_path / "without"))
    restore(file, tmp_path / "with", accounts=tmp_path / "accounts.json")
    assert (tmp_path / "accounts.json").read_text() == "secret"
    if os.name == "posix":
        assert (tmp_path / "accounts.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(DataError, match="such a file already"):
        restore(file, tmp_path / "third", accounts=tmp_path / "accounts.json")


def test_no_accounts_to_put_back(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no accounts"):
        restore(backup, tmp_path / "s", accounts=tmp_path / "a.json")
    assert not (tmp_path / "s").exists() and not (tmp_path / "a.json").exists()


def test_accounts_that_cannot_be_written_leave_no_store(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(store, file, accounts=store / "accounts.json")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for accounts, why in ((tmp_path / "absent" / "a.json", "does not exist"), (tmp_path / "link", "File exists")):
        with pytest.raises(DataError, match=f"{accounts.name}: .*accounts.*{why}"):
            restore(file, tmp_path / "s", accounts=accounts)
        assert not (tmp_path / "s").exists()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(DataError, match="No space left"):
        restore(file, tmp_path / "s", accounts=tmp_path / "a.json")
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off(backup: Path, tmp_path: Path, share: float) -> None:
    content = backup.read_bytes()
    (tmp_path / "cut").write_bytes(content[: int(len(content) * share)])
    refused(tmp_path / "cut", tmp_path / "s", "the file ")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_byte_that_was_changed(backup: Path, tmp_path: Path, share: float) -> None:
    """Inside the tar, where the checksum of gzip would not tell: every file has its own."""
    content = bytearray(gzip.decompress(backup.read_bytes()))
    place = next(at for at in range(int(len(content) * share), len(content)) if content[at])
    content[place] ^= 1
    (tmp_path / "changed").write_bytes(gzip.compress(bytes(content), 1))
    refused(tmp_path / "changed", tmp_path / "s", "the file ")


def named(name: str, kind: bytes = tarfile.REGTYPE, linked: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, linked
    return info


@pytest.mark.parametrize(
    "info",
    [
        named("../outside"), named("/etc/outside"), named("releases/../../outside"), named("boundaries/./x"),
        named("staging/x"), named(".lock"), named("accounts.json"), named("releases/loose"), named("boundaries"),
        named("boundaries/C:x"), named("boundaries\\x"), named("boundaries/.hidden"), named("boundaries/x."),
        named("boundaries/" + "a/" * 9 + "b"), named("boundaries/LSOA.parquet"), named("boundaries/a\nb"),
        named("boundaries/link", tarfile.SYMTYPE, "/etc/passwd"), named("boundaries/hard", tarfile.LNKTYPE, "boundaries/x"),
        named("boundaries/pipe", tarfile.FIFOTYPE), named("boundaries/device", tarfile.CHRTYPE), named("boundaries/d", tarfile.DIRTYPE),
        named("releases/1x-abc/manifest.json"), named("releases/9999-abc/records/x"),
    ],
    ids=lambda info: repr(info.name)[:30],
)  # fmt: skip
def test_a_member_that_no_backup_holds(backup: Path, tmp_path: Path, info: tarfile.TarInfo) -> None:
    file = written(tmp_path / "hostile.tar.gz", with_sums(members(backup), (info, b"x" if info.isreg() else b"")))
    refused(file, tmp_path / "s", "holds what")
    assert [path.name for path in tmp_path.iterdir()] == ["hostile.tar.gz"]


HEADS: list[tuple[Callable[[dict[str, int]], object], str]] = [
    (lambda head: head | {"backup": 2}, "newer version"),
    (lambda head: head | {"bytes": 10**18}, "are free"),
    (lambda head: head | {"bytes": 10}, "more than it says"),
    (lambda head: head | {"files": 3}, "more than it says"),
    (lambda _head: {}, "is no backup"),
    (lambda _head: [], "cannot be read"),
    (lambda head: head | {"bytes": "many"}, "is no backup"),
]


@pytest.mark.parametrize(("change", "why"), HEADS)
def test_a_head_that_is_wrong(backup: Path, tmp_path: Path, change: Callable[..., object], why: str) -> None:
    parts = members(backup)
    parts[0] = parts[0][0], json.dumps(change(json.loads(parts[0][1]))).encode()
    refused(written(tmp_path / "b.tar.gz", parts), tmp_path / "s", why)


def test_other_files_are_no_backup(tmp_path: Path) -> None:
    for name, content in (("text", b"hello"), ("gz", gzip.compress(b"hello")), ("empty", b"")):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, tmp_path / "s", "the file ")
    refused(tmp_path / "absent", tmp_path / "s", "no such file")
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", tmp_path / "s", "folder: the file cannot be read")


@pytest.mark.parametrize("time", ["1e300", "inf", "-inf", "nan"])
def test_a_time_that_no_file_has(backup: Path, tmp_path: Path, time: str) -> None:
    parts = members(backup)
    parts[1][0].pax_headers = {"mtime": time}
    refused(written(tmp_path / "b.tar.gz", parts), tmp_path / "s", "holds what no backup holds")


def test_a_head_too_deep_to_read(backup: Path, tmp_path: Path) -> None:
    (info, _), *rest = members(backup)
    parts = [(info, b'{"backup": ' + 10**5 * b"[" + 10**5 * b"]" + b"}"), *rest]
    refused(written(tmp_path / "b.tar.gz", parts), tmp_path / "s", "backup.json that cannot be read")


def test_a_folder_that_cannot_be_made(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused(backup, tmp_path / "file" / "s", "s: the store cannot be written")


def test_a_file_after_the_checksums(backup: Path, tmp_path: Path) -> None:
    parts = [*members(backup), (named("boundaries/late"), b"x")]
    refused(written(tmp_path / "b.tar.gz", parts), tmp_path / "s", "holds what no backup holds")


def test_a_damaged_release_is_backed_up_and_said(tmp_path: Path) -> None:
    store = first_store(tmp_path)
    (store / "releases" / OLDER / "areas.json").write_text("{}", encoding="utf-8")
    made = back_up(store, tmp_path / "b.tar.gz")
    assert len(made.damaged) == 1 and made.damaged[0].startswith(OLDER)
    assert restore(tmp_path / "b.tar.gz", tmp_path / "again").damaged == made.damaged


@pytest.mark.parametrize("names", [(NEWER,), (NEWER, OLDER)])
def test_what_was_damaged_comes_back_as_it_was(tmp_path: Path, names: tuple[str, ...]) -> None:
    """The newest too: the dashboard serves the last good one in its place."""
    store = first_store(tmp_path)
    for name in names:
        (store / "releases" / name / "manifest.json").write_text("{}", encoding="utf-8")
    back_up(store, tmp_path / "b.tar.gz")
    made = restore(tmp_path / "b.tar.gz", tmp_path / "again")
    assert tuple(each.partition(":")[0] for each in made.damaged) == names
    assert held(tmp_path / "again").keys() == held(store).keys()


def test_nothing_to_back_up_or_nowhere_to_write(store: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no release here"):
        back_up(tmp_path, tmp_path / "b.tar.gz")
    with pytest.raises(DataError, match="the folder for the backup does not exist"):
        back_up(store, tmp_path / "absent" / "b.tar.gz")
    with pytest.raises(DataError, match=r"none\.json: there is no such file"):
        back_up(store, tmp_path / "b.tar.gz", accounts=tmp_path / "none.json")
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_file_that_changes_while_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = first_store(tmp_path)
    file = store / "boundaries" / "ward.parquet"
    plain = tarfile.TarFile.addfile

    def changing(tar: tarfile.TarFile, info: tarfile.TarInfo, content: io.RawIOBase) -> None:
        plain(tar, info, content)
        if info.name == "boundaries/ward.parquet":
            file.write_bytes(file.read_bytes() + b"x")

    monkeypatch.setattr(tarfile.TarFile, "addfile", changing)
    with pytest.raises(DataError, match="it changed while it was being copied"):
        back_up(store, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists() and not list(tmp_path.glob(".b.tar.gz*"))


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End this process at the n-th rename, as a kill would: nothing is tidied up."""
    plain, seen = os.rename, iter(range(99))

    def rename(source: Path, target: Path) -> None:
        if next(seen) == step:
            os._exit(9)
        plain(source, target)

    monkeypatch.setattr(os, "rename", rename)
    yield


@pytest.mark.parametrize("step", range(4))
def test_a_kill_leaves_no_store_or_the_whole_one_and_it_can_be_tried_again(
    backup: Path, tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "s"
    child = os.fork()
    if child == 0:  # pragma: no cover
        with killed_at(step, monkeypatch):
            restore(backup, folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    assert not (folder / "releases").exists() and (folder / "staging" / RESTORED).exists()
    assert restore(backup, folder).releases == (NEWER, OLDER)


def test_the_time_of_a_file_is_kept(backup: Path, store: Path, tmp_path: Path) -> None:
    restore(backup, tmp_path / "s")
    was, now = (folder / "boundaries" / "ward.parquet" for folder in (store, tmp_path / "s"))
    assert int(was.stat().st_mtime) == int(now.stat().st_mtime) <= time.time()
