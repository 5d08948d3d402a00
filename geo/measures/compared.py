"""Rate, density and location quotient: records of areas that are unlike in people, ground or mix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.place_words import whole_words
from data.query import filters_of, tally
from data.releases import Release
from data.selection import Measure
from data.weighted_sums import count_interval
from geo.disclosure.told import told_tally
from geo.measures.denominators import hectares, populations, visitors_caption
from geo.measures.measured import Measured, unit_of

Array = npt.NDArray[Any]

EXPECTED_FLOOR: Final = 5  # records expected in an area under which a location quotient says nothing
RESIDENTS_UNIT: Final = 1000  # a rate is per so many people


def divided(release: Release, question: Question, plain: Measured, inside: Array) -> Measured:
    """Records per 1,000 people or per hectare, with exact intervals of a count."""
    selection = question.selection
    rate = selection.measure is Measure.RATE
    if rate:
        per = selection.per or release.choices.populations[0]
        bases, source = populations(release, question.level, per)
        unit = unit_of(question, release.choices)
        said = [f"Per 1,000 {per.replace('-', ' ')}: {source}."]
        caption = visitors_caption(release, question) if per == "residents" else ""
        said += [caption] if caption else []
    else:
        bases, source = hectares(release, question.level)
        unit, said = unit_of(question, release.choices), [f"Per hectare: {source}."]
    bases = bases / RESIDENTS_UNIT if rate else bases
    bases = np.where(bases > 0, bases, np.nan)
    if plain.values is None or np.isnan(bases).all():
        nothing = f"{'No population' if rate else 'No area'} is known for these areas."
        return replace(
            plain, values=None, previous=None, unit=unit, total=None, total_before=None, caveats=(nothing,), bases=bases
        )
    counts, known = plain.values, inside & ~np.isnan(bases)
    whole = bases[known].sum()
    missing = int(np.isnan(bases[inside]).sum())
    if missing:
        said.append(f"{missing:,} areas have no known {'population' if rate else 'size'} and no value.")
    before = plain.previous
    return replace(
        plain,
        unit=unit,
        values=plain.values / bases,
        previous=None if before is None else before / bases,
        bounds=lambda: interval_of(counts, bases),
        total=float(plain.values[known].sum() / whole) if whole else None,
        total_before=None if before is None or not whole else float(before[known].sum() / whole),
        bases=bases,
        caveats=tuple(said),
    )


def interval_of(counts: Array, bases: Array) -> tuple[Array, Array]:
    """(areas,) low and high ends of the interval of each count, divided by its base."""
    low, high = count_interval(counts)
    return low / bases, high / bases


def quotient(release: Release, question: Question, plain: Measured, inside: Array) -> Measured:
    """Location quotient: the share of these records among all of the area, over the same share in the whole borough.

    Unknown under ``EXPECTED_FLOOR`` expected records. Brantingham and Brantingham, Mapping crime for analytic
    purposes: location quotients, counts, and rates (Crime Prevention Studies 8, 1998).
    """
    unit = unit_of(question, release.choices)
    if plain.values is None:
        return replace(plain, unit=unit, values=None, total=None, total_before=None)
    everywhere = replace(question, selection=question.selection.without("ward", "lsoa"))
    now, expected = quotients(release, everywhere, (question.first, question.last))
    before = None
    if plain.previous is not None and question.previous is not None:
        before, _ = quotients(release, everywhere, question.previous)
    said = [
        f"Location quotient: 1 is the share in {whole_words(release.choices)}, 2 twice that share."
        f" No value where fewer than {EXPECTED_FLOOR} records would be expected."
    ]
    if question.types is None and question.syv is None and not question.selection.flag:
        said.append("With all types chosen every area has its own mix whole: choose a type to compare.")
    return replace(
        plain,
        unit=unit,
        values=np.where(inside, now, np.nan),
        previous=None if before is None else np.where(inside, before, np.nan),
        total=None,
        total_before=None,
        bases=expected,
        caveats=tuple(said),
    )


def quotients(release: Release, everywhere: Question, period: tuple[int, int]) -> tuple[Array, Array]:
    """(areas,) quotients of the records asked for among all records of the same hours and days, and those expected."""
    areas = len(release.choices.areas[everywhere.level])
    among = replace(everywhere, types=None, syv=None, selection=everywhere.selection.without("type", "syv", "flag"))
    if release.rule.withholds:
        (part, in_part), (whole, in_whole) = (
            told_by_area(release, asked, period, areas) for asked in (everywhere, among)
        )
    else:
        index = release.index(everywhere.dataset.slug)
        part, whole = (
            tally(index, asked, filters_of(asked, release.choices), period, areas).by_area
            for asked in (everywhere, among)
        )
        in_part, in_whole = part.sum(), whole.sum()
    in_all = in_part / in_whole if in_whole else 0.0
    expected = whole * in_all
    enough = expected >= EXPECTED_FLOOR
    return np.divide(part, expected, out=np.full(areas, np.nan), where=enough), expected


def told_by_area(release: Release, question: Question, period: tuple[int, int], areas: int) -> tuple[Array, float]:
    """(areas,) records and their sum as a reader is told them; NaN where they are withheld."""
    told = told_tally(release, question, period)
    if told is None:
        return np.full(areas, np.nan), np.nan
    return told.by_area, np.nan if told.located_told is None else told.located_told
