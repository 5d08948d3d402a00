"""A large delimited file in portions that can be read apart from each other, with the same rows and line numbers.

A portion begins at a line. Where a quoted cell holds a line end just there, the portion before reads on until no row is
open, and says how far it came; whoever puts the portions together reads the next one from there.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.formats import SourceFile
from data.formats.chunks import Chunk, Opener, named_columns
from data.formats.delimited import (
    BLOCK,
    HELD,
    LONGEST_HEADER,
    Layout,
    Text,
    blocks_of,
    header_of,
    parse,
    read_block,
    survey,
)

PORTION: Final = 8 * BLOCK  # bytes, unpacked
MOST_PACKED: Final = 16  # portions of a packed file, each of which unpacks all that is before it
_START: Final = 1 << 18  # bytes in which a header is looked for first


@dataclass(frozen=True)
class Portion:
    """Lines of a file: from byte ``start``, where ``line`` begins, to byte ``end``; ``size`` is the whole file's."""

    layout: Layout
    start: int
    line: int
    end: int
    size: int

    @property
    def last(self) -> bool:
        return self.end >= self.size


@dataclass(frozen=True)
class Read(Chunk):
    """A chunk of a portion; ``bytes_read`` is of the whole file, ``next_line`` the line after its last."""

    next_line: int = 0


def portions_of(source: SourceFile, opener: Opener, *, packed: bool) -> list[Portion]:
    """The portions of a file, one where it is small or its lines end as on old Macs; passes over it once."""
    text = replace(survey(opener, source), content=None)
    first = next(blocks_of(source, opener, text), b"")
    cells, delimiter, line, rest = header_of(first.removeprefix(codecs.BOM_UTF8), text.encoding, source)
    layout = Layout(source, named_columns(cells, source), delimiter, text.encoding)
    whole = Portion(layout, len(first) - len(rest), line, text.size, text.size)
    if text.size <= PORTION or text.old_mac:
        return [whole]
    every = max(PORTION, -(-text.size // MOST_PACKED // BLOCK) * BLOCK) if packed else PORTION
    starts = [(at, number) for at, number in line_starts(source, opener, every) if whole.start < at < text.size]
    begins = [(whole.start, line), *starts]
    ends = [*(at for at, _ in starts), text.size]
    return [replace(whole, start=at, line=number, end=end) for (at, number), end in zip(begins, ends, strict=True)]


def line_starts(source: SourceFile, opener: Opener, every: int) -> Iterator[tuple[int, int]]:
    """The byte and the number of the last line that starts before each multiple of ``every`` bytes."""
    size, lines, start, line = 0, 1, 0, 1
    with opener() as stream:
        while block := read_block(stream, min(1 << 20, every), source):
            newline = block.rfind(b"\n") + 1
            lines += block.count(b"\n")
            if newline:
                start, line = size + newline, lines
            size += len(block)
            if size % every == 0:
                yield start, line


def read_portion(opener: Opener, portion: Portion) -> Iterator[Read]:
    """The rows of a portion, the same as of the whole file; the last chunk, maybe empty, tells where they end."""
    layout, done, line, waiting = portion.layout, portion.start, portion.line, b""
    text = Text(layout.encoding, portion.size, old_mac=False, content=None)
    for block in blocks_of(layout.source, opener, text, portion.start):
        data = waiting + block
        rows, rejects, waiting = parse(layout, data, line, last=False)
        line += data.count(b"\n") - waiting.count(b"\n")
        done += len(data) - len(waiting)
        yield Read(rows, rejects, done, line)
        if done >= portion.end and not waiting and not portion.last:
            return
    if waiting:
        rows, rejects, _ = parse(layout, waiting, line, last=True)
        yield Read(rows, rejects, done + len(waiting), line + waiting.count(b"\n"))


def quick_header(source: SourceFile, opener: Opener) -> list[str] | None:
    """The header by the first bytes of a file; None where only all of it tells (its encoding, or a long header)."""
    with opener() as stream:
        start = read_block(stream, _START, source)
        whole = len(start) < _START
    if not whole and start.count(b"\n") <= 2 * LONGEST_HEADER:
        return None
    if whole and b"\n" not in start:
        return None
    block = (start if whole else start[: start.rfind(b"\n") + 1]).removeprefix(codecs.BOM_UTF8)
    cells, others = (header_of(block, encoding, source)[0] for encoding in ("utf-8", "cp1252"))
    return named_columns(cells, source) if cells == others else None


def is_large(unpacked: int | None, size: int) -> bool:
    """Whether a file may be larger than a portion, by what its container says, else by its packed size."""
    return unpacked > PORTION if unpacked is not None else size > HELD // 16
