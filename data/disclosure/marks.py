"""Records of youth violence and with flags: of each, the total of a year, where no difference of totals is small.

Marks are told in a fixed order of weight, each unless a sum or difference of it and of those told before, which as
far as the records go is itself the number of some of them, would be too small: victims under 25 without those who are
suspects too, say. Marks that have nothing to do with each other cannot be told apart by their totals.
"""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.attributes.flags import HATE, HATE_CRIME, SERIOUS, carrying, flag_slug
from data.categories import SEXUAL, VIOLENT_MAJORS, YouthViolence
from data.disclosure.rule import Rule
from data.disclosure.years import Year
from data.index import RULES, Index
from data.rows import Rows

Array = npt.NDArray[Any]

ALL, VIOLENT, SEXUAL_KIND = "all records", "violent kinds", "sexual offences"  # told as kinds
YOUTH: Final = (
    YouthViolence.ANY, YouthViolence.UNDER_18, YouthViolence.KNIFE_INJURY, YouthViolence.VICTIM,
    YouthViolence.SUSPECT, YouthViolence.BOTH, YouthViolence.CHILD_ON_CHILD,
)  # fmt: skip
STRANDS: Final = tuple(flag_slug(name) for name in HATE)
IN_ORDER: Final = (
    *YOUTH, "knife", "injury", "domestic-abuse", "alcohol", "business", HATE_CRIME, "detected", "no-further-action",
    SERIOUS, *STRANDS,
)  # fmt: skip
FAMILIES: Final = (
    (ALL, VIOLENT, *YOUTH),
    (ALL, "knife", "injury", YouthViolence.KNIFE_INJURY),
    (ALL, SERIOUS, YouthViolence.ANY, "domestic-abuse", SEXUAL_KIND),
    (ALL, HATE_CRIME, *STRANDS),
    (ALL, "detected", "no-further-action"),
)
"""Marks that follow from each other in part or exclude each other, with the kinds that they follow from."""


def marks_told(index: Index, year: Year, rule: Rule, flags: tuple[str, ...]) -> dict[str, int]:
    """The records of a year with each mark that is told, by its name in links.

    ``flags``: legal values of ``flag`` (``data.attributes.flags.legal_flags``).
    """
    rows = Rows(index, None, max(year.first, index.months[0]) - index.first, year.last - index.first)
    marks = marks_of(rows, flags)
    count = np.ones(rows.size, dtype=np.int64) if rows.weight is None else rows.weight.astype(np.int64)
    told: dict[str, int] = {}
    known = {ALL, VIOLENT, SEXUAL_KIND}
    for name in IN_ORDER:
        if name not in marks:
            continue
        families = [family for family in FAMILIES if name in family] or [(ALL, name)]
        beside = [[marks[each] for each in family if each in known and each in marks] for family in families]
        if all(safe(told_before, marks[name], count, rule) for told_before in beside):
            known.add(name)
            told[str(name)] = int(count[marks[name]].sum())
    return told


def marks_of(rows: Rows, flags: tuple[str, ...]) -> dict[str, Array]:
    """(rows,) bool of every mark that the data set has, and of what is told as kinds."""
    index, kinds = rows.index, rows.kinds()
    major = np.array([name for name, _ in index.types])[kinds]
    found = {ALL: np.ones(rows.size, dtype=bool)}
    found[VIOLENT], found[SEXUAL_KIND] = np.isin(major, VIOLENT_MAJORS), major == SEXUAL
    for number, rule in enumerate(RULES):
        meets = rows.rule(number)[0]
        if meets.any():
            found[rule] = meets
    return found | {flag: carrying(index, flag, rows.column, lambda: kinds, rows.size) for flag in flags}


def safe(told: list[Array], mark: Array, count: Array, rule: Rule) -> bool:
    """Whether no number of records that follows from a mark and those told before is too small."""
    key = sum(bits.astype(np.int64) << place for place, bits in enumerate((*told, mark)))
    every = np.bincount(key, count)
    present = np.flatnonzero(every)
    records, patterns = every[present], present >> np.arange(len(told) + 1)[:, None] & 1
    signs = np.array([(*each, 1) for each in product((-1, 0, 1), repeat=len(told))])
    sums = signs @ patterns
    for part in (sums, -sums):
        counts = (part * records).sum(axis=1)
        follows = ((part == 0) | (part == 1)).all(axis=1)
        if (follows & (counts > 0) & (counts < rule.sensitive)).any():
            return False
    return True
