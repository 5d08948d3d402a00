"""An answer beside the whole police force: the same period and types over all its boroughs, where a source tells.

Shares divide like by like: all records by all the force's records, and records with a place by the force's records
with a place (a Datastore ward file counts no offence without a ward, the borough file does).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from data.force import ForceTotals
from data.intake.providers import STOPS, STREET
from data.query import Tally
from data.selection import ANY_TIME
from geo.answer import Answer

CHANGE_FLOOR: Final = 20  # records before, under which a change is no percentage
FILTERED: Final = (
    "No figures of the whole police force beside these: its totals are by month and type, without {}, so they"
    " cannot follow this question."
)
OTHERS: Final = (
    "Records that other police forces made here are counted in this area's, so its share may be a little high."
)
NOWHERE: Final = (
    "Records without a place are in the force's total and cannot be told to be this area's: the share of records"
    " with a place is the one to use."
)


@dataclass(frozen=True)
class ForceType:
    """One major of the force's records: its share of those that the question counts, and its change."""

    records: int
    share: float | None
    previous: int | None
    change_share: float | None


@dataclass(frozen=True)
class Force:
    """Records of the whole force, and the answer's share of them; what is not known is None.

    Attributes
    ----------
    records, located : in the answer's period, of its types; ``previous`` ones in the period compared with.
    share, previous_share : of the answer's records in the force's.
    share_located, previous_share_located : of its records with a place in the force's with a place.
    change_share : of the force's records; hidden under a floor of 20 before.
    share_of_change : of the answer's difference in the force's, where both went the same way.
    types : each major by its slug.
    note : what to know beside the shares.
    """

    name: str
    records: int | None
    located: int | None
    previous: int | None
    previous_located: int | None
    share: float | None
    share_located: float | None
    previous_share: float | None
    previous_share_located: float | None
    change_share: float | None
    share_of_change: float | None
    types: dict[str, ForceType]
    note: str = ""


def force_of(answer: Answer) -> Force | None:
    """The whole force under the answer's period and types; None where no source tells, or filters prevent it."""
    totals = answer.release.force(answer.dataset.slug)
    if totals is None or answer.now is None or unfollowed(answer):
        return None
    first, last = answer.question.first, answer.question.last
    types = answer.selection.type
    records, located = totals.records(types, first, last), totals.located(types, first, last)
    if records is None and located is None:
        return None
    period = answer.question.previous if answer.before is not None else None
    before = None if period is None else totals.records(types, *period)
    return Force(
        name=totals.name,
        records=records,
        located=located,
        previous=before,
        previous_located=(before_located := None if period is None else totals.located(types, *period)),
        share=part(answer.now.records, records),
        share_located=part(placed(answer, answer.now), located),
        previous_share=part(None if answer.before is None else answer.before.records, before),
        previous_share_located=part(placed(answer, answer.before), before_located),
        change_share=change(records, before),
        share_of_change=share_of_change(answer, records, before),
        types=types_of(totals, answer, (first, last), period),
        note=" ".join(notes(totals, answer)),
    )


def notes(totals: ForceTotals, answer: Answer) -> Iterator[str]:
    """What to know beside the shares."""
    period = range(answer.question.first, answer.question.last + 1)
    if answer.dataset.provider in (STREET, STOPS):
        yield NOWHERE
    if totals.others.intersection(period):
        yield OTHERS


def unfollowed(answer: Answer) -> str:
    """What the question filters by that the force's totals do not tell apart, in words; empty for nothing."""
    selection = answer.selection
    filters = {
        "hours": selection.time != ANY_TIME,
        "days of the week": bool(selection.days),
        "ages": answer.question.syv is not None,
        "flags": bool(selection.flag),
    }
    return " and ".join(name for name, asked in filters.items() if asked)


def why_no_force(answer: Answer) -> str:
    """Why totals that the release has are not shown beside this answer, in one sentence; empty where that is not so."""
    without = unfollowed(answer) if answer.now is not None else ""
    return FILTERED.format(without) if without and answer.release.force(answer.dataset.slug) else ""


def placed(answer: Answer, tally: Tally | None) -> int | None:
    """Records with an area of the answer's level; None where the source tells none."""
    return tally.located if tally is not None and answer.question.level in answer.dataset.levels else None


def part(records: int | None, whole: int | None) -> float | None:
    """Records as a fraction of a whole that is known and not zero."""
    return records / whole if records is not None and whole else None


def change(records: int | None, before: int | None) -> float | None:
    """The change as a fraction of before; None under the floor."""
    if records is None or before is None or before < CHANGE_FLOOR:
        return None
    return (records - before) / before


def share_of_change(answer: Answer, records: int | None, before: int | None) -> float | None:
    """The answer's part of the force's increase or decrease; None where they went different ways."""
    if answer.now is None or answer.before is None or records is None or before is None:
        return None
    own, whole = answer.now.records - answer.before.records, records - before
    return own / whole if own * whole > 0 else None


def types_of(
    totals: ForceTotals, answer: Answer, period: tuple[int, int], previous: tuple[int, int] | None
) -> dict[str, ForceType]:
    """Every major that the question's types leave, largest first."""
    types = answer.selection.type
    now = totals.by_major(types, *period) or {}
    before = None if previous is None else totals.by_major(types, *previous)
    whole = sum(now.values())
    found = {}
    for name, records in sorted(now.items(), key=lambda item: (-item[1], item[0])):
        earlier = None if before is None else before.get(name, 0)
        found[name] = ForceType(records, part(records, whole), earlier, change(records, earlier))
    return found


def force_json(answer: Answer) -> dict[str, Any] | None:
    """The section ``force`` of the answer; null where nothing can be set beside it."""
    found = force_of(answer)
    return None if found is None else asdict(found)
