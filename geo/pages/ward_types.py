"""Which types of offence stand out in a ward: by number and by harm, against the mix of the base.

A location quotient is the ward's share of a type over the base's share of it. It counts as over-represented from
``LEAST_QUOTIENT`` on, with at least ``FLOOR`` records in the ward and a difference beyond chance.
Harm: the weights that stand first (``data/tables/weights.py``), calibrated to the 2024 assessment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import slug
from data.tables.weights import days_by_type, harm_table

Array = npt.NDArray[Any]

FLOOR: Final = 10  # records in the ward
LEAST_QUOTIENT: Final = 1.2
BEYOND_CHANCE: Final = 2.0  # standard deviations of a binomial count
HARM_LABEL: Final = "Cambridge Crime Harm Index, calibrated to the 2024 assessment"
FLOOR_SAYS: Final = (
    f"A type stands out where its share is at least {LEAST_QUOTIENT} times the share in the base, with at least"
    f" {FLOOR} records in the ward and more than chance would give."
)


@dataclass(frozen=True)
class TypeProfile:
    """One major type in one ward. Harm is None where there are no weights for the data set's types."""

    slug: str
    name: str
    value: int
    share: float | None  # of the ward's records
    base_share: float | None
    quotient: float | None  # None where the base has none, or under the floor
    over: bool  # over-represented by number
    harm_days: float | None
    harm_share: float | None  # of the ward's harm
    harm_quotient: float | None
    over_by_harm: bool


@cache
def harm_days(types: tuple[tuple[str, str], ...]) -> Array | None:
    """(types,) days of each minor category, 0 where it has no weight; None where no type has one.

    Coarse types have none here: their mean over many minors says little of what stands out in a ward.
    """
    found = np.where([bool(minor) for _, minor in types], days_by_type(harm_table(None), types), np.nan)
    return None if np.isnan(found).all() else np.nan_to_num(found)


def majors_of(types: Sequence[tuple[str, str]]) -> tuple[list[str], Array]:
    """Sorted major names, and (types,) the position of each type's major among them."""
    majors = sorted({major for major, _ in types})
    return majors, np.array([majors.index(major) for major, _ in types], dtype=np.int64)


def by_major(counts: Array, types: Sequence[tuple[str, str]]) -> Array:
    """(wards, majors) from (wards, types)."""
    majors, position = majors_of(types)
    return np.stack([counts[:, position == number].sum(axis=1) for number in range(len(majors))], axis=1).astype(float)


def shares(counts: Array) -> Array:
    """Each row over its sum; NaN where that is 0."""
    totals = counts.sum(axis=-1, keepdims=True)
    return np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)


def quotients(counts: Array, base: Array) -> Array:
    """(wards, types) location quotients of ``counts`` against the sums of the wards in ``base`` (bool)."""
    expected = shares(counts[base].sum(axis=0))
    return np.divide(shares(counts), expected, out=np.full(counts.shape, np.nan), where=expected > 0)


def beyond_chance(counts: Array, base: Array) -> Array:
    """(wards, types) standard deviations by which a count exceeds the base's share of the ward's records."""
    expected = shares(counts[base].sum(axis=0))
    totals = counts.sum(axis=1, keepdims=True)
    spread = np.sqrt(totals * expected * (1 - expected))
    return np.divide(counts - totals * expected, spread, out=np.zeros(counts.shape), where=spread > 0)


def type_profiles(counts: Array, types: tuple[tuple[str, str], ...], base: Array) -> list[tuple[TypeProfile, ...]]:
    """For each ward its major types, in the order of names; ``counts`` is (wards, types), ``base`` (wards,) bool."""
    majors, _ = majors_of(types)
    number = by_major(counts, types)
    days = harm_days(types)
    harm = None if days is None else by_major(counts * days, types)
    share, base_share = shares(number), shares(number[base].sum(axis=0))
    enough = number >= FLOOR
    quotient = np.where(enough, quotients(number, base), np.nan)
    over = (quotient >= LEAST_QUOTIENT) & (beyond_chance(number, base) >= BEYOND_CHANCE)
    harm_share = None if harm is None else shares(harm)
    harm_quotient = None if harm is None else np.where(enough, quotients(harm, base), np.nan)

    def profile(ward: int, i: int) -> TypeProfile:
        return TypeProfile(
            slug=slug(majors[i]),
            name=majors[i],
            value=int(number[ward, i]),
            share=known(share[ward, i]),
            base_share=known(base_share[i]),
            quotient=known(quotient[ward, i]),
            over=bool(over[ward, i]),
            harm_days=None if harm is None else float(harm[ward, i]),
            harm_share=None if harm_share is None else known(harm_share[ward, i]),
            harm_quotient=None if harm_quotient is None else known(harm_quotient[ward, i]),
            over_by_harm=harm_quotient is not None and bool(harm_quotient[ward, i] >= LEAST_QUOTIENT),
        )

    return [tuple(profile(ward, i) for i in range(len(majors))) for ward in range(len(counts))]


def known(value: float) -> float | None:
    """The number, or None where there is none."""
    return None if np.isnan(value) else float(value)
