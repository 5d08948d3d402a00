"""Cost of crime: Home Office unit costs by component, at the prices of the 2024 assessment.

Method: Home Office Research Report 99 (2018), as Appendix 3 of the Safer Westminster Partnership Strategic
Assessment of January 2024 uses it. A cell is records times the component's unit cost, a row's total is records
times the published total, each times the uplift and rounded to the pound; so rows and columns do not cross-foot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.categories import REFERENCE, taxonomy
from data.choices import DatasetChoice
from data.tables.headed_tables import load_headed_table
from data.tables.type_mix import by_type, minors_in

Array = npt.NDArray[Any]

UPLIFT: Final = 100 / 82.541  # GDP deflator, 2015-16 with 2022-23 as 100
PRICES: Final = "2022/23 prices: Home Office unit costs of 2015/16 times the GDP deflator, 100 / 82.541"
COMPONENTS: Final[dict[str, str]] = {
    "defensive": "Defensive expenditure",
    "insurance": "Insurance administration",
    "property": "Property stolen or damaged",
    "physical_emotional": "Physical and emotional harm",
    "lost_output": "Lost output",
    "health": "Health services",
    "victim_services": "Victim services",
    "police": "Police",
    "other_cjs": "Other criminal justice",
}
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "anticipation": ("defensive", "insurance"),
    "consequence": ("property", "physical_emotional", "lost_output", "health", "victim_services"),
    "response": ("police", "other_cjs"),
}
TOTAL: Final = "total"
OFFENCES: Final = "offences"


@dataclass(frozen=True)
class CostRow:
    """One kind of crime: its records and what they cost, whole pounds; ``unit_cost`` in pounds and pence."""

    row: str
    count: int
    unit_cost: float
    total: int
    cells: Mapping[str, int]  # by component


@dataclass(frozen=True)
class CostTable:
    """The table of Appendix 3 for any records. ``components`` add up what the cells were before they were rounded."""

    rows: tuple[CostRow, ...]  # the dearest first
    components: Mapping[str, int]
    groups: Mapping[str, int]
    total: int
    not_costed: int  # records whose category has no published unit cost


@cache
def unit_costs() -> Mapping[str, Mapping[str, float]]:
    """Pounds at 2015/16 prices by row and component, ``total`` being the published total."""
    table = load_headed_table(REFERENCE / "unit_costs.csv")
    return {row["row"]: {name: float(row[name]) for name in (*COMPONENTS, TOTAL)} for row in table.rows}


@cache
def row_by_minor() -> Mapping[str, str]:
    """Minor category -> its row; categories that are not costed are missing."""
    costed = taxonomy().dropna(subset=["cost_row"])
    return dict(zip(costed["minor"], costed["cost_row"], strict=True))


def cost_by_minor() -> dict[str, float]:
    """Pounds per record at 2022/23 prices; categories that are not costed are missing."""
    return {minor: unit_costs()[row][TOTAL] * UPLIFT for minor, row in row_by_minor().items()}


def cost_by_type(types: tuple[tuple[str, str], ...]) -> Array:
    """(types,) pounds per record of each (major, minor) at 2022/23 prices; NaN where it is not costed.

    Types of data.police.uk get the mean of their minors (``data/tables/type_mix.py``).
    """
    return by_type(cost_by_minor(), types)


def why_no_cost(dataset: DatasetChoice) -> str:
    """Why the records of a data set are not costed, in one sentence; empty where they are."""
    if dataset.kind != OFFENCES:
        return f"Unit costs are published for recorded offences by their category; {dataset.noun} have none."
    if np.isnan(cost_by_type(dataset.types)).all():
        return f"There is no published unit cost for any category of this source ({dataset.source})."
    return ""


def cost_table(counts_by_type: Sequence[int] | Array, types: tuple[tuple[str, str], ...]) -> CostTable:
    """The cost table of (types,) records; types of one row are added before they are costed."""
    names = [row_of(major, minor) for major, minor in types]
    units = {name: units_of(pair) for name, pair in zip(names, types, strict=True) if name}
    counts = dict.fromkeys(units, 0)
    not_costed = 0
    for name, count in zip(names, counts_by_type, strict=True):
        if name:
            counts[name] += int(count)
        else:
            not_costed += int(count)
    rows = [costed(name, counts[name], units[name]) for name in units if counts[name]]
    rows.sort(key=lambda row: (-row.total, row.row))
    components = {name: round(sum(row.count * units[row.row][name] for row in rows) * UPLIFT) for name in COMPONENTS}
    return CostTable(
        rows=tuple(rows),
        components=components,
        groups={group: sum(components[name] for name in names) for group, names in GROUPS.items()},
        total=sum(row.total for row in rows),
        not_costed=not_costed,
    )


def costed(row: str, count: int, units: Mapping[str, float]) -> CostRow:
    """A row from its records and its unit costs at 2015/16 prices."""
    cells = {name: round(count * units[name] * UPLIFT) for name in COMPONENTS}
    return CostRow(row, count, round(units[TOTAL] * UPLIFT, 2), round(count * units[TOTAL] * UPLIFT), cells)


@cache
def row_of(major: str, minor: str) -> str:
    """The row a type belongs to; a coarse type of several rows is a row of its own; "" where it is not costed."""
    held = [row_by_minor().get(name, "") for name, _ in minors_in(major, minor)]
    if not held or "" in held:
        return ""
    return held[0] if len(set(held)) == 1 else f"{major} (mean of its kinds)"


@cache
def units_of(kind: tuple[str, str]) -> Mapping[str, float]:
    """Pounds at 2015/16 prices by component and in all, of a type that is costed."""
    rows = row_by_minor()
    return {
        name: float(by_type({minor: unit_costs()[row][name] for minor, row in rows.items()}, (kind,))[0])
        for name in (*COMPONENTS, TOTAL)
    }


def cost_json(table: CostTable) -> dict[str, Any]:
    """The table as the answer's JSON gives it."""
    return {
        "rows": [
            {
                "row": row.row,
                "count": row.count,
                "unit_cost": row.unit_cost,
                "total": row.total,
                "cells": dict(row.cells),
            }
            for row in table.rows
        ],
        "components": dict(table.components),
        "groups": dict(table.groups),
        "total": table.total,
        "not_costed": table.not_costed,
        "uplift": UPLIFT,
        "prices": PRICES,
    }
