"""The store that this process serves, set once at the start, and the reader of the request in hand."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from data.audience import EVERYTHING, Audience
from data.disclosure.rule import OPEN, Rule
from data.releases import Release, open_release

Rules = Mapping[Audience, Rule]

_store: Path | None = None
_rules: Rules = {}
_anyone: Audience = EVERYTHING
_held: Final[ContextVar[Release | None]] = ContextVar("held", default=None)
_reader: Final[ContextVar[Audience | None]] = ContextVar("reader", default=None)


def serve_from(store: Path | None, anyone: Audience = EVERYTHING, rules: Rules | None = None) -> None:
    """Serve this store, or without one the embedded demonstration; ``anyone`` is who has not signed in."""
    global _store, _rules, _anyone
    _store, _anyone, _rules = store, anyone, rules or {}


def current_audience() -> Audience:
    """Who asks: as the request's sign-in says, else anyone."""
    return _reader.get() or _anyone


def read_by(audience: Audience) -> None:
    """From now until ``let_go``, this request is answered for that audience."""
    _reader.set(audience)


def rule_for(audience: Audience) -> Rule:
    """What an audience is not told here."""
    return _rules.get(audience, OPEN)


def current_release() -> Release:
    """The release held for this request, else the newest of the store, looked for anew so that a new one is seen at
    once; as the request's audience sees it."""
    return seen(_held.get() or open_release(_store))


def held_release() -> Release:
    """The newest release of the store, held until ``let_go``: one request is answered from one release."""
    release = open_release(_store)
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
    """A release as the request's audience sees it."""
    audience = current_audience()
    return release.seen_by(audience, rule_for(audience))
