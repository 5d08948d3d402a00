"""Counts that all workers share: attempts to sign in, what may be used once, sessions that have ended.

On one machine they stand in a small SQLite file in a private folder, which all processes of an installation find because its
name follows from the key; with SWP_REDIS in Redis, for several machines. A process's own memory would let an attacker
try once for each worker. Names are hashed with the key before they are counted.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

from data.schema import DataError

TABLE: Final = "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, number INTEGER, until REAL)"
LOG: Final = logging.getLogger("swp")
SLOWEST: Final = 60.0  # seconds from a look at the clock to the count
Clock = Callable[[], float]


class NotCountedError(Exception):
    """The counts cannot be reached: nobody can be let in."""


class Counts(Protocol):
    """How often something happened in a window of time that begins with the first."""

    def add(self, name: str, seconds: int) -> int:
        """Count one more and give the number; NotCountedError where that cannot be done."""

    def forget(self, name: str) -> None:
        """Begin again with nothing."""

    def known(self, name: str) -> bool:
        """Whether it has been counted within its window."""


class FileCounts:
    """Counts in an SQLite file that the processes of one machine share; ``begin`` makes the folder it stands in."""

    def __init__(self, file: Path, clock: Clock = time.time, begin: Callable[[], object] = lambda: None) -> None:
        self.file, self.clock, self.begin = file, clock, begin
        self.known("")

    def add(self, name: str, seconds: int) -> int:
        now = self.clock()
        # A window that ends later than one beginning now would was begun before the clock was put back; or by a process
        # that looked at the clock after this one, and then was quicker.
        row = self._run(
            "INSERT INTO counts VALUES (:name, 1, :until) ON CONFLICT (name) DO UPDATE SET"
            " number = CASE WHEN until <= :now OR until > :latest THEN 1 ELSE number + 1 END,"
            " until = CASE WHEN until <= :now OR until > :latest THEN :until ELSE until END RETURNING number",
            {"name": name, "now": now, "until": now + seconds, "latest": now + seconds + SLOWEST},
        )
        if row[0] == 1:
            self._run("DELETE FROM counts WHERE until <= :now", {"now": now})
        return int(row[0])

    def forget(self, name: str) -> None:
        self._run("DELETE FROM counts WHERE name = :name", {"name": name})

    def known(self, name: str) -> bool:
        found = self._run(
            "SELECT 1 FROM counts WHERE name = :name AND until > :now", {"name": name, "now": self.clock()}
        )
        return found is not None

    def _run(self, statement: str, values: dict[str, Any]) -> Any:
        try:
            self.begin()  # each time: machines clear their temporary files, while we serve too
            with closing(sqlite3.connect(self.file, timeout=5, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = OFF")  # what a power cut loses is counted anew
                connection.execute(TABLE)
                return connection.execute(statement, values).fetchone()
        except (sqlite3.Error, DataError, OSError) as error:
            raise NotCountedError(str(error)) from error


class SharedCounts:
    """Counts in Redis, which several machines share."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def add(self, name: str, seconds: int) -> int:
        return int(self._asked(lambda: self._added(name, seconds)))

    def forget(self, name: str) -> None:
        self._asked(lambda: self.client.delete(name))

    def known(self, name: str) -> bool:
        return bool(self._asked(lambda: self.client.exists(name)))

    def _added(self, name: str, seconds: int) -> int:
        with self.client.pipeline(transaction=True) as together:
            together.set(name, 0, ex=seconds, nx=True)
            together.incr(name)
            return int(together.execute()[1])

    @staticmethod
    def _asked(what: Callable[[], Any]) -> Any:
        from redis import RedisError

        try:
            return what()
        except RedisError as error:
            raise NotCountedError(str(error)) from error


class Hashed:
    """Counts under names that tell nothing: hashed with the installation's key."""

    def __init__(self, counts: Counts, key: str) -> None:
        self.counts, self.key = counts, key.encode()

    def name(self, kind: str, what: str) -> str:
        digest = hmac.new(self.key, f"{kind}\0{what}".encode(), hashlib.sha256).hexdigest()
        return f"swp:{kind}:{digest[:32]}"

    def add(self, kind: str, what: str, seconds: int) -> int:
        """Count one more of a kind (``account``, ``address``, ...) and give the number."""
        try:
            return self.counts.add(self.name(kind, what), seconds)
        except NotCountedError as error:
            LOG.error("nobody can sign in, for attempts cannot be counted: %s", error)
            raise

    def forget(self, kind: str, what: str) -> None:
        self.counts.forget(self.name(kind, what))

    def known(self, kind: str, what: str) -> bool:
        return self.counts.known(self.name(kind, what))


def counts_of(shared: str, key: str) -> Hashed:
    """The counts of an installation: in Redis at that address, else in a private folder of this machine."""
    if not shared:
        folder = private_folder(key)
        try:
            return Hashed(FileCounts(folder / "counts.sqlite", begin=lambda: private_folder(key)), key)
        except NotCountedError as error:
            raise DataError(
                f"failed sign-ins cannot be counted ({error})",
                where=str(folder),
                mend="Remove the folder, or set TMPDIR",
            ) from error
    try:
        import redis
    except ImportError as error:
        raise DataError("SWP_REDIS needs the package redis", mend="uv sync --extra shared") from error
    try:
        client = redis.Redis.from_url(shared, socket_timeout=2, socket_connect_timeout=2)
    except ValueError as error:
        raise DataError(f"SWP_REDIS: {error}", where="environment", mend="redis://host:6379/0") from error
    return Hashed(SharedCounts(client), key)


def private_folder(key: str) -> Path:
    """A folder of this user alone that every process with the key finds; DataError where somebody else made it."""
    name = hmac.new(key.encode(), b"counts", hashlib.sha256).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"swp-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = os.name != "posix" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    if not stat.S_ISDIR(found.st_mode) or not ours:
        raise DataError("somebody else made the folder for counts", where=str(folder), mend="Remove it, or set TMPDIR")
    return folder
