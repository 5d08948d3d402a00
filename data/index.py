"""The records of one data set as sorted arrays, made for counting.

Rows are sorted by month and type, with the start of each (month, type) in ``starts``, so that a period and
a choice of types are slices. Areas are positions in the release's area lists, one past the end for a record
without that area. ``moment`` is the hour of the week (Monday 00:00 is 0), 168 + day where only the day is
known, 175 where not even that. ``rules`` has one bit for each youth-violence rule the record meets; ``attributes``
holds what is known of people, injuries and flags (``data.attributes.people``), of other features (``data.attributes.features``) and of times
(``data.timing``), in the columns that the data set has; ``names`` says what the positions in some of them stand for. A
table month x type x moment answers what no row filter touches. Layout: shared baselines, section 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.attributes.features import FEATURES_UNKNOWN, Names, ValuesFound, feature_columns, shown
from data.attributes.people import NOTHING_KNOWN as PEOPLE_UNKNOWN
from data.attributes.people import attribute_columns
from data.categories import YouthViolence, youth_violence
from data.levels import Level
from data.timing import NOT_TIMED, timing_columns

HOURS_OF_WEEK: Final = 168
MOMENTS: Final = 176  # hours of the week, seven days without an hour, and nothing known
RULES: Final = tuple(YouthViolence)
AGE_OPEN: Final = np.uint8(7)  # the bit that says: unknown ages leave it open whether rule ANY is met
MOST_IN_A_BYTE: Final = 254  # areas; one position more stands for a record without an area
AREA_COLUMNS: Final = {level: level.value for level in Level}
NOTHING_KNOWN: Final = PEOPLE_UNKNOWN | FEATURES_UNKNOWN | NOT_TIMED  # of every column of ``attributes``

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Index:
    """One data set, sorted; arrays may be memory-mapped and are never written to."""

    months: tuple[int, ...]  # every month from the first to the last
    types: tuple[tuple[str, str], ...]
    starts: Array  # (months * types + 1,) first row of each (month, type)
    areas: Mapping[Level, Array]  # (rows,) position of the area
    moment: Array  # (rows,) uint8
    rules: Array  # (rows,) uint8
    weight: Array | None  # (rows,) int32 counts of an aggregated source; None where each row is one record
    table: Array  # (months, types, MOMENTS)
    attributes: Mapping[str, Array] = field(default_factory=dict)  # (rows,) each; a column that is absent was not asked
    names: Names = field(default_factory=dict)  # what the positions in an attribute of names stand for

    @property
    def first(self) -> int:
        return self.months[0]


@dataclass(frozen=True)
class IndexRows:
    """What the index keeps of records, a few bytes each, in the order given; ``kind`` is the position of the type."""

    month: Array
    kind: Array
    areas: dict[Level, Array]
    moment: Array
    rules: Array
    count: Array
    attributes: dict[str, Array]


def build_index(
    records: pd.DataFrame,
    types: Sequence[tuple[str, str]],
    areas: Mapping[Level, Sequence[str]],
    authority: str = "",
) -> Index:
    """Sort placed records (columns of ``data.schema`` plus one column of codes per level) into an index.

    ``types`` must hold every (major, minor) of the records and ``areas`` every code, both sorted; ``authority``
    is whose residents count as at home (``all``: those of each record's own).
    """
    values = ValuesFound()
    values.add(records)
    names = values.names(authority)
    return sorted_index([index_rows(records, types, areas, authority, names)], types, names)


def index_rows(
    records: pd.DataFrame,
    types: Sequence[tuple[str, str]],
    areas: Mapping[Level, Sequence[str]],
    authority: str = "",
    names: Names | None = None,
) -> IndexRows:
    """What the index keeps of some of the records; ``names`` lists the values of all of them, by column."""
    rules, rules_open = rule_bits(records)
    attributes = attribute_columns(records, authority) | timing_columns(records)
    attributes |= feature_columns(records, names or {}, authority)
    if rules_open.any() and {"victim", "suspect"} & set(attributes):
        attributes["rules_open"] = rules_open
    return IndexRows(
        month=records["month"].to_numpy(dtype=np.int32),
        kind=type_positions(records, types).astype(np.int32),
        areas={level: area_positions(records[level.value], codes) for level, codes in areas.items()},
        moment=moments(records),
        rules=rules,
        count=records["count"].to_numpy().astype(np.int32),
        attributes=attributes,
    )


def sorted_index(pieces: Sequence[IndexRows], types: Sequence[tuple[str, str]], names: Names | None = None) -> Index:
    """Sort what ``index_rows`` gave, in one or more pieces, into an index."""
    every = np.concatenate([piece.month for piece in pieces])
    first, last = int(every.min()), int(every.max())
    month = every - first
    kind = np.concatenate([piece.kind for piece in pieces])
    order = np.lexsort((kind, month))
    cell = (month * len(types) + kind)[order]
    cells = (last - first + 1) * len(types)
    weight = np.concatenate([piece.count for piece in pieces])[order]
    moment = np.concatenate([piece.moment for piece in pieces])[order]
    table = np.bincount(cell * MOMENTS + moment, weights=weight, minlength=cells * MOMENTS)
    levels = pieces[0].areas
    return Index(
        months=tuple(range(first, last + 1)),
        types=tuple(types),
        starts=np.searchsorted(cell, np.arange(cells + 1)).astype(np.int64),
        areas={level: np.concatenate([piece.areas[level] for piece in pieces])[order] for level in levels},
        moment=moment,
        rules=np.concatenate([piece.rules for piece in pieces])[order],
        weight=None if (weight == 1).all() else weight,
        table=narrowed(table.reshape(-1, len(types), MOMENTS)),
        attributes={name: column[order] for name, column in joined_attributes(pieces).items()},
        names=shown(names or {}),
    )


def joined_attributes(pieces: Sequence[IndexRows]) -> dict[str, Array]:
    """The columns of all pieces, one after the other; unknown where a piece lacks one that another has."""
    names = sorted({name for piece in pieces for name in piece.attributes})
    blank = {name: NOTHING_KNOWN[name] for name in names}
    return {
        name: np.concatenate([piece.attributes.get(name, np.full(len(piece.month), blank[name])) for piece in pieces])
        for name in names
    }


def narrowed(counts: Array) -> Array:
    """Whole numbers in the smallest type that holds them."""
    fits = counts.size and counts.min() >= 0 and counts.max() <= np.iinfo(np.uint16).max
    return counts.astype(np.uint16 if fits else np.int32)


def type_positions(records: pd.DataFrame, types: Sequence[tuple[str, str]]) -> Array:
    """(rows,) position of each record's (major, minor) in ``types``."""
    position = {pair: number for number, pair in enumerate(types)}
    codes, pairs = pd.factorize(pd.MultiIndex.from_arrays([records["major"], records["minor"].fillna("")]))
    return np.array([position[pair] for pair in pairs], dtype=np.int64)[codes]


def area_positions(codes: pd.Series[str], known: Sequence[str]) -> Array:
    """Position of each code in ``known``; ``len(known)`` where there is none."""
    positions = pd.Index(known).get_indexer(pd.Index(codes))
    if (positions[codes.notna().to_numpy()] < 0).any():
        raise ValueError("a record is placed in an area that the release does not have")
    width = np.uint8 if len(known) <= MOST_IN_A_BYTE else np.uint16
    return np.where(positions < 0, len(known), positions).astype(width)


def moments(records: pd.DataFrame) -> Array:
    """(rows,) uint8: hour of the week, 168 + day without an hour, 175 with nothing known."""
    day, hour = records["day"].to_numpy().astype(np.int16), records["hour"].to_numpy().astype(np.int16)
    timed = (day >= 0) & (hour >= 0)
    return np.where(timed, day * 24 + hour, HOURS_OF_WEEK + np.where(day >= 0, day, 7)).astype(np.uint8)


def rule_bits(records: pd.DataFrame) -> tuple[Array, Array]:
    """(rows,) the rules each record meets, and (rows,) those that unknown ages or flags leave open."""
    bits, open_bits = (np.zeros(len(records), dtype=np.uint8) for _ in range(2))
    for number, rule in enumerate(RULES):
        meets = youth_violence(records, rule)
        bits |= meets.fillna(False).to_numpy(dtype=np.uint8) << np.uint8(number)
        open_bits |= meets.isna().to_numpy(dtype=np.uint8) << np.uint8(number)
        if rule is YouthViolence.ANY:
            bits |= meets.isna().to_numpy(dtype=np.uint8) << AGE_OPEN
    return bits, open_bits


def save_index(index: Index, folder: Path) -> None:
    """Write an index as plain ``.npy`` files, so that opening it maps them and copies nothing."""
    folder.mkdir(parents=True)
    arrays = {"starts": index.starts, "moment": index.moment, "rules": index.rules, "table": index.table}
    arrays |= {AREA_COLUMNS[level]: positions for level, positions in index.areas.items()}
    if index.weight is not None:
        arrays["weight"] = index.weight
    arrays |= index.attributes
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    head = {"first": index.first, "months": len(index.months), "types": index.types}
    if index.names:
        head["names"] = index.names
    (folder / "index.json").write_text(json.dumps(head), encoding="utf-8")


def open_index(folder: Path) -> Index:
    """An index as ``save_index`` wrote it, its arrays mapped and not yet read."""
    head = json.loads((folder / "index.json").read_text(encoding="utf-8"))

    def array(name: str) -> Array:
        mapped: Array = np.load(folder / f"{name}.npy", mmap_mode="r")
        return mapped.view(np.ndarray)  # slices of a memmap object cost ten times those of a plain array

    return Index(
        months=tuple(range(head["first"], head["first"] + head["months"])),
        types=tuple((major, minor) for major, minor in head["types"]),
        starts=array("starts"),
        areas={level: array(name) for level, name in AREA_COLUMNS.items() if (folder / f"{name}.npy").exists()},
        moment=array("moment"),
        rules=array("rules"),
        weight=array("weight") if (folder / "weight.npy").exists() else None,
        table=array("table"),
        attributes={name: array(name) for name in NOTHING_KNOWN if (folder / f"{name}.npy").exists()},
        names={name: tuple(listed) for name, listed in head.get("names", {}).items()},
    )
