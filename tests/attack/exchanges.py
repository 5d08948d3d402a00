"""Worlds that nobody who is told the same can tell apart: two records exchange their places, and no figure told changes."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd

from tests.attack.equations import Equations

PLACE = ["lsoa", "lsoa21", "ward"]


def exchanged(records: pd.DataFrame, first: int, second: int) -> pd.DataFrame:
    """The same records, two of which have each other's place."""
    found = records.copy()
    found.loc[[first, second], PLACE] = records.loc[[second, first], PLACE].to_numpy()
    return found


def unseen(equations: Equations, number: int, seed: int) -> list[tuple[int, int]]:
    """Pairs of records of one month and moment whose exchange leaves every figure told as it is: a record of each in
    two kinds and two places, which are told apart by no figure at once."""
    records, place = equations.atoms.records.reset_index(drop=True), equations.atoms.place
    boxes = [equations.sets(box) for box in equations.told]
    places = np.array([one[0] for one in boxes], dtype=np.int8)
    kinds = np.array([one[1] for one in boxes], dtype=np.int8)
    months = np.array([one[2] for one in boxes])
    moments = np.array([one[3] for one in boxes])
    alike: dict[Any, Any] = records.groupby(["month", "moment"]).indices
    groups: list[Any] = sorted(key for key, rows in alike.items() if len(rows) > 1)
    chance, tried = random.Random(seed), 0
    found: list[tuple[int, int]] = []
    while len(found) < number and tried < 100_000:
        tried += 1
        key = chance.choice(groups)
        month, moment = int(key[0]), int(key[1])
        one, other = chance.sample(list(alike[key]), 2)
        kind = [int(records["kind"][at]) for at in (one, other)]
        if kind[0] == kind[1] or place[one] == place[other]:
            continue
        about = moments[:, moment] & (months[:, 0] <= month) & (month <= months[:, 1])
        moved = (places[:, place[other]] - places[:, place[one]]) * (kinds[:, kind[0]] - kinds[:, kind[1]])
        if not (moved & about).any():
            found.append((int(one), int(other)))
    return found
