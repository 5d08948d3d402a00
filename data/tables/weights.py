"""Harm weights: days of harm an offence of each category counts for, as versioned tables.

Built-in tables lie in ``data/reference/harm_weights``, the partnership's own in the store's ``weights`` folder.
Method: Sherman, Neyroud and Neyroud, The Cambridge Crime Harm Index, Policing 10(3), 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import REFERENCE, taxonomy
from data.choices import HARM_WEIGHTS, DatasetChoice
from data.schema import DataError
from data.tables.headed_tables import load_numbers
from data.tables.registered import WEIGHTS, table_file
from data.tables.type_mix import MIX_SAYS, by_type, is_mixed

if TYPE_CHECKING:
    from data.releases import Release

Array = npt.NDArray[Any]

BUILT_IN: Final = REFERENCE / "harm_weights"
OFFENCES: Final = "offences"


@dataclass(frozen=True)
class HarmTable:
    """One table of weights. ``days`` by minor category; a category it lacks has no weight, which is not 0."""

    slug: str
    title: str
    version: str
    source: str
    licence: str
    status: str
    note: str
    days: Mapping[str, float]


def harm_table(release: Release | None, name: str | None = None) -> HarmTable:
    """A table by the name links use, the default without one; without a release only those built in."""
    name = name or HARM_WEIGHTS[0]
    if name in HARM_WEIGHTS:
        path = BUILT_IN / f"{name}.csv"
    elif release is not None and release.store is not None and name in release.choices.weights:
        path = table_file(release.store, WEIGHTS, name)
    else:
        raise DataError(f"there is no harm weight table {name!r}", mend="Register it: swp weights FILE --name NAME")
    said, days = load_numbers(path, "minor", "days")
    facts = {key: said.get(key, "") for key in ("title", "version", "source", "licence", "status", "note")}
    return HarmTable(slug=name, days=MappingProxyType(days), **facts)


def days_by_type(table: HarmTable, types: tuple[tuple[str, str], ...], proactive: bool = True) -> Array:
    """(types,) days of harm a record of each (major, minor) counts for; NaN where it has no weight.

    Without ``proactive`` what the police find by searching (drugs, weapons) has none: it counts police work as
    much as harm. Types of data.police.uk get the mean of their minors (``data/tables/type_mix.py``).
    """
    left_out = frozenset() if proactive else proactive_minors()
    return by_type({minor: days for minor, days in table.days.items() if minor not in left_out}, types)


@cache
def proactive_minors() -> frozenset[str]:
    """Categories found by police activity, which the Crime Harm Index leaves out."""
    table = taxonomy()
    return frozenset(table.loc[table["proactive"], "minor"])


def why_no_harm(dataset: DatasetChoice, table: HarmTable) -> str:
    """Why the records of a data set carry no harm, in one sentence; empty where they do."""
    if dataset.kind != OFFENCES:
        return f"Harm is weighed for recorded offences by their category; {dataset.noun} have no such weight."
    if np.isnan(days_by_type(table, dataset.types)).all():
        return f"The table “{table.title}” has no weight for any category of this source ({dataset.source})."
    return ""


def mix_caveat(types: tuple[tuple[str, str], ...]) -> str:
    """What to know where a source's types are coarser than the weights or unit costs; empty where they are not."""
    mixed = sorted({major for major, minor in types if not minor and is_mixed(major, minor)})
    if not mixed:
        return ""
    return f"This source’s categories are coarse: {', '.join(mixed)} count at the mean of {MIX_SAYS}."
