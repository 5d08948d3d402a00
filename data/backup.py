"""A store in one file, and back: releases, boundaries, registered tables; every file with its checksum.

The file is a gzipped tar: ``backup.json`` (what it holds) first, then the files, ``checksums.json`` last, without which it
is not whole. Releases never change, so an import may run meanwhile; it is not waited for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from data.intact import problems
from data.pruning import REMOVED
from data.schema import DataError
from data.store import LOCK, RELEASES, files_below, release_folders, sync, take
from data.tables.registered import POPULATIONS, WEIGHTS

VERSION: Final = 1
BOUNDARIES: Final = "boundaries"
INCOMING: Final = "incoming"  # what the monthly job keeps: which files it has read, and its report
KEPT_OF_INCOMING: Final = ("taken.json", "report.json", "report.txt")
SMALL: Final = (BOUNDARIES, WEIGHTS, POPULATIONS, REMOVED, INCOMING)
PARTS: Final = (
    *SMALL,
    RELEASES,
)  # in the order in which they are put back: without releases a store has nothing to show
HEAD: Final = "backup.json"
CHECKSUMS: Final = "checksums.json"
ACCOUNTS: Final = "accounts"
MADE_AGAIN: Final = "kept"  # below the boundaries: what follows from them
_FAST: Final = 2  # arrays get a third of their size at once, and little less with more work

Sums = dict[str, tuple[int, str]]  # name -> bytes, SHA-256


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds; ``damaged``: releases that are not as they were written, each with its first problem."""

    releases: tuple[str, ...]
    files: int
    bytes: int
    damaged: tuple[str, ...] = ()


def back_up(store: Path, out: Path, accounts: Path | None = None) -> BackedUp:
    """Write the store into one file, whole or not at all; ``accounts`` names a file of accounts to put in too.

    DataError where there is no release, the disk refuses, or somebody changes what is being copied.
    """
    releases = release_folders(store)
    if not releases:
        raise DataError("there is no release here", where=str(store), mend="Publish one with swp import")
    if not out.parent.is_dir():
        raise DataError("the folder for the backup does not exist", where=str(out), mend="Make it first")
    if accounts and not accounts.is_file():
        raise DataError("there is no such file", where=str(accounts), mend="Name the file of accounts")
    damaged = tuple(f"{folder.name}: {found[0]}" for folder in releases if (found := problems(folder)))
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            written = write_archive(store, releases, file, accounts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
        sync(out.parent)
    except FileNotFoundError as error:
        raise changed(Path(error.filename or store)) from error
    except OSError as error:
        raise DataError(
            f"the backup cannot be written ({os.strerror(error.errno) if error.errno else error})",
            where=str(out),
            mend="Check the space on the disk and the rights on the folder",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return BackedUp(
        tuple(folder.name for folder in releases), len(written), sum(size for size, _ in written.values()), damaged
    )


def write_archive(store: Path, releases: list[Path], file: IO[bytes], accounts: Path | None) -> Sums:
    """Write everything into an open file; returns what it holds."""
    files = [path for folder in releases for path in files_below(folder)]
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_FAST, format=tarfile.PAX_FORMAT) as tar:
        writer = Writer(tar)
        with held_still(store):
            small = small_files(store)
            every = [*small, *files, *([accounts] if accounts else [])]
            head = {
                "backup": VERSION,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "releases": [folder.name for folder in releases],
                "files": len(every),
                "bytes": sum(path.stat().st_size for path in every),
            }
            writer.text(HEAD, head)
            for path in small:
                writer.copy(path, path.relative_to(store).as_posix())
        for path in files:
            writer.copy(path, path.relative_to(store).as_posix())
        if accounts:
            writer.copy(accounts, ACCOUNTS)
        writer.text(CHECKSUMS, {name: list(told) for name, told in writer.written.items()})
    return writer.written


def small_files(store: Path) -> list[Path]:
    """What is small and may change: all but the releases, without what follows from it or is under way."""
    found = [path for part in SMALL for path in files_below(store / part)]
    return [
        path
        for path in found
        if MADE_AGAIN not in path.relative_to(store).parts
        and (path.parent != store / INCOMING or path.name in KEPT_OF_INCOMING)
    ]


@contextmanager
def held_still(store: Path) -> Iterator[None]:
    """Hold the store's lock where it is free: an import that has it changes none of the small parts."""
    try:
        lock = (store / LOCK).open("a")
    except OSError:  # a store that can only be read does not change
        yield
        return
    with lock:
        with suppress(OSError):
            take(lock)
        yield


@dataclass
class Writer:
    """Puts files into the archive and notes what they add up to."""

    tar: tarfile.TarFile
    written: Sums = field(default_factory=dict)

    def copy(self, path: Path, name: str) -> None:
        """One file; DataError where it changes meanwhile."""
        before = path.stat()
        with path.open("rb") as source:
            reading = Reading(source)
            try:
                self.tar.addfile(member(name, before.st_size, int(before.st_mtime)), reading)
            except OSError as error:
                if error.errno is None:  # it ended too soon
                    raise changed(path) from error
                raise
        after = path.stat()
        if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino):
            raise changed(path)
        self.written[name] = before.st_size, reading.digest.hexdigest()

    def text(self, name: str, content: dict[str, Any]) -> None:
        """A file of our own."""
        made = (json.dumps(content, indent=1) + "\n").encode()
        self.tar.addfile(member(name, len(made), 0), io.BytesIO(made))


class Reading(io.RawIOBase):
    """An open file that is hashed as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def member(name: str, size: int, modified: int) -> tarfile.TarInfo:
    """A file's entry, without whose it was."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, modified, 0o644
    return info


def changed(path: Path) -> DataError:
    """The error for a file that did not hold still."""
    return DataError("it changed while it was being copied", where=str(path), mend="Run the backup again")
