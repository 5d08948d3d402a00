"""Delimited text, streamed: Arrow for well-formed blocks, the csv module where a block needs care.

Line numbers are those of the file. Arrow is trusted with a block only where rows and line ends agree
in number, so a quoted line end or a stray quotation mark never shifts a number or swallows a row.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from data.formats import SourceFile
from data.formats.chunks import TOO_FEW, TOO_MANY, Chunk, Opener, Table, named_columns
from data.formats.quoting import is_tidy, next_row, rows_with_care
from data.schema import DataError, Reject

BLOCK: Final = 8 << 20  # bytes read and parsed at a time
HELD: Final = 32 << 20  # a file up to this size is unpacked once and kept, a larger one unpacked twice
LONGEST_LINE: Final = 16 << 20
LONGEST_HEADER: Final = 20  # lines a header may run over
DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True)
class Text:
    """What the first pass over a file found."""

    encoding: str  # utf-8 or cp1252
    size: int
    old_mac: bool  # lines end in CR alone
    content: bytes | None  # the whole file where it is small


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are written."""

    source: SourceFile
    names: list[str]
    delimiter: str
    encoding: str


def read_delimited(source: SourceFile, opener: Opener) -> Table:
    """Header and chunks of a CSV-like file; memory stays at a few blocks whatever its size."""
    text = survey(opener, source)
    blocks = blocks_of(source, opener, text)
    first = next(blocks, b"").removeprefix(codecs.BOM_UTF8)
    header, delimiter, line, rest = header_of(first, text.encoding, source)
    names = named_columns(header, source)
    chunks = chunks_of(Layout(source, names, delimiter, text.encoding), itertools.chain([rest], blocks), line)
    notes = ("read as Windows-1252 text",) if text.encoding == "cp1252" else ()
    return Table(names, chunks, text.size, notes)


def survey(opener: Opener, source: SourceFile) -> Text:
    """Pass over the whole file once: UTF-8 if every byte of it is, else Windows-1252; and its size."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    encoding, size, held, returns, newlines = "utf-8", 0, io.BytesIO(), False, False
    with opener() as stream:
        while block := read_block(stream, 1 << 20, source):
            size += len(block)
            if size <= HELD:
                held.write(block)
            returns, newlines = returns or b"\r" in block, newlines or b"\n" in block
            if encoding == "utf-8" and not (block.isascii() and not decoder.getstate()[0]):
                encoding = _still_utf8(decoder, block)
    if encoding == "utf-8":
        encoding = _still_utf8(decoder, b"", final=True)
    return Text(encoding, size, returns and not newlines, held.getvalue() if size <= HELD else None)


def read_block(stream: IO[bytes], size: int, source: SourceFile) -> bytes:
    """Bytes of a file; DataError where the disk fails."""
    try:
        return stream.read(size)
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", where=source.name) from error


def _still_utf8(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> str:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def blocks_of(source: SourceFile, opener: Opener, text: Text, start: int = 0) -> Iterator[bytes]:
    """The file in blocks of whole lines, from byte ``start``; from wherever a line starts they end at the same bytes."""
    stream: IO[bytes] = io.BytesIO(text.content) if text.content is not None else opener()
    with stream:
        skip(stream, start, source)
        rest, size = b"", BLOCK + -start % BLOCK
        while data := read_block(stream, size, source):
            size = BLOCK
            data = rest + (data.replace(b"\r", b"\n") if text.old_mac else data)
            cut = data.rfind(b"\n") + 1
            rest = data[cut:]
            if len(rest) > LONGEST_LINE:
                raise DataError(
                    f"a line longer than {LONGEST_LINE >> 20} MB", where=source.name, mend="Give a CSV table"
                )
            if cut:
                yield data[:cut]
        if rest:
            yield rest


def skip(stream: IO[bytes], count: int, source: SourceFile) -> None:
    """Pass over the first bytes of a file."""
    if count and stream.seekable():
        stream.seek(count)
        return
    while count:
        count -= len(read_block(stream, min(count, 1 << 20), source)) or count


def header_of(block: bytes, encoding: str, source: SourceFile) -> tuple[list[str], str, int, bytes]:
    """Header cells, delimiter, number of the line after the header, and the block from there on."""
    lines = [line.decode(encoding, "replace").rstrip("\r") for line in block.split(b"\n", 2 * LONGEST_HEADER)]
    at = next((place for place, line in enumerate(lines) if line.strip()), None)
    if at is None:
        raise DataError("no header in the first lines", where=source.name, mend="Put the header in line 1")
    hint = re.fullmatch(r'"?sep=(.)"?\s*', lines[at])  # a line that Excel writes and reads
    at += hint is not None
    delimiter = hint[1] if hint else sniff(lines[at])
    try:
        cells, used = next_row(lines[at : at + LONGEST_HEADER], delimiter)
    except csv.Error as error:
        raise DataError(f"the header is no CSV row: {error}", where=source.name, mend="Save it as CSV again") from error
    if cells is None:
        raise DataError("a quotation mark in the header is not closed", where=source.name, mend="Close it")
    return cells, delimiter, at + used + 1, b"".join(block.split(b"\n", at + used)[at + used :])


def sniff(line: str) -> str:
    """The delimiter a header line uses: the one that occurs most outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def chunks_of(layout: Layout, blocks: Iterator[bytes], line: int) -> Iterator[Chunk]:
    """The rows in blocks of whole lines, of which the first begins with ``line``."""
    waiting, done = b"", 0
    for block in blocks:
        data = waiting + block
        if not data:
            continue
        rows, rejects, waiting = parse(layout, data, line, last=False)
        line += data.count(b"\n") - waiting.count(b"\n")
        done += len(data) - len(waiting)
        if len(rows) or rejects:
            yield Chunk(rows, rejects, done)
    if waiting:
        rows, rejects, _ = parse(layout, waiting, line, last=True)
        yield Chunk(rows, rejects, done + len(waiting))


