"""What a release has, as values: its data sets and areas, and every spelling an area is known by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from data.categories import fold, slug
from data.levels import SMALL, Level

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
    authority: str = ""  # of a small area or ward, where the release has several authorities
    region: str = ""  # of an authority

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
    def kind(self) -> str:
        """What its records are, whoever tells of them: a second source of one kind has its provider in the slug."""
        return self.slug if self.slug in DATASET_WORDS else self.slug.removesuffix(f"-{self.provider}")

    @property
    def title(self) -> str:
        title = DATASET_WORDS.get(self.kind, (self.kind.replace("-", " ").capitalize(), ""))[0]
        return title if self.kind == self.slug else f"{title} ({self.source})"

    @property
    def noun(self) -> str:
        return DATASET_WORDS.get(self.kind, ("", "records"))[1]

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
    def type_spellings(self) -> dict[str, str]:
        """Every accepted spelling of a type (slug, folded name) to its slug."""
        return {name: name for name in self.type_slugs} | {fold(text): name for name, text in self.type_names.items()}

    @cached_property
    def type_names(self) -> dict[str, str]:
        names = {slug(minor): minor for _, minor in self.types if minor}
        return names | {slug(major): major for major, _ in self.types}


def spellings_of(level: Level, areas: tuple[AreaChoice, ...]) -> dict[str, str]:
    """Spellings of the areas of one level: a name only where one area has it, and ``013e`` for ``Westminster 013E``
    only where no other small area ends so."""
    named: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for area in areas:
        for spelling in {area.slug, fold(area.name)}:
            named.setdefault(spelling, []).append(area.code)
        short.setdefault(area.slug.rpartition("-")[2], []).append(area.code)
    found = {name: codes[0] for name, codes in named.items() if len(codes) == 1}
    found |= {area.code.lower(): area.code for area in areas}
    unique = {name: codes[0] for name, codes in short.items() if len(codes) == 1}
    return unique | found if level in SMALL else found
