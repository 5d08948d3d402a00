"""What follows from boundaries alone, made once: kept in the store beside them and read again by every import."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

FOLDER: Final = "kept"


def kept_folder(store: str | Path | None) -> Path | None:
    """Where a store keeps such work; None without a store, or without boundaries registered in it."""
    if store is None or not (Path(store) / "boundaries").is_dir():
        return None
    return Path(store) / "boundaries" / FOLDER


def kept(folder: Path | None, name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under a name, which must tell all that they follow from; made and kept where they are not.

    A folder that cannot be written, or none, only means that they are made again.
    """
    if folder is None:
        return make()
    path = folder / name
    try:
        return path.read_bytes()
    except OSError:
        made = make()
    temporary = path.with_name(f".{name}.{os.getpid()}.{threading.get_ident()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(made)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
    return made


def digest(parts: Iterable[str]) -> str:
    """A name for what follows from these texts."""
    told = hashlib.sha256()
    for part in parts:
        told.update(f"{len(part)}:{part}".encode())
    return told.hexdigest()[:32]


def text_of(files: Iterable[Path]) -> str:
    """The text of files of code: as a part of a name it makes a newer version make its own."""
    return "".join(path.read_text(encoding="utf-8") for path in files)


def forget(store: str | Path) -> None:
    """Remove all that a store keeps, because its boundaries have changed."""
    folder = kept_folder(store)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
