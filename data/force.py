"""Totals of a whole police force, which an authority's figures are set beside.

The sources are files that tell of all boroughs of a force (``data/intake/force_counts.py``); a release of another origin
has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from data.categories import slug
from data.intake.parts import read_pieces
from data.intake.providers import BOROUGH_COUNTS, COUNTS

FOLDER: Final = "force"
METROPOLITAN, CITY = "metropolitan", "city-of-london"
CITY_AUTHORITY: Final = "E09000001"
BOROUGHS: Final = 32  # of the Metropolitan Police; a file of counts that names fewer has been cut to some of them
NAMES: Final = {METROPOLITAN: "Metropolitan Police", CITY: "City of London Police"}


@dataclass(frozen=True)
class Counted:
    """Counts by month, major and minor, and the months in which they are whole."""

    table: pd.DataFrame
    months: frozenset[int]

    def total(self, types: Sequence[str], first: int, last: int) -> int | None:
        """Records of these types from ``first`` to ``last`` month; None where one of the months is not known."""
        rows = self.rows(types, first, last)
        return None if rows is None else int(rows["count"].sum())

    def rows(self, types: Sequence[str], first: int, last: int) -> pd.DataFrame | None:
        """The counts of types (slugs as in links) and months; a slug that is a major's means the major."""
        if not self.months.issuperset(range(first, last + 1)):
            return None
        rows = self.table[self.table["month"].between(first, last)]
        if not types:
            return rows
        majors, minors = slugs_of(rows["major"]), slugs_of(rows["minor"])
        only_minors = set(types) - set(slugs_of(self.table["major"]))
        return rows[majors.isin(list(types)) | minors.isin(list(only_minors))]


@dataclass(frozen=True)
class ForceTotals:
    """What a whole force recorded of one data set.

    Attributes
    ----------
    name : of the force.
    everything, placed : all records, and those whose row says in which ward or small area they lie.
    others : months in which records of other forces stand in the data set too.
    """

    name: str
    everything: Counted
    placed: Counted
    others: frozenset[int] = frozenset()

    @property
    def months(self) -> tuple[int, ...]:
        """The months known, sorted."""
        return tuple(sorted(self.everything.months))

    def records(self, types: Sequence[str], first: int, last: int) -> int | None:
        """Records of the types (slugs, empty for all) from ``first`` to ``last`` month; None where not known."""
        return self.everything.total(types, first, last)

    def located(self, types: Sequence[str], first: int, last: int) -> int | None:
        """Those of them with a place."""
        return self.placed.total(types, first, last)

    def by_major(self, types: Sequence[str], first: int, last: int) -> dict[str, int] | None:
        """Records of each major, by its slug."""
        rows = self.everything.rows(types, first, last)
        if rows is None:
            return None
        counts = rows["count"].groupby(slugs_of(rows["major"])).sum()
        return {str(name): int(count) for name, count in counts.items()}


def slugs_of(names: pd.Series) -> pd.Series:
    """Each name as links write it."""
    return names.map({name: slug(str(name)) if name else "" for name in names.unique()}).astype("str")


@lru_cache(maxsize=32)
def open_force(folder: Path, dataset: str, providers: tuple[str, ...], authority: str) -> ForceTotals | None:
    """The totals kept in ``folder`` of a data set that these providers are joined in; None where there are none."""
    tables = {
        provider: table for provider in providers if (table := read_table(folder, f"{dataset}.{provider}")) is not None
    }
    series = {str(name) for table in tables.values() for name in table["series"].unique()}
    force = force_of_authority(authority, series)
    if force is None:
        return None
    own = {provider: whole_months_of(table, provider, force) for provider, table in tables.items()}
    boroughs = own.pop(BOROUGH_COUNTS, None)
    everything = joined(boroughs, own)
    if everything.table.empty:
        return None
    placed = counted([table.assign(count=table["located"]) for table in own.values()], everything.table)
    others = [table.loc[~of_force(table["series"], force), "month"] for table in tables.values()]
    return ForceTotals(force_name(force), everything, placed, frozenset(pd.concat(others).tolist()))


def read_table(folder: Path, stem: str) -> pd.DataFrame | None:
    """The table kept of one source; None where there is none."""
    path = folder / f"{stem}.parquet"
    return pd.concat(read_pieces(path), ignore_index=True) if path.exists() else None


def force_of_authority(authority: str, series: Iterable[str]) -> str | None:
    """Slug of the force that polices a London authority; for all of London that of the one force told of."""
    if authority != "all":
        return CITY if authority == CITY_AUTHORITY else METROPOLITAN
    forces = {name for name in series if not stray(name)}
    return forces.pop() if len(forces) == 1 else None


def stray(series: str) -> bool:
    """Whether rows stand in a file that is named for another month or force, or for none, and so are not whole."""
    return " " in series


def of_force(series: pd.Series, force: str) -> pd.Series:
    """(rows,) bool: of the force, whatever month its file is named for."""
    return (series == force) | series.str.startswith(f"{force} in ")


def force_name(force: str) -> str:
    """What a force is called on screen."""
    return NAMES.get(force) or f"{force.replace('-', ' ').title()} Police"


def whole_months_of(table: pd.DataFrame, provider: str, force: str) -> pd.DataFrame:
    """The force's rows in months that are told of whole."""
    whole = table["series"] == force
    if provider in COUNTS and force == METROPOLITAN:
        whole &= table["authorities"] >= BOROUGHS
    own = table[of_force(table["series"], force)]
    return own[own["month"].isin(table.loc[whole, "month"])]


def joined(boroughs: pd.DataFrame | None, others: Mapping[str, pd.DataFrame]) -> Counted:
    """All records: of months that the boroughs' counts cover those, which hold what has no ward too."""
    if boroughs is None:
        return counted(others.values())
    beyond = [table[~table["month"].isin(boroughs["month"])] for table in others.values()]
    return counted([boroughs, *beyond])


def counted(tables: Iterable[pd.DataFrame], like: pd.DataFrame | None = None) -> Counted:
    """Tables one below the other; without any, an empty one ``like`` another."""
    empty = pd.DataFrame(columns=["month", "major", "minor", "count"]) if like is None else like.iloc[:0]
    table = pd.concat([*tables] or [empty], ignore_index=True)
    return Counted(table, frozenset(table["month"].astype("int64").tolist()))
