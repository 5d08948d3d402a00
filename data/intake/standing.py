"""Which records stand: in one import the newest file's word, and a new import's word over an earlier release's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.collections import Collection, Key, Origin, Part, Spool
from data.intake.repeats import hashes, held_in

RESTATED: Final = "restated by a newer file of the same import"
Mask = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


@dataclass
class Standing:
    """What of one collection stands: ``lost`` says of a piece of one of its parts which rows a newer file restates.

    ``restates`` says the same of a piece of an earlier release's records.
    """

    lost: Callable[[Part, pd.DataFrame], Mask]
    restates: Callable[[pd.DataFrame], Mask]
    contested: frozenset[Origin] = field(default_factory=frozenset)  # files that may lose records

    def pieces(self, collection: Collection) -> Iterator[pd.DataFrame]:
        """The records of the collection that stand."""
        for part, piece in collection.pieces():
            yield piece[~self.lost(part, piece)] if part.origin in self.contested else piece


def standing(collection: Collection, spool: Spool) -> Standing:
    """Weigh the files of an import against each other."""
    return by_key(collection, spool) if collection.complete else by_identifier(collection, spool)


def by_key(collection: Collection, spool: Spool) -> Standing:
    """A complete source: of the files that cover a series and month, the newest counts, whole."""
    losing = losing_keys(collection.name.provider, spool)
    covered = spool.complete_coverage(collection.name.provider)
    return Standing(
        lost=lambda part, piece: of_keys(piece, losing.get(part.origin, set())),
        restates=lambda piece: of_keys(piece, covered),
        contested=frozenset(losing),
    )


def losing_keys(provider: str, spool: Spool) -> dict[Origin, set[Key]]:
    """The series and months of each file that a newer one of the import tells of."""
    losing: dict[Origin, set[Key]] = {}
    for key, origins in spool.covering.get(provider, {}).items():
        for origin in origins - {max(origins, key=spool.age)}:
            losing.setdefault(origin, set()).add(key)
    return losing


def of_keys(records: pd.DataFrame, keys: set[Key]) -> Mask:
    """(rows,) bool: the record's series and month are among the keys."""
    pairs = pd.MultiIndex.from_arrays([records["series"].astype(object), records["month"].astype("int64")])
    codes, distinct = pd.factorize(pairs)
    return np.array([pair in keys for pair in distinct], dtype=bool)[codes]


def by_identifier(collection: Collection, spool: Spool) -> Standing:
    """An extract: of the files that hold an identifier, the newest counts; records without one all stand.

    Over an earlier release, identifiers restate their records, and records without one the months they lie in.
    """
    origins = sorted({part.origin for part in collection.parts}, key=spool.age)
    age = {origin: number for number, origin in enumerate(origins)}

    @cache  # many bytes for many records: looked at only where there is something to weigh
    def newest() -> tuple[Array, Array]:
        keys, ages = [np.empty(0, "uint64")], [np.empty(0, "int32")]
        for part, piece in collection.pieces(["identifier"]):
            keys.append(hashes(piece["identifier"].dropna()))
            ages.append(np.full(len(keys[-1]), age[part.origin], dtype="int32"))
        return newest_of(np.concatenate(keys), np.concatenate(ages))

    @cache
    def unnamed_months() -> set[int]:
        pieces = (piece for _, piece in collection.pieces(["identifier", "month"]))
        return {month for piece in pieces for month in piece.loc[piece["identifier"].isna(), "month"].unique().tolist()}

    def lost(part: Part, piece: pd.DataFrame) -> Mask:
        identifiers, ages = newest()
        named = piece["identifier"].notna().to_numpy()
        result = np.zeros(len(piece), dtype=bool)
        result[named] = ages[np.searchsorted(identifiers, hashes(piece.loc[named, "identifier"]))] > age[part.origin]
        return result

    def restates(piece: pd.DataFrame) -> Mask:
        named = piece["identifier"].notna().to_numpy()
        result = ~named & piece["month"].isin(unnamed_months()).to_numpy()
        result[named] = held_in(newest()[0], hashes(piece.loc[named, "identifier"]))
        return result

    return Standing(lost, restates, frozenset(origins) if len(origins) > 1 else frozenset())


def newest_of(keys: Array, ages: Array) -> tuple[Array, Array]:
    """The distinct keys, sorted, and the greatest age each has."""
    order = np.lexsort((ages, keys))
    keys, ages = keys[order], ages[order]
    last = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.empty(0, bool)
    return keys[last], ages[last]
