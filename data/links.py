"""Links and selections: one question, one link.

``read_link`` never raises: what it cannot understand it leaves out and says so. ``write_link`` gives the
canonical link: keys in the order of KEYS, defaults left out, lists sorted and without repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, TypeVar
from urllib.parse import quote

from data.categories import YouthViolence, fold
from data.choices import PAGE_RULES, Choices, DatasetChoice
from data.former_wards import what_became
from data.levels import LEVEL_NAMES, PLACED, SMALL, WIDER, Level, is_code
from data.link_parts import (
    NotUnderstoodError,
    quoted,
    read_compare,
    read_member,
    read_month,
    read_n,
    read_name,
    read_release,
    read_time,
    simplest_types,
    spelt,
)
from data.link_query import KEYS, gather, read_page, scope_of, shorten, split_link
from data.schema import month_text
from data.selection import (
    ANY_TIME,
    DAYS,
    DEFAULT_N,
    PREVIOUS,
    VIEWS,
    Measure,
    Only,
    Page,
    Proactive,
    Selection,
    Show,
    Timing,
    TopSet,
    link_values,
)

LONGEST_LINK: Final = 8000
Value = TypeVar("Value")


@dataclass(frozen=True)
class LinkRead:
    """A selection and, in words, what was left out of the link."""

    selection: Selection
    notes: tuple[str, ...] = ()


def write_link(selection: Selection, choices: Choices) -> str:
    """The canonical link of a selection, as ``/west-end?from=2022-10&to=2023-09``."""
    slugs = choices.of(selection).slugs if selection.ward or selection.lsoa else choices.slugs
    values = link_values(replace(selection, authority=selection.authority or choices.scope), slugs)
    query = "&".join(f"{key}={quote(value, safe=',.-')}" for key, value in values)
    return f"{selection.page}?{query}" if query else str(selection.page)


def read_link(link: str, choices: Choices) -> LinkRead:
    """The selection a link asks for, and notes on what in it was not understood."""
    notes: list[str] = []
    if len(link) > LONGEST_LINK:
        notes.append(f"The link is longer than {LONGEST_LINK:,} characters; the rest was left out.")
        link = link[:LONGEST_LINK]
    path, query = split_link(link)
    page = read_page(path, notes)
    values = gather(query, page, notes)
    shared = {key: value for key, value in values.items() if "." not in key}
    choices = choices.within(scope_of(shared, choices, notes))
    selection = Reader(choices, notes).read(page, shared)
    own = {key: value for key, value in values.items() if "." in key}
    selection = replace(selection, views=read_views(selection, own, choices, notes))
    return LinkRead(selection, shorten(notes))


def view_selection(selection: Selection, prefix: str, choices: Choices) -> LinkRead:
    """The question of one of the three views: the shared keys with the view's own in their place."""
    notes: list[str] = []
    choices = choices.of(selection)
    shared = dict(link_values(replace(selection, views=()), choices.slugs))
    own = {key: value for name, key, value in selection.views if name == prefix}
    return LinkRead(Reader(choices, notes).read(VIEWS[prefix], shared | own), shorten(notes))


