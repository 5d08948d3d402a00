"""Serving with Waitress: in this process, or in several that share one listening socket and one preloaded memory.

Waitress reads requests and writes answers without a thread for each connection, so a connection that says nothing, or
half of what it has to say, holds nobody up. A worker that ends is replaced; all end with the one that made them.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import FrameType
from typing import Any, Final

import waitress
from flask import Flask

from data.releases import forget_opened
from data.schema import DataError

THREADS: Final = 4
CONNECTIONS: Final = 4000  # a browser keeps six; Waitress by itself stops listening at a hundred
LARGEST_BODY: Final = 1 << 20  # bytes, as callbacks take a million; Waitress by itself puts a gigabyte on the disk
FILES_BESIDE: Final = 100  # of a process: what is open beside connections
PREPARE_AFTER: Final = 4.0  # seconds: after the first page, which should not wait
GIVE_BACK_EVERY: Final = 60.0  # seconds
SOON: Final = 5.0  # seconds: a worker that ends within them had no chance
MOST_SOON: Final = 5  # such ends, one after another, and serving stops
LOOK_EVERY: Final = 0.2  # seconds
FAREWELL: Final = 5.0  # seconds for workers to end
M_ARENA_MAX: Final = -8  # of glibc's mallopt: by itself each thread keeps memory of its own that it no longer needs
ARENAS: Final = 2
LOG: Final = logging.getLogger("swp")
OWN: Final = "swp.own"  # in the environment of requests that this process makes to itself
FIRST_REQUESTS: Final = ("/", "/_dash-layout", "/_dash-dependencies")


def nothing() -> None:
    """What a worker does as it begins, by itself."""


def serve(
    server: Flask, host: str, port: int, workers: int, prepare: Callable[[], None], begin: Callable[[], None] = nothing
) -> None:
    """Serve until interrupted; each worker calls ``begin`` at once, ``prepare`` when it has had time for its first page and
    now and again."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if workers > 1 and not hasattr(os, "fork"):
        raise DataError("this system cannot serve with several workers", mend="Leave out --workers")
    spare_memory()
    listening = listen(host, port)
    name = f"[{host}]" if ":" in host else host
    try:
        LOG.info("serving with %d workers", workers)
        sys.stdout.write(f"Serving on http://{name}:{listening[0].getsockname()[1]}/ (stop with Ctrl+C)\n")
        sys.stdout.flush()
        if workers == 1:
            work(server, listening, prepare, PREPARE_AFTER, begin)
        else:
            warm(server)
            _supervise(server, listening, workers, prepare, begin)
    finally:
        LOG.info("stopped")
        for one in listening:
            one.close()


