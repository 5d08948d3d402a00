"""Counts and times of requests, memory and the release, in the text format of Prometheus, on a port of their own.

Workers are processes that share no memory of Python's, so each counts into a file of its own that is mapped into memory
(``prometheus_client``'s way for several processes), and whichever of them is asked adds up all files. The port is apart from
the dashboard's: no sign-in stands in front of it, so that it can be bound to this machine or to a network of its own.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import waitress

from callbacks.running.watching import Observer, Served
from data.schema import DataError
from data.serving import current_release

if TYPE_CHECKING:
    from prometheus_client.core import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is first imported
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Listen = Callable[[str, int], list[socket.socket]]
ALIVE: Final = "gauge_livesum_"  # how the file of a living worker's gauges begins


class Counts:
    """What is counted, over all workers."""

    def __init__(self, folder: Path) -> None:
        os.environ[FOLDER] = str(folder)
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.folder = folder
        own = CollectorRegistry()
        self.requests = Counter("swp_requests", "Requests answered.", ("method", "route", "status"), registry=own)
        self.seconds = Histogram(
            "swp_request_seconds", "Time to answer a request.", ("route",), registry=own, buckets=SECONDS
        )
        self.bytes = Counter("swp_sent_bytes", "Bytes of answers, as sent.", ("route",), registry=own)
        self.kept = Counter(
            "swp_kept_answers", "Answers that another reader's question had already made.", registry=own
        )
        self.began = Gauge(
            "swp_worker_start_time_seconds",
            "When a worker began.",
            ("worker",),  # only one that begins has a file then, not the process that made them
            registry=own,
            multiprocess_mode="livesum",
        )

    def count(self, served: Served) -> None:
        """Count one request."""
        self.requests.labels(served.method, served.route, str(served.status)).inc()
        self.seconds.labels(served.route).observe(served.seconds)
        self.bytes.labels(served.route).inc(served.size or 0)
        if served.kept:
            self.kept.inc()

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

        for process in self.workers():
            if not lives(process):
                mark_process_dead(process, str(self.folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(self.folder))
        registry.register(self)
        return generate_latest(registry)

    def workers(self) -> list[int]:
        """Process ids of those that have begun."""
        names = (path.stem.removeprefix(ALIVE) for path in self.folder.glob(f"{ALIVE}*.db"))
        return sorted(int(name) for name in names if name.isdecimal())

    def collect(self) -> Iterator[Metric]:
        """What is looked up when asked: processes, and the release."""
        from prometheus_client.core import GaugeMetricFamily

        workers = self.workers()
        yield GaugeMetricFamily("swp_workers", "Processes that answer.", value=len(workers))
        memory = GaugeMetricFamily(
            "swp_memory_bytes", "Memory of a worker, what it shares counted in parts.", labels=["worker"]
        )
        for process in workers:
            if (held := memory_of(process)) is not None:
                memory.add_metric([str(process)], held)
        yield memory
        yield from of_release()


def of_release() -> Iterator[Metric]:
    """Which release is served, how old it is, what its last import made of the rows it read."""
    from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

    try:
        release = current_release()
    except (DataError, OSError):
        yield GaugeMetricFamily("swp_ready", "Whether a release can be opened.", value=0)
        return
    yield GaugeMetricFamily("swp_ready", "Whether a release can be opened.", value=1)
    yield GaugeMetricFamily("swp_damaged_releases", "Newer releases that cannot be opened.", value=len(release.damaged))
    yield InfoMetricFamily("swp_release", "The release that is served.", value={"id": release.id})
    created = datetime.fromisoformat(release.manifest["created"]).timestamp()
    yield GaugeMetricFamily("swp_release_created_timestamp_seconds", "When it was published.", value=created)
    number = release.id.partition("-")[0]
    yield GaugeMetricFamily("swp_release_number", "Its running number.", value=int(number) if number.isdecimal() else 0)
    yield rows_of(release.manifest["imports"])


def rows_of(imports: Sequence[dict[str, Any]]) -> Metric:
    """What became of the rows of a release's last import."""
    from prometheus_client.core import GaugeMetricFamily

    rows = GaugeMetricFamily("swp_import_rows", "Rows of the last import, by what became of them.", labels=["became"])
    total = imports[-1]["total"] if imports else {}
    for name in ("accepted", "duplicate", "outside", "rejected"):
        if name in total:
            rows.add_metric([name], total[name])
    return rows


def lives(process: int) -> bool:
    """Whether a process is there; each is where the system does not say."""
    return Path(f"/proc/{process}").exists() or not Path("/proc/self").exists()


def memory_of(process: int) -> int | None:
    """Bytes a process holds, shared pages divided among those that share them; None where the system does not say."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return None


@contextmanager
def metrics_on(endpoint: str, listen: Listen) -> Iterator[tuple[list[Observer], Callable[[], None]]]:
    """Who counts requests, and what each worker does as it begins; nobody and nothing without an end point."""
    if not endpoint:
        yield [], lambda: None
        return
    host, _, port = endpoint.rpartition(":")
    ears = listen(host.strip("[]"), int(port))
    with TemporaryDirectory(prefix="swp-metrics-") as folder, ExitStack() as open_ears:
        for ear in ears:
            open_ears.enter_context(ear)
        counts = Counts(Path(folder))

        def begin() -> None:
            counts.began.labels(str(os.getpid())).set_to_current_time()
            Thread(target=answer, args=(counts, ears), daemon=True).start()

        yield [counts.count], begin


def answer(counts: Counts, ears: list[socket.socket]) -> None:
    """Answer /metrics for as long as this process lives."""

    def metrics(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"see /metrics\n"]
        start_response("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
        return [counts.text()]

    waitress.create_server(metrics, sockets=ears, threads=1, ident=None, asyncore_use_poll=True).run()
