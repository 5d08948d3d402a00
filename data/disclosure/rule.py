"""The rule of disclosure control for one audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEFAULT_MINIMUM: Final = 5
DEFAULT_SENSITIVE: Final = 10


@dataclass(frozen=True)
class Rule:
    """What an audience is not told.

    Attributes
    ----------
    minimum : records below which a cell is withheld; 0 withholds nothing, and nothing below applies.
    sensitive : the same for sensitive categories, which no small area tells at all.
    secondary : whether cells that would give a withheld one away are withheld too; off in the attacker's test alone.
    """

    minimum: int = 0
    sensitive: int = 0
    secondary: bool = True

    @property
    def withholds(self) -> bool:
        return self.minimum > 0

    @property
    def key(self) -> str:
        """What tells its answers from those under another rule."""
        return f"{self.minimum}-{self.sensitive}{'' if self.secondary else '-primary'}" if self.withholds else ""


OPEN: Final = Rule()
PUBLIC: Final = Rule(DEFAULT_MINIMUM, DEFAULT_SENSITIVE)
