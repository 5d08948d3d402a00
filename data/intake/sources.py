"""Which source speaks for a data set where several tell of it, and what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.intake.borough_counts import combined_counts
from data.intake.collections import CollectionName
from data.intake.parts import read_pieces
from data.intake.providers import BOROUGH_COUNTS, LSOA_COUNTS, STREET, WARD_COUNTS

OUTCOMES: Final = "outcomes"
# Where several sources tell of one data set, the first of these is the data set; the others stand beside it
# under the name ``<data set>-<provider>``. An extract of single records says most, a borough's total least.
LAST_CHOICES: Final = (WARD_COUNTS, LSOA_COUNTS, STREET, BOROUGH_COUNTS)


@dataclass(frozen=True)
class Written:
    """A collection as it stands in the draft."""

    name: CollectionName
    source: str
    months: set[int]
    rows: int
    path: Path
    borough: Written | None = None  # counts of the whole borough that are joined to these by ward

    def pieces(self) -> Iterator[pd.DataFrame]:
        if self.borough is None:
            return read_pieces(self.path)
        wards, borough = (pd.concat(read_pieces(path), ignore_index=True) for path in (self.path, self.borough.path))
        return iter([combined_counts(wards, borough)])

    @property
    def origins(self) -> list[Written]:
        return [self] if self.borough is None else [replace(self, borough=None), self.borough]

    @property
    def known_months(self) -> set[int]:
        return set().union(*(origin.months for origin in self.origins))

    @property
    def title(self) -> str:
        return self.source if self.borough is None else f"{self.source} and by borough"


def choose_sources(written: list[Written]) -> dict[str, Written]:
    """Data sets of the release by slug; counts of the whole borough join the counts by ward."""
    by_dataset: defaultdict[str, list[Written]] = defaultdict(list)
    for collection in written:
        if collection.name.dataset != OUTCOMES and collection.rows:
            by_dataset[collection.name.dataset].append(collection)
    chosen: dict[str, Written] = {}
    for dataset, found in sorted(by_dataset.items(), key=lambda item: (item[0] != "offences", item[0])):
        ranked = sorted(join_counts(found), key=lambda collection: preference(collection.name.provider))
        for position, collection in enumerate(ranked):
            chosen[dataset if position == 0 else f"{dataset}-{collection.name.provider}"] = collection
    return chosen


def preference(provider: str) -> tuple[int, str]:
    """Sorts providers from the one that says most of single records to the one that says least."""
    return (LAST_CHOICES.index(provider) + 1 if provider in LAST_CHOICES else 0), provider


def join_counts(found: list[Written]) -> list[Written]:
    """Collections of one data set, with a borough's counts beyond its wards' as records without a place."""
    by_provider = {collection.name.provider: collection for collection in found}
    wards, borough = by_provider.get(WARD_COUNTS), by_provider.get(BOROUGH_COUNTS)
    if wards is None or borough is None:
        return found
    by_provider[WARD_COUNTS] = replace(wards, borough=by_provider.pop(BOROUGH_COUNTS))
    return list(by_provider.values())


def sources_of(slug: str, written: Written) -> list[dict[str, Any]]:
    """The origins of a data set's records: one, or two where the borough's counts were joined to the wards'."""
    return [
        {
            "name": origin.source,
            "dataset": slug,
            "provider": origin.name.provider,
            "first": min(origin.months),
            "last": max(origin.months),
            "rows": origin.rows,
        }
        for origin in written.origins
    ]
