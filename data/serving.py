"""The store that this process serves; set once at the start, read by every request."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Final

from data.releases import Release, open_release

_store: Path | None = None
_held: Final[ContextVar[Release | None]] = ContextVar("held", default=None)


def serve_from(store: Path | None) -> None:
    """Serve this store, or without one the embedded demonstration."""
    global _store
    _store = store


def current_release() -> Release:
    """The release held for this request, else the newest of the store, looked for anew so that a new one is seen at once."""
    return _held.get() or open_release(_store)


def held_release() -> Release:
    """The newest release of the store, held until ``let_go``: one request is answered from one release."""
    release = open_release(_store)
    _held.set(release)
    return release


def let_go() -> None:
    """The next request may see a newer release."""
    _held.set(None)


def named_release(release_id: str) -> Release | None:
    """The release of that id, where the store has it."""
    release = open_release(_store, release_id)
    return release if release.id == release_id else None
