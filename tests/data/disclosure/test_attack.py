"""An attacker who hears every told figure of small random years cannot work a small cell out, and can without control."""

from __future__ import annotations

import numpy as np
import pytest

from data.disclosure.rule import Rule
from tests.data.disclosure.attacker import Attacker
from tests.data.disclosure.whole_years import RandomYear
from tests.data.disclosure.worlds import cells, grouped, heard, made_tables, random_joint, random_places, subsets

RULE = Rule(5, 10)
BOUNDED = 6  # small cells of a year whose bounds are worked out by integer programming


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_all_tables_of_a_year_together_give_no_small_cell_away(seed: int, several: bool) -> None:
    """With those of each authority by itself where there are several."""
    year = RandomYear(seed, RULE, several=several)
    attacker = year.attacker()
    assert attacker.consistent(year.joint)
    assert all(value == 0 or value >= RULE.minimum for _, value in attacker.known.values())
    small = year.small(RULE, subsets)
    assert not any(attacker.determined(small))
    for at in np.random.default_rng(seed).permutation(len(small))[:BOUNDED]:
        least, most = attacker.bounds(small[at])
        assert least < most


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_of_places_and_kinds_is_given_away(seed: int) -> None:
    """Every set of small areas, of wards crossed with small areas, by every set of kinds or times."""
    rng = np.random.default_rng(seed)
    at = random_places(rng, int(rng.integers(2, 7)), int(rng.integers(1, 4)), 0.25)
    plain = np.zeros(int(rng.integers(1, 5)), dtype=bool)
    joint = random_joint(rng, at.shape[1], len(plain), int(rng.integers(1, 3)), float(rng.choice([1, 3, 8])))
    if joint.sum() < RULE.minimum:
        return
    joint = grouped(grouped(joint, 1, RULE, plain), 2, RULE, np.zeros(joint.shape[2], dtype=bool))
    attacker = heard(joint, made_tables(joint, at, plain[: joint.shape[1]], RULE))
    assert attacker.consistent(joint)
    regions = [labels == row for labels in at for row in np.unique(labels)]
    regions += [chosen[at[0]] for chosen in subsets(int(at[0].max()) + 1)]
    regions += [(at[2] == ward) & (at[0] == area) for ward in np.unique(at[2]) for area in np.unique(at[0])]
    asked = [
        cells(joint.shape, region, chosen, axis)
        for region in regions
        for axis in (1, 2)
        for chosen in subsets(joint.shape[axis])
    ]
    small = list({each.tobytes(): each for each in asked if 0 < joint[each].sum() < RULE.minimum}.values())
    assert not any(attacker.determined(small))
    for each in np.random.default_rng(seed).permutation(len(small))[:BOUNDED]:
        least, most = attacker.bounds(small[each])
        assert least < most


def test_withholding_small_cells_alone_gives_them_away() -> None:
    """The control: the same attacker wins where every cell is told but those that are small themselves."""
    lost = 0
    for seed in range(8):
        year = RandomYear(seed, RULE)
        attacker = Attacker(year.joint.size)
        for kinds in subsets(year.joint.shape[1]):
            for labels in year.at:
                for row in np.unique(labels):
                    vector = year.cells(places=labels == row, kinds=kinds)
                    if not 0 < year.joint[vector].sum() < RULE.minimum:
                        attacker.hears(vector, year.joint[vector].sum())
        lost += sum(attacker.determined(year.small(RULE, subsets)))
    assert lost > 20


def test_sensitive_kinds_are_never_told_for_small_areas() -> None:
    for seed in range(10):
        year = RandomYear(seed, RULE, sensitive=True)
        tables = year.tables
        if tables is None or tables.places is None:
            continue
        attacker = year.attacker()
        group = tables.groups[0]
        alone = group >= 0 and (tables.groups == group).sum() == 1
        rows = [(labels == row) for labels in year.at[:2] for row in np.unique(labels)]
        asked = [year.cells(places=row, kinds=year.sensitive) for row in rows] if alone else []
        asked = [each for each in asked if 0 < year.joint[each].sum() < RULE.sensitive]
        assert not any(attacker.determined(asked)), seed
