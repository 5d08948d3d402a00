"""The store: a folder of immutable releases. One is published whole or not at all, and one at a time.

Layout: ``releases/<id>/`` (never changed once there), ``boundaries/`` (registered official boundaries),
``staging/`` (what an import is writing; anything found there at the start of the next one is a remnant).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from data.schema import DataError

RELEASES: Final = "releases"
STAGING: Final = "staging"
LOCK: Final = ".lock"
MANIFEST: Final = "manifest.json"


def release_folders(store: Path) -> list[Path]:
    """Folders of the published releases, newest first."""
    found = [path for path in (store / RELEASES).glob("[0-9]*-*") if (path / MANIFEST).is_file()]
    return sorted(found, key=lambda path: int(path.name.partition("-")[0]), reverse=True)


@contextmanager
def writing(store: Path) -> Iterator[Path]:
    """Hold the store's lock and give an empty staging folder, removed at the end whatever happens.

    DataError where another import holds the lock, and for what the disk refuses, then or later.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = (store / LOCK).open("w")
    except OSError as error:
        raise cannot_write(store, error) from error
    with lock:
        try:
            take(lock)
        except OSError as error:
            raise DataError(
                "another import is writing to this store", where=str(store), mend="Wait until it has ended"
            ) from error
        staging = store / STAGING
        try:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            yield staging
        except OSError as error:
            raise cannot_write(store, error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def cannot_write(store: Path, error: OSError) -> DataError:
    """The error for what the disk refused."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return DataError(
        f"the store cannot be written ({reason}); it is as it was",
        where=str(store),
        mend="Check the space on the disk and the rights on the folder",
    )


def take(lock: IO[str]) -> None:
    """Lock an open file for this process until it is closed; OSError where another has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def next_release_id(store: Path, content: str) -> str:
    """A running number, so that the newest is known, and eight digits of what the release holds."""
    newest = next(iter(release_folders(store)), None)
    number = int(newest.name.partition("-")[0]) + 1 if newest else 1
    return f"{number:04d}-{content[:8]}"


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files below ``folder``, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def publish(draft: Path, store: Path, release_id: str) -> Path:
    """Move a finished draft into its place: on disk first, then visible by one rename."""
    for path in draft.rglob("*"):
        sync(path)
    sync(draft)
    target = store / RELEASES / release_id
    target.parent.mkdir(exist_ok=True)
    os.rename(draft, target)  # noqa: PTH104 - the one atomic step, named as such
    sync(target.parent)
    return target


def sync(path: Path) -> None:
    """Ask the system to put a file or folder on disk now."""
    if sys.platform == "win32" and path.is_dir():  # Windows cannot open folders, and needs not
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
