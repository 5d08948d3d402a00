"""Whether an area's change is more than chance: an exact test of two counts, or of two weighted sums, for every area.

False discoveries are controlled over all areas that the question is about (``data.two_counts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.months import days_between, missing_months
from data.selection import Measure
from data.two_counts import Verdict, verdicts, verdicts_by_p

if TYPE_CHECKING:
    from geo.answer import Answer


def verdicts_of(answer: Answer) -> tuple[Verdict | None, ...] | None:
    """Higher, lower or not clear for each area; None for one not asked about, None in all without a period to compare.

    Rates and densities change as their records do; a location quotient depends on other records too and has none.
    """
    question, figures = answer.question, answer.figures
    if answer.now is None or answer.before is None or answer.values is None or question.previous is None:
        return None
    if answer.measure is Measure.QUOTIENT or missing_months(question.first, question.last, question.dataset):
        return None  # of a period with an unknown month fewer records say nothing
    untold = np.isnan(answer.now.by_area) | np.isnan(answer.before.by_area)
    inside = np.flatnonzero(answer.inside & ~untold)
    ratio = days_between(question.first, question.last) / days_between(*question.previous)
    if figures.kinds is None or figures.kinds_before is None or figures.weights is None:
        then, since = (part.by_area[inside].astype(np.int64) for part in (answer.before, answer.now))
        found = verdicts(since, then, ratio)
    else:
        from data.weighted_sums import weighted_change_p

        now, before = figures.kinds.by_area[inside], figures.kinds_before.by_area[inside]
        weights = np.nan_to_num(figures.weights)
        p = weighted_change_p(now, before, weights, ratio)
        found = verdicts_by_p(p, now @ weights, before @ weights, ratio)
    if len(inside) == len(answer.areas):
        return tuple(found)
    told: list[Verdict | None] = [None] * len(answer.areas)
    for place, verdict in zip(inside, found, strict=True):
        told[place] = verdict
    return tuple(told)
