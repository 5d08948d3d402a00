"""Reading from archives that may be hostile or damaged: limits that are counted while bytes flow."""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

from data.schema import DataError


@dataclass(frozen=True)
class Limits:
    """How much an archive may unpack to, in bytes. The fullest real archives unpack about 30 to 1."""

    member: int = 8 << 30
    total: int = 32 << 30
    members: int = 20_000
    ratio: int = 200  # unpacked to packed, applied beyond ``ratio_from``
    ratio_from: int = 50_000_000


def check_size(unpacked: int, packed: int, limits: Limits, where: str, most: int | None = None) -> None:
    """Raise DataError for more bytes than allowed, or for a ratio that only a bomb has."""
    most = limits.member if most is None else most
    if unpacked > most:
        raise DataError(f"unpacks to more than {most / 1e6:,.0f} MB", where=where, mend="Give its files unpacked")
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1):
        raise DataError(
            f"unpacks to more than {limits.ratio} times its size, as a zip bomb does",
            where=where,
            mend="Unpack it yourself if you trust it",
        )


def check_archive(members: Sequence[zipfile.ZipInfo], packed: int, limits: Limits, where: str) -> None:
    """Raise DataError for an archive nobody makes in good faith."""
    if len(members) > limits.members:
        raise DataError(f"holds more than {limits.members} files", where=where, mend="Give its files unpacked")
    for member in members:
        name = member.orig_filename.replace("\\", "/")
        shown = f"{where}/{name[:200]}"
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or "\0" in name:
            raise DataError("a member's path points out of the archive", where=shown, mend="Do not trust this archive")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise DataError("a member is a symbolic link", where=shown, mend="Repack the files themselves")
        if member.flag_bits & 1:
            raise DataError("protected by a password", where=shown, mend="Unpack it and give its files")
        check_size(member.file_size, member.compress_size, limits, shown)
    twice = [name for name, count in Counter(member.filename for member in members).items() if count > 1]
    if twice:
        raise DataError("holds two files of one name", where=f"{where}/{twice[0]}", mend="Repack it")
    check_size(sum(member.file_size for member in members), packed, limits, where, limits.total)


def check_complete(stream: IO[bytes], members: int, where: str) -> None:
    """Raise DataError where a zip's last record counts other members than were found.

    zipfile does not compare the two, and a damaged directory loses members without a word.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 22))
    end = stream.read()
    record = end[end.rfind(b"PK\x05\x06") :]
    counted = int.from_bytes(record[10:12], "little")
    if counted not in (members, 0xFFFF):  # all ones: the count stands elsewhere, in a large archive
        raise DataError(
            f"the archive is damaged (it should hold {counted} files, {members} found)",
            where=where,
            mend="Download it again",
        )


@contextmanager
def said_plainly(where: str) -> Iterator[None]:
    """Turn what damaged archives and disks raise into DataError."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        words = str(error).lower()
        cut = isinstance(error, EOFError) or "truncated" in words or "not a zip file" in words
        what = "the archive is cut short" if cut else f"the archive is damaged ({error})"
        raise DataError(what, where=where, mend="Download it again") from error
    except NotImplementedError as error:
        raise DataError(f"packed in a way we cannot unpack ({error})", where=where, mend="Repack it as zip") from error
    except RuntimeError as error:  # how zipfile says that it needs a password
        raise DataError("protected by a password", where=where, mend="Unpack it and give its files") from error
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", where=where) from error


class Guarded(io.RawIOBase):
    """A stream that counts what it gives and stops at the limits; errors become DataError.

    ``packed`` tells how many packed bytes have been taken so far.
    """

    def __init__(self, stream: IO[bytes], limits: Limits, where: str, packed: Callable[[], int]) -> None:
        self._stream, self._limits, self._where, self._packed = stream, limits, where, packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with said_plainly(self._where):
            data = self._stream.read(len(buffer))
            buffer[: len(data)] = data
            self._given += len(data)
            check_size(self._given, self._packed(), self._limits, self._where)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def guarded(stream: IO[bytes], limits: Limits, where: str, packed: Callable[[], int]) -> IO[bytes]:
    """A buffered stream that stops at the limits; ``packed`` tells how many packed bytes have been taken."""
    return io.BufferedReader(Guarded(stream, limits, where, packed), buffer_size=1 << 18)


def ungzipped(stream: IO[bytes], limits: Limits, where: str) -> IO[bytes]:
    """The content of a gzip stream, guarded; ``stream`` is closed with it."""
    counted = _Counted(stream)
    unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=cast(IO[bytes], counted)))
    return guarded(cast(IO[bytes], _Chained(unpacked, stream)), limits, where, lambda: counted.taken)


class _Counted:
    """Counts the bytes read through it; gzip asks for nothing but ``read``."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.taken = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class _Chained:
    """Reads from one stream and closes two: GzipFile leaves the file under it open."""

    def __init__(self, stream: IO[bytes], under: IO[bytes]) -> None:
        self._stream, self._under = stream, under

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._under.close()
