"""Values that the scripts draw for the page of the wards: all wards by their change, and one picture for each chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from data.levels import Level
from data.months import period_name
from data.selection import PREVIOUS, Measure, Show
from data.two_counts import Verdict
from geo.answer import Answer
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.phrases import first_capital, subject
from layouts.picture import picture, values_note, withheld_parts
from layouts.picture_classes import count_bounds, yearly_average
from layouts.words import measure

PREFIX: Final = "nb"
INTO: Final = {role: f"{PREFIX}-map{part}" for role, part in
               (("map", ""), ("card", "-card"), ("legend", "-legend"), ("live", "-live"))}  # fmt: skip
NO_CHANGE: Final = 3  # the middle of seven classes
SIZES: Final = (0.15, 0.30)
LABELS: Final = ["30%+ fewer", "15–30%", "under 15%", "no clear change", "under 15%", "15–30%", "30%+ more"]
SIGNS: Final = {Verdict.HIGHER: 1, Verdict.NOT_CLEAR: 0, Verdict.LOWER: -1}
BOUNDS: Final = 5
HOUR_PARTS: Final = (0.1, 0.8)  # of the largest hour: the first and the last class of the shared scale begin there
LEAST_PART: Final = 0.3  # of the quietest ward's largest hour, where the first class begins at the latest
WIDE_RANGE: Final = 12  # the largest small area to the quietest ward's average, from which classes are multiples
LOW_PART: Final = 0.6
MOST_TOP: Final = 3


def pictures(page: WardPage, boundaries: Mapping[Level, str]) -> list[dict[str, Any]]:
    """One for the map of all wards, and one for each ward chosen."""
    if page.without_wards:
        return [measured_picture(page, boundaries)]
    numbers = page.measured is page.wards
    made = [wards_picture(page, boundaries[Level.WARD]) if numbers else measured_picture(page, boundaries)]
    chosen = page.profiles.chosen
    return made + [ward_picture(page, ward, place, boundaries) for place, ward in enumerate(chosen)]


def common(answer: Answer, link: str) -> dict[str, Any]:
    question = answer.question
    return {
        "seq": link,
        "unit": question.dataset.noun,
        "period": period_name(question.first, question.last),
        "previous_period": None if question.previous is None else period_name(*question.previous),
        "then": "A year earlier" if answer.selection.compare == PREVIOUS else "Period before",
        "page_wards": [],
        "hexagons": answer.selection.show is Show.HEXAGONS,
    }


def wards_picture(page: WardPage, boundaries: str) -> dict[str, Any]:
    """All wards: the change where there is an earlier period, else the number."""
    answer = page.wards
    return {
        **common(answer, page.profiles.answer.link),
        "into": INTO,
        "boundaries": boundaries,
        "level": str(Level.WARD),
        "values": measure.shown(answer.counts, Measure.COUNT) or [None] * len(answer.areas),
        "previous": measure.shown(answer.previous, Measure.COUNT),
        **withheld_parts(answer, answer),
        "values_note": values_note(answer),
        "shares_base": answer.located,
        "selected": places_of(answer, page.selection.ward),
        **(change_classes(page) if has_changes(page) else count_classes(answer)),
    }


def measured_picture(page: WardPage, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """All wards by another measure than the number."""
    answer = page.measured
    return picture(answer, answer, boundaries) | {
        "seq": page.profiles.answer.link,
        "into": INTO,
        "selected": places_of(answer, page.selection.ward),
        "page_wards": [],
        "top": [],
        "hours": None,
        "label_values": not page.without_wards or page.several,
    }


def has_changes(page: WardPage) -> bool:
    """Whether the map can tell of changes: every ward has a verdict."""
    return bool(page.profiles.wards) and all(ward.verdict is not None for ward in page.profiles.wards)


def change_classes(page: WardPage) -> dict[str, Any]:
    wards = page.profiles.wards
    then = "a year earlier" if page.wards.selection.compare == PREVIOUS else "the period before"
    return {
        "diverging": True,
        "breaks": [],
        "classes": [change_class(ward) for ward in wards],
        "labels": LABELS,
        "label_values": "change",
        "legend_title": f"{first_capital(page.wards.dataset.noun)} against {then}",
        "verdicts": [None if ward.verdict is None else SIGNS[ward.verdict] for ward in wards],
    }


def change_class(ward: WardProfile) -> int:
    """A ward leaves the middle class only where the verdict says so; then by size."""
    sign = SIGNS[ward.verdict] if ward.verdict is not None else 0
    size = 1.0 if ward.change_share is None else abs(ward.change_share)
    return NO_CHANGE + sign * (1 + sum(size >= bound for bound in SIZES)) if sign else NO_CHANGE


def count_classes(answer: Answer) -> dict[str, Any]:
    """Classes of numbers, each ward labelled with its share."""
    bounds = count_bounds(yearly_average(answer), Level.WARD)
    return {"diverging": False, "breaks": list(bounds), "label_values": "share"}


def ward_picture(page: WardPage, ward: WardProfile, place: int, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """One ward's small areas, in classes that all columns share, and its hours on one scale."""
    made = {
        **common(page.wards, page.profiles.answer.link),
        "into": hosts(place, has_areas=page.small is not None),
        "compact": True,
        **hours_of(page, ward),
    }
    return made if page.small is None else made | areas_of(page.small, page, ward, boundaries[Level.LSOA])


