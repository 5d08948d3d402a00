"""What takes longest of a release, worked out before a reader asks: what audiences are not told, and the page of evidence."""

from __future__ import annotations

from contextlib import suppress

from data.audience import Audience
from data.disclosure import protected
from data.releases import Release
from data.schema import DataError
from data.serving import last_good, seen
from data.settings import Settings, anyone, rule_of
from geo.pages import evidence


class Preparing:
    """Prepares the newest release of a store, and each that follows it; ``done`` is the last one that was."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.done = ""

    def __call__(self) -> None:
        """Prepare the newest release where that has not been done; what cannot be opened waits until it can."""
        with suppress(DataError, OSError):
            release = last_good(self.settings.store)
            if release.id == self.done:
                return
            self.protect(release)
            evidence.prepare(seen(release))
            self.done = release.id

    def protect(self, release: Release) -> None:
        """Make the tables of what audiences are not told; of a large store this takes a minute."""
        for audience in self.audiences():
            protected.prepare(release.seen_by(audience, rule_of(self.settings, audience)))

    def audiences(self) -> list[Audience]:
        """Who may read here and is not told everything."""
        nobody = self.settings.sign_in != "none" and self.settings.anyone is None  # all sign in
        readers = set() if nobody else {anyone(self.settings)}
        if self.settings.sign_in != "none":
            readers |= {Audience.PARTNER, Audience.ANALYST}
        return sorted(each for each in readers if rule_of(self.settings, each).withholds)
