"""Which records stand: in one import the newest file's word, and a new import's word over an earlier release's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.collections import Collection, Key, Origin, Part, Spool
from data.repeats import Seen, hashes

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
    contested: frozenset[Origin] = field(default_factory=frozenset)  # files that lose at least one record

    def pieces(self, collection: Collection) -> Iterator[pd.DataFrame]:
        """The records of the collection that stand."""
        for part, piece in collection.pieces():
            yield piece[~self.lost(part, piece)] if part.origin in self.contested else piece


def standing(collection: Collection, spool: Spool) -> Standing:
    """Weigh the files of an import against each other."""
    return by_key(collection, spool) if collection.complete else by_identifier(collection, spool)


def by_key(collection: Collection, spool: Spool) -> Standing:
    """A complete source: of the files that cover a series and month, the newest counts, whole."""
    losing: dict[Origin, set[Key]] = {}
    for key, origins in spool.covering.get(collection.name.provider, {}).items():
        for origin in origins - {max(origins, key=spool.age)}:
            losing.setdefault(origin, set()).add(key)
    covered = spool.complete_coverage(collection.name.provider)
    return Standing(
        lost=lambda part, piece: of_keys(piece, losing.get(part.origin, set())),
        restates=lambda piece: of_keys(piece, covered),
        contested=frozenset(losing),
    )


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
    keys, ages, months = [np.empty(0, "uint64")], [np.empty(0, "int64")], set[int]()
    for part, piece in collection.pieces(["identifier", "month"]):
        named = piece["identifier"].notna()
        keys.append(hashes(piece.loc[named, "identifier"]))
        ages.append(np.full(len(keys[-1]), age[part.origin]))
        months.update(piece.loc[~named, "month"].unique().tolist())
    identifiers, newest = newest_of(np.concatenate(keys), np.concatenate(ages))
    known = Seen()
    known.add(identifiers)

    def lost(part: Part, piece: pd.DataFrame) -> Mask:
        named = piece["identifier"].notna().to_numpy()
        place = np.searchsorted(identifiers, hashes(piece.loc[named, "identifier"]))
        result = np.zeros(len(piece), dtype=bool)
        result[named] = newest[place] > age[part.origin]
        return result

    def restates(piece: pd.DataFrame) -> Mask:
        named = piece["identifier"].notna().to_numpy()
        result = ~named & piece["month"].isin(months).to_numpy()
        result[named] = known.holds(hashes(piece.loc[named, "identifier"]))
        return result

    contested = frozenset(origins) if len(identifiers) < sum(map(len, keys)) else frozenset[Origin]()
    return Standing(lost, restates, contested)


def newest_of(keys: Array, ages: Array) -> tuple[Array, Array]:
    """The distinct keys, sorted, and the greatest age each has."""
    order = np.lexsort((ages, keys))
    keys, ages = keys[order], ages[order]
    last = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.empty(0, bool)
    return keys[last], ages[last]
