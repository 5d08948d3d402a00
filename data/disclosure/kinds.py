"""The kinds of record that a public is told of: the main categories, those that are sensitive, those too small to part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import fold
from data.disclosure.rule import Rule

Array = npt.NDArray[Any]

SENSITIVE_WORDS: Final = frozenset({"sexual", "rape", "domestic", "child", "children"})
"""A main category with one of these words in its name is sensitive (the list of issue 7)."""


def majors_of(types: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The main categories of a data set's types, in the order of their first type."""
    return tuple(dict.fromkeys(major for major, _ in types))


def major_positions(types: Sequence[tuple[str, str]]) -> Array:
    """(types,) position of each type's main category in ``majors_of``."""
    position = {major: at for at, major in enumerate(majors_of(types))}
    return np.array([position[major] for major, _ in types], dtype=np.int64)


def is_sensitive(major: str) -> bool:
    """Whether a main category names sexual offences, domestic abuse or child victims."""
    return not SENSITIVE_WORDS.isdisjoint(fold(major).split())


def enough(plain: Array, sensitive: Array, rule: Rule, small: bool) -> Array:
    """Whether counts may be told: none at all, or as many as the rule asks for.

    ``plain`` and ``sensitive`` are the records of either sort in each cell, of one shape. A cell with sensitive
    records has enough others among them, or, but for small areas, as many in all as is asked of sensitive ones.
    """
    many = (plain >= rule.minimum) | ((plain + sensitive >= rule.sensitive) & (not small))
    return np.where(sensitive > 0, many, (plain >= rule.minimum) | (plain == 0))


def merged_kinds(totals: Array, sensitive: Array, rule: Rule) -> Array:
    """(majors,) group of each main category in one year, counted from 0; -1 for one without any record.

    A category with too few records in the whole is one group with the smallest other, in every table: which of both
    a record belongs to can then be seen nowhere. ``totals``: records of each; ``sensitive``: which are.
    """
    groups = [[at] for at in np.flatnonzero(totals).tolist()]
    while len(groups) > 1:
        small = [group for group in groups if not told(group, totals, sensitive, rule)]
        if not small:
            break
        one = min(small, key=lambda group: (totals[group].sum(), group))
        other = min((group for group in groups if group is not one), key=lambda group: (totals[group].sum(), group))
        groups = [group for group in groups if group is not one and group is not other] + [sorted(one + other)]
    found = np.full(len(totals), -1, dtype=np.int64)
    for number, group in enumerate(sorted(groups)):
        found[group] = number
    return found


def told(group: Sequence[int], totals: Array, sensitive: Array, rule: Rule) -> bool:
    """Whether a group of categories has enough records in the whole."""
    members = np.array(group, dtype=np.int64)
    marked = sensitive[members]
    plain, delicate = totals[members][~marked].sum(), totals[members][marked].sum()
    return bool(enough(np.array(plain), np.array(delicate), rule, small=False)) and plain + delicate > 0
