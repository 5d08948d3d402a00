"""The store that this process serves, set once at the start, and the reader of the request in hand."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from threading import Thread
from typing import Final

from data.audience import EVERYTHING, Audience
from data.disclosure.rule import OPEN, Rule
from data.intact import DamagedError, checked_at_once, list_of, problems, refuse
from data.releases import Release, open_release
from data.restricted import kept_back_words, restricted
from data.schema import DataError
from data.store import release_folders

Rules = Mapping[Audience, Rule]

_store: Path | None = None
_rules: Rules = {}
_anyone: Audience = EVERYTHING
_signs_in: bool = True  # whether people can sign in here; without it a restricted release is kept back
_held: Final[ContextVar[Release | None]] = ContextVar("held", default=None)
_reader: Final[ContextVar[Audience | None]] = ContextVar("reader", default=None)
_passed_over: Final[set[str]] = set()  # releases whose damage stands in the log
_looked_through: Final[set[tuple[int, Path]]] = set()  # by process: what one worker refuses another does not know of


def serve_from(
    store: Path | None, anyone: Audience = EVERYTHING, rules: Rules | None = None, *, signs_in: bool = True
) -> None:
    """Serve this store, or without one the embedded demonstration; ``anyone`` is who has not signed in. Where nobody can
    sign in (``signs_in``), restricted releases are kept back."""
    global _store, _rules, _anyone, _signs_in
    _store, _anyone, _rules, _signs_in = store, anyone, rules or {}, signs_in


def current_audience() -> Audience:
    """Who asks: as the request's sign-in says, else anyone."""
    return _reader.get() or _anyone


def read_by(audience: Audience | None) -> None:
    """From now until ``let_go``, this request is answered for that audience; None for somebody who has not signed in."""
    _reader.set(audience)


def rule_for(audience: Audience) -> Rule:
    """What an audience is not told here."""
    return _rules.get(audience, OPEN)


def current_release() -> Release:
    """The release held for this request, else the newest of the store, looked for anew so that a new one is seen at
    once; as the request's audience sees it."""
    return seen(_held.get() or last_good(_store))


def held_release() -> Release:
    """The newest release of the store, held until ``let_go``: one request is answered from one release."""
    release = last_good(_store)
    _held.set(release)
    return seen(release)


def let_go() -> None:
    """The next request may see a newer release, and have another reader."""
    _held.set(None)
    _reader.set(None)


def named_release(release_id: str) -> Release | None:
    """The release of that id, where the store has it."""
    release = open_release(_store, release_id)
    return seen(release) if release.id == release_id else None


def seen(release: Release) -> Release:
    """A release as the request's audience sees it; DataError for a restricted one where nobody can sign in."""
    why = kept_back(release)
    if why:
        raise DataError(why, where=release.id, mend="See SECURITY.md")
    audience = current_audience()
    return release.seen_by(audience, rule_for(audience))


def kept_back(release: Release) -> str:
    """Why a release cannot be served here, in a sentence; empty where it can."""
    if _signs_in or not (found := restricted(release)):
        return ""
    return kept_back_words(release, found)


def unavailable() -> str:
    """Why nothing is served at the moment: the newest release is kept back. Empty where it is not, or there is none."""
    if _signs_in:
        return ""
    try:
        return kept_back(last_good(_store))
    except DataError:  # no release, or none that can be read: others say so
        return ""


def last_good(store: Path | None) -> Release:
    """The newest release that can be opened; it tells of newer ones that cannot (``Release.damaged``), and so does the
    log, once. DataError where none can."""
    try:
        release = open_release(store)
    except DataError as error:
        folders = release_folders(store) if store else []
        older = next((found for each in folders[1:] if (found := _opened_or_none(store, each.name))), None)
        if older is None:
            raise
        _tell_of(folders[0].name, error)
        release = older.instead_of(tuple(each.name for each in folders[: folders.index(older.folder)]))
    looked = os.getpid(), release.folder
    if looked not in _looked_through:
        _looked_through.add(looked)
        _look_through(release.folder)
    return release


def _opened_or_none(store: Path | None, release_id: str) -> Release | None:
    try:
        return open_release(store, release_id)
    except DataError as error:
        _tell_of(release_id, error)
        return None


def _tell_of(release_id: str, error: DataError) -> None:
    if release_id not in _passed_over:
        _passed_over.add(release_id)
        logging.getLogger("swp").error("%s; an older release is served", error)


def _look_through(folder: Path) -> None:
    """Read a release that was too large to be read when it was opened, beside the answering; damaged, it goes."""
    files = list_of(folder)
    if files is None or checked_at_once(files):
        return

    def look() -> None:
        for problem in problems(folder)[:1]:
            name, _, what = problem.partition(" ")
            refuse(folder, DamagedError(folder, name, what), seconds=float("inf"))

    Thread(target=look, daemon=True).start()
