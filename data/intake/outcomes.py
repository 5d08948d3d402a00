"""The last outcome of a crime, from outcome files, brought to its street record."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.repeats import hashes


class LastOutcomes:
    """The last outcome of each crime and its month, by the hash of the Crime ID."""

    def __init__(self, outcomes: Iterable[pd.DataFrame]) -> None:
        """``outcomes`` has identifier, outcome and month; of several in one month the last counts."""
        found = [
            pd.DataFrame({"crime": hashes(own["identifier"]), "outcome": own["outcome"], "month": own["month"]})
            for own in (piece.dropna(subset=["identifier", "outcome"]) for piece in outcomes)
        ]
        empty = pd.DataFrame({"crime": np.empty(0, "uint64"), "outcome": pd.Series(dtype="str"), "month": 0})
        every = pd.concat(found, ignore_index=True) if found else empty
        last = every.sort_values("month", kind="stable").drop_duplicates("crime", keep="last")
        self._crimes = pd.Index(last["crime"].to_numpy(dtype="uint64"))
        self._outcome = last["outcome"].reset_index(drop=True).astype("str")
        self._month: npt.NDArray[np.float32] = last["month"].to_numpy(dtype="float32")

    def __len__(self) -> int:
        return len(self._crimes)

    def bring(self, records: pd.DataFrame) -> pd.DataFrame:
        """Street records with their last outcome and its month, where the outcome files tell of one."""
        if not len(self) or "outcome" not in records:
            return records
        named = records["identifier"].notna().to_numpy()
        place = np.full(len(records), -1)
        place[named] = self._crimes.get_indexer(hashes(records.loc[named, "identifier"]))
        known = place >= 0
        outcome = pd.Series(self._outcome.array.take(place, allow_fill=True), index=records.index)
        month = np.where(known, self._month[place], records.get("outcome_month", np.float32(np.nan)))
        return records.assign(
            outcome=outcome.where(known, records["outcome"]).astype("str"), outcome_month=month.astype("float32")
        )
