"""What else is known of a record beside people and flags: ages in years and named values, as small numbers.

A named value (an ethnicity, an outcome, a law) is its position in the index's list of names; 255 stands for unknown. A
column of more than ``MOST_VALUES`` values, or of long ones, reads like free text and is not kept. Places of which
there are more are kept as numbers without their names, to tell how often the same one comes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.authorities import authority_names
from data.schema import PEOPLE

Array = npt.NDArray[Any]

UNKNOWN: Final = np.uint8(255)
SOMEWHERE: Final = np.uint16(65535)  # a place that is not known
MOST_VALUES: Final = 60
LONGEST_VALUE: Final = 100
FEATURES: Final = ("relationship", "outcome", "place", "legislation")
OTHER_LONDON, OUTSIDE_LONDON = "other London", "outside London"
SAME_PLACE: Final = "same_place"

YEARS: Final = {f"{person}_years": f"{person}_age" for person in PEOPLE}
ETHNICITIES: Final = {f"{person}_ethnicity": f"{person}_ethnicity" for person in PEOPLE}
BOROUGHS: Final = {f"{person}_borough": f"{person}_home" for person in PEOPLE}
# Columns of the index that hold positions in a list of names, and the column of the record each comes from.
NAMED: Final = {**{name: name for name in FEATURES}, **ETHNICITIES, **BOROUGHS, SAME_PLACE: "place"}

Names = Mapping[str, tuple[str, ...]]

FEATURES_UNKNOWN: Final[dict[str, Any]] = {**dict.fromkeys([*YEARS, *NAMED], UNKNOWN), SAME_PLACE: SOMEWHERE}


@dataclass
class ValuesFound:
    """The distinct values of every named column, gathered piece by piece."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def add(self, records: pd.DataFrame) -> None:
        """Take note of records."""
        for column in dict.fromkeys(NAMED.values()):
            if column in records:
                self.found.setdefault(column, set()).update(map(str, records[column].dropna().unique()))

    def names(self, authority: str) -> dict[str, tuple[str, ...]]:
        """The list of names of each column of the index that is kept; ``authority`` is kept as a home anywhere."""
        kept = {
            name: tuple(sorted(self.found[column]))
            for name, column in NAMED.items()
            if column in self.found and name not in BOROUGHS
        }
        few = {name: values for name, values in kept.items() if name != SAME_PLACE and is_list(values)}
        places = kept.get(SAME_PLACE, ())
        if "place" not in few and 0 < len(places) < SOMEWHERE:
            few[SAME_PLACE] = places
        homes = {name: self.found[column] for name, column in BOROUGHS.items() if column in self.found}
        return few | {
            name: tuple(sorted({borough(value, authority) for value in values}))
            for name, values in homes.items()
            if values
        }


def is_list(values: tuple[str, ...]) -> bool:
    """Whether the values are a list to choose from, rather than free text."""
    return 0 < len(values) <= MOST_VALUES and max(map(len, values)) <= LONGEST_VALUE


def borough(home: str, authority: str) -> str:
    """A home as the index names it: the code of a London authority or of our own, other or outside London."""
    return home if home in authority_names() or home in (authority, OTHER_LONDON) else OUTSIDE_LONDON


def feature_columns(records: pd.DataFrame, names: Names, authority: str) -> dict[str, Array]:
    """Every column of the index that the records have something for, by name: (rows,) uint8, or uint16 for places."""
    columns = {
        name: years(records[column].to_numpy(dtype=np.float64)) for name, column in YEARS.items() if column in records
    }
    for name, listed in names.items():
        if NAMED[name] in records:
            values = records[NAMED[name]]
            if name in BOROUGHS:
                values = values.map({home: borough(str(home), authority) for home in values.dropna().unique()})
            columns[name] = positions(values, listed, FEATURES_UNKNOWN[name])
    return columns


def years(ages: Array) -> Array:
    """(rows,) uint8 whole years; 255 where the age is not known."""
    known = (ages >= 0) & (ages < int(UNKNOWN))
    return np.where(known, ages, int(UNKNOWN)).astype(np.uint8)


def positions(values: pd.Series[Any], names: Iterable[str], unknown: Any) -> Array:
    """(rows,) the position of each value in ``names``, in the type of ``unknown``, which stands where there is none."""
    codes, distinct = pd.factorize(values)
    place = {name: number for number, name in enumerate(names)}
    known = np.array([*(place.get(str(value), int(unknown)) for value in distinct), int(unknown)])
    return known[codes].astype(unknown.dtype)


def shown(names: Names) -> dict[str, tuple[str, ...]]:
    """The lists of names that an index may keep: those of places that are told apart only are not among them."""
    return {name: listed for name, listed in names.items() if name != SAME_PLACE}
