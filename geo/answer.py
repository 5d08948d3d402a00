"""(release, selection) -> Answer: the one value that every page, command and export draws from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from data.asking import asked
from data.choices import AreaChoice, DatasetChoice, Question
from data.links import view_selection, write_link
from data.query import Tally, filters_of, hour_mask, tally
from data.releases import Release, Source
from data.selection import Measure, Selection, Timing
from data.tables.costs import CostTable, cost_table
from data.two_counts import Verdict
from geo.caveats import caveats, why_not
from geo.disclosure.told import told_tallies
from geo.disclosure.wording import rule_says, withheld_says
from geo.measures.measured import Measured
from geo.measures.measuring import measured
from geo.statistics.top import Concentration, Top, concentration_of, in_selection, top_of
from geo.statistics.verdicts import verdicts_of
from geo.timing import TimesKnown, hours_for, timing_of
from geo.wording import headline, says

if TYPE_CHECKING:
    from geo.releases.moved import Moved

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Answer:
    """Everything known about one question. What is not known is None or NaN, never zero.

    Attributes
    ----------
    areas : every area of the level, in the order of their codes; arrays by area follow it.
    now, before : records of both periods, whatever the measure.
    figures : the measure asked for, of both periods.
    left_out : what was not understood in the link, in sentences.
    """

    selection: Selection
    question: Question
    release: Release
    areas: tuple[AreaChoice, ...]
    now: Tally | None
    before: Tally | None
    figures: Measured
    inside: Array  # (areas,) bool: the areas that the question is about
    left_out: tuple[str, ...] = ()  # parts of the link that were not understood
    reason: str = ""  # why there are no values, in words
    refused: bool = False  # whether the reason is that the reader may not be told

    @cached_property
    def link(self) -> str:
        """The canonical link of the question."""
        return write_link(self.selection, self.release.choices)

    @cached_property
    def top(self) -> Top | None:
        return top_of(self.selection, self.figures)

    @property
    def withheld(self) -> int:
        """Areas whose records are withheld from this reader; 0 for one who is told everything."""
        if self.refused:
            return len(self.areas)
        found = self.withheld_areas
        return 0 if found is None else int(found.sum())

    @property
    def withheld_areas(self) -> Array | None:
        """(areas,) bool: areas whose value is withheld; None for a reader who is told everything."""
        held = self.figures.held
        return None if held is None else held.withheld

    @property
    def complete(self) -> bool:
        """Whether every area of both periods is told: else nothing that needs all of them can be worked out."""
        return all(part is None or not np.isnan(part.by_area[self.inside]).any() for part in (self.now, self.before))

    @property
    def rule_says(self) -> str:
        """What this reader is not told, in one sentence; empty where that is nothing."""
        return rule_says(self.release.rule)

    @cached_property
    def concentration(self) -> Concentration | None:
        return concentration_of(self.question, self.figures, self.now, self.inside)

    @cached_property
    def caveats(self) -> tuple[str, ...]:
        """What to know beside the figures, in sentences."""
        told = (*caveats(self.release, self.question, self.now, self.before), *self.figures.caveats)
        return (*told, *withheld_says(self))

    @property
    def values(self) -> Array | None:
        """(areas,) values of the measure; NaN for an area of which it is not known."""
        return self.figures.values

    @property
    def previous(self) -> Array | None:
        """(areas,) the same in the period compared with; the records of then for a change."""
        return self.figures.previous

    @property
    def hours(self) -> Array | None:
        """(7, 24) records, days of harm or pounds by local hour of the start, Monday first."""
        return self.figures.hours

    @property
    def months(self) -> Array | None:
        """(months,) records, days of harm or pounds; NaN in a month that the release does not cover."""
        return self.figures.months

    @property
    def previous_months(self) -> Array | None:
        return self.figures.previous_months

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
        if self.now is None or self.values is None:
            return None
        return self.now.located if self.figures.held is None else self.figures.held.located

    @property
    def timed(self) -> int | None:
        """Records with a known hour; None where the source has none, or where their number is withheld."""
        if self.now is None or not self.dataset.timed:
            return None
        return self.now.timed if self.figures.held is None else self.figures.held.timed

    @property
    def measure(self) -> Measure:
        return self.selection.measure

    @property
    def amounts(self) -> Array | None:
        """(areas,) what shares divide: records, or the days of harm or pounds of a measure that weighs them."""
        return None if self.values is None else self.figures.amounts

    @property
    def amount_located(self) -> float | None:
        """The sum of ``amounts``: the base of shares."""
        if self.amounts is None or self.figures.held is not None:
            return None if self.amounts is None else self.located
        return self.amounts.sum().item()

    @property
    def night(self) -> float | None:
        """Records, days of harm or pounds that began between 18:00 and 06:00."""
        if self.figures.held is not None:
            return self.figures.held.night
        return None if self.hours is None else self.hours[:, hour_mask("night")].sum().item()

    @property
    def night_share(self) -> float | None:
        """Of those with a known hour; None where there are none."""
        if self.figures.held is not None:
            return self.night / self.timed if self.night is not None and self.timed else None
        if self.hours is None or self.night is None or not self.hours.sum():
            return None
        return float(self.night / self.hours.sum())

    @cached_property
    def verdicts(self) -> tuple[Verdict | None, ...] | None:
        """(areas,) whether each changed more than chance would have it; None without a period to compare."""
        return verdicts_of(self)

    @cached_property
    def costs(self) -> CostTable | None:
        """The table of costs by kind of crime and component; None for any other measure."""
        kinds = self.figures.kinds
        return (
            None if self.measure is not Measure.COST or kinds is None else cost_table(kinds.by_type, self.dataset.types)
        )

    @cached_property
    def times(self) -> TimesKnown | None:
        """How well the times of these records are known; None where the source has no hours."""
        return timing_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.left_out, *((self.moved.note,) if self.moved else ()), *self.caveats)

    @cached_property
    def moved(self) -> Moved | None:
        """What other releases of the store say to this question, where it is something else."""
        from geo.releases.moved import moved_of  # which asks for answers itself

        return moved_of(self)

    @property
    def headline(self) -> str:
        return headline(self)

    @property
    def says(self) -> str:
        return says(self)


def answer_link(link: str, store_release: Release, view: str | None = None) -> Answer:
    """The answer to a link; ``view`` asks for one of the three views of the side-by-side page."""
    release, read = asked(link, store_release)
    selection, notes = read.selection, read.notes
    if view is not None:
        seen = view_selection(selection, view, release.choices)
        selection, notes = seen.selection, (*notes, *seen.notes)
    return answer_to(release, selection, notes)


def answer_to(release: Release, selection: Selection, left_out: Sequence[str] = ()) -> Answer:
    """Count what ``selection`` asks for in ``release`` and work out its measure, shares, ranks and concentration."""
    choices = release.choices
    question = choices.resolve(selection)
    areas = choices.areas[question.level]
    inside = np.ones(len(areas), dtype=bool)
    if selection.ward or selection.lsoa:
        inside = np.array([in_selection(area, selection) for area in areas], dtype=bool)
    reason = why_not(question)
    now: Tally | None = None
    before: Tally | None = None
    refused = False
    if release.rule.withholds and not reason:
        now, before, reason = told_tallies(release, question, previous_covered(question))
        refused = bool(reason)
        if now is not None:
            inside |= now.by_area > 0
    elif not reason:
        index, filters = release.index(question.dataset.slug), filters_of(question, choices)
        now = tally(index, question, filters, (question.first, question.last), len(areas))
        before = previous_tally(release, question, len(areas))
        inside |= now.by_area > 0
    figures = measured(release, question, now, before, inside)
    if selection.timing is Timing.SPREAD and figures.hours is not None and not release.rule.withholds:
        worth = None if figures.weights is None else np.nan_to_num(figures.weights)
        figures = replace(figures, hours=hours_for(release, question, worth)[0])
    return Answer(
        selection=selection,
        question=question,
        release=release,
        areas=areas,
        now=now,
        before=before,
        figures=figures,
        inside=inside,
        left_out=tuple(left_out),
        reason=reason,
        refused=refused,
    )


def previous_tally(release: Release, question: Question, areas: int) -> Tally | None:
    """The period compared with; None where none is asked for or the release lacks any of its months."""
    period = previous_covered(question)
    if period is None:
        return None
    filters = filters_of(question, release.choices)
    return tally(release.index(question.dataset.slug), question, filters, period, areas)


def previous_covered(question: Question) -> tuple[int, int] | None:
    """The period compared with; None where none is asked for or the data set lacks any of its months."""
    if question.previous is None:
        return None
    first, last = question.previous
    return question.previous if set(range(first, last + 1)) <= set(question.dataset.months) else None
