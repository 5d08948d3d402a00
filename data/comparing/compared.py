"""What changed between two releases: by month, type and area, how much, and why as far as the imports tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.comparing.held import PLACES, Held, Vocabulary, Words, numbered
from data.comparing.matching import Matched, matched
from data.comparing.reasons import reasons
from data.releases import Release
from data.schema import DataError, month_text

COLUMNS: Final = ("before", "added", "removed", "moved", "now", "restated")


@dataclass(frozen=True)
class Compared:
    """One data set in two releases.

    Each table has a row for what it is by and the columns ``COLUMNS``, in records: ``before + added - removed + moved ==
    now``; ``moved`` are restated records that came into the row, less those that left it; ``restated`` those that
    stand in it now. Every table sums to ``total``.
    """

    slug: str
    source: str
    total: dict[str, int]
    restated_how: dict[str, int]
    months: pd.DataFrame
    types: pd.DataFrame
    areas: dict[str, pd.DataFrame]  # by level; records without such an area stand in the row ""

    @property
    def changed(self) -> bool:
        return any(self.total[name] for name in ("added", "removed", "restated"))


@dataclass(frozen=True)
class Comparison:
    """Two releases, the older first."""

    before: str
    now: str
    datasets: tuple[Compared, ...]
    reasons: tuple[str, ...]
    names: dict[str, str]  # of areas, by code


def compare(before: Release, now: Release, only: str = "") -> Comparison:
    """Compare two releases about the same authority, every data set or ``only`` one; DataError where that makes no sense."""
    if before.manifest["authority"] != now.manifest["authority"]:
        raise DataError(
            f"the releases are about {before.authority_name} and about {now.authority_name}",
            where=f"{before.id}, {now.id}",
            mend="Compare two about the same authority",
        )
    held = Held(before), Held(now)
    slugs = list(dict.fromkeys([*held[1].datasets, *held[0].datasets]))
    if only and only not in slugs:
        raise DataError("neither release has this data set", where=only, mend=f"They have {', '.join(slugs)}")
    names = {
        area.code: area.name for release in (before, now) for level in release.choices.areas.values() for area in level
    }
    return Comparison(
        before=before.id,
        now=now.id,
        datasets=tuple(compared(slug, *held) for slug in slugs if not only or slug == only),
        reasons=tuple(reasons(before.manifest, now.manifest)),
        names=names | {area.code: area.name for area in now.whole.choices.authorities},
    )


def compared(slug: str, before: Held, now: Held) -> Compared:
    """One data set of two releases."""
    words = Words()
    columns = before.columns(slug) | now.columns(slug)
    found = matched(numbered(before, slug, columns, words), numbered(now, slug, columns, words))
    months = by(found, "month")
    types = by(found, "type").rename(index=dict(enumerate(words.types.texts)))
    held = [level for level in (*PLACES, "authority") if level in found.now and located(found, level, words.areas)]
    source = (now.datasets.get(slug) or before.datasets[slug]).title
    return Compared(
        slug=slug,
        source=source,
        total={name: int(months[name].sum()) for name in COLUMNS},
        restated_how=found.restated_how,
        months=months.rename(index=month_text),
        types=types.sort_index(),
        areas={level: by(found, level).rename(index=dict(enumerate(words.areas.texts))).sort_index() for level in held},
    )


def located(found: Matched, level: str, areas: Vocabulary) -> bool:
    """Whether any record has an area of this level."""
    nowhere = areas.numbers.get("", -1)
    return bool((found.before[level] != nowhere).any() or (found.now[level] != nowhere).any())


def by(found: Matched, name: str) -> pd.DataFrame:
    """The table of one column of the records."""
    come, left = (found.restated.groupby(f"{name}_{side}")["count"].sum() for side in ("now", "before"))
    table = {
        "before": found.before.groupby(name)["count"].sum(),
        "added": found.added.groupby(name)["count"].sum(),
        "removed": found.removed.groupby(name)["count"].sum(),
        "moved": come.sub(left, fill_value=0),
        "now": found.now.groupby(name)["count"].sum(),
        "restated": come,
    }
    made = pd.DataFrame(table).fillna(0).astype("int64").sort_index()
    return made[list(COLUMNS)].rename_axis(name)


def largest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows that changed most, by what they have more or fewer, then by what was exchanged; unchanged ones left out."""
    net = (table["now"] - table["before"]).abs()
    churn = table["added"] + table["removed"] + table["moved"].abs() + table["restated"]
    order = pd.DataFrame({"net": -net, "churn": -churn, "name": table.index.astype(str)}, index=table.index)
    order = order[order["churn"] < 0].sort_values(["net", "churn", "name"])
    return table.loc[order.index[:most]]


def rows(comparison: Comparison) -> Iterator[list[Any]]:
    """Every row of every table that changed, for a file: data set, what it is by, code, name, and ``COLUMNS``."""
    for dataset in comparison.datasets:
        tables = {"month": dataset.months, "type": dataset.types, **dataset.areas}
        for kind, table in tables.items():
            for name, row in largest(table, len(table)).sort_index().to_dict("index").items():
                yield [dataset.slug, kind, *named(kind, str(name), comparison.names), *row.values()]
        yield [dataset.slug, "total", "", "", *(dataset.total[name] for name in COLUMNS)]


def named(kind: str, key: str, names: dict[str, str]) -> Sequence[str]:
    """Code and name of a row: a type is its main and its minor category."""
    if kind == "month":
        return key, ""
    if kind == "type":
        major, _, minor = key.partition("\t")
        return major, minor
    return key, names.get(key, "") if key else "no place"
