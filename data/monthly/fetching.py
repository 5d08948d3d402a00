"""Fetch a file over the network: whole or not at all, within a size, on from where a broken connection left it."""

from __future__ import annotations

import http.client
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLError
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from data.monthly.wanted import check_address, is_this_machine
from data.schema import DataError
from data.store import sync

BLOCK: Final = 1 << 20
GONE: Final = (404, 410)
TROUBLE: Final = (URLError, TimeoutError, ConnectionError, SSLError, http.client.HTTPException)


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a server to say anything, tries, and seconds before the second try (twice as many each time)."""

    answer_s: float = 60
    tries: int = 4
    pause_s: float = 2.0


@dataclass(frozen=True)
class Fetched:
    """What came of an address: a file, or None where it is as it was (``tag`` names the version)."""

    file: Path | None
    tag: str


class NotThereError(Exception):
    """The server has no such file."""


class Redirects(HTTPRedirectHandler):
    """Follows where a server sends, as long as nobody on the way can change what comes from there."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        where = f"redirected from {req.full_url}"
        check_address(newurl, where)
        to_us, from_us = (is_this_machine(urlsplit(url).hostname or "") for url in (newurl, req.full_url))
        if to_us and not from_us:  # what answers here may be for nobody else
            raise DataError(
                "a server elsewhere sends to this machine", where=f"{where}, {newurl}", mend="Check the address"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener() -> OpenerDirector:
    """Opens the web and nothing else: no files, no FTP."""
    made = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        Redirects(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        made.add_handler(handler)
    return made


def fetch(
    url: str,
    folder: Path,
    *,
    largest: int,
    known: str = "",
    patience: Patience | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """The file at an address, in ``folder``, unless its version is the ``known`` one.

    Written beside its place and renamed when all of it is there; what a broken connection left is gone on with, if the server
    still has the same version. NotThereError where the server has none; DataError when patience ends or it is too large.
    """
    patience = patience or Patience()
    target = folder / file_name(url)
    for attempt in range(patience.tries):
        if attempt:
            sleep(patience.pause_s * 2 ** (attempt - 1))
        try:
            tag = attempted(url, target, largest, known, patience.answer_s)
            return Fetched(target if tag is not None else None, known if tag is None else tag)
        except HTTPError as error:
            error.close()
            if error.code in GONE:
                raise NotThereError(url) from error
            if error.code < 500 and error.code not in (408, 416, 429):
                raise DataError(
                    f"the server refuses (HTTP {error.code})", where=url, mend="Check the address"
                ) from error
            trouble = f"HTTP {error.code}"
        except TROUBLE as error:
            trouble = str(getattr(error, "reason", "")) or str(error) or type(error).__name__
    raise DataError(f"cannot be fetched ({trouble})", where=url, mend="Run it again: what has come is kept")


def attempted(url: str, target: Path, largest: int, known: str, wait: float) -> str | None:
    """One try: the tag of the version that is now at ``target``, or None where the server has the known one still."""
    part, mark = target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.tag")
    begun = mark.read_text(encoding="utf-8") if part.is_file() and mark.is_file() else ""
    headers = {"User-Agent": "safer-westminster", "Accept-Encoding": "identity"}
    if begun:
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": begun}
    elif known:
        headers["If-None-Match"] = known
    try:
        response = opener().open(Request(url, headers=headers), timeout=wait)  # noqa: S310 - web addresses only
    except HTTPError as error:
        if error.code == 304:
            error.close()
            return None
        if error.code == 416:  # what was kept is no part of it
            part.unlink(missing_ok=True)
        raise
    with response:
        tag = response.headers.get("ETag", "")
        strong = "" if tag.startswith("W/") else tag
        goes_on = response.status == 206 and starts_at(response.headers.get("Content-Range", "")) == size_of(part)
        if response.status == 206 and not goes_on:
            part.unlink(missing_ok=True)
            raise http.client.HTTPException("the server sent another part than was asked for")
        mark.write_text(strong, encoding="utf-8")
        try:
            with part.open("ab" if goes_on else "wb") as file:
                receive(response, file, url, largest)
        except DataError:  # nothing to go on with
            part.unlink(missing_ok=True)
            raise
    sync(part)
    part.replace(target)
    mark.unlink(missing_ok=True)
    return tag


def receive(response: http.client.HTTPResponse, file: IO[bytes], url: str, largest: int) -> None:
    """Write what comes; DataError where it is more than may be or than there is room for, IncompleteRead where less."""
    length, size = response.headers.get("Content-Length", ""), file.tell()
    expected = size + int(length) if length.isdecimal() else None
    too_large = DataError(
        f"is larger than {largest // 1_000_000:,} MB", where=url, mend="If it should be, raise largest_mb"
    )
    if expected is not None and expected > largest:
        raise too_large
    if expected is not None and expected - size > shutil.disk_usage(Path(file.name).parent).free:
        raise DataError("there is no room for it on the disk", where=url, mend="Make room, or move the store")
    while block := response.read1(BLOCK):
        size += len(block)
        if size > largest:
            raise too_large
        file.write(block)
    if expected is not None and size != expected:
        raise http.client.IncompleteRead(b"", expected - size)


def starts_at(content_range: str) -> int:
    """``bytes 100-199/200`` -> 100; -1 for anything else."""
    found = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", content_range)
    return int(found[1]) if found else -1


def size_of(part: Path) -> int:
    """Bytes that have come already."""
    return part.stat().st_size if part.is_file() else 0


def file_name(url: str) -> str:
    """What a file is called here: the end of its address, without what a file system could take for more than a name."""
    last = unquote(urlsplit(url).path).rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9._ -]", "_", last).strip(". ")[:120] or "download"
