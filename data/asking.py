"""Which release, and which authority of it, a link asks: the one place where that is decided."""

from __future__ import annotations

from data.links import LinkRead, read_link
from data.releases import Release, open_release


def asked(link: str, release: Release) -> tuple[Release, LinkRead]:
    """The release that answers ``link``, and the selection read from its choices.

    ``release`` is the newest one, or any authority of it; the link alone says which authority is asked, and may
    name an earlier release of the store.
    """
    release = release.whole
    read = read_link(link, release.choices)
    if read.selection.release and read.selection.release != release.id:
        release = open_release(release.store, read.selection.release).seen_by(release.audience, release.rule)
        read = read_link(link, release.choices)
    return release.within(read.selection.authority or ""), read
