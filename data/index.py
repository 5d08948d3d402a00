"""The records of one data set as sorted arrays, made for counting.

Rows are sorted by month and type, with the start of each (month, type) in ``starts``, so that a period and
a choice of types are slices. Areas are positions in the release's area lists, one past the end for a record
without that area. ``moment`` is the hour of the week (Monday 00:00 is 0), 168 + day where only the day is
known, 175 where not even that. ``rules`` has one bit for each youth-violence rule the record meets; ``attributes``
holds what is known of people, injuries and flags (``data.attributes.people``), of other features (``data.attributes.features``) and of times
(``data.timing``), in the columns that the data set has; ``names`` says what the positions in some of them stand for. A
table month x type x moment answers what no row filter touches; ``counted`` holds what else is counted beforehand
(``data.precounted``). Layout: shared baselines, section 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tokenize import TokenError
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.features import FEATURES_UNKNOWN, Names
from data.attributes.people import NOTHING_KNOWN as PEOPLE_UNKNOWN
from data.categories import YouthViolence
from data.intake.parts import RESTORE
from data.levels import Level
from data.precounted import stored
from data.schema import DataError
from data.timing import NOT_TIMED

HOURS_OF_WEEK: Final = 168
MOMENTS: Final = 176  # hours of the week, seven days without an hour, and nothing known
RULES: Final = tuple(YouthViolence)
AGE_OPEN: Final = np.uint8(7)  # the bit that says: unknown ages leave it open whether rule ANY is met
AREA_COLUMNS: Final = {level: level.value for level in Level}
COUNTED: Final = "counted"  # the folder of what is counted beforehand
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
    counted: dict[str, Array] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def first(self) -> int:
        return self.months[0]


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
    save_head(folder, index.first, len(index.months), index.types, index.names)
    save_counted(index, folder)


def save_head(folder: Path, first: int, months: int, types: Sequence[tuple[str, str]], names: Names) -> None:
    """Write what an index is of: ``months`` from ``first`` on, types, and the lists of names."""
    head: dict[str, Any] = {"first": first, "months": months, "types": types}
    if names:
        head["names"] = names
    (folder / "index.json").write_text(json.dumps(head), encoding="utf-8")


def save_counted(index: Index, folder: Path) -> None:
    """Write what is counted beforehand of a large index."""
    beforehand = stored(index)
    if beforehand:
        (folder / COUNTED).mkdir()
    for name, array in beforehand.items():
        np.save(folder / COUNTED / f"{name}.npy", array)


def open_index(folder: Path) -> Index:
    """An index as ``save_index`` wrote it, its arrays mapped and not yet read; DataError where it is damaged.

    A small index, and one of a release from before they were stored, has no arrays counted beforehand.
    """
    try:
        index = _mapped(folder)
    except MemoryError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError, TokenError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise DataError(f"the index cannot be read ({why})", where=str(folder), mend=RESTORE) from error
    rows, cells = len(index.moment), len(index.months) * len(index.types)
    columns = [index.rules, *index.areas.values(), *index.attributes.values()]
    columns += [] if index.weight is None else [index.weight]
    fits = len(index.starts) == cells + 1 and index.table.shape == (len(index.months), len(index.types), MOMENTS)
    if not fits or int(index.starts[-1]) != rows or any(len(column) != rows for column in columns):
        raise DataError("the index does not fit together", where=str(folder), mend=RESTORE)
    return index


def _mapped(folder: Path) -> Index:
    head = json.loads((folder / "index.json").read_text(encoding="utf-8"))

    def array(name: str) -> Array:
        mapped: Array = np.load(folder / f"{name}.npy", mmap_mode="r")
        return mapped.view(np.ndarray)  # slices of a memmap object cost ten times those of a plain array

    index = Index(
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
    index.counted.update({file.stem: array(f"{COUNTED}/{file.stem}") for file in (folder / COUNTED).glob("*.npy")})
    return index
