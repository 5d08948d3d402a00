"""What the map painter draws of clusters: kinds of areas, each with a colour, a mark on the map and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from data.levels import Level
from data.months import period_name
from data.selection import Measure, Show
from geo.answer import Answer
from geo.statistics.cluster_words import LABEL_WORDS, LEFT_OUT, NO_CLUSTER
from geo.statistics.clusters import Clusters, Method
from layouts.picture import chosen_positions, outside

# By method the kinds from low to high: label (None for no cluster), style of the painter, mark on the map.
KINDS: Final[Mapping[Method, tuple[tuple[str | None, str, str], ...]]] = {
    Method.GI_STAR: (("low", "d1", "L"), (None, "d3", ""), ("high", "d5", "H")),
    Method.LOCAL_MORAN: (
        ("low-low", "d0", "LL"),
        ("low-high", "d2", "LH"),
        (None, "d3", ""),
        ("high-low", "d4", "HL"),
        ("high-high", "d6", "HH"),
    ),
}
AMOUNTS: Final = (Measure.COUNT, Measure.HARM, Measure.COST)  # measures that have shares
TITLES: Final = {
    Method.GI_STAR: "High or low together with their neighbours",
    Method.LOCAL_MORAN: "Each area beside its neighbours",
}


def cluster_picture(clusters: Clusters, answer: Answer, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """The values that the scripts draw: the measure of each area, and its kind as a class (null where left out)."""
    kinds, question = KINDS[clusters.method], answer.question
    classes = {label: number for number, (label, _, _) in enumerate(kinds)}
    words = [NO_CLUSTER if label is None else LABEL_WORDS[label] for label, _, _ in kinds]
    values = [None] * len(answer.areas) if answer.values is None else answer.values.tolist()
    return {
        "seq": f"{answer.link} {clusters.method}",
        "boundaries": boundaries[question.level],
        "level": str(question.level),
        "values": [None if value is None or np.isnan(value) else value for value in values],
        "values_note": clusters.reason,
        "previous": None,
        "shares_base": answer.amount_located if answer.selection.measure in AMOUNTS else None,
        "top": [],
        "selected": chosen_positions(answer, answer),
        "outside": outside(answer),
        "page_wards": list(answer.selection.ward),
        "hexagons": answer.selection.show is Show.HEXAGONS,
        "classes": [
            None if np.isnan(p) else classes[label] for label, p in zip(clusters.labels, clusters.p, strict=True)
        ],
        "breaks": list(range(len(kinds))),
        "labels": [
            f"{mark}: {said.lower()}" if mark else said for said, (_, _, mark) in zip(words, kinds, strict=True)
        ],
        "styles": [style for _, style, _ in kinds],
        "class_words": words,
        "marks": [mark for _, _, mark in kinds],
        "label_values": "class",
        "diverging": False,
        "unit": answer.figures.unit,
        "period": period_name(question.first, question.last),
        "previous_period": None,
        "hours": None,
        "legend_title": TITLES[clusters.method],
        "held_note": LEFT_OUT,
    }
