"""Partitions read by the workers of a Dask scheduler: any number of machines, the same release.

A partition is a task that gives equal bytes wherever and however often it runs, so a task of a lost worker is simply
run again by another. Workers need the same code, and the paths of the import and of the store as they are here; what
they read comes back through the network, so the store need not be writable for them.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from typing import Any, Final
from uuid import uuid4

from data.schema import DataError
from geo.placing.assign import Places, places_for
from geo.publishing.partitions import Partition
from geo.publishing.reading import Reading, read_partition
from geo.publishing.runners import Told

ANSWER: Final = 10.0  # seconds a scheduler has to answer
WORKERS: Final = 60.0  # seconds to wait for a worker, at the start and when all are gone
LOOK: Final = 1.0  # seconds between looks at whether anybody is still there
AHEAD: Final = 3  # partitions in hand for each thread of the workers: bounds what waits in memory
PACKAGES: Final = ("numpy", "pandas", "pyarrow", "shapely", "geopandas", "pyproj", "distributed")
CODE: Final = ("data", "geo")
ADDRESS: Final = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.%]+\]|[\w.-]+):\d{1,5}")

_making_places = threading.Lock()


@contextmanager
def connected(address: str) -> Iterator[DaskRunner]:
    """A runner on the scheduler at ``address``, and no longer than needed.

    DataError where Dask is missing, nobody answers, there is no worker, or a worker has another version.
    """
    if find_spec("distributed") is None:
        raise DataError(
            "Dask is not installed", where=f"--scheduler {address}", mend="pip install 'safer-westminster[scale]'"
        )
    check_address(address)
    distributed: Any = import_module("distributed")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said once, by us
    try:
        client = distributed.Client(address, timeout=ANSWER, set_as_default=False)
    except OSError as error:  # an unknown name, a closed port, silence (TimeoutError is one)
        raise DataError(
            f"no Dask scheduler answers there ({first_line(error)})",
            where=f"--scheduler {address}",
            mend="Start one with `dask scheduler` and give its address, as tcp://host:8786",
        ) from error
    try:
        runner = DaskRunner(client, address)
        runner.check_workers()
        yield runner
    finally:
        with suppress(OSError):  # it has gone itself; TimeoutError is one
            client.close(timeout=ANSWER)


def check_address(address: str) -> None:
    """DataError for what is no address; Dask itself would leave a half-made client behind."""
    if not ADDRESS.fullmatch(address) or not 0 < int(address.rpartition(":")[2]) < 1 << 16:
        raise DataError(
            "this is no address of a Dask scheduler",
            where=f"--scheduler {address}",
            mend="Give it as the scheduler prints it: tcp://host:8786",
        )


class DaskRunner:
    """Reads partitions on a cluster; a few at a time are in hand, and they are given back in their order."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address

    def readings(
        self, partitions: Sequence[Partition], places: Places, store: Path, told: Told
    ) -> Iterator[tuple[Partition, Reading]]:
        here = whereabouts(store, places)
        number = f"swp-{uuid4().hex}"
        waiting: deque[tuple[Partition, Any]] = deque()
        coming = iter(enumerate(partitions))
        while True:
            while len(waiting) < self.in_hand and (following := next(coming, None)):
                place, partition = following
                key = f"{number}-{place}"
                waiting.append((partition, self._client.submit(read_there, partition, *here, key=key, pure=False)))
            if not waiting:
                return
            partition, task = waiting.popleft()
            reading = self.result(task, partition)
            told(partition, 1.0 if partition.portion is None else partition.portion.end / partition.portion.size)
            yield partition, reading

    @property
    def workers(self) -> dict[str, Any]:
        """The workers the scheduler has now, by address; DataError where it has gone."""
        told = self._client.scheduler_info(n_workers=-1) if self._client.status == "running" else {}
        if "workers" not in told:
            raise self.gone("the Dask scheduler has gone")
        found: dict[str, Any] = told["workers"]
        return found

    @property
    def in_hand(self) -> int:
        return AHEAD * max(sum(worker["nthreads"] for worker in self.workers.values()), 1)

    def result(self, task: Any, partition: Partition) -> Reading:
        """What a task gave; DataError where it failed, or where nobody is left to run it."""
        last_seen = time.monotonic()
        while True:
            try:
                reading: Reading = task.result(timeout=LOOK)
                return reading
            except DataError:
                raise
            except TimeoutError:
                if self.workers:
                    last_seen = time.monotonic()
                elif time.monotonic() - last_seen > WORKERS:
                    raise self.gone("the Dask scheduler has no worker left") from None
            except Exception as error:
                raise self.failed(error, partition) from error

    def failed(self, error: Exception, partition: Partition) -> Exception:
        """The error to raise for one that came through Dask."""
        kind = type(error).__name__
        if kind == "KilledWorker":
            return DataError(
                "workers were lost again and again while they read it",
                where=partition.found.source.name,
                mend="Give them more memory, or fewer threads (dask worker --nthreads 1)",
            )
        if kind in ("FutureCancelledError", "CancelledError", "CommClosedError"):
            return self.gone("the Dask scheduler has gone")
        if isinstance(error, ImportError):
            return self.gone(f"a worker has not this program ({first_line(error)})")
        return error

    def gone(self, what: str) -> DataError:
        return DataError(
            f"{what}; nothing is half-written",
            where=f"--scheduler {self._address}",
            mend="Start workers with this program installed (dask worker ADDRESS) and import again",
        )

    def check_workers(self) -> None:
        """DataError where no worker comes, or one has another version."""
        try:
            self._client.wait_for_workers(1, timeout=WORKERS)
        except TimeoutError:
            raise self.gone("the Dask scheduler has no worker") from None
        try:
            found: dict[str, str] = self._client.run(fingerprint)
        except Exception as error:
            raise self.gone(f"a worker has not this program ({first_line(error)})") from error
        for worker, told in sorted(found.items()):
            if told != fingerprint():
                raise other_version(worker, told, fingerprint())


