"""Records to areas: which belong to the authority, in which area of each level they lie, how that was found.

Whether a record belongs: its point in the small areas of 2011, else its codes, else its postcode, else the authority
it names. Small area: the point, else its own code (of the same census, else through the change table), else its
postcode. Ward: its own current ward code, else the point, else its postcode, else the best fit of its small area.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.levels import Level
from data.schema import PlacedBy
from geo.placing.owning import evidence_within, owner_of_records
from geo.placing.place_evidence import Evidence, Mask, evidence_of
from geo.placing.places import OTHER_CENSUS, Places, places_for
from geo.placing.points import Rows

__all__ = ["AUTHORITY", "PLACE_COLUMNS", "Places", "place", "places_for"]

AUTHORITY: Final = Level.AUTHORITY.value  # column of the record's authority, where there are several

PLACE_COLUMNS: Final = ["lsoa", "lsoa21", "ward", "lsoa_by", "lsoa21_by", "ward_by", "outside", "unplaced"]

_BY: Final = {way: number for number, way in enumerate(PlacedBy)}
_NOWHERE: Final = _BY[PlacedBy.NOT_PLACED]


class _Assignment:
    """The areas found so far at one level: each ``fill`` places only what is not placed yet."""

    def __init__(self, size: int) -> None:
        self.area: Rows = np.full(size, -1, dtype=np.intp)
        self.by: Rows = np.full(size, _NOWHERE, dtype=np.intp)

    def fill(self, area: Rows, way: PlacedBy, where: Mask | None = None) -> None:
        new = (self.area < 0) & (area >= 0)
        if where is not None:
            new &= where
        self.area[new], self.by[new] = area[new], _BY[way]


def place(records: pd.DataFrame, places: Places, local: bool) -> pd.DataFrame:
    """Place records (columns of ``data.schema``): gives ``PLACE_COLUMNS``, aligned with their index.

    ``lsoa``, ``lsoa21``, ``ward`` are codes inside the authority, NaN for none, each ``_by`` a ``PlacedBy``.
    ``outside`` is NaN where the record belongs to the authority, else the reason in words; ``unplaced`` says why a
    record that belongs has no small area of 2011. ``local`` says that the source covers this authority alone, so
    that a record that does not say where it belongs is ours. Of several authorities there is a column more,
    ``authority``: the code of the record's own, in which all its areas lie.
    """
    evidence = evidence_of(records, places)
    if places.several:
        owner = owner_of_records(evidence, places)
        evidence = evidence_within(evidence, places, owner)
    found: dict[Level, _Assignment] = {}
    for level in sorted(OTHER_CENSUS, key=places.approximate):  # approximate ones lean on official ones
        found[level] = _small_areas(level, evidence, places, found)
    for level, other in OTHER_CENSUS.items():  # a point may lie just off the lines of one census
        found[level].fill(_through(places, level, found[other].area)[0], PlacedBy.BEST_FIT)
    found[Level.WARD] = _wards(evidence, places, found)
    outside = _outside(evidence, places, local)
    belongs = outside.number < 0
    columns = {}
    for level, assignment in found.items():
        codes = places.texts[level].take(np.where(belongs, assignment.area, -1), allow_fill=True)
        columns[level.value] = pd.Series(codes)
        columns[f"{level}_by"] = _words(list(PlacedBy), np.where(belongs, assignment.by, _NOWHERE))
    without = belongs & (found[Level.LSOA].area < 0)
    why = _why_unplaced(evidence, found)
    columns["outside"] = _words(outside.texts, outside.number)
    columns["unplaced"] = _words(why.texts, np.where(without, why.number, -1))
    names = list(PLACE_COLUMNS)
    if places.several:
        columns[AUTHORITY] = _words(places.authority_codes, np.where(belongs, owner, -1))
        names.append(AUTHORITY)
    return pd.DataFrame({name: columns[name] for name in names}).set_axis(records.index)


def _words(texts: Iterable[str], number: Rows) -> pd.Series:
    """The text of each number, NaN for -1."""
    return pd.Series(pd.array([str(text) for text in texts], dtype="str").take(number, allow_fill=True))


def _through(places: Places, level: Level, other_area: Rows) -> tuple[Rows, Mask]:
    """Areas of ``level`` that areas of the other census become, and whether each lies wholly in it."""
    area, whole = places.through[level]
    return area[other_area], whole[other_area]


def _small_areas(level: Level, evidence: Evidence, places: Places, found: dict[Level, _Assignment]) -> _Assignment:
    result = _Assignment(len(evidence.point))
    other = OTHER_CENSUS[level]
    steps = [_by_point, _by_own_code]
    if places.approximate(level):
        # The embedded areas are only roughly where they should be: a code the record brings is surer than its point,
        # and so is what official lines of the other census say.
        steps.reverse()
        if other in found and not places.approximate(other):
            area, whole = _through(places, level, found[other].area)
            by_point = found[other].by == _BY[PlacedBy.POINT]
            _by_own_code(level, evidence, places, result)
            result.fill(area, PlacedBy.POINT, where=whole & by_point)
    for step in steps:
        step(level, evidence, places, result)
    result.fill(evidence.at_postcode[level], PlacedBy.POSTCODE)
    return result


def _by_point(level: Level, evidence: Evidence, places: Places, result: _Assignment) -> None:  # noqa: ARG001
    result.fill(evidence.at_point[level], PlacedBy.POINT)


def _by_own_code(level: Level, evidence: Evidence, places: Places, result: _Assignment) -> None:
    result.fill(evidence.own[level], PlacedBy.OWN_CODE)
    area, whole = _through(places, level, evidence.own[OTHER_CENSUS[level]])
    result.fill(area, PlacedBy.OWN_CODE, where=whole)
    result.fill(area, PlacedBy.BEST_FIT)


def _wards(evidence: Evidence, places: Places, found: dict[Level, _Assignment]) -> _Assignment:
    result = _Assignment(len(evidence.point))
    result.fill(evidence.own[Level.WARD], PlacedBy.OWN_CODE)
    small = found[Level.LSOA]
    if places.approximate(Level.WARD):
        # As above: where the small area is sure, the ward it fits best is surer than a point in an approximate ward.
        by_code = (small.by == _BY[PlacedBy.OWN_CODE]) | (small.by == _BY[PlacedBy.BEST_FIT])
        sure = by_code | (not places.approximate(Level.LSOA))
        result.fill(_ward_of(places, Level.LSOA, small.area), PlacedBy.BEST_FIT, where=sure)
    result.fill(evidence.at_point[Level.WARD], PlacedBy.POINT)
    result.fill(evidence.at_postcode[Level.WARD], PlacedBy.POSTCODE)
    for level in OTHER_CENSUS:
        result.fill(_ward_of(places, level, found[level].area), PlacedBy.BEST_FIT)
    return result


def _ward_of(places: Places, level: Level, area: Rows) -> Rows:
    return places.wards_of[level][area]


@dataclass(frozen=True)
class _Reasons:
    """A reason a record: its number in ``texts``, -1 for none."""

    texts: list[str]
    number: Rows


def _first_that_holds(rules: list[tuple[Mask, str]], otherwise: str) -> _Reasons:
    """For each record the text of the first rule that holds, else ``otherwise``; an empty text is no reason."""
    texts = [text for _, text in rules] + [otherwise]
    numbers = [number if text else -1 for number, text in enumerate(texts)]
    return _Reasons(texts, np.select([rule for rule, _ in rules], numbers[:-1], numbers[-1]).astype(np.intp))


def _outside(evidence: Evidence, places: Places, local: bool) -> _Reasons:
    """Why each record is not the authority's; none where it is. The first thing that says anything decides."""
    code_away = "its small-area code is another authority's"
    at_point = evidence.at_point[Level.LSOA] >= 0
    point_rules = [
        (evidence.point & at_point, ""),
        (evidence.point, "its point lies in another area"),
    ]
    code_rules = [
        (evidence.small_code_ours, ""),
        (evidence.small_code_away, code_away),
    ]
    # Approximate lines: a code is surer than a point, as in placing.
    first = [*code_rules, *point_rules] if places.approximate(Level.LSOA) else [*point_rules, *code_rules]
    rules = [
        *first,
        ((evidence.own[Level.WARD] >= 0) | evidence.old_ward, ""),
        (evidence.ward_code_away, "its ward code is another authority's"),
        (evidence.postcode_ours, ""),
        (evidence.postcode_away, "its postcode is another authority's"),
        (evidence.names_us, ""),
        (evidence.names_another, "the row names another authority"),
        (evidence.ward_code_unknown, "its ward code is none of the authority's"),
    ]
    return _first_that_holds(rules, "" if local else "the row does not say where")


def _why_unplaced(evidence: Evidence, found: dict[Level, _Assignment]) -> _Reasons:
    reasons = [
        (found[Level.WARD].area >= 0, "the row says the ward but no smaller area"),
        (evidence.old_ward, "its ward code is of before May 2022, and those lines are gone"),
        (evidence.point, "its point lies in no small area"),
        (evidence.postcode & ~evidence.postcode_known, "its postcode is not in the directory"),
        (evidence.postcode, "its postcode lies in no small area"),
    ]
    return _first_that_holds(reasons, "the row gives no place")
