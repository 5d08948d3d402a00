"""The single values of a link: from text to value, or ``NotUnderstoodError`` with what would be understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from data.categories import fold
from data.choices import DatasetChoice
from data.schema import month_from_text, month_number
from data.selection import ANY_TIME, NAMED_TIMES, NO_COMPARISON, PREVIOUS, TOP_N_LIMITS

MONTH_LIMITS: Final = (month_number(1990, 1), month_number(2099, 12))
RELEASE_ID: Final = re.compile(r"[0-9]{1,9}(-[0-9a-z]{1,64})?", re.ASCII)
LONGEST_QUOTE: Final = 40  # characters of the reader's own words in a note
Choice = TypeVar("Choice", bound=StrEnum)


class NotUnderstoodError(Exception):
    """Part of a link that means nothing here; the message says what would."""


def quoted(text: str) -> str:
    """The reader's own words in a note: one line, not too long."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return f"“{plain[:LONGEST_QUOTE]}{'…' if len(plain) > LONGEST_QUOTE else ''}”"


def read_member(kind: type[Choice], value: str) -> Choice:
    """A word of an enumeration, in any case."""
    try:
        return kind(value.lower())
    except ValueError:
        raise NotUnderstoodError(f"it can be {', '.join(kind)}") from None


def read_name(value: str, known: tuple[str, ...], says: str = "this release has") -> str:
    """One of the names a release knows, in any case."""
    if value.lower() not in known:
        raise NotUnderstoodError(f"{says} {', '.join(known)}")
    return value.lower()


def read_month(value: str) -> int:
    """``2022-10`` as a month number."""
    try:
        month = month_from_text(value)
    except ValueError:
        raise NotUnderstoodError("a month is written like 2022-10") from None
    if not MONTH_LIMITS[0] <= month <= MONTH_LIMITS[1]:
        raise NotUnderstoodError("no records are that old or that new")
    return month


def read_compare(value: str) -> str:
    """``previous``, ``none`` or a first month."""
    text = value.lower()
    if text not in (PREVIOUS, NO_COMPARISON):
        try:
            read_month(text)
        except NotUnderstoodError:
            raise NotUnderstoodError("it can be previous, none or a first month like 2021-10") from None
    return text


def read_time(value: str) -> str:
    """A time of day in its canonical spelling: ``18-6`` is ``night``, ``00-24`` is ``all``."""
    text = value.lower()
    if text == ANY_TIME or text in NAMED_TIMES:
        return text
    start, end = (read_hour(part) for part in (text.partition("-")[0], text.partition("-")[2]))
    if start is None or end is None or start == 24 or start == end:
        raise NotUnderstoodError("a time is night, day, all or two hours like 22-04")
    if (start, end) == (0, 24):
        return ANY_TIME
    names = {bounds: name for name, bounds in NAMED_TIMES.items()}
    return names.get((start, end), f"{start:02d}-{end:02d}")


def read_hour(text: str) -> int | None:
    """An hour from 0 to 24; None for anything else."""
    hour = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 99
    return hour if hour <= 24 else None


def number_of(release: str) -> int:
    """The running number of a release's id; -1 for what is none."""
    return int(release.partition("-")[0]) if RELEASE_ID.fullmatch(release) else -1


def read_release(value: str, known: Sequence[str], gone: Mapping[str, str]) -> str:
    """The id of a release, in any case, or its running number; ``known`` are those there are, newest first."""
    text = value.lower()
    if text in known:
        return text
    numbered = {each: number_of(each) for each in known if RELEASE_ID.fullmatch(each)}
    number = number_of(text)
    same = [each for each, its in numbered.items() if its == number]
    if len(same) == 1 and "-" not in text:
        return same[0]
    went = [why for each, why in gone.items() if text == each or ("-" not in text and number == number_of(each))]
    if len(went) == 1:
        why = went[0]
    elif not numbered:
        why = "these are demonstration data, which have one release only"
    elif text.startswith("demonstration"):
        why = "that is the demonstration's, and these are other records"
    elif number > max(numbered.values()):
        why = "there is no such release here: it is newer than any that is"
    else:
        why = "there is no such release here"
    raise NotUnderstoodError(f"{why}; the newest one answers")


def read_n(value: str) -> int:
    """How many areas make the top."""
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
    if not TOP_N_LIMITS[0] <= number <= TOP_N_LIMITS[1]:
        raise NotUnderstoodError(f"the number of areas is {TOP_N_LIMITS[0]} to {TOP_N_LIMITS[1]}")
    return number


def spelt(names: tuple[str, ...]) -> dict[str, str]:
    """The names by every spelling they are understood in."""
    return {spelling: name for name in names for spelling in (name, fold(name))}


def simplest_types(names: tuple[str, ...], dataset: DatasetChoice) -> tuple[str, ...]:
    """The same types with the fewest names: a major for all its minors, nothing for all types."""
    wanted = {position for name in names for position in dataset.type_slugs[name]}
    if len(wanted) == len(dataset.types):
        return ()
    kept: list[str] = []
    covered: set[int] = set()
    for name, positions in sorted(dataset.type_slugs.items(), key=lambda item: (-len(item[1]), item[0])):
        if wanted.issuperset(positions) and not covered.issuperset(positions):
            kept.append(name)
            covered.update(positions)
    return tuple(sorted(kept))