def spare_memory() -> None:
    """Let threads share their heaps; nothing happens where the C library is another."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give memory that is free back to the system; a few milliseconds."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").malloc_trim(0)


def listen(host: str, port: int) -> list[socket.socket]:
    """A listening socket for each address of the host; DataError where the port is taken. Port 0 is any free one."""
    listening: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, address in dict.fromkeys(found):
            free = listening[0].getsockname()[1] if listening else port
            listening.append(socket.create_server((address[0], free), family=family, backlog=1024))
    except (OSError, UnicodeError) as error:  # a name with an empty part cannot be written as one
        why = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
        raise DataError(
            f"nobody can be served there ({why})",
            where=f"{host}:{port}",
            mend="Name an address of this machine and a port that is free",
        ) from error
    return listening


def warm(server: Flask) -> None:
    """Load all that a first request loads, so that workers share it, and keep the collector from copying it."""
    client = server.test_client()
    for address in FIRST_REQUESTS:
        client.get(address, environ_overrides={OWN: server.config.get("OWN", True)})  # callbacks/access lets it pass
    gc.collect()
    gc.freeze()


def work(
    server: Flask,
    listening: list[socket.socket],
    prepare: Callable[[], None],
    after: float,
    begin: Callable[[], None] = nothing,
) -> None:
    """Answer requests in this process until it is interrupted."""
    begin()
    LOG.info("worker begins")
    Thread(target=_look_after, args=(prepare, after), daemon=True).start()
    waitress.create_server(
        server,
        sockets=listening,
        threads=THREADS,
        ident=None,
        asyncore_use_poll=True,  # select() ends at file 1024
        connection_limit=connections(),
        max_request_body_size=LARGEST_BODY,
        clear_untrusted_proxy_headers=not server.config.get("PROXIES"),  # ProxyFix believes so many and no more
    ).run()


def _look_after(prepare: Callable[[], None], after: float) -> None:
    """Beside the answering: make ready what takes long, of each release that comes, and keep memory small."""
    time.sleep(after)
    _try(prepare)
    gc.collect()
    while True:
        give_back()
        time.sleep(GIVE_BACK_EVERY)
        _try(prepare)


def _try(prepare: Callable[[], None]) -> None:
    """Prepare; a failure would end the thread, and all that it has still to do."""
    try:
        prepare()
    except Exception:
        LOG.exception("what takes long could not be made ready; it is tried again")


def connections() -> int:
    """As many as wanted, or as the system lets a process have open."""
    try:
        import resource
    except ImportError:  # Windows
        return 400
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + FILES_BESIDE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - FILES_BESIDE, 50)
    return CONNECTIONS


def _supervise(
    server: Flask,
    listening: list[socket.socket],
    workers: int,
    prepare: Callable[[], None],
    begin: Callable[[], None] = nothing,
) -> None:
    """Keep that many workers alive until SIGTERM or Ctrl+C, then end them all."""
    lifeline, held = os.pipe()  # held by this process alone: when it is gone, workers read the end and go too
    started: dict[int, tuple[int, float]] = {}  # by process id: the worker's number and when it began

    def start(number: int) -> None:
        process = os.fork()
        if process:
            started[process] = number, time.monotonic()
            return
        status = 1
        try:
            os.close(held)
            _live_by(lifeline)
            work(server, listening, prepare, PREPARE_AFTER * (1 + number), begin)  # one after another
            status = 0
        finally:
            os._exit(status)  # what the parent has on its stack is not for us

    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):  # an exception in the midst of a fork could lose a worker
        signal.signal(ending, lambda _number, _frame: stop.set())
    try:
        for number in range(workers):
            start(number)
        _replace_the_dead(started, start, stop)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(list(started))
        os.close(held)
        os.close(lifeline)


def _replace_the_dead(started: dict[int, tuple[int, float]], start: Callable[[int], None], stop: Event) -> None:
    soon = 0
    while not stop.wait(LOOK_EVERY):
        process, status = os.waitpid(-1, os.WNOHANG)
        if process not in started:  # none, or one whose parent ended: the first process of a container gets those
            continue
        number, since = started.pop(process)
        reason = os.waitstatus_to_exitcode(status)
        LOG.warning("worker %d ended (%s); another takes its place", process, reason)
        if reason < 0:  # perhaps of a file that shrank under it: the next must not be born with what this one had open
            forget_opened()
        soon = soon + 1 if time.monotonic() - since < SOON else 0
        if soon > MOST_SOON:
            raise DataError(
                "workers end as soon as they begin", mend="See the messages above, or serve without --workers"
            )
        start(number)


def _live_by(lifeline: int) -> None:
    """In a worker: end on SIGTERM and with the parent; Ctrl+C, which reaches all, is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _interrupt)

    def watch() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


def _interrupt(_number: int, _frame: FrameType | None) -> Any:
    raise KeyboardInterrupt


def _end(processes: list[int]) -> None:
    """Ask the workers to end, wait a little, and end those that did not."""
    for process in processes:
        os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + FAREWELL
    while processes and time.monotonic() < deadline:
        processes = [process for process in processes if os.waitpid(process, os.WNOHANG) == (0, 0)]
        time.sleep(0.02)
    for process in processes:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
