"""Which areas account for a change: each area's part of the net difference of two periods, and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.phrases import joined

Array = npt.NDArray[Any]

FLOOR: Final = 20  # records of net difference under which it is not shared out, and of a base under which no percentage
LEAST_NET: Final = 0.5  # net difference over all movement, rises and falls: under it most of them cancel out
MOST_OF_IT: Final = 0.75
MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Contribution:
    """One area's difference. ``share`` of the net difference: None where it says nothing (``shares_of_change``)."""

    code: str
    name: str
    difference: float
    share: float | None


def can_be_shared(difference: Array, floor: float = FLOOR) -> bool:
    """Whether the net of (areas,) differences is large enough, and not what is left of rises and falls."""
    net = abs(float(difference.sum()))
    return net >= max(floor, LEAST_NET * float(np.abs(difference).sum())) and net > 0


def shares_of_change(difference: Array, floor: float = FLOOR) -> Array:
    """(areas,) part of the net difference; NaN in every area where that cannot be shared out.

    NaN as well in an area that moved the other way, or by more than the net itself.
    """
    if not can_be_shared(difference, floor):
        return np.full(len(difference), np.nan)
    share = difference / difference.sum()
    return np.where((share < 0) | (share > 1), np.nan, share)


def contributions(
    difference: Array, areas: Sequence[tuple[str, str]], floor: float = FLOOR, most: int | None = None
) -> tuple[Contribution, ...]:
    """Areas (code, name) by the size of their difference, either way; with ``most``, so many that differ at all."""
    share = shares_of_change(difference, floor)
    order = np.argsort(-np.abs(difference), kind="stable")
    if most is not None:
        order = order[difference[order] != 0][:most]
    return tuple(
        Contribution(
            code=areas[place][0],
            name=areas[place][1],
            difference=difference[place].item(),
            share=None if np.isnan(share[place]) else float(share[place]),
        )
        for place in order
    )


@dataclass(frozen=True)
class Words:
    """How a sentence calls what it counts: ``£`` before a number, ``offences with a known ward`` after it, ``wards``."""

    unit: str
    several: str = "wards"
    sign: str = ""

    @property
    def about(self) -> str:
        return self.unit if self.unit.startswith("in ") else f"in {self.unit}"

    def size(self, amount: float) -> str:
        return f"{self.sign}{abs(amount):,.0f}"


def change_says(difference: Array, names: Sequence[str], words: Words, floor: float = FLOOR) -> str:
    """Where the net of (areas,) differences lies, in one sentence."""
    net = float(difference.sum())
    kind, verb = ("increase", "rose") if net > 0 else ("decrease", "fell")
    whole = f"{words.size(net)} {words.unit}"
    if not can_be_shared(difference, floor):
        return unshared_says(difference, words, floor)
    largest = np.argsort(-difference * np.sign(net), kind="stable")[:MOST_NAMED]
    largest = largest[difference[largest] * net > 0]
    reached = np.cumsum(difference[largest]) / net
    if reached[0] > 1:
        own = words.size(difference[largest[0]])
        return (
            f"{names[largest[0]]} {verb} by {own}, more than the whole {kind} of {whole}; others moved the other way."
        )
    if (difference != 0).sum() == 1:
        return f"All of the {kind} of {whole} is in {names[largest[0]]}."
    enough = np.flatnonzero(reached >= MOST_OF_IT)
    if not len(enough):
        return (
            f"The {kind} of {whole} is spread: the {words.several} that {verb} most,"
            f" {joined([names[place] for place in largest])}, account for {reached[-1]:.0%} of it."
        )
    needed = int(enough[0]) + 1
    part = "more than all" if reached[needed - 1] > 1 else f"{reached[needed - 1]:.0%}"
    account = "accounts" if needed == 1 else "account"
    return f"{joined([names[place] for place in largest[:needed]])} {account} for {part} of the {kind} of {whole}."


def unshared_says(difference: Array, words: Words, floor: float) -> str:
    """Why no area accounts for the net difference."""
    net = float(difference.sum())
    if not net:
        return f"There is no net difference {words.about}."
    if abs(net) < floor:
        return f"The difference of {words.size(net)} {words.about} is too small to be shared out."
    up, down = words.size(difference[difference > 0].sum()), words.size(difference[difference < 0].sum())
    left = "an increase" if net > 0 else "a decrease"
    return (
        f"Rises of {up} and falls of {down} in different {words.several} leave {left} of {words.size(net)} {words.unit}:"
        " no few of them account for it."
    )
