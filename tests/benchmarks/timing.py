"""Time of two sides, measured in turn, so that what disturbs one disturbs the other."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

Asked = TypeVar("Asked")
Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")


@dataclass
class Pairs:
    """Seconds that two sides took, action by action, by the clock and of processor time.

    On a machine that others use too, processor time tells what a side costs where the clock also tells who else ran.
    """

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    our_processor: list[float] = field(default_factory=list)
    their_processor: list[float] = field(default_factory=list)


def seconds(work: Callable[[], Ours]) -> tuple[float, Ours]:
    """How long it took, and what came out."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def processor_seconds() -> float:
    """Processor time of this process so far, and of the commands that it ran and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def kept_seconds(work: Callable[[], Ours], clock: list[float], processor: list[float]) -> Ours:
    """What came out; how long it took is added to the two lists."""
    before = processor_seconds()
    taken, found = seconds(work)
    processor.append(processor_seconds() - before)
    clock.append(taken)
    return found


def in_turn(
    asked: Iterable[Asked],
    ours: Callable[[Asked], Ours],
    theirs: Callable[[Asked], Theirs],
    agree: Callable[[Ours, Theirs], None] | None = None,
) -> Pairs:
    """Both sides do each piece of work, the first now one and now the other; ``agree`` raises where they differ.

    The collector of garbage runs between the pieces, never in one.
    """
    pairs = Pairs()
    was_on = gc.isenabled()
    gc.disable()
    try:
        for number, each in enumerate(asked):
            if number % 2:
                found = kept_seconds(partial(ours, each), pairs.ours, pairs.our_processor)
                other = kept_seconds(partial(theirs, each), pairs.theirs, pairs.their_processor)
            else:
                other = kept_seconds(partial(theirs, each), pairs.theirs, pairs.their_processor)
                found = kept_seconds(partial(ours, each), pairs.ours, pairs.our_processor)
            if agree is not None:
                agree(found, other)
            del found, other
            gc.collect()
    finally:
        if was_on:
            gc.enable()
    return pairs
