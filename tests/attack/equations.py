"""Every number of an answer as an equation over boxes of atoms: places x kinds x months x moments."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.choices import Question
from data.index import HOURS_OF_WEEK, MOMENTS
from data.levels import Level
from data.links import read_link, view_selection
from data.query import moment_mask
from data.releases import Release
from data.schema import month_from_text
from data.selection import Measure
from geo.measures.denominators import hectares, populations
from tests.attack.following import READ, SILENT, follows, more_than_total, numbers
from tests.attack.worlds import Atoms, World

Array = npt.NDArray[Any]
Box = tuple[int, int, tuple[int, int], int]
EACH_MOMENT: Final = np.eye(MOMENTS, dtype=bool)


@dataclass
class Equations:
    """What one data set's answers say: box -> number; and sums of boxes with signs, where only those are told."""

    atoms: Atoms
    told: dict[Box, float] = field(default_factory=dict)
    sums: dict[tuple[tuple[float, Box], ...], float] = field(default_factory=dict)
    asked_of: dict[Box, str] = field(default_factory=dict)
    places: dict[bytes, int] = field(default_factory=dict)
    kinds: dict[bytes, int] = field(default_factory=dict)
    moments: dict[bytes, int] = field(default_factory=dict)
    read: dict[Any, Any] = field(default_factory=dict)  # parts of answers that were read already

    def box(self, places: Array, kinds: Array, months: tuple[int, int], moments: Array) -> Box:
        first, last = max(months[0], self.atoms.months[0]), min(months[1], self.atoms.months[1])
        return (
            self.places.setdefault(places.tobytes(), len(self.places)),
            self.kinds.setdefault(kinds.tobytes(), len(self.kinds)),
            (first, last),
            self.moments.setdefault(moments.tobytes(), len(self.moments)),
        )

    def add(self, box: Box, value: float, link: str) -> None:
        """One number told; two answers that differ about a box are a mistake of ours, not of the attacker's."""
        if box[2][0] > box[2][1]:
            return
        known = self.told.setdefault(box, float(value))
        self.asked_of.setdefault(box, link)
        assert abs(known - value) < 1e-6, f"{link} says {value}, {self.asked_of[box]} said {known}"

    def truth(self, box: Box) -> int:
        """What the test alone knows: the records in a box."""
        places, kinds, (first, last), moments = self.sets(box)
        records = self.atoms.records
        month = records["month"].to_numpy()
        inside = places[self.atoms.place] & kinds[records["kind"].to_numpy()] & moments[records["moment"].to_numpy()]
        return int((inside & (month >= first) & (month <= last)).sum())

    def sets(self, box: Box) -> tuple[Array, Array, tuple[int, int], Array]:
        """The four sets of a box."""
        kept = ((self.places, box[0]), (self.kinds, box[1]), (self.moments, box[3]))
        found = [np.frombuffer(next(islice(sets, at, None)), dtype=bool) for sets, at in kept]
        return found[0], found[1], box[2], found[2]


class Attacker:
    """Asks nothing itself: reads answers, and keeps an ``Equations`` for each data set."""

    def __init__(self, world: World) -> None:
        self.release = world.release
        self.by_dataset = {
            slug: Equations(Atoms(records, len(world.release.choices.dataset(slug).types), span(world.release, slug)))
            for slug, records in world.records.items()
        }
        self.leaks: list[str] = []
        self.unknown: set[str] = set()

    def read(self, link: str, told: Mapping[str, Any], view: str | None = None, *, every_number: bool = True) -> None:
        """One answer, as JSON; ``every_number``: whether to look for numbers that nobody told the attacker of."""
        found = read_link(link, self.release.choices)
        selection = (
            found.selection if view is None else view_selection(found.selection, view, self.release.choices).selection
        )
        question = self.release.choices.of(selection).resolve(selection)
        if every_number:
            self.unknown |= {
                path for path in set(numbers(told)) if not SILENT.fullmatch(path) and not READ.fullmatch(path)
            }
        if question.dataset.slug not in self.by_dataset:
            return
        self.leaks += [f"{link}: {leak}" for leak in follows(question, told)]
        if question.syv is None and not selection.flag:
            Answered(self, question, told, link).read()
        else:
            self.leaks += [f"{link}: {path} is told of marked records" for path in more_than_total(told)]


