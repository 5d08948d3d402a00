"""What a record may be marked with, as ``flag=`` in a link: the flags of the source and what follows from them.

One place for their names in links and in words, for which of them a data set has, and for the records that carry one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import SEXUAL, VIOLENT_MAJORS, YouthViolence
from data.index import RULES, Index
from data.schema import FLAGS

Array = npt.NDArray[Any]

HATE: Final = (
    "racist", "racist_religious", "faith", "antisemitic", "islamophobic", "homophobic", "transgender", "disability",
)  # fmt: skip
HATE_CRIME: Final = "hate"
SERIOUS: Final = "serious"
NO_ACTION: Final = "no-further-action"
NO_ACTION_WORDS: Final = "no further action"  # of an outcome, in any case

# Value of ``flag=`` -> its name in a list, and the words that follow "offences" in a sentence.
FLAG_WORDS: Final = {
    "knife": ("Knife", "with a knife"),
    "injury": ("Injury", "with an injury"),
    "domestic-abuse": ("Domestic abuse", "marked as domestic abuse"),
    SERIOUS: ("Serious violence", "counted as serious violence"),
    "business": ("Business crime", "marked as business crime"),
    "alcohol": ("Alcohol", "marked as alcohol-related"),
    HATE_CRIME: ("Hate crime, any strand", "marked as hate crime"),
    "racist": ("Racist hate crime", "marked as racist hate crime"),
    "racist-religious": ("Racist or religious hate crime", "marked as racist or religious hate crime"),
    "faith": ("Faith hate crime", "marked as faith hate crime"),
    "antisemitic": ("Antisemitic hate crime", "marked as antisemitic hate crime"),
    "islamophobic": ("Islamophobic hate crime", "marked as Islamophobic hate crime"),
    "homophobic": ("Homophobic hate crime", "marked as homophobic hate crime"),
    "transgender": ("Transgender hate crime", "marked as transgender hate crime"),
    "disability": ("Disability hate crime", "marked as disability hate crime"),
    "detected": ("Detected", "that were detected"),
    NO_ACTION: ("No further action", "without further action"),
}


def flag_slug(name: str) -> str:
    """``domestic_abuse`` -> ``domestic-abuse``."""
    return name.replace("_", "-")


_NAMES: Final = {flag_slug(name): name for name in FLAGS}


def bits_of(names: tuple[str, ...]) -> int:
    """The flags as bits of one number, in the order of ``data.schema.FLAGS``."""
    return sum(1 << FLAGS.index(name) for name in set(names))


def legal_flags(index: Index, ages: bool) -> tuple[str, ...]:
    """The values of ``flag=`` that a data set can answer, sorted; ``ages``: it has an age of victims or suspects."""
    known = 0
    if "flags_known" in index.attributes:
        known = int(np.bitwise_or.reduce(index.attributes["flags_known"]))
    found = {flag_slug(name) for bit, name in enumerate(FLAGS) if known >> bit & 1}
    majors = {major for major, _ in index.types}
    if known & bits_of(HATE):
        found.add(HATE_CRIME)
    if known & bits_of(("domestic_abuse",)) and ages and majors & set(VIOLENT_MAJORS):
        found.add(SERIOUS)
    if no_action_codes(index):
        found.add(NO_ACTION)
    return tuple(sorted(found))


def no_action_codes(index: Index) -> list[int]:
    """Positions of the outcomes that say nothing further was done."""
    return [code for code, name in enumerate(index.names.get("outcome", ())) if NO_ACTION_WORDS in name.casefold()]


def carrying(index: Index, flag: str, of: Callable[[Array], Array], kinds: Callable[[], Array], size: int) -> Array:
    """(rows,) bool: which rows carry a flag; none of them where the data set does not have it.

    ``of`` takes a column of the index to its values in those rows, ``kinds`` gives their types; there are ``size``.
    Serious violence is London's: serious youth violence, domestic abuse or a sexual offence (Assessment 2024, p. 61).
    """
    if flag == SERIOUS:
        sexual = np.array([major == SEXUAL for major, _ in index.types])
        young = (of(index.rules) >> np.uint8(RULES.index(YouthViolence.ANY))) & 1 == 1
        return young | sexual[kinds()] | carrying(index, "domestic-abuse", of, kinds, size)
    if flag == NO_ACTION:
        column = index.attributes.get("outcome")
        return np.zeros(size, dtype=bool) if column is None else np.isin(of(column), no_action_codes(index))
    names = HATE if flag == HATE_CRIME else (_NAMES[flag],)
    column = index.attributes.get("flags")
    return np.zeros(size, dtype=bool) if column is None else (of(column) & np.uint16(bits_of(names))) != 0
