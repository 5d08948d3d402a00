"""What a release can be asked: its data sets, months, categories and areas.

``Choices.resolve`` turns a ``Selection`` (what the link says) into a ``Question`` (every default filled in).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from data.categories import YouthViolence
from data.choice_values import DATASET_WORDS, AreaChoice, DatasetChoice, spellings_of
from data.levels import Level
from data.schema import month_from_text
from data.scopes import Scopes
from data.selection import NO_COMPARISON, PREVIOUS, Page, Selection

__all__ = ["DATASET_WORDS", "AreaChoice", "Choices", "DatasetChoice", "Question", "Scopes", "previous_period"]

DEFAULT_MONTHS: Final = 12
MOST_SMALL_AREAS: Final = 10_000  # of several authorities; of more, a page shows authorities unless it is asked
PAGE_LEVELS: Final = {Page.NEIGHBOURHOODS: Level.WARD}
PAGE_RULES: Final = {Page.YOUTH_VIOLENCE: YouthViolence.ANY}
PAGE_DATASET: Final = "offences"
HARM_WEIGHTS: Final = ("cchi-days-calibrated", "cchi-days-median-2026")
POPULATIONS: Final = ("residents",)
WEST_END_WARDS: Final = ("E05013806", "E05013808")  # St James's and West End: the night-time economy


@dataclass(frozen=True)
class Question:
    """A selection with every default filled in, ready to be counted."""

    selection: Selection
    dataset: DatasetChoice
    level: Level
    first: int
    last: int
    previous: tuple[int, int] | None
    types: tuple[int, ...] | None  # positions in dataset.types; None for all
    syv: YouthViolence | None

    @property
    def months(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Choices:
    """All legal answers to the parts of a question, for one release."""

    datasets: tuple[DatasetChoice, ...]
    areas: Mapping[Level, tuple[AreaChoice, ...]]
    releases: tuple[str, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict, repr=False)  # releases that were removed, and when
    authority: str = ""
    own: str = ""  # code of the one authority these choices are of; empty for several
    scopes: Scopes | None = field(default=None, repr=False)  # where the release has several authorities
    weights: tuple[str, ...] = HARM_WEIGHTS  # harm weight tables, the default first
    populations: tuple[str, ...] = POPULATIONS  # what a rate may divide by, the default first

    def of(self, selection: Selection) -> Choices:
        """The choices that a selection was made from: those of the authority it names, else these."""
        return self.within(selection.authority or self.own)

    def dataset(self, name: str | None) -> DatasetChoice:
        """The data set of that slug; without one (or with one we lack) the page's default, else the first."""
        by_slug = {dataset.slug: dataset for dataset in self.datasets}
        return by_slug.get(name or PAGE_DATASET) or by_slug.get(PAGE_DATASET) or self.datasets[0]

    @property
    def several(self) -> bool:
        """Whether these are choices over several authorities at once."""
        return self.scopes is not None and not self.own

    @property
    def scope(self) -> str | None:
        """Code of the one authority these choices are of, where the release has others too."""
        return self.own if self.scopes is not None and self.own else None

    @property
    def authorities(self) -> tuple[AreaChoice, ...]:
        """Every authority of the release that can be asked about by itself, whatever these choices are of."""
        return () if self.scopes is None else self.scopes.authorities

    def within(self, code: str) -> Choices:
        """The choices of one of ``authorities``, by its code, as if it had a release of its own; "" for all."""
        if self.scopes is None or code == self.own:
            return self
        name, datasets, areas = self.scopes.of(code)
        return replace(self, authority=name, own=code, datasets=datasets, areas=areas)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Area code to the name that links use: its code where other areas of its level have that name too."""
        found: dict[str, str] = {area.code: area.slug for area in self.authorities}
        for areas in self.areas.values():
            times = Counter(area.slug for area in areas)
            found |= {area.code: area.slug if times[area.slug] == 1 else area.code for area in areas}
        return found

    @cached_property
    def positions(self) -> dict[Level, dict[str, int]]:
        """By level, area code to its position in the level's list."""
        return {level: {area.code: at for at, area in enumerate(areas)} for level, areas in self.areas.items()}

    @cached_property
    def spellings(self) -> dict[Level, dict[str, str]]:
        """Every accepted spelling of an area (code, slug, folded name), by level, to its code."""
        return {level: spellings_of(level, areas) for level, areas in self.areas.items()}

    def default_level(self, page: Page, dataset: DatasetChoice) -> Level:
        """The page's level, or the finest the data set can answer where it cannot answer that one.

        Over several authorities a page of wards shows authorities, and every page does where there are very many
        small areas.
        """
        wanted = PAGE_LEVELS.get(page, Level.LSOA)
        if self.several and (wanted is Level.WARD or len(self.areas.get(Level.LSOA, ())) > MOST_SMALL_AREAS):
            wanted = Level.AUTHORITY
        if wanted in dataset.levels or not dataset.levels:
            return wanted
        return next(level for level in Level if level in dataset.levels)

    def default_period(self, dataset: DatasetChoice) -> tuple[int, int]:
        """The last 12 months the data set has, fewer where it has fewer."""
        last = dataset.months[-1]
        return max(dataset.months[0], last - DEFAULT_MONTHS + 1), last

    def resolve(self, selection: Selection) -> Question:
        dataset = self.dataset(selection.dataset)
        first, last = self.default_period(dataset)
        if selection.first is not None and selection.last is not None:
            first, last = selection.first, selection.last
        types = sorted({position for name in selection.type for position in dataset.type_slugs[name]})
        return Question(
            selection=selection,
            dataset=dataset,
            level=selection.level or self.default_level(selection.page, dataset),
            first=first,
            last=last,
            previous=previous_period(selection.compare, first, last),
            types=tuple(types) if types else None,
            syv=selection.syv or PAGE_RULES.get(selection.page),
        )


def previous_period(compare: str, first: int, last: int) -> tuple[int, int] | None:
    """First and last month of the period compared with: one year earlier, or from a named month."""
    if compare == NO_COMPARISON:
        return None
    start = first - 12 if compare == PREVIOUS else month_from_text(compare)
    return start, start + last - first
