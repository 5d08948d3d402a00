"""The five results of one action, against pandas and against reading every byte once at memory speed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from tests.benchmarks.five_results import by_pandas, by_the_product, check_equal, frame_of
from tests.benchmarks.options import Options
from tests.benchmarks.results import Row, row_of_pairs
from tests.benchmarks.synthetic import FIRST, SIZES, actions, choices_of, opened_index
from tests.benchmarks.timing import in_turn, seconds

BYTES_A_ROW: Final = 7
SCANNED: Final = ("10M", "60M")
WARM_UPS: Final = 4
FEWER: Final = {"10M": 30, "60M": 12}  # actions: pandas takes long
READS: Final[dict[str, Callable[[Any], Any]]] = {
    "sum": np.sum,
    "max": np.max,
    "or": np.bitwise_or.reduce,
    "xor": np.bitwise_xor.reduce,
}


def run(options: Options) -> Iterator[Row]:
    """A row or two for each size; the frame of a size is let go before the next."""
    for name in options.sizes:
        yield from of_size(name, options)


def of_size(name: str, options: Options) -> Iterator[Row]:
    """One size against pandas, and where it is large against the speed of memory."""
    size = SIZES[name]
    options.say(f"making {size.records:,} records")
    index = opened_index(size, options.kept(f"index-{name}"))
    choices = choices_of(size)
    asked = list(actions(size, min(options.actions, FEWER.get(name, options.actions)) + WARM_UPS))
    ours = partial(by_the_product, index, choices)
    for selection in asked[-WARM_UPS:]:
        ours(selection)
    if name in SCANNED:
        yield against_memory(name, ours, asked[:-WARM_UPS], options)
    frame = frame_of(index, choices)
    options.say(f"{len(asked) - WARM_UPS} actions against pandas")
    pairs = in_turn(
        asked[:-WARM_UPS],
        ours,
        lambda selection: by_pandas(frame, choices, selection, FIRST),
        check_equal,
    )
    what = f"five results, {name} records, against pandas groupby"
    yield row_of_pairs(f"answers/{name}", what, pairs, note=f"p95 {np.percentile(pairs.ours, 95) * 1e3:.3g} ms")


def against_memory(name: str, ours: Callable[[Any], Any], asked: list[Any], options: Options) -> Row:
    """Ours against one pass over as many bytes as the rows have, by the fastest of several ways to read."""
    words = np.ones(SIZES[name].records * BYTES_A_ROW // 8, dtype=np.uint64)
    best = {way: min(seconds(partial(read, words))[0] for _ in range(5)) for way, read in READS.items()}
    fastest = min(best, key=lambda way: best[way])
    speed = words.nbytes / best[fastest] / 1e9
    options.say(f"memory is read at {speed:.0f} GB/s ({fastest})")
    pairs = in_turn(asked, ours, lambda _: READS[fastest](words))
    what = f"five results, {name} records, against reading {words.nbytes / 1e6:.0f} MB once"
    return row_of_pairs(f"scan/{name}", what, pairs, note=f"best read {speed:.0f} GB/s")
