"""The records of one data set of a release, as numbers that two releases share, so that equal records are found at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.collections import CollectionName
from data.intake.parts import Columns, columns_of, fitted
from data.intake.sources import Written, choose_sources
from data.levels import Level
from data.manifests import AREAS
from data.releases import Release

Array = npt.NDArray[Any]

IDENTIFIER: Final = "identifier"
NOT_COMPARED: Final = frozenset({"line", "count", "dataset", "lsoa_by", "lsoa21_by", "ward_by"})  # how, not what
PLACES: Final = ("lsoa", "lsoa21", "ward")
NOWHERE: Final = ""


@dataclass
class Vocabulary:
    """Texts by number, the same for both releases."""

    numbers: dict[str, int] = field(default_factory=dict)

    def codes(self, texts: pd.Series) -> Array:
        """(rows,) int64; a missing text is ``NOWHERE``."""
        codes, found = pd.factorize(texts.astype(object).fillna(NOWHERE))
        known = np.array([self.numbers.setdefault(str(text), len(self.numbers)) for text in found], dtype=np.int64)
        return known[codes] if len(known) else np.empty(0, dtype=np.int64)

    @property
    def texts(self) -> list[str]:
        return list(self.numbers)


@dataclass
class Words:
    """The vocabularies of a comparison."""

    types: Vocabulary = field(default_factory=Vocabulary)
    areas: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True)
class Held:
    """One release as a comparison reads it."""

    release: Release

    @cached_property
    def datasets(self) -> dict[str, Written]:
        """What every data set is read from, by slug."""
        found = self.release.manifest.get("collections", ())
        return choose_sources([self.written(collection) for collection in found])

    def written(self, told: Mapping[str, Any]) -> Written:
        """A collection as the manifest describes it."""
        name = CollectionName(provider=told["provider"], dataset=told["dataset"])
        path = self.release.folder / "records" / f"{name.stem}.parquet"
        return Written(name, told["source"], set(told["months"]), told["rows"], path)

    @cached_property
    def authorities(self) -> dict[str, str]:
        """Area code to that of its authority; nothing where the release has one authority only."""
        areas = json.loads((self.release.folder / AREAS).read_text(encoding="utf-8"))
        if str(Level.AUTHORITY) not in areas:
            return {}
        return {row[0]: row[-1] for level in PLACES for row in areas.get(level, ()) if len(row) > 3}

    def pieces(self, slug: str) -> Iterator[pd.DataFrame]:
        return self.datasets[slug].pieces() if slug in self.datasets else iter(())

    def columns(self, slug: str) -> dict[str, Any]:
        """The columns of a data set's records with their types."""
        first = next(self.pieces(slug), None)
        return {} if first is None else columns_of([first])


def numbered(held: Held, slug: str, columns: Columns, words: Words) -> pd.DataFrame:
    """Every record of a data set: ``content`` (equal for equal records), ``identifier`` (0 for none), month, moment,
    type, areas and count, as numbers; ``columns`` are those of both releases."""
    made = [numbered_piece(fitted(piece, columns), held.authorities, words) for piece in held.pieces(slug)]
    if not made:
        made = [numbered_piece(fitted(pd.DataFrame(), columns), held.authorities, words)]
    return pd.concat(made, ignore_index=True)


def numbered_piece(piece: pd.DataFrame, authorities: Mapping[str, str], words: Words) -> pd.DataFrame:
    """The same for one piece of them."""
    compared = [name for name in sorted(piece.columns) if name not in NOT_COMPARED]
    lacking = piece[IDENTIFIER].isna().to_numpy()
    types = piece["major"].astype(object) + "\t" + piece["minor"].astype(object).fillna("")
    made = {
        "content": pd.util.hash_pandas_object(piece[compared], index=False).to_numpy(),
        "identifier": np.where(lacking, 0, pd.util.hash_pandas_object(piece[IDENTIFIER], index=False).to_numpy()),
        "month": piece["month"].to_numpy(dtype=np.int64),
        "moment": piece["day"].to_numpy(dtype=np.int64) * 24 + piece["hour"].to_numpy(dtype=np.int64),
        "type": words.types.codes(types),
        "count": piece["count"].to_numpy(dtype=np.int64),
    }
    for level in PLACES:
        given = piece[level] if level in piece else pd.Series(np.nan, index=piece.index)
        made[level] = words.areas.codes(given)
    if authorities:
        owner = piece["lsoa"].map(authorities).fillna(piece["ward"].map(authorities))
        made["authority"] = words.areas.codes(owner)
    return pd.DataFrame(made)
