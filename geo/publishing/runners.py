"""Who reads the partitions of an import: this process, one after the other, or the workers of a Dask scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from geo.placing.assign import Places
from geo.publishing.partitions import Partition
from geo.publishing.reading import Reading, read_partition

Told = Callable[[Partition, float], None]  # a partition, and how much of its file has been read


class Runner(Protocol):
    """Gives the readings of partitions in their order, whoever reads them and in whatever order."""

    def readings(
        self, partitions: Sequence[Partition], places: Places, store: Path, told: Told
    ) -> Iterator[tuple[Partition, Reading]]: ...


class Serial:
    """One partition after the other, in this process."""

    def readings(
        self,
        partitions: Sequence[Partition],
        places: Places,
        store: Path,  # noqa: ARG002 - the places are here already
        told: Told,
    ) -> Iterator[tuple[Partition, Reading]]:
        for partition in partitions:
            yield partition, read_partition(partition, places, lambda share: told(partition, share))  # noqa: B023


@contextmanager
def runner_for(scheduler: str) -> Iterator[Runner]:
    """The runner of an import: with the address of a scheduler (tcp://host:port) its workers, else this process.

    DataError where Dask is not installed or the scheduler does not answer.
    """
    if not scheduler:
        yield Serial()
        return
    from geo.publishing.dask_runner import connected

    with connected(scheduler) as runner:
        yield runner
