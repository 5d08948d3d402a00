"""A file that somebody asked for: written whole, or the one that was there stays."""

from __future__ import annotations

import os
from pathlib import Path

from data.schema import DataError
from data.store import sync, why


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by one rename; DataError, and whatever was there as it was, where the disk refuses.

    What is no plain file (a device, a pipe) is written to as it is.
    """
    target = path.resolve()  # a link stays a link
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        try:
            draft.write_bytes(content)
            sync(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(
            f"cannot be written ({why(error)})",
            where=str(path),
            mend="Check the space on the disk and the rights on the folder",
        ) from error
