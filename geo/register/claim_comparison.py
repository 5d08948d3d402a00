"""Whether our figure is the published one: numbers within a tolerance or bounds, words as lists or hours."""

from __future__ import annotations

import re
from typing import Final

from data.categories import fold
from data.claims import Claim

SLACK: Final = 1e-9  # of floating point: 0.1 + 0.2 is within 0.3
MINUTES: Final = 24 * 60

# How the document shortens the names of types, and what they stand for.
SHORT_NAMES: Final = {
    "vap": "violence against the person",
    "vehicle": "vehicle offences",
    "drugs": "drug offences",
    "public order": "public order offences",
    "criminal damage": "arson and criminal damage",
    "arson & criminal damage": "arson and criminal damage",
    "weapons": "possession of weapons",
    "sex offences": "sexual offences",
    "miscellaneous": "miscellaneous crimes against society",
}

_FIGURE: Final = re.compile(r"\s\d[\d.,]*$")
_HOURS: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_BETWEEN: Final = re.compile(r"(-?[\d.]+)-(-?[\d.]+)")


def agrees(claim: Claim, ours: float | str) -> bool:
    """Whether ours agrees with the published figure, by the claim's own tolerance."""
    if isinstance(ours, str):
        return agrees_in_words(claim.published, ours, claim.tolerance)
    if claim.tolerance.startswith("<"):
        return ours < float(claim.tolerance[1:])
    if claim.tolerance.startswith(">"):
        return ours > float(claim.tolerance[1:])
    between = _BETWEEN.fullmatch(claim.tolerance)
    if between:
        return float(between[1]) - SLACK <= ours <= float(between[2]) + SLACK
    return claim.number is not None and abs(ours - claim.number) <= float(claim.tolerance) + SLACK


def agrees_in_words(published: str, ours: str, tolerance: str) -> bool:
    """Whether two lists or ranges of hours are the same: as sets, unless the tolerance says

    ``order`` in the same order, ``first`` the first only, ``any`` all of ours are published, ``includes`` all
    published are ours, ``lead`` the published are the first of ours, ``within`` our hours lie between these.
    """
    if tolerance.startswith("within "):
        return lies_within(ours, tolerance.removeprefix("within "))
    if _HOURS.fullmatch(published):
        return minutes_of(published) == minutes_of(ours)
    theirs, our_names = names_of(published), names_of(ours)
    if tolerance == "order":
        return theirs == our_names
    if tolerance == "first":
        return theirs[:1] == our_names[:1]
    if tolerance == "any":
        return set(our_names) <= set(theirs)
    if tolerance == "includes":
        return set(theirs) <= set(our_names)
    if tolerance == "lead":
        return set(theirs) == set(our_names[: len(set(theirs))])
    return set(theirs) == set(our_names)


def names_of(text: str) -> list[str]:
    """The names of a list in one spelling, without figures: ``VAP;Theft 163`` -> violence against the person, theft."""
    names = [_FIGURE.sub("", name.strip().lower()) for name in text.split(";")]
    return [fold(SHORT_NAMES.get(name, name)) for name in names if name]


def minutes_of(hours: str) -> tuple[int, int] | None:
    """Start and end of a range of hours in minutes of the day; ``02:59`` is 03:00, and midnight 0."""
    found = _HOURS.fullmatch(hours)
    if found is None:
        return None
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    return start, (end + 1 if end % 60 == 59 else end) % MINUTES


def lies_within(ours: str, window: str) -> bool:
    """Whether a range of hours lies in another; either may go over midnight."""
    inner, outer = minutes_of(ours), minutes_of(window)
    if inner is None or outer is None:
        return False
    length = (outer[1] - outer[0]) % MINUTES
    start = (inner[0] - outer[0]) % MINUTES
    return start + (inner[1] - inner[0]) % MINUTES <= length
