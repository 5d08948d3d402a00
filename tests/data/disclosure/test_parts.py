"""Hand-worked pieces of the protected tables: kinds, years, pools, exchanges, marks."""

from __future__ import annotations

import numpy as np
import pytest

from data.disclosure.exchange import offers, together, views
from data.disclosure.faults import faults
from data.disclosure.kinds import enough, is_sensitive, major_positions, majors_of, merged_kinds
from data.disclosure.marks import safe
from data.disclosure.repair import protect
from data.disclosure.rule import Rule
from data.disclosure.table import Table, holding, new_table
from data.disclosure.told import in_groups, most_of, rows_told
from data.disclosure.years import Year, reporting_years

RULE = Rule(5, 10)


def table(counts: list[list[int]], ward: list[int] | None = None, sensitive: int = -1) -> Table:
    """Small areas by kind, each in a ward."""
    joint = np.array(counts)
    at = [np.arange(len(joint)), np.array(ward or [0] * len(joint))]
    marked = np.arange(joint.shape[1]) == sensitive
    return new_table(at, [len(joint), int(at[1].max()) + 1], holding(joint[None]), joint, [True, False], marked, RULE)


def test_sensitive_kinds_are_named_by_words() -> None:
    assert is_sensitive("Sexual Offences")
    assert is_sensitive("Violence and sexual offences")
    assert is_sensitive("Domestic Abuse")
    assert not is_sensitive("Theft")
    assert not is_sensitive("Essex")


def test_majors_stand_in_the_order_of_types() -> None:
    types = (("B", "x"), ("B", "y"), ("A", ""))
    assert majors_of(types) == ("B", "A")
    assert major_positions(types).tolist() == [0, 0, 1]


def test_a_cell_is_told_with_none_or_enough() -> None:
    plain, delicate = np.array([0, 4, 5, 5, 0, 0, 4]), np.array([0, 0, 0, 3, 9, 10, 6])
    assert enough(plain, delicate, RULE, small=False).tolist() == [True, False, True, True, False, True, True]
    assert enough(plain, delicate, RULE, small=True).tolist() == [True, False, True, True, False, False, False]


def test_kinds_that_are_small_in_the_whole_are_merged_with_the_smallest_other() -> None:
    none = np.zeros(4, dtype=bool)
    assert merged_kinds(np.array([3, 100, 20, 0]), none, RULE).tolist() == [0, 1, 0, -1]
    assert merged_kinds(np.array([1, 2, 1, 50]), none, RULE).tolist() == [0, 0, 0, 0]
    sexual = np.array([True, False, False, False])
    assert merged_kinds(np.array([9, 100, 20, 8]), sexual, RULE).tolist() == [0, 1, 2, 0]
    assert merged_kinds(np.array([10, 100, 20, 8]), sexual, RULE).tolist() == [0, 1, 2, 3]


def test_years_are_counted_back_from_the_last_month() -> None:
    assert reporting_years(100, 123) == (Year(112, 123), Year(100, 111))
    assert reporting_years(98, 123) == (Year(112, 123), Year(100, 111), Year(98, 99, whole=False))
    assert reporting_years(100, 105) == (Year(100, 105),)


def test_small_cells_are_pooled_with_the_smallest_other_until_the_pool_is_large() -> None:
    made = table([[3, 40, 9], [0, 6, 7], [1, 1, 1]])
    assert made.pooled[0].tolist() == [
        [True, False, True, False],  # 3 alone would be the rest of the row: 9 goes with it
        [True, False, False, False],  # none at all is no small number
        [True, True, True, True],  # 3 records in all: the row is withheld
    ]
    assert rows_told(made, 0, np.array([True, False, True])).tolist()[:2] == [12.0, 7.0]
    assert np.isnan(rows_told(made, 0, np.array([True, False, False]))).tolist() == [True, False, True]
    assert most_of(made, 0, np.array([True, False, False]), np.nan).tolist() == [12.0, 0.0, np.inf]


def test_a_withheld_area_takes_another_of_its_ward_with_it() -> None:
    """3 of 30 are withheld: with the ward told and one area withheld alone, the rest of the ward would be 3."""
    made = table([[3], [12], [15]])
    protect(made)
    assert made.pooled[0][:, -1].tolist() == [True, True, False]
    assert made.pooled[1][:, -1].tolist() == [False]
    assert faults(made, views(made)) == []


def test_a_pool_needs_another_of_the_same_kinds_in_the_ward() -> None:
    """2 burglaries of the first area are pooled with 6 robberies; the other area must pool both for them to swap."""
    made = table([[2, 6, 20], [9, 30, 20]])
    assert made.pooled[0][1].tolist() == [False, False, False, False]
    protect(made)
    assert made.pooled[0][:, :2].all()
    assert not made.pooled[0][:, 2].any()
    assert not made.pooled[1].any()
    label = together(made, 0, 1, list(offers(made, views(made))))
    assert label[0] == label[1]


def test_a_sensitive_kind_is_told_for_wards_alone() -> None:
    made = table([[30, 40, 50], [20, 30, 60]], sensitive=0)
    protect(made)
    assert made.pooled[0][:, 0].all()
    assert not made.pooled[1].any()


def test_groups_are_asked_whole_or_not_at_all() -> None:
    groups = np.array([0, 1, 0, -1])
    for asked in ([True, False, True, False], [True, False, True, True]):
        found = in_groups(np.array(asked), groups)
        assert found is not None
        assert found.tolist() == [True, False]
    assert in_groups(np.array([True, False, False, False]), groups) is None


@pytest.mark.parametrize(("both", "expected"), [(40, True), (47, False), (50, True)])
def test_a_mark_is_told_unless_a_difference_is_small(both: int, expected: bool) -> None:
    """50 victims of 200, 80 of either: suspects who are no victims are 30; victims within the 50 of another mark."""
    everything, victim, inside = np.ones(200, dtype=bool), np.arange(200) < 50, np.arange(200) < both
    assert safe([everything, victim], inside, np.ones(200, dtype=np.int64), RULE) is expected
