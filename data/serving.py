"""The store that this process serves; set once at the start, read by every request."""

from __future__ import annotations

from pathlib import Path

from data.releases import Release, open_release

_store: Path | None = None


def serve_from(store: Path | None) -> None:
    """Serve this store, or without one the embedded demonstration."""
    global _store
    _store = store


def current_release() -> Release:
    """The newest release of the store, looked for anew so that a new one is seen at once."""
    return open_release(_store)


def named_release(release_id: str) -> Release | None:
    """The release of that id, where the store has it."""
    release = open_release(_store, release_id)
    return release if release.id == release_id else None
