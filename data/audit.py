"""The audit log: who signed in, what was taken away, what came in; one JSON line each, without personal data.

A person stands in it under a pseudonym, a hash of the account's name keyed with the installation's key: the same person is
the same eight bytes throughout, and only who has the key and the list of accounts can tell who it is
(``swp accounts list --pseudonyms``). A plain hash would not do, because names can be tried. Of an address only the network is
kept, and only where a sign-in failed. Passwords, tokens, and names that have no account are never written.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o600
LOG: Final = logging.getLogger("swp.audit")


@dataclass(frozen=True)
class Audit:
    """Where events are written, and the key of pseudonyms."""

    file: Path | None = None
    key: str = ""

    def pseudonym(self, name: str) -> str:
        """What stands for an account in the log; empty for nobody."""
        if not name:
            return ""
        return hmac.new(self.key.encode(), f"audit\0{name}".encode(), hashlib.sha256).hexdigest()[:16]

    def write(self, event: str, **told: str | int) -> None:
        """One event as a line that is written whole; where the file cannot be written, the log has it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": now, "event": event, **told}, ensure_ascii=False)
        if self.file is not None:
            try:
                descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
                try:
                    os.write(descriptor, f"{line}\n".encode())
                finally:
                    os.close(descriptor)
                return
            except OSError as error:
                LOG.error("the audit log cannot be written (%s): %s", error.strerror, self.file)
        LOG.info(line)


_audit = Audit()
_who: Final[ContextVar[str]] = ContextVar("who", default="")


def audit_to(audit: Audit) -> None:
    """Write this process's events there."""
    global _audit
    _audit = audit


def acting(name: str) -> None:
    """Whose request this thread answers from now on; empty for somebody who has not signed in."""
    _who.set(name)


def note(event: str, **told: str | int) -> None:
    """Write an event of the request in hand, with the pseudonym of whose it is."""
    who = _audit.pseudonym(_who.get())
    _audit.write(event, **({"who": who} if who else {}), **told)


def network_of(address: str | None) -> str:
    """The network of an address, without what tells one machine from another: ``192.0.2.0/24``, ``2001:db8::/48``."""
    try:
        given = ip_address(address or "")
    except ValueError:
        return ""
    given = getattr(given, "ipv4_mapped", None) or given
    return str(ip_network(f"{given}/{24 if given.version == 4 else 48}", strict=False))
