"""The small language of ``path`` in the register of claims: where in the JSON of an answer a figure stands.

- Terms joined by `` + `` or `` - ``. A term is steps joined by dots: ``total.records``.
- A step into a list looks an object up by its code, slug, row or name: ``areas.E05013808.value``, ``types.theft.share``.
- ``a+b`` within a step sums over keys; ``18-39`` over the whole years or the bands that lie between, ends included;
  ``65-`` is 65 and over.
- Two steps into ``hours`` sum the table of week: ``hours.sat+sun.15-21``, ``hours.all.18-06``, ``hours.nights:fri+sat.18-06``.
- A function stands alone: ``peak_hours(5)``, ``top_types(4)``; they are in ``geo/register/claim_functions.py``.

A path that names something the answer does not know has the value None, never a zero or a part of a sum.
"""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from data.categories import slug
from data.selection import DAYS
from geo.register.claim_functions import FUNCTIONS, NIGHTS, by_night

NAMES: Final = ("code", "type", "slug", "row", "month", "name", "flag", "id", "component")
KNOWN: Final = "known"
ALL: Final = "all"

_TERMS: Final = re.compile(r"\s([+-])\s")
_CALL: Final = re.compile(r"(\w+)\((.*)\)")
_RANGE: Final = re.compile(r"(\d+)[-–](\d*)")
_BAND: Final = re.compile(r"(\d+)(?:[-–](\d+)|( and over))?")
_STEPS: Final = re.compile(r"[^\s.()][^.()]*(?:\.[^\s.()][^.()]*)*")


def value_at(path: str, answer: dict[str, Any]) -> float | str | None:
    """What stands at a path: a number, words, or None where the answer does not know it."""
    call = _CALL.fullmatch(path)
    if call and call[1] == "list":
        return listed(call[2], answer)
    if call:
        arguments = [argument.strip() for argument in call[2].split(",")] if call[2].strip() else []
        return FUNCTIONS[call[1]](answer, *arguments)
    parts = _TERMS.split(path)
    first = term(parts[0], answer)
    if len(parts) == 1 or first is None or isinstance(first, str):
        return first
    total = first
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        value = term(part, answer)
        if value is None or isinstance(value, str):
            return None
        total += value if sign == "+" else -value
    return total


def fault_of_path(path: str) -> str:
    """What is wrong with the spelling of a path; empty where nothing is."""
    call = _CALL.fullmatch(path)
    if call:
        return "" if call[1] == "list" or call[1] in FUNCTIONS else f"there is no function {call[1]}"
    terms = _TERMS.split(path)[::2]
    bad = [part for part in terms if not _STEPS.fullmatch(part) or part.endswith((" +", " -"))]
    return f"{bad[0]!r} is not steps joined by dots" if bad else ""


def listed(path: str, answer: dict[str, Any]) -> str | None:
    """A list in the answer as words joined by semicolons."""
    found = nodes(path, answer)
    if len(found) != 1 or not isinstance(found[0], list):
        return None
    return ";".join(str(item) for item in found[0])


def term(path: str, answer: dict[str, Any]) -> float | str | None:
    """The value of one term; the sum where a step names several things."""
    found = nodes(path, answer)
    if len(found) == 1 and isinstance(found[0], str):
        return found[0]
    if not found or any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in found):
        return None
    return sum(found)


def nodes(path: str, answer: dict[str, Any]) -> list[Any]:
    """What the steps lead to, None for what is not known: one thing, or all that a sum names."""
    found: list[Any] = [answer]
    steps = path.split(".")
    while steps:
        name = steps.pop(0)
        if all(is_week(node) for node in found):
            hours = steps.pop(0) if steps else "00-24"
            found = [hours_between(np.array(node, dtype=np.float64), name, hours) for node in found]
        else:
            found = [inner for node in found for inner in step(node, name)]
    return found


def step(node: Any, name: str) -> list[Any]:
    """One step into an object or a list of objects."""
    exact = lookup(node, name)
    if exact is not None:
        return [exact]
    years = _RANGE.fullmatch(name)
    if years and isinstance(node, dict):
        return [sum_of_years(node, int(years[1]), int(years[2]) if years[2] else None)]
    if "+" in name:
        return [inner for part in name.split("+") for inner in step(node, part)]
    return [None]


def lookup(node: Any, name: str) -> Any:
    """The part of an object, or the object of a list, that has this name, or this slug of it."""
    if isinstance(node, dict) and node.get(name) is not None:
        return node[name]  # before all keys are gone through: some answers work a section out when it is asked for
    if isinstance(node, dict):
        named = node if name in node else {slug(key): value for key, value in node.items()}
        return named.get(name)
    if isinstance(node, list):
        objects = [item for item in node if isinstance(item, dict)]
        exact = (item for key in NAMES for item in objects if item.get(key) == name)
        alike = (item for key in NAMES for item in objects if slug(str(item.get(key))) == name)
        return next(exact, None) or next(alike, None)
    return None


def sum_of_years(counts: dict[str, Any], first: int, last: int | None) -> float | None:
    """The people of these ages, from counts by whole year or by band; None where a band lies only partly inside.

    A year or band that is not named has nobody in it, once anybody's age is known.
    """
    if not counts.get(KNOWN):
        return None
    total = 0.0
    for name, value in counts.items():
        band = _BAND.fullmatch(name)
        if band is None:
            continue
        start = int(band[1])
        end = None if band[3] else int(band[2] or band[1])
        overlaps = (last is None or start <= last) and (end is None or end >= first)
        inside = start >= first and (last is None or (end is not None and end <= last))
        if overlaps and not inside:
            return None
        total += value if inside else 0
    return total


def is_week(node: Any) -> bool:
    """Whether this is a table of seven days and 24 hours."""
    return isinstance(node, list) and len(node) == len(DAYS) and all(isinstance(row, list) for row in node)


def hours_between(week: np.ndarray, days: str, hours: str) -> float | None:
    """Records on these days and between these hours; None for days or hours there are none of."""
    between = re.fullmatch(r"(\d\d)-(\d\d)", hours)
    nights = days.startswith(NIGHTS)
    names = list(DAYS) if days == ALL else days.removeprefix(NIGHTS).split("+")
    if between is None or not set(names) <= set(DAYS):
        return None
    table = by_night(week) if nights else week
    start, end = int(between[1]), int(between[2])
    wanted = [hour for hour in range(24) if (start <= hour < end if start < end else hour >= start or hour < end)]
    found = float(table[np.ix_([DAYS.index(name) for name in names], wanted)].sum())
    return None if np.isnan(found) else found
