"""A backup put back as a store: into an empty folder, whole or not at all. What the file holds is hostile until checked."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from data.backup import ACCOUNTS, CHECKSUMS, HEAD, PARTS, VERSION, Sums
from data.intact import problems
from data.releases import open_release
from data.schema import DataError
from data.store import LOCK, MANIFEST, RELEASES, STAGING, release_folders, sync, why, writing

RESTORED: Final = "restored"  # in the staging folder
DEEPEST: Final = 8
LARGEST_TEXT: Final = 64 << 20  # bytes of a list of checksums: half a million files
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()'&,+-]{0,199}")
LATEST: Final = 1 << 40  # seconds from 1970 that any file system can keep
BLOCK: Final = 1 << 20
RELEASE_ID: Final = re.compile(r"[0-9]{1,9}-[0-9a-z]{1,64}", re.ASCII)
NOT_WHOLE: Final = "Use another copy of it"


@dataclass(frozen=True)
class Restored:
    """What was put back; ``damaged``: releases that were not whole when they were backed up."""

    releases: tuple[str, ...]
    files: int
    damaged: tuple[str, ...]
    accounts: bool  # whether the backup holds accounts


def restore(file: Path, store: Path, accounts: Path | None = None) -> Restored:
    """Put a backup back into an absent or empty folder; ``accounts`` is where accounts go, if they are wanted.

    DataError, and no store, where the file is no whole backup or the folder holds something.
    """
    existed, again = store.exists(), left_behind(store)
    check_empty(store, again)
    if accounts:
        check_absent(accounts)
    try:
        with opened(file) as content, writing(store) as staging:
            target = staging / RESTORED
            found = unpack(file, content, target)
            if accounts and not found.accounts:
                raise DataError("the backup holds no accounts", where=str(file), mend="Leave --accounts out")
            with put_beside(staging / ACCOUNTS, accounts):
                put_into_place(target, store, again)
            open_newest(store, found)
    except DataError:
        if not existed:
            with suppress(OSError):  # of a store that is there
                (store / LOCK).unlink(missing_ok=True)
                store.rmdir()
        raise
    return found


def check_absent(accounts: Path) -> None:
    """DataError where accounts cannot be put."""
    if accounts.exists():
        raise DataError("there is such a file already", where=str(accounts), mend="Name another one for the accounts")
    if not accounts.parent.is_dir():
        raise DataError("the folder for the accounts does not exist", where=str(accounts), mend="Make it first")


def opened(file: Path) -> IO[bytes]:
    """The file to read from; DataError where there is none, or none that can be read."""
    try:
        return file.open("rb")
    except OSError as error:
        absent = isinstance(error, FileNotFoundError)
        what = "there is no such file" if absent else f"the file cannot be read ({why(error)})"
        raise DataError(what, where=str(file), mend="Check its path and rights") from error


def open_newest(store: Path, found: Restored) -> None:
    """DataError where the newest release that was whole when it was backed up is one that cannot be opened here."""
    damaged = {told.partition(":")[0] for told in found.damaged}
    for name in [name for name in found.releases if name not in damaged][:1]:
        open_release(store, name)


def left_behind(store: Path) -> bool:
    """Whether a restore into this folder was killed: then it may begin again."""
    return (store / STAGING / RESTORED).is_dir() and not (store / RELEASES).exists()


def check_empty(store: Path, again: bool) -> None:
    """DataError where the folder holds anything; ``again``: parts that a killed restore had put there do not count."""
    allowed = {LOCK, STAGING, "lost+found", *(PARTS if again else ())}
    try:
        held = sorted(path.name for path in store.iterdir() if path.name not in allowed) if store.exists() else []
    except OSError as error:
        raise DataError("this is no folder that can be read", where=str(store), mend="Name an empty folder") from error
    if held:
        raise DataError(
            f"the folder is not empty (it holds {', '.join(held[:3])})",
            where=str(store),
            mend="Name an empty or absent folder",
        )


def unpack(file: Path, content: IO[bytes], target: Path) -> Restored:
    """Write what the backup holds below ``target`` and check all of it; accounts beside it."""
    reader = Reader(file, target)
    try:
        with tarfile.open(fileobj=content, mode="r|gz") as tar:
            for member in tar:
                reader.take(member, tar)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise reader.refuse(f"is no whole backup ({str(error) or 'it ends too soon'})") from error
    reader.check()
    for release in (target / RELEASES).iterdir():
        if not RELEASE_ID.fullmatch(release.name) or not (release / MANIFEST).is_file():
            raise reader.refuse(f"holds what is no release: {release.name}")
    releases = release_folders(target)
    damaged = tuple(f"{folder.name}: {found[0]}" for folder in releases if (found := problems(folder)))
    return Restored(tuple(path.name for path in releases), len(reader.read), damaged, ACCOUNTS in reader.read)


@dataclass
class Reader:
    """Takes the members of a backup one by one, each checked before a byte of it is written."""

    file: Path
    target: Path
    head: Mapping[str, Any] = field(default_factory=dict)
    checksums: Mapping[str, Any] | None = None
    read: Sums = field(default_factory=dict)
    folded: set[str] = field(default_factory=set)
    size: int = 0

    def take(self, member: tarfile.TarInfo, tar: tarfile.TarFile) -> None:
        """Write one member, or read one of our own; DataError for whatever we would not have written."""
        if self.checksums is not None or not member.isreg() or not abs(member.mtime) < LATEST:
            raise self.refuse(f"holds what no backup holds: {member.name[:80]!r}")
        content = tar.extractfile(member)
        if content is None:
            raise self.refuse(f"cannot be read at {member.name[:80]!r}")
        if not self.head:
            self.head = self.begun(member, content)
        elif member.name == CHECKSUMS:
            self.checksums = self.text(member, content)
        else:
            self.write(member, content)

    def begun(self, member: tarfile.TarInfo, content: IO[bytes]) -> Mapping[str, Any]:
        """What the backup says it holds; DataError where that is too new, or more than the disk has room for."""
        head = self.text(member, content) if member.name == HEAD else {}
        version, size = head.get("backup"), head.get("bytes")
        if not isinstance(version, int) or not isinstance(size, int) or not isinstance(head.get("files"), int):
            raise self.refuse("is no backup of a store")
        if version > VERSION:
            raise self.refuse(f"was written by a newer version (backup {version})", "Update swp")
        free = shutil.disk_usage(self.target.parent).free
        if size > free:
            raise self.refuse(f"needs {size:,} bytes where {free:,} are free", "Make room on the disk")
        return head

    def text(self, member: tarfile.TarInfo, content: IO[bytes]) -> Mapping[str, Any]:
        """One of our own members."""
        try:
            told = json.loads(content.read(min(member.size, LARGEST_TEXT)))
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise self.refuse(f"has a {member.name[:80]} that cannot be read")
        return told

    def write(self, member: tarfile.TarInfo, content: IO[bytes]) -> None:
        """A file of the store, hashed as it is written."""
        self.size += member.size
        if self.size > self.head["bytes"] or len(self.read) >= self.head["files"]:
            raise self.refuse("holds more than it says")
        path = self.place_of(member.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with path.open("xb") as written:
            while block := content.read(BLOCK):
                digest.update(block)
                written.write(block)
        os.utime(path, (member.mtime, member.mtime))
        self.read[member.name] = member.size, digest.hexdigest()

    def place_of(self, name: str) -> Path:
        """Where a member goes; DataError for a name that leads out of the store, or that another one has in other case."""
        parts = PurePosixPath(name).parts
        sound = len(parts) <= DEEPEST and all(NAME.fullmatch(part) and not part.endswith((".", " ")) for part in parts)
        known = name == ACCOUNTS or (len(parts) > 1 and parts[0] in PARTS and (parts[0] != RELEASES or len(parts) > 2))
        if not (sound and known) or "/".join(parts) != name or name.lower() in self.folded:
            raise self.refuse(f"holds what no backup holds: {name[:80]!r}")
        self.folded.add(name.lower())
        return self.target.parent / ACCOUNTS if name == ACCOUNTS else self.target.joinpath(*parts)

    def check(self) -> None:
        """DataError unless every file is there as it was backed up."""
        if self.checksums is None or not self.head:
            raise self.refuse("is no whole backup (it ends too soon)")
        told = {name: tuple(sums) if isinstance(sums, list) else sums for name, sums in self.checksums.items()}
        for name in sorted(told.keys() | self.read.keys()):
            if told.get(name) != self.read.get(name):
                raise self.refuse(f"is damaged at {name[:120]}")
        if not (self.target / RELEASES).is_dir():
            raise self.refuse("holds no release")

    def refuse(self, why: str, mend: str = NOT_WHOLE) -> DataError:
        return DataError(f"the file {why}", where=str(self.file), mend=mend)


def put_into_place(target: Path, store: Path, again: bool) -> None:
    """Move the parts into the store, releases last: until then it has nothing to show."""
    for path in target.rglob("*"):
        sync(path)
    for part in PARTS:
        if again and (store / part).exists():
            shutil.rmtree(store / part)
        if (target / part).is_dir():
            os.rename(target / part, store / part)  # noqa: PTH104 - the one atomic step, named as such
    sync(store)


@contextmanager
def put_beside(held: Path, accounts: Path | None) -> Iterator[None]:
    """Accounts hold hashes of passwords: written for their owner alone, and gone again where the block raises."""
    if accounts is None:
        yield
        return
    try:
        descriptor = os.open(accounts, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        mend = "Check the rights on the folder"
        raise DataError(f"the accounts cannot be written ({why(error)})", where=str(accounts), mend=mend) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(held.read_bytes())
        yield
    except BaseException:
        accounts.unlink(missing_ok=True)
        raise
