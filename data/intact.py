"""Whether a release is as it was written: a published one lists its files, each with its size and SHA-256.

Opening compares names and sizes, and the content of what figures are read from as long as that takes no time. All of it
is compared on request, before an import builds on it, and for a backup. A release of before lists were written opens
without; its id tells what all of it must add up to.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.intake.parts import RESTORE
from data.intake.rejected import FILE as REJECTED
from data.schema import DataError
from data.store import FILES, MANIFEST, content_hash

AT_ONCE: Final = 64 << 20  # bytes that are read whole when a release is opened: less than a tenth of a second
LISTED: Final = "listed"  # in the manifest: there is a list, so one that is missing has been lost
AWHILE: Final = 10.0  # seconds for which a release that cannot be opened is not tried again

Files = Mapping[str, tuple[int, str]]  # by name: bytes, SHA-256


class DamagedError(DataError):
    """A release is not as it was written; ``file`` is the first that tells."""

    def __init__(self, folder: Path, name: str, problem: str) -> None:
        super().__init__(f"release {folder.name} is damaged: {name} {problem}", where=str(folder), mend=RESTORE)
        self.file = folder / name


def list_of(folder: Path) -> Files | None:
    """The files of a release as they were written; None for a release of before they were listed.

    DataError where the list is lost or cannot be read.
    """
    try:
        told = json.loads((folder / FILES).read_text(encoding="utf-8"))
        return {str(name): (int(size), str(digest)) for name, (size, digest) in told.items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DamagedError(folder, FILES, f"cannot be read ({reason(error)})") from error


def check_opened(folder: Path, manifest: Mapping[str, object]) -> None:
    """DataError unless every file is there in its size, and what figures are read from is as it was written."""
    files = list_of(folder)
    if files is None:
        if manifest.get(LISTED):
            raise DamagedError(folder, FILES, "is missing")
        return
    for name, problem in sizes_that_differ(folder, files):
        raise DamagedError(folder, name, problem)
    read = {name: told for name, told in files.items() if not (name == REJECTED or name.startswith("records/"))}
    if not checked_at_once(read):
        read = {name: told for name, told in read.items() if name.endswith(".json") and "/" not in name}
    for name, problem in contents_that_differ(folder, read):
        raise DamagedError(folder, name, problem)


def checked_at_once(files: Files) -> bool:
    """Whether there is so little that its content is compared whenever the release is opened."""
    return sum(size for size, _ in files.values()) <= AT_ONCE


def problems(folder: Path) -> list[str]:
    """What is wrong with a release, all of it read; nothing where it is whole."""
    try:
        files = list_of(folder)
        if files is None:
            return problems_of_before(folder)
        differing = dict(sizes_that_differ(folder, files))
        same = {name: told for name, told in files.items() if name not in differing}
        differing |= contents_that_differ(folder, same)
    except DataError as error:
        return [error.what]
    return [f"{name} {problem}" for name, problem in sorted(differing.items())]


def problems_of_before(folder: Path) -> list[str]:
    """What is wrong with a release that has no list: its id ends in what its files add up to."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get(LISTED):
            return [f"{FILES} is missing"]
        if manifest.get("id") != folder.name:
            return [f"{MANIFEST} is of no release, or of another"]
        if content_hash(folder)[:8] == folder.name.partition("-")[2]:
            return []
    except (OSError, ValueError, AttributeError) as error:
        return [f"it cannot be read ({reason(error)})"]
    return ["its files do not add up to what its id says"]


def check_whole(folder: Path) -> None:
    """DataError unless the release is as it was written; reads all of it."""
    for problem in problems(folder):
        name, _, what = problem.partition(" ")
        raise DamagedError(folder, name, what)


def sizes_that_differ(folder: Path, files: Files) -> Iterator[tuple[str, str]]:
    """The files that are missing or have another size, each with what is wrong; no file is read."""
    for name, (size, _) in files.items():
        try:
            found = (folder / name).stat().st_size
        except FileNotFoundError:
            yield name, "is missing"
        except OSError as error:
            yield name, f"cannot be read ({reason(error)})"
        else:
            if found != size:
                yield name, f"has {found:,} bytes instead of {size:,}"


def contents_that_differ(folder: Path, files: Files) -> Iterator[tuple[str, str]]:
    """The files whose content is not what was written, each with what is wrong."""
    for name, (_, digest) in files.items():
        try:
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    yield name, "is not what was written"
        except OSError as error:
            yield name, f"cannot be read ({reason(error)})"


def reason(error: Exception) -> str:
    """Why, without naming the file again."""
    return str(getattr(error, "strerror", None) or error).splitlines()[0]


@dataclass(frozen=True)
class Refusal:
    """A release that could not be opened, and until when that is taken for granted."""

    what: str
    where: str
    mend: str
    file: Path
    state: tuple[int, ...]
    until: float


_refused: Final[dict[Path, Refusal]] = {}


def state(path: Path) -> tuple[int, ...]:
    """What tells a file from another one in its place; () for none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def refuse(folder: Path, error: DataError, seconds: float = AWHILE) -> None:
    """Do not open this release again for a while: many readers would each have it read to find the same damage."""
    file = getattr(error, "file", folder / MANIFEST)
    until = time.monotonic() + seconds
    _refused[folder] = Refusal(error.what, error.where, error.mend, file, state(file), until)


def check_not_refused(folder: Path) -> None:
    """DataError for a release that was found damaged a moment ago and has not changed since."""
    refusal = _refused.get(folder)
    if refusal is None:
        return
    if time.monotonic() < refusal.until and state(refusal.file) == refusal.state:
        raise DataError(refusal.what, where=refusal.where, mend=refusal.mend)
    _refused.pop(folder, None)
