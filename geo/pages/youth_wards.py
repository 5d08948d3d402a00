"""Youth violence by ward, beside each ward's part of all recorded crime and the homes of its victims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy.typing as npt

from data.attributes.people_tally import CODES, Share, persons
from data.choices import Question
from data.levels import Level
from data.releases import Release
from geo.pages.youth_series import found_in

Array = npt.NDArray[Any]

FEWEST: Final = 10  # people known, below which a ward's share is not given
TOO_FEW: Final = f"fewer than {FEWEST} victims with a known home"
NO_HOME: Final = "this source does not say where victims live"


@dataclass(frozen=True)
class WardRow:
    """One ward: its part of the page's records beside its part of all recorded crime."""

    code: str
    name: str
    value: int
    share: float | None  # of the page's records with a known ward
    previous: int | None
    crime_share: float | None  # of all offences with a known ward, under the same filters but type and rule
    resident_victims: Share | None
    reason: str = ""  # why there is no share of resident victims


def ward_rows(release: Release, question: Question) -> tuple[WardRow, ...]:
    """Every ward, whatever areas the link chooses, in the order of codes."""
    if Level.WARD not in question.dataset.levels:
        return ()
    areas = release.choices.areas[Level.WARD]
    everywhere = replace(question, selection=question.selection.without("ward", "lsoa"))
    period = (question.first, question.last)
    found = found_in(release, everywhere, period)
    all_crime = replace(everywhere, syv=None, types=None)
    counts = found.by_area(Level.WARD, len(areas))
    crime = found_in(release, all_crime, period).by_area(Level.WARD, len(areas))
    before = None
    if question.previous and set(range(question.previous[0], question.previous[1] + 1)) <= set(question.dataset.months):
        before = found_in(release, everywhere, question.previous).by_area(Level.WARD, len(areas))
    victims = found.by_area(Level.WARD, len(areas), (found.attribute("victim"), CODES))
    rows = []
    for i, area in enumerate(areas):
        resident, reason = resident_share(victims[i])
        rows.append(
            WardRow(
                code=area.code,
                name=area.name,
                value=int(counts[i]),
                share=float(counts[i] / counts.sum()) if counts.sum() else None,
                previous=None if before is None else int(before[i]),
                crime_share=float(crime[i] / crime.sum()) if crime.sum() else None,
                resident_victims=resident,
                reason=reason if found.asked("victim") else NO_HOME,
            )
        )
    return tuple(rows)


def resident_share(codes: Array) -> tuple[Share | None, str]:
    """The share of people who live in the borough from (256,) records by code, or why there is none."""
    resident = persons(codes).resident
    return (resident, "") if resident.base >= FEWEST else (None, TOO_FEW)
