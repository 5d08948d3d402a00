"""Harm and cost: every record counts for what its type weighs."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.months import known_months
from data.releases import Release
from data.selection import Measure, Proactive
from data.tables.costs import cost_by_type, why_no_cost
from data.tables.weights import HarmTable, days_by_type, harm_table, mix_caveat, why_no_harm
from data.typed_counts import TypedCounts, typed_counts
from data.weighted_sums import weighted_interval
from geo.measures.measured import Measured, unit_of

Array = npt.NDArray[Any]


def weighed(release: Release, question: Question, plain: Measured, compared: bool) -> Measured:
    """Every record for what its type weighs: days of harm, or pounds."""
    dataset, unit = question.dataset, unit_of(question, release.choices)
    table, weights, said = weights_of(release, question)
    if said:
        return Measured(unit=unit, caveats=(said,), weights=weights, table=table)
    index, areas, choices = release.index(dataset.slug), len(release.choices.areas[question.level]), release.choices
    kinds = typed_counts(index, question, choices, (question.first, question.last), areas)
    earlier = None
    if compared and question.previous is not None:
        earlier = typed_counts(index, question, choices, question.previous, areas)
    days = np.nan_to_num(weights)
    by_area = None if plain.values is None else kinds.by_area @ days
    by_area_before = None if plain.previous is None or earlier is None else earlier.by_area @ days
    months = kinds.by_month @ days
    return Measured(
        unit=unit,
        values=by_area,
        previous=by_area_before,
        amounts=by_area,
        amounts_before=by_area_before,
        hours=None if plain.hours is None else (kinds.by_hour @ days).reshape(7, 24),
        months=known_months(months, question.first, dataset),
        previous_months=None if earlier is None else earlier.by_month @ days,
        total=float(months.sum()),
        total_before=None if earlier is None else float((earlier.by_month @ days).sum()),
        kinds=kinds,
        kinds_before=earlier,
        weights=weights,
        table=table,
        **weighed_intervals(kinds, days, by_area is not None),
        caveats=tuple(weighed_caveats(question, kinds, weights, table)),
    )


def weights_of(release: Release, question: Question) -> tuple[HarmTable | None, Array, str]:
    """The harm table (None for costs), (types,) what each type weighs, and why there is nothing to weigh, if so."""
    selection, dataset = question.selection, question.dataset
    if selection.measure is Measure.HARM:
        table = harm_table(release, selection.weights or release.choices.weights[0])
        weights = days_by_type(table, dataset.types, selection.proactive is Proactive.WITH)
        said = why_no_harm(dataset, table)
    else:
        table, weights, said = None, cost_by_type(dataset.types), why_no_cost(dataset)
    chosen = slice(None) if question.types is None else list(question.types)
    if not said and np.isnan(weights[chosen]).all():
        said = (
            "None of the types chosen has a harm weight here." if table else "None of the types chosen has a unit cost."
        )
    return table, weights, said


def weighed_intervals(kinds: TypedCounts, weights: Array, placed: bool) -> dict[str, Any]:
    """Intervals of weighted sums of counts: a handful of grave records moves them."""
    low, high = weighted_interval(kinds.by_type[None, :], weights)
    found: dict[str, Any] = {"interval": (float(low[0]), float(high[0]))}
    if placed:
        found["bounds"] = lambda: weighted_interval(kinds.by_area, weights)
    return found


def weighed_caveats(question: Question, kinds: TypedCounts, weights: Array, table: HarmTable | None) -> list[str]:
    """What the table is, and how many records it says nothing about."""
    missing = int(kinds.by_type[np.isnan(weights)].sum())
    noun = question.dataset.noun
    if table is None:
        said = ["Cost: Home Office unit costs of 2015/16 at 2022/23 prices; an average for each type, not a bill."]
        left = f"{missing:,} {noun} have no published unit cost and are not in the sum."
    else:
        said = [f"Harm: {table.title}."]
        left = f"{missing:,} {noun} have no weight here or are left out as found by searching."
    mixed = mix_caveat(question.dataset.types)
    return [*said, *([mixed] if mixed else []), *([left] if missing else [])]
