"""Totals of youth violence and of flags, beside each other and beside totals of kinds, give no small number away.

The attacker knows what the marks mean: which records can exist at all. A sum or difference of totals that every such record
is counted in once or not at all is itself the number of some records, whoever holds them; it must be none or enough.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from data.attributes.flags import NO_ACTION, legal_flags
from data.categories import ROBBERY, SEXUAL, VIOLENCE
from data.disclosure.marks import marks_told
from data.disclosure.rule import PUBLIC
from data.disclosure.years import Year
from data.index import Index
from data.indexing import build_index
from data.levels import Level
from tests.attack.worlds import LAST, TYPES, small_areas, small_records

Array = npt.NDArray[Any]
MOST_TOGETHER: Final = 4  # totals
AGES: Final = (None, 15, 20, 40)
KINDS: Final = (VIOLENCE, ROBBERY, SEXUAL, "Theft")
OUTCOMES: Final = ("detected", NO_ACTION, "")


def possible() -> dict[str, Array]:
    """By mark and kind, which of all records that could exist it counts."""
    parts = product(AGES, AGES, KINDS, OUTCOMES, *[(False, True)] * 5)
    table = pd.DataFrame(parts, columns=["victim", "suspect", "kind", "outcome", "knife", "injury", "da", "racist", "disability"])  # fmt: skip
    violent = table["kind"] != "Theft"
    victim, suspect = violent & (table["victim"] < 25), violent & (table["suspect"] < 25)
    young, accused = violent & (table["victim"] < 18), violent & (table["suspect"] < 18)
    found = {
        "": violent | True, **{kind: table["kind"] == kind for kind in KINDS[:3]},
        "any": victim | suspect, "victim": victim, "suspect": suspect, "both": victim & suspect,
        "under-18": young | accused, "child-on-child": young & accused,
        "knife-injury": table["knife"] & table["injury"] & (table["victim"] < 25),
        "knife": table["knife"], "injury": table["injury"], "domestic-abuse": table["da"],
        "serious": victim | suspect | table["da"] | (table["kind"] == SEXUAL),
        "racist": table["racist"], "disability": table["disability"], "hate": table["racist"] | table["disability"],
        "detected": table["outcome"] == "detected", NO_ACTION: table["outcome"] == NO_ACTION,
    }  # fmt: skip
    return {name: counted.to_numpy().astype(np.int8) for name, counted in found.items()}


def marked_records(seed: int, size: int) -> pd.DataFrame:
    """The small world's records with flags and outcomes; few have neither outcome, and few are of one strand alone."""
    rng = np.random.default_rng(seed)
    frame = small_records(seed, size)
    outcome = rng.choice(3, size, p=(0.4, 0.59, 0.01))
    frame["detected"] = pd.Series(outcome == 0, dtype="boolean")
    words = np.array(["Charged", "Investigation complete; no further action", "Under investigation"])
    frame["outcome"] = pd.Series(words[outcome], dtype="str")
    for name, share in (("domestic_abuse", 0.1), ("racist", 0.03), ("disability", 0.01)):
        frame[name] = pd.Series(rng.random(size) < share, dtype="boolean")
    return frame


def index_of(frame: pd.DataFrame) -> Index:
    return build_index(frame, TYPES, {Level.LSOA: [code for code, *_ in small_areas()["lsoa"]]})


@pytest.fixture(scope="module")
def counts() -> list[tuple[dict[str, int], int]]:
    """The signs with which a few totals make a number of some records, whoever holds them, and the sign of that."""
    every = possible()
    names = sorted(every)
    table = np.unique(np.stack([every[name] for name in names]), axis=1)
    found = []
    for size in range(2, MOST_TOGETHER + 1):
        signs = np.array([(1, *rest) for rest in product((1, -1), repeat=size - 1)], dtype=np.int8)
        for together in combinations(range(len(names)), size):
            sums = signs @ table[list(together)]
            for sign in (1, -1):
                ways = ((sign * sums >= 0) & (sign * sums <= 1)).all(axis=1)
                found += [
                    ({names[at]: int(s) for at, s in zip(together, way, strict=True)}, sign) for way in signs[ways]
                ]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_totals_of_marks_do_not_give_small_numbers_away(seed: int, counts: list[tuple[dict[str, int], int]]) -> None:
    assert len(counts) > 100
    frame = marked_records(seed, size=600 + 500 * seed)
    told = marks_told(index := index_of(frame), Year(LAST - 11, LAST), PUBLIC, legal_flags(index, ages=True))
    year = frame[frame["month"] > LAST - 12]
    kinds = {kind: int((year["major"] == kind).sum()) for kind in KINDS[:3]}
    told |= {"": len(year)} | {kind: count for kind, count in kinds.items() if count >= PUBLIC.minimum}
    assert len(told) > 8
    for signs, sign in counts:
        if told.keys() >= signs.keys():
            number = sign * sum(each * told[name] for name, each in signs.items())
            assert number == 0 or number >= PUBLIC.minimum, signs
