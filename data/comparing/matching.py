"""Equal records of two releases cancel; what is left was added, removed or, under one identifier, restated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

SIDES: Final = ("_before", "_now")
TIMES: Final = ("month", "moment")
PLACED: Final = ("lsoa", "lsoa21", "ward")


@dataclass(frozen=True)
class Matched:
    """Records of a data set, as ``data.comparing.held.numbered`` gives them.

    Attributes
    ----------
    before, now : all records of the older and of the newer release.
    added, removed : those of one release alone; ``count`` says how many equal ones.
    restated : those of both under one identifier with another content; every column but ``identifier`` and ``count``
        twice, as it was (``_before``) and as it is (``_now``).
    """

    before: pd.DataFrame
    now: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    restated: pd.DataFrame

    @cached_property
    def restated_how(self) -> dict[str, int]:
        """How many restated records have another place, type or time, and how many none of these; they overlap."""
        differ = {
            "place": self.differing(*(name for name in (*PLACED, "authority") if f"{name}_now" in self.restated)),
            "type": self.differing("type"),
            "time": self.differing(*TIMES),
        }
        differ["other"] = ~np.logical_or.reduce(list(differ.values()))
        return {name: int(found.sum()) for name, found in differ.items()}

    def differing(self, *names: str) -> np.ndarray:
        """(restated,) bool: records of which any of these is not what it was."""
        found = np.zeros(len(self.restated), dtype=bool)
        for name in names:
            found |= (self.restated[f"{name}_before"] != self.restated[f"{name}_now"]).to_numpy()
        return found


def matched(before: pd.DataFrame, now: pd.DataFrame) -> Matched:
    """Match the records of two releases; the numbers are of the same words."""
    both = pd.concat([before.assign(net=-before["count"]), now.assign(net=now["count"])], ignore_index=True)
    others = [name for name in both if name not in ("content", "net")]
    left = both.groupby("content", sort=True).agg({**dict.fromkeys(others, "first"), "net": "sum"}).reset_index()
    left = left[left["net"] != 0].assign(count=lambda rows: rows["net"].abs())
    gone, come = each_by_itself(left[left["net"] < 0]), each_by_itself(left[left["net"] > 0])
    known = [rows[rows["identifier"] != 0] for rows in (gone, come)]
    restated = known[0].merge(known[1], on=["identifier", "nth", "count"], suffixes=SIDES)
    paired = ["identifier", "nth", "count"]
    return Matched(
        before, now, added=without(come, restated[paired]), removed=without(gone, restated[paired]), restated=restated
    )


def each_by_itself(left: pd.DataFrame) -> pd.DataFrame:
    """Equal records with an identifier one a row, numbered within the identifier; others stay together."""
    times = np.where(left["identifier"] != 0, left["count"], 1)
    rows = left.loc[np.repeat(left.index, times)].reset_index(drop=True)
    rows.loc[rows["identifier"] != 0, "count"] = 1
    return rows.assign(nth=rows.groupby("identifier").cumcount())


def without(rows: pd.DataFrame, paired: pd.DataFrame) -> pd.DataFrame:
    """The rows that found no counterpart."""
    keys = pd.MultiIndex.from_frame(rows[list(paired)])
    return rows[(rows["identifier"] == 0).to_numpy() | ~keys.isin(pd.MultiIndex.from_frame(paired))]
