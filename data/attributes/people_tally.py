"""Counting people and features: who the victims, suspects and accused of records are, injuries and flags.

Every share has its own base: the records of which the thing is known. One pass over the matching rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.flags import bits_of
from data.attributes.people import AGE_BANDS, AGE_FROM, AGE_UNKNOWN, HOMES, INJURY_DEGREES, NOT_KNOWN, SEXES
from data.choices import Choices, Question
from data.index import Index
from data.matching import Matching, matching
from data.schema import FLAGS, PEOPLE

Array = npt.NDArray[Any]

CODES: Final = 256
COMBINATIONS: Final = 1 << len(FLAGS)


@dataclass(frozen=True)
class Share:
    """``value`` of ``base`` records of which it is known; a base of 0 has no share."""

    value: int
    base: int

    @property
    def share(self) -> float | None:
        return self.value / self.base if self.base else None


@dataclass(frozen=True)
class Persons:
    """Records by age band, sex and home of one kind of person; the last place of each axis is unknown.

    Attributes
    ----------
    counts : (16, 4, 4) in the codes of ``data.attributes.people``.
    """

    counts: Array

    @property
    def ages(self) -> Array:
        """(8,) records in each band of ``AGE_BANDS``."""
        return self.counts.sum(axis=(1, 2))[: len(AGE_BANDS)]

    @property
    def age_known(self) -> int:
        """Records with a known age, "35 or over" without a band among them."""
        return int(self.counts[:AGE_UNKNOWN].sum())

    @property
    def sexes(self) -> Array:
        """(3,) records with a person of each of ``SEXES``."""
        return self.counts.sum(axis=(0, 2))[: len(SEXES)]

    @property
    def sex_known(self) -> int:
        return int(self.sexes.sum())

    @property
    def homes(self) -> Array:
        """(3,) records with a person from each of ``HOMES``."""
        return self.counts.sum(axis=(0, 1))[: len(HOMES)]

    @property
    def home_known(self) -> int:
        return int(self.homes.sum())

    @property
    def resident(self) -> Share:
        """People who live in the borough, of those whose home is known (Assessment 2024, Appendix 5, key)."""
        return Share(int(self.homes[0]), self.home_known)

    def younger(self, years: int) -> Persons:
        """Those under ``years`` (a limit of the bands: 10, 18, 25, ...)."""
        counts = np.zeros_like(self.counts)
        bands = AGE_FROM.index(years)
        counts[:bands] = self.counts[:bands]
        return Persons(counts)


@dataclass(frozen=True)
class FlagCounts:
    """Records by combination of flags that are set, and by combination of those that are known."""

    set_counts: Array  # (COMBINATIONS,)
    known_counts: Array  # (COMBINATIONS,)

    def all_of(self, *names: str) -> Share:
        """Records with all of these flags, of those where all are known."""
        bits, among = bits_of(names), np.arange(COMBINATIONS)
        held = (among & bits) == bits
        return Share(int(self.set_counts[held].sum()), int(self.known_counts[held].sum()))

    def any_of(self, *names: str) -> Share:
        """Records with any of these flags, of those where any is known: they overlap and never add up."""
        held = (np.arange(COMBINATIONS) & bits_of(names)) != 0
        return Share(int(self.set_counts[held].sum()), int(self.known_counts[held].sum()))


@dataclass(frozen=True)
class PeopleTally:
    """People and features of the records that match a question; what the data set was not asked is absent or None."""

    records: int
    persons: Mapping[str, Persons]  # by "victim", "suspect", "accused"
    injuries: Array | None  # (4,) records by degree: none, minor, serious, fatal
    flags: FlagCounts | None

    @property
    def injury_known(self) -> int:
        return 0 if self.injuries is None else int(self.injuries.sum())


def people(index: Index, question: Question, choices: Choices, period: tuple[int, int]) -> PeopleTally:
    """People and features of the records that match ``question`` in ``period``."""
    return people_of(matching(index, question, choices, period))


def people_of(found: Matching) -> PeopleTally:
    """People and features of records already found."""
    asked = [person for person in PEOPLE if found.asked(person)]
    injuries = None
    if found.asked("injury_degree"):
        degrees = len(INJURY_DEGREES)
        injuries = found.count((found.attribute("injury_degree"), degrees + 1))[:degrees]
    flags = None
    if found.asked("flags"):
        flags = FlagCounts(
            found.count((found.attribute("flags"), COMBINATIONS)),
            found.count((found.attribute("flags_known"), COMBINATIONS)),
        )
    return PeopleTally(
        records=found.records,
        persons={person: persons(found.count((found.attribute(person), CODES))) for person in asked},
        injuries=injuries,
        flags=flags,
    )


def persons(codes: Array) -> Persons:
    """From (256,) records by code."""
    return Persons(codes.reshape(AGE_UNKNOWN + 1, NOT_KNOWN + 1, NOT_KNOWN + 1))


def flagged(found: Matching, *names: str) -> Array:
    """(matching,) True where all of these flags are set."""
    bits = np.uint16(bits_of(names))
    return (found.attribute("flags") & bits) == bits


def younger(found: Matching, person: str, years: int) -> Array:
    """(matching,) True where the person's age is known and under ``years``, a limit of the bands."""
    return (found.attribute(person) >> 4) < AGE_FROM.index(years)


def aged(found: Matching, person: str, first: int, end: int) -> Array:
    """(matching,) True where the person's age is known and ``first <= age < end``, limits of the bands."""
    band = found.attribute(person) >> 4
    return (band >= AGE_FROM.index(first)) & (band < AGE_FROM.index(end))
