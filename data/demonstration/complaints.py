"""Noise complaints come again and again from the same places: invented ones, dealt to the printed repeats."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demonstration.conditions import Mask
from data.demonstration.counts import Ints, labelled

# Homes with most complaints in the review year: four over 50, fourteen more over 20 (Assessment 2024, p. 44).
_WORST_HOMES: Final = (88, 71, 60, 54, 47, 43, 39, 36, 34, 31, 29, 28, 26, 25, 24, 23, 22, 21)
_REPEATS: Final = (0.513, 0.213)  # share of complaints from places with three or more, and with ten or more
_TEN_OR_MORE: Final = (10, 11, 12, 13, 14, 15, 16, 18, 20)
_THREE_OR_MORE: Final = (3, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9)
_FEW: Final = (1, 1, 1, 2)


def _sizes(total: int, choices: tuple[int, ...], rng: np.random.Generator) -> Ints:
    """Sizes drawn from ``choices`` that add up to ``total``; what is left over makes the smallest larger by one."""
    drawn = rng.choice(choices, size=total // min(choices) + 1).astype("int64")
    kept = drawn[: int(np.searchsorted(drawn.cumsum(), total, side="right"))]
    short = total - int(kept.sum())
    if short >= min(choices):
        return np.append(kept, short)
    kept[np.argsort(kept, kind="stable")[:short]] += 1
    return kept


def _places(count: int, rng: np.random.Generator) -> tuple[Ints, Mask]:
    """Complaints by place, and whether the place is one of the worst homes."""
    worst = np.array(_WORST_HOMES) * min(1.0, count / 6000)
    worst = worst.astype("int64")[worst >= 10]
    many = _sizes(round(_REPEATS[1] * count) - int(worst.sum()), _TEN_OR_MORE, rng)
    some = _sizes(round((_REPEATS[0] - _REPEATS[1]) * count), _THREE_OR_MORE, rng)
    few = _sizes(count - int(worst.sum() + many.sum() + some.sum()), _FEW, rng)
    sizes = np.concatenate([worst, many, some, few])
    return sizes, np.arange(len(sizes)) < len(worst)


def with_places(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """``frame`` with ``place``: the name of an invented place.

    Places are cut out of the records sorted by type and area, so that each lies in one area and has one
    type of noise, but for the few at a seam; the counts by type and area stay as they were.
    """
    sizes, worst = _places(len(frame), rng)
    order = np.lexsort((rng.random(len(frame)), frame["lsoa_code"].cat.codes, frame["minor"].cat.codes))
    homes = frame["minor"].astype("str").to_numpy()[order] == "Residential"
    place = np.full(len(frame), -1)
    for number, size in enumerate(sizes[worst]):
        place[order[_run(homes, place[order], int(size), rng)]] = number
    left = np.flatnonzero(place[order] < 0)
    shuffled = rng.permutation(np.flatnonzero(~worst))
    place[order[left]] = np.repeat(shuffled, sizes[shuffled])[: len(left)]
    names = [f"Place {number + 1:05d}" for number in range(len(sizes))]
    return frame.assign(place=labelled(place, names))


def _run(homes: np.ndarray, taken: Ints, size: int, rng: np.random.Generator) -> Ints:
    """``size`` neighbouring positions among the homes that no place has yet."""
    free = np.flatnonzero(homes & (taken < 0))
    first = int(rng.integers(0, len(free) - size))
    return free[first : first + size]
