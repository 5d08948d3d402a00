"""Worlds that nobody who is told the same can tell apart: two records exchange their places, hours or months, and no figure
told changes."""

from __future__ import annotations

import random
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from tests.attack.equations import Equations

Array = npt.NDArray[Any]
Exchange = tuple[str, int, int]  # what is exchanged, and the positions of the two records
COLUMNS: Final = {"place": ["lsoa", "lsoa21", "ward"], "moment": ["day", "hour"], "month": ["month"]}
MOST_TRIED: Final = 100_000


def exchanged(records: pd.DataFrame, what: str, first: int, second: int) -> pd.DataFrame:
    """The same records, two of which have each other's place, hour or month."""
    found = records.copy()
    found.loc[[first, second], COLUMNS[what]] = records.loc[[second, first], COLUMNS[what]].to_numpy()
    return found


def unseen(equations: Equations, what: str, number: int, seed: int) -> list[Exchange]:
    """Pairs of records whose exchange leaves every figure told as it is: of two kinds and of two places (hours, months of
    one reporting year), alike in everything else, which are told apart by no figure at once."""
    records = equations.atoms.records.reset_index(drop=True)
    own = pd.DataFrame({"place": equations.atoms.place, "moment": records["moment"], "month": records["month"]})
    own["year"] = (own["month"].max() - own["month"]) // 12
    inside, boxes = inside_of(equations), [equations.sets(box) for box in equations.told]
    kinds = np.array([kinds for _, kinds, _, _ in boxes], dtype=np.int8)
    rows: dict[Any, Any] = own.groupby([name for name in own if name != what]).indices
    groups = [each for _, each in sorted(rows.items()) if len(each) > 1]
    chance, found, kind = random.Random(seed), list[Exchange](), records["kind"].to_numpy()
    for _ in range(MOST_TRIED if groups else 0):
        one, other = chance.sample(list(chance.choice(groups)), 2)
        if kind[one] == kind[other] or own[what][one] == own[what][other]:
            continue
        moved = (inside[what][:, own[what][other]] - inside[what][:, own[what][one]]) * (
            kinds[:, kind[one]] - kinds[:, kind[other]]
        )
        for same in COLUMNS.keys() - {what}:
            moved = moved * inside[same][:, own[same][one]]
        if not moved.any():
            found.append((what, int(one), int(other)))
        if len(found) == number:
            break
    return found


def inside_of(equations: Equations) -> dict[str, Array]:
    """By what can be exchanged, (boxes, places or moments or months) whether each lies in each box told."""
    boxes = [equations.sets(box) for box in equations.told]
    first, last = (np.array([span[end] for _, _, span, _ in boxes]) for end in (0, 1))
    months = np.arange(equations.atoms.months[1] + 1)
    return {
        "place": np.array([places for places, _, _, _ in boxes], dtype=np.int8),
        "moment": np.array([moments for _, _, _, moments in boxes], dtype=np.int8),
        "month": ((first[:, None] <= months) & (months <= last[:, None])).astype(np.int8),
    }
