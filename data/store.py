"""The store: a folder of immutable releases. One is published whole or not at all, and one at a time.

Layout: ``releases/<id>/`` (never changed once there), ``boundaries/`` (registered official boundaries),
``staging/`` (what an import is writing; anything found there at the start of the next one is a remnant).

The lock is the system's own (flock): it ends with the process that holds it, killed or not, so none is ever stale. It
holds on one machine. On a network file system it may not be seen by others: import on one machine only.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
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
FILES: Final = "files.json"  # of a release: each of its files with size and SHA-256 (``data.intact``)

_ID: Final = re.compile(r"[0-9]+-.+")


def release_folders(store: Path) -> list[Path]:
    """Folders of the published releases, newest first; DataError where the disk does not say."""
    try:
        listed = list((store / RELEASES).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DataError(
            f"the store cannot be read ({why(error)})",
            where=str(store),
            mend="Check the disk and the rights on the folder",
        ) from error
    found = [folder for folder in listed if _ID.fullmatch(folder.name) and is_release(folder)]
    return sorted(found, key=lambda path: int(path.name.partition("-")[0]), reverse=True)


def is_release(folder: Path) -> bool:
    """Whether a folder is a release: by its manifest or, where that is lost, by its list of files. One that the disk does
    not let us look into is a release that cannot be opened."""
    for name in (MANIFEST, FILES):
        try:
            (folder / name).stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return True
        return True
    return False


@contextmanager
def held(lock_file: Path, store: Path, taken: str) -> Iterator[None]:
    """Hold a lock file of a store, made with its folder; DataError in the words of ``taken`` where another process holds it."""
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_file.open("w")
    except OSError as error:
        raise cannot_write(store, error) from error
    with lock:
        try:
            take(lock)
        except OSError as error:
            raise DataError(taken, where=str(store), mend="Wait until it has ended") from error
        yield


@contextmanager
def writing(store: Path) -> Iterator[Path]:
    """Hold the store's lock and give an empty staging folder, removed at the end whatever happens.

    DataError where another command holds the lock, and for what the disk refuses, then or later.
    """
    with held(store / LOCK, store, "another command is writing to this store"):
        staging = store / STAGING
        try:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            yield staging
        except OSError as error:
            raise cannot_write(store, error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def check_room(store: Path, needed: int) -> None:
    """DataError where the disk has fewer bytes free than that: said before the work rather than after it."""
    free = shutil.disk_usage(store).free
    if free < needed:
        raise DataError(
            f"the disk has {free / 1e6:,.1f} MB free and a new release takes at least {needed / 1e6:,.1f} MB;"
            " the store is as it was",
            where=str(store),
            mend="Make room on the disk",
        )


def cannot_write(store: Path, error: OSError) -> DataError:
    """The error for what the disk refused."""
    return DataError(
        f"the store cannot be written ({why(error)}); it is as it was",
        where=str(store),
        mend="Check the space on the disk and the rights on the folder",
    )


def why(error: OSError) -> str:
    """What the system says, in a few words."""
    if error.errno:
        return os.strerror(error.errno)
    if isinstance(error, shutil.Error):  # of a folder that was copied: where from, where to and why, of each file
        text = str(error.args[0][0][-1])
        return text.partition("] ")[2].partition(":")[0] or text
    if "written" in str(error):  # NumPy says only that less was written than it asked for
        return os.strerror(errno.ENOSPC)
    return str(error).partition("\n")[0]


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
    """SHA-256 over the names and bytes of all files below ``folder``, in the order of their names.

    The manifest, which tells the id, and the list of files are no part of it; nor is what desktops leave behind.
    """
    digest = hashlib.sha256()
    for path in files_below(folder):
        if path in (folder / MANIFEST, folder / FILES):
            continue
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """All files below a folder in the order of their names, hidden ones left out."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def write_list(folder: Path) -> None:
    """Write the list of a release's files, so that damage is told from what was written."""
    listed: dict[str, tuple[int, str]] = {}
    for path in files_below(folder):
        if path != folder / FILES:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            listed[path.relative_to(folder).as_posix()] = path.stat().st_size, digest
    (folder / FILES).write_text(json.dumps(listed, indent=0) + "\n", encoding="utf-8")


def publish(draft: Path, store: Path, release_id: str) -> Path:
    """Move a finished draft into its place: listed and on disk first, then visible by one rename."""
    write_list(draft)
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
