"""Packed lists read again, digit by digit: the slow second version of ``assets/packed.js``."""

from __future__ import annotations

from typing import Any

from data.letters import ALPHABET, MISSING
from layouts.packed import SIGNED

DAY = 24


def wholes(text: str) -> list[int | None]:
    signed = text[1:2] == SIGNED
    found: list[int | None] = []
    digits: list[int] = []
    for letter in text[2 if signed else 1 :]:
        if letter == MISSING:
            found.append(None)
            continue
        digit = ALPHABET.index(letter)
        digits.append(digit % 32)
        if digit < 32:
            value = sum(part * 32**place for place, part in enumerate(digits))
            found.append(value if not signed else -(value + 1) // 2 if value % 2 else value // 2)
            digits = []
    return found


def unpacked(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    steps = 10 ** int(given[0])
    return [None if value is None else value / steps for value in wholes(given)]


def beside(given: str, others: list[Any]) -> list[Any]:
    steps = 10 ** int(given[0])
    pairs = zip(wholes(given), others, strict=True)
    return [None if value is None else (value + round((other or 0) * steps)) / steps for value, other in pairs]


def places(given: Any) -> Any:
    found, at = [], -1
    for gap in wholes(given):
        at += (gap or 0) + 1
        found.append(at)
    return found


def week(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    rows: list[list[float]] = []
    flat = unpacked(given)
    for start in range(0, len(flat), DAY):
        before = rows[-1] if rows else [0] * DAY
        rows.append([now + then for now, then in zip(flat[start : start + DAY], before, strict=True)])
    return rows


def opened(picture: dict[str, Any]) -> dict[str, Any]:
    """A picture as the painters read it."""
    made = dict(picture)
    for key in ("values", "records", "verdicts", "classes"):
        if key in made:
            made[key] = unpacked(made[key])
    for key, other in (("previous", "values"), ("records_before", "records")):
        if isinstance(made.get(key), list) and len(made[key]) == 1:
            made[key] = beside(made[key][0], made[other])
        elif key in made:
            made[key] = unpacked(made[key])
    for key in ("outside", "scope"):
        if key in made:
            made[key] = places(made[key])
    if "hours" in made:
        made["hours"] = week(made["hours"])
    return made
