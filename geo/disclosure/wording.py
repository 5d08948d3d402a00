"""Disclosure control in words: the rule, and why something is withheld, for readers who are not told everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from data.disclosure.rule import Rule

if TYPE_CHECKING:
    from geo.answer import Answer

RULE: Final = (
    "Counts under {} are withheld, and others where they would give them away; places are cut one way at a time: by main"
    " kind of crime, or by night and day, over whole years."
)
TOO_FEW: Final = "Withheld: a number under {}, or one that together with others would give such a number away."
WEIGHED_WITHHELD: Final = (
    "Withheld: harm and cost weigh every record by its exact type, which is told to signed-in analysts only."
)
PEOPLE_WITHHELD: Final = "Withheld: who the people are is told to signed-in analysts only."
PROFILES_WITHHELD: Final = (
    "Withheld: wards are compared by all records or one main kind of crime, or by nights, over whole years."
)
WARD_DETAIL_WITHHELD: Final = "Withheld of single wards: hours, months, exact types, harm, and who the people are."
COMPARISON_WITHHELD: Final = "The change is not told: there is no earlier period, or its records are withheld."
NO_COMPARISON: Final = "No comparison: the records of {} are withheld."
SOME_AREAS: Final = "{} of {} areas are withheld: left empty, which is not zero."
MAY_BE_WITHHELD: Final = "Withheld from this reader."
CLUSTERS_WITHHELD: Final = "What lies together is not told: some areas are withheld."
IMPORT_WITHHELD: Final = (
    "What was read from each file, and what became of every row, is told to those signed in: small numbers there could"
    " give withheld ones away."
)


def rule_says(rule: Rule) -> str:
    """The rule in one sentence, as it stands on every output; empty where nothing is withheld."""
    return RULE.format(rule.minimum) if rule.withholds else ""


def withheld_says(answer: Answer) -> Iterator[str]:
    """What is withheld of an answer, and by which rule; nothing for a reader who is told everything."""
    if not answer.rule_says:
        return
    some = 0 if answer.refused else answer.withheld
    if 0 < some < len(answer.areas):
        yield SOME_AREAS.format(f"{some:,}", f"{len(answer.areas):,}")
    yield answer.rule_says
