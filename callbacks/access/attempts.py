"""Attempts to sign in: counted before the password is looked at, so that many at once do not slip through."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Final

from callbacks.access.counting import Hashed

ACCOUNT, ADDRESS = "account", "address"
WINDOW: Final = 15 * 60  # seconds
PER_ACCOUNT: Final = 10  # failures in a window, from wherever
PER_ADDRESS: Final = 100  # attempts, since an office may stand behind one address


def counted_address(address: str | None) -> str:
    """An address as it is counted: whoever has an IPv6 address has the whole /64."""
    try:
        given = ip_address(address or "")
    except ValueError:
        return "unknown"
    given = getattr(given, "ipv4_mapped", None) or given
    return str(given) if given.version == 4 else str(ip_network(f"{given}/64", strict=False))


def may_try(counts: Hashed, name: str, address: str | None) -> bool:
    """Count an attempt and say whether it may be made; names without an account are counted like others."""
    of_address = counts.add(ADDRESS, counted_address(address), WINDOW)
    if of_address > PER_ADDRESS:
        return False
    return counts.add(ACCOUNT, name, WINDOW) <= PER_ACCOUNT


def succeeded(counts: Hashed, name: str) -> None:
    """The account's failures no longer count; those of the address do, whose other attempts may be on others' accounts."""
    counts.forget(ACCOUNT, name)
