"""Who reads: three audiences, each seeing what the one before it sees and more."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Audience(IntEnum):
    """In the order of what they may see; compare with ``>=``."""

    PUBLIC = 1  # anybody
    PARTNER = 2  # signed in: police, fire, health, probation, council
    ANALYST = 3  # signed in: works with the records themselves

    @property
    def word(self) -> str:
        """As settings, accounts and the audit log name it: ``public``."""
        return self.name.lower()


BY_WORD: Final = {audience.word: audience for audience in Audience}
EVERYTHING: Final = Audience.ANALYST  # what the command line sees: who runs it has the files
