"""What a monthly job reads: addresses and folders that whoever runs the installation has named, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from data.schema import DataError

MONTH: Final = "{month}"
KEYS: Final = frozenset({"authority", "largest_mb", "from"})
SOURCE_KEYS: Final = frozenset({"url", "folder", "sha256"})
LARGEST_MB: Final = 4000
EXAMPLE: Final = 'authority = "E09000033"; [[from]] url = "https://..."; [[from]] folder = "/srv/deliveries"'


@dataclass(frozen=True)
class Source:
    """An address (``{month}`` in it stands for the newest month there is) or a folder; ``sha256`` where it is known."""

    url: str = ""
    folder: Path | None = None
    sha256: str = ""

    @property
    def name(self) -> str:
        return self.url or str(self.folder)


@dataclass(frozen=True)
class Wanted:
    """What to read, and into releases about whom; no file is fetched that is larger than ``largest`` bytes."""

    sources: tuple[Source, ...] = field(default=())
    authority: str = "E09000033"
    largest: int = LARGEST_MB * 1_000_000


def wanted(config: Path | None, also: Sequence[str], authority: str = "") -> Wanted:
    """What a configuration file asks for and the command line adds; DataError for what cannot be meant."""
    found = read_config(config) if config else Wanted()
    sources = (*found.sources, *(source_of({"url" if "://" in text else "folder": text}, "--from") for text in also))
    if not sources:
        raise DataError(
            "nothing to read was named", mend="swp monthly --from URL-OR-FOLDER, or a file: --config FILE (SWP_MONTHLY)"
        )
    return replace(found, sources=sources, authority=authority or found.authority)


def read_config(file: Path) -> Wanted:
    """A configuration file (TOML), all of it understood."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError("cannot be read", where=str(file), mend="Check its path and rights") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"is no TOML ({error})", where=str(file), mend=f"Write it like this: {EXAMPLE}") from error
    sources, largest, authority = told.get("from", []), told.get("largest_mb", LARGEST_MB), told.get("authority", "")
    if unknown := sorted(set(told) - KEYS):
        raise DataError(f"{unknown[0]!r} means nothing", where=str(file), mend=f"Known are {', '.join(sorted(KEYS))}")
    if not isinstance(sources, list) or not all(isinstance(source, dict) for source in sources):
        raise DataError("'from' is no list of tables", where=str(file), mend=f"Write it like this: {EXAMPLE}")
    if not isinstance(largest, int) or isinstance(largest, bool) or largest < 1:
        raise DataError("'largest_mb' is no number of megabytes", where=str(file), mend="Give a whole number from 1")
    if not isinstance(authority, str):
        raise DataError("'authority' is no text", where=str(file), mend="Give a code such as E09000033, or all")
    listed = tuple(source_of(source, str(file)) for source in sources)
    return Wanted(listed, authority or Wanted.authority, largest * 1_000_000)


def source_of(told: dict[str, Any], where: str) -> Source:
    """One source, checked."""
    if unknown := sorted(set(told) - SOURCE_KEYS):
        raise DataError(
            f"{unknown[0]!r} means nothing", where=where, mend=f"Known are {', '.join(sorted(SOURCE_KEYS))}"
        )
    if not all(isinstance(value, str) for value in told.values()) or ("url" in told) == ("folder" in told):
        raise DataError("a source is one address or one folder", where=where, mend=f"Write it like this: {EXAMPLE}")
    sha256 = told.get("sha256", "").lower()
    if sha256 and (len(sha256) != 64 or set(sha256) - set("0123456789abcdef")):
        raise DataError("'sha256' is no checksum", where=where, mend="Give the 64 digits that sha256sum prints")
    if "folder" in told:
        if sha256:
            raise DataError("'sha256' is of one file", where=where, mend="Give it with a url")
        return Source(folder=Path(told["folder"]))
    check_address(told["url"], where)
    return Source(url=told["url"], sha256=sha256)


def check_address(url: str, where: str) -> None:
    """DataError unless what comes from an address comes from there: https, or this machine; no password in it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise DataError("is no address", where=f"{where}, {url}", mend="Give https://...") from None
    if parts.username or parts.password:
        raise DataError("an address holds a password", where=where, mend="Logs would show it: use one without")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))):
        raise DataError(
            "anybody on the way could change what comes from there", where=f"{where}, {url}", mend="Give https://..."
        )


def is_this_machine(host: str) -> bool:
    """Whether a host is the loopback of this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
