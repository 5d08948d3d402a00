"""What a line of the table gives: rows of samples, judged against a target, or against a limit in the short form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np

from tests.benchmarks.targets import LIMITS, target_of
from tests.benchmarks.timing import Pairs

LOW, HIGH = 5, 95  # percentiles that are called the spread


class Unit(StrEnum):
    SHARE = "share"  # ours / theirs, told as 1/n where that is small
    FASTER = "x faster"  # theirs / ours
    KILOBYTES = "kB"
    MEGABYTES = "MB"
    MILLISECONDS = "ms"


MORE_IS_BETTER: Final = (Unit.FASTER,)


class Skip(Exception):  # noqa: N818 - no error: the line cannot be measured here, and says why
    """A line, or a part of one, that cannot be measured on this machine."""


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes
    ----------
    key : names it in ``targets`` and in the machine-readable result.
    value : what is judged; where it is the quotient of two medians, ``samples`` are the quotients of the pairs.
    raw : everything that was measured, by name and unit (``ours_ms``).
    """

    key: str
    what: str
    unit: Unit
    value: float
    samples: tuple[float, ...]
    note: str = ""
    processor: float | None = None  # the same quotient of processor time, where it was taken
    raw: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def target(self) -> float | None:
        return target_of(self.key)

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        return None if self.target is None else not self._worse_than(self.target)

    @property
    def regressed(self) -> bool:
        """Whether the ratio is beyond the generous limit of the short form, in processor time where it was taken."""
        limit = LIMITS.get(self.key)
        return limit is not None and self._worse_than(limit, self.processor)

    @property
    def spread(self) -> tuple[float, float]:
        """5th and 95th percentile of the samples; not a number without any."""
        if not self.samples:
            return float("nan"), float("nan")
        low, high = np.percentile(self.samples, [LOW, HIGH])
        return float(low), float(high)

    def _worse_than(self, bound: float, processor: float | None = None) -> bool:
        value = self.value if processor is None else processor
        if np.isnan(value):
            return True
        return value < bound if self.unit in MORE_IS_BETTER else value > bound

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "what": self.what,
            "unit": str(self.unit),
            "value": self.value,
            "p5": self.spread[0],
            "p95": self.spread[1],
            "target": self.target,
            "met": self.met,
            "note": self.note,
            "processor": self.processor,
            "samples": list(self.samples),
            "raw": {name: list(values) for name, values in self.raw.items()},
        }


def row_of_pairs(key: str, what: str, pairs: Pairs, unit: Unit = Unit.SHARE, note: str = "") -> Row:
    """A row from times of two sides, measured in turn: the quotient of the medians, spread of the pairs' quotients."""
    ours, theirs = np.array(pairs.ours), np.array(pairs.theirs)
    above, below = (theirs, ours) if unit is Unit.FASTER else (ours, theirs)
    processor = pairs.our_processor, pairs.their_processor
    over, under = reversed(processor) if unit is Unit.FASTER else processor
    return Row(
        key=key,
        what=what,
        unit=unit,
        value=float(np.median(above) / np.median(below)),
        samples=tuple((above / below).tolist()),
        note=f"{note + '; ' if note else ''}p50 {told(ours)}, against {told(theirs)}{by_processor(pairs)}",
        processor=float(np.median(over) / np.median(under)) if under and np.median(under) else None,
        raw={
            "ours_ms": (ours * 1e3).tolist(),
            "theirs_ms": (theirs * 1e3).tolist(),
            "ours_processor_ms": [each * 1e3 for each in pairs.our_processor],
            "theirs_processor_ms": [each * 1e3 for each in pairs.their_processor],
        },
    )


def by_processor(pairs: Pairs) -> str:
    """The same medians in processor time, which does not count who else uses the machine."""
    if not pairs.our_processor:
        return ""
    return f" (processor time {told(pairs.our_processor)}, against {told(pairs.their_processor)})"


def told(seconds: Any) -> str:
    """A median time in words: ``0.25 ms`` or ``1.7 s``."""
    middle = float(np.median(seconds))
    return f"{middle:.3g} s" if middle >= 1 else f"{middle * 1e3:.3g} ms"
