"""Cost of crime: Appendix 3 of the assessment cell by cell, its error put right, and coarse categories."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.categories import taxonomy
from data.choices import DatasetChoice
from data.levels import Level
from data.tables.costs import COMPONENTS, GROUPS, UPLIFT, cost_by_type, cost_json, cost_table, unit_costs, why_no_cost
from data.tables.headed_tables import load_headed_table
from data.tables.type_mix import minors_in

PRINTED = load_headed_table(Path(__file__).parent / "appendix_3.csv").rows
ROWS, TOTALS = PRINTED[:-1], PRINTED[-1]
MAJOR = dict(zip(taxonomy()["minor"], taxonomy()["major"], strict=True))
TYPES = tuple((MAJOR[minor], minor) for row in ROWS for minor in row["minors"].split("|"))


def counts(**instead: int) -> list[int]:
    """Records by type behind the printed table; a row of two types has them all but seven in the first."""
    found: list[int] = []
    for row in ROWS:
        count = instead.get(row["row"], int(row["count"]))
        minors = row["minors"].split("|")
        found += [count - 7 * (len(minors) - 1), *[7] * (len(minors) - 1)]
    return found


def test_every_cell_of_appendix_3_comes_out() -> None:
    table = cost_table(counts(), TYPES)
    ours = {row.row: row for row in table.rows}
    assert len(ROWS) == 15
    assert [row.row for row in table.rows] == [row["row"] for row in ROWS]  # print has the dearest first, too
    checked = 0
    for row in ROWS:
        made = {**ours[row["row"]].cells, "total": ours[row["row"]].total}
        for name in (*COMPONENTS, "total"):
            assert made[name] == int(row[name]), (row["row"], name)
            checked += 1
        assert ours[row["row"]].count == int(row["count"])
    assert checked == 150


def test_the_totals_of_appendix_3_come_out() -> None:
    table = cost_table(counts(), TYPES)
    assert table.total == 370_676_658 == int(TOTALS["total"])
    assert dict(table.components) == {name: int(TOTALS[name]) for name in COMPONENTS}
    assert sum(table.components.values()) == table.total - 477_375  # print does not cross-foot
    assert sum(table.groups.values()) == sum(table.components.values())
    assert table.not_costed == 0


def test_criminal_damage_put_right() -> None:
    """Print used 1,598, the count of commercial burglary; 2,308 offences were recorded."""
    table = cost_table(counts(**{"Criminal damage - other": 2308}), TYPES)
    damage = next(row for row in table.rows if row.row == "Criminal damage - other")
    assert damage.total == 3_774_851
    assert round(table.total / 1e6, 2) == 371.84


def test_components_fall_into_three_groups() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMPONENTS)
    assert [len(names) for names in GROUPS.values()] == [2, 5, 2]


def test_published_totals_are_the_components_but_for_rounding() -> None:
    apart = {row: units["total"] - sum(units[name] for name in COMPONENTS) for row, units in unit_costs().items()}
    assert set(apart.values()) <= {-20, -10, 0, 10, 20}
    assert sum(difference != 0 for difference in apart.values()) == 8


def test_pounds_by_type() -> None:
    found = cost_by_type((("Robbery", "Robbery of Personal Property"), ("Theft", "Bicycle Theft"), ("Soup", "")))
    assert found[0] == pytest.approx(11320 * 100 / 82.541)
    assert np.isnan(found[1:]).all()


def test_coarse_types_cost_the_mean_of_their_minors() -> None:
    by_hand = Fraction(1523 * 5930 + 1597 * 15460, 1523 + 1597) * Fraction(100_000, 82_541)
    found = cost_by_type((("Burglary", ""), ("Shoplifting", ""), ("Drugs", "")))
    assert found[0] == pytest.approx(float(by_hand))
    assert found[1] == pytest.approx(970 * UPLIFT)
    assert np.isnan(found[2])
    assert {minor for minor, _ in minors_in("Burglary", "")} == {"Burglary Business and Community", "Domestic Burglary"}


def test_coarse_types_have_rows_of_their_own() -> None:
    table = cost_table([10, 5, 4, 3, 2], (("Burglary", ""), ("Theft from the person", ""), ("Other theft", ""), ("Drugs", ""), ("Robbery", "")))  # fmt: skip
    assert {row.row: row.count for row in table.rows} == {
        "Theft from person": 9,
        "Burglary (mean of its kinds)": 10,
        "Robbery (mean of its kinds)": 2,
    }
    assert table.not_costed == 3


@given(st.lists(st.integers(0, 60_000), min_size=len(TYPES), max_size=len(TYPES)))
def test_a_table_and_the_pounds_by_type_agree(records: list[int]) -> None:
    table = cost_table(records, TYPES)
    by_type = float(np.dot(records, cost_by_type(TYPES)))
    assert abs(table.total - by_type) <= len(table.rows) / 2 + 1e-6
    for row in table.rows:  # a slow second way, in whole numbers
        for name, pounds in row.cells.items():
            exact = row.count * Fraction(unit_costs()[row.row][name]) * Fraction(100_000, 82_541)
            assert abs(exact - pounds) <= Fraction(1, 2)


def test_no_records_cost_nothing() -> None:
    table = cost_table([0] * len(TYPES), TYPES)
    assert (table.rows, table.total, sum(table.components.values())) == ((), 0, 0)


def test_the_json_says_all_of_it() -> None:
    told = cost_json(cost_table(counts(), TYPES))
    assert set(told) == {"rows", "components", "groups", "total", "not_costed", "uplift", "prices"}
    assert told["rows"][0]["row"] == "Theft from person"
    assert told["rows"][0]["unit_cost"] == 1671.9
    assert set(told["rows"][0]) == {"row", "count", "unit_cost", "total", "cells"}


def dataset(slug: str, *types: tuple[str, str]) -> DatasetChoice:
    return DatasetChoice(slug, "test", types, (1,), frozenset(Level), timed=True, ages=False, source="a test")


def test_what_is_no_offence_has_no_cost() -> None:
    assert why_no_cost(dataset("offences", *TYPES)) == ""
    assert "searches have none" in why_no_cost(dataset("stop-search", ("Robbery", "")))
    assert "no published unit cost" in why_no_cost(dataset("offences", ("Drugs", "")))
