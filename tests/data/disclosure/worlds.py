"""Small random worlds of places, kinds and times of day, and what an attacker hears of their protected tables."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from data.disclosure.kinds import merged_kinds
from data.disclosure.rule import Rule
from data.disclosure.table import Table
from data.disclosure.year_tables import place_tables
from data.levels import Level
from tests.data.disclosure.attacker import Attacker

Array = npt.NDArray[Any]
LEVELS = (Level.LSOA, Level.LSOA21, Level.WARD)


def random_places(rng: np.random.Generator, lsoas: int, wards: int, straddling: float) -> Array:
    """(levels, pieces) small areas of both censuses and wards; some of 2021 hold two of 2011, some lie in two wards."""
    lsoa = np.arange(lsoas)
    later = np.where(rng.random(lsoas) < 0.2, np.maximum(lsoa - 1, 0), lsoa)
    ward = np.sort(rng.integers(0, wards, lsoas))
    also = np.flatnonzero(rng.random(lsoas) < straddling)
    at = np.stack((np.append(lsoa, also), np.append(later, later[also]), np.append(ward, (ward[also] + 1) % wards)))
    return np.unique(at, axis=1)


def random_joint(rng: np.random.Generator, pieces: int, kinds: int, times: int, mean: float) -> Array:
    """(pieces, kinds, times) records, some kinds and places rarer than others."""
    rate = rng.gamma(0.7, 1.0, (pieces, 1, 1)) * rng.gamma(0.7, 1.0, (1, kinds, 1)) * rng.gamma(2.0, 0.5, (1, 1, times))
    return rng.poisson(mean * rate)


def grouped(joint: Array, axis: int, rule: Rule, sensitive: Array) -> Array:
    """The records with categories that are small in the whole merged, and those that are empty left out."""
    others = tuple(at for at in range(joint.ndim) if at != axis)
    groups = merged_kinds(joint.sum(axis=others), sensitive, rule)
    parts = [joint.take(np.flatnonzero(groups == each), axis=axis).sum(axis=axis) for each in range(groups.max() + 1)]
    return np.stack(parts, axis=axis)


def made_tables(joint: Array, at: Array, sensitive: Array, rule: Rule) -> tuple[Table, Table]:
    """The tables by kind and by time."""
    rows = [int(labels.max()) + 1 for labels in at]
    made = place_tables(list(at), rows, joint, LEVELS[: len(at)], sensitive, rule)
    assert made is not None
    return made


def heard(joint: Array, tables: tuple[Table, Table]) -> Attacker:
    """An attacker who hears every told figure of places, and the whole by kind and by time."""
    attacker = Attacker(joint.size)
    for axis in (1, 2):
        for each in range(joint.shape[axis]):
            vector = np.zeros(joint.shape, dtype=bool)
            vector[(slice(None),) * axis + (each,)] = True
            attacker.hears(vector, joint[vector].sum())
    for axis, table in enumerate(tables, start=1):
        for labels, pooled in zip(table.at, table.pooled, strict=True):
            for row in np.unique(labels):
                for block in blocks(pooled[row]):
                    vector = cells(joint.shape, labels == row, block, axis)
                    attacker.hears(vector, joint[vector].sum())
    return attacker


def blocks(pooled: Array) -> list[Array]:
    """The categories of a row that are told, each as bool: single ones and the pool; none of a row withheld."""
    if pooled[-1]:
        return []
    single = [np.arange(len(pooled) - 1) == each for each in np.flatnonzero(~pooled[:-1])]
    return [*single, pooled[:-1]] if pooled[:-1].any() else single


def cells(shape: tuple[int, ...], places: Array, categories: Array, axis: int) -> Array:
    """The joint cells of some pieces and categories."""
    vector = np.zeros(shape, dtype=bool)
    if axis == 1:
        vector[np.ix_(places, categories, np.ones(shape[2], dtype=bool))] = True
    else:
        vector[np.ix_(places, np.ones(shape[1], dtype=bool), categories)] = True
    return vector


def subsets(number: int) -> list[Array]:
    """Every choice of some of ``number`` categories, as bool."""
    return [
        np.isin(np.arange(number), chosen)
        for size in range(1, number + 1)
        for chosen in combinations(range(number), size)
    ]
