"""Clusters as the JSON of the answer has them: labels of every area by both methods, and how they were found."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.statistics.answer_clusters import AnswerClusters
from geo.statistics.cluster_words import clusters_words
from geo.statistics.clusters import LABELS, Method


def clusters_json(found: AnswerClusters) -> dict[str, Any]:
    """Clusters of both methods, ready for ``json.dumps``; where there are none, why."""
    one = found.gi_star
    words = {method: clusters_words(found, method) for method in Method}
    moran = None if found.reason else one.global_moran
    return {
        "rule": found.neighbours.rule,
        "measure": str(found.answer.selection.measure),
        "analysed": 0 if found.reason else one.analysed,
        "permutations": one.permutations,
        "seed": one.seed,
        "false_discovery": one.false_discovery,
        "global_moran": None if moran is None else {"i": moran[0], "p": moran[1]},
        "reason": found.reason or None,
        "gi_star": method_json(found, Method.GI_STAR, words[Method.GI_STAR].says),
        "local_moran": method_json(found, Method.LOCAL_MORAN, words[Method.LOCAL_MORAN].says),
        "what": words[Method.GI_STAR].what,
        "what_not": list(words[Method.GI_STAR].what_not),
        "notes": list(words[Method.GI_STAR].notes),
    }


def method_json(found: AnswerClusters, method: Method, says: str) -> dict[str, Any] | None:
    """One method's labels, their numbers and its sentence; None where there are no clusters to tell of."""
    if found.reason:
        return None
    one = found.found[method]
    areas = zip(one.codes, one.labels, one.p.tolist(), one.statistic.tolist(), strict=True)
    return {
        "method": str(method),
        **{label.replace("-", "_"): one.count(label) for label in LABELS[method]},
        "areas": [
            {"code": code, "label": label, "p": known(p), "statistic": known(statistic)}
            for code, label, p, statistic in areas
        ],
        "says": says,
    }


def known(value: float) -> float | None:
    """A number, or None for an area that took no part."""
    return None if np.isnan(value) else value