def hosts(place: int, *, has_areas: bool) -> dict[str, str]:
    """The elements a column has; the first one's picture draws the legends that all share."""
    roles = ["heatmap", "peak"] + (["map", "card", "live", "ranking"] if has_areas else [])
    names = {"peak": "heatmap_peak"}
    found = {names.get(role, role): part_id(role, place) for role in roles}
    if place == 0:
        found["heatmap_legend"] = f"{PREFIX}-hours-legend"
        found |= {"legend": f"{PREFIX}-small-legend"} if has_areas else {}
    return found


def part_id(role: str, place: int) -> str:
    return f"{PREFIX}-{role}-{place}"


def areas_of(small: Answer, page: WardPage, ward: WardProfile, boundaries: str) -> dict[str, Any]:
    scope = [position for position, area in enumerate(small.areas) if area.ward == ward.code]
    counts = small.counts
    shared = None if counts is None else counts[scope].sum()
    return {
        "boundaries": boundaries,
        "level": str(Level.LSOA),
        "values": measure.shown(counts, Measure.COUNT) or [None] * len(small.areas),
        "previous": measure.shown(small.previous, Measure.COUNT),
        "values_note": values_note(small),
        **withheld_parts(small, small),
        "shares_base": None if shared is None else int(ward.count if np.isnan(shared) else shared),
        "scope": scope,
        "top": largest_of(small, scope)[:MOST_TOP],
        "selected": [position for position in places_of(small, page.selection.lsoa) if position in scope],
        "columns": ["rank", "value", "share", "change"],
        "rows": 5,
        "caption": f"Small areas of {ward.name} by number of {page.wards.dataset.noun}",
        "diverging": False,
        "breaks": small_bounds(page, small),
    }


def largest_of(small: Answer, scope: list[int]) -> list[int]:
    """The areas with the most of those in scope, as far as none that is withheld may have more."""
    counts = small.counts
    if counts is None:
        return []
    most = 0.0 if small.figures.held is None else max(small.figures.held.highest, 0.0)
    return sorted((place for place in scope if counts[place] > most), key=lambda place: (-int(counts[place]), place))


def small_bounds(page: WardPage, small: Answer) -> list[int]:
    """Classes for the small areas of all columns: round counts; where the wards differ much, each a multiple of the
    one before, so that a quiet ward beside the West End is not one pale patch."""
    counts = small.counts
    if counts is None:
        return list(count_bounds(0, Level.LSOA))
    values = [
        [int(counts[i]) for i, area in enumerate(small.areas) if area.ward == w.code and not np.isnan(counts[i])]
        for w in page.profiles.chosen
    ]
    averages = [sum(ward) / max(len(ward), 1) for ward in values]
    largest = max((value for ward in values for value in ward), default=0)
    if averages and largest > WIDE_RANGE * min(averages) > 0:
        return [0, *multiples(LOW_PART * min(averages), LOW_PART * largest)]
    held = max(sum(len(ward) for ward in values), 1)
    return list(count_bounds(sum(map(sum, values)) / held * 12 / small.question.months, Level.LSOA))


def hours_of(page: WardPage, ward: WardProfile) -> dict[str, Any]:
    return {
        "hours": None if ward.hours is None else np.rint(ward.hours).astype(int).tolist(),
        "hours_note": ward.missing.get("hours", ""),
        "hours_bounds": hour_bounds(page),
        "hours_title": f"{first_capital(page.wards.dataset.noun)} in each hour of the week",
        "hours_caption": f"{first_capital(subject(page.wards.question))} in {ward.name} by night and hour",
    }


def hour_bounds(page: WardPage) -> list[int]:
    """Where the classes of the hours begin, alike in every column: multiples, from the quietest ward to the busiest."""
    largest = [int(ward.hours.max()) for ward in page.profiles.chosen if ward.hours is not None]
    if not largest or not max(largest):
        return [1]
    return multiples(min(HOUR_PARTS[0] * max(largest), LEAST_PART * min(largest)), HOUR_PARTS[1] * max(largest))


def multiples(low: float, high: float) -> list[int]:
    """At most five round numbers from ``low`` to ``high``, each about the same multiple of the one before."""
    low = max(low, 1.0)
    step = max(high / low, 1.0) ** (1 / (BOUNDS - 1))
    return sorted({round_number(low * step**place) for place in range(BOUNDS)})


def round_number(value: float) -> int:
    """To one or two leading figures: 43 -> 45, 128 -> 130."""
    whole = max(round(value), 1)
    step = 1 if whole < 20 else 5 if whole < 100 else 10 ** (len(str(whole)) - 2)
    return max(round(whole / step) * step, 1)


def places_of(answer: Answer, codes: tuple[str, ...]) -> list[int]:
    return [position for position, area in enumerate(answer.areas) if area.code in codes]