def read_views(
    shared: Selection, values: dict[str, str], choices: Choices, notes: list[str]
) -> tuple[tuple[str, str, str], ...]:
    """A view's own keys in canonical form; what the shared question says anyway is dropped."""
    kept: list[tuple[str, str, str]] = []
    shared_values = dict(link_values(shared, choices.slugs))
    for prefix, page in VIEWS.items():
        own = {key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{prefix}.")}
        if not own:
            continue
        before = all_values(Reader(choices, []).read(page, shared_values), choices)
        after = all_values(Reader(choices, notes).read(page, shared_values | own), choices)
        kept += [
            (prefix, key, after[key]) for key in KEYS if key in own and key in after and after[key] != before.get(key)
        ]
    return tuple(kept)


def all_values(selection: Selection, choices: Choices) -> dict[str, str]:
    """The values of a selection's keys, defaults written out: a view may return to one that the others leave."""
    question = choices.resolve(selection)
    defaults = {
        "dataset": question.dataset.slug,
        "from": month_text(question.first),
        "to": month_text(question.last),
        "compare": selection.compare,
        "level": str(question.level),
        "time": selection.time,
        "syv": str(question.syv or ""),
        "measure": str(selection.measure),
        "n": str(selection.n),
        "set": str(selection.set),
        "show": str(selection.show),
        "weights": selection.weights or choices.weights[0],
        "proactive": str(selection.proactive),
        "per": selection.per or choices.populations[0],
        "timing": str(selection.timing),
        "only": str(selection.only),
    }
    return defaults | dict(link_values(selection, choices.slugs))


class Reader:
    """Reads the keys of one question against the choices; what it leaves out goes to ``notes``."""

    def __init__(self, choices: Choices, notes: list[str]) -> None:
        self.choices, self.notes = choices, notes

    @property
    def ward_names(self) -> dict[str, str]:
        return {area.code: area.name for area in self.choices.areas.get(Level.WARD, ())}

    def read(self, page: Page, values: dict[str, str]) -> Selection:
        slug = self.one("dataset", values, self.read_dataset, None)
        level = self.one("level", values, self.read_level, None)
        dataset = self.choices.dataset(slug)
        selection = Selection(
            page=page,
            dataset=slug,
            compare=self.one("compare", values, read_compare, PREVIOUS),
            type=self.read_types(values, dataset),
            level=level,
            authority=self.choices.scope,
            ward=self.read_areas("ward", values, (Level.WARD,)),
            lsoa=self.read_areas("lsoa", values, (Level.LSOA21,) if level is Level.LSOA21 else (Level.LSOA,)),
            time=self.one("time", values, read_time, ANY_TIME),
            days=self.read_days(values),
            syv=self.one("syv", values, lambda text: read_member(YouthViolence, text), None),
            measure=self.one("measure", values, lambda text: read_member(Measure, text), Measure.COUNT),
            n=self.one("n", values, read_n, DEFAULT_N),
            set=self.one("set", values, lambda text: read_member(TopSet, text), TopSet.RANKED),
            show=self.one("show", values, lambda text: read_member(Show, text), Show.MAP),
            release=self.one("release", values, self.read_release, None),
            flag=self.read_list("flag", values, spelt(dataset.flags), "flag"),
            weights=self.one("weights", values, lambda text: read_name(text, self.choices.weights), None),
            proactive=self.one("proactive", values, lambda text: read_member(Proactive, text), Proactive.WITH),
            per=self.one("per", values, lambda text: read_name(text, self.choices.populations), None),
            timing=self.one("timing", values, lambda text: read_member(Timing, text), Timing.START),
            only=self.one("only", values, lambda text: read_member(Only, text), Only.ALL),
        )
        first, last = self.read_period(values, dataset)
        return without_defaults(replace(selection, first=first, last=last), dataset, self.choices)

    def one(self, key: str, values: dict[str, str], parse: Callable[[str], Value], default: Value) -> Value:
        """The value of a key that has one; the default, and a note, where it means nothing."""
        if key not in values:
            return default
        try:
            return parse(values[key])
        except NotUnderstoodError as reason:
            self.leave_out(key, values[key], str(reason))
            return default

    def leave_out(self, key: str, value: str, reason: str) -> None:
        self.notes.append(f"{key}={quoted(value)} was left out: {reason}.")

    def read_dataset(self, value: str) -> str:
        slugs = [dataset.slug for dataset in self.choices.datasets]
        if value.lower() not in slugs:
            raise NotUnderstoodError(f"this release has {', '.join(slugs)}")
        return value.lower()

    def read_level(self, value: str) -> Level:
        """A level of this release: authorities and regions are such only where there are several."""
        known = [*PLACED, *(level for level in WIDER if level in self.choices.areas)]
        level = read_name(value, tuple(known), "it can be")
        return Level(level)

    def read_release(self, value: str) -> str:
        return read_release(value, self.choices.releases, self.choices.gone)

    def read_list(self, key: str, values: dict[str, str], known: dict[str, str], kind: str) -> tuple[str, ...]:
        """The parts of a list that are known under some spelling; the others are named, with the nearest one."""
        found: set[str] = set()
        for part in filter(None, (piece.strip() for piece in values.get(key, "").split(","))):
            name = known.get(part.lower()) or known.get(fold(part))
            if name is not None:
                found.add(name)
                continue
            a_code = any(is_code(level, part.upper()) for level in PLACED)  # near in spelling is far on the ground
            near = [] if a_code else get_close_matches(part.lower(), known, n=1)
            became = what_became(part, self.ward_names) if key == "ward" else ""
            became = became or (self.of_other_census(part) if key == "lsoa" else "")
            became = became or (self.lies_elsewhere(part) if key in ("ward", "lsoa") else "")
            reason = f"there is no {kind} of that name" + (f"; did you mean {near[0]}" if near else "")
            self.leave_out(key, part, became or reason)
        return tuple(sorted(found))

    def of_other_census(self, text: str) -> str:
        """Of a small area of the census that the question does not count by, what does; empty for any other text."""
        found = (level for level in sorted(SMALL) if text.lower() in self.choices.spellings.get(level, {}))
        level = next(found, None)
        return f"it is a {LEVEL_NAMES[level]}, which level={level} counts by" if level else ""

    def lies_elsewhere(self, text: str) -> str:
        """Of an area that these choices do not have but another authority of the release has; empty for any other."""
        found = () if self.choices.scopes is None else self.choices.scopes.owner_of(text)
        if not found:
            return ""
        if self.choices.own:
            return f"it lies in {found[0].name}, not in {self.choices.authority}"
        return "name its authority beside it, as " + " or ".join(f"authority={area.slug}" for area in found[:2])

    def read_types(self, values: dict[str, str], dataset: DatasetChoice) -> tuple[str, ...]:
        return simplest_types(self.read_list("type", values, dataset.type_spellings, "type"), dataset)

    def read_areas(self, key: str, values: dict[str, str], levels: tuple[Level, ...]) -> tuple[str, ...]:
        if key not in values:
            return ()
        known = {spelling: code for level in levels for spelling, code in self.choices.spellings.get(level, {}).items()}
        return self.read_list(key, values, known, LEVEL_NAMES[levels[0]])

    def read_days(self, values: dict[str, str]) -> tuple[str, ...]:
        chosen = self.read_list("days", values, {day: day for day in DAYS}, "day")
        return () if len(chosen) == len(DAYS) else tuple(day for day in DAYS if day in chosen)

    def read_period(self, values: dict[str, str], dataset: DatasetChoice) -> tuple[int | None, int | None]:
        """First and last month; where only one is given the other makes it 12 months, or ends with the data."""
        first = self.one("from", values, read_month, None)
        last = self.one("to", values, read_month, None)
        if first is not None and last is not None and first > last:
            self.leave_out("from", values["from"], f"it is later than to={values['to']}")
            first = None
        if first is not None and last is None:
            end = self.choices.default_period(dataset)[1]
            last = end if first <= end else first + 11
        if last is not None and first is None:
            first = last - 11
        return first, last


def without_defaults(selection: Selection, dataset: DatasetChoice, choices: Choices) -> Selection:
    """The selection with values that only repeat a default set to None, so that one question has one link."""
    period = (selection.first, selection.last)
    if period == choices.default_period(dataset):
        selection = replace(selection, first=None, last=None)
    if selection.dataset == choices.dataset(None).slug:
        selection = replace(selection, dataset=None)
    if selection.level is choices.default_level(selection.page, dataset):
        selection = replace(selection, level=None)
    if selection.syv is PAGE_RULES.get(selection.page):
        selection = replace(selection, syv=None)
    if selection.weights == choices.weights[0]:
        selection = replace(selection, weights=None)
    if selection.per == choices.populations[0]:
        selection = replace(selection, per=None)
    return selection