def parse(layout: Layout, data: bytes, line: int, *, last: bool) -> tuple[pd.DataFrame, list[Reject], bytes]:
    """Rows and rejects of whole lines, and the bytes of a row that is not finished in them."""
    if quick := _parse_quickly(layout, data, line):
        return *quick, b""
    text = data.decode(layout.encoding, "replace")
    lines = text.removesuffix("\n").split("\n")
    found = rows_with_care(
        lines,
        line,
        layout.source.name,
        layout.delimiter,
        len(layout.names),
        last=last,
        strict_text=layout.encoding != "utf-8",
    )
    rows = pd.DataFrame(found.rows, columns=layout.names, index=np.array(found.lines, dtype="int64"), dtype="str")
    rest = b"\n".join(data.removesuffix(b"\n").split(b"\n")[len(lines) - found.left :]) if found.left else b""
    return rows.mask(rows == ""), found.rejects, rest + (b"\n" if rest and data.endswith(b"\n") else b"")


def _parse_quickly(layout: Layout, data: bytes, line: int) -> tuple[pd.DataFrame, list[Reject]] | None:
    """The same by Arrow; None where it cannot vouch for each line being one row."""
    if layout.encoding != "utf-8" and not data.isascii():
        try:
            data = data.decode(layout.encoding).encode()
        except UnicodeDecodeError:
            return None
    if b"\0" in data or _open_quote(data, layout.delimiter):
        return None
    bad: list[tuple[int, Reject]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        reason = TOO_MANY if row.actual_columns > row.expected_columns else TOO_FEW
        bad.append((row.number - 1, Reject(layout.source.name, line + row.number - 1, reason, row.text)))
        return "skip"

    try:
        table = _arrow_table(layout, data, keep)
    except pa.ArrowInvalid:
        return None
    count = data.count(b"\n") + (not data.endswith(b"\n"))
    if table.num_rows + len(bad) != count:
        return None
    numbers = np.delete(np.arange(line, line + count, dtype="int64"), [place for place, _ in bad])
    filled = ~_blank(table)
    if not filled.all():
        table, numbers = table.filter(pa.array(filled)), numbers[filled]
    rows = table.to_pandas(ignore_metadata=True)
    rows.index = pd.Index(numbers)
    return rows, [reject for _, reject in bad]


def _open_quote(data: bytes, delimiter: str) -> bool:
    """Whether quotation marks do not pair up in the block, or its last line may leave one open."""
    if data.count(b'"') % 2:
        return True
    last_line = data[data.rfind(b"\n", 0, -1) + 1 :].rstrip(b"\r\n")
    return b'"' in last_line and not is_tidy(last_line.decode("utf-8", "replace"), delimiter)


def _arrow_table(layout: Layout, data: bytes, keep: object) -> pa.Table:
    return pacsv.read_csv(
        pa.BufferReader(data),
        # One thread: only then does Arrow number the rows that do not fit.
        read_options=pacsv.ReadOptions(use_threads=False, column_names=layout.names, block_size=len(data) + 1),
        parse_options=pacsv.ParseOptions(
            delimiter=layout.delimiter, ignore_empty_lines=False, invalid_row_handler=keep
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(layout.names, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,  # survey has seen to it
        ),
    )


def _blank(table: pa.Table) -> npt.NDArray[np.bool_]:
    blank = np.ones(table.num_rows, dtype=bool)
    for column in table.columns:
        if not blank.any():
            break
        blank &= pc.is_null(column).to_numpy()
    return blank
