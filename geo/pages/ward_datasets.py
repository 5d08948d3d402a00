"""Which other data sets and features stand out in a ward: its share of them beside its share of residents.

The assessment's Appendix 5 names for a ward the data sets "over represented" there without a formula; it names most of
them for the two West End wards, whose share of them is below their share of offences and far above their share of
residents. So residents are the measure; the share of offences stands beside it. Where residents are not known
(wards of other authorities) the share of offences is the measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.flags import HATE_CRIME
from data.categories import YouthViolence
from data.choices import PAGE_DATASET, AreaChoice, DatasetChoice
from data.levels import Level
from data.links import write_link
from data.matching import Matching, matching
from data.months import months_named
from data.published import residents
from data.releases import Release
from data.selection import Page, Selection
from geo.pages.ward_counts import told_by_ward
from geo.pages.ward_types import BEYOND_CHANCE, FLOOR, LEAST_QUOTIENT

Array = npt.NDArray[Any]

RESIDENTS, OFFENCES = "residents", "offences"
FLAG_NAMES: Final = {
    HATE_CRIME: "Hate crime",
    "domestic-abuse": "Offences flagged as domestic abuse",
    "business": "Offences flagged as business crime",
    "knife": "Knife crime",
}
RULE_NAMES: Final = {
    YouthViolence.ANY: "Serious youth violence (victim or suspect under 25)",
    YouthViolence.UNDER_18: "Serious youth violence (victim or suspect under 18)",
}


@dataclass(frozen=True)
class DatasetProfile:
    """One data set, or one feature of offences, in one ward."""

    key: str  # slug of the data set, or of the feature
    name: str
    value: int
    share: float | None  # of the data set's records with a known ward
    share_of_offences: float | None
    share_of_residents: float | None
    against: str  # residents or offences: what the quotient divides by
    quotient: float | None  # None under the floor, or where the base has none
    over: bool
    link: str  # that reproduces ``value``


@dataclass(frozen=True)
class Counted:
    key: str
    name: str
    by_ward: Array
    selection: Selection  # that counts it


def dataset_profiles(release: Release, first: int, last: int, base: Array) -> list[tuple[DatasetProfile, ...]]:
    """For each ward the other data sets and features, the whole of the period at any time; ``base`` (wards,) bool."""
    wards = release.choices.areas[Level.WARD]
    counted = list(counts_by_ward(release, first, last, wards))
    offences = next((part.by_ward for part in counted if part.key == PAGE_DATASET), None)
    living = np.array([residents().get(ward.code, 0) for ward in wards])
    measure = (RESIDENTS, living) if (living > 0).all() else (OFFENCES, offences)
    profiles: list[list[DatasetProfile]] = [[] for _ in wards]
    for part in counted:
        if part.key == PAGE_DATASET:
            continue
        quotient, over = against(part.by_ward, measure[1], base)
        shares = [share_of(values) for values in (part.by_ward, offences, living)]
        for i, ward in enumerate(wards):
            profiles[i].append(
                DatasetProfile(
                    key=part.key,
                    name=part.name,
                    value=int(part.by_ward[i]),
                    share=shares[0][i],
                    share_of_offences=shares[1][i],
                    share_of_residents=shares[2][i],
                    against=measure[0],
                    quotient=None if np.isnan(quotient[i]) else float(quotient[i]),
                    over=bool(over[i]),
                    link=write_link(replace(part.selection, ward=(ward.code,)), release.choices),
                )
            )
    return [tuple(profile) for profile in profiles]


def share_of(values: Array | None) -> list[float | None]:
    """Each ward's share; None throughout where there is nothing to share."""
    if values is None:
        return [None] * 1000
    total = float(values.sum())
    return [float(value) / total if total else None for value in values]


def against(values: Array, measure: Array | None, base: Array) -> tuple[Array, Array]:
    """Quotients of ``values`` to ``measure`` against the wards of the base, and which are over-represented."""
    nothing = np.full(len(values), np.nan)
    if measure is None or not values[base].sum() or not measure[base].sum():
        return nothing, np.zeros(len(values), dtype=bool)
    expected = measure * (values[base].sum() / measure[base].sum())
    usable = (values >= FLOOR) & (expected > 0)
    quotient = np.divide(values, expected, out=nothing, where=usable)
    beyond = np.divide(values - expected, np.sqrt(expected), out=np.zeros(len(values)), where=expected > 0)
    return quotient, (quotient >= LEAST_QUOTIENT) & (beyond >= BEYOND_CHANCE)


def counts_by_ward(release: Release, first: int, last: int, wards: Sequence[AreaChoice]) -> Iterator[Counted]:
    """Every data set that knows wards and covers some of the period, and the features of the offences."""
    for dataset in release.choices.datasets:
        if Level.WARD not in dataset.levels or not set(range(first, last + 1)) & set(dataset.months):
            continue
        if dataset.kind == PAGE_DATASET != dataset.slug:  # the same offences, as another publisher tells them
            continue
        selection = Selection(page=Page.NEIGHBOURHOODS, dataset=dataset.slug, first=first, last=last)
        if release.rule.withholds:
            told = told_by_ward(release, release.choices.resolve(replace(selection, level=Level.WARD)), (first, last))
            if told is not None:
                yield Counted(dataset.slug, name_of(dataset, first, last), told, plain(release, selection))
            continue
        found = found_by(release, selection, dataset)
        by_ward = found.by_area(Level.WARD, len(wards))
        yield Counted(dataset.slug, name_of(dataset, first, last), by_ward, plain(release, selection))
        if dataset.slug == PAGE_DATASET:
            yield from features(release, selection, dataset, found, len(wards))


def name_of(dataset: DatasetChoice, first: int, last: int) -> str:
    """The data set's title, with the months it tells of where these are not the whole period."""
    told = [month for month in dataset.months if first <= month <= last]
    whole = len(told) == last - first + 1
    return dataset.title if whole else f"{dataset.title} in {months_named(told)}"


def plain(release: Release, selection: Selection) -> Selection:
    """The selection without what only repeats a default, so that its link is canonical."""
    question = release.choices.resolve(selection.without("first", "last"))
    dataset = None if selection.dataset == release.choices.dataset(None).slug else selection.dataset
    if (selection.first, selection.last) == (question.first, question.last):
        selection = selection.without("first", "last")
    return replace(selection, dataset=dataset)


def found_by(release: Release, selection: Selection, dataset: DatasetChoice) -> Matching:
    """The records that a selection of one data set counts."""
    question = release.choices.resolve(selection)
    return matching(release.index(dataset.slug), question, release.choices, (question.first, question.last))


def features(
    release: Release, selection: Selection, dataset: DatasetChoice, found: Matching, wards: int
) -> Iterator[Counted]:
    """Flags, where the source has them, and youth violence, where it has ages."""
    for flag, title in FLAG_NAMES.items():
        if flag in dataset.flags:
            counts = found.only(found.carrying(flag)).by_area(Level.WARD, wards)
            yield Counted(flag, title, counts, plain(release, replace(selection, flag=(flag,))))
    if dataset.ages:
        for rule, title in RULE_NAMES.items():
            asked = replace(selection, syv=rule)
            counts = found_by(release, asked, dataset).by_area(Level.WARD, wards)
            yield Counted(f"youth-violence-{rule}", title, counts, plain(release, asked))