def whereabouts(store: Path, places: Places) -> tuple[str, str, tuple[str, ...], str]:
    """What a task needs to find the same places, and to know that it has the same version."""
    return str(store.resolve()), places.authority, checksums(places), fingerprint()


def checksums(places: Places) -> tuple[str, ...]:
    """Of the boundaries of every level."""
    return tuple(index.boundaries.checksum for _, index in sorted(places.levels.items()))


def read_there(partition: Partition, store: str, authority: str, boundaries: tuple[str, ...], expected: str) -> Reading:
    """The task: read one partition on a worker. DataError where it sees other files, boundaries or code."""
    if fingerprint() != expected:
        raise other_version(where_am_i(), fingerprint(), expected)
    found = partition.found
    if not found.path.is_file():
        raise DataError(
            f"the worker {where_am_i()} does not see this file",
            where=str(found.path),
            mend="Give workers the same folders under the same paths",
        )
    with _making_places:  # threads of one worker share them
        places = places_there(store, authority, boundaries)
    if checksums(places) != boundaries:
        raise DataError(
            f"the worker {where_am_i()} sees other boundaries in the store",
            where=store,
            mend="Give workers the store's folder under the same path; they only read it",
        )
    return read_partition(partition, places)


@lru_cache(maxsize=1)
def places_there(store: str, authority: str, boundaries: tuple[str, ...]) -> Places:  # noqa: ARG001 - part of the key
    """The places of a worker, kept from task to task."""
    return places_for(store, authority)


@cache
def fingerprint() -> str:
    """Python, the packages that reading rests on, and our code, in a line."""
    digest = hashlib.sha256()
    for name in CODE:
        folder = Path(import_module(name).__path__[0])
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv", ".toml") and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    packages = " ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"swp {digest.hexdigest()[:12]} python {python_version()} {packages}"


def other_version(worker: str, told: str, expected: str) -> DataError:
    """The error for a worker that might read differently."""
    differs = [part for part in fingerprint_parts(told) if part not in fingerprint_parts(expected)]
    return DataError(
        f"the worker has another version ({', '.join(differs)})",
        where=worker,
        mend="Install the same version of this program and its packages on every worker",
    )


def fingerprint_parts(told: str) -> list[str]:
    """``swp 12ab python 3.11.7`` -> each name with its version."""
    words = told.split()
    return [f"{name} {number}" for name, number in zip(words[::2], words[1::2], strict=True)]


def where_am_i() -> str:
    """The address of the worker that runs this."""
    distributed: Any = import_module("distributed")
    return str(distributed.get_worker().address)


def first_line(error: BaseException) -> str:
    """An error in one line."""
    return (str(error) or type(error).__name__).splitlines()[0]
