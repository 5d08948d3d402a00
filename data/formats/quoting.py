"""CSV rows that need care: quoted line ends, unclosed quotation marks, stray control characters."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from data.formats.chunks import TOO_FEW, TOO_MANY
from data.schema import Reject

LONGEST_CELL_LINES: Final = 200  # a quoted cell with more line ends than this is an unclosed quotation mark
LONGEST_CELL: Final = 1 << 20  # and so is one with more characters than this

UNCLOSED: Final = "quotation mark that is not closed"
NO_TEXT: Final = "bytes that are text neither in UTF-8 nor in Windows-1252"


@dataclass
class Careful:
    """Rows found: their cells and line numbers, rejects, and how many lines were not used up."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    left: int = 0


def next_row(lines: list[str], delimiter: str, *, strict: bool = False) -> tuple[list[str] | None, int]:
    """The first row's cells and how many lines it takes; None where its quotation mark never closes.

    csv.Error for what the csv module refuses; ``strict``, also for text after a closing quotation mark.
    """
    used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        for line in lines:
            used += 1
            yield line + "\n"
        used += 1

    try:
        cells = next(csv.reader(feed(), delimiter=delimiter, strict=strict), [])
    except csv.Error:
        if used <= len(lines):
            raise
    if used > len(lines):
        return None, len(lines)
    return cells, used


def rows_with_care(
    lines: list[str], first_line: int, file: str, delimiter: str, width: int, *, last: bool, strict_text: bool
) -> Careful:
    """Rows from ``lines`` (without their ends) one by one.

    A cell may run over several lines, but not where one of them is a whole row by itself: then the
    first line has an unclosed quotation mark and is rejected alone, so that the rest is read.
    Unless ``last``, a row unfinished at the end is left for the next call. ``strict_text``: U+FFFD
    stands for bytes that could not be decoded.
    """
    found = Careful()
    place = 0
    while place < len(lines):
        line = lines[place]
        cells, used, reason = _read(lines, place, delimiter, width)
        if cells is None and not reason:
            if not last and len(lines) - place < LONGEST_CELL_LINES and sum(map(len, lines[place:])) < LONGEST_CELL:
                found.left = len(lines) - place
                return found
            reason = UNCLOSED
        whole = "\n".join(lines[place : place + used])
        if not reason and "\0" in whole:
            reason = "NUL byte"
        if not reason and strict_text and "\ufffd" in whole:
            reason = NO_TEXT
        if reason:
            found.rejects.append(Reject(file, first_line + place, reason, whole if used > 1 else line.rstrip("\r")))
        elif cells is not None and any(cells):
            found.rows.append(cells)
            found.lines.append(first_line + place)
        place += used
    return found


def _read(lines: list[str], place: int, delimiter: str, width: int) -> tuple[list[str] | None, int, str]:
    """Cells, lines used, and the reason to reject them; (None, 1, "") for an unclosed quotation mark."""
    line = lines[place].rstrip("\r")
    if not line.strip():
        return [], 1, ""
    try:
        if '"' not in line and "\r" not in line:
            cells: list[str] | None = line.split(delimiter)
            used = 1
        else:
            window = [part.rstrip("\r") for part in lines[place : place + LONGEST_CELL_LINES]]
            cells, used = next_row(window[:1], delimiter)
            if cells is None:
                cells, used = next_row(window, delimiter, strict=True)
    except csv.Error as error:
        return [], 1, UNCLOSED if "expected after" in str(error) else f"not a CSV row: {error}"
    if cells is None:
        return None, 1, ""
    if used > 1 and _swallows(window[1:used], delimiter, width, len(cells)):
        return [], 1, UNCLOSED
    if len(cells) != width:
        return [], used, TOO_MANY if len(cells) > width else TOO_FEW
    return cells, used, ""


def _swallows(following: list[str], delimiter: str, width: int, cells: int) -> bool:
    """Whether a row over several lines is one unclosed quotation mark that took whole rows with it."""
    return cells != width or any(is_tidy(line, delimiter, width) for line in following)


def is_tidy(line: str, delimiter: str, width: int | None = None) -> bool:
    """Whether a line is, by itself, a row (of ``width`` cells) with its quotation marks where they belong."""
    bare = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]|"")*"|[^"{bare}]*)'
    more = "*" if width is None else f"{{{width - 1}}}"
    return bool(re.fullmatch(rf"{cell}(?:{bare}{cell}){more}", line))
