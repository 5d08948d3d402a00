"""Populations that a rate may divide by: residents, and further ones the partnership registers (workday, visitors)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pandas as pd

from data.categories import REFERENCE
from data.schema import DataError
from data.tables.headed_tables import load_numbers
from data.tables.registered import POPULATIONS, table_file

if TYPE_CHECKING:
    from data.releases import Release

RESIDENTS: Final = "residents"
RESIDENTS_SOURCE: Final = "mid-2020 estimate of the Office for National Statistics (wards: weighted from small areas)"


@dataclass(frozen=True)
class Population:
    """People by area code, of whatever levels its source has; ``source`` in words."""

    slug: str
    source: str
    people: Mapping[str, float]


def population(release: Release | None, name: str | None = None) -> Population:
    """A population by the name links use, residents without one."""
    name = name or RESIDENTS
    if name == RESIDENTS:
        return Population(RESIDENTS, RESIDENTS_SOURCE, residents_by_code())
    if release is None or release.store is None or name not in release.choices.populations:
        raise DataError(f"there is no population {name!r}", mend="Register it: swp populations FILE --name NAME")
    facts, people = load_numbers(table_file(release.store, POPULATIONS, name), "code", "number")
    return Population(name, f"{facts.get('title', name)}, {facts.get('source', '')}", MappingProxyType(people))


@cache
def residents_by_code() -> Mapping[str, float]:
    """Residents of mid-2020 of Westminster's small areas of 2011 and of its wards."""
    lsoas = pd.read_csv(REFERENCE / "lsoa_2011.csv").set_index("lsoa11cd")["pop_mid2020"]
    wards = pd.read_csv(REFERENCE / "wards_2022.csv").set_index("ward22cd")["pop_mid2020_weighted"]
    return MappingProxyType({str(code): float(people) for code, people in pd.concat([lsoas, wards]).items()})