def span(release: Release, dataset: str) -> tuple[int, int]:
    months = release.choices.dataset(dataset).months
    return months[0], months[-1]


@dataclass
class Answered:
    """One answer and its question, read into equations."""

    attacker: Attacker
    question: Question
    told: Mapping[str, Any]
    link: str

    def read(self) -> None:
        question, told = self.question, self.told
        self.equations = self.attacker.by_dataset[question.dataset.slug]
        self.atoms = self.equations.atoms
        self.now, self.before = (question.first, question.last), question.previous
        self.kinds = np.zeros(self.atoms.kinds, dtype=bool)
        self.kinds[slice(None) if question.types is None else list(question.types)] = True
        mask = moment_mask(question.selection.time, question.selection.days)
        self.moments = np.ones(MOMENTS, dtype=bool) if mask is None else mask
        scope = question.selection.authority
        self.release = self.attacker.release.within(scope or "")
        self.places = np.ones(len(self.atoms.places), dtype=bool)
        if scope:
            self.places = self.places & self.atoms.lying(Level.AUTHORITY, [scope])
        small = Level.LSOA21 if question.level is Level.LSOA21 else Level.LSOA
        for level, codes in ((Level.WARD, question.selection.ward), (small, question.selection.lsoa)):
            if codes:
                self.places = self.places & self.atoms.lying(level, codes)
        base = self.equations.box(self.places, self.kinds, self.now, self.moments), self.before, str(question.level)
        parts = {
            "total": self.read_totals, "areas": self.read_areas, "hours": self.read_hours, "months": self.read_months,
            "types": self.read_types, "change": self.read_differences,
        }  # fmt: skip
        for name, reader in parts.items():
            key = (name, question.selection.measure, base)
            if self.equations.read.get(key) != told.get(name):  # another answer may say the same again
                self.equations.read[key] = told.get(name)
                reader()
        for profile in (told.get("wards") or {}).get("profiles", []):
            self.read_profile(profile)

    def tell(self, value: float | None, places: Array | None = None, months: tuple[int, int] | None = None,
             moments: Array | None = None, kinds: Array | None = None) -> None:  # fmt: skip
        """A number of records: of the whole answer, narrowed to places, months, moments or kinds."""
        if value is None:
            return
        box = self.equations.box(
            self.places if places is None else self.places & places,
            self.kinds if kinds is None else self.kinds & kinds,
            self.now if months is None else months,
            self.moments if moments is None else self.moments & moments,
        )
        self.equations.add(box, value, self.link)

    def read_totals(self) -> None:
        total = self.told["total"]
        level = str(self.question.level)
        located = (self.atoms.places[level] != "").to_numpy() if level in self.atoms.places else None
        timed = np.arange(MOMENTS) < HOURS_OF_WEEK
        self.tell(total["records"])
        if located is not None:
            self.tell(total["located"], located)
            self.tell(total["unlocated"], ~located)
        if self.question.dataset.timed:
            self.tell(total["timed"], moments=timed)
            self.tell(total["untimed"], moments=~timed)
        if self.question.selection.measure is Measure.COUNT and self.before:
            self.tell(total["previous"], months=self.before)

    def read_areas(self) -> None:
        """Values of areas; those of rates and densities times what they divide by."""
        question, level = self.question, self.question.level
        measure = question.selection.measure
        if measure is Measure.COUNT:
            by = np.ones(len(self.told["areas"]))
        elif measure is Measure.RATE:
            by = populations(self.release, level, question.selection.per)[0] / 1000
        elif measure is Measure.DENSITY:
            by = hectares(self.release, level)[0]
        else:
            return
        for area, amount in zip(self.told["areas"], by, strict=True):
            places = self.atoms.lying(level, [area["code"]])
            for value, months in ((area["value"], self.now), (area["previous"], self.before)):
                if value is not None and months:
                    self.tell(round(value * amount, 0 if measure is not Measure.COUNT else 6), places, months)

    def read_hours(self) -> None:
        hours = self.told["hours"] or []
        for at, value in enumerate(value for day in hours for value in day):
            self.tell(value, moments=EACH_MOMENT[at])
        if self.question.dataset.timed:
            self.tell(self.told["night"]["value"], moments=moment_mask("night", ()))

    def read_months(self) -> None:
        if self.question.selection.measure in (Measure.COUNT, Measure.CHANGE):
            series = (self.told.get("series") or {}).get("months", [])
            for month in (*self.told["months"], *series):
                own = month_from_text(month["month"])
                self.tell(month["value"], months=(own, own))
                if month.get("previous") is not None:
                    before = month_from_text(month["previous_month"])
                    self.tell(month["previous"], months=(before, before))

    def read_types(self) -> None:
        """Main kinds whole, even where the question is about a part of one."""
        for kind in self.told.get("types") or []:
            asked = self.about(kind["type"])
            asked.tell(kind["value"])
            if self.before:
                asked.tell(kind["previous"], months=self.before)

    def about(self, slug: str) -> Answered:
        """The same answer, about one main kind, whatever kinds the question names."""
        found = copy(self)
        found.kinds = self.kinds_of(slug)
        return found

    def kinds_of(self, slug: str) -> Array:
        found = np.zeros(self.atoms.kinds, dtype=bool)
        found[list(self.question.dataset.type_slugs[slug])] = True
        return found

    def read_differences(self) -> None:
        """Changes of areas and wards, told without the figures they are differences of."""
        change = self.told.get("change") or {}
        for name, level in (("areas", self.question.level), ("wards", Level.WARD)):
            for row in change.get(name) or []:
                places = self.places & self.atoms.lying(level, [row["code"]])
                boxes = [
                    self.equations.box(places, self.kinds, months, self.moments)
                    for months in (self.now, self.before)
                    if months
                ]
                if len(boxes) == 2:
                    self.equations.sums[((1.0, boxes[0]), (-1.0, boxes[1]))] = row["difference"]

    def read_profile(self, profile: Mapping[str, Any]) -> None:
        ward = self.atoms.lying(Level.WARD, [profile["code"]])
        own = copy(self)
        own.link = f"{self.link} ({profile['code']})"
        own.places = np.ones(len(self.atoms.places), dtype=bool)  # of the whole ward, whatever areas are chosen
        own.tell(profile["value"], ward)
        if self.before:
            own.tell(profile["previous"], ward, self.before)
        for kind in profile["types"]:
            own.about(kind["slug"]).tell(kind["value"], ward)
        small = Level.LSOA21 if self.question.level is Level.LSOA21 else Level.LSOA
        for area in profile["small_areas"]:
            own.tell(area["value"], self.atoms.lying(small, [area["code"]]))
        for at, value in enumerate(value for day in profile["hours"] or [] for value in day):
            own.tell(value, ward, moments=EACH_MOMENT[at])
        for months, first in (
            (profile["months"], self.now[0]),
            (profile["previous_months"] or [], (self.before or self.now)[0]),
        ):
            for at, value in enumerate(months):
                own.tell(value, ward, (first + at, first + at))
        linked = [(part["value"], part["link"]) for part in profile["datasets"]]
        for value, link in linked:
            self.read_linked(value, link, profile["code"])

    def read_linked(self, value: float, link: str, ward: str) -> None:
        """A number that a link beside it reproduces, of one ward."""
        choices = self.attacker.release.choices
        selection = read_link(link, choices).selection
        question = choices.of(selection).resolve(selection)
        equations = self.attacker.by_dataset.get(question.dataset.slug)
        if equations is None or question.syv or question.selection.flag:
            return
        other = Answered(self.attacker, question, self.told, link)
        other.equations, other.atoms, other.now = equations, equations.atoms, (question.first, question.last)
        other.kinds = np.zeros(equations.atoms.kinds, dtype=bool)
        other.kinds[slice(None) if question.types is None else list(question.types)] = True
        mask = moment_mask(question.selection.time, question.selection.days)
        other.moments = np.ones(MOMENTS, dtype=bool) if mask is None else mask
        other.places = np.ones(len(equations.atoms.places), dtype=bool)
        other.tell(value, equations.atoms.lying(Level.WARD, [ward]))
