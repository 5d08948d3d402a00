"""What commands write on a terminal: one line of any text, and how far long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType


def one_line(text: str) -> str:
    """Text from a file or its name on one line, without what a terminal would obey."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def quiet_ctrl_c() -> None:
    """Have Ctrl+C end a program that still loads with a word, not with where it was; it ends by the signal as ever."""
    plain = sys.excepthook

    def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if KeyboardInterrupt in (kind, type(error.__cause__)):  # some of what is interrupted says so by another error
            sys.stderr.write("swp: stopped\n")
        else:
            plain(kind, error, trace)

    sys.excepthook = say


def progress() -> Callable[[str, float], None]:
    """A line that is written over on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _name, _part: None

    def show(name: str, part: float) -> None:
        end = "\n" if part >= 1 else ""
        sys.stderr.write(f"\r\033[K{part:4.0%}  {name[-70:]}{end}")
        sys.stderr.flush()

    return show
