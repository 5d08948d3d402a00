"""A file read in portions gives the rows, lines and rejects of the file read as a whole, whatever stands in it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.formats import SourceFile, delimited, portions
from data.formats.containers import find_files
from data.formats.portions import Portion, Read, is_large, portions_of, quick_header, read_portion
from data.formats.tables import read_header, read_rows
from data.schema import Reject

SOURCE = SourceFile("f.csv", "f")


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (delimited, portions):
            patch.setattr(module, "BLOCK", 64)
        patch.setattr(portions, "PORTION", 128)
        yield


def whole(content: bytes) -> tuple[list[tuple[int, list[str]]], list[Reject]]:
    table = read_rows(SOURCE, lambda: io.BytesIO(content))
    return told([(chunk.rows, chunk.rejects) for chunk in table.chunks])


def told(chunks: list[tuple[pd.DataFrame, list[Reject]]]) -> tuple[list[tuple[int, list[str]]], list[Reject]]:
    rows = [
        (int(line), [str(cell) for cell in cells])
        for frame, _ in chunks
        for line, cells in zip(frame.index, frame.to_numpy(), strict=True)
    ]
    return rows, [reject for _, rejects in chunks for reject in rejects]


def in_portions(content: bytes, packed: bool) -> tuple[list[tuple[int, list[str]]], list[Reject], int]:
    """The portions put together as an import does it: each goes on from where the one before ended."""
    chunks: list[tuple[pd.DataFrame, list[Reject]]] = []
    planned = portions_of(SOURCE, lambda: io.BytesIO(content), packed=packed)
    end, line = 0, 0
    for portion in planned:
        if end >= portion.end:
            continue
        start = replace(portion, start=end, line=line) if end > portion.start else portion
        read: list[Read] = list(read_portion(lambda: io.BytesIO(content), start))
        chunks += [(chunk.rows, chunk.rejects) for chunk in read]
        end, line = (read[-1].bytes_read, read[-1].next_line) if read else (start.end, start.line)
    return *told(chunks), len(planned)


cells = st.sampled_from(["", "x", "long enough to fill a block soon", '"quoted, here"', '"a\nb"', '"\n\n"', "é", "1.5"])
lines = st.lists(st.lists(cells, min_size=1, max_size=4).map(",".join), max_size=40)


@given(lines=lines, end=st.sampled_from(["\n", "\r\n"]), packed=st.booleans(), closed=st.booleans())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_portions_are_the_whole(lines: list[str], end: str, packed: bool, closed: bool) -> None:
    content = ("a,b,c" + end + end.join(lines) + (end if closed else "")).encode()
    assert in_portions(content, packed)[:2] == whole(content)


def test_a_row_across_the_border_by_hand() -> None:
    """The third row begins at byte 124 and ends at byte 133; the border of portions would fall into it."""
    content = b"a,b\n" + b"1," + b"x" * 57 + b"\n" + b"2," + b"y" * 57 + b"\n" + b'3,"line\nend"\n4,z\n'
    planned = portions_of(SOURCE, lambda: io.BytesIO(content), packed=False)
    assert [(portion.start, portion.line, portion.end) for portion in planned] == [(4, 2, 124), (124, 4, 141)]
    content = content.replace(b"y" * 57, b"y" * 51)
    planned = portions_of(SOURCE, lambda: io.BytesIO(content), packed=False)
    assert [portion.start for portion in planned] == [4, 126]  # within the quotation marks
    (last,) = list(read_portion(lambda: io.BytesIO(content), planned[0]))[-1:]
    assert (last.bytes_read, last.next_line) == (135, 7)  # read on to the end of the block in which the row ends
    assert in_portions(content, False)[:2] == whole(content)


def test_packed_files_have_few_portions() -> None:
    content = b"a,b\n" + b"1,2\n" * 4000
    assert len(portions_of(SOURCE, lambda: io.BytesIO(content), packed=False)) == 126
    assert len(portions_of(SOURCE, lambda: io.BytesIO(content), packed=True)) <= portions.MOST_PACKED
    assert in_portions(content, packed=True)[:2] == whole(content)


def test_old_mac_files_and_small_ones_are_one_portion() -> None:
    for content in (b"a,b\r" + b"1,2\r" * 400, b"a,b\n1,2\n"):
        (portion,) = portions_of(SOURCE, partial(io.BytesIO, content), packed=False)
        assert isinstance(portion, Portion) and portion.last


def test_what_may_be_large(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,2\n" * 100
    (tmp_path / "a.csv").write_bytes(content)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(content))
    plain, packed = find_files([tmp_path]).files
    assert plain.unpacked == len(content) and is_large(plain.unpacked, plain.size)
    assert packed.unpacked is None and not is_large(packed.unpacked, packed.size)
    assert is_large(None, 8 << 20)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"sep=;\na;b\n1;2\n",
        b"a,b\r1,2\r",
        "a,cost \xa3\n1,2\n".encode(),
        "a,cost \xa3\n1,2\n".encode("cp1252"),
        b"a,b",
        b'"a\nb",c\n1,2\n',
        b"\n\na,b\n" + b"1,2\n" * 100_000,
        "a,cost \xa3\n".encode() + b"1,2\n" * 100_000 + b"\x80,2\n",  # the last row makes it Windows text
    ],
)
def test_the_header_alone(content: bytes) -> None:
    whole_header = read_rows(SOURCE, lambda: io.BytesIO(content)).header
    assert read_header(SOURCE, lambda: io.BytesIO(content)) == whole_header
    assert quick_header(SOURCE, lambda: io.BytesIO(content)) in (None, whole_header)
