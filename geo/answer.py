"""(release, selection) -> Answer: the one value that every page, command and export draws from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.choices import AreaChoice, DatasetChoice, Question
from data.links import read_link, view_selection, write_link
from data.months import days_between, known_months
from data.query import Tally, filters_of, tally
from data.releases import Release, Source, open_release
from data.selection import Measure, Selection
from geo.caveats import ANSWERED, caveats, why_not
from geo.concentration import areas_for_half, gini, gini_by_chance, top_positions
from geo.wording import headline, says

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Top:
    """The n areas with the most, and what they hold; shares divide by located records."""

    n: int
    positions: tuple[int, ...]  # in the area list, largest first; fewer than n where fewer have any record
    value: int
    share: float | None
    previous_share_ranked: float | None  # held a year earlier by that year's own top n
    previous_share_fixed: float | None  # held a year earlier by these areas


@dataclass(frozen=True)
class Concentration:
    areas: int  # over how many areas: all of the level, or those of the selection
    areas_for_half: int | None
    gini: float | None
    gini_by_chance: float | None
    areas_below_one_a_day: int


@dataclass(frozen=True)
class Answer:
    """Everything known about one question. What is not known is None, never zero.

    Attributes
    ----------
    areas : every area of the level, in the order of their codes; the arrays below follow it.
    values, previous : (areas,) values of the measure; None where the source cannot tell.
    counts, previous_counts : (areas,) records, whatever the measure; shares and ranks of a count come from these.
    hours : (7, 24) records by local hour of the start, Monday first.
    months, previous_months : (months,) records; NaN in a month that the release does not cover.
    left_out, caveats : what was not understood in the link, and what to know beside the figures, in sentences.
    """

    link: str
    selection: Selection
    question: Question
    release: Release
    areas: tuple[AreaChoice, ...]
    now: Tally | None
    before: Tally | None
    values: Array | None
    previous: Array | None
    top: Top | None
    concentration: Concentration | None
    hours: Array | None
    months: Array | None
    previous_months: Array | None
    left_out: tuple[str, ...] = ()  # parts of the link that were not understood
    caveats: tuple[str, ...] = ()
    reason: str = ""  # why there are no values, in words

    @property
    def dataset(self) -> DatasetChoice:
        return self.question.dataset

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(source for source in self.release.sources if source.dataset == self.dataset.slug)

    @property
    def counts(self) -> Array | None:
        return None if self.now is None or self.values is None else self.now.by_area

    @property
    def located(self) -> int | None:
        return None if self.now is None or self.values is None else self.now.located

    @property
    def night_share(self) -> float | None:
        if self.now is None or self.hours is None or not self.now.timed:
            return None
        return self.now.night / self.now.timed

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.left_out, *self.caveats)

    @property
    def headline(self) -> str:
        return headline(self)

    @property
    def says(self) -> str:
        return says(self)


def answer_link(link: str, store_release: Release, view: str | None = None) -> Answer:
    """The answer to a link; ``view`` asks for one of the three views of the side-by-side page."""
    read = read_link(link, store_release.choices)
    release = store_release
    if read.selection.release and read.selection.release != release.id:
        release = open_release(release.folder.parent.parent, read.selection.release)
        read = read_link(link, release.choices)
    selection, notes = read.selection, read.notes
    if view is not None:
        seen = view_selection(selection, view, release.choices)
        selection, notes = seen.selection, (*notes, *seen.notes)
    return answer_to(release, selection, notes)


def answer_to(release: Release, selection: Selection, left_out: Sequence[str] = ()) -> Answer:
    """Count what ``selection`` asks for in ``release`` and work out shares, ranks and concentration."""
    choices = release.choices
    question = choices.resolve(selection)
    areas = choices.areas[question.level]
    reason = why_not(question)
    if reason:
        now = before = None
    else:
        index, filters = release.index(question.dataset.slug), filters_of(question, choices)
        now = tally(index, question, filters, (question.first, question.last), len(areas))
        before = previous_tally(release, question, len(areas))
    placed = now is not None and question.level in question.dataset.levels and selection.measure in ANSWERED
    counts, previous = (now.by_area if now and placed else None), (before.by_area if before and placed else None)
    values = measured(selection.measure, counts, previous)
    return Answer(
        link=write_link(selection, choices),
        selection=selection,
        question=question,
        release=release,
        areas=areas,
        now=now,
        before=before,
        values=values,
        previous=previous,
        top=top_of(selection, counts, values, previous),
        concentration=concentration_of(question, areas, counts),
        hours=now.by_hour if now and question.dataset.timed else None,
        months=known_months(now.by_month, question.first, question.dataset) if now else None,
        previous_months=before.by_month if before else None,
        left_out=tuple(left_out),
        caveats=tuple(caveats(release, question, now, before)),
        reason=reason,
    )


def previous_tally(release: Release, question: Question, areas: int) -> Tally | None:
    """The period compared with; None where none is asked for or the release lacks any of its months."""
    if question.previous is None:
        return None
    first, last = question.previous
    if not set(range(first, last + 1)) <= set(question.dataset.months):
        return None
    filters = filters_of(question, release.choices)
    return tally(release.index(question.dataset.slug), question, filters, question.previous, areas)


def measured(measure: Measure, counts: Array | None, previous: Array | None) -> Array | None:
    """(areas,) values of the measure: the records, or this period less the previous one."""
    if measure is Measure.CHANGE:
        return None if counts is None or previous is None else counts - previous
    return counts


def top_of(selection: Selection, counts: Array | None, values: Array | None, previous: Array | None) -> Top | None:
    """The top areas and their shares now and before; None where there are no values."""
    if counts is None or values is None:
        return None
    positions = top_positions(values, selection.n)
    located, located_before = int(counts.sum()), 0 if previous is None else int(previous.sum())
    held_before = None if previous is None or not located_before else previous
    ranked = None if held_before is None else held_before[top_positions(held_before, selection.n)].sum()
    fixed = None if held_before is None else held_before[positions].sum()
    return Top(
        n=selection.n,
        positions=tuple(int(position) for position in positions),
        value=int(values[positions].sum()),
        share=float(counts[positions].sum() / located) if located else None,
        previous_share_ranked=None if ranked is None else float(ranked / located_before),
        previous_share_fixed=None if fixed is None else float(fixed / located_before),
    )


def concentration_of(question: Question, areas: tuple[AreaChoice, ...], counts: Array | None) -> Concentration | None:
    """Concentration over all areas, or over those of the wards and small areas chosen."""
    if counts is None:
        return None
    selection = question.selection
    inside = np.array([in_selection(area, selection) for area in areas]) | (counts > 0)
    counts = counts[inside]
    days = days_between(question.first, question.last)
    return Concentration(
        areas=len(counts),
        areas_for_half=areas_for_half(counts),
        gini=gini(counts),
        gini_by_chance=gini_by_chance(int(counts.sum()), len(counts)),
        areas_below_one_a_day=int((counts < days).sum()),
    )


def in_selection(area: AreaChoice, selection: Selection) -> bool:
    """Whether an area belongs to the wards and small areas chosen (by best fit); True where none are."""
    ward = area.ward or area.code
    return (not selection.ward or ward in selection.ward) and (not selection.lsoa or area.code in selection.lsoa)
