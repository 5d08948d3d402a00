"""What a release can be asked: its data sets, months, categories and areas.

``Choices.resolve`` turns a ``Selection`` (what the link says) into a ``Question`` (every default filled in).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from data.categories import YouthViolence, fold, slug
from data.levels import Level
from data.schema import month_from_text
from data.selection import NO_COMPARISON, PREVIOUS, Page, Selection

DEFAULT_MONTHS: Final = 12
PAGE_LEVELS: Final = {Page.NEIGHBOURHOODS: Level.WARD}
PAGE_RULES: Final = {Page.YOUTH_VIOLENCE: YouthViolence.ANY}
PAGE_DATASET: Final = "offences"
HARM_WEIGHTS: Final = ("cchi-days-calibrated", "cchi-days-median-2026")
POPULATIONS: Final = ("residents",)
WEST_END_WARDS: Final = ("E05013806", "E05013808")  # St James's and West End: the night-time economy

# title and plural noun of the data sets we know; a further one is called by its slug, its rows "records".
DATASET_WORDS: Final = {
    "offences": ("Recorded offences", "offences"),
    "stop-search": ("Stop and search", "searches"),
    "asb": ("Anti-social behaviour", "anti-social incidents"),
    "ambulance": ("Ambulance call-outs", "ambulance call-outs"),
    "fire": ("Fire brigade call-outs", "fire brigade call-outs"),
    "noise": ("Noise complaints", "noise complaints"),
    "btp": ("British Transport Police offences", "railway offences"),
    "hospital": ("Hospital attendances after violence", "hospital attendances"),
    "housing-asb": ("Housing anti-social behaviour", "housing cases"),
}


@dataclass(frozen=True)
class AreaChoice:
    code: str
    name: str
    ward: str = ""  # code of the ward it lies in by best fit; empty for a ward itself

    @property
    def slug(self) -> str:
        return slug(self.name)


@dataclass(frozen=True)
class DatasetChoice:
    """One data set of a release and what it can answer."""

    slug: str
    provider: str
    types: tuple[tuple[str, str], ...]  # (major, minor), minor "" where there is none; sorted
    months: tuple[int, ...]  # months it covers, sorted; a month between two of them may be missing
    levels: frozenset[Level]
    timed: bool  # has hours
    ages: bool  # has an age of victims or suspects
    source: str = ""
    flags: tuple[str, ...] = ()  # legal values of ``flag``, sorted
    ends: bool = False  # has ends of some records, so that hours can be spread

    @property
    def title(self) -> str:
        return DATASET_WORDS.get(self.slug, (self.slug.replace("-", " ").capitalize(), ""))[0]

    @property
    def noun(self) -> str:
        return DATASET_WORDS.get(self.slug, ("", "records"))[1]

    @cached_property
    def type_slugs(self) -> dict[str, tuple[int, ...]]:
        """Legal values of ``type`` and the positions in ``types`` each stands for; majors before minors."""
        found: dict[str, list[int]] = {}
        for position, (major, _) in enumerate(self.types):
            found.setdefault(slug(major), []).append(position)
        majors = frozenset(found)
        for position, (_, minor) in enumerate(self.types):
            if minor and slug(minor) not in majors:
                found.setdefault(slug(minor), []).append(position)
        return {name: tuple(positions) for name, positions in found.items()}

    @cached_property
    def type_names(self) -> dict[str, str]:
        names = {slug(minor): minor for _, minor in self.types if minor}
        return names | {slug(major): major for major, _ in self.types}


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
    authority: str = ""
    weights: tuple[str, ...] = HARM_WEIGHTS  # harm weight tables, the default first
    populations: tuple[str, ...] = POPULATIONS  # what a rate may divide by, the default first

    def dataset(self, name: str | None) -> DatasetChoice:
        """The data set of that slug; without one (or with one we lack) the page's default, else the first."""
        by_slug = {dataset.slug: dataset for dataset in self.datasets}
        return by_slug.get(name or PAGE_DATASET) or by_slug.get(PAGE_DATASET) or self.datasets[0]

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Area code to the name that links use."""
        return {area.code: area.slug for areas in self.areas.values() for area in areas}

    @cached_property
    def spellings(self) -> dict[Level, dict[str, str]]:
        """Every accepted spelling of an area (code, slug, folded name), by level, to its code."""
        return {level: spellings_of(level, areas) for level, areas in self.areas.items()}

    def default_level(self, page: Page, dataset: DatasetChoice) -> Level:
        """The page's level, or the finest the data set can answer where it cannot answer that one."""
        wanted = PAGE_LEVELS.get(page, Level.LSOA)
        if wanted in dataset.levels or not dataset.levels:
            return wanted
        return next(level for level in (Level.LSOA, Level.LSOA21, Level.WARD) if level in dataset.levels)

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


def spellings_of(level: Level, areas: tuple[AreaChoice, ...]) -> dict[str, str]:
    """Spellings of the areas of one level; ``013e`` for ``Westminster 013E`` only where no other area ends so."""
    found: dict[str, str] = {}
    short: dict[str, list[str]] = {}
    for area in areas:
        found[area.code.lower()] = found[area.slug] = found[fold(area.name)] = area.code
        short.setdefault(area.slug.rpartition("-")[2], []).append(area.code)
    unique = {name: codes[0] for name, codes in short.items() if len(codes) == 1}
    return found if level is Level.WARD else unique | found
