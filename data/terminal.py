"""What commands write on a terminal: one line of any text, and how far long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable


def one_line(text: str) -> str:
    """Text from a file or its name on one line, without what a terminal would obey."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def progress() -> Callable[[str, float], None]:
    """A line that is written over on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _name, _part: None

    def show(name: str, part: float) -> None:
        end = "\n" if part >= 1 else ""
        sys.stderr.write(f"\r\033[K{part:4.0%}  {name[-70:]}{end}")
        sys.stderr.flush()

    return show
