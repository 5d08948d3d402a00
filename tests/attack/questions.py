"""Links that overlap on purpose: neighbours that differ in one key, sums and their parts, spans that nest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from data.choices import Choices, DatasetChoice
from data.levels import Level
from data.schema import month_text

PAGES: Final = ("/west-end", "/neighbourhoods", "/west-end", "/evidence", "/", "/serious-youth-violence")
VIEWS: Final = (None, "we", "syv", "nb")
TIMES: Final = ("night", "day", "00-06", "06-18", "18-24", "22-04", "05-06", "18-06")
DAYS: Final = ("mon", "tue", "fri,sat", "mon,tue,wed,thu,fri", "sun", "mon,tue,wed,thu,fri,sat")
MEASURES: Final = ("rate", "density", "harm", "cost", "change", "quotient")
RULES: Final = ("any", "victim", "suspect", "both", "under-18", "child-on-child", "knife-injury")


def systematic(choices: Choices, slug: str, whose: str = "") -> Iterator[str]:
    """Every table that is told, whole: each type alone at each level over each whole year, and its complement.

    ``whose``: one of several authorities; without one also what lies above areas, where there is anything.
    """
    dataset = choices.dataset(slug)
    names = list(dataset.type_slugs)
    majors = sorted({names[0], *(name for name, own in dataset.type_slugs.items() if is_major(dataset, own))})
    for first, last in years(dataset):
        span = f"dataset={slug}&from={month_text(first)}&to={month_text(last)}{whose and f'&authority={whose}'}"
        for level in choices.areas:
            yield f"/west-end?{span}&level={level}"
            yield f"/west-end?{span}&level={level}&measure=change"
            for time in ("night", "day"):
                yield f"/west-end?{span}&level={level}&time={time}"
            for name in names:
                yield f"/west-end?{span}&level={level}&type={name}"
            for name in majors:
                yield f"/west-end?{span}&level={level}&type={','.join(one for one in majors if one != name)}"
        yield f"/neighbourhoods?{span}"
        for area in choices.areas[Level.WARD]:
            yield f"/west-end?{span}&level=ward&ward={area.code}"
            yield f"/west-end?{span}&level=lsoa&ward={area.code}"


def is_major(dataset: DatasetChoice, positions: tuple[int, ...]) -> bool:
    majors = {dataset.types[position][0] for position in positions}
    return len(majors) == 1 and sum(major in majors for major, _ in dataset.types) == len(positions)


def years(dataset: DatasetChoice) -> list[tuple[int, int]]:
    """Twelve months counted back from the last, as far as there are any; and what is left at the start."""
    first, last = dataset.months[0], dataset.months[-1]
    return [(max(end - 11, first), end) for end in range(last, first - 1, -12)]


def at_random(
    choices: Choices, number: int, seed: int, datasets: tuple[str, ...] = ()
) -> Iterator[tuple[str, str | None]]:
    """So many links with the view they are asked for: every key, small categories often, one key changed at a time."""
    chance = random.Random(seed)
    slugs = datasets or tuple(dataset.slug for dataset in choices.datasets)
    keys: dict[str, str] = {}
    changes = CHANGES | (OF_SEVERAL if choices.several else {})
    for at in range(number):
        keys = dict(keys) if at % 4 else {}
        changed = chance.sample(sorted(changes), 1 if at % 4 else chance.choice((1, 2, 2, 3)))
        for key in changed:
            keys[key] = changes[key](chance, choices, choices.dataset(keys.get("dataset", slugs[0])), slugs)
        asked = [f"{key}={value}" for name, value in keys.items() for key, value in spelt(name, value)]
        page = chance.choice(PAGES)
        view = chance.choice(VIEWS) if page == "/" else None
        prefix = f"{chance.choice(('we', 'syv', 'nb'))}." if page == "/" and chance.random() < 0.3 else ""
        yield f"{page}?{'&'.join([*asked[:-1], prefix + asked[-1]] if asked else [])}", view


def spelt(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The keys of the link that one choice stands for: a span of months is two."""
    if name == "span":
        first, _, last = value.partition("..")
        yield from (("from", first), ("to", last))
    elif value:
        yield name, value


def some_span(chance: random.Random, _choices: Choices, dataset: DatasetChoice, _slugs: Any) -> str:
    whole = years(dataset)
    first, last = chance.choice(whole)
    shape = chance.random()
    if shape < 0.35:
        pass
    elif shape < 0.5:
        first, last = chance.choice(whole)[0], whole[0][1]
    elif shape < 0.7:
        first = last = chance.randint(first, last)
    else:
        first = chance.randint(dataset.months[0], dataset.months[-1])
        last = min(dataset.months[-1], first + chance.choice((1, 2, 5, 10, 11, 12, 23)))
    return f"{month_text(first)}..{month_text(last)}"


def some_types(chance: random.Random, _choices: Choices, dataset: DatasetChoice, _slugs: Any) -> str:
    names = sorted(dataset.type_slugs)
    return ",".join(chance.sample(names, min(len(names), chance.choice((1, 1, 1, 2, 3, len(names) - 1)))))


def some_areas(level: Level, most: int) -> Any:
    def some(chance: random.Random, choices: Choices, _dataset: DatasetChoice, _slugs: Any) -> str:
        codes = [area.code for area in choices.areas[level]]
        return ",".join(chance.sample(codes, min(len(codes), chance.randint(1, most))))

    return some


def one_of(*words: str) -> Any:
    return lambda chance, _choices, _dataset, _slugs: chance.choice(words)


def some_compare(chance: random.Random, _choices: Choices, dataset: DatasetChoice, _slugs: Any) -> str:
    return chance.choice(("none", "previous", month_text(chance.choice(dataset.months))))


def some_flag(chance: random.Random, _choices: Choices, dataset: DatasetChoice, _slugs: Any) -> str:
    return ",".join(chance.sample(dataset.flags, min(len(dataset.flags), chance.randint(1, 2))))


CHANGES: Final[dict[str, Any]] = {
    "dataset": lambda chance, _choices, _dataset, slugs: chance.choice(slugs),
    "span": some_span,
    "compare": some_compare,
    "type": some_types,
    "level": one_of("lsoa", "lsoa21", "ward"),
    "ward": some_areas(Level.WARD, 3),
    "lsoa": some_areas(Level.LSOA, 4),
    "time": one_of(*TIMES),
    "days": one_of(*DAYS),
    "syv": one_of(*RULES),
    "flag": some_flag,
    "measure": one_of(*MEASURES),
    "n": one_of("1", "2", "5", "10", "50"),
    "set": one_of("fixed", "ranked"),
    "timing": one_of("spread"),
    "only": one_of("clear"),
}
OF_SEVERAL: Final[dict[str, Any]] = {
    "authority": lambda chance, choices, _dataset, _slugs: chance.choice(choices.authorities).code,
    "level": one_of("lsoa", "lsoa21", "ward", "authority", "region"),
}
