"""Records that change wards within areas that are told: how much of an area lies in which ward stays open."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from data.disclosure.crossings import crossings
from data.disclosure.exchange import views
from data.disclosure.faults import faults
from data.disclosure.repair import protect
from data.disclosure.rule import Rule
from data.disclosure.table import Table, holding, new_table
from tests.data.disclosure.test_bounds import random_tables

RULE = Rule(5, 10)
SHARED = np.array(
    [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [3, 1]]
)  # area and ward of each piece: two lie in both wards


def shared(counts: list[int], at: npt.NDArray[np.int64] = SHARED) -> Table:
    """Areas of one kind of record, two of them in both wards."""
    joint = np.array(counts)[:, None]
    rows = [int(at[:, 0].max()) + 1, int(at[:, 1].max()) + 1]
    return new_table(list(at.T), rows, holding(joint[None]), joint, [True, False], np.zeros(1, dtype=bool), RULE)


def test_two_areas_that_share_two_wards_hide_how_much_of_each_lies_where() -> None:
    """Area 0 has 2 of its 40 in the other ward, area 1 has 6 of 36: nobody who knows 40, 36 and both wards knows the 2."""
    made = shared([38, 2, 30, 6, 20, 20])
    protect(made)
    assert not any(held[:, -1].any() for held in made.pooled)
    found = crossings(made)
    assert found.pieces.tolist() == [[0, 1, 3, 2], [2, 3, 1, 0]]


def test_one_area_alone_in_two_wards_is_withheld_with_another() -> None:
    """Of one shared area what lies in the other ward is that ward less its own area."""
    made = shared([38, 2, 20, 20], np.array([[0, 0], [0, 1], [1, 0], [2, 1]]))
    assert len(crossings(made).pieces) == 0
    assert len(faults(made, views(made))) > 0
    protect(made)
    assert made.pooled[0][0, -1]


def test_few_records_of_both_shared_areas_together_are_still_hidden() -> None:
    """2 and 1 in the other ward are 3 together, which the ward less its own area tells."""
    made = shared([38, 2, 30, 1, 20, 20])
    assert len(faults(made, views(made))) > 0


def test_a_record_crosses_back_between_areas_that_are_withheld() -> None:
    """Areas 1 and 2 are withheld, one in each ward: the record that leaves area 0's ward is replaced by one of theirs."""
    made = shared([30, 6, 3, 9], np.array([[0, 0], [0, 1], [1, 0], [2, 1]]))
    made.pooled[0][[1, 2]] = True
    assert crossings(made).pieces.tolist() == [[0, 1, 3, 2], [1, 0, 2, 3]]


@pytest.mark.parametrize("seed", range(20))
def test_no_crossing_changes_a_row_that_is_told(seed: int) -> None:
    for made in random_tables(seed):
        found = crossings(made)
        for (first, then, second, back), kind in zip(found.pieces.tolist(), found.kind.tolist(), strict=True):
            assert made.has[:, [first, second], kind].all(axis=1).any(), "both have a record of one colour"
            for labels, pooled in zip(made.at, made.pooled, strict=True):
                change = np.zeros(len(pooled), dtype=int)
                np.add.at(change, labels[[first, then, second, back]], [-1, 1, -1, 1])
                assert pooled[change != 0, -1].all()
