"""More of the people of records: ages in years, ethnicity, home borough, and ages, types and outcomes by group.

Each list has its own base, the records of which that thing is known. What the data set was not asked is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.features import UNKNOWN
from data.attributes.flags import no_action_codes
from data.attributes.people import AGE_FROM, NOT_KNOWN, SEXES
from data.matching import Matching

Array = npt.NDArray[Any]

CODES: Final = 256


@dataclass(frozen=True)
class PersonDetails:
    """One kind of person. ``sexes_by_type``: (types, 3) records by type and ``SEXES``; lists are by their names."""

    years: Array | None  # (255,) records by age in whole years
    ethnicities: dict[str, int] | None
    boroughs: dict[str, int] | None
    sexes_by_type: Array
    years_without_action: Array | None  # (255,) of the records whose outcome is no further action
    ethnicities_without_action: dict[str, int] | None


@dataclass(frozen=True)
class Young:
    """Records by whether victim and suspect are known to be under an age."""

    victim: int
    suspect: int
    either: int
    both: int


def person_details(found: Matching, person: str) -> PersonDetails:
    """What more is known of one kind of person in the records found."""
    idle = None
    if codes := no_action_codes(found.index):
        idle = found.only(np.isin(found.attribute("outcome"), codes))
    sex = (found.attribute(person) >> 2) & NOT_KNOWN
    kinds = len(found.index.types)
    return PersonDetails(
        years=by_years(found, person),
        ethnicities=by_name(found, f"{person}_ethnicity"),
        boroughs=by_name(found, f"{person}_borough"),
        sexes_by_type=found.count((found.kind, kinds), (sex, NOT_KNOWN + 1))[:, : len(SEXES)],
        years_without_action=None if idle is None else by_years(idle, person),
        ethnicities_without_action=None if idle is None else by_name(idle, f"{person}_ethnicity"),
    )


def by_years(found: Matching, person: str) -> Array | None:
    """(255,) records by the person's age in years."""
    name = f"{person}_years"
    return found.count((found.attribute(name), CODES))[: int(UNKNOWN)] if found.asked(name) else None


def by_name(found: Matching, column: str) -> dict[str, int] | None:
    """Records by each name of a named column, zeros included."""
    if not found.asked(column):
        return None
    counts = found.count((found.attribute(column), CODES))
    return {name: int(counts[code]) for code, name in enumerate(found.index.names[column])}


def young(found: Matching, years: int) -> Young:
    """Records with a victim or suspect known to be under ``years``, a limit of the bands."""
    bands = AGE_FROM.index(years)
    victim, suspect = ((found.attribute(person) >> 4) < bands for person in ("victim", "suspect"))
    cells = found.count((victim, 2), (suspect, 2))
    return Young(int(cells[1].sum()), int(cells[:, 1].sum()), int(cells.sum() - cells[0, 0]), int(cells[1, 1]))


@dataclass(frozen=True)
class Repeats:
    """How often records come from the same place again; places have no names here."""

    known: int  # records with a known place
    by_place: Array  # (places,) records of each place that has any

    def records_from(self, fewest: int) -> int:
        """Records of the places that have at least so many."""
        return int(self.by_place[self.by_place >= fewest].sum())

    def places_over(self, number: int) -> int:
        """Places with more records than that."""
        return int((self.by_place > number).sum())


def repeats(found: Matching) -> Repeats | None:
    """The places that records come from again; None where the data set does not tell places apart."""
    if not found.asked("same_place"):
        return None
    counts = found.count((found.attribute("same_place"), 1 << 16))[:-1]
    counts = counts[counts > 0]
    return Repeats(int(counts.sum()), counts)
