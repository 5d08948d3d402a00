"""From placed records to the sorted arrays of ``data.index``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.attributes.features import Names, ValuesFound, feature_columns, shown
from data.attributes.people import attribute_columns
from data.categories import YouthViolence, youth_violence
from data.index import AGE_OPEN, HOURS_OF_WEEK, MOMENTS, NOTHING_KNOWN, RULES, Index
from data.levels import Level
from data.timing import timing_columns

MOST_IN_A_BYTE: Final = 254  # areas; one position more stands for a record without an area

Array = npt.NDArray[Any]


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
    rows = joined_rows(pieces)
    first, last = int(rows.month.min()), int(rows.month.max())
    month = rows.month - first
    order = np.lexsort((rows.kind, month))
    cell = (month * len(types) + rows.kind)[order]
    cells = (last - first + 1) * len(types)
    weight, moment = rows.count[order], rows.moment[order]
    table = np.bincount(cell * MOMENTS + moment, weights=weight, minlength=cells * MOMENTS)
    return Index(
        months=tuple(range(first, last + 1)),
        types=tuple(types),
        starts=np.searchsorted(cell, np.arange(cells + 1)).astype(np.int64),
        areas={level: positions[order] for level, positions in rows.areas.items()},
        moment=moment,
        rules=rows.rules[order],
        weight=None if (weight == 1).all() else weight,
        table=narrowed(table.reshape(-1, len(types), MOMENTS)),
        attributes={name: column[order] for name, column in rows.attributes.items()},
        names=shown(names or {}),
    )


def joined_rows(pieces: Sequence[IndexRows]) -> IndexRows:
    """Several pieces as one, in their order."""
    if len(pieces) == 1:
        return pieces[0]
    return IndexRows(
        month=np.concatenate([piece.month for piece in pieces]),
        kind=np.concatenate([piece.kind for piece in pieces]),
        areas={level: np.concatenate([piece.areas[level] for piece in pieces]) for level in pieces[0].areas},
        moment=np.concatenate([piece.moment for piece in pieces]),
        rules=np.concatenate([piece.rules for piece in pieces]),
        count=np.concatenate([piece.count for piece in pieces]),
        attributes=joined_attributes(pieces),
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
    codes, pairs = distinct_types(records)
    position = {pair: number for number, pair in enumerate(types)}
    return np.array([position[pair] for pair in pairs], dtype=np.int64)[codes]


def distinct_types(records: pd.DataFrame) -> tuple[Array, list[tuple[str, str]]]:
    """(rows,) number of each record's (major, minor) among the distinct ones, and these; "" for no minor."""
    major, majors = pd.factorize(records["major"])
    minor, minors = pd.factorize(records["minor"])
    width = len(minors) + 1  # -1, none, is the last
    number, found = pd.factorize(major.astype(np.int64) * width + minor % width)
    names = [*map(str, minors), ""]
    return number, [(str(majors[pair // width]), names[pair % width]) for pair in found.tolist()]


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
