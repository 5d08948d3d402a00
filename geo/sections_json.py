"""What stands beside the answer of every question, as JSON: chance, stability, change, the series, times, the force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.selection import Measure, Proactive
from data.tables.costs import cost_json
from geo.answer import Answer
from geo.force import force_json
from geo.statistics.chance import concentration_by_chance
from geo.statistics.chance_json import by_chance_json
from geo.statistics.change import change_of
from geo.statistics.change_json import change_json
from geo.statistics.concentration import lorenz_curve
from geo.statistics.control_chart import series_of
from geo.statistics.control_chart_json import series_json
from geo.statistics.stability import stability_json, stability_of
from geo.timing import timing_json

Section = Callable[[], Any]


def sections_json(answer: Answer) -> dict[str, Section]:
    """Keys beside those of ``answer_json``, each a function that works its section out; null where there is none."""
    told: dict[str, Section] = {
        "chance": lambda: chance_json(answer),
        "stability": lambda: stability_json(answer, stability_of(answer)),
        "change": lambda: change_json(change_of(answer)),
        "series": lambda: series_json(series_of(answer)),
        "timing": lambda: timing_json(answer.times),
        "force": lambda: force_json(answer),
    }
    if answer.measure is Measure.HARM:
        told["harm"] = lambda: harm_json(answer)
    if answer.measure is Measure.COST:
        told["cost"] = lambda: costs_json(answer)
    return told


def chance_json(answer: Answer) -> dict[str, Any] | None:
    """What chance alone gives for the same records, and the curve that they are seen by."""
    found = by_chance_json(concentration_by_chance(answer))
    if found is None or answer.amounts is None:
        return None
    return found | {"lorenz": lorenz_curve(answer.amounts[answer.inside]).tolist()}


def harm_json(answer: Answer) -> dict[str, Any] | None:
    """Which weights the harm rests on, and the days of harm of each type."""
    figures = answer.figures
    if figures.table is None or figures.weights is None:
        return None
    kinds = None if figures.kinds is None else figures.kinds.by_type
    return {
        "weights": figures.table.slug,
        "title": figures.table.title,
        "version": figures.table.version,
        "source": figures.table.source,
        "status": figures.table.status,
        "proactive": answer.selection.proactive is Proactive.WITH,
        "left_out": None if kinds is None else int(kinds[figures.unweighed].sum()),
    }


def costs_json(answer: Answer) -> dict[str, Any] | None:
    """The table of costs: rows, components, groups; null where no type has a unit cost."""
    return None if answer.costs is None else cost_json(answer.costs)
