"""Which release, and which authority of it, a link asks: the one place where that is decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from data.links import LinkRead, read_link
from data.releases import Release, open_release
from data.schema import DataError
from data.serving import kept_back

NEWEST_ONLY: Final = "earlier releases answer those who have signed in; the newest one answers"
DAMAGED: Final = "it cannot be read here; the newest one answers"
KEPT_BACK: Final = "it holds what only those who sign in may see; the newest one answers"
JUST_REMOVED: Final = "it has just been removed; the newest one answers"


def asked(link: str, release: Release) -> tuple[Release, LinkRead]:
    """The release that answers ``link``, and the selection read from its choices.

    ``release`` is the newest one, or any authority of it; the link alone says which authority is asked, and may
    name an earlier release of the store. One that cannot answer is left out, and said so.
    """
    release = release.whole
    read = read_link(link, release.choices)
    wanted = read.selection.release
    if wanted is None or wanted == release.id:
        return release.within(read.selection.authority or ""), read
    named = other_release(wanted, release)
    if isinstance(named, str):
        return release.within(read.selection.authority or ""), without_release(read, wanted, named)
    read = read_link(link, named.choices)
    return named.within(read.selection.authority or ""), read


def other_release(wanted: str, newest: Release) -> Release | str:
    """Another release of the store as the same reader sees it, or why it cannot answer.

    Whoever is told protected figures is told those of one release: two could be taken from each other.
    """
    if newest.rule.withholds:
        return NEWEST_ONLY
    try:
        named = open_release(newest.store, wanted)
    except DataError:
        return DAMAGED
    if kept_back(named):
        return KEPT_BACK
    return named.seen_by(newest.audience, newest.rule) if named.id == wanted else JUST_REMOVED


def without_release(read: LinkRead, wanted: str, reason: str) -> LinkRead:
    """The same question of the newest release, with a note."""
    note = f"release={wanted} was left out: {reason}."
    return LinkRead(replace(read.selection, release=None), (*read.notes, note))
